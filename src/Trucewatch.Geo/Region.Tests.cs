using CsCheck;
using Xunit;

namespace Trucewatch.Geo;

public sealed class RegionTests
{
    private static readonly Region Square = Region.FromPolygons(Box(47, 35, 48, 36.5));

    private static readonly Region Ring = Region.FromPolygons(
        new GeoPolygon(Box(47, 35, 48, 36.5).Outer, [Box(47.4, 35.5, 47.6, 36).Outer]));

    [Theory]
    [InlineData(47.5, 35.2, true)]
    [InlineData(47.5, 35.7, false)]
    [InlineData(46.9, 35.7, false)]
    [InlineData(47.0001, 36.4999, true)]
    public void Holes_are_outside(double latitude, double longitude, bool expected) =>
        Assert.Equal(expected, Ring.Contains(At(latitude, longitude)));

    [Fact]
    public void The_direction_of_rings_does_not_matter()
    {
        var reversed = Region.FromPolygons(new GeoPolygon([.. Box(47, 35, 48, 36.5).Outer.Reverse()]));
        var point = At(47.003, 35.7);
        var error = Covariance2.Circular(300);
        Assert.Equal(Square.Locate(point, error), reversed.Locate(point, error));
        Assert.Equal(Square.AreaM2, reversed.AreaM2, 3);
    }

    [Fact]
    public void Distance_is_in_true_metres_and_signed()
    {
        // One minute of latitude at 47 N is 1852.9 m (meridian radius 6,367,382 m).
        Assert.Equal(1852.9, Square.SignedDistanceM(At(47 + (1 / 60.0), 35.7)), 0.5);
        Assert.Equal(-1852.9, Square.SignedDistanceM(At(47 - (1 / 60.0), 35.7)), 0.5);
        Assert.Equal(-1246.16, Square.SignedDistanceM(At(47.9, 35 - (1 / 60.0))), 2);
    }

    [Fact]
    public void Distance_agrees_with_a_search_over_all_edges() =>
        Gen.Select(Gen.Double[46.5, 48.5], Gen.Double[34.5, 37]).Sample(
            (latitude, longitude) =>
            {
                var point = At(latitude, longitude);
                var scale = LocalScale.At(point);
                var nearest = double.MaxValue;
                foreach (var ring in Ring.Polygons.SelectMany(polygon => polygon.Holes.Prepend(polygon.Outer)))
                {
                    for (var index = 0; index < ring.Length; index++)
                    {
                        var (a, b) = (ring[index], ring[(index + 1) % ring.Length]);
                        for (var step = 0; step <= 2000; step++)
                        {
                            var (east, north) = scale.Offset(point, At(
                                a.LatitudeDeg + ((b.LatitudeDeg - a.LatitudeDeg) * step / 2000),
                                a.LongitudeDeg + ((b.LongitudeDeg - a.LongitudeDeg) * step / 2000)));
                            nearest = Math.Min(nearest, Math.Sqrt((east * east) + (north * north)));
                        }
                    }
                }

                var distance = Math.Abs(Ring.SignedDistanceM(point));
                Assert.InRange(distance, nearest - 60 - (nearest * 1e-4), nearest + 0.1 + (nearest * 1e-5));
            },
            iter: 60);

    [Fact]
    public void Area_of_a_box_is_the_exact_integral()
    {
        // A 1 x 1 degree box at the equator has 12,308.78 km2 (Karney's Planimeter: 12308778361.469 m2, geodesic
        // edges).
        var box = Region.FromPolygons(Box(0, 0, 1, 1));
        Assert.Equal(12_308_778_361, box.AreaM2, 800_000.0);
        Assert.Equal(Square.AreaM2 - Region.FromPolygons(Box(47.4, 35.5, 47.6, 36)).AreaM2, Ring.AreaM2, 1.0);
    }

    [Theory]
    [InlineData(0.0, 0.5)]
    [InlineData(1.0, 0.841344746)]
    [InlineData(-1.0, 0.158655254)]
    [InlineData(1.6448536, 0.95)]
    [InlineData(-3.0, 0.00134990)]
    public void Near_a_straight_edge_it_is_the_normal_distribution_function(double sigmas, double expected)
    {
        var scale = LocalScale.At(At(47, 35.7));
        var point = scale.Move(At(47, 35.7), 0, sigmas * 200);
        Assert.Equal(expected, Square.ProbabilityInside(point, new Covariance2(900, 0, 200 * 200)), 5e-4);
    }

    [Fact]
    public void At_a_corner_a_quarter_is_inside() =>
        Assert.Equal(0.25, Square.ProbabilityInside(At(47.0000001, 35.0000001), Covariance2.Circular(100)), 0.003);

    [Fact]
    public void Without_error_it_is_yes_or_no()
    {
        Assert.Equal(1, Square.ProbabilityInside(At(47.00001, 35.7), default));
        Assert.Equal(0, Square.ProbabilityInside(At(46.99999, 35.7), default));
    }

    [Fact]
    public void It_agrees_with_drawing_points()
    {
        var strip = Region.FromPolygons(Box(47.2, 35.2, 47.203, 35.205), Box(47.204, 35.2, 47.207, 35.203));
        var random = new Splitmix(7);
        foreach (var (latitude, longitude, error) in new[]
        {
            (47.2015, 35.2025, new Covariance2(250_000, 100_000, 90_000)),
            (47.2038, 35.2010, new Covariance2(40_000, -30_000, 40_000)),
            (47.2100, 35.2000, new Covariance2(360_000, 0, 10_000)),
            (47.2031, 35.2049, new Covariance2(10_000, 0, 10_000)),
        })
        {
            var mean = At(latitude, longitude);
            var scale = LocalScale.At(mean);
            var east = Math.Sqrt(error.EastM2);
            var shear = error.EastNorthM2 / east;
            var north = Math.Sqrt(error.NorthM2 - (shear * shear));
            const int Draws = 40_000;
            var hits = 0;
            for (var draw = 0; draw < Draws; draw++)
            {
                var (x, y) = (random.Normal(), random.Normal());
                hits += strip.Contains(scale.Move(mean, x * east, (x * shear) + (y * north))) ? 1 : 0;
            }

            Assert.Equal((double)hits / Draws, strip.ProbabilityInside(mean, error), 0.01);
        }
    }

    [Fact]
    public void It_grows_on_the_way_in_and_the_mirror_image_has_the_same() =>
        Gen.Select(Gen.Double[1, 3000], Gen.Double[-4, 4], Gen.Double[0.01, 0.5]).Sample(
            (sigma, at, step) =>
            {
                var edge = At(47, 35.75);
                var scale = LocalScale.At(edge);
                var error = Covariance2.Circular(sigma);
                var here = Square.ProbabilityInside(scale.Move(edge, 0, at * sigma), error);
                var further = Square.ProbabilityInside(scale.Move(edge, 0, (at + step) * sigma), error);
                Assert.True(further >= here - 2e-4, $"{here} {further}");
                var mirror = scale.Move(edge, 40_000, at * sigma);
                var other = scale.Move(edge, -40_000, at * sigma);
                Assert.Equal(Square.ProbabilityInside(mirror, error), Square.ProbabilityInside(other, error), 1e-9);
            },
            iter: 2000);

    [Theory]
    [InlineData("47 35, 48 36, 47 36, 48 35", "edges cross")]
    [InlineData("47 35, 48 36", "at least 3")]
    [InlineData("47 35, 47 35, 48 36, 47 36", "twice in a row")]
    [InlineData("47 -179, 48 179, 47 178", "longitude 180")]
    public void What_is_no_polygon_is_refused_with_a_reason(string ring, string reason)
    {
        var points = ring.Split(',').Select(text => text.Trim().Split(' ').Select(double.Parse).ToArray());
        var polygon = new GeoPolygon([.. points.Select(pair => At(pair[0], pair[1]))]);
        var region = Region.FromPolygons([polygon], out var problem);
        Assert.Null(region);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_no_more_vertices_than_the_limit()
    {
        Assert.NotNull(Region.FromPolygons([Comb(Region.MaxVertices)], out _));
        Assert.Null(Region.FromPolygons([Comb(Region.MaxVertices + 1)], out var problem));
        Assert.Contains("100000", problem, StringComparison.Ordinal);
    }

    private static GeoPolygon Comb(int vertices)
    {
        var ring = new List<GeoPoint> { At(0, 0) };
        for (var index = 1; index < vertices - 1; index++)
        {
            ring.Add(At(-1 - (index % 2 * 0.001), index * 1e-4));
        }

        ring.Add(At(0, vertices * 1e-4));
        return new GeoPolygon([.. ring]);
    }

    private static GeoPoint At(double latitude, double longitude) =>
        GeoPoint.FromDegrees(latitudeDeg: latitude, longitudeDeg: longitude);

    private static GeoPolygon Box(double south, double west, double north, double east) =>
        new([At(south, west), At(south, east), At(north, east), At(north, west)]);
}
