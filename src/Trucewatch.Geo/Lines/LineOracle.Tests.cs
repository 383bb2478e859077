using Trucewatch.Geo.Geodesics;

namespace Trucewatch.Geo.Lines;

/// <summary>Where a point stands to lines, found by search.</summary>
/// <param name="DistanceM">The geodesic distance.</param>
/// <param name="Line">The line with the nearest point.</param>
/// <param name="Segment">The segment of it.</param>
/// <param name="Side">-1 where the way comes from the left, 1 from the right, 0 from beyond an end.</param>
/// <param name="RivalM">How much farther the nearest point is that would mean another answer than this one.</param>
/// <param name="WidthM">The answer of the segment's side: how wide the zone is there; 0 from beyond an end.</param>
internal readonly record struct LineStanding(
    double DistanceM, int Line, int Segment, int Side, double RivalM, double WidthM = double.NaN);

/// <summary>
/// Distances and sides by golden-section search along each geodesic, with nothing but the direct and the inverse
/// problem: slow, plain, and no part of what it judges.
/// </summary>
internal sealed class LineOracle
{
    private const double Golden = 0.6180339887498949;
    private const double AtVertexM = 0.01;

    private readonly List<Segment>[] _lines;

    public LineOracle(params IEnumerable<GeoPoint[]> lines)
    {
        _lines = [.. lines.Select((line, number) =>
        {
            var segments = new List<Segment>();
            for (var i = 0; i + 1 < line.Length; i++)
            {
                if (line[i] != line[i + 1])
                {
                    segments.Add(new Segment(line[i], line[i + 1], i));
                }
            }

            return segments;
        })];
    }

    /// <summary>The geodesic distance to the nearest line.</summary>
    public double DistanceM(GeoPoint p)
    {
        var best = double.PositiveInfinity;
        foreach (var segment in _lines.SelectMany(line => line).OrderBy(segment => segment.LeastM(p)))
        {
            if (segment.LeastM(p) > best)
            {
                break;
            }

            best = Math.Min(best, segment.Nearest(p).DistanceM);
        }

        return best;
    }

    /// <summary>
    /// Distance, segment and side. Answers that are told apart: side, and the segments' answer by the caller's table.
    /// </summary>
    public LineStanding Stand(GeoPoint p, Func<int, int, int, double> answer)
    {
        var found = new List<(LineStanding At, double Answer)>();
        var best = double.PositiveInfinity;
        foreach (var (line, i, segment) in _lines
            .SelectMany((line, n) => line.Select((segment, i) => (n, i, segment)))
            .OrderBy(each => each.segment.LeastM(p)))
        {
            // Rivals up to 100 m farther are looked at.
            if (segment.LeastM(p) > best + 100)
            {
                break;
            }

            var at = Foot(line, i, p);
            best = Math.Min(best, at.DistanceM);
            found.Add((at, Width(at)));
        }

        var nearest = found.MinBy(each => each.At.DistanceM);

        // A vertex is found from both its segments; the answer is the wider one's.
        var same = found.Where(each => each.At.DistanceM < nearest.At.DistanceM + 1e-6
            && each.At.Line == nearest.At.Line && each.At.Side == nearest.At.Side);
        nearest = same.MaxBy(each => each.Answer);
        var rival = found
            .Where(each => each.At.Side != nearest.At.Side || each.Answer != nearest.Answer)
            .Select(each => each.At.DistanceM - nearest.At.DistanceM)
            .Append(100)
            .Min();
        return nearest.At with { RivalM = rival, WidthM = nearest.Answer };

        double Width(LineStanding at)
        {
            return at.Side == 0 ? 0 : answer(at.Line, at.Segment, at.Side);
        }
    }

    private LineStanding Foot(int line, int index, GeoPoint p)
    {
        var segments = _lines[line];
        var segment = segments[index];
        var (distance, along) = segment.Nearest(p);
        var isRing = segments[0].A == segments[^1].B;
        if (along > AtVertexM && along < segment.LengthM - AtVertexM)
        {
            return new LineStanding(distance, line, segment.Number, segment.Side(p, along), double.NaN);
        }

        // At a vertex the way comes from the outer side of the bend; at an open end from neither.
        var atStart = along <= AtVertexM;
        var other = atStart ? index - 1 : index + 1;
        if (other < 0 || other == segments.Count)
        {
            if (!isRing)
            {
                // Square to the end the foot may still count as on the segment.
                var off = atStart ? segment.Ahead(p, 0) : -segment.Ahead(p, segment.LengthM);
                var side = off >= 0 ? segment.Side(p, along) : 0;
                return new LineStanding(distance, line, segment.Number, side, double.NaN);
            }

            other = other < 0 ? segments.Count - 1 : 0;
        }

        var turn = atStart
            ? segment.StartDeg - segments[other].EndDeg
            : segments[other].StartDeg - segment.EndDeg;
        turn -= 360 * Math.Round(turn / 360);
        var outer = Math.Abs(turn) < 1e-7 ? segment.Side(p, along) : turn < 0 ? 1 : -1;
        return new LineStanding(distance, line, segment.Number, outer, double.NaN);
    }

    private sealed class Segment
    {
        private readonly (double X, double Y, double Z) _middle;

        public Segment(GeoPoint a, GeoPoint b, int number)
        {
            var way = Geodesic.Inverse(a, b);
            (A, B, Number, LengthM) = (a, b, number, way.DistanceM);
            (StartDeg, EndDeg) = (way.AzimuthStartDeg, way.AzimuthEndDeg);
            _middle = InSpace(At(LengthM / 2).Point);
        }

        public GeoPoint A { get; }

        public GeoPoint B { get; }

        public int Number { get; }

        public double LengthM { get; }

        public double StartDeg { get; }

        public double EndDeg { get; }

        /// <summary>No more than the distance: the straight way to the middle, less half the length.</summary>
        public double LeastM(GeoPoint p)
        {
            var (x, y, z) = InSpace(p);
            var (dx, dy, dz) = (x - _middle.X, y - _middle.Y, z - _middle.Z);
            return Math.Sqrt((dx * dx) + (dy * dy) + (dz * dz)) - (LengthM / 2);
        }

        public (double DistanceM, double Along) Nearest(GeoPoint p)
        {
            var (low, high) = (0.0, LengthM);
            var (one, two) = (high - (Golden * high), Golden * high);
            var (atOne, atTwo) = (To(one), To(two));
            while (high - low > 1e-4)
            {
                if (atOne < atTwo)
                {
                    (high, two, atTwo) = (two, one, atOne);
                    one = high - (Golden * (high - low));
                    atOne = To(one);
                }
                else
                {
                    (low, one, atOne) = (one, two, atTwo);
                    two = low + (Golden * (high - low));
                    atTwo = To(two);
                }
            }

            var best = new[] { 0, (low + high) / 2, LengthM }.Select(s => (To(s), s)).Min();
            return best;

            double To(double s) => Geodesic.Inverse(At(s).Point, p).DistanceM;
        }

        public int Side(GeoPoint p, double along) => Math.Sin(Turn(p, along)) > 0 ? 1 : -1;

        public double Ahead(GeoPoint p, double along) => Math.Cos(Turn(p, along));

        private double Turn(GeoPoint p, double along)
        {
            var foot = At(along);
            return (Geodesic.Inverse(foot.Point, p).AzimuthStartDeg - foot.AzimuthEndDeg) * Math.PI / 180;
        }

        private GeodesicDirect At(double s) => Geodesic.Direct(A, StartDeg, s);

        private static (double X, double Y, double Z) InSpace(GeoPoint p)
        {
            var (sin, cos) = Math.SinCos(p.LatitudeDeg * Math.PI / 180);
            var (sinLon, cosLon) = Math.SinCos(p.LongitudeDeg * Math.PI / 180);
            var n = 6378137 / Math.Sqrt(1 - (0.0066943799901413165 * sin * sin));
            return (n * cos * cosLon, n * cos * sinLon, n * (1 - 0.0066943799901413165) * sin);
        }
    }
}
