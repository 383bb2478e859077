using System.Collections.Immutable;
using Trucewatch.Geo.Geodesics;
using Xunit;

namespace Trucewatch.Geo.Lines;

/// <summary>Lines of contact of made-up outlines against a search for the distances.</summary>
public sealed class OutlineLineTests
{
    private static readonly OutlineRule _bare = new() { ToleranceM = 3000, JoinM = 0, LeastM = 0 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void WhatIsKeptLiesBeyondTheToleranceAndNothingElse(int seed)
    {
        var random = new Splitmix((ulong)seed);
        var outline = Blob(random, 40, 0.2, 0.5);
        GeoPoint[][] coast = [.. Enumerable.Range(0, 3).Select(_ => Walk(random, 30))];
        var cut = OutlineLine.Cut([outline], coast.Select(line => line.ToImmutableArray()), _bare, out var problem)!;
        Assert.Null(problem);
        var oracle = new LineOracle(coast.Select(Dense));
        var onParts = new LineOracle(cut.Parts.Select(part => Dense([.. part.Points])));
        Assert.True(cut.Parts.Length > 1, $"seed {seed}");
        var ring = outline.Outer;
        for (var i = 0; i < ring.Length; i++)
        {
            foreach (var share in new[] { 0, 0.13, 0.5, 0.77 })
            {
                var p = Between(ring[i], ring[(i + 1) % ring.Length], share);
                var distance = oracle.DistanceM(p);
                if (Math.Abs(distance - 3000) > 0.5)
                {
                    Assert.Equal(distance > 3000, onParts.DistanceM(p) < 0.1);
                }
            }
        }

        foreach (var part in cut.Parts.Where(part => part.Points[0] != part.Points[^1]))
        {
            Assert.Equal(3000, oracle.DistanceM(part.Points[0]), 0.1);
            Assert.Equal(3000, oracle.DistanceM(part.Points[^1]), 0.1);
        }

        Assert.Equal(cut.Parts.Select(part => part.LengthM).OrderDescending(), cut.Parts.Select(part => part.LengthM));
        Assert.All(cut.Parts, part => Assert.Equal(LengthM(part.Points), part.LengthM, 1e-6));
    }

    [Fact]
    public void TheInsideIsOnTheLeft()
    {
        // The coast is the south side of a square; the line goes up the east, along the north and down the west.
        var square = Square(47, 35, 1);
        foreach (var outline in new[] { square, square with { Outer = [.. square.Outer.Reverse()] } })
        {
            var cut = OutlineLine.Cut([outline], [[At(47, 34), At(47, 37)]], _bare, out _)!;
            var part = Assert.Single(cut.Parts);
            Assert.Equal(36, part.Points[0].LongitudeDeg, 1e-9);
            Assert.Equal([At(48, 36), At(48, 35)], part.Points[1..^1].AsEnumerable());
            Assert.Equal(35, part.Points[^1].LongitudeDeg, 1e-9);
            var south = LengthM([At(47, 35), part.Points[^1]]);
            Assert.Equal(3000, south, 0.1);
        }
    }

    [Fact]
    public void WithoutExcludedLinesTheWholeBoundaryIsALineWithItsHoles()
    {
        var outline = new GeoPolygon(Square(47, 35, 1).Outer, [Square(47.3, 35.3, 0.2).Outer]);
        var cut = OutlineLine.Cut([outline], [], _bare, out _)!;
        Assert.Equal(2, cut.Parts.Length);
        Assert.All(cut.Parts, part => Assert.Equal(part.Points[0], part.Points[^1]));
        Assert.Equal([5, 5], cut.Parts.Select(part => part.Points.Length));

        // Inside on the left: round the outline counter-clockwise, round the hole clockwise.
        Assert.True(Geodesic.Area(cut.Parts[0].Points.AsSpan()).AreaM2 > 0);
        Assert.True(Geodesic.Area(cut.Parts[1].Points.AsSpan()).AreaM2 < 0);
    }

    [Fact]
    public void PolygonsThatTouchOrOverlapCountAsOne()
    {
        var cut = OutlineLine.Cut([Square(47, 35, 1), Square(47, 36, 1), Square(47.5, 36.5, 1)], [], _bare, out _)!;
        Assert.Single(cut.Parts);
        Assert.DoesNotContain(At(47.5, 36.5), cut.Parts[0].Points.AsEnumerable());
        var apart = OutlineLine.Cut([Square(47, 35, 1), Square(47, 37, 1)], [], _bare, out _)!;
        Assert.Equal(2, apart.Parts.Length);
    }

    [Fact]
    public void NothingIsLeftWhereTheWholeOutlineIsExcluded()
    {
        var square = Square(47, 35, 0.1);
        var cut = OutlineLine.Cut([square], [square.Outer.Add(square.Outer[0])], _bare, out _)!;
        Assert.Empty(cut.Parts);
        Assert.Equal((0, 0.0), (cut.DroppedCount, cut.DroppedM));
    }

    [Fact]
    public void AGapIsKeptUpToTheLimitAndPartsAreDroppedBelowIt()
    {
        // A buoy of a coast, a few metres wide: the gap in the north side is twice the tolerance long.
        ImmutableArray<GeoPoint>[] coast = [[At(47.3, 35.1), At(47.30001, 35.1)], [At(47, 34), At(47, 37)]];
        var apart = OutlineLine.Cut([Square(47, 35, 0.3)], coast, _bare with { JoinM = 5990 }, out _)!;
        Assert.Equal(2, apart.Parts.Length);
        Assert.Equal(0, apart.JoinedCount);
        var joined = OutlineLine.Cut([Square(47, 35, 0.3)], coast, _bare with { JoinM = 6010 }, out _)!;
        Assert.Single(joined.Parts);
        Assert.Equal(1, joined.JoinedCount);
        Assert.Equal(6000, joined.JoinedM, 1.0);
        Assert.Equal(apart.Parts.Sum(part => part.LengthM) + joined.JoinedM, joined.Parts[0].LengthM, 0.01);

        var shorter = apart.Parts[1].LengthM;
        var most = OutlineLine.Cut([Square(47, 35, 0.3)], coast, _bare with { LeastM = shorter + 0.01 }, out _)!;
        Assert.Single(most.Parts);
        Assert.Equal(1, most.DroppedCount);
        Assert.Equal(shorter, most.DroppedM);
        var all = OutlineLine.Cut([Square(47, 35, 0.3)], coast, _bare with { LeastM = shorter }, out _)!;
        Assert.Equal(2, all.Parts.Length);
    }

    [Fact]
    public void AGapAllRoundIsJoinedToAClosedPart()
    {
        ImmutableArray<GeoPoint>[] coast = [[At(48, 35.5), At(48.00001, 35.5)]];
        var cut = OutlineLine.Cut([Square(47, 35, 1)], coast, _bare with { JoinM = 6010 }, out _)!;
        var part = Assert.Single(cut.Parts);
        Assert.Equal(part.Points[0], part.Points[^1]);
        Assert.Equal(LengthM([.. Square(47, 35, 1).Outer, At(47, 35)]), part.LengthM, 5.0);
    }

    [Fact]
    public void AnOutlineThatFollowsTheToleranceIsCutAllTheSame()
    {
        // The outline is the zone of the coast itself, so that its distance is the tolerance within centimetres.
        GeoPoint[] coast = Dense([At(47, 35), At(47.4, 35.7), At(47.2, 36.3)]);
        var zone = LineBuffer.Build(coast, 3000, 3000).Union;
        foreach (var (tolerance, isKept) in new[] { (2999.5, true), (3000.5, false) })
        {
            var cut = OutlineLine.Cut(zone.Polygons, [[.. coast]], _bare with { ToleranceM = tolerance }, out _)!;

            // Its flat ends run through the tolerance either way.
            var kept = cut.Parts.Sum(part => part.LengthM);
            var whole = LengthM([.. zone.Polygons[0].Outer, zone.Polygons[0].Outer[0]]);
            Assert.Equal(isKept ? whole - 12_000 : 0, kept, 20.0);
        }
    }

    [Fact]
    public void ABorderThatIsCutAtLongitude180GoesTheShortWay()
    {
        var cut = OutlineLine.Cut([Square(47, 35, 1)], [[At(47, 179), At(47.5, -179)]], _bare, out _)!;
        Assert.Single(cut.Parts);
    }

    [Fact]
    public void WhatCannotBeCutIsRefusedInALine()
    {
        Assert.Null(OutlineLine.Cut([], [], _bare, out var problem));
        Assert.Equal("expected at least one polygon, got none", problem);
        var bow = new GeoPolygon([At(47, 35), At(48, 36), At(48, 35), At(47, 36)]);
        Assert.Null(OutlineLine.Cut([Square(47, 35, 1), bow], [], _bare, out problem));
        Assert.StartsWith("polygon 2: edges cross", problem, StringComparison.Ordinal);
        foreach (var rule in new[]
        {
            _bare with { ToleranceM = -1 }, _bare with { JoinM = double.NaN },
            _bare with { LeastM = OutlineRule.MaxM + 1 },
        })
        {
            Assert.Null(OutlineLine.Cut([Square(47, 35, 1)], [], rule, out problem));
            Assert.Contains("expected 0 to 100000 m", problem, StringComparison.Ordinal);
        }

        Assert.NotNull(OutlineLine.Cut(
            [Square(47, 35, 1)], [], _bare with { LeastM = OutlineRule.MaxM }, out problem));
    }

    private static double LengthM(ImmutableArray<GeoPoint> line)
    {
        var sum = 0.0;
        for (var i = 1; i < line.Length; i++)
        {
            sum += Geodesic.Inverse(line[i - 1], line[i]).DistanceM;
        }

        return sum;
    }

    /// <summary>The same line, straight in longitude and latitude, with a vertex every 500 m.</summary>
    private static GeoPoint[] Dense(GeoPoint[] line) =>
    [
        line[0],
        .. line.Zip(line.Skip(1)).SelectMany(edge =>
        {
            var count = 1 + (int)(Geodesic.Inverse(edge.First, edge.Second).DistanceM / 500);
            return Enumerable.Range(1, count).Select(i => Between(edge.First, edge.Second, (double)i / count));
        }),
    ];

    private static GeoPolygon Blob(Splitmix random, int corners, double least, double most) =>
        new([.. Enumerable.Range(0, corners).Select(i =>
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * i / corners);
            var r = random.Between(least, most);
            return At(47.5 + (r * sin), 35.5 + (r * cos));
        })]);

    private static GeoPoint[] Walk(Splitmix random, int steps)
    {
        var (lat, lon) = (random.Between(47.2, 47.8), random.Between(35, 36));
        return [.. Enumerable.Range(0, steps).Select(_ =>
            At(lat += random.Between(-0.03, 0.03), lon += random.Between(-0.03, 0.04)))];
    }

    private static GeoPolygon Square(double south, double west, double size) => new(
    [
        At(south, west), At(south, west + size), At(south + size, west + size), At(south + size, west),
    ]);

    private static GeoPoint Between(GeoPoint a, GeoPoint b, double share) => At(
        a.LatitudeDeg + (share * (b.LatitudeDeg - a.LatitudeDeg)),
        a.LongitudeDeg + (share * (b.LongitudeDeg - a.LongitudeDeg)));

    private static GeoPoint At(double latitude, double longitude) =>
        GeoPoint.FromDegrees(latitudeDeg: latitude, longitudeDeg: longitude);
}
