using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Planning;
using Trucewatch.Geo;
using Trucewatch.Simulation.World;
using Trucewatch.Watch.Coverage;
using Xunit;

namespace Trucewatch.Watch.Planning;

public sealed class DayPlannerTests
{
    private const int Drones = 8;
    private const int Tries = 8_000;

    private static readonly TaskingScene Scene = new(Drones);

    /// <summary>
    /// The mean over the fixed seeds; and each plan keeps the rule of burdens, and stays below the bound.
    /// </summary>
    [Fact]
    public void It_gains_a_tenth_more_than_the_greedy_plan_and_burdens_the_sides_equally()
    {
        var pairs = new List<(DayPlan Greedy, DayPlan Planned)>();
        for (ulong seed = 1; seed <= 4; seed++)
        {
            var request = Scene.Of(seed);
            pairs.Add((
                DayPlanner.Greedy(Scene.Agreement, request), DayPlanner.Plan(Scene.Agreement, request, seed, Tries)));
        }

        Assert.All(pairs, pair => Assert.All([pair.Greedy, pair.Planned], plan => Assert.Null(Unfair(plan))));
        Assert.Null(NoBetter(pairs));

        // The greedy plan is no better than itself, and half of the tenth is not a tenth.
        Assert.NotNull(NoBetter([.. pairs.Select(pair => (pair.Greedy, pair.Greedy))]));
        Assert.NotNull(NoBetter([.. pairs.Select(pair =>
            (pair.Greedy, pair.Greedy with { Gain = 1.05 * pair.Greedy.Gain }))]));
    }

    /// <summary>A planner that knows no rule of burdens breaks it, and is found out.</summary>
    [Fact]
    public void A_plan_that_burdens_one_side_more_is_found_out()
    {
        var request = Scene.Of(1);
        var north = Scene.Agreement.Zones.First(zone => zone.Side == "north").Region.Bounds;
        var middle = GeoPoint.FromDegrees(
            latitudeDeg: (north.SouthDeg + north.NorthDeg) / 2, longitudeDeg: (north.WestDeg + north.EastDeg) / 2);
        var lopsided = request with
        {
            Burden = new BurdenRule(double.MaxValue, double.MaxValue),
            Expected =
            [
                new ExpectedPlace(middle, 100_000, request.Standing.From, request.Standing.Until, 1),
            ],
        };
        Assert.NotNull(Unfair(DayPlanner.Greedy(Scene.Agreement, lopsided)));
        Assert.Null(Unfair(DayPlanner.Greedy(Scene.Agreement, lopsided with { Burden = BurdenRule.Usual })));
    }

    /// <summary>The planner counts by blocks; the ledger knows nothing of them.</summary>
    [Fact]
    public void What_it_gains_the_ledger_predicts_too()
    {
        var request = Scene.Of(5);
        var greedy = DayPlanner.Greedy(Scene.Agreement, request);
        var plan = DayPlanner.Plan(Scene.Agreement, request, 5, Tries);
        var (before, after) = (Predicted(request, greedy), Predicted(request, plan));
        Assert.InRange(after, 0.8 * plan.Gain, 1.2 * plan.Gain);
        Assert.True(after > 1.05 * before, FormattableString.Invariant($"got {after} for {before}"));
    }

    [Fact]
    public void Routes_keep_to_what_drones_can_and_may_do()
    {
        var request = Scene.Of(6);
        var plan = DayPlanner.Plan(Scene.Agreement, request, 6, 1_000);
        Assert.NotEmpty(plan.Tasks.OfType<PassTask>());
        foreach (var drone in request.Drones)
        {
            var sorties = plan.Tasks.OfType<DroneTask>()
                .Where(task => task.Id.StartsWith(drone.Id, StringComparison.Ordinal))
                .OrderBy(task => task.Route[0].At).ToList();
            Assert.InRange(sorties.Count, 0, drone.Sorties);
            for (var index = 0; index < sorties.Count; index++)
            {
                var route = sorties[index].Route;
                Assert.Equal((drone.Base, drone.Base), (route[0].Place, route[^1].Place));
                Assert.InRange(route[^1].At - route[0].At, TimeSpan.Zero, drone.Endurance);
                Assert.True(index == 0 || route[0].At - sorties[index - 1].Route[^1].At >= 0.9 * drone.Turnaround);
                for (var point = 1; point < route.Length; point++)
                {
                    var metres = Apart(route[point - 1].Place, route[point].Place);
                    Assert.InRange(
                        metres, 0, (drone.SpeedMps * route[point].At.SecondsSince(route[point - 1].At)) + 0.1);
                    Assert.DoesNotContain(request.NoFly, closed => Cuts(closed, route[point - 1], route[point]));
                }
            }
        }
    }

    [Fact]
    public void The_same_request_and_seed_give_the_same_plan_and_exchanged_parties_too()
    {
        var request = Scene.Of(7);
        var plan = PlanText.Write(WithTasks(request, DayPlanner.Plan(Scene.Agreement, request, 1, 500)));
        Assert.Equal(plan, PlanText.Write(WithTasks(request, DayPlanner.Plan(Scene.Agreement, request, 1, 500))));
        var exchanged = Scene.Agreement with
        {
            Parties = [.. Scene.Agreement.Parties.Reverse()],
            Zones =
            [
                .. Scene.Agreement.Zones.Select(zone => zone with { Side = zone.Side == "north" ? "south" : "north" }),
            ],
        };
        Assert.Equal(plan, PlanText.Write(WithTasks(request, DayPlanner.Plan(exchanged, request, 1, 500))));
        Assert.NotEqual(plan, PlanText.Write(WithTasks(request, DayPlanner.Plan(Scene.Agreement, request, 2, 500))));
    }

    [Fact]
    public void Nobody_flies_in_a_storm_nor_where_all_is_closed_and_without_drones_there_is_no_plan()
    {
        var request = Scene.Of(8);
        var storm = new WeatherSpell(null, request.Standing.From, request.Standing.Until, 40, 0);
        var stormy = request with { Standing = request.Standing with { Weather = [storm] } };
        Assert.Empty(DayPlanner.Plan(Scene.Agreement, stormy, 1, 50).Tasks.OfType<DroneTask>());
        var closed = request with { NoFly = [.. Scene.Agreement.Zones.Select(zone => zone.Region)] };
        Assert.Empty(DayPlanner.Plan(Scene.Agreement, closed, 1, 50).Tasks.OfType<DroneTask>());
        var nothing = DayPlanner.Plan(Scene.Agreement, request with { Drones = [], Satellites = [] }, 1, 50);
        Assert.Equal((0, 0.0, true), (nothing.Tasks.Length, nothing.Gain, nothing.IsFair));
    }

    [Fact]
    public void What_standing_tasks_see_is_not_gained_again()
    {
        var request = Scene.Of(9) with { Satellites = [] };
        var first = DayPlanner.Greedy(Scene.Agreement, request);
        var second = DayPlanner.Greedy(Scene.Agreement, request with
        {
            Standing = request.Standing with { Tasks = first.Tasks },
            Drones = [.. request.Drones.Select(drone => drone with { Id = drone.Id + "b" })],
        });
        Assert.Equal(first.Gain, second.StandingSeen, 0.2 * first.Gain);
        Assert.True(second.Gain < 0.9 * first.Gain, "expected less for those who come second");
    }

    [Fact]
    public void Faulty_requests_are_refused_with_the_reason()
    {
        var request = Scene.Of(1);
        var drone = request.Drones[0];
        void Refused(PlanningRequest faulty, string words) => Assert.Contains(
            words, Assert.Throws<ArgumentException>(() => DayPlanner.Greedy(Scene.Agreement, faulty)).Message,
            StringComparison.Ordinal);

        Refused(request with { EverywherePerKm2H = 0 }, "expected rates");
        Refused(request with { Drones = [drone, drone] }, "drone-01: expected an id of its own");
        Refused(request with { Drones = [drone with { SpeedMps = double.NaN }] }, "drone-01");
        Refused(request with { Drones = [drone with { Endurance = TimeSpan.Zero }] }, "drone-01");
        Refused(request with { Burden = new BurdenRule(double.NaN, 1) }, "burden rule");
        Refused(
            request with { NoFly = [.. Enumerable.Repeat(request.NoFly[0], PlanningRequest.MaxNoFly + 1)] },
            "expected at most 400 drones and 64 no-fly areas");
    }

    /// <summary>What is unfair in a plan, by the usual rule and by the figures that it states; or null.</summary>
    private static string? Unfair(DayPlan plan)
    {
        var least = plan.Burdens.Min(side => side.Per1000Km2);
        var most = plan.Burdens.Max(side => side.Per1000Km2);
        return most - least > Math.Max(10, 0.05 * (least + most) / 2)
                ? FormattableString.Invariant($"burdens of {least} and {most}")
            : !plan.IsFair ? "it says so itself"
            : least <= 100 ? "a side is not searched"
            : plan.Gain > plan.MostGain ? "it gains more than can be gained"
            : null;
    }

    /// <summary>That planned days gain less than a tenth more than greedy ones; or null.</summary>
    private static string? NoBetter(List<(DayPlan Greedy, DayPlan Planned)> pairs)
    {
        var (greedy, planned) = (pairs.Sum(pair => pair.Greedy.Gain), pairs.Sum(pair => pair.Planned.Gain));
        return planned >= 1.1 * greedy ? null : FormattableString.Invariant($"got {planned} for {greedy}");
    }

    private static TaskPlan WithTasks(PlanningRequest request, DayPlan plan) =>
        request.Standing with { Tasks = plan.Tasks };

    /// <summary>How many happenings the plan is likely to see: what is expected of each cell and hour, by the ledger.
    /// </summary>
    private static double Predicted(PlanningRequest request, DayPlan plan)
    {
        var ledger = CoverageForecast.Of(Scene.Agreement, WithTasks(request, plan));
        var (sum, means) = (0.0, new byte[ledger.Ground.CellCount]);
        for (var hour = 0; hour < 24; hour++)
        {
            var first = CoverageLedger.HourOf(request.Standing.From) + hour;
            var query = new CoverageQuery(first, first + 1, ModalitySet.Seeing);
            new CoverageReading(ledger).Map(in query, means);
            var middle = request.Standing.From + TimeSpan.FromHours(hour + 0.5);
            for (var cell = 0; cell < means.Length; cell++)
            {
                var rate = means[cell] == 0 ? 0 : request.EverywherePerKm2H;
                foreach (var place in rate == 0 ? [] : request.Expected)
                {
                    var share = Apart(ledger.Ground.MiddleOf(cell), place.Middle) / place.RadiusM;
                    var left = Math.Max(0, 1 - (share * share));
                    rate += middle >= place.From && middle < place.Until ? place.PerKm2H * left * left : 0;
                }

                sum += rate * ledger.Ground.Grid.CellKm2 * means[cell] * means[cell] / Chances.One;
            }
        }

        return sum;
    }

    private static bool Cuts(Region closed, RoutePoint from, RoutePoint to) => Enumerable.Range(0, 21).Any(part =>
        closed.Contains(GeoPoint.FromDegrees(
            latitudeDeg: from.Place.LatitudeDeg + ((to.Place.LatitudeDeg - from.Place.LatitudeDeg) * part / 20),
            longitudeDeg: from.Place.LongitudeDeg + ((to.Place.LongitudeDeg - from.Place.LongitudeDeg) * part / 20))));

    private static double Apart(GeoPoint from, GeoPoint to)
    {
        var (east, north) = LocalScale.At(from).Offset(from, to);
        return Math.Sqrt((east * east) + (north * north));
    }
}
