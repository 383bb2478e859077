using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Planning;
using Trucewatch.Domain.Sensors;
using Trucewatch.Geo;
using Trucewatch.Watch.Coverage;
using Xunit;

namespace Trucewatch.Watch.Planning;

public sealed class CoverageForecastTests
{
    private static readonly Instant From = CoverageLedger.StartOf(CoverageLedger.HourOf(Scene.Start) + 7);
    private static readonly Instant Until = From + TimeSpan.FromHours(24);
    private static readonly SensorWatch Stare =
        new(Modality.Optical, Scene.At(-8_000, -4_000), 4_000, null, 0, 0, null);

    /// <summary>
    /// A drone that flies as planned sends a picture every two seconds; what the ledger says then is what was
    /// predicted.
    /// </summary>
    [Fact]
    public void What_is_flown_as_planned_is_watched_as_predicted()
    {
        var route = Route(Modality.Thermal, (9, -15_000, 3_000), (9.25, 15_000, 3_000), (9.5, 15_000, -4_000));
        var predicted = CoverageForecast.Of(Scene.Agreement(), Plan(route));
        var flown = new LookDesk(Scene.Agreement(), new SectorSettings(), new FeedNames());
        flown.Advance(From);
        for (var second = 0; second <= 1_800; second += 2)
        {
            var (east, north) = second <= 900
                ? (-15_000 + (second / 900.0 * 30_000), 3_000.0)
                : (15_000, 3_000 - ((second - 900) / 900.0 * 7_000));
            var at = From + TimeSpan.FromSeconds((9 * 3_600) + second);
            flown.Take(new Look
            {
                Modality = Modality.Thermal, From = at, Until = at, ReceivedAt = at,
                Outline = [.. CoverageLedgerTests.Box(east - 750, north - 750, east + 750, north + 750)],
                CloudShare = double.NaN, DetectionProbability = double.NaN,
            });
        }

        flown.Advance(new Instant(Until.UnixMicroseconds - 1));
        var (seen, expected) = (Sum(predicted, Modality.Thermal), Sum(flown.Ledger, Modality.Thermal));
        Assert.True(expected.SeenCellHours > 20, "expected a flight that sees something");
        Assert.Equal(expected.SeenCellHours, seen.SeenCellHours, 0.03 * expected.SeenCellHours);
        Assert.Equal(expected.WholeCellHours, seen.WholeCellHours, 1e-6);
    }

    [Fact]
    public void A_post_and_a_patrol_are_predicted_as_the_desk_counts_them()
    {
        var patrol = new PatrolTask("patrol", "a", [Point(8, -10_000, 0), Point(8.5, 5_000, 0)]);
        var post = new PostTask("post", "b", Stare, From + TimeSpan.FromHours(8), From + TimeSpan.FromHours(12));
        var ledger = CoverageForecast.Of(Scene.Agreement(), Plan(patrol, post));

        // Four hours of a circle of 4 km, and an hour that a vehicle stays, at the range's chance; eyes along 15 km.
        var model = DetectionModels.Of(Modality.Optical);
        var least = 3.14159 * 16 * 4 * model.Chance(4_000, false, double.NaN);
        Assert.InRange(Sum(ledger, Modality.Optical).SeenCellHours, least, 3.14159 * 16 * 5.1 * model.Best);
        var walked = 15.5 * 0.5 * 0.25 * DetectionModels.Of(Modality.Human).Chance(125, false, double.NaN);
        Assert.Equal(walked, Sum(ledger, Modality.Human).SeenCellHours, 0.25 * walked);
    }

    [Fact]
    public void Expected_clouds_are_predicted_to_hide()
    {
        var route = Route(Modality.Optical, (9, -15_000, 3_000), (9.25, 15_000, 3_000));
        var clear = Sum(CoverageForecast.Of(Scene.Agreement(), Plan(route)), Modality.Optical);
        var clouds = new WeatherSpell(null, From, Until, 3, 0.75);
        var plan = Plan(route) with { Weather = [clouds, clouds with { CloudShare = 0.2 }] };
        var hidden = Sum(CoverageForecast.Of(Scene.Agreement(), plan), Modality.Optical);
        Assert.Equal(0.25 * clear.SeenCellHours, hidden.SeenCellHours, 0.01 * clear.SeenCellHours);
        Assert.Equal(clear.LookedCellHours, hidden.LookedCellHours);
    }

    [Fact]
    public void The_order_of_tasks_does_not_matter_and_nothing_outside_the_time_counts()
    {
        PlannedTask[] tasks =
        [
            Route(Modality.Thermal, (23.9, -15_000, 3_000), (24.3, 15_000, 3_000)) with { Id = "late" },
            Route(Modality.Thermal, (-1, -15_000, 3_000), (0.5, 15_000, 3_000)) with { Id = "early" },
            new PostTask("post", "b", Stare, From - TimeSpan.FromHours(1), Until + TimeSpan.FromHours(1)),
            new PassTask(
                "pass", "c", Modality.ImagingRadar, From + TimeSpan.FromHours(3), From + TimeSpan.FromHours(3),
                [new GeoPolygon([.. CoverageLedgerTests.Box(-9_000, -9_000, 9_000, 9_000)])]),
        ];
        var one = CoverageForecast.Of(Scene.Agreement(), Plan([.. tasks]));
        var other = CoverageForecast.Of(Scene.Agreement(), Plan([.. tasks.AsEnumerable().Reverse()]));
        Assert.Equal(one.Hash(), other.Hash());
        Assert.Equal(18 * 18 * 0.6, Sum(one, Modality.ImagingRadar).SeenCellHours, 3.0);
        Assert.True(Sum(one, Modality.Thermal).SeenCellHours > 5);
    }

    [Fact]
    public void Where_nobody_is_to_look_is_a_gap_of_the_whole_day()
    {
        var ledger = CoverageForecast.Of(Scene.Agreement(), Plan());
        var reading = new CoverageReading(ledger);
        var query = new CoverageQuery(CoverageLedger.HourOf(From), CoverageLedger.HourOf(Until), ModalitySet.Seeing);
        var gaps = reading.Gaps(in query);
        Assert.Equal(ledger.Ground.CellCount, gaps.Sum(gap => gap.Cells));
        Assert.All(gaps, gap => Assert.Equal(24, gap.UntilHour - gap.FromHour));
    }

    [Fact]
    public void Faulty_plans_are_refused_with_the_reason()
    {
        var route = Route(Modality.Thermal, (1, 0, 0), (2, 1_000, 0));
        Refused(Plan(route) with { Until = From }, "expected a time of at most 7 days");
        Refused(Plan(route) with { Until = From + TaskPlan.MaxSpan + TimeSpan.FromSeconds(1) }, "at most 7 days");
        Refused(Plan(route, route), "drone: expected an id of its own");
        Refused(Plan(route with { SwathM = double.NaN }), "drone: expected a swath");
        Refused(Plan(route with { Modality = Modality.Unknown }), "drone: expected a modality");
        Refused(Plan(route with { Route = [route.Route[0]] }), "drone: expected 2 to 10000 points, got 1");
        Refused(Plan(route with { Route = [route.Route[1], route.Route[0]] }), "drone: expected times in order");
        var all = Enumerable.Range(0, TaskPlan.MaxTasks + 1)
            .Select(index => (PlannedTask)(route with { Id = FormattableString.Invariant($"{index}") }));
        Refused(Plan([.. all]), "expected at most 10000 tasks, got 10001");
        Assert.Null(Plan([.. all.Skip(1)]).Problem());
    }

    private static void Refused(TaskPlan plan, string words) => Assert.Contains(
        words,
        Assert.Throws<ArgumentException>(() => CoverageForecast.Of(Scene.Agreement(), plan)).Message,
        StringComparison.Ordinal);

    private static TaskPlan Plan(params ImmutableArray<PlannedTask> tasks) => new(From, Until, tasks, []);

    private static DroneTask Route(Modality modality, params (double Hour, double East, double North)[] points) => new(
        "drone", "a", modality, 1_500, [.. points.Select(point => Point(point.Hour, point.East, point.North))]);

    private static RoutePoint Point(double hour, double east, double north) =>
        new(From + TimeSpan.FromHours(hour), Scene.At(east, north));

    private static CoverageSums Sum(CoverageLedger ledger, Modality modality)
    {
        var query = new CoverageQuery(long.MinValue, long.MaxValue, ModalitySet.Of(modality));
        return new CoverageReading(ledger).Sum(in query);
    }
}
