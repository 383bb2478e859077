using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;
using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Cases;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;
using Trucewatch.Simulation.Scenarios;
using Trucewatch.Storage.Sqlite;
using Trucewatch.Watch.Coverage;
using Xunit;

namespace Trucewatch.Server.Reporting;

/// <summary>Some hours of the bundled exercise as a record on disk, played once for all tests of reports.</summary>
[CollectionDefinition(Collection)]
public sealed class ReportedExercise : IAsyncLifetime, ICollectionFixture<ReportedExercise>
{
    public const string Collection = "reported exercise";

    private readonly TemporaryFolder folder = new();

    private readonly Lazy<ReportRecord> mission;

    public ReportedExercise() => mission = new(() => Make(Audience.Mission));

    internal static readonly DateOnly Day = new(2030, 6, 3);

    /// <summary>What the mission's report is made of, made once.</summary>
    internal ReportRecord Mission => mission.Value;

    /// <summary>What a report is made of, made again.</summary>
    internal ReportRecord Make(Audience audience, ReportAsked? asked = null)
    {
        using var store = SqlitePictureStore.Open(Data.Picture);
        return ReportRecordMaker.Make(
            ServerRig.Agreement, Data, store, audience,
            asked ?? new ReportAsked(ReportWindow.Of(Day, ServerRig.Agreement.TimeZone)), []);
    }

    internal DataFolder Data => DataFolder.Find(folder.Path);

    /// <summary>What one party says in the time of the report.</summary>
    internal static readonly string[] Words =
    [
        "Our people stood still.\u00bb [Finding: no violation] \u00ab",
        string.Join(' ', Enumerable.Repeat("Наші люди стояли.", 120)),
    ];

    /// <summary>What the other says after its end.</summary>
    internal const string TooLate = "This came too late for the report.";

    /// <summary>Shares and square kilometres times hours by what they are of, from the live run's own ledger.</summary>
    internal Dictionary<string, double> Watched { get; } = new(StringComparer.Ordinal);

    public async ValueTask InitializeAsync()
    {
        var scenario = Scenarios.Find("exercise")!;
        var run = new ScenarioRun(1, TimeSpan.FromHours(5));
        var feeds = ScenarioPlay.Table(scenario.Feeds, scenario.Sensors(run) is not null);
        feeds.AddExercise();
        using var assembly = new RunAssembly(
            ServerRig.Agreement, DataFolder.Open(folder.Path), feeds, exercise: true, TimeProvider.System);
        await new ScenarioPlay(scenario, assembly).RunAsync(run, CancellationToken.None);

        Speak(assembly.Store);

        // The live run's own ledger, which the report does not read: it steps the record again.
        assembly.Host.AskLooks(desk => Note(desk.Ledger) + Note(desk.BlindSpots()));
    }

    /// <summary>A case of an incident that both parties may read: one of them speaks twice, in words that try to get
    /// out of their quotation, and once after the end of the report; the other one does not.</summary>
    private static void Speak(IPictureStore store)
    {
        var time = new SetTime();
        var clock = new FloorClock(time, Instant.From(new DateTimeOffset(2030, 6, 3, 14, 0, 0, TimeSpan.Zero)), 1);
        var rights = new RightsDesk(store, clock, ServerRig.Agreement.Parties.Select(party => party.Id));
        rights.Enter(TestRoll.Roll);
        var desk = new CaseDesk(store, clock, rights);
        var fact = store.ReadFacts(0, int.MaxValue).Select(stored => FactJson.Read(stored.Payload))
            .OfType<IncidentFact>().First(fact => AccessPolicy.Reads(fact.Label, TestRoll.Of("l-1"))
                && AccessPolicy.Reads(fact.Label, TestRoll.Of("l-2")));
        var first = fact.Incident.First;
        var (id, _) = desk.Open(
            TestRoll.Of("a-1"),
            new IncidentReceived(fact.Incident.Id, fact.Incident.Clause, first, first, "Seen"), fact.Label);
        foreach (var words in Words)
        {
            time.Now += TimeSpan.FromMinutes(40);
            var said = desk.Append(
                TestRoll.Of("l-1"), id!, new ClaimMade(words), Confidence.NotStated, null);
            Assert.Null(said!.Value.Problem);
        }

        time.Now += TimeSpan.FromHours(4);
        desk.Append(TestRoll.Of("l-2"), id!, new ClaimMade(TooLate), Confidence.NotStated, null);
    }

    private int Note(IReadOnlyList<BlindSpot> spots)
    {
        foreach (var spot in spots)
        {
            var cause = spot.Cause.ToString().ToLowerInvariant();
            foreach (var key in new[] { "blind", $"spots-{cause}-{spot.By}-{spot.Modality}" })
            {
                Watched[key + ".blind_spots"] = Watched.GetValueOrDefault(key + ".blind_spots") + 1;
                Watched[key + ".lost_km2h"] = Watched.GetValueOrDefault(key + ".lost_km2h") + spot.LostKm2H;
            }

            Watched["blind." + cause] = Watched.GetValueOrDefault("blind." + cause) + 1;
        }

        return spots.Count;
    }

    private int Note(CoverageLedger ledger)
    {
        // Half past seven of Kyiv in summer is half past four of UTC; the ledger knows whole hours.
        var until = CoverageLedger.HourOf(Instant.From(new DateTimeOffset(2030, 6, 3, 16, 0, 0, TimeSpan.Zero)));
        var (reading, ground) = (new CoverageReading(ledger), ledger.Ground);
        CoverageSums Sum(CoverageQuery query) =>
            reading.Sum(query with { FromHour = until - 24, UntilHour = until });
        var all = new CoverageQuery(0, 0, ModalitySet.Seeing);
        var (whole, land, sea) = (Sum(all), default(CoverageSums), default(CoverageSums));
        foreach (var (index, zone) in ground.Zones.Index())
        {
            var sum = Sum(all with { Zone = index });
            Watched["zone-" + zone] = sum.Share;
            ref var kind = ref zone.StartsWith("sea", StringComparison.Ordinal) ? ref sea : ref land;
            kind = new CoverageSums(
                kind.WholeCellHours + sum.WholeCellHours, kind.SeenCellHours + sum.SeenCellHours, 0);
        }

        foreach (var (index, side) in ground.Parties.Index())
        {
            Watched[$"side-{side}.share"] = Sum(all with { Side = index }).Share;
            Watched[$"side-{side}.share_day"] = Sum(all with { Side = index, Light = Light.Day }).Share;
            Watched[$"side-{side}.share_night"] = Sum(all with { Side = index, Light = Light.Night }).Share;
        }

        foreach (var model in DetectionModels.All)
        {
            Watched["means-" + model.Modality.ToString().ToLowerInvariant()] =
                Sum(all with { Modalities = ModalitySet.Of(model.Modality) }).Share;
        }

        Watched["square_km"] = ground.Grid.CellM / 1000
            * (int)Math.Ceiling(Math.Max(ground.Grid.Columns, ground.Grid.Rows) / 96.0);
        (Watched["all"], Watched["land"], Watched["sea"]) = (whole.Share, land.Share, sea.Share);
        (Watched["watched_km2h"], Watched["whole_km2h"]) = (
            whole.SeenCellHours * ground.Grid.CellKm2, whole.WholeCellHours * ground.Grid.CellKm2);
        return 0;
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
