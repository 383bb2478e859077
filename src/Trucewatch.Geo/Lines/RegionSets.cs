using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;

namespace Trucewatch.Geo.Lines;

/// <summary>
/// Regions taken together, out of each other, and within each other. Edges are taken as straight in longitude and
/// latitude, as in <see cref="Region"/>. Null stands for nothing left; pieces and holes below about a square metre come
/// from rounding and count as nothing.
/// </summary>
public static class RegionSets
{
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
