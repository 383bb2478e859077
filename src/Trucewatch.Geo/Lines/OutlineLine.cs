using System.Collections.Immutable;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.OverlayNG;
using Trucewatch.Geo.Geodesics;

namespace Trucewatch.Geo.Lines;

/// <summary>How an outline is cut into the parts of a line of contact.</summary>
public sealed record OutlineRule
{
    /// <summary>The greatest distance of any of the numbers, metres.</summary>
    public const double MaxM = 100_000;

    /// <summary>What lies within this geodesic distance of an excluded line is no line of contact, metres.</summary>
    public double ToleranceM { get; init; } = 4000;

    /// <summary>A gap between two parts that is no longer than this along the outline is kept, metres.</summary>
    public double JoinM { get; init; } = 500;

    /// <summary>Parts shorter than this are left out, metres.</summary>
    public double LeastM { get; init; } = 1000;

    /// <summary>What is wrong with the numbers, or null.</summary>
    public string? Problem()
    {
        foreach (var (name, metres) in new[] { ("tolerance", ToleranceM), ("join", JoinM), ("least", LeastM) })
        {
            if (!(metres >= 0 && metres <= MaxM))
            {
                return FormattableString.Invariant($"{name}: expected 0 to {MaxM} m, got {metres}");
            }
        }

        return null;
    }
}

/// <summary>A connected part of a line of contact.</summary>
/// <param name="Points">Its positions, the outline's inside on the left; closed where the last is the first.</param>
/// <param name="LengthM">Its length along the geodesics between them, metres.</param>
public sealed record LinePart(ImmutableArray<GeoPoint> Points, double LengthM);

/// <summary>A line of contact, and what was done on the way to it.</summary>
/// <param name="Parts">Its parts, the longest first.</param>
/// <param name="DroppedCount">How many parts were too short.</param>
/// <param name="DroppedM">Their length together, metres.</param>
/// <param name="JoinedCount">How many gaps were kept.</param>
/// <param name="JoinedM">Their length together, metres.</param>
public sealed record OutlineCut(
    ImmutableArray<LinePart> Parts, int DroppedCount, double DroppedM, int JoinedCount, double JoinedM);

/// <summary>
/// The line of contact of an outline: the boundary of all its polygons together, without the stretches that lie within
/// a tolerance of excluded lines, such as a coast and outer borders. Edges are straight in longitude and latitude (RFC
/// 7946), distances are geodesic, and a part begins within a centimetre of where the tolerance is crossed.
/// </summary>
public static class OutlineLine
{
    // Where the outline dips into the tolerance for less than this, nobody would call it a gap.
    private const double FinestM = 1;

    private const double CrossingM = 0.001;

    /// <summary>Cuts an outline, or says in one line why it cannot.</summary>
    /// <param name="outline">Polygons; where they overlap or touch they count as one.</param>
    /// <param name="excluded">Lines; a ring is a line whose last position is its first.</param>
    /// <param name="rule">Tolerance and limits.</param>
    /// <param name="problem">What is wrong, or null.</param>
    public static OutlineCut? Cut(
        IEnumerable<GeoPolygon> outline,
        IEnumerable<ImmutableArray<GeoPoint>> excluded,
        OutlineRule rule,
        out string? problem)
    {
        ArgumentNullException.ThrowIfNull(outline);
        ArgumentNullException.ThrowIfNull(excluded);
        ArgumentNullException.ThrowIfNull(rule);
        problem = rule.Problem();
        var rings = problem is null ? Rings(outline, out problem) : null;
        if (rings is null)
        {
            return null;
        }

        var walk = new OutlineWalk(new PieceTree(Pieces(excluded)), rule);
        var parts = rings.SelectMany(walk.Parts).ToArray();
        var dropped = parts.Where(part => part.LengthM < rule.LeastM).ToArray();
        return new OutlineCut(
            [.. parts.Where(part => part.LengthM >= rule.LeastM).OrderByDescending(part => part.LengthM)],
            dropped.Length,
            dropped.Sum(part => part.LengthM),
            walk.JoinedCount,
            walk.JoinedM);
    }

    /// <summary>The rings around all polygons together, closed, each with the inside on its left.</summary>
    private static List<ImmutableArray<GeoPoint>>? Rings(IEnumerable<GeoPolygon> outline, out string? problem)
    {
        var shapes = new List<Geometry>();
        foreach (var polygon in outline)
        {
            var region = Region.FromPolygons([polygon], out problem);
            if (region is null)
            {
                problem = FormattableString.Invariant($"polygon {shapes.Count + 1}: {problem}");
                return null;
            }

            shapes.Add(Planar.ToGeometry(region));
        }

        problem = shapes.Count > 0 ? null : "expected at least one polygon, got none";
        return problem is not null
            ? null
            : [.. Planar.Polygons(OverlayNGRobust.Union(shapes))
                .SelectMany(polygon => polygon.Oriented().Rings)
                .Select(ring => ring.Add(ring[0]))];
    }

    private static Piece[] Pieces(IEnumerable<ImmutableArray<GeoPoint>> lines)
    {
        var pieces = new List<Piece>();
        foreach (var line in lines)
        {
            for (var i = 1; i < line.Length; i++)
            {
                var (a, b) = (line[i - 1], line[i]);
                var count = Math.Max(1, (int)Math.Ceiling(Geodesic.Inverse(a, b).DistanceM / Piece.LongestM));
                var from = Geocentric.From(a);
                for (var k = 1; k <= count; k++)
                {
                    var to = k == count ? Geocentric.From(b) : Between(a, b, (double)k / count);
                    pieces.Add(new Piece(from, to));
                    from = to;
                }
            }
        }

        return [.. pieces];
    }

    private static Geocentric Between(GeoPoint a, GeoPoint b, double share)
    {
        // Borders that are cut at longitude 180 go the short way there.
        var way = b.LongitudeDeg - a.LongitudeDeg;
        way = way > 180 ? way - 360 : way < -180 ? way + 360 : way;
        return Geocentric.At(
            longitudeDeg: a.LongitudeDeg + (share * way),
            latitudeDeg: a.LatitudeDeg + (share * (b.LatitudeDeg - a.LatitudeDeg)));
    }

    /// <summary>Goes round rings and takes what is farther from the excluded pieces than the tolerance.</summary>
    private sealed class OutlineWalk(PieceTree excluded, OutlineRule rule)
    {
        public int JoinedCount { get; private set; }

        public double JoinedM { get; private set; }

        public List<LinePart> Parts(ImmutableArray<GeoPoint> ring)
        {
            var runs = Runs(ring);
            var first = runs.FindIndex(run => !run.IsKept && run.LengthM > rule.JoinM);
            if (first < 0)
            {
                // A ring without a gap that counts is one closed part; it may begin anywhere.
                Note(runs.Where(run => !run.IsKept && runs.Count > 1));
                return runs.Exists(run => run.IsKept) ? [Part(runs)] : [];
            }

            var parts = new List<LinePart>();
            var open = new List<Run>();
            for (var step = 1; step <= runs.Count; step++)
            {
                var run = runs[(first + step) % runs.Count];
                if (run.IsKept || run.LengthM <= rule.JoinM)
                {
                    open.Add(run);
                }
                else if (open.Count > 0)
                {
                    Note(open.Where(each => !each.IsKept));
                    parts.Add(Part(open));
                    open.Clear();
                }
            }

            return parts;
        }

        private void Note(IEnumerable<Run> gaps)
        {
            foreach (var gap in gaps)
            {
                JoinedCount++;
                JoinedM += gap.LengthM;
            }
        }

        private static LinePart Part(List<Run> runs)
        {
            ImmutableArray<GeoPoint> points =
                [.. runs[0].Points, .. runs.Skip(1).SelectMany(run => run.Points.Skip(1))];
            return new LinePart(points, LengthM(points));
        }

        /// <summary>The ring in runs that are kept and not kept in turn; the first begins at a crossing.</summary>
        private List<Run> Runs(ImmutableArray<GeoPoint> ring)
        {
            var runs = new List<Run>();
            var points = new List<GeoPoint> { ring[0] };
            var isKept = Beyond(Geocentric.From(ring[0]), FinestM) > 0;
            for (var i = 1; i < ring.Length; i++)
            {
                foreach (var share in Crossings(ring[i - 1], ring[i]))
                {
                    var at = GeoPoint.FromDegrees(
                        latitudeDeg: Mix(ring[i - 1].LatitudeDeg, ring[i].LatitudeDeg, share),
                        longitudeDeg: Mix(ring[i - 1].LongitudeDeg, ring[i].LongitudeDeg, share));
                    Add(points, at);
                    runs.Add(new Run([.. points], isKept));
                    points = [at];
                    isKept = !isKept;
                }

                Add(points, ring[i]);
            }

            // What was begun in the middle of a run is the end of that run.
            var last = new Run([.. points], isKept);
            if (runs.Count == 0)
            {
                return [last];
            }

            if (last.IsKept == runs[0].IsKept)
            {
                foreach (var point in runs[0].Points.Skip(1))
                {
                    Add(points, point);
                }

                runs[0] = new Run([.. points], isKept);
            }
            else
            {
                runs.Add(last);
            }

            return runs.FindAll(run => run.Points.Length > 1);
        }

        private static double Mix(double a, double b, double share) => a + (share * (b - a));

        private static void Add(List<GeoPoint> points, GeoPoint point)
        {
            if (points.Count == 0 || points[^1] != point)
            {
                points.Add(point);
            }
        }

        /// <summary>Where an edge crosses the tolerance, as shares of it.</summary>
        private List<double> Crossings(GeoPoint a, GeoPoint b)
        {
            // A part of the edge is never longer than its share of this.
            var lengthM = 1.01 * Geodesic.Inverse(a, b).DistanceM;
            var found = new List<double>();
            Search(0, At(0), 1, At(1));
            return found;

            // The end must have the bits that the next edge begins with, or a sign could change between them.
            double At(double share) => Beyond(share == 1 ? Geocentric.From(b) : Between(a, b, share), lengthM);

            void Search(double from, double atFrom, double to, double atTo)
            {
                // On the way the distance changes by no more than the way is long.
                if (Math.Abs(atFrom) + Math.Abs(atTo) > lengthM * (to - from))
                {
                    return;
                }

                if (lengthM * (to - from) > FinestM)
                {
                    var middle = 0.5 * (from + to);
                    var atMiddle = At(middle);
                    Search(from, atFrom, middle, atMiddle);
                    Search(middle, atMiddle, to, atTo);
                    return;
                }

                if (atFrom > 0 != atTo > 0)
                {
                    found.Add(Bisect(from, to, atFrom > 0));
                }
            }

            double Bisect(double from, double to, bool fromIsKept)
            {
                while (lengthM * (to - from) > CrossingM)
                {
                    var middle = 0.5 * (from + to);
                    (from, to) = At(middle) > 0 == fromIsKept ? (middle, to) : (from, middle);
                }

                return 0.5 * (from + to);
            }
        }

        /// <summary>How far a place is beyond the tolerance, metres; more than the reach is not told.</summary>
        private double Beyond(in Geocentric place, double reachM)
        {
            // The chord is shorter than the way, so that nothing within the reach is missed.
            var within = rule.ToleranceM + reachM + FinestM;
            var nearest = excluded.Nearest(place, within * within);
            return nearest.Index < 0
                ? reachM + FinestM
                : Math.Min(place.ArcOf(Math.Sqrt(nearest.Distance2)) - rule.ToleranceM, reachM + FinestM);
        }
    }

    private static double LengthM(ImmutableArray<GeoPoint> points)
    {
        var sum = 0.0;
        for (var i = 1; i < points.Length; i++)
        {
            sum += Geodesic.Inverse(points[i - 1], points[i]).DistanceM;
        }

        return sum;
    }

    private sealed record Run(ImmutableArray<GeoPoint> Points, bool IsKept)
    {
        public double LengthM { get; } = OutlineLine.LengthM(Points);
    }
}
