using System.Collections.Immutable;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;
using Trucewatch.Geo.Geodesics;

namespace Trucewatch.Geo.Lines;

/// <summary>
/// Regions taken together, out of each other, and within each other. Edges are taken as straight in longitude and
/// latitude, as in <see cref="Region"/>. Null stands for nothing left; pieces and holes below about a square metre come
/// from rounding and count as nothing.
/// </summary>
public static class RegionSets
{
    // A piece so short runs less than 0.1 m beside the geodesic between its ends.
    private const double MaxPieceM = 2_000;

    /// <summary>What lies in any of the regions; null for no regions.</summary>
    /// <exception cref="ArgumentException">The result has more vertices than a region may have.</exception>
    public static Region? Union(params IEnumerable<Region> regions)
    {
        ArgumentNullException.ThrowIfNull(regions);
        Geometry[] shapes = [.. regions.Select(Planar.ToGeometry)];
        return shapes.Length == 0 ? null : ToRegion(OverlayNGRobust.Union(shapes));
    }

    /// <summary>What lies in the first region and not in the second; null where that is nothing.</summary>
    /// <exception cref="ArgumentException">The result has more vertices than a region may have.</exception>
    public static Region? Minus(Region from, Region taken) => Overlay(from, taken, SpatialFunction.Difference);

    /// <summary>What lies in both regions; null where that is nothing.</summary>
    /// <exception cref="ArgumentException">The result has more vertices than a region may have.</exception>
    public static Region? Within(Region first, Region second) => Overlay(first, second, SpatialFunction.Intersection);

    /// <summary>The region with all that is as near to it as a distance; holes shrink by as much.</summary>
    /// <param name="region">The region.</param>
    /// <param name="distanceM">The distance, metres.</param>
    /// <exception cref="ArgumentOutOfRangeException">The distance is not above 0, or above the widest side.</exception>
    /// <exception cref="ArgumentException">An edge is longer, or has more positions, than a line may have.</exception>
    public static Region Grown(Region region, double distanceM)
    {
        ArgumentNullException.ThrowIfNull(region);
        var rims = region.Polygons.SelectMany(polygon => polygon.Rings)
            .Select(ring => LineBuffer.Build(Pieces(ring), distanceM, distanceM).Union);
        return Union(rims.Prepend(region))!;
    }

    /// <summary>A ring with its start at its end too, in pieces along which its edges and geodesics agree.</summary>
    private static GeoPoint[] Pieces(ImmutableArray<GeoPoint> ring)
    {
        var points = new List<GeoPoint> { ring[0] };
        for (var index = 0; index < ring.Length; index++)
        {
            var (from, to) = (ring[index], ring[(index + 1) % ring.Length]);
            var pieces = (int)Math.Ceiling(Geodesic.Inverse(from, to).DistanceM / MaxPieceM);
            for (var piece = 1; piece < pieces && points.Count <= LineBuffer.MaxPositions; piece++)
            {
                points.Add(GeoPoint.FromDegrees(
                    latitudeDeg: Between(from.LatitudeDeg, to.LatitudeDeg, piece, pieces),
                    longitudeDeg: Between(from.LongitudeDeg, to.LongitudeDeg, piece, pieces)));
            }

            points.Add(to);
        }

        return [.. points];
    }

    private static double Between(double from, double to, int piece, int pieces) =>
        from + ((to - from) * piece / pieces);

    private static Region? Overlay(Region first, Region second, SpatialFunction function)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return ToRegion(OverlayNGRobust.Overlay(Planar.ToGeometry(first), Planar.ToGeometry(second), function));
    }

    private static Region? ToRegion(Geometry shape)
    {
        var polygons = Planar.Polygons(shape);
        return polygons.Count == 0 ? null : Region.FromPolygons(polygons);
    }
}
