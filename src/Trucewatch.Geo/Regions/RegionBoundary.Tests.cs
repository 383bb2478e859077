using Xunit;

namespace Trucewatch.Geo.Regions;

/// <summary>The search by grid and coarser boundaries, and Owen's function, against plain answers.</summary>
public sealed class RegionBoundaryTests
{
    private static readonly GeoPoint _centre = Point(48, 37);

    [Theory]
    [InlineData(3000)]
    [InlineData(8)]
    public void DistanceAgreesWithEveryEdgeNearAndFar(int corners)
    {
        var (region, edges) = Star(corners);
        var random = new Splitmix(21);
        for (var i = 0; i < 800; i++)
        {
            var reach = i % 4 == 0 ? 8 : i % 4 == 1 ? 1.5 : i % 4 == 2 ? 0.2 : 0.02;
            var point = Point(48 + random.Between(-reach, reach), 37 + random.Between(-reach, reach));
            var plane = new Plane(point.LongitudeDeg, point.LatitudeDeg);
            var expected = Math.Sqrt(edges.Min(e => plane.Distance2(e)));
            Assert.Equal(expected, Math.Abs(region.SignedDistanceM(point)), 0.1 + (1e-4 * expected));
        }
    }

    [Fact]
    public void ContainsAgreesWithPlainCounting()
    {
        var (region, edges) = Star(3000);
        var random = new Splitmix(9);
        for (var i = 0; i < 5_000; i++)
        {
            var p = Point(random.Between(46.9, 49.1), random.Between(35.4, 38.6));
            var crossed = edges.Count(e => (e.ALat > p.LatitudeDeg) != (e.BLat > p.LatitudeDeg)
                && p.LongitudeDeg < e.ALon + ((p.LatitudeDeg - e.ALat) / (e.BLat - e.ALat) * (e.BLon - e.ALon)));
            Assert.Equal((crossed & 1) != 0, region.Contains(p));
        }
    }

    [Fact]
    public void OnAnEdgeTheProbabilityIsOneHalfAndAtACornerTheShareOfTheAngle()
    {
        var box = Region.FromPolygons(
            new GeoPolygon([Point(48, 37), Point(48, 38), Point(49, 38), Point(49, 37)]));
        Assert.Equal(0.5, box.ProbabilityInside(Point(48, 37.5), Covariance2.Circular(100)), 1e-4);
        Assert.Equal(0.25, box.ProbabilityInside(_centre, Covariance2.Circular(100)), 1e-3);
        Assert.Equal(0.5, box.ProbabilityInside(Point(48, 37.5), new Covariance2(1e4, 0, 0)), 1e-2);
    }

    [Fact]
    public void AskingAllocatesNothing()
    {
        var (region, _) = Star(300);
        var edge = region.Polygons[0].Outer[7];
        _ = region.Locate(edge, Covariance2.Circular(300));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            _ = region.Locate(edge, Covariance2.Circular(300 + i));
            _ = region.Locate(_centre, Covariance2.Circular(300));
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Tests.House.AllocationNoise.Bytes);
    }

    [Theory]
    [InlineData(0.3, 0.7, 0.09231560573042745)]
    [InlineData(0, 1, 0.125)]
    [InlineData(1, 5, 0.07932762447189018)]
    [InlineData(0.001, 2000, 0.2497988352440921)]
    [InlineData(4, 0.9, 1.583285013976373e-5)]
    [InlineData(1e-06, 3, 0.1987918088249779)]
    [InlineData(6, 100, 4.932938225188491e-10)]
    public void OwensFunctionHasItsValues(double h, double a, double expected)
    {
        Assert.Equal(expected, Whitening.OwenT(h, a), 1e-10);
        Assert.Equal(-Whitening.OwenT(h, a), Whitening.OwenT(h, -a));
    }

    private static (Region Region, BoundaryEdge[] Edges) Star(int corners)
    {
        var ring = Enumerable.Range(0, corners).Select(i =>
        {
            var angle = i * 2 * Math.PI / corners;
            var radius = i % 2 == 0 ? 1.0 : 0.7;
            return Point(48 + (radius * Math.Sin(angle)), 37 + (1.5 * radius * Math.Cos(angle)));
        }).ToArray();
        var edges = ring.Select((a, i) =>
        {
            var b = ring[(i + 1) % corners];
            return new BoundaryEdge(a.LongitudeDeg, a.LatitudeDeg, b.LongitudeDeg, b.LatitudeDeg);
        }).ToArray();
        return (Region.FromPolygons(new GeoPolygon([.. ring])), edges);
    }

    private static GeoPoint Point(double latitude, double longitude) =>
        GeoPoint.FromDegrees(latitudeDeg: latitude, longitudeDeg: longitude);
}
