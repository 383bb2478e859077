using System.Runtime.InteropServices;

namespace Trucewatch.Geo.Geodesics;

/// <summary>The shortest way between two points.</summary>
/// <param name="DistanceM">Its length in metres.</param>
/// <param name="AzimuthStartDeg">Its azimuth at the start, -180 to 180, clockwise from north.</param>
/// <param name="AzimuthEndDeg">Its azimuth (onward) at the end, -180 to 180.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GeodesicInverse(double DistanceM, double AzimuthStartDeg, double AzimuthEndDeg);

/// <summary>Where a geodesic leads.</summary>
/// <param name="Point">Its end.</param>
/// <param name="AzimuthEndDeg">Its azimuth there, -180 to 180.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GeodesicDirect(GeoPoint Point, double AzimuthEndDeg);

/// <summary>The measure of a polygon whose edges are geodesics.</summary>
/// <param name="Vertices">How many vertices it has.</param>
/// <param name="PerimeterM">The length of its boundary in metres.</param>
/// <param name="AreaM2">Its area in square metres, positive where the vertices run counter-clockwise.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GeodesicArea(int Vertices, double PerimeterM, double AreaM2);

/// <summary>
/// Geodesics on WGS 84 after C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87 (2013) 43-55, with his series
/// to the sixth order: within 15 nm and, for the area under a geodesic, 0.1 m². Section and equation numbers below are
/// those of the paper.
/// </summary>
public static partial class Geodesic
{
    private const double F = Ellipsoid.Flattening;
    private const double F1 = 1 - F;
    private const double E2 = Ellipsoid.EccentricitySquared;
    private const double Ep2 = Ellipsoid.SecondEccentricitySquared;
    private const double N = Ellipsoid.ThirdFlattening;
    private const double A = Ellipsoid.EquatorialRadiusM;
    private const double B = Ellipsoid.PolarRadiusM;

    /// <summary>
    /// Stands for zero where a division or an angle would be lost: the square root of the least double.
    /// </summary>
    private const double Tiny = 1.4916681462400413e-154;

    /// <summary>The shortest way from one point to another.</summary>
    public static GeodesicInverse Inverse(GeoPoint a, GeoPoint b)
    {
        var solution = Solve(a, b);
        return new GeodesicInverse(
            solution.DistanceM,
            Elementary.Atan2Degrees(solution.SinStart, solution.CosStart),
            Elementary.Atan2Degrees(solution.SinEnd, solution.CosEnd));
    }

    /// <summary>The point that a geodesic reaches.</summary>
    /// <param name="start">Where it starts.</param>
    /// <param name="azimuthDeg">Its azimuth there, degrees clockwise from north.</param>
    /// <param name="distanceM">How far it goes, metres; negative goes backwards.</param>
    /// <exception cref="ArgumentOutOfRangeException">Azimuth or distance is not finite, or beyond 1e9.</exception>
    public static GeodesicDirect Direct(GeoPoint start, double azimuthDeg, double distanceM)
    {
        if (!(Math.Abs(azimuthDeg) <= 1e9 && Math.Abs(distanceM) <= 1e9))
        {
            throw new ArgumentOutOfRangeException(
                nameof(azimuthDeg),
                FormattableString.Invariant(
                    $"expected azimuth and distance within 1e9, got {azimuthDeg} and {distanceM}"));
        }

        var (sinStart, cosStart) = Elementary.SinCosDegrees(azimuthDeg);
        var reduced = Reduced(start.LatitudeDeg);

        // The great circle on the auxiliary sphere, from its node on the equator (section 2, eqs. 5, 10-12).
        var sin0 = sinStart * reduced.Cos;
        var cos0 = Elementary.Hypot(cosStart, sinStart * reduced.Sin);
        var (sinSigma1, cosSigma1) = (reduced.Sin, reduced.Cos * cosStart);
        if (reduced.Sin == 0 && cosStart == 0)
        {
            cosSigma1 = 1;
        }

        var (sinOmega1, cosOmega1) = (sin0 * reduced.Sin, cosSigma1);
        Normalise(ref sinSigma1, ref cosSigma1);
        var eps = Expansion(cos0);
        Span<double> c = stackalloc double[Order + 1];
        SeriesC1(eps, c);
        var b11 = SineSeries(sinSigma1, cosSigma1, c, Order);
        var (sinB, cosB) = Elementary.SinCos(b11);
        var (sinTau1, cosTau1) = ((sinSigma1 * cosB) + (cosSigma1 * sinB), (cosSigma1 * cosB) - (sinSigma1 * sinB));

        // Length to arc length by the reverted series (eqs. 7, 20, 21).
        var tau = distanceM / (B * SeriesA1(eps));
        var (sinTau, cosTau) = Elementary.SinCos(tau);
        SeriesC1Reverted(eps, c);
        var b12 = SineSeries(
            (sinTau1 * cosTau) + (cosTau1 * sinTau), (cosTau1 * cosTau) - (sinTau1 * sinTau), c, Order);
        var sigma = tau + b12 + b11;
        var (sinSigma, cosSigma) = Elementary.SinCos(sigma);
        var sinSigma2 = (sinSigma1 * cosSigma) + (cosSigma1 * sinSigma);
        var cosSigma2 = (cosSigma1 * cosSigma) - (sinSigma1 * sinSigma);

        var sinBeta = cos0 * sinSigma2;
        var cosBeta = Elementary.Hypot(sin0, cos0 * cosSigma2);
        if (cosBeta == 0)
        {
            cosBeta = cosSigma2 = Tiny;
        }

        // Longitude (eqs. 8, 23).
        var (sinOmega2, cosOmega2) = (sin0 * sinSigma2, cosSigma2);
        var omega = Elementary.Atan2(
            (sinOmega2 * cosOmega1) - (cosOmega2 * sinOmega1), (cosOmega2 * cosOmega1) + (sinOmega2 * sinOmega1));
        SeriesC3(eps, c);
        var b3 = SineSeries(sinSigma2, cosSigma2, c, Order - 1) - SineSeries(sinSigma1, cosSigma1, c, Order - 1);

        // Where the way goes round the Earth more than half, omega is short of whole turns, and they do not matter.
        var lambda = omega - (F * sin0 * SeriesA3(eps) * (sigma + b3));
        var end = GeoPoint.FromDegrees(
            latitudeDeg: Elementary.Atan2Degrees(sinBeta, F1 * cosBeta),
            longitudeDeg: NormalLongitude(start.LongitudeDeg + Elementary.RadiansToDegrees(lambda)));
        return new GeodesicDirect(end, Elementary.Atan2Degrees(sin0, cos0 * cosSigma2));
    }

    private static double NormalLongitude(double degrees)
    {
        var turned = degrees - (360 * Math.Round(degrees / 360));
        return turned >= 180 ? turned - 360 : turned < -180 ? turned + 360 : turned;
    }

    /// <summary>The reduced latitude as sine and cosine (eq. 6); at a pole the cosine is not quite zero.</summary>
    private static (double Sin, double Cos) Reduced(double latitudeDeg)
    {
        var (sin, cos) = Elementary.SinCosDegrees(latitudeDeg);
        sin *= F1;
        Normalise(ref sin, ref cos);
        return (sin, Math.Max(Tiny, cos));
    }

    private static void Normalise(ref double sin, ref double cos)
    {
        var length = Elementary.Hypot(sin, cos);
        sin /= length;
        cos /= length;
    }

    /// <summary>
    /// The expansion parameter epsilon of the geodesic whose azimuth at the node has this cosine (eq. 16).
    /// </summary>
    private static double Expansion(double cos0)
    {
        var k2 = cos0 * cos0 * Ep2;
        return k2 / ((2 * (1 + Math.Sqrt(1 + k2))) + k2);
    }
}
