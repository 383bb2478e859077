using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Simulation.World;
using Xunit;

namespace Trucewatch.Watch.Rules.IdentityConduct;

public sealed class CircleWindowTests
{
    [Theory]
    [InlineData(100, 3)]
    [InlineData(2_500, -2)]
    public void A_true_circle_is_found_with_its_radius_and_turns(double radiusM, double turns)
    {
        var fit = CircleWindow.Fit(Round(radiusM, turns, noiseM: 0, seed: 1));
        Assert.Equal(radiusM, fit.RadiusM, 1e-6 * radiusM);
        Assert.Equal(turns, fit.Turns, 1e-9);
        Assert.InRange(fit.RmsM, 0, 1e-6);
        Assert.True(fit.IsSteady);
    }

    /// <summary>The oracle walks downhill on the same sum of squares, knowing nothing of the closed form.</summary>
    [Fact]
    public void The_fit_is_the_least_of_its_sum_of_squares()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var ways = Round(300, 2.3, noiseM: 15, seed);
            var best = new double[] { 0, 0, 300 };
            var least = Sum(ways, best);
            for (var step = 64.0; step > 1e-7; step /= 2)
            {
                for (var isBetter = true; isBetter;)
                {
                    isBetter = false;
                    for (var axis = 0; axis < 6; axis++)
                    {
                        var tried = (double[])best.Clone();
                        tried[axis / 2] += axis % 2 == 0 ? step : -step;
                        if (Sum(ways, tried) is var sum && sum < least)
                        {
                            (best, least, isBetter) = (tried, sum, true);
                        }
                    }
                }
            }

            Assert.Equal(best[2], CircleWindow.Fit(ways).RadiusM, 1e-3);
        }
    }

    [Fact]
    public void A_line_is_no_circle() =>
        Assert.Equal(default, CircleWindow.Fit([.. Enumerable.Range(0, 30).Select(at => new Way(at * 10, at * 20))]));

    [Fact]
    public void To_and_fro_is_not_steady()
    {
        var there = Round(300, 1, noiseM: 0, seed: 1);
        Assert.False(CircleWindow.Fit([.. there, .. there.Reverse()]).IsSteady);
    }

    /// <summary>A full window keeps its newest places: a circle is forgotten when the last place of it is.</summary>
    [Theory]
    [InlineData(CircleWindow.MaxPlaces, true)]
    [InlineData(CircleWindow.MaxPlaces + 1, true)]
    [InlineData(3 * CircleWindow.MaxPlaces, false)]
    public void The_window_keeps_the_newest_places(int places, bool found)
    {
        var window = new CircleWindow(new Way[CircleWindow.MaxPlaces]);
        for (var at = 0; at < places; at++)
        {
            var (sin, cos) = Elementary.SinCosDegrees(at * 20 % 360);
            var place = at <= CircleWindow.MaxPlaces ? Scene.At(500 * sin, 500 * cos) : Scene.At(at * 50, 0);
            window.Take(new Seen(Scene.Time(30 * at), place, 10, 0, 0, default));
        }

        Assert.Equal(found, window.Find(2, 12.5) is { RadiusM: > 499 and < 501 });
    }

    [Fact]
    public void Jumps_beyond_the_limit_push_out_the_oldest()
    {
        foreach (var others in new[] { Jumps.MaxJumps - 1, Jumps.MaxJumps })
        {
            var jumps = new Jumps();
            var settings = Settings();
            Assert.Null(jumps.Take(Jump(1, 0, 30_000), settings));
            for (uint other = 0; other < others; other++)
            {
                Assert.Null(jumps.Take(Jump(100 + other, 60_000, 90_000), settings));
            }

            Assert.Equal(others < Jumps.MaxJumps, jumps.Take(Jump(2, 30_000, 0), settings) is not null);
        }
    }

    [Fact]
    public void Steps_beyond_the_limit_push_out_the_oldest()
    {
        foreach (var others in new[] { AreaSteps.MaxSteps - 5, AreaSteps.MaxSteps - 4 })
        {
            var steps = new AreaSteps();
            var seen = At(0);
            for (var ship = 0; ship < 4; ship++)
            {
                var one = new FollowedIdentity(ObjectIdentity.Mmsi(1));
                Assert.Null(steps.Take(one, in seen, new Way(900, 0), Settings()));
            }

            var many = new FollowedIdentity(ObjectIdentity.Mmsi(9));
            for (var other = 0; other < others; other++)
            {
                Assert.Null(steps.Take(many, in seen, new Way(0, -9_000), Settings()));
            }

            var five = steps.Take(new FollowedIdentity(ObjectIdentity.Mmsi(5)), in seen, new Way(900, 0), Settings());
            Assert.Equal(others < AreaSteps.MaxSteps - 4 ? 5 : null, five);
        }
    }

    private static Jump Jump(uint mmsi, double from, double to) => new(ObjectIdentity.Mmsi(mmsi), At(from), At(to));

    private static Seen At(double eastM) => new(Scene.Time(0), Scene.At(eastM, 0), 10, 0, 0, default);

    private static ConductSettings Settings()
    {
        var agreement = Scene.Agreement(Scene.Clause("1", "identity-conduct", ""));
        var clause = agreement.Clauses[0];
        var source = new RuleSource(agreement, clause, clause.Readings[0], new SectorSettings(), []);
        return ConductSettings.Read(source, SettingsReader.Of(source));
    }

    private static double Sum(Way[] ways, double[] circle) => ways.Sum(way =>
    {
        var (east, north) = (way.EastM - circle[0], way.NorthM - circle[1]);
        var miss = (east * east) + (north * north) - (circle[2] * circle[2]);
        return miss * miss;
    });

    private static Way[] Round(double radiusM, double turns, double noiseM, ulong seed)
    {
        var draws = Draws.Named(seed, "circle");
        var ways = new Way[41];
        for (var at = 0; at < ways.Length; at++)
        {
            // Turns count against the clock, as angles do.
            var (sin, cos) = Elementary.SinCosDegrees((((360 * turns * at / 40) % 360) + 360) % 360);
            var (east, north) = draws.Normals();
            ways[at] = new Way((radiusM * cos) + (noiseM * east), (radiusM * sin) + (noiseM * north));
        }

        return ways;
    }
}
