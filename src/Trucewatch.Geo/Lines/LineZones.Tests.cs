using System.Collections.Immutable;
using Trucewatch.Geo.Geodesics;
using Xunit;

namespace Trucewatch.Geo.Lines;

/// <summary>Zones of long winding lines, point by point against a search along every geodesic.</summary>
public sealed class LineZonesTests
{
    /// <summary>Positions, metres, seed and the two widths.</summary>
    public static TheoryData<int, double, ulong, double, double> Winding => new()
    {
        { 1000, 240_000, 1, 20_000, 20_000 },
        { 1000, 240_000, 3, 20_000, 7_500 },
        { 600, 400_000, 4, 35_000, 70_000 },
        { 300, 70_000, 6, 1_000, 300 },
    };

    [Theory]
    [MemberData(nameof(Winding))]
    public void EveryPointBesideAWindingLineIsInItsZone(
        int positions, double lengthM, ulong seed, double leftM, double rightM)
    {
        var line = Fractal(positions, lengthM, seed);
        Check(line, LineBuffer.Build(line, leftM, rightM), leftM, rightM, 400);
    }

    [Theory]
    [InlineData("20240708")]
    [InlineData("20250701")]
    [InlineData("20260101")]
    [InlineData("20260822")]
    public void EveryPointBesideTheLineOfAnOutlineIsInItsZone(string date)
    {
        GeoPoint[] line = [.. OutlineLineCorpusTests.Cut(date).Parts[0].Points];
        Check(line, LineBuffer.Build(line, 20_000, 20_000), 20_000, 20_000, 1000);
    }

    [Fact]
    public void EveryPointBesideALineOfSeveralPartsIsInTheZoneOfTheNearest()
    {
        GeoPoint At(double east, double north) =>
            LocalScale.At(Origin).Move(Origin, east, north);
        GeoPoint[][] parts =
        [
            [At(0, 0), At(20_000, 2_000), At(40_000, -3_000)],
            [At(46_000, 4_000), At(52_000, 1_000), At(80_000, 6_000)],
            [At(18_000, 9_000), At(20_000, 11_000), At(22_000, 9_000), At(20_000, 8_000), At(18_000, 9_000)],
            [At(60_000, -7_000), At(50_000, -9_000)],
        ];
        Check(parts, LineBuffer.Build([.. parts.Select(part =>
            part.ToImmutableArray())], 8_000, 5_000), 8_000, 5_000, 1000);
    }

    [Theory]
    [InlineData("20240708")]
    [InlineData("20250701")]
    [InlineData("20260101")]
    [InlineData("20260822")]
    public void EveryPointBesideAllPartsOfAnOutlinesLineIsInItsZone(string date)
    {
        var parts = OutlineLineCorpusTests.Cut(date).Parts;
        var zones = LineBuffer.Build([.. parts.Select(part => part.Points)], 20_000, 20_000);
        Check([.. parts.Select(part => part.Points.ToArray())], zones, 20_000, 20_000, 1000);
    }

    [Fact]
    public void AZoneThatIsShiftedByTwoMetresIsFound()
    {
        var line = Fractal(200, 60_000, 1);
        var zones = LineBuffer.Build(line, 5_002, 5_000);
        Assert.NotEqual(0, Wrong([line], zones, 5_000, 5_000, 400).Wrong);
    }

    private static GeoPoint Origin => GeoPoint.FromDegrees(latitudeDeg: 47, longitudeDeg: 33);

    private static void Check(GeoPoint[] line, LineBufferZones zones, double leftM, double rightM, int count) =>
        Check([line], zones, leftM, rightM, count);

    private static void Check(GeoPoint[][] lines, LineBufferZones zones, double leftM, double rightM, int count)
    {
        var (judged, wrong, first) = Wrong(lines, zones, leftM, rightM, count);
        Assert.True(judged > count * 0.8, $"only {judged} of {count} points are clear of every edge");
        Assert.True(wrong == 0, $"{wrong} of {judged} points are in the wrong zone, first {first}");
        Assert.Equal(zones.Left!.AreaM2 + zones.Right!.AreaM2, zones.Union.AreaM2, 1.0);
    }

    /// <summary>Points anywhere near the line, and as many within 20 m of the edges of the zones.</summary>
    private static (int Judged, int Wrong, GeoPoint First) Wrong(
        GeoPoint[][] lines, LineBufferZones zones, double leftM, double rightM, int count)
    {
        GeoPoint[] line = [.. lines.SelectMany(part => part)];
        var oracle = new LineOracle(lines);
        var random = new Splitmix(77);
        var (judged, wrong, first) = (0, 0, default(GeoPoint));
        for (var draw = 0; draw < count; draw++)
        {
            var point = draw % 2 == 0
                ? Around(line[(int)random.Between(0, line.Length)], 0, 1.3 * Math.Max(leftM, rightM), random)
                : Around(OnEdge(draw % 4 == 1 ? zones.Left! : zones.Right!, random), 1, 20, random);
            var at = oracle.Stand(point, (_, _, side) => side < 0 ? leftM : rightM);
            var widthM = at.Side == 0 ? 0 : at.Side < 0 ? leftM : rightM;
            if (Math.Min(at.RivalM, at.DistanceM) < 1 || Math.Abs(at.DistanceM - widthM) < 1)
            {
                continue;
            }

            judged++;
            var (isLeft, isRight) = (at.Side < 0 && at.DistanceM < widthM, at.Side > 0 && at.DistanceM < widthM);
            if (zones.Left!.Contains(point) != isLeft || zones.Right!.Contains(point) != isRight
                || zones.Union.Contains(point) != (isLeft || isRight))
            {
                first = wrong++ == 0 ? point : first;
            }
        }

        return (judged, wrong, first);
    }

    private static GeoPoint Around(GeoPoint centre, double least, double most, Splitmix random) =>
        Geodesic.Direct(centre, random.Between(0, 360), random.Between(least, most)).Point;

    private static GeoPoint OnEdge(Region zone, Splitmix random)
    {
        var ring = zone.Polygons[(int)random.Between(0, zone.Polygons.Length)].Outer;
        var i = (int)random.Between(0, ring.Length);
        var (a, b, share) = (ring[i], ring[(i + 1) % ring.Length], random.Between(0, 1));
        return GeoPoint.FromDegrees(
            latitudeDeg: a.LatitudeDeg + (share * (b.LatitudeDeg - a.LatitudeDeg)),
            longitudeDeg: a.LongitudeDeg + (share * (b.LongitudeDeg - a.LongitudeDeg)));
    }

    /// <summary>A line whose middles are moved sideways again and again.</summary>
    private static GeoPoint[] Fractal(int positions, double lengthM, ulong seed)
    {
        var random = new Splitmix(seed);
        (double X, double Y)[] line = [(0, 0), (1, 0.3)];
        while (line.Length < positions)
        {
            var finer = new (double X, double Y)[(2 * line.Length) - 1];
            for (var i = 0; i < finer.Length; i += 2)
            {
                finer[i] = line[i / 2];
                if (i > 0)
                {
                    var (a, b, aside) = (finer[i - 2], finer[i], random.Between(-0.3, 0.3));
                    finer[i - 1] = (
                        ((a.X + b.X) / 2) - (aside * (b.Y - a.Y)), ((a.Y + b.Y) / 2) + (aside * (b.X - a.X)));
                }
            }

            line = finer;
        }

        line = line[..positions];
        var sum = line.Zip(line.Skip(1), (a, b) => Elementary.Hypot(b.X - a.X, b.Y - a.Y)).Sum();
        var start = GeoPoint.FromDegrees(latitudeDeg: 46, longitudeDeg: 32);
        var scale = LocalScale.At(start);
        return [.. line.Select(p => scale.Move(start, p.X * lengthM / sum, p.Y * lengthM / sum))];
    }
}
