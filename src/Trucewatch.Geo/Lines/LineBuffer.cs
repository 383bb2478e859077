using System.Collections.Immutable;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;
using Trucewatch.Geo.Geodesics;

namespace Trucewatch.Geo.Lines;

/// <summary>The zones on both sides of a line; a side of width 0 has none.</summary>
/// <param name="Left">The zone on the left, seen along the line.</param>
/// <param name="Right">The zone on the right.</param>
/// <param name="Union">Both together.</param>
public sealed record LineBufferZones(Region? Left, Region? Right, Region Union);

/// <summary>
/// Zones along a line of geodesics. A point is in the left zone where its shortest way to the line comes from the left
/// and is no longer than the left width; likewise right. Bends are rounded on their outer side. At the line's ends the
/// zones end flat, perpendicular to the last piece; a line that ends where it starts has no ends. Where a line crosses
/// itself, a quarter may be on the left of one branch and on the right of the other, and is then in both zones. All
/// lengths are geodesic; the edges of the result are cut so short that taking them as straight in longitude and
/// latitude is within 0.1 m.
/// </summary>
public static class LineBuffer
{
    /// <summary>The most positions of a line.</summary>
    public const int MaxPositions = 10_000;

    /// <summary>The widest side, metres.</summary>
    public const double MaxWidthM = 200_000;

    /// <summary>The longest line, metres.</summary>
    public const double MaxLengthM = 10_000_000;

    // A bend smaller than this moves the edge of a 200-km side by less than 4 mm, so that it is no bend.
    private const double LeastTurnDeg = 1e-6;

    /// <summary>Makes the zones of a line.</summary>
    /// <param name="line">Two or more positions; equal neighbours are taken as one.</param>
    /// <param name="leftM">The width on the left, metres; 0 for none.</param>
    /// <param name="rightM">The width on the right, metres; 0 for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A width is negative or above the limit, or both are 0.</exception>
    /// <exception cref="ArgumentException">The line has too few or too many positions, is too long, or its zones
    /// would cross the antimeridian.</exception>
    public static LineBufferZones Build(ReadOnlySpan<GeoPoint> line, double leftM, double rightM)
    {
        if (!(leftM >= 0 && rightM >= 0 && leftM <= MaxWidthM && rightM <= MaxWidthM && leftM + rightM > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(leftM), FormattableString.Invariant(
                $"expected widths of 0 to {MaxWidthM} m, one of them above 0, got {leftM} and {rightM}"));
        }

        var segments = Segments(line);
        var sides = new LineSides(segments, Math.Max(leftM, rightM));
        var left = leftM > 0 ? Side(segments, sides, leftM, -1) : null;
        var right = rightM > 0 ? Side(segments, sides, rightM, 1) : null;
        var union = left is null || right is null
            ? (left ?? right)!
            : ToRegion(OverlayNGRobust.Overlay(
                Planar.ToGeometry(left), Planar.ToGeometry(right), SpatialFunction.Union));
        return new LineBufferZones(left, right, union);
    }

    private static List<Station[]> Segments(ReadOnlySpan<GeoPoint> line)
    {
        if (line.Length > MaxPositions)
        {
            throw new ArgumentException(
                $"line: expected at most {MaxPositions} positions, got {line.Length}", nameof(line));
        }

        var segments = new List<Station[]>();
        var length = 0.0;
        for (var i = 1; i < line.Length; i++)
        {
            if (Math.Abs(line[i].LongitudeDeg - line[i - 1].LongitudeDeg) > 180)
            {
                throw new ArgumentException(
                    $"line: expected no segment across the antimeridian, got {line[i - 1]} to {line[i]}", nameof(line));
            }

            length += Geodesic.Inverse(line[i - 1], line[i]).DistanceM;
            if (length > MaxLengthM)
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"line: expected at most {MaxLengthM} m, got {length:F0} m at position {i}"), nameof(line));
            }

            if (line[i] != line[i - 1])
            {
                segments.Add(LineShape.Stations(line[i - 1], line[i]));
            }
        }

        return segments.Count > 0
            ? segments
            : throw new ArgumentException("line: expected at least two different positions", nameof(line));
    }

    /// <summary>One side: bands along the segments and sectors at the bends, less what lies across the line.</summary>
    private static Region Side(List<Station[]> segments, LineSides sides, double widthM, int side)
    {
        var pieces = new List<Geometry>();
        var isRing = segments[0][0].Point == segments[^1][^1].Point;
        GeoPoint? shared = null;
        for (var i = 0; i < segments.Count; i++)
        {
            var segment = segments[i];
            var offsets = Array.ConvertAll(segment, s => Offset(s.Point, s.AzimuthDeg, widthM, side));
            offsets[0] = shared ?? offsets[0];
            var isLast = i + 1 == segments.Count;
            pieces.Add(Closed(
            [
                .. i == 0 ? Between(offsets[0], segment[0].Point) : [],
                .. segment.Select(s => s.Point),
                .. isLast ? Between(segment[^1].Point, offsets[^1]) : [],
                .. offsets.Reverse(),
            ]));
            shared = null;
            if (isLast && !isRing)
            {
                break;
            }

            var next = segments[isLast ? 0 : i + 1][0];
            var turn = LineShape.Turn(next.AzimuthDeg - segment[^1].AzimuthDeg);
            if (Math.Abs(turn) <= LeastTurnDeg)
            {
                shared = offsets[^1];
            }
            else if (turn * side < 0)
            {
                pieces.Add(Sector(next, segment[^1].AzimuthDeg, turn, offsets[^1], widthM, side));
            }
        }

        return ToRegion(sides.Keep(OverlayNGRobust.Union(pieces), side));
    }

    /// <summary>The points between two, so that a flat end is as straight as the geodesic across the line.</summary>
    private static IEnumerable<GeoPoint> Between(GeoPoint from, GeoPoint to) =>
        LineShape.Stations(from, to)[1..^1].Select(s => s.Point);

    private static Polygon Sector(
        Station bend, double arrivingDeg, double turnDeg, GeoPoint first, double widthM, int side)
    {
        var steps = LineShape.ArcSteps(turnDeg, widthM);
        var ring = new List<GeoPoint> { bend.Point, first };
        for (var i = 1; i < steps; i++)
        {
            ring.Add(Offset(bend.Point, arrivingDeg + (turnDeg * i / steps), widthM, side));
        }

        ring.Add(Offset(bend.Point, bend.AzimuthDeg, widthM, side));
        return Closed(ring);
    }

    private static GeoPoint Offset(GeoPoint from, double azimuthDeg, double widthM, int side)
    {
        var to = Geodesic.Direct(from, azimuthDeg + (90 * side), widthM).Point;
        return Math.Abs(to.LongitudeDeg - from.LongitudeDeg) <= 180
            ? to
            : throw new ArgumentException($"line: expected zones that keep off the antimeridian, got {from} to {to}");
    }

    private static Polygon Closed(IEnumerable<GeoPoint> ring)
    {
        var corners = ring.Select(Planar.ToCoordinate).ToList();
        corners.Add(corners[0].Copy());
        return Planar.Factory.CreatePolygon([.. corners]);
    }

    /// <summary>All points within a geodesic distance of a centre.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The radius is not above 0, or above the widest side.</exception>
    public static Region Circle(GeoPoint centre, double radiusM)
    {
        if (!(radiusM > 0 && radiusM <= MaxWidthM))
        {
            throw new ArgumentOutOfRangeException(nameof(radiusM), FormattableString.Invariant(
                $"expected a radius above 0 and at most {MaxWidthM} m, got {radiusM}"));
        }

        var steps = LineShape.ArcSteps(360, radiusM);
        var ring = ImmutableArray.CreateBuilder<GeoPoint>(steps);
        for (var step = 0; step < steps; step++)
        {
            ring.Add(Geodesic.Direct(centre, -360.0 * step / steps, radiusM).Point);
        }

        return Region.FromPolygons(new GeoPolygon(ring.MoveToImmutable()));
    }

    private static Region ToRegion(Geometry geometry) => Region.FromPolygons(LineSides.Polygons(geometry));
}
