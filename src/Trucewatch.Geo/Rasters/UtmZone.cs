namespace Trucewatch.Geo.Rasters;

/// <summary>
/// A zone of the universal transverse Mercator projection on WGS 84, by the series of Krüger as Karney (2011,
/// J. Geodesy 85) gives them: fourth order in sines, sixth in the third flattening.
/// </summary>
public sealed class UtmZone
{
    /// <summary>Scale on the central meridian.</summary>
    private const double Scale = 0.9996;

    /// <summary>What is added to eastings, and in the south to northings.</summary>
    private const double FalseEastingM = 500_000;
    private const double FalseNorthingM = 10_000_000;

    private const double N = Ellipsoid.ThirdFlattening;
    private const double N2 = N * N;
    private const double N3 = N2 * N;
    private const double N4 = N3 * N;
    private const double N5 = N4 * N;
    private const double N6 = N5 * N;

    private const double RectifyingRadiusM =
        Ellipsoid.EquatorialRadiusM / (1 + N) * (1 + (N2 / 4) + (N4 / 64) + (N6 / 256));

    private static readonly double eccentricity = Math.Sqrt(Ellipsoid.EccentricitySquared);

    private static readonly double[] forth =
    [
        (N / 2) - (2 * N2 / 3) + (5 * N3 / 16) + (41 * N4 / 180) - (127 * N5 / 288) + (7891 * N6 / 37_800),
        (13 * N2 / 48) - (3 * N3 / 5) + (557 * N4 / 1_440) + (281 * N5 / 630) - (1_983_433 * N6 / 1_935_360),
        (61 * N3 / 240) - (103 * N4 / 140) + (15_061 * N5 / 26_880) + (167_603 * N6 / 181_440),
        (49_561 * N4 / 161_280) - (179 * N5 / 168) + (6_601_661 * N6 / 7_257_600),
    ];

    private static readonly double[] back =
    [
        (N / 2) - (2 * N2 / 3) + (37 * N3 / 96) - (N4 / 360) - (81 * N5 / 512) + (96_199 * N6 / 604_800),
        (N2 / 48) + (N3 / 15) - (437 * N4 / 1_440) + (46 * N5 / 105) - (1_118_711 * N6 / 3_870_720),
        (17 * N3 / 480) - (37 * N4 / 840) - (209 * N5 / 4_480) + (5_569 * N6 / 90_720),
        (4_397 * N4 / 161_280) - (11 * N5 / 504) - (830_251 * N6 / 7_257_600),
    ];

    private readonly double meridianDeg;
    private readonly double northingM;

    /// <summary>The zone of a number, 1 to 60, north or south of the equator.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such zone.</exception>
    public UtmZone(int number, bool isSouth)
    {
        if (number is < 1 or > 60)
        {
            throw new ArgumentOutOfRangeException(
                nameof(number), FormattableString.Invariant($"expected a zone from 1 to 60, got {number}"));
        }

        (meridianDeg, northingM) = ((6 * number) - 183, isSouth ? FalseNorthingM : 0);
    }

    /// <summary>Easting and northing in metres of a point.</summary>
    public (double EastingM, double NorthingM) Project(GeoPoint point)
    {
        var (sinPhi, cosPhi) = Elementary.SinCosDegrees(point.LatitudeDeg);
        var (sinLambda, cosLambda) = Elementary.SinCosDegrees(point.LongitudeDeg - meridianDeg);
        var conformal = Conformal(sinPhi / Math.Max(cosPhi, 1e-15));
        var xi = Elementary.Atan2(conformal, cosLambda);
        var eta = Elementary.Asinh(sinLambda / Math.Sqrt((conformal * conformal) + (cosLambda * cosLambda)));
        var (north, east) = Series(xi, eta, forth, 1);
        return ((Scale * RectifyingRadiusM * east) + FalseEastingM, (Scale * RectifyingRadiusM * north) + northingM);
    }

    /// <summary>The point of an easting and a northing; false where they are those of no point.</summary>
    public bool TryUnproject(double eastingM, double northM, out GeoPoint point)
    {
        var xi = (northM - northingM) / (Scale * RectifyingRadiusM);
        var eta = (eastingM - FalseEastingM) / (Scale * RectifyingRadiusM);
        point = default;

        // Farther out the series no longer hold; no picture of a zone reaches there.
        if (!(Math.Abs(xi) <= 1.6 && Math.Abs(eta) <= 0.6))
        {
            return false;
        }

        (xi, eta) = Series(xi, eta, back, -1);
        var (sin, cos) = Elementary.SinCos(xi);
        var sinh = Elementary.Sinh(eta);
        var tangent = Geodetic(sin / Math.Sqrt((sinh * sinh) + (cos * cos)));
        return GeoPoint.TryFromDegrees(
            latitudeDeg: Elementary.RadiansToDegrees(Elementary.Atan(tangent)),
            longitudeDeg: Wrapped(meridianDeg + Elementary.Atan2Degrees(sinh, cos)), out point);
    }

    private static double Wrapped(double longitudeDeg) =>
        longitudeDeg < -180 ? longitudeDeg + 360 : longitudeDeg >= 180 ? longitudeDeg - 360 : longitudeDeg;

    private static (double Xi, double Eta) Series(double xi, double eta, double[] coefficients, int sign)
    {
        var (north, east) = (xi, eta);
        for (var order = 1; order <= coefficients.Length; order++)
        {
            var (sin, cos) = Elementary.SinCos(2 * order * xi);
            var factor = sign * coefficients[order - 1];
            north += factor * sin * Elementary.Cosh(2 * order * eta);
            east += factor * cos * Elementary.Sinh(2 * order * eta);
        }

        return (north, east);
    }

    /// <summary>The tangent of the conformal latitude by that of the geodetic one.</summary>
    private static double Conformal(double tangent)
    {
        var secant = Math.Sqrt(1 + (tangent * tangent));
        var sigma = Elementary.Sinh(eccentricity * Elementary.Atanh(eccentricity * tangent / secant));
        return (tangent * Math.Sqrt(1 + (sigma * sigma))) - (sigma * secant);
    }

    /// <summary>The other way round, by Newton's method: three steps end at the last bits.</summary>
    private static double Geodetic(double conformal)
    {
        const double Rest = 1 - Ellipsoid.EccentricitySquared;
        var tangent = conformal / Rest;
        for (var step = 0; step < 5; step++)
        {
            var reached = Conformal(tangent);
            tangent += (conformal - reached) / Math.Sqrt(1 + (reached * reached))
                * (1 + (Rest * tangent * tangent)) / (Rest * Math.Sqrt(1 + (tangent * tangent)));
        }

        return tangent;
    }
}
