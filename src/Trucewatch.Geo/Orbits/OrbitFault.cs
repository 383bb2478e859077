namespace Trucewatch.Geo.Orbits;

/// <summary>Why the theory gives no place for a time. The numbers to 6 are those of its authors.</summary>
public enum OrbitFault
{
    /// <summary>None: the place is there.</summary>
    None = 0,

    /// <summary>The mean eccentricity has left the range of 0 to 1.</summary>
    Eccentricity = 1,

    /// <summary>The mean motion is not above zero.</summary>
    MeanMotion = 2,

    /// <summary>The eccentricity with the changes by Sun and Moon has left the range of 0 to 1.</summary>
    DisturbedEccentricity = 3,

    /// <summary>The semi-latus rectum is below zero.</summary>
    SemiLatusRectum = 4,

    /// <summary>The place is below the surface: the satellite has come down before.</summary>
    Decayed = 6,

    /// <summary>The time is farther from the epoch than the theory is asked for here.</summary>
    TooFar = 7,
}
