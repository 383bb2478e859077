using Trucewatch.Geo.Geodesics;
using Xunit;

namespace Trucewatch.Geo.Lines;

public sealed class LineBufferSidesTests
{
    private static readonly GeoPoint[] LongLine =
        [At(46.55, 32.3), At(46.9, 34), At(47.6, 36), At(48.2, 37.6), At(49.1, 38.3), At(50.3, 38)];

    [Fact]
    public void Every_vertex_is_as_far_from_the_line_as_the_width_or_on_the_line_or_its_square_ends()
    {
        var zones = LineBuffer.Build(LongLine, 20_000, 12_000);
        Check(zones.Left!, 20_000);
        Check(zones.Right!, 12_000);

        static void Check(Region zone, double width)
        {
            var far = 0;
            foreach (var vertex in zone.Polygons.SelectMany(polygon => polygon.Outer))
            {
                var distance = DistanceToLine(vertex, LongLine);
                Assert.True(distance < width + 1, $"{vertex} {distance}");
                far += Math.Abs(distance - width) < 1 ? 1 : 0;
            }

            // The line is 660 km long with a vertex a kilometre: at least that many stand on the outer edge.
            Assert.True(far > 600, $"{far}");
            Assert.Single(zone.Polygons);
        }
    }

    [Fact]
    public void Midpoints_of_edges_are_within_a_decimetre_of_the_width()
    {
        var ring = LineBuffer.Build(LongLine, 20_000, 0).Left!.Polygons[0].Outer;
        for (var index = 0; index < ring.Length; index += 7)
        {
            var (a, b) = (ring[index], ring[(index + 1) % ring.Length]);
            var middle = At((a.LatitudeDeg + b.LatitudeDeg) / 2, (a.LongitudeDeg + b.LongitudeDeg) / 2);
            var distance = DistanceToLine(middle, LongLine);
            var onEdge = Math.Abs(DistanceToLine(a, LongLine) - 20_000) < 1
                && Math.Abs(DistanceToLine(b, LongLine) - 20_000) < 1;
            Assert.True(!onEdge || Math.Abs(distance - 20_000) < 0.15, $"{middle} {distance}");
        }
    }

    [Fact]
    public void Area_along_a_meridian_is_length_times_width()
    {
        // Beside a meridian the strip of width w and length s has the area s w (1 - w^2 / 6 R^2): 7e-7 less at 13 km.
        GeoPoint[] line = [At(47, 35), At(48, 35)];
        var length = Geodesic.Inverse(line[0], line[1]).DistanceM;
        var zones = LineBuffer.Build(line, 10_000, 10_000);
        Assert.Equal(1, zones.Left!.AreaM2 / (length * 10_000), 1e-5);
        Assert.Equal(1, zones.Union.AreaM2 / (length * 20_000), 1e-5);
        Assert.Equal(zones.Left.AreaM2, zones.Right!.AreaM2, 10.0);
    }

    [Fact]
    public void Left_is_on_the_left()
    {
        var zones = LineBuffer.Build([At(47, 35), At(48, 35)], 10_000, 5_000);
        Assert.True(zones.Left!.Contains(At(47.5, 34.95)));
        Assert.False(zones.Left.Contains(At(47.5, 35.05)));
        Assert.True(zones.Right!.Contains(At(47.5, 35.05)));
        Assert.False(zones.Right.Contains(At(47.5, 35.1)));
        Assert.False(zones.Union.Contains(At(46.999, 35)));
    }

    [Theory]
    [InlineData("47 35, 48 35, 47 35.2", 20_000, 20_000)]
    [InlineData("47 35, 48 35, 47 35.2", 20_000, 3_000)]
    [InlineData("47 35, 47.5 35.5, 47.2 35.6, 47.6 36", 15_000, 15_000)]
    public void At_sharp_bends_neither_side_spills_over_the_line(string text, double leftM, double rightM)
    {
        var line = Parse(text);
        var zones = LineBuffer.Build(line, leftM, rightM);
        var random = new Splitmix(11);
        for (var draw = 0; draw < 4000; draw++)
        {
            var point = At(random.Between(46.7, 48.3), random.Between(34.6, 36.4));
            var (distance, left, certain) = Nearest(point, line);
            if (!certain || Math.Abs(distance - (left ? leftM : rightM)) < 60 || distance < 60)
            {
                continue;
            }

            Assert.Equal(left && distance < leftM, zones.Left!.Contains(point));
            Assert.Equal(!left && distance < rightM, zones.Right!.Contains(point));
        }
    }

    [Fact]
    public void A_line_that_crosses_itself_has_zones_all_the_same()
    {
        var zones = LineBuffer.Build(Parse("47 35, 47.5 35.6, 47.5 35.2, 47 35.8"), 2_000, 2_000);
        Assert.True(zones.Union.AreaM2 > 0);
        Assert.True(zones.Union.Contains(At(47.5, 35.4)));
    }

    [Fact]
    public void A_circle_is_as_far_as_its_radius_all_round()
    {
        var circle = LineBuffer.Circle(At(46, 31), 18_520);
        foreach (var vertex in circle.Polygons[0].Outer)
        {
            Assert.Equal(18_520, Geodesic.Inverse(At(46, 31), vertex).DistanceM, 1e-6);
        }

        Assert.Equal(1, circle.AreaM2 / (Math.PI * 18_520 * 18_520), 1e-5);
    }

    [Fact]
    public void Widths_by_segment_hold_along_their_segments()
    {
        // The kilometre in the middle is not agreed; the last segment is narrower, and bends.
        GeoPoint[] line = [At(47, 35), At(47.4, 35), At(47.41, 35), At(47.8, 35), At(48, 35.4)];
        SideWidths[] widths = [new(10_000, 5_000), new(0, 0), new(10_000, 5_000), new(4_000, 5_000)];
        var zones = LineBuffer.Build(line, widths);
        Assert.True(zones.Left!.Contains(At(47.2, 34.88)));
        Assert.False(zones.Left.Contains(At(47.405, 34.95)));
        Assert.False(zones.Right!.Contains(At(47.405, 35.05)));
        Assert.True(zones.Left.Contains(At(47.415, 34.88)));
        Assert.True(zones.Left.Contains(At(47.85, 34.9)));
        Assert.True(zones.Left.Contains(At(47.92, 35.2)));
        Assert.False(zones.Left.Contains(At(47.95, 35.18)));
        Assert.Equal(2, zones.Right.Polygons.Length);
        Assert.Equal(zones.Union.AreaM2, zones.Left.AreaM2 + zones.Right.AreaM2, 10.0);
    }

    [Fact]
    public void Widths_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => LineBuffer.Build(LongLine, [new SideWidths(1, 1)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => LineBuffer.Build(LongLine, new SideWidths[5]));
        SideWidths[] wide = [.. Enumerable.Repeat(new SideWidths(1, LineBuffer.MaxWidthM + 1), 5)];
        Assert.Throws<ArgumentOutOfRangeException>(() => LineBuffer.Build(LongLine, wide));
    }

    [Theory]
    [InlineData(350, 10)]
    [InlineData(0, 90)]
    [InlineData(45, 315)]
    [InlineData(180, 360)]
    [InlineData(90, 89.5)]
    public void A_sector_holds_what_is_seen_between_its_bearings(double fromDeg, double toDeg)
    {
        var sector = LineBuffer.Sector(At(46, 31), 30_000, fromDeg, toDeg);
        var sweep = toDeg > fromDeg ? toDeg - fromDeg : toDeg - fromDeg + 360;
        Assert.Equal(1, sector.AreaM2 / (Math.PI * 30_000 * 30_000 * sweep / 360), 1e-5);
        var random = new Splitmix(4);
        for (var draw = 0; draw < 2000; draw++)
        {
            var (bearing, distance) = (random.Between(0, 360), random.Between(100, 40_000));
            var turn = (bearing - fromDeg + 360) % 360;
            var point = Geodesic.Direct(At(46, 31), bearing, distance).Point;
            if (Math.Min(turn, Math.Abs(turn - sweep)) * distance > 100 && Math.Abs(distance - 30_000) > 1)
            {
                Assert.Equal(turn < sweep && distance < 30_000, sector.Contains(point));
            }
        }
    }

    [Fact]
    public void A_sector_needs_two_bearings_and_a_radius()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LineBuffer.Sector(At(46, 31), 1000, 10, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => LineBuffer.Sector(At(46, 31), 1000, 0, 360));
        Assert.Throws<ArgumentOutOfRangeException>(() => LineBuffer.Sector(At(46, 31), 1000, -1, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => LineBuffer.Sector(At(46, 31), 1000, double.NaN, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => LineBuffer.Sector(At(46, 31), 0, 0, 10));
    }

    private static double DistanceToLine(GeoPoint point, GeoPoint[] line) => Nearest(point, line).DistanceM;

    /// <summary>
    /// An independent search: ternary search on each geodesic with nothing but direct and inverse problems.
    /// </summary>
    private static (double DistanceM, bool Left, bool Certain) Nearest(GeoPoint point, GeoPoint[] line)
    {
        var (best, left, certain) = (double.PositiveInfinity, false, false);
        for (var index = 0; index + 1 < line.Length; index++)
        {
            var whole = Geodesic.Inverse(line[index], line[index + 1]);
            var (low, high) = (0.0, whole.DistanceM);
            for (var round = 0; round < 60; round++)
            {
                var (one, two) = (low + ((high - low) / 3), high - ((high - low) / 3));
                if (Distance(one) < Distance(two))
                {
                    high = two;
                }
                else
                {
                    low = one;
                }
            }

            var distance = Distance(low);
            if (distance < best)
            {
                var foot = Geodesic.Direct(line[index], whole.AzimuthStartDeg, low);
                var to = Geodesic.Inverse(foot.Point, point).AzimuthStartDeg - foot.AzimuthEndDeg;
                to -= 360 * Math.Round(to / 360);
                best = distance;
                left = to < 0;
                // At a vertex the azimuth of one stretch alone does not tell the side.
                certain = low > 1 && low < whole.DistanceM - 1;
            }

            double Distance(double along) =>
                Geodesic.Inverse(Geodesic.Direct(line[index], whole.AzimuthStartDeg, along).Point, point).DistanceM;
        }

        return (best, left, certain);
    }

    private static GeoPoint[] Parse(string text) =>
    [
        .. text.Split(',')
            .Select(pair => pair.Trim().Split(' ').Select(double.Parse).ToArray())
            .Select(pair => At(pair[0], pair[1])),
    ];

    private static GeoPoint At(double latitude, double longitude) =>
        GeoPoint.FromDegrees(latitudeDeg: latitude, longitudeDeg: longitude);
}
