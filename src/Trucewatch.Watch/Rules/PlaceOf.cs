using Trucewatch.Domain.Detections;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Rules;

/// <summary>Turns a position with its covariance into the place that facts state.</summary>
internal static class PlaceOf
{
    public static Place Point(GeoPoint point, Covariance2 error)
    {
        var (east, north) = (Math.Sqrt(error.EastM2), Math.Sqrt(error.NorthM2));
        return new Place(
            point.LatitudeDeg, point.LongitudeDeg, east, north, error.EastNorthM2 / (east * north));
    }
}
