namespace Trucewatch.Geo;

/// <summary>
/// Turns offsets in metres into units of the error ellipse: the Cholesky factor of the covariance, inverted.
/// </summary>
/// <param name="EastScale">Whitened x per metre east.</param>
/// <param name="NorthFromEast">Whitened y per metre east.</param>
/// <param name="NorthScale">Whitened y per metre north.</param>
/// <param name="WidestSigmaM">Standard deviation along the ellipse's long axis in metres; 0 when there is no
/// error.</param>
internal readonly record struct Whitening(
    double EastScale, double NorthFromEast, double NorthScale, double WidestSigmaM)
{
    /// <summary>An axis shorter than this many metres counts as this: an ellipse must not be flat.</summary>
    private const double LeastSigmaM = 1e-4;

    public static Whitening Of(Covariance2 error)
    {
        var half = (error.EastM2 - error.NorthM2) / 2;
        var widest = ((error.EastM2 + error.NorthM2) / 2)
            + Math.Sqrt((half * half) + (error.EastNorthM2 * error.EastNorthM2));
        if (!(widest > 0))
        {
            return default;
        }

        var east = Math.Sqrt(Math.Max(error.EastM2, LeastSigmaM * LeastSigmaM));
        var shear = error.EastNorthM2 / east;
        var north = Math.Sqrt(Math.Max(error.NorthM2 - (shear * shear), LeastSigmaM * LeastSigmaM));
        return new Whitening(1 / east, -shear / (east * north), 1 / north, Math.Sqrt(widest));
    }

    public (double X, double Y) Apply((double EastM, double NorthM) offset) =>
        (offset.EastM * EastScale, (offset.EastM * NorthFromEast) + (offset.NorthM * NorthScale));
}

/// <summary>
/// The mass of a normal distribution over a polygon, exactly: in units of the error ellipse, seen from the mean, each
/// edge cuts off a wedge whose mass is a difference of Owen's T functions (D. B. Owen, Tables for computing bivariate
/// normal probabilities, Ann. Math. Statist. 27, 1956). For one straight edge it is the normal distribution function.
/// </summary>
internal static class NormalOverPolygon
{
    /// <summary>Standard deviations beyond which an edge cannot be felt.</summary>
    public const double Reach = 8;

    /// <summary>
    /// Below this distance from an edge's line, in standard deviations, the mean counts as on the line.
    /// </summary>
    private const double OnTheLine = 1e-9;

    // Gauss-Legendre, 10 points on (-1, 1): positive abscissae and their weights (Abramowitz and Stegun, table 25.4).
    private static readonly double[] Abscissae =
        [0.148874338981631211, 0.433395394129247191, 0.679409568299024406, 0.865063366688984511, 0.973906528517171720];

    private static readonly double[] Weights =
        [0.295524224714752870, 0.269266719309996355, 0.219086362515982044, 0.149451349150580593, 0.066671344308688138];

    public static double Inside(
        EdgeIndex edges, GeoPoint mean, LocalScale scale, in Whitening whitening, bool inside)
    {
        var sum = new Sum(mean, scale, whitening, inside);
        edges.AddWithin(mean, scale, Reach * whitening.WidestSigmaM, ref sum);
        return Math.Max(0, Math.Min(1, (inside ? 1 : 0) - sum.Total));
    }

    /// <summary>
    /// One part in two pi of the integral of exp(-h^2 / (2 cos^2 t)) over t from 0 to atan(a): Owen's T(h, a).
    /// </summary>
    internal static double OwenT(double h, double a)
    {
        var end = Elementary.Atan(Math.Abs(a));
        // The integrand falls off a cliff where cos t comes near h, so that the pieces get shorter towards a right
        // angle.
        var total = 0.0;
        var from = 0.0;
        while (from < end)
        {
            var to = Math.Min(end, from + Math.Max(0.02, 0.4 * ((Math.PI / 2) - from)));
            total += Piece(h * h / 2, from, to);
            from = to;
        }

        return Math.Sign(a) * total / (2 * Math.PI);
    }

    private static double Piece(double halfSquare, double from, double to)
    {
        var middle = (from + to) / 2;
        var half = (to - from) / 2;
        var sum = 0.0;
        for (var index = 0; index < Abscissae.Length; index++)
        {
            var offset = half * Abscissae[index];
            sum += Weights[index] * (At(halfSquare, middle - offset) + At(halfSquare, middle + offset));
        }

        return sum * half;
    }

    private static double At(double halfSquare, double angle)
    {
        var cos = Elementary.Cos(angle);
        return Elementary.Exp(-halfSquare / (cos * cos));
    }

    /// <summary>The wedges that the edges cut off, summed in the order of the edges.</summary>
    internal struct Sum(GeoPoint mean, LocalScale scale, Whitening whitening, bool inside)
    {
        public double Total;

        public void Add(in Edge edge)
        {
            var (ax, ay) = whitening.Apply(scale.Offset(mean, edge.A));
            var (bx, by) = whitening.Apply(scale.Offset(mean, edge.B));
            var alongX = bx - ax;
            var alongY = by - ay;
            var length = Math.Sqrt((alongX * alongX) + (alongY * alongY));
            var height = Math.Abs(((ax * by) - (ay * bx)) / length);
            if (height > Reach + 1)
            {
                return;
            }

            var from = ((ax * alongX) + (ay * alongY)) / length;
            var to = ((bx * alongX) + (by * alongY)) / length;
            // The interior lies left of every edge; a mean on the line itself is on the side the ray test put it.
            var side = height < OnTheLine ? (inside ? 1 : -1) : edge.Side(mean) >= 0 ? 1 : -1;
            Total += side * Wedge(Math.Max(height, OnTheLine), from, to);
        }

        private static double Wedge(double height, double from, double to) =>
            OwenT(height, to / height) - OwenT(height, from / height);
    }
}
