using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Past;
using Trucewatch.Simulation.Scenarios;

namespace Trucewatch.Server.Bench.Floor;

/// <summary>What a reader of the floor waits for: lists of incidents, and news of a new one.</summary>
internal static class FloorBenchmarks
{
    /// <summary>Open incidents in the lists.</summary>
    public const int Open = 10_000;

    // Ships of dense shipping are heard so often.
    private const double SeaTrafficPerS = 280;

    public static readonly Benchmark IncidentList = new(
        "incident-list",
        "pages of 50 of 10,000 open incidents, asked for over HTTP on loopback: the first page by the mission, pages "
        + "by each filter and from the end of the list by the mission, and the same by a party, who is told later and "
        + "more coarsely",
        Lists);

    public static readonly Benchmark PushLatency = new(
        "push-latency",
        "reports that open an incident, from the hand-over to the record until a subscribed reader has the incident by "
        + "HTTP, while 10,000 observations of ships come in each second",
        Pushes);

    public static readonly Benchmark PastTiles = new(
        "past-tiles",
        "map tiles of where 2,000 tracks were in a day, a million states in the store: at zooms 4 to 12 in turn, asked "
        + "for over HTTP on loopback and packed; and all of it in one tile, read from the store and sorted anew",
        Tiles);

    private static IEnumerable<Trial> Tiles()
    {
        using var floor = new BenchFloor(Scenarios.Find("exercise")!, ("report", "report-bench"), 1);
        var last = floor.Clock.Now;
        PastMany.Commit(floor.Run.Store, floor.Agreement, last);
        var paths = PastMany.Paths(floor.Agreement, last);
        floor.Mission.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");
        var sizes = new List<int>();
        yield return new Trial("past-tiles", 1, turn =>
        {
            sizes.Add(BenchFloor.Wait(floor.Mission.GetByteArrayAsync(paths[turn % paths.Length])).Length);
            return sizes[^1];
        })
        {
            Figures = () => [("bytes_mean", Math.Round(sizes.Average())), ("bytes_most", sizes.Max())],
        };
        yield return new Trial("past-tiles-anew", 1, _ => PastTile.Make(
            new PastPlaces(floor.Run.Store), PastMany.Whole(last), track => floor.Floor.Shows(track, Audience.Mission),
            isExercise: true).Length);
    }

    private static IEnumerable<Trial> Lists()
    {
        var scenario = Scenarios.Find("exercise")!;
        using var floor = new BenchFloor(scenario, ("report", "report-bench"), 1);
        OpenMany.Commit(floor.Run.Store, floor.Agreement, Open, floor.Clock.Now - TimeSpan.FromHours(1));
        var filters = Filters(floor);
        yield return Of("incident-list", floor.Mission, ["most=50"]);
        yield return Of("incident-list-filters", floor.Mission, filters);
        yield return Of("incident-list-party", floor.Party, ["most=50"]);
        yield return Of("incident-list-party-filters", floor.Party, filters);
    }

    private static Trial Of(string name, HttpClient client, string[] queries) => new(name, 1, turn =>
    {
        var query = queries[turn % queries.Length];
        var page = BenchFloor.Wait(client.GetByteArrayAsync("/api/v1/incidents?" + query));
        return page.Length;
    });

    private static string[] Filters(BenchFloor floor)
    {
        var (agreement, now) = (floor.Agreement, floor.Clock.Now);
        var box = agreement.Theatre;
        var (west, south) = ((box.WestDeg + box.EastDeg) / 2, (box.SouthDeg + box.NorthDeg) / 2);
        string Day(int ago) => Uri.EscapeDataString((now - TimeSpan.FromDays(ago)).ToString());
        return
        [
            "status=open", "status=closed",
            "clause=" + Uri.EscapeDataString(agreement.Clauses[^1].Id),
            "zone=" + agreement.Zones[^1].Id,
            "side=" + agreement.Parties[0].Id, "side=undetermined",
            string.Create(CultureInfo.InvariantCulture, $"box={west},{south},{west + 0.2},{south + 0.2}"),
            $"from={Day(3)}&until={Day(2)}",
            "text=post%20399", "text=nowhere%20at%20all",
            string.Create(CultureInfo.InvariantCulture, $"after={Open * 6 / 10}"),
            $"status=open&side={agreement.Parties[1].Id}&from={Day(20)}&text=fire",
        ];
    }

    private static IEnumerable<Trial> Pushes()
    {
        using var probe = new PushProbe(Scenarios.Find("sea-traffic")!, SeaTrafficPerS);
        yield return new Trial("push-latency", 1, _ => probe.Probe())
        {
            AfterBatch = probe.Pause,
            Figures = () => [("observations_per_s", Math.Round(probe.SteppedPerS, 1))],
        };
    }
}
