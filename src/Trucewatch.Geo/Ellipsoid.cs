namespace Trucewatch.Geo;

/// <summary>The WGS 84 ellipsoid (NGA.STND.0036, table 3.1 and what follows from it).</summary>
public static class Ellipsoid
{
    /// <summary>The equatorial radius, metres.</summary>
    public const double EquatorialRadiusM = 6378137;

    /// <summary>The flattening.</summary>
    public const double Flattening = 1 / 298.257223563;

    /// <summary>The polar radius, metres.</summary>
    public const double PolarRadiusM = EquatorialRadiusM * (1 - Flattening);

    /// <summary>The square of the first eccentricity.</summary>
    public const double EccentricitySquared = Flattening * (2 - Flattening);

    /// <summary>The square of the second eccentricity.</summary>
    public const double SecondEccentricitySquared = EccentricitySquared / ((1 - Flattening) * (1 - Flattening));

    /// <summary>The third flattening.</summary>
    public const double ThirdFlattening = Flattening / (2 - Flattening);
}
