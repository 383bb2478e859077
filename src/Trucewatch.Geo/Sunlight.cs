namespace Trucewatch.Geo;

/// <summary>
/// How high the sun stands: the low-precision formulas of the Astronomical Almanac (page C5), good to 0.01 degrees from
/// 1950 to 2050, without refraction.
/// </summary>
public static class Sunlight
{
    /// <summary>Civil twilight ends where the sun stands so low: it is day above it, night below.</summary>
    public const double DayAboveDeg = -6;

    private const double J2000UnixS = 946_728_000;

    /// <summary>Elevation of the sun's middle in degrees above the horizon.</summary>
    /// <param name="point">Where.</param>
    /// <param name="unixSeconds">When: seconds since 1970-01-01T00:00:00Z.</param>
    public static double ElevationDeg(GeoPoint point, double unixSeconds)
    {
        var days = (unixSeconds - J2000UnixS) / 86_400;
        var anomaly = 357.528 + (0.9856003 * days);
        var longitude = 280.460 + (0.9856474 * days) + (1.915 * Elementary.SinCosDegrees(anomaly).Sin)
            + (0.020 * Elementary.SinCosDegrees(2 * anomaly).Sin);
        var (tiltSin, tiltCos) = Elementary.SinCosDegrees(23.439 - (0.0000004 * days));
        var (sin, cos) = Elementary.SinCosDegrees(longitude);
        var declinationSin = tiltSin * sin;
        var ascension = Elementary.Atan2Degrees(tiltCos * sin, cos);
        var sidereal = 280.46062 + (360.98564737 * days);
        var hourCos = Elementary.SinCosDegrees(sidereal + point.LongitudeDeg - ascension).Cos;
        var (placeSin, placeCos) = Elementary.SinCosDegrees(point.LatitudeDeg);
        var declinationCos = Math.Sqrt(1 - (declinationSin * declinationSin));
        return Elementary.RadiansToDegrees(Elementary.Asin(Math.Clamp(
            (placeSin * declinationSin) + (placeCos * declinationCos * hourCos), -1, 1)));
    }
}
