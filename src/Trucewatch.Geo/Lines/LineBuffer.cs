using System.Collections.Immutable;
using System.Runtime.InteropServices;
using NetTopologySuite.Geometries;
using Trucewatch.Geo.Geodesics;

namespace Trucewatch.Geo.Lines;

/// <summary>The zones on both sides of a line; a side of width 0 has none.</summary>
/// <param name="Left">The zone on the left, seen along the line.</param>
/// <param name="Right">The zone on the right.</param>
/// <param name="Union">Both together.</param>
public sealed record LineBufferZones(Region? Left, Region? Right, Region Union);

/// <summary>
/// How wide the zones are along one segment of a line; 0 for none on that side, as where nothing is agreed.
/// </summary>
/// <param name="LeftM">Metres on the left, seen along the line.</param>
/// <param name="RightM">Metres on the right.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SideWidths(double LeftM, double RightM);

/// <summary>
/// Zones along a line of geodesics. A point is in the left zone where its shortest way to the line comes from the left,
/// reaching a segment, and is no longer than that segment's left width; likewise right. A bend belongs to both of its
/// segments, the wider one counts, and zones are rounded on its outer side. So where the width changes, the two zones
/// meet on the line of equal distance to their segments, and a stretch of width 0 keeps the points that are nearest to
/// it out of the zones of its neighbours. At the line's ends the zones end flat, perpendicular to the last piece: a way
/// that reaches the end from beyond comes from neither side. A line that ends where it starts has no ends. All lengths
/// are geodesic; the edges of the result are cut so short that taking them as straight in longitude and latitude is
/// within 0.1 m.
/// </summary>
public static class LineBuffer
{
    /// <summary>The most positions of a line.</summary>
    public const int MaxPositions = 10_000;

    /// <summary>The widest side, metres.</summary>
    public const double MaxWidthM = 200_000;

    /// <summary>The longest line, metres.</summary>
    public const double MaxLengthM = 10_000_000;

    // A walk mends all edges of a face; what it leaves wrong, the next may mend.
    private const int MaxRepairs = 5;

    /// <summary>Makes the zones of a line.</summary>
    /// <param name="line">Two or more positions; equal neighbours are taken as one.</param>
    /// <param name="leftM">The width on the left, metres; 0 for none.</param>
    /// <param name="rightM">The width on the right, metres; 0 for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A width is negative or above the limit, or both are 0.</exception>
    /// <exception cref="ArgumentException">The line has too few or too many positions, is too long, or its zones
    /// would cross the antimeridian.</exception>
    public static LineBufferZones Build(ReadOnlySpan<GeoPoint> line, double leftM, double rightM)
    {
        var widths = new SideWidths[Math.Max(1, line.Length - 1)];
        Array.Fill(widths, new SideWidths(leftM, rightM));
        return Build(line, widths);
    }

    /// <summary>
    /// Makes the zones of a line of several parts, such as one with gaps: a point belongs to the part that is
    /// nearest to
    /// it.
    /// </summary>
    /// <param name="parts">The parts, each of two or more positions.</param>
    /// <param name="leftM">The width on the left, metres; 0 for none.</param>
    /// <param name="rightM">The width on the right, metres; 0 for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A width is negative or above the limit, or both are 0.</exception>
    /// <exception cref="ArgumentException">There is no part, or a part cannot be used; the limits are those of one
    /// line, for all parts together.</exception>
    public static LineBufferZones Build(IReadOnlyList<ImmutableArray<GeoPoint>> parts, double leftM, double rightM)
    {
        ArgumentNullException.ThrowIfNull(parts);
        CheckWidths([new SideWidths(leftM, rightM)]);
        var count = parts.Sum(part => part.Length);
        if (parts.Count == 0 || count > MaxPositions)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"line: expected a part, and at most {MaxPositions} positions, got {parts.Count} with {count}"));
        }

        var segments = new List<LineSegment>();
        var length = 0.0;
        foreach (var part in parts)
        {
            var widths = new SideWidths[Math.Max(1, part.Length - 1)];
            Array.Fill(widths, new SideWidths(leftM, rightM));
            var first = segments.Count;
            AddSegments(segments, part.AsSpan(), widths, ref length);
            segments[first] = segments[first] with { IsFirst = true };
        }

        return Build(new LinePieces(segments));
    }

    /// <summary>Makes the zones of a line whose segments have widths of their own.</summary>
    /// <param name="line">Two or more positions; equal neighbours are taken as one.</param>
    /// <param name="widths">One for each segment: the first from the first position to the second.</param>
    /// <exception cref="ArgumentOutOfRangeException">A width is negative or above the limit, or all are 0.</exception>
    /// <exception cref="ArgumentException">The line has too few or too many positions, is too long, or its zones
    /// would cross the antimeridian; or there are not as many widths as segments.</exception>
    public static LineBufferZones Build(ReadOnlySpan<GeoPoint> line, ReadOnlySpan<SideWidths> widths)
    {
        CheckWidths(widths);
        return Build(new LinePieces(Segments(line, widths)));
    }

    private static LineBufferZones Build(LinePieces pieces) =>
        Build(pieces, [.. SideTrace.Draw(pieces, -1), .. SideTrace.Draw(pieces, 1)], out _);

    /// <summary>The zones between drawn lines and, where those do not suffice, between what is walked.</summary>
    internal static LineBufferZones Build(LinePieces pieces, List<LineString> drawn, out int repairs) =>
        Verified(pieces, drawn, lines => LineFaces.Zones(pieces, lines), out repairs);

    /// <summary>
    /// Makes zones and judges them. Where they are wrong, an edge has not been drawn: it is walked along, and drawn so.
    /// </summary>
    internal static LineBufferZones Verified(
        LinePieces pieces, List<LineString> drawn, Func<List<LineString>, LineZones> make, out int repairs)
    {
        for (repairs = 0; ; repairs++)
        {
            var zones = make(drawn);
            var faults = ZoneCheck.Faults(pieces, zones);
            if (faults.Count == 0)
            {
                return zones.Union is { } union
                    ? new LineBufferZones(zones.Left, zones.Right, union)
                    : throw new ArgumentException("line: expected zones of at least a square metre");
            }

            if (repairs == MaxRepairs)
            {
                var (at, side) = faults[0];
                var zone = side < 0 ? "the left zone" : side > 0 ? "the right zone" : "no zone";
                throw new ArgumentException($"line: expected {at} in {zone}, got zones that are wrong there");
            }

            // Where only what is new has not helped, edges miss each other by less than can be told.
            drawn.AddRange(ZoneWalk.Around(pieces, faults, repairs < 2 ? drawn : null));
        }
    }

    private static void CheckWidths(ReadOnlySpan<SideWidths> widths)
    {
        var isAny = false;
        foreach (var (left, right) in widths)
        {
            if (!(left >= 0 && right >= 0 && left <= MaxWidthM && right <= MaxWidthM))
            {
                throw new ArgumentOutOfRangeException(nameof(widths), FormattableString.Invariant(
                    $"expected widths of 0 to {MaxWidthM} m, got {left} and {right}"));
            }

            isAny |= left > 0 || right > 0;
        }

        if (!isAny)
        {
            throw new ArgumentOutOfRangeException(nameof(widths), "expected a width above 0, got none");
        }
    }

    private static List<LineSegment> Segments(ReadOnlySpan<GeoPoint> line, ReadOnlySpan<SideWidths> widths)
    {
        if (line.Length > MaxPositions)
        {
            throw new ArgumentException(
                $"line: expected at most {MaxPositions} positions, got {line.Length}", nameof(line));
        }

        if (widths.Length != Math.Max(1, line.Length - 1))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"widths: expected one for each of {line.Length - 1} segments, got {widths.Length}"), nameof(widths));
        }

        var segments = new List<LineSegment>();
        var length = 0.0;
        AddSegments(segments, line, widths, ref length);
        return segments;
    }

    private static void AddSegments(
        List<LineSegment> segments, ReadOnlySpan<GeoPoint> line, ReadOnlySpan<SideWidths> widths, ref double length)
    {
        var before = segments.Count;
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
                segments.Add(new LineSegment(LineShape.Stations(line[i - 1], line[i]), widths[i - 1]));
            }
        }

        if (segments.Count == before)
        {
            throw new ArgumentException("line: expected at least two different positions", nameof(line));
        }
    }

    /// <summary>The points between two, so that a flat end is as straight as the geodesic across the line.</summary>
    private static IEnumerable<GeoPoint> Between(GeoPoint from, GeoPoint to) =>
        LineShape.Stations(from, to)[1..^1].Select(s => s.Point);

    /// <summary>
    /// The part of a circle that is seen from its centre between two true bearings, clockwise from the first to the
    /// second: from 350 to 10 it is 20 degrees wide.
    /// </summary>
    /// <param name="centre">The centre.</param>
    /// <param name="radiusM">The radius, metres.</param>
    /// <param name="fromDeg">The first bearing, 0 to 360.</param>
    /// <param name="toDeg">The second bearing, 0 to 360.</param>
    /// <exception cref="ArgumentOutOfRangeException">The radius is not above 0, or above the widest side; a bearing is
    /// not in 0 to 360; the bearings are the same.</exception>
    public static Region Sector(GeoPoint centre, double radiusM, double fromDeg, double toDeg)
    {
        CheckRadius(radiusM);
        var sweep = toDeg > fromDeg ? toDeg - fromDeg : toDeg - fromDeg + 360;
        if (!(fromDeg >= 0 && fromDeg <= 360 && toDeg >= 0 && toDeg <= 360 && sweep < 360))
        {
            throw new ArgumentOutOfRangeException(nameof(fromDeg), FormattableString.Invariant(
                $"expected two different bearings of 0 to 360, got {fromDeg} and {toDeg}"));
        }

        var steps = LineShape.ArcSteps(sweep, radiusM);
        var arc = Enumerable.Range(0, steps + 1)
            .Select(step => Geodesic.Direct(centre, fromDeg + (sweep * step / steps), radiusM).Point)
            .ToArray();
        return Region.FromPolygons(new GeoPolygon(
            [centre, .. Between(centre, arc[0]), .. arc, .. Between(arc[^1], centre)]));
    }

    /// <summary>All points within a geodesic distance of a centre.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The radius is not above 0, or above the widest side.</exception>
    public static Region Circle(GeoPoint centre, double radiusM)
    {
        CheckRadius(radiusM);
        var steps = LineShape.ArcSteps(360, radiusM);
        var ring = ImmutableArray.CreateBuilder<GeoPoint>(steps);
        for (var step = 0; step < steps; step++)
        {
            ring.Add(Geodesic.Direct(centre, -360.0 * step / steps, radiusM).Point);
        }

        return Region.FromPolygons(new GeoPolygon(ring.MoveToImmutable()));
    }

    private static void CheckRadius(double radiusM)
    {
        if (!(radiusM > 0 && radiusM <= MaxWidthM))
        {
            throw new ArgumentOutOfRangeException(nameof(radiusM), FormattableString.Invariant(
                $"expected a radius above 0 and at most {MaxWidthM} m, got {radiusM}"));
        }
    }
}
