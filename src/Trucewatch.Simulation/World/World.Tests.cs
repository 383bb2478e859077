using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Simulation.World;

public sealed class WorldTests
{
    private static readonly GeoPoint here = GeoPoint.FromDegrees(latitudeDeg: 48, longitudeDeg: 37);

    [Fact]
    public void Streams_of_other_names_or_seeds_have_nothing_in_common()
    {
        var taken = new HashSet<ulong>();
        foreach (var (seed, name) in new[] { (1UL, "a"), (1UL, "b"), (2UL, "a"), (3UL, "a"), (1UL, "aa"), (1UL, "") })
        {
            var draws = Draws.Named(seed, name);
            for (var i = 0; i < 1000; i++)
            {
                Assert.True(taken.Add(draws.Next()));
            }
        }

        Assert.Equal(Draws.Named(7, "x").Next(), Draws.Named(7, "x").Next());
    }

    [Fact]
    public void Draws_have_the_distributions_that_they_claim()
    {
        var draws = Draws.Named(1, "moments");
        var (sum, squares, low) = (0.0, 0.0, 0);
        for (var i = 0; i < 50_000; i++)
        {
            var (first, second) = draws.Normals();
            sum += first + second;
            squares += (first * first) + (second * second);
            low += draws.Below(10) < 3 ? 1 : 0;
            Assert.InRange(draws.Between(-2, 5), -2, 5);
        }

        Assert.Equal(0, sum / 100_000, 0.02);
        Assert.Equal(1, squares / 100_000, 0.02);
        Assert.Equal(0.3, low / 50_000.0, 0.01);
    }

    [Fact]
    public void A_shuttle_turns_at_the_end_of_its_way()
    {
        var scale = LocalScale.At(here);
        var way = new Route(here, scale.Move(here, 3000, 0), scale.Move(here, 3000, 1000));
        var motion = new Shuttle(way, SpeedMps: 10, StartM: 0);

        Assert.Equal(4000, way.LengthM, 0.01);
        Assert.Equal(90, motion.At(10)!.Value.CourseDeg, 0.05);
        Assert.Equal(0, motion.At(350)!.Value.CourseDeg, 0.05);
        Assert.Equal(180, motion.At(450)!.Value.CourseDeg, 0.05);
        Assert.Equal(motion.At(100)!.Value.Position.LongitudeDeg, motion.At(700)!.Value.Position.LongitudeDeg, 1e-9);
    }

    [Fact]
    public void A_journey_is_at_its_stops_in_time_and_unseen_outside()
    {
        var there = LocalScale.At(here).Move(here, 0, 600);
        var motion = new Journey(isSeenOutside: false, new Stop(10, here), new Stop(70, there), new Stop(80, there));

        Assert.Null(motion.At(9));
        Assert.Null(motion.At(81));
        Assert.Equal(10, motion.At(40)!.Value.SpeedMps, 0.001);
        Assert.Equal(0, motion.At(75)!.Value.SpeedMps);
        Assert.Equal(there, motion.At(80)!.Value.Position);
        var standing = new Journey(isSeenOutside: true, new Stop(1, here), new Stop(2, there));
        Assert.Equal(there, standing.At(99)!.Value.Position);
        Assert.Throws<ArgumentException>(() => new Journey(false, new Stop(2, here), new Stop(2, there)));
    }

    [Fact]
    public void A_loiterer_keeps_its_distance_and_a_shift_ends()
    {
        var motion = new Loiter(here, RadiusM: 500, SpeedMps: 5, StartDeg: 30);
        for (var seconds = 0; seconds < 2000; seconds += 37)
        {
            var (eastM, northM) = LocalScale.At(here).Offset(here, motion.At(seconds)!.Value.Position);
            Assert.Equal(500, Math.Sqrt((eastM * eastM) + (northM * northM)), 0.01);
        }

        var shifts = new Shifts(motion, PeriodS: 100, DutyS: 40, PhaseS: 0);
        Assert.NotNull(shifts.At(139));
        Assert.Null(shifts.At(141));
    }
}
