using System.Collections.Immutable;
using Xunit;

namespace Trucewatch.Geo.Lines;

/// <summary>Sets of regions against the membership of their points.</summary>
public sealed class RegionSetsTests
{
    [Fact]
    public void EveryPointFollowsTheSets()
    {
        var random = new Splitmix(17);
        for (var round = 0; round < 40; round++)
        {
            var (a, b) = (Blob(random), Blob(random));
            var union = RegionSets.Union(a, b)!;
            var minus = RegionSets.Minus(a, b);
            var within = RegionSets.Within(a, b);
            for (var draw = 0; draw < 200; draw++)
            {
                var p = Point(random.Between(46.8, 48.2), random.Between(34.8, 36.2));
                if (Math.Abs(a.SignedDistanceM(p)) < 1 || Math.Abs(b.SignedDistanceM(p)) < 1)
                {
                    continue;
                }

                var (inA, inB) = (a.Contains(p), b.Contains(p));
                Assert.Equal(inA || inB, union.Contains(p));
                Assert.Equal(inA && !inB, minus?.Contains(p) ?? false);
                Assert.Equal(inA && inB, within?.Contains(p) ?? false);
            }

            Assert.Equal(a.AreaM2 + b.AreaM2, union.AreaM2 + (within?.AreaM2 ?? 0), 10.0);
            Assert.Equal(a.AreaM2, (minus?.AreaM2 ?? 0) + (within?.AreaM2 ?? 0), 10.0);
        }
    }

    [Fact]
    public void NothingLeftIsNull()
    {
        var (a, far) = (Square(47, 35, 0.1), Square(48, 36, 0.1));
        Assert.Null(RegionSets.Minus(a, a));
        Assert.Null(RegionSets.Within(a, far));
        Assert.Null(RegionSets.Within(a, Square(47, 35.1, 0.1)));
        Assert.Null(RegionSets.Union());
        Assert.Equal(a.AreaM2, RegionSets.Minus(a, far)!.AreaM2, 1e-3);
        Assert.Equal(a.AreaM2, RegionSets.Union(a)!.AreaM2, 1e-3);
    }

    [Fact]
    public void AHoleStaysAHole()
    {
        var ring = RegionSets.Minus(Square(47, 35, 1), Square(47.4, 35.4, 0.2))!;
        Assert.Single(Assert.Single(ring.Polygons).Holes);
        Assert.False(ring.Contains(Point(47.5, 35.5)));
        Assert.Equal(Square(47, 35, 1).AreaM2, RegionSets.Union(ring, Square(47.4, 35.4, 0.2))!.AreaM2, 1.0);
    }

    [Fact]
    public void AGrownCircleIsTheWiderCircleAndIsWeighedAsADisk()
    {
        var centre = Point(47.5, 35.5);
        var grown = RegionSets.Grown(LineBuffer.Circle(centre, 800), 1_000);
        Assert.Equal(LineBuffer.Circle(centre, 1_800).AreaM2, grown.AreaM2, 0.001 * grown.AreaM2);
        var scale = LocalScale.At(centre);
        foreach (var eastM in new[] { 0.0, 500, 1_500, 1_800, 2_500 })
        {
            foreach (var sigmaM in new[] { 100.0, 500, 900 })
            {
                var error = Covariance2.Circular(sigmaM);
                Assert.Equal(
                    Disk.ProbabilityWithin(eastM, 0, error, 1_800),
                    grown.Locate(scale.Move(centre, eastM, 0), error).PInside,
                    1e-3);
            }
        }
    }

    [Fact]
    public void WhatIsGrownHoldsWhatIsNearAndNothingElse()
    {
        var random = new Splitmix(29);
        var square = Square(47, 35, 0.5);
        var holed = RegionSets.Minus(square, Square(47.2, 35.2, 0.1))!;
        foreach (var region in new[] { square, holed })
        {
            var grown = RegionSets.Grown(region, 3_000);
            for (var draw = 0; draw < 400; draw++)
            {
                var p = Point(random.Between(46.9, 47.6), random.Between(34.9, 35.6));
                var nearM = region.SignedDistanceM(p);
                if (Math.Abs(nearM + 3_000) > 1)
                {
                    Assert.Equal(nearM > -3_000, grown.Contains(p));
                }
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(LineBuffer.MaxWidthM + 1)]
    public void NoDistanceIsRefused(double distanceM) => Assert.Throws<ArgumentOutOfRangeException>(
        () => RegionSets.Grown(Square(47, 35, 0.1), distanceM));

    private static Region Blob(Splitmix random)
    {
        var (lat, lon) = (random.Between(47.2, 47.8), random.Between(35.2, 35.8));
        return Region.FromPolygons(new GeoPolygon([.. Enumerable.Range(0, 25).Select(i =>
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * i / 25);
            var r = random.Between(0.1, 0.5);
            return Point(lat + (r * sin), lon + (r * cos));
        })]));
    }

    private static Region Square(double south, double west, double size) => Region.FromPolygons(new GeoPolygon(
    [
        Point(south, west), Point(south, west + size), Point(south + size, west + size), Point(south + size, west),
    ]));

    private static GeoPoint Point(double latitude, double longitude) =>
        GeoPoint.FromDegrees(latitudeDeg: latitude, longitudeDeg: longitude);
}
