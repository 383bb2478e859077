using System.Runtime.InteropServices;

namespace Trucewatch.Geo.Regions;

/// <summary>
/// The linear map that turns a normal distribution of position into the standard one, and the integral along an edge
/// that the probability of a polygon is made of: with the origin at the mean, P = [inside] - (1/2pi) closed integral
/// of exp(-r²/2) d theta, which is exact for polygons.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct Whitening
{
    private const double TwoPi = 6.283185307179586;

    // Abscissae and weights of Gauss and Legendre on -1..1, the positive half.
    private static readonly double[] _nodes4 = [0.33998104358485626, 0.8611363115940526];
    private static readonly double[] _weights4 = [0.6521451548625461, 0.34785484513745385];
    private static readonly double[] _nodes16 =
    [
        0.09501250983763744, 0.2816035507792589, 0.45801677765722737, 0.6178762444026438, 0.755404408355003,
        0.8656312023878318, 0.9445750230732326, 0.9894009349916499,
    ];

    private static readonly double[] _weights16 =
    [
        0.1894506104550685, 0.18260341504492358, 0.16915651939500254, 0.14959598881657674, 0.12462897125553388,
        0.09515851168249279, 0.062253523938647894, 0.027152459411754096,
    ];

    private readonly double _xx;
    private readonly double _yx;
    private readonly double _yy;

    /// <summary>Takes a positive definite covariance.</summary>
    public Whitening(double eastM2, double eastNorthM2, double northM2)
    {
        // The inverse of the Cholesky factor.
        var l11 = Math.Sqrt(eastM2);
        var l21 = eastNorthM2 / l11;
        var l22 = Math.Sqrt(northM2 - (l21 * l21));
        _xx = 1 / l11;
        _yx = -l21 / (l11 * l22);
        _yy = 1 / l22;
    }

    /// <summary>(1/2pi) times the integral of exp(-r²/2) d theta from A to B.</summary>
    public double AngleTerm(in Plane plane, in BoundaryEdge edge)
    {
        var (ax, ay) = Map(plane.Project(edge.ALon, edge.ALat));
        var (bx, by) = Map(plane.Project(edge.BLon, edge.BLat));
        var (dx, dy) = (bx - ax, by - ay);
        var length2 = (dx * dx) + (dy * dy);
        var cross = (ax * by) - (ay * bx);
        if (length2 == 0 || cross == 0)
        {
            return 0;
        }

        var (startR2, endR2) = ((ax * ax) + (ay * ay), (bx * bx) + (by * by));
        var least = Math.Min(startR2, endR2);
        if (length2 < 0.25 && length2 * 4 < least)
        {
            return cross * ShortEdge(ax, ay, dx, dy) / TwoPi;
        }

        // The edge lies at height h over the mean; Owen's function gives the wedge from the foot to each end.
        var length = Math.Sqrt(length2);
        var h = Math.Abs(cross) / length;
        var from = ((ax * dx) + (ay * dy)) / length;
        var to = ((bx * dx) + (by * dy)) / length;
        var term = OwenT(h, to / h) - OwenT(h, from / h);
        return cross > 0 ? term : -term;
    }

    /// <summary>
    /// Owen's T: (1/2pi) times the integral from 0 to a of exp(-h²(1 + x²)/2)/(1 + x²), for h of at least 0.
    /// </summary>
    internal static double OwenT(double h, double a)
    {
        var b = Math.Abs(a);
        if (h > 9)
        {
            return 0;
        }

        double value;
        if (b <= 1)
        {
            value = OwenIntegral(h, b);
        }
        else
        {
            // Owen (1956), eq. 2.3: beyond a slope of 1 the roles of h and ah change.
            var (qh, qah) = (Elementary.NormalCdf(-h), Elementary.NormalCdf(-h * b));
            value = (0.5 * (qh + qah)) - (qh * qah) - OwenIntegral(h * b, 1 / b);
        }

        return a < 0 ? -value : value;
    }

    private static double OwenIntegral(double h, double a)
    {
        if (!(h <= 9))
        {
            return 0;
        }

        // Beyond 9 standard deviations along the edge nothing is left to integrate.
        var end = h > 0 ? Math.Min(a, 9 / h) : a;
        var half = 0.5 * end;
        var sum = 0.0;
        for (var i = 0; i < _nodes16.Length; i++)
        {
            var (left, right) = (half - (half * _nodes16[i]), half + (half * _nodes16[i]));
            var (l, r) = (1 + (left * left), 1 + (right * right));
            sum += _weights16[i] * ((Elementary.Exp(-0.5 * h * h * l) / l) + (Elementary.Exp(-0.5 * h * h * r) / r));
        }

        return half * sum / TwoPi;
    }

    private static double ShortEdge(double ax, double ay, double dx, double dy)
    {
        var sum = 0.0;
        for (var i = 0; i < _nodes4.Length; i++)
        {
            var half = 0.5 * _nodes4[i];
            sum += _weights4[i] * (At(ax, ay, dx, dy, 0.5 - half) + At(ax, ay, dx, dy, 0.5 + half));
        }

        return 0.5 * sum;
    }

    private static double At(double ax, double ay, double dx, double dy, double along)
    {
        var (x, y) = (ax + (along * dx), ay + (along * dy));
        var r2 = (x * x) + (y * y);
        return Elementary.Exp(-0.5 * r2) / r2;
    }

    private (double X, double Y) Map((double X, double Y) p) => (_xx * p.X, (_yx * p.X) + (_yy * p.Y));
}
