using System.Collections.Immutable;
using Trucewatch.Geo.Geodesics;
using Xunit;

namespace Trucewatch.Geo.Lines;

public sealed class LineDistanceTests
{
    private static readonly ImmutableArray<GeoPoint> Bent = [At(47, 35), At(48, 36.5), At(48.2, 35.2), At(49, 37)];

    [Fact]
    public void The_distance_is_that_to_the_nearest_of_many_points_of_the_geodesics()
    {
        var line = new LineDistance(Bent);
        var random = new Splitmix(7);
        for (var i = 0; i < 200; i++)
        {
            var point = At(46.5 + (3 * random.Between(0, 1)), 34 + (4 * random.Between(0, 1)));
            var standing = line.From(point);
            var oracle = Oracle(point);

            // The oracle's points lie at most 80 m apart, so that it may be too great by half of that, squared.
            Assert.Equal(oracle, standing.DistanceM, 0.2 + (oracle * 1e-5) + Math.Min(40, 800 / oracle));
            Assert.True(standing.DistanceM <= oracle + 0.2 + (oracle * 1e-5));
        }
    }

    [Theory]
    [InlineData(90, 1)]
    [InlineData(-90, -1)]
    public void The_side_is_that_of_someone_who_goes_along(double turnDeg, int side)
    {
        var line = new LineDistance(Bent);
        for (var i = 0; i < 3; i++)
        {
            var inverse = Geodesic.Inverse(Bent[i], Bent[i + 1]);
            var middle = Geodesic.Direct(Bent[i], inverse.AzimuthStartDeg, inverse.DistanceM / 2);
            var beside = Geodesic.Direct(middle.Point, middle.AzimuthEndDeg + turnDeg, 3_000).Point;
            var standing = line.From(beside);
            Assert.Equal((side, i), (standing.Side, standing.Segment));
            Assert.Equal(3_000, standing.DistanceM, 0.2);
        }
    }

    [Fact]
    public void On_the_line_there_is_no_side()
    {
        var standing = new LineDistance(Bent).From(Bent[1]);
        Assert.Equal((0.0, 0), (standing.DistanceM, standing.Side));
        Assert.Throws<ArgumentException>(() => new LineDistance([Bent[0]]));
    }

    private static double Oracle(GeoPoint point)
    {
        var least = double.PositiveInfinity;
        for (var i = 0; i < Bent.Length - 1; i++)
        {
            var inverse = Geodesic.Inverse(Bent[i], Bent[i + 1]);
            for (var k = 0; k <= 2_000; k++)
            {
                var on = Geodesic.Direct(Bent[i], inverse.AzimuthStartDeg, inverse.DistanceM * k / 2_000).Point;
                least = Math.Min(least, Geodesic.Inverse(on, point).DistanceM);
            }
        }

        return least;
    }

    private static GeoPoint At(double lat, double lon) => GeoPoint.FromDegrees(latitudeDeg: lat, longitudeDeg: lon);
}
