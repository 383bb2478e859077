using Trucewatch.Geo;

namespace Trucewatch.Domain.Observations;

/// <summary>What an observer measured of an object, besides or instead of a place.</summary>
[Flags]
public enum MeasuredParts
{
    /// <summary>Nothing: the observation gives a place, or none.</summary>
    None = 0,

    /// <summary>The bearing from the observer.</summary>
    Bearing = 1,

    /// <summary>The range from the observer.</summary>
    Range = 2,

    /// <summary>How fast the range grows (Doppler).</summary>
    RangeRate = 4,
}

/// <summary>
/// A measurement from where the observer stood: bearing only, range and bearing, either with Doppler, or Doppler beside
/// a measured place. Only the parts that are named count.
/// </summary>
public struct PolarMeasurement
{
    /// <summary>What was measured.</summary>
    public MeasuredParts Parts;

    /// <summary>Where the observer stood.</summary>
    public GeoPoint Observer;

    /// <summary>Ground range in metres: a slant range is reduced by whoever knows the heights.</summary>
    public double RangeM;

    /// <summary>Bearing in degrees clockwise from true north at the observer, 0 to 360.</summary>
    public double BearingDeg;

    /// <summary>
    /// Rate of the range in metres per second that the object itself makes; above zero goes away from the observer. The
    /// observer's own motion is out: a decoder that does not know it leaves the rate away.
    /// </summary>
    public double RangeRateMps;

    /// <summary>Standard deviation of the range, metres.</summary>
    public double RangeSigmaM;

    /// <summary>Standard deviation of the bearing, degrees.</summary>
    public double BearingSigmaDeg;

    /// <summary>Standard deviation of the rate, metres per second.</summary>
    public double RangeRateSigmaMps;
}
