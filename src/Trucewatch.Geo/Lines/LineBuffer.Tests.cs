using Trucewatch.Geo.Geodesics;
using Xunit;

namespace Trucewatch.Geo.Lines;

/// <summary>Zones along lines against geodesic distances and a finer computation.</summary>
public sealed class LineBufferTests
{
    private static readonly GeoPoint[] _long =
    [
        Point(46.4, 32.1), Point(47.4, 35.3), Point(47.1, 37.6),
        Point(48.6, 38.0), Point(50.1, 36.2), Point(52.3, 34.0),
    ];

    [Fact]
    public void TheEdgeKeepsItsDistanceFromALongLine()
    {
        var zones = LineBuffer.Build(_long, 20_000, 20_000);
        foreach (var region in new[] { zones.Left!, zones.Right!, zones.Union })
        {
            var ring = region.Polygons[0].Outer;
            Assert.Single(region.Polygons);
            for (var i = 0; i < ring.Length - 1; i += 61)
            {
                // Corners of the ring and the middles of its edges, where straight edges are worst.
                var middle = Point(
                    (ring[i].LatitudeDeg + ring[i + 1].LatitudeDeg) / 2,
                    (ring[i].LongitudeDeg + ring[i + 1].LongitudeDeg) / 2);
                AssertOnEdge(ring[i], 20_000, 1);
                AssertOnEdge(middle, 20_000, 1);
            }
        }

        Assert.Equal(zones.Union.AreaM2, zones.Left!.AreaM2 + zones.Right!.AreaM2, zones.Union.AreaM2 * 1e-9);
    }

    [Fact]
    public void TheAreaOfAStraightBandIsRight()
    {
        // A band of width w along a geodesic of length s on a sphere of the local curvature has s R sin(w/R).
        GeoPoint[] line = [Point(48, 36), Geodesic.Direct(Point(48, 36), 63, 300_000).Point];
        var zones = LineBuffer.Build(line, 10_000, 25_000);
        Assert.Equal(FineBand(line, 10_000, -1), zones.Left!.AreaM2, zones.Left.AreaM2 * 1e-5);
        Assert.Equal(FineBand(line, 25_000, 1), zones.Right!.AreaM2, zones.Right.AreaM2 * 1e-5);
        Assert.Equal(300e3 * 6.38e6 * Math.Sin(10_000 / 6.38e6), zones.Left.AreaM2, zones.Left.AreaM2 * 1e-4);
    }

    [Fact]
    public void LeftAndRightAreAsSeenAlongTheLine()
    {
        var zones = LineBuffer.Build([Point(48, 36), Point(48, 37)], 5000, 8000);
        Assert.True(zones.Left!.Contains(Point(48.02, 36.5)));
        Assert.False(zones.Left.Contains(Point(47.98, 36.5)));
        Assert.True(zones.Right!.Contains(Point(47.98, 36.5)));
        Assert.False(zones.Left.Contains(Point(48.02, 37.05)), "the end is flat");
        Assert.False(zones.Left.Contains(Point(48.06, 36.5)), "6.7 km is beyond 5 km");
    }

    [Fact]
    public void TurningTheLineRoundSwapsTheSides()
    {
        var line = _long[..4];
        var there = LineBuffer.Build(line, 15_000, 10_000);
        var back = LineBuffer.Build([.. line.Reverse()], 10_000, 15_000);
        Assert.Equal(there.Left!.AreaM2, back.Right!.AreaM2, 1000.0);
        Assert.Equal(there.Right!.AreaM2, back.Left!.AreaM2, 1000.0);
    }

    [Fact]
    public void ASideOfNoWidthHasNoZone()
    {
        var zones = LineBuffer.Build(_long[..3], 0, 3000);
        Assert.Null(zones.Left);
        Assert.Equal(zones.Right!.AreaM2, zones.Union.AreaM2);
    }

    public static TheoryData<string, double[]> Shapes => new()
    {
        { "sharp left", [48, 36, 48, 36.6, 48.03, 36.02] },
        { "sharp right", [48, 36, 48, 36.6, 47.97, 36.02] },
        { "short hook", [48, 36, 48, 36.6, 48.02, 36.58] },
        { "zigzag", [48, 36, 48.1, 36.5, 48.05, 36.1, 48.2, 36.6, 48.1, 36.1] },
        { "self-crossing", [48, 36, 48, 36.8, 48.3, 36.5, 47.8, 36.3] },
        { "closed", [48, 36, 48, 36.8, 48.5, 36.5, 48, 36] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void EveryPointIsInTheZoneOfItsNearestSide(string name, double[] degrees)
    {
        var line = degrees.Chunk(2).Select(d => Point(d[0], d[1])).ToArray();
        const double width = 8000;
        var zones = LineBuffer.Build(line, width, width);
        var random = new Splitmix(5);
        var (checkedPoints, wrong) = (0, 0);
        for (var i = 0; i < 600; i++)
        {
            var p = Point(random.Between(47.7, 48.6), random.Between(35.8, 37));
            var (distance, side, clear) = Nearest(line, p);
            if (!clear || Math.Abs(distance - width) < 5 || distance < 5)
            {
                continue;
            }

            checkedPoints++;
            var (left, right) = (distance < width && side < 0, distance < width && side > 0);
            var (inLeft, inRight) = (zones.Left!.Contains(p), zones.Right!.Contains(p));

            // Near a crossing of the line with itself a point may be in both zones, but it must be in its own.
            var isRight = name == "self-crossing"
                ? (inLeft || !left) && (inRight || !right) && (inLeft || inRight) == (left || right)
                : (left, right) == (inLeft, inRight);
            wrong += isRight && zones.Union.Contains(p) == (left || right) ? 0 : 1;
        }

        Assert.True(checkedPoints > 100);
        Assert.True(wrong == 0, $"{name}: {wrong} of {checkedPoints} points are in the wrong zone");
    }

    [Fact]
    public void BadLinesAreRefused()
    {
        Assert.Throws<ArgumentException>(() => LineBuffer.Build([Point(48, 36)], 1, 1));
        Assert.Throws<ArgumentException>(() => LineBuffer.Build([Point(48, 36), Point(48, 36)], 1, 1));
        Assert.Throws<ArgumentException>(() => LineBuffer.Build([Point(0, 179), Point(0, -179)], 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LineBuffer.Build(_long, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => LineBuffer.Build(_long, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LineBuffer.Build(_long, double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LineBuffer.Build(_long, LineBuffer.MaxWidthM + 1, 1));
        var many = Enumerable.Range(0, LineBuffer.MaxPositions + 1).Select(i => Point(48, 36 + (i * 1e-5))).ToArray();
        Assert.Throws<ArgumentException>(() => LineBuffer.Build(many, 10, 0));
        Assert.NotNull(LineBuffer.Build(many[..2], 10, 0).Left);
    }

    private static void AssertOnEdge(GeoPoint p, double widthM, double tolerance)
    {
        // A point of the edge is at full distance, on the line itself, or on the flat end of a zone.
        var (distance, _, _) = Nearest(_long, p);
        var end = Math.Min(EndOffset(_long[1], _long[0], p), EndOffset(_long[^2], _long[^1], p));
        Assert.True(
            Math.Abs(distance - widthM) < tolerance || distance < tolerance || end < tolerance,
            FormattableString.Invariant($"{p} lies {distance} m from the line"));
    }

    private static double EndOffset(GeoPoint before, GeoPoint end, GeoPoint p)
    {
        var azimuth = Geodesic.Inverse(before, end).AzimuthEndDeg;
        var way = Geodesic.Inverse(end, p);
        return Math.Abs(way.DistanceM * Math.Cos((way.AzimuthStartDeg - azimuth) * Math.PI / 180));
    }

    /// <summary>
    /// Distance and side by a search along each geodesic; clear unless the end of the line is nearest, or two parts
    /// are about as near.
    /// </summary>
    private static (double DistanceM, int Side, bool Clear) Nearest(GeoPoint[] line, GeoPoint p)
    {
        var found = new List<(double DistanceM, int Side, bool AtEnd)>();
        for (var i = 0; i + 1 < line.Length; i++)
        {
            var way = Geodesic.Inverse(line[i], line[i + 1]);
            var (low, high) = (0.0, way.DistanceM);
            while (high - low > 0.05)
            {
                var (a, b) = (low + ((high - low) / 3), high - ((high - low) / 3));
                var (da, db) = (To(a).DistanceM, To(b).DistanceM);
                (low, high) = da < db ? (low, b) : (a, high);
            }

            var foot = Geodesic.Direct(line[i], way.AzimuthStartDeg, low);
            var offset = Geodesic.Inverse(foot.Point, p);
            var side = Math.Sin((offset.AzimuthStartDeg - foot.AzimuthEndDeg) * Math.PI / 180) > 0 ? 1 : -1;
            found.Add((offset.DistanceM, side, low < 1 || low > way.DistanceM - 1));

            GeodesicInverse To(double s) =>
                Geodesic.Inverse(Geodesic.Direct(line[i], way.AzimuthStartDeg, s).Point, p);
        }

        var least = found.MinBy(f => f.DistanceM);
        var rivals = found.Where(f => f.DistanceM < least.DistanceM + 1).ToArray();
        var clear = rivals.All(f => f.Side == least.Side) && (rivals.Length > 1 || !least.AtEnd);
        return (least.DistanceM, least.Side, clear);
    }

    private static double FineBand(GeoPoint[] line, double widthM, int side)
    {
        var way = Geodesic.Inverse(line[0], line[1]);
        const int pieces = 3000;
        var near = new List<GeoPoint>();
        var far = new List<GeoPoint>();
        for (var i = 0; i <= pieces; i++)
        {
            var at = Geodesic.Direct(line[0], way.AzimuthStartDeg, way.DistanceM * i / pieces);
            near.Add(at.Point);
            far.Add(Geodesic.Direct(at.Point, at.AzimuthEndDeg + (90 * side), widthM).Point);
        }

        far.Reverse();
        return Math.Abs(Geodesic.Area([.. near, .. far]).AreaM2);
    }

    private static GeoPoint Point(double latitude, double longitude) =>
        GeoPoint.FromDegrees(latitudeDeg: latitude, longitudeDeg: longitude);
}
