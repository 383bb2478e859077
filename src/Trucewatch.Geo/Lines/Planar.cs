using System.Collections.Immutable;
using NetTopologySuite.Geometries;

namespace Trucewatch.Geo.Lines;

/// <summary>
/// The way to and from the planar geometry of NetTopologySuite, with longitude as x and latitude as y.
/// </summary>
internal static class Planar
{
    // About a square metre: what is smaller comes from rounding where edges nearly meet.
    private const double LeastAreaDeg2 = 1e-10;

    public static GeometryFactory Factory { get; } = new();

    public static Coordinate ToCoordinate(GeoPoint point) => new(point.LongitudeDeg, point.LatitudeDeg);

    public static GeoPoint ToPoint(Coordinate c) => GeoPoint.FromDegrees(latitudeDeg: c.Y, longitudeDeg: c.X);

    public static Geometry ToGeometry(Region region) =>
        Factory.CreateMultiPolygon([.. region.Polygons.Select(ToPolygon)]);

    public static GeoPolygon FromPolygon(Polygon polygon) =>
        new(FromRing(polygon.ExteriorRing), [.. polygon.InteriorRings.Select(FromRing)]);

    /// <summary>The polygons of a shape, without the specks that rounding leaves.</summary>
    public static List<GeoPolygon> Polygons(Geometry shape)
    {
        var polygons = new List<GeoPolygon>();
        for (var i = 0; i < shape.NumGeometries; i++)
        {
            if (shape.GetGeometryN(i) is Polygon polygon && polygon.Area > LeastAreaDeg2)
            {
                var holes = polygon.InteriorRings
                    .Select(ring => Factory.CreateLinearRing(ring.Coordinates))
                    .Where(ring => Factory.CreatePolygon(ring).Area > LeastAreaDeg2)
                    .ToArray();
                var shell = Factory.CreateLinearRing(polygon.ExteriorRing.Coordinates);
                polygons.Add(FromPolygon(Factory.CreatePolygon(shell, holes)));
            }
        }

        return polygons;
    }

    private static Polygon ToPolygon(GeoPolygon polygon) =>
        Factory.CreatePolygon(ToRing(polygon.Outer), [.. polygon.Holes.Select(ToRing)]);

    // The library's rings end with their first vertex, ours do not.
    private static LinearRing ToRing(ImmutableArray<GeoPoint> ring) =>
        Factory.CreateLinearRing([.. ring.Append(ring[0]).Select(ToCoordinate)]);

    private static ImmutableArray<GeoPoint> FromRing(LineString ring) => [.. ring.Coordinates.Skip(1).Select(ToPoint)];
}
