using System.Collections.Immutable;
using Trucewatch.Geo.Geodesics;

namespace Trucewatch.Geo.Lines;

/// <summary>How a point lies to a line.</summary>
/// <param name="DistanceM">Geodesic distance to the line's nearest point, metres.</param>
/// <param name="Side">-1 on the left of someone who goes along the line, 1 on the right, 0 on it.</param>
/// <param name="Segment">Index of the segment with the nearest point: from position i to i + 1.</param>
/// <param name="EastUnit">East part of the unit vector from the line's nearest point to the point.</param>
/// <param name="NorthUnit">North part of it.</param>
public readonly record struct LineOffset(
    double DistanceM, int Side, int Segment, double EastUnit, double NorthUnit);

/// <summary>
/// Distances from a line of geodesics. The line is cut so short that its pieces are straight in a local plane within
/// 0.1 m; the nearest of them is found in the plane around the point, and the distance to its nearest point is
/// geodesic.
/// Where that is a bend, the side is that of the bend's bisector.
/// </summary>
public sealed class LineDistance
{
    private readonly ImmutableArray<GeoPoint> points;
    private readonly ImmutableArray<int> segments;

    /// <summary>Prepares a line.</summary>
    /// <param name="line">Two or more positions, neighbours different.</param>
    /// <exception cref="ArgumentException">There are fewer than two.</exception>
    public LineDistance(ImmutableArray<GeoPoint> line)
    {
        if (line.Length < 2)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"line: expected at least two positions, got {line.Length}"), nameof(line));
        }

        var all = ImmutableArray.CreateBuilder<GeoPoint>();
        var of = ImmutableArray.CreateBuilder<int>();
        for (var i = 1; i < line.Length; i++)
        {
            var stations = LineShape.Stations(line[i - 1], line[i]);
            for (var k = i == 1 ? 0 : 1; k < stations.Length; k++)
            {
                all.Add(stations[k].Point);
                of.Add(i - 1);
            }
        }

        points = all.ToImmutable();
        segments = of.ToImmutable();
    }

    /// <summary>How a point lies to the line.</summary>
    public LineOffset From(GeoPoint point)
    {
        var scale = LocalScale.At(point);
        var (best, bestShare, least) = (1, 0.0, double.PositiveInfinity);
        var (ax, ay) = scale.Offset(point, points[0]);
        for (var i = 1; i < points.Length; i++)
        {
            var (bx, by) = scale.Offset(point, points[i]);
            var (dx, dy) = (bx - ax, by - ay);
            var length2 = (dx * dx) + (dy * dy);
            var share = length2 > 0 ? Math.Clamp(-((ax * dx) + (ay * dy)) / length2, 0, 1) : 0;
            var (x, y) = (ax + (share * dx), ay + (share * dy));
            var distance2 = (x * x) + (y * y);
            if (distance2 < least)
            {
                (best, bestShare, least) = (i, share, distance2);
            }

            (ax, ay) = (bx, by);
        }

        return Standing(point, best, bestShare, in scale);
    }

    private LineOffset Standing(GeoPoint point, int piece, double share, in LocalScale scale)
    {
        var (from, to) = (points[piece - 1], points[piece]);
        var nearest = GeoPoint.FromDegrees(
            latitudeDeg: from.LatitudeDeg + (share * (to.LatitudeDeg - from.LatitudeDeg)),
            longitudeDeg: from.LongitudeDeg + (share * (to.LongitudeDeg - from.LongitudeDeg)));
        var distanceM = Geodesic.Inverse(nearest, point).DistanceM;
        var (eastM, northM) = scale.Offset(nearest, point);
        var (alongX, alongY) = Direction(piece, in scale);
        if (share == 0 && piece > 1)
        {
            var (x, y) = Direction(piece - 1, in scale);
            (alongX, alongY) = (alongX + x, alongY + y);
        }
        else if (share == 1 && piece + 1 < points.Length)
        {
            var (x, y) = Direction(piece + 1, in scale);
            (alongX, alongY) = (alongX + x, alongY + y);
        }

        var length = Math.Sqrt((eastM * eastM) + (northM * northM));
        var side = Math.Sign((eastM * alongY) - (northM * alongX));
        return length > 0
            ? new LineOffset(distanceM, side, segments[piece], eastM / length, northM / length)
            : new LineOffset(0, 0, segments[piece], 1, 0);
    }

    private (double X, double Y) Direction(int piece, in LocalScale scale)
    {
        var (x, y) = scale.Offset(points[piece - 1], points[piece]);
        var length = Math.Sqrt((x * x) + (y * y));
        return (x / length, y / length);
    }
}
