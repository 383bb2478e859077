namespace Trucewatch.Geo.Orbits;

/// <summary>
/// Mean elements of a satellite's orbit for the SGP4 theory, as two-line elements and OMM carry them: true equator and
/// mean equinox of the epoch (TEME), UTC, WGS 72.
/// </summary>
public sealed record OrbitalElements
{
    /// <summary>Name of the satellite; empty: not told.</summary>
    public string Name { get; init; } = "";

    /// <summary>International designator, for example <c>1958-002B</c>; empty: not told.</summary>
    public string Designator { get; init; } = "";

    /// <summary>Catalogue number.</summary>
    public required int CatalogueNumber { get; init; }

    /// <summary><c>U</c> unclassified, <c>C</c> or <c>S</c>.</summary>
    public char Classification { get; init; } = 'U';

    /// <summary>Julian day of the epoch's midnight, ending in .5.</summary>
    public required double EpochJulianDay { get; init; }

    /// <summary>Part of the epoch's day that has passed, 0 to 1.</summary>
    public required double EpochDayFraction { get; init; }

    /// <summary>Mean motion (Kozai), revolutions a day.</summary>
    public required double MeanMotion { get; init; }

    /// <summary>Eccentricity, 0 to 1.</summary>
    public required double Eccentricity { get; init; }

    /// <summary>Inclination, degrees.</summary>
    public required double InclinationDeg { get; init; }

    /// <summary>Right ascension of the ascending node, degrees.</summary>
    public required double AscendingNodeDeg { get; init; }

    /// <summary>Argument of perigee, degrees.</summary>
    public required double PerigeeDeg { get; init; }

    /// <summary>Mean anomaly, degrees.</summary>
    public required double MeanAnomalyDeg { get; init; }

    /// <summary>Drag term, 1 / Earth radii.</summary>
    public double BStar { get; init; }

    /// <summary>Half the first derivative of the mean motion, revolutions / day².</summary>
    public double MeanMotionDot { get; init; }

    /// <summary>A sixth of the second derivative, revolutions / day³.</summary>
    public double MeanMotionDdot { get; init; }

    /// <summary>Type of the ephemeris; 0 is SGP4.</summary>
    public int EphemerisType { get; init; }

    /// <summary>Number of the element set.</summary>
    public int SetNumber { get; init; }

    /// <summary>Revolution at the epoch.</summary>
    public int Revolution { get; init; }
}
