using System.Collections.Immutable;
using NetTopologySuite.Geometries;

namespace Trucewatch.Geo.Lines;

/// <summary>
/// The way to and from the planar geometry of NetTopologySuite, with longitude as x and latitude as y.
/// </summary>
internal static class Planar
{
    public static GeometryFactory Factory { get; } = new();

    public static Coordinate ToCoordinate(GeoPoint point) => new(point.LongitudeDeg, point.LatitudeDeg);

    public static GeoPoint ToPoint(Coordinate c) => GeoPoint.FromDegrees(latitudeDeg: c.Y, longitudeDeg: c.X);

    public static Geometry ToGeometry(Region region) =>
        Factory.CreateMultiPolygon([.. region.Polygons.Select(ToPolygon)]);

    public static GeoPolygon FromPolygon(Polygon polygon) =>
        new(FromRing(polygon.ExteriorRing), [.. polygon.InteriorRings.Select(FromRing)]);

    private static Polygon ToPolygon(GeoPolygon polygon) =>
        Factory.CreatePolygon(ToRing(polygon.Outer), [.. polygon.Holes.Select(ToRing)]);

    // The library's rings end with their first vertex, ours do not.
    private static LinearRing ToRing(ImmutableArray<GeoPoint> ring) =>
        Factory.CreateLinearRing([.. ring.Append(ring[0]).Select(ToCoordinate)]);

    private static ImmutableArray<GeoPoint> FromRing(LineString ring) => [.. ring.Coordinates.Skip(1).Select(ToPoint)];
}
