using Trucewatch.Geo.Lines;

namespace Trucewatch.Geo.Orbits;

/// <summary>
/// Where the Sun is, by the low-precision formulas of the Astronomical Almanac: within 0.01 degrees from 1950 to 2050,
/// and another 0.005 because nutation is not taken out. Refraction, up to 0.6 degrees at the horizon, is left out.
/// </summary>
public static class Sun
{
    /// <summary>The Sun's radius, metres.</summary>
    internal const double RadiusM = 695_700_000;

    private const double AstronomicalUnitM = 149_597_870_700;
    private const double Unix2000Days = 10_957.5;
    private const double DaySeconds = 86_400;

    /// <summary>
    /// How high the Sun's middle stands over the horizon of a place, degrees; below 0 it is night.
    /// </summary>
    /// <param name="at">The place.</param>
    /// <param name="unixUs">Microseconds since 1970, UTC.</param>
    public static double ElevationDeg(GeoPoint at, long unixUs) =>
        ElevationDeg(Geocentric.From(at), Geocentric.Up(at), Ground(unixUs / 1e6));

    /// <summary>The Sun over a point with this vertical, both places from the Earth's centre.</summary>
    internal static double ElevationDeg(Geocentric point, Geocentric up, Geocentric sun)
    {
        var way = sun - point;
        var height = way.Dot(up);
        return Elementary.Atan2Degrees(height, Math.Sqrt(Math.Max(0, way.Length2 - (height * height))));
    }

    /// <summary>From the Earth's centre in the frame of the ground, metres.</summary>
    internal static Geocentric Ground(double unixSeconds)
    {
        var sun = Inertial(unixSeconds);
        return new EarthTurn(unixSeconds, default).Place(sun.X, sun.Y, sun.Z);
    }

    /// <summary>From the Earth's centre in the frame of elements, metres.</summary>
    private static Geocentric Inertial(double unixSeconds)
    {
        var days = (unixSeconds / DaySeconds) - Unix2000Days;
        var anomaly = 357.528 + (0.9856003 * days);
        var (sin1, cos1) = Elementary.SinCosDegrees(anomaly);
        var (sin2, cos2) = Elementary.SinCosDegrees(2 * anomaly);
        var longitude = 280.460 + (0.9856474 * days) + (1.915 * sin1) + (0.020 * sin2);
        var (sin, cos) = Elementary.SinCosDegrees(longitude);
        var (sinTilt, cosTilt) = Elementary.SinCosDegrees(23.439 - (0.0000004 * days));
        var distance = AstronomicalUnitM * (1.00014 - (0.01671 * cos1) - (0.00014 * cos2));
        return distance * new Geocentric(cos, cosTilt * sin, sinTilt * sin);
    }
}
