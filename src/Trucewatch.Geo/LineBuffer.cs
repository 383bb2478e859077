using System.Collections.Immutable;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;
using NetTopologySuite.Operation.Polygonize;
using Trucewatch.Geo.Geodesics;

namespace Trucewatch.Geo;

/// <summary>The zones along a line; a side whose width is 0 has none.</summary>
/// <param name="Left">The zone to the left of who goes along the line.</param>
/// <param name="Right">The zone to the right.</param>
/// <param name="Union">Both together.</param>
public sealed record LineBufferZones(Region? Left, Region? Right, Region Union);

/// <summary>
/// Geodesic zones along a line and around a point. A point belongs to the left zone when it lies left of the line and
/// its geodesic distance to the line is at most the left width; the zone ends squarely where the line ends, and is round
/// outside of its bends. Vertices stand so densely that a straight edge in longitude and latitude is within 0.1 m of the
/// true curve.
/// </summary>
public static class LineBuffer
{
    /// <summary>Widest zone in metres on one side.</summary>
    public const double MaxWidthM = 500_000;

    /// <summary>Farthest step along the line in metres: the sagitta of a parallel at 60 degrees is then 0.14 of the limit.</summary>
    private const double StepM = 1000;

    /// <summary>Sagitta of arcs in metres.</summary>
    private const double ArcErrorM = 0.03;

    /// <summary>Faces smaller than this, in square degrees, are rounding noise of the overlay: about 0.1 square metre.</summary>
    private const double NoiseDeg2 = 1e-11;

    /// <summary>The zones of a line, left and right as seen along it.</summary>
    /// <exception cref="ArgumentException">Fewer than two different points, or a width that is none.</exception>
    public static LineBufferZones Build(ReadOnlySpan<GeoPoint> line, double leftM, double rightM)
    {
        var points = Different(line);
        if (points.Count < 2)
        {
            throw new ArgumentException("expected a line of at least 2 different points", nameof(line));
        }

        CheckWidth(leftM, nameof(leftM));
        CheckWidth(rightM, nameof(rightM));
        if (leftM == 0 && rightM == 0)
        {
            throw new ArgumentException("expected a width above 0 on at least one side", nameof(leftM));
        }

        var path = Walk(points);
        var left = leftM > 0 ? Strip(path, -90, leftM) : null;
        var right = rightM > 0 ? Strip(path, 90, rightM) : null;
        var whole = left is null ? right! : right is null ? left : OverlayNGRobust.Overlay(left, right, SpatialFunction.Union);
        var (leftFaces, rightFaces) = Cut(whole, path);
        var leftZone = left is null ? null : Common(left, leftFaces);
        var rightZone = right is null ? null : Common(right, rightFaces);
        var both = leftZone is null ? rightZone! : rightZone is null ? leftZone
            : OverlayNGRobust.Overlay(leftZone, rightZone, SpatialFunction.Union);
        return new LineBufferZones(
            leftZone is null ? null : ToRegion(leftZone),
            rightZone is null ? null : ToRegion(rightZone),
            ToRegion(both));
    }

    /// <summary>All points within a geodesic distance of a centre.</summary>
    /// <exception cref="ArgumentException">The radius is not above 0 or above the widest zone.</exception>
    public static Region Circle(GeoPoint centre, double radiusM)
    {
        if (!(radiusM > 0 && radiusM <= MaxWidthM))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"expected a radius above 0 and at most {MaxWidthM} m, got {radiusM}"),
                nameof(radiusM));
        }

        var count = Math.Max(16, (int)Math.Ceiling(360 / ArcStepDeg(radiusM)));
        var ring = ImmutableArray.CreateBuilder<GeoPoint>(count);
        for (var index = 0; index < count; index++)
        {
            ring.Add(Geodesic.Direct(centre, -360.0 * index / count, radiusM).Point);
        }

        return Region.FromPolygons(new GeoPolygon(ring.MoveToImmutable()));
    }

    private static void CheckWidth(double widthM, string name)
    {
        if (!(widthM >= 0 && widthM <= MaxWidthM))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"expected a width from 0 to {MaxWidthM} m, got {widthM}"), name);
        }
    }

    private static List<GeoPoint> Different(ReadOnlySpan<GeoPoint> line)
    {
        var points = new List<GeoPoint>();
        foreach (var point in line)
        {
            if (points.Count == 0 || points[^1] != point)
            {
                points.Add(point);
            }
        }

        return points;
    }

    /// <summary>The line's segments as densely set points with their azimuths.</summary>
    private static List<List<Stop>> Walk(List<GeoPoint> points)
    {
        var path = new List<List<Stop>>();
        for (var index = 0; index + 1 < points.Count; index++)
        {
            var whole = Geodesic.Inverse(points[index], points[index + 1]);
            var steps = Math.Max(1, (int)Math.Ceiling(whole.DistanceM / StepM));
            var stops = new List<Stop> { new(points[index], whole.AzimuthStartDeg) };
            for (var step = 1; step < steps; step++)
            {
                var at = Geodesic.Direct(points[index], whole.AzimuthStartDeg, whole.DistanceM * step / steps);
                stops.Add(new Stop(at.Point, at.AzimuthEndDeg));
            }

            stops.Add(new Stop(points[index + 1], whole.AzimuthEndDeg));
            path.Add(stops);
        }

        return path;
    }

    /// <summary>One side of the line: a strip along each segment and a fan round each bend that opens to this side.</summary>
    private static Geometry Strip(List<List<Stop>> path, double turnDeg, double widthM)
    {
        var pieces = new List<Geometry>();
        for (var index = 0; index < path.Count; index++)
        {
            var stops = path[index];
            var ring = stops.Select(stop => At(stop.Point)).ToList();
            ring.AddRange(Enumerable.Reverse(stops).Select(stop => Beside(stop, turnDeg, widthM)));
            pieces.Add(Ring(ring));
            if (index + 1 < path.Count)
            {
                AddFan(pieces, stops[^1], path[index + 1][0], turnDeg, widthM);
            }
        }

        return OverlayNGRobust.Union(pieces);
    }

    private static void AddFan(List<Geometry> pieces, Stop before, Stop after, double turnDeg, double widthM)
    {
        var bend = after.AzimuthDeg - before.AzimuthDeg;
        bend -= 360 * Math.Round(bend / 360);

        // A bend to the right opens a fan on the left, and the other way round.
        if (bend == 0 || (bend > 0) == (turnDeg > 0))
        {
            return;
        }

        var steps = Math.Max(1, (int)Math.Ceiling(Math.Abs(bend) / ArcStepDeg(widthM)));
        var ring = new List<Coordinate> { At(before.Point) };
        for (var step = 0; step <= steps; step++)
        {
            // The fan's ends are the neighbouring strips' own corners, to the bit, so that no sliver opens between them.
            var along = step == 0 ? before : step == steps ? after
                : new Stop(before.Point, before.AzimuthDeg + (bend * step / steps));
            ring.Add(Beside(along, turnDeg, widthM));
        }

        pieces.Add(Ring(ring));
    }

    private static double ArcStepDeg(double radiusM) =>
        Elementary.RadiansToDegrees(2 * Math.Sqrt(2 * ArcErrorM / radiusM));

    private static Coordinate Beside(Stop stop, double turnDeg, double widthM) =>
        At(Geodesic.Direct(stop.Point, stop.AzimuthDeg + turnDeg, widthM).Point);

    /// <summary>Cuts an area along the line, and sorts its parts by the side of the line that they lie on.</summary>
    private static (Geometry Left, Geometry Right) Cut(Geometry whole, List<List<Stop>> path)
    {
        var line = Factory.CreateLineString(
            [.. path.SelectMany((stops, index) => index == 0 ? stops : stops.Skip(1)).Select(stop => At(stop.Point))]);
        var polygonizer = new Polygonizer();
        polygonizer.Add(OverlayNGRobust.Overlay(whole.Boundary, line, SpatialFunction.Union));
        var (left, right) = (new List<Geometry>(), new List<Geometry>());
        foreach (var face in polygonizer.GetPolygons())
        {
            var inner = face.InteriorPoint.Coordinate;
            if (face.Area < NoiseDeg2 || !whole.Contains(face.InteriorPoint))
            {
                continue;
            }

            (IsLeft(line.Coordinates, inner) ? left : right).Add(face);
        }

        return (Join(left), Join(right));
    }

    private static Geometry Join(List<Geometry> faces) =>
        faces.Count == 0 ? Factory.CreatePolygon() : OverlayNGRobust.Union(faces);

    /// <summary>True when the point lies left of the stretch of the line that is nearest to it.</summary>
    private static bool IsLeft(Coordinate[] line, Coordinate point)
    {
        var here = GeoPoint.FromDegrees(latitudeDeg: point.Y, longitudeDeg: point.X);
        var scale = LocalScale.At(here);
        var (nearest, side) = (double.PositiveInfinity, 0.0);
        for (var index = 0; index + 1 < line.Length; index++)
        {
            var (eastA, northA) = scale.Offset(here, From(line[index]));
            var (eastB, northB) = scale.Offset(here, From(line[index + 1]));
            var (east, north) = (eastB - eastA, northB - northA);
            var along = Math.Clamp(-((eastA * east) + (northA * north)) / ((east * east) + (north * north)), 0, 1);
            var (footEast, footNorth) = (eastA + (along * east), northA + (along * north));
            var distance = (footEast * footEast) + (footNorth * footNorth);
            if (distance < nearest)
            {
                nearest = distance;
                side = (northA * east) - (eastA * north);
            }
        }

        // The cross product of the stretch and the way from its start to the point, which is minus (eastA, northA).
        return -side > 0;
    }

    private static Geometry Common(Geometry strip, Geometry faces) =>
        OverlayNGRobust.Overlay(strip, faces, SpatialFunction.Intersection);

    private static Region ToRegion(Geometry geometry)
    {
        var polygons = new List<GeoPolygon>();
        for (var index = 0; index < geometry.NumGeometries; index++)
        {
            if (geometry.GetGeometryN(index) is Polygon { Area: > NoiseDeg2 } polygon)
            {
                polygons.Add(new GeoPolygon(
                    Open(polygon.ExteriorRing),
                    [.. polygon.InteriorRings.Where(hole => Factory.CreatePolygon(hole.Coordinates).Area > NoiseDeg2).Select(Open)]));
            }
        }

        return Region.FromPolygons(polygons);
    }

    private static ImmutableArray<GeoPoint> Open(LineString ring) => [.. ring.Coordinates.Skip(1).Select(From)];

    private static Geometry Ring(List<Coordinate> ring)
    {
        ring.Add(ring[0]);
        return Factory.CreatePolygon([.. ring]);
    }

    private static GeometryFactory Factory { get; } = new();

    private static Coordinate At(GeoPoint point) => new(point.LongitudeDeg, point.LatitudeDeg);

    private static GeoPoint From(Coordinate at) => GeoPoint.FromDegrees(latitudeDeg: at.Y, longitudeDeg: at.X);

    /// <summary>A point of the line and the line's azimuth there.</summary>
    private readonly record struct Stop(GeoPoint Point, double AzimuthDeg);
}
