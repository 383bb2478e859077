namespace Trucewatch.Geo.Orbits;

/// <summary>
/// The Earth of WGS 72, with which element sets are made and must be used (AIAA 2006-6753, appendix B); not that of
/// WGS 84 that all else here stands on. Units of the theory: Earth radii and minutes.
/// </summary>
internal static class Gravity72
{
    public const double RadiusKm = 6378.135;
    public const double J2 = 0.001082616;
    public const double J3 = -0.00000253881;
    public const double J4 = -0.00000165597;
    public const double J3OverJ2 = J3 / J2;

    private const double MuKm3PerS2 = 398600.8;

    /// <summary>The square root of the gravity parameter: Earth radii to the power 1.5 a minute.</summary>
    public static readonly double Ke = 60 / Math.Sqrt(RadiusKm * RadiusKm * RadiusKm / MuKm3PerS2);

    /// <summary>Kilometres a second of the unit of speed.</summary>
    public static readonly double UnitKmps = RadiusKm * Ke / 60;

    /// <summary>The semi-major axis of a mean motion, Earth radii of radians a minute.</summary>
    public static double AxisOf(double motion)
    {
        var root = Elementary.Cbrt(Ke / motion);
        return root * root;
    }
}
