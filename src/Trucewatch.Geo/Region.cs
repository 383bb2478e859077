namespace Trucewatch.Geo;

/// <summary>Where a position stands to a region.</summary>
/// <param name="PInside">Probability of being inside.</param>
/// <param name="SignedDistanceM">Distance to the nearest edge in metres, positive inside.</param>
public readonly record struct RegionStanding(double PInside, double SignedDistanceM);

/// <summary>One or more polygons with holes.</summary>
public sealed class Region
{
    /// <summary>Where a position with this error stands.</summary>
    public RegionStanding Locate(GeoPoint point, Covariance2 error) => throw new NotSupportedException();
}
