using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;
using NetTopologySuite.Operation.Polygonize;
using Trucewatch.Geo.Geodesics;

namespace Trucewatch.Geo.Lines;

/// <summary>Tells which side of a line a point is on, and cuts a shape along the line.</summary>
internal sealed class LineSides
{
    // About a square metre: what is smaller comes from rounding where edges nearly meet.
    private const double LeastAreaDeg2 = 1e-10;

    private const double BesideM = 0.5;

    private readonly GeoPoint[] _line;
    private readonly double[] _widths;
    private readonly Geometry _cut;
    private readonly Geometry[] _changes;

    /// <summary>Takes the line in segments; the cut is prolonged at open ends, where zones end too.</summary>
    public LineSides(List<Station[]> segments, List<double> widths, double widestM)
    {
        _widths = [.. segments.Zip(widths).SelectMany(s => Enumerable.Repeat(s.Second, s.First.Length - 1))];
        _changes = [.. Enumerable.Range(1, segments.Count - 1)
            .Where(i => widths[i] != widths[i - 1])
            .SelectMany(i => Changes(segments[i - 1][^1], segments[i][0], widestM))];
        _line = [segments[0][0].Point, .. segments.SelectMany(s => s.Skip(1)).Select(s => s.Point)];
        IEnumerable<GeoPoint> cut = _line;
        if (_line[0] != _line[^1])
        {
            var (first, last) = (segments[0][0], segments[^1][^1]);
            cut = Prolonged(first.Point, first.AzimuthDeg + 180, widestM).Reverse()
                .Concat(_line)
                .Concat(Prolonged(last.Point, last.AzimuthDeg, widestM));
        }

        _cut = Planar.Factory.CreateLineString([.. cut.Select(Planar.ToCoordinate)]);
    }

    /// <summary>What of a shape lies on one side: -1 left, 1 right.</summary>
    public Geometry Keep(Geometry shape, int side)
    {
        var polygonizer = new Polygonizer();
        polygonizer.Add(OverlayNGRobust.Overlay(shape.Boundary, _cut, SpatialFunction.Union));
        var inShape = new IndexedPointInAreaLocator(shape);
        var beside = Beside(side);
        var faces = polygonizer.GetPolygons()
            .Where(face => face.Area > LeastAreaDeg2)
            .Where(face => inShape.Locate(face.InteriorPoint.Coordinate) == Location.Interior)
            .Where(face => SideOf(Planar.ToPoint(face.InteriorPoint.Coordinate)) == side || ContainsAny(face, beside))
            .ToArray();
        return OverlayNGRobust.Union((Geometry)Planar.Factory.CreateGeometryCollection(faces));
    }

    /// <summary>
    /// What of shapes of several widths lies on one side, each point in the width of what is nearest.
    /// </summary>
    public Geometry KeepNearest(Geometry[] shapes, int side)
    {
        var lines = Planar.Factory.BuildGeometry([_cut, .. _changes, .. shapes.Select(shape => shape.Boundary)]);
        var polygonizer = new Polygonizer();
        polygonizer.Add(OverlayNGRobust.Union(lines));
        var faces = polygonizer.GetPolygons()
            .Where(face => face.Area > LeastAreaDeg2)
            .Where(face => IsIn(Planar.ToPoint(face.InteriorPoint.Coordinate), side))
            .ToArray();
        return OverlayNGRobust.Union((Geometry)Planar.Factory.CreateGeometryCollection(faces));
    }

    private bool IsIn(GeoPoint point, int side)
    {
        var (nearest, other, at, sideOf) = Nearest(point);
        return sideOf == side
            && Geodesic.Inverse(at, point).DistanceM <= Math.Max(_widths[nearest], _widths[other]);
    }

    /// <summary>Where the width changes: square to both segments, and between them.</summary>
    private static IEnumerable<Geometry> Changes(Station before, Station after, double widestM)
    {
        var turn = LineShape.Turn(after.AzimuthDeg - before.AzimuthDeg);
        double[] azimuths = [before.AzimuthDeg, before.AzimuthDeg + (0.5 * turn), after.AzimuthDeg];
        foreach (var azimuth in azimuths.Distinct())
        {
            var left = Prolonged(before.Point, azimuth - 90, widestM).Prepend(before.Point);
            yield return Planar.Factory.CreateLineString([.. left.Select(Planar.ToCoordinate)]);
            var right = Prolonged(before.Point, azimuth + 90, widestM).Prepend(before.Point);
            yield return Planar.Factory.CreateLineString([.. right.Select(Planar.ToCoordinate)]);
        }
    }

    /// <summary>
    /// Points half a metre beside the line: a face that holds one lies on that side, whatever else it does.
    /// </summary>
    private Coordinate[] Beside(int side)
    {
        var points = new Coordinate[_line.Length - 1];
        for (var i = 0; i < points.Length; i++)
        {
            var (a, b) = (_line[i], _line[i + 1]);
            var middle = GeoPoint.FromDegrees(
                latitudeDeg: 0.5 * (a.LatitudeDeg + b.LatitudeDeg),
                longitudeDeg: 0.5 * (a.LongitudeDeg + b.LongitudeDeg));
            var scale = LocalScale.At(middle);
            var (east, north) = Unit(scale.Offset(a, b));
            points[i] = Planar.ToCoordinate(scale.Move(middle, BesideM * side * north, -BesideM * side * east));
        }

        return points;
    }

    private static bool ContainsAny(Geometry face, Coordinate[] points)
    {
        var box = face.EnvelopeInternal;
        var locator = new IndexedPointInAreaLocator(face);
        return points.Any(p => box.Contains(p) && locator.Locate(p) == Location.Interior);
    }

    /// <summary>The polygons of a shape, without the specks that rounding leaves.</summary>
    public static List<GeoPolygon> Polygons(Geometry shape)
    {
        var polygons = new List<GeoPolygon>();
        for (var i = 0; i < shape.NumGeometries; i++)
        {
            if (shape.GetGeometryN(i) is Polygon polygon && polygon.Area > LeastAreaDeg2)
            {
                var holes = polygon.InteriorRings
                    .Select(ring => Planar.Factory.CreateLinearRing(ring.Coordinates))
                    .Where(ring => Planar.Factory.CreatePolygon(ring).Area > LeastAreaDeg2)
                    .ToArray();
                var shell = Planar.Factory.CreateLinearRing(polygon.ExteriorRing.Coordinates);
                polygons.Add(Planar.FromPolygon(Planar.Factory.CreatePolygon(shell, holes)));
            }
        }

        return polygons;
    }

    private int SideOf(GeoPoint point) => Nearest(point).Side;

    /// <summary>
    /// The nearest piece of the line, the piece beyond where its corner is nearest, the nearest point, and the side:
    /// -1 where the nearest part of the line has the point on its left, else 1.
    /// </summary>
    private (int Piece, int Other, GeoPoint At, int Side) Nearest(GeoPoint point)
    {
        var plane = new LocalPlane(point);
        var (least, nearest, atStart, atEnd) = (double.PositiveInfinity, 0, false, false);
        var share = 0.0;
        for (var i = 0; i + 1 < _line.Length; i++)
        {
            var (a, d) = (Project(plane, i), Step(plane, i));
            var along = -((a.X * d.X) + (a.Y * d.Y)) / ((d.X * d.X) + (d.Y * d.Y));
            var held = Math.Clamp(along, 0, 1);
            var (x, y) = (a.X + (held * d.X), a.Y + (held * d.Y));
            if ((x * x) + (y * y) < least)
            {
                (least, nearest, atStart, atEnd) = ((x * x) + (y * y), i, along <= 0, along >= 1);
                share = held;
            }
        }

        // Where a corner is nearest, the mean direction of its two pieces decides.
        var direction = Unit(Step(plane, nearest));
        var (last, wraps) = (_line.Length - 2, _line[0] == _line[^1]);
        var other = atStart && (nearest > 0 || wraps) ? (nearest > 0 ? nearest - 1 : last)
            : atEnd && (nearest < last || wraps) ? (nearest < last ? nearest + 1 : 0)
            : nearest;
        var second = Unit(Step(plane, other));
        var mean = (X: direction.X + second.X, Y: direction.Y + second.Y);
        var corner = Project(plane, atEnd ? nearest + 1 : nearest);
        var side = (mean.X * -corner.Y) - (mean.Y * -corner.X) > 0 ? -1 : 1;
        var (a1, b1) = (_line[nearest], _line[nearest + 1]);
        var at = GeoPoint.FromDegrees(
            latitudeDeg: a1.LatitudeDeg + (share * (b1.LatitudeDeg - a1.LatitudeDeg)),
            longitudeDeg: a1.LongitudeDeg + (share * (b1.LongitudeDeg - a1.LongitudeDeg)));
        return (nearest, other, at, side);
    }

    private (double X, double Y) Project(in LocalPlane plane, int index) =>
        plane.Project(_line[index]);

    private (double X, double Y) Step(in LocalPlane plane, int index)
    {
        var (a, b) = (Project(plane, index), Project(plane, index + 1));
        return (b.X - a.X, b.Y - a.Y);
    }

    private static (double X, double Y) Unit((double X, double Y) v)
    {
        var length = Math.Sqrt((v.X * v.X) + (v.Y * v.Y));
        return (v.X / length, v.Y / length);
    }

    private static IEnumerable<GeoPoint> Prolonged(GeoPoint end, double azimuthDeg, double widestM)
    {
        var far = Geodesic.Direct(end, azimuthDeg, 2 * widestM).Point;
        return Math.Abs(far.LongitudeDeg - end.LongitudeDeg) <= 180
            ? LineShape.Stations(end, far).Skip(1).Select(s => s.Point)
            : throw new ArgumentException($"line: expected zones that keep off the antimeridian, got an end at {end}");
    }

    /// <summary>Metres east and north of a point.</summary>
    private readonly struct LocalPlane(GeoPoint origin)
    {
        private readonly LocalScale _scale = LocalScale.At(origin);

        public (double X, double Y) Project(GeoPoint point) => _scale.Offset(origin, point);
    }
}
