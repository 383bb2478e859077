using System.Runtime.InteropServices;

namespace Trucewatch.Geo.Geodesics;

/// <content>The inverse problem (sections 4 and 5 of the paper) and the area under a geodesic (section 6).</content>
public static partial class Geodesic
{
    private const double Pi = 3.141592653589793;
    private const double Precision = 2.220446049250313e-16;
    private const double Coarse = 200 * Precision;
    private const double RootPrecision = 1.4901161193847656e-08;

    /// <summary>
    /// Below this arc (radians) the spherical answer is as good as Newton's: 0.1 sqrt(eps) / sqrt(f/2).
    /// </summary>
    private const double ShortArc = 3.6424611488788524e-08;

    private const int NewtonRounds = 20;
    private const int Rounds = NewtonRounds + 53 + 10;

    /// <summary>
    /// What the inverse problem gives: length, azimuths, and the area between the geodesic and the equator.
    /// </summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Solution(
        double DistanceM, double SinStart, double CosStart, double SinEnd, double CosEnd, double AreaM2);

    /// <summary>Two latitudes and a difference of longitude brought to the standard case of figure 3.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Pair(
        double Sin1, double Cos1, double Dn1, double Sin2, double Cos2, double Dn2,
        double Lambda, double SinLambda, double CosLambda);

    /// <summary>Azimuths at both ends as sines and cosines.</summary>
    [StructLayout(LayoutKind.Auto)]
    private record struct Azimuths(double Sin1, double Cos1, double Sin2, double Cos2);

    private static Solution Solve(GeoPoint a, GeoPoint b, bool wantArea = false)
    {
        var difference = NormalLongitude(b.LongitudeDeg - a.LongitudeDeg);
        var longitudeSign = difference < 0 || (difference == 0 && double.IsNegative(difference)) ? -1 : 1;
        var (lat1, lat2) = (a.LatitudeDeg, b.LatitudeDeg);
        var swap = Math.Abs(lat1) < Math.Abs(lat2) ? -1 : 1;
        if (swap < 0)
        {
            longitudeSign = -longitudeSign;
            (lat1, lat2) = (lat2, lat1);
        }

        var latitudeSign = lat1 < 0 ? 1 : -1;
        var pair = Standard(lat1 * latitudeSign, lat2 * latitudeSign, Math.Abs(difference));
        var distance = SolveStandard(pair, lat1 * latitudeSign == -90, out var azimuths, out var omega);
        var area = wantArea ? Area(pair, azimuths, omega) * swap * longitudeSign * latitudeSign : 0;

        if (swap < 0)
        {
            azimuths = new Azimuths(azimuths.Sin2, azimuths.Cos2, azimuths.Sin1, azimuths.Cos1);
        }

        var (east, north) = (swap * longitudeSign, swap * latitudeSign);
        return new Solution(
            distance, azimuths.Sin1 * east, azimuths.Cos1 * north, azimuths.Sin2 * east, azimuths.Cos2 * north, area);
    }

    private static Pair Standard(double lat1, double lat2, double longitude)
    {
        var (sin1, cos1) = Reduced(lat1);
        var (sin2, cos2) = Reduced(lat2);

        // Rounding may leave equal latitudes unequal in one of sine and cosine, which would spoil the azimuths.
        if (cos1 < -sin1)
        {
            sin2 = cos2 == cos1 ? double.CopySign(sin1, sin2) : sin2;
        }
        else
        {
            cos2 = Math.Abs(sin2) == -sin1 ? cos1 : cos2;
        }

        var (sinLambda, cosLambda) = Elementary.SinCosDegrees(longitude);
        return new Pair(
            sin1, cos1, Math.Sqrt(1 + (Ep2 * sin1 * sin1)), sin2, cos2, Math.Sqrt(1 + (Ep2 * sin2 * sin2)),
            Elementary.DegreesToRadians(longitude), sinLambda, cosLambda);
    }

    /// <summary>The length in metres; omega is the spherical longitude difference, NaN along a meridian.</summary>
    private static double SolveStandard(in Pair p, bool fromPole, out Azimuths azimuths, out double omega)
    {
        Span<double> c1 = stackalloc double[Order + 1];
        Span<double> c2 = stackalloc double[Order + 1];
        omega = double.NaN;
        if (fromPole || p.SinLambda == 0)
        {
            azimuths = new Azimuths(p.SinLambda, p.CosLambda, 0, 1);
            var (sinSigma1, cosSigma1) = (p.Sin1, p.CosLambda * p.Cos1);
            var (sinSigma2, cosSigma2) = (p.Sin2, p.Cos2);
            var sigma = Elementary.Atan2(
                Math.Max(0, (cosSigma1 * sinSigma2) - (sinSigma1 * cosSigma2)),
                (cosSigma1 * cosSigma2) + (sinSigma1 * sinSigma2));
            var along = Lengths(N, sigma, (sinSigma1, cosSigma1, p.Dn1), (sinSigma2, cosSigma2, p.Dn2), c1, c2,
                out var reducedLength);

            // Along a meridian to nearly the antipode, the way over the pole may not be the shortest.
            if (sigma < 1 || reducedLength >= 0)
            {
                return sigma < 3 * Tiny ? 0 : along * B;
            }
        }

        if (p.Sin1 == 0 && p.Lambda <= (1 - F) * Pi)
        {
            azimuths = new Azimuths(1, 0, 1, 0);
            omega = p.Lambda / F1;
            return A * p.Lambda;
        }

        var shortSigma = Start(p, out azimuths, out var mean);
        if (shortSigma >= 0)
        {
            omega = p.Lambda / (F1 * mean);
            return shortSigma * B * mean;
        }

        return Newton(p, ref azimuths, out omega, c1, c2);
    }

    /// <summary>Length and reduced length over b (eqs. 7, 38-41), by A1, C1, A2 and C2.</summary>
    private static double Lengths(
        double eps, double sigma, (double Sin, double Cos, double Dn) from, (double Sin, double Cos, double Dn) to,
        Span<double> c1, Span<double> c2, out double reducedLength)
    {
        var (a1, a2) = (SeriesA1(eps), SeriesA2(eps));
        SeriesC1(eps, c1);
        SeriesC2(eps, c2);
        var b1 = SineSeries(to.Sin, to.Cos, c1, Order) - SineSeries(from.Sin, from.Cos, c1, Order);
        var b2 = SineSeries(to.Sin, to.Cos, c2, Order) - SineSeries(from.Sin, from.Cos, c2, Order);
        var j = ((a1 - a2) * sigma) + ((a1 * b1) - (a2 * b2));
        reducedLength = (to.Dn * from.Cos * to.Sin) - (from.Dn * from.Sin * to.Cos) - (from.Cos * to.Cos * j);
        return a1 * (sigma + b1);
    }

    /// <summary>
    /// A first azimuth (section 5). For a short line the answer itself, as the arc length returned; else -1.
    /// </summary>
    private static double Start(in Pair p, out Azimuths azimuths, out double mean)
    {
        var sinBeta = (p.Sin2 * p.Cos1) - (p.Cos2 * p.Sin1);
        var cosBeta = (p.Cos2 * p.Cos1) + (p.Sin2 * p.Sin1);
        var sinBetaSum = (p.Sin2 * p.Cos1) + (p.Cos2 * p.Sin1);
        var (sinOmega, cosOmega) = (p.SinLambda, p.CosLambda);
        var isShort = cosBeta >= 0 && sinBeta < 0.5 && p.Cos2 * p.Lambda < 0.5;
        mean = double.NaN;
        if (isShort)
        {
            // The mean latitude gives the scale of longitude (eq. 48).
            var (sinSum, cosSum) = (p.Sin1 + p.Sin2, p.Cos1 + p.Cos2);
            var sinMean2 = sinSum * sinSum;
            sinMean2 /= sinMean2 + (cosSum * cosSum);
            mean = Math.Sqrt(1 + (Ep2 * sinMean2));
            (sinOmega, cosOmega) = Elementary.SinCos(p.Lambda / (F1 * mean));
        }

        var sin1 = p.Cos2 * sinOmega;
        var cos1 = cosOmega >= 0
            ? sinBeta + (p.Cos2 * p.Sin1 * sinOmega * sinOmega / (1 + cosOmega))
            : sinBetaSum - (p.Cos2 * p.Sin1 * sinOmega * sinOmega / (1 - cosOmega));
        var sinSigma = Elementary.Hypot(sin1, cos1);
        var cosSigma = (p.Sin1 * p.Sin2) + (p.Cos1 * p.Cos2 * cosOmega);
        if (isShort && sinSigma < ShortArc)
        {
            var sin2 = p.Cos1 * sinOmega;
            var versine = cosOmega >= 0 ? sinOmega * sinOmega / (1 + cosOmega) : 1 - cosOmega;
            var cos2 = sinBeta - (p.Cos1 * p.Sin2 * versine);
            Normalise(ref sin2, ref cos2);
            Normalise(ref sin1, ref cos1);
            azimuths = new Azimuths(sin1, cos1, sin2, cos2);
            return Elementary.Atan2(sinSigma, cosSigma);
        }

        if (cosSigma < 0 && sinSigma < 6 * N * Pi * p.Cos1 * p.Cos1)
        {
            (sin1, cos1) = NearlyAntipodal(p, sinBetaSum, sin1, cos1);
        }

        if (sin1 > 0)
        {
            Normalise(ref sin1, ref cos1);
        }
        else
        {
            (sin1, cos1) = (1, 0);
        }

        azimuths = new Azimuths(sin1, cos1, 0, 0);
        return -1;
    }

    /// <summary>The first azimuth to a nearly antipodal point, from the astroid (eqs. 53-56).</summary>
    private static (double Sin, double Cos) NearlyAntipodal(in Pair p, double sinBetaSum, double sin1, double cos1)
    {
        var short180 = Elementary.Atan2(-p.SinLambda, -p.CosLambda);
        var eps = Expansion(p.Sin1);
        var longitudeScale = F * p.Cos1 * SeriesA3(eps) * Pi;
        var x = short180 / longitudeScale;
        var y = sinBetaSum / (longitudeScale * p.Cos1);
        if (y > -Coarse && x > -1 - (1000 * RootPrecision))
        {
            sin1 = Math.Min(1, -x);
            cos1 = -Math.Sqrt(1 - (sin1 * sin1));
            return (sin1, cos1);
        }

        var k = Astroid(x, y);
        var (sinOmega, cosOmega) = Elementary.SinCos(longitudeScale * (-x * k / (1 + k)));
        cosOmega = -cosOmega;
        return (p.Cos2 * sinOmega, sinBetaSum - (p.Cos2 * p.Sin1 * sinOmega * sinOmega / (1 - cosOmega)));
    }

    /// <summary>The positive root k of k⁴ + 2k³ - (x² + y² - 1)k² - 2y²k - y² = 0 (eq. 55).</summary>
    private static double Astroid(double x, double y)
    {
        var (p, q) = (x * x, y * y);
        var r = (p + q - 1) / 6;
        if (q == 0 && r <= 0)
        {
            return 0;
        }

        var s = p * q / 4;
        var r2 = r * r;
        var r3 = r * r2;
        var discriminant = s * (s + (2 * r3));
        var u = r;
        if (discriminant >= 0)
        {
            var t3 = s + r3;
            t3 += t3 < 0 ? -Math.Sqrt(discriminant) : Math.Sqrt(discriminant);
            var t = Elementary.Cbrt(t3);
            u += t + (t == 0 ? 0 : r2 / t);
        }
        else
        {
            u += 2 * r * Elementary.Cos(Elementary.Atan2(Math.Sqrt(-discriminant), -(s + r3)) / 3);
        }

        var v = Math.Sqrt((u * u) + q);
        var uv = u < 0 ? q / (v - u) : u + v;
        var w = (uv - q) / (2 * v);
        return uv / (Math.Sqrt(uv + (w * w)) + w);
    }

    /// <summary>
    /// Newton's method on the azimuth (section 4), kept within a bracket that bisection can always halve.
    /// </summary>
    private static double Newton(
        in Pair p, ref Azimuths azimuths, out double omega, Span<double> c1, Span<double> c2)
    {
        var (sinA, cosA, sinB, cosB) = (Tiny, 1.0, Tiny, -1.0);
        var (nearlyDone, done) = (false, false);
        Hybrid h = default;
        for (var round = 0; round < Rounds; round++)
        {
            h = LambdaOf(p, ref azimuths, c1, c2);
            var v = h.Excess;
            if (done || !(Math.Abs(v) >= (nearlyDone ? 8 : 1) * Precision))
            {
                break;
            }

            var slope = azimuths.Cos1 / azimuths.Sin1;
            if (v > 0 && (round > NewtonRounds || slope > cosB / sinB))
            {
                (sinB, cosB) = (azimuths.Sin1, azimuths.Cos1);
            }
            else if (v < 0 && (round > NewtonRounds || slope < cosA / sinA))
            {
                (sinA, cosA) = (azimuths.Sin1, azimuths.Cos1);
            }

            if (round < NewtonRounds && h.Derivative > 0)
            {
                var step = -v / h.Derivative;
                var (sinStep, cosStep) = Elementary.SinCos(step);
                var newSin = (azimuths.Sin1 * cosStep) + (azimuths.Cos1 * sinStep);
                if (newSin > 0 && Math.Abs(step) < Pi)
                {
                    var newCos = (azimuths.Cos1 * cosStep) - (azimuths.Sin1 * sinStep);
                    Normalise(ref newSin, ref newCos);
                    azimuths = azimuths with { Sin1 = newSin, Cos1 = newCos };
                    nearlyDone = Math.Abs(v) <= 16 * Precision;
                    continue;
                }
            }

            var (sin, cos) = ((sinA + sinB) / 2, (cosA + cosB) / 2);
            Normalise(ref sin, ref cos);
            azimuths = azimuths with { Sin1 = sin, Cos1 = cos };
            nearlyDone = false;
            const double least = Precision * RootPrecision;
            done = Math.Abs(sinA - sin) + (cosA - cos) < least || Math.Abs(sin - sinB) + (cos - cosB) < least;
        }

        omega = h.Omega;
        return B * Lengths(
            h.Eps, h.Sigma, (h.SinSigma1, h.CosSigma1, p.Dn1), (h.SinSigma2, h.CosSigma2, p.Dn2), c1, c2, out _);
    }

    /// <summary>The longitude that an azimuth leads to, less the wanted one, and its derivative.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Hybrid(
        double Excess, double Derivative, double Sigma, double SinSigma1, double CosSigma1, double SinSigma2,
        double CosSigma2, double Eps, double Omega);

    /// <summary>
    /// Solves the hybrid problem (section 4): azimuth at point 1 and both latitudes give the longitude.
    /// </summary>
    private static Hybrid LambdaOf(in Pair p, ref Azimuths azimuths, Span<double> c1, Span<double> c2)
    {
        if (p.Sin1 == 0 && azimuths.Cos1 == 0)
        {
            // An equatorial start is told apart from an equatorial line.
            azimuths = azimuths with { Cos1 = -Tiny };
        }

        var (sinAlpha, cosAlpha) = (azimuths.Sin1, azimuths.Cos1);
        var sin0 = sinAlpha * p.Cos1;
        var cos0 = Elementary.Hypot(cosAlpha, sinAlpha * p.Sin1);
        var (sinSigma1, cosSigma1) = (p.Sin1, cosAlpha * p.Cos1);
        var (sinOmega1, cosOmega1) = (sin0 * p.Sin1, cosSigma1);
        Normalise(ref sinSigma1, ref cosSigma1);

        // Clairaut's relation, in the form with the least cancellation (eq. 45).
        var sinEnd = p.Cos2 == p.Cos1 ? sinAlpha : sin0 / p.Cos2;
        var along = cosAlpha * p.Cos1;
        var gain = p.Cos1 < -p.Sin1
            ? (p.Cos2 - p.Cos1) * (p.Cos1 + p.Cos2)
            : (p.Sin1 - p.Sin2) * (p.Sin1 + p.Sin2);
        var cosEnd = p.Cos2 == p.Cos1 && Math.Abs(p.Sin2) == -p.Sin1
            ? Math.Abs(cosAlpha)
            : Math.Sqrt((along * along) + gain) / p.Cos2;
        azimuths = azimuths with { Sin2 = sinEnd, Cos2 = cosEnd };

        var (sinSigma2, cosSigma2) = (p.Sin2, cosEnd * p.Cos2);
        var (sinOmega2, cosOmega2) = (sin0 * p.Sin2, cosSigma2);
        Normalise(ref sinSigma2, ref cosSigma2);
        var sigma = Elementary.Atan2(
            Math.Max(0, (cosSigma1 * sinSigma2) - (sinSigma1 * cosSigma2)),
            (cosSigma1 * cosSigma2) + (sinSigma1 * sinSigma2));
        var sinOmega = Math.Max(0, (cosOmega1 * sinOmega2) - (sinOmega1 * cosOmega2));
        var cosOmega = (cosOmega1 * cosOmega2) + (sinOmega1 * sinOmega2);
        var eta = Elementary.Atan2(
            (sinOmega * p.CosLambda) - (cosOmega * p.SinLambda), (cosOmega * p.CosLambda) + (sinOmega * p.SinLambda));
        var eps = Expansion(cos0);
        SeriesC3(eps, c1);
        var b3 = SineSeries(sinSigma2, cosSigma2, c1, Order - 1) - SineSeries(sinSigma1, cosSigma1, c1, Order - 1);
        var shift = -F * SeriesA3(eps) * sin0 * (sigma + b3);

        double derivative;
        if (cosEnd == 0)
        {
            derivative = -2 * F1 * p.Dn1 / p.Sin1;
        }
        else
        {
            _ = Lengths(
                eps, sigma, (sinSigma1, cosSigma1, p.Dn1), (sinSigma2, cosSigma2, p.Dn2), c1, c2,
                out var reducedLength);
            derivative = reducedLength * F1 / (cosEnd * p.Cos2);
        }

        return new Hybrid(
            eta + shift, derivative, sigma, sinSigma1, cosSigma1, sinSigma2, cosSigma2, eps,
            Elementary.Atan2(sinOmega, cosOmega));
    }
}
