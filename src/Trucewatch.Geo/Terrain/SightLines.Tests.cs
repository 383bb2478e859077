using Trucewatch.Geo.Geodesics;
using Xunit;

namespace Trucewatch.Geo.Terrain;

public sealed class SightLinesTests
{
    private static readonly string[] fourTiles = ["N47E037", "N47E038", "N48E037", "N48E038"];

    // Two hundred metres from the corner where four tiles meet.
    private static readonly GeoPoint eye = At(48.001, 37.998);

    /// <summary>Ridges, cones, valleys and seeded hills: how far each rises at a place.</summary>
    public static TheoryData<string> Shapes => new("ridge", "slanting-ridge", "cone", "valley", "hills-1", "hills-2");

    /// <summary>
    /// Against lines through space: eye, ground and target as points of a plane around the centre of a larger Earth,
    /// the ground every ten metres of the geodesic to the target itself, its height by the formula and not by the tile.
    /// What passes the ground by more than the tolerance is free or masked, and nothing else is said of it.
    /// </summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void What_is_seen_is_what_straight_lines_through_space_reach(string shape)
    {
        var height = HeightOf(shape);
        var ground = TestTerrain.Near(eye, height, fourTiles);
        var draws = new Splitmix(7);
        var (free, masked, near) = (0, 0, 0);
        foreach (var (eyeM, earth) in ((double, SightEarth)[])[(3, SightEarth.Light), (25, SightEarth.Radar)])
        {
            var places = Enumerable.Range(0, 250).Select(_ => Geodesic.Direct(
                eye, draws.Between(-180, 180), draws.Between(50, 10_000)).Point).ToArray();
            var found = Judged(new SightLines(ground, eye, eyeM, 2, 10_000, earth), places);
            for (var index = 0; index < places.Length; index++)
            {
                // Rounded heights, straight between them, on a ray up to 30 m aside on slopes of up to a quarter.
                var clearM = ClearanceM(height, places[index], eyeM, earth);
                if (Math.Abs(clearM) < 8)
                {
                    near++;
                    continue;
                }

                Assert.Equal(clearM > 0 ? LineOfSight.Free : LineOfSight.Masked, found[index]);
                (free, masked) = (free + (clearM > 0 ? 1 : 0), masked + (clearM < 0 ? 1 : 0));
            }
        }

        Assert.True(masked >= 20 && free >= 10, $"{shape}: {free} free, {masked} masked, {near} near");
    }

    /// <summary>Over flat ground, however high, the horizon is that of the smooth Earth within two metres.</summary>
    [Theory]
    [InlineData(0, 30, true)]
    [InlineData(0, 2, false)]
    [InlineData(-400, 12, false)]
    [InlineData(2_500, 30, false)]
    public void Over_flat_ground_one_sees_to_the_horizon(double level, double eyeM, bool isRadar)
    {
        var earth = isRadar ? SightEarth.Radar : SightEarth.Light;
        var ground = TestTerrain.Ground((_, _) => level, fourTiles);
        var reachM = earth.ReachM(eyeM, 2);
        var lines = new SightLines(ground, eye, eyeM, 2, 100_000, earth);
        for (var bearing = 0.0; bearing < 360; bearing += 7.3)
        {
            GeoPoint[] places =
            [
                Geodesic.Direct(eye, bearing, reachM - 2).Point, Geodesic.Direct(eye, bearing, reachM + 2).Point,
                Geodesic.Direct(eye, bearing, reachM / 3).Point, Geodesic.Direct(eye, bearing, 1).Point, eye,
            ];
            Assert.Equal(
                [LineOfSight.Free, LineOfSight.Masked, LineOfSight.Free, LineOfSight.Free, LineOfSight.Free],
                Judged(lines, places));
        }
    }

    /// <summary>Refraction is what makes the Earth larger: k = 1/7 for light, 1/4 for radar.</summary>
    [Fact]
    public void The_larger_Earths_are_those_of_refraction()
    {
        Assert.Equal(6_371_000.0 * 7 / 6, SightEarth.Light.DiameterM / 2, 6_371_000 * 1e-3);
        Assert.Equal(6_371_000.0 * 4 / 3, SightEarth.Radar.DiameterM / 2, 6_371_000 * 1e-3);
    }

    /// <summary>Whatever hills there are: where a ridge rises, nothing that lies behind it comes into sight.</summary>
    [Fact]
    public void A_ridge_that_rises_shows_nothing_more()
    {
        var (hills, draws) = (HeightOf("hills-1"), new Splitmix(11));
        var places = Enumerable.Range(0, 2_000).Select(_ => Geodesic.Direct(
            eye, draws.Between(-90, 90), draws.Between(4_000, 10_000)).Point).ToArray();
        LineOfSight[]? before = null;
        var last = int.MaxValue;
        foreach (var riseM in (double[])[0, 7, 20, 60, 200])
        {
            var ground = TestTerrain.Near(
                eye,
                (latitude, longitude) => hills(latitude, longitude) + (IsRidge(latitude, longitude) ? riseM : 0),
                fourTiles);
            var found = Judged(new SightLines(ground, eye, 10, 2, 10_000, SightEarth.Light), places);
            for (var index = 0; before is not null && index < places.Length; index++)
            {
                Assert.False(before[index] == LineOfSight.Masked && found[index] != LineOfSight.Masked);
            }

            var free = found.Count(one => one == LineOfSight.Free);
            Assert.True(free <= last);
            (before, last) = (found, free);
        }

        Assert.Equal(0, last);

        // Around the eye, two to three and a half kilometres away: all places lie behind it.
        static bool IsRidge(double latitude, double longitude)
        {
            var (east, north) = LocalScale.At(eye).Offset(eye, At(latitude, longitude));
            return (east * east) + (north * north) is > 4e6 and < 12e6;
        }
    }

    [Fact]
    public void What_a_place_gets_depends_on_no_other_place_and_no_order()
    {
        var ground = TestTerrain.Near(eye, HeightOf("hills-2"), fourTiles);
        var draws = new Splitmix(13);
        var places = Enumerable.Range(0, 3_000).Select(_ => Geodesic.Direct(
            eye, draws.Between(-180, 180), draws.Between(0, 10_000)).Point).ToArray();
        var lines = new SightLines(ground, eye, 10, 2, 10_000, SightEarth.Light);
        var found = Judged(lines, places);
        var order = Enumerable.Range(0, places.Length).OrderBy(_ => draws.Between(0, 1)).ToArray();
        Assert.Equal(
            order.Select(index => found[index]), Judged(lines, [.. order.Select(index => places[index])]));
        for (var index = 0; index < places.Length; index += 97)
        {
            Assert.Equal(found[index], Assert.Single(Judged(lines, [places[index]])));
        }
    }

    [Fact]
    public void Unknown_ground_hides_nothing_and_is_told()
    {
        // A wall in the north beyond a void, a wall in the east before one, a void in the west under the target only.
        static double Height(double latitude, double longitude)
        {
            var (east, north) = LocalScale.At(eye).Offset(eye, At(latitude, longitude));
            return Math.Abs(east) < 3_000 && north is > 1_000 and < 1_500 ? double.NaN
                : Math.Abs(east) < 3_000 && north is > 3_000 and < 3_300 ? 300
                : Math.Abs(north) < 2_000 && east is > 1_000 and < 1_500 ? 300
                : Math.Abs(north) < 2_000 && east is > 3_000 and < 3_500 ? double.NaN
                : Math.Abs(north) < 1_000 && east is < -4_000 and > -4_600 ? double.NaN
                : 100;
        }

        var lines = new SightLines(
            TestTerrain.Near(eye, Height, fourTiles), eye, 10, 2, 10_000, SightEarth.Light);
        Assert.Equal(
            [
                LineOfSight.Free, LineOfSight.Unknown, LineOfSight.Masked, LineOfSight.Masked, LineOfSight.Unknown,
                LineOfSight.Masked, LineOfSight.Free, LineOfSight.Unknown, LineOfSight.Unknown,
            ],
            Judged(lines,
            [
                Moved(0, 900), Moved(0, 2_000), Moved(0, 5_000), Moved(2_000, 0), Moved(3_250, 0), Moved(5_000, 0),
                Moved(-3_900, 0), Moved(-4_300, 0), Moved(-6_000, 0),
            ]));
    }

    [Fact]
    public void Where_a_tile_is_missing_nothing_is_said()
    {
        var lines = new SightLines(
            TestTerrain.Ground((_, _) => 100, "N48E037"), eye, 10, 2, 10_000, SightEarth.Light);
        Assert.True(lines.KnowsEye);
        Assert.Equal(
            [LineOfSight.Free, LineOfSight.Unknown, LineOfSight.Unknown],
            Judged(lines, [Moved(-3_000, 3_000), Moved(3_000, 3_000), Moved(-3_000, -3_000)]));
        var blind = new SightLines(
            TestTerrain.Ground((_, _) => 100, "N47E037"), eye, 10, 2, 10_000, SightEarth.Light);
        Assert.False(blind.KnowsEye);
        Assert.Equal([LineOfSight.Unknown], Judged(blind, [Moved(-3_000, -3_000)]));
    }

    [Fact]
    public void Further_than_the_steps_are_numbered_is_refused()
    {
        var ground = TestTerrain.Ground((_, _) => 100, "N48E037");
        Assert.Equal(62_832, new SightLines(
            ground, eye, 1, 2, SightLines.MaxReachM, SightEarth.Light).Rays);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SightLines(
            ground, eye, 1, 2, Math.BitIncrement(SightLines.MaxReachM), SightEarth.Light));
    }

    internal static LineOfSight[] Judged(SightLines lines, GeoPoint[] places)
    {
        var found = new LineOfSight[places.Length];
        lines.Judge(places, found);
        return found;
    }

    private static GeoPoint At(double latitude, double longitude) =>
        GeoPoint.FromDegrees(latitudeDeg: latitude, longitudeDeg: longitude);

    private static GeoPoint Moved(double east, double north) => LocalScale.At(eye).Move(eye, east, north);

    private static Func<double, double, double> HeightOf(string shape)
    {
        static (double East, double North) Metres(double latitude, double longitude) =>
            ((longitude - 38) * 74_600, (latitude - 48) * 111_200);
        static double Bell(double x, double width) => Math.Exp(-(x * x) / (2 * width * width));
        var draws = new Splitmix(shape == "hills-1" ? 21UL : 22UL);
        (double East, double North, double Rise, double Width)[] hills =
        [
            .. Enumerable.Range(0, 60).Select(_ => (
                draws.Between(-11_000, 11_000), draws.Between(-11_000, 11_000), draws.Between(10, 90),
                draws.Between(400, 1_200))),
        ];
        return (latitude, longitude) =>
        {
            var (east, north) = Metres(latitude, longitude);
            return 150 + shape switch
            {
                "ridge" => 80 * Bell(north - 3_000, 500),
                "slanting-ridge" => 80 * Bell((east + (0.7 * north) - 2_500) / 1.22, 500),
                "cone" => Math.Max(0, 150 - (Math.Sqrt(Math.Pow(east - 2_000, 2) + Math.Pow(north + 1_500, 2)) * 0.15)),
                "valley" => -90 * Bell(north - 1_800, 600),
                _ => hills.Sum(hill =>
                    hill.Rise * Bell(east - hill.East, hill.Width) * Bell(north - hill.North, hill.Width)),
            };
        };
    }

    /// <summary>By how much the line to a place passes over the ground, in metres; negative: through it.</summary>
    private static double ClearanceM(
        Func<double, double, double> heightM, GeoPoint place, double eyeM, SightEarth earth)
    {
        var radius = earth.DiameterM / 2;
        var way = Geodesic.Inverse(eye, place);
        (double X, double Y) PointAt(double distanceM, double height) => (
            (radius + height) * Math.Sin(distanceM / radius), (radius + height) * Math.Cos(distanceM / radius));
        var from = PointAt(0, heightM(eye.LatitudeDeg, eye.LongitudeDeg) + eyeM);
        var to = PointAt(way.DistanceM, heightM(place.LatitudeDeg, place.LongitudeDeg) + 2);
        var least = double.MaxValue;
        for (var distanceM = 10.0; distanceM < way.DistanceM; distanceM += 10)
        {
            // Where the line crosses the radius through the ground.
            var point = Geodesic.Direct(eye, way.AzimuthStartDeg, distanceM).Point;
            var (x, y) = (Math.Sin(distanceM / radius), Math.Cos(distanceM / radius));
            var above = ((from.X * to.Y) - (from.Y * to.X))
                / ((x * (to.Y - from.Y)) - (y * (to.X - from.X)));
            var clear = above - radius - heightM(point.LatitudeDeg, point.LongitudeDeg);

            // Near its ends a line passes the ground by as much as they stand on it.
            var span = Math.Min(distanceM, way.DistanceM - distanceM);
            least = span < 400 && clear > 0 ? least : Math.Min(least, clear);
        }

        return least == double.MaxValue ? 100 : least;
    }
}
