using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Counts;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Stores;
using Trucewatch.Evidence.Segments;
using Trucewatch.Reports.Documents;
using Trucewatch.Server.Api;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;
using Trucewatch.Simulation.Stores;
using Trucewatch.Watch.Coverage;

namespace Trucewatch.Server.Reporting;

/// <summary>What was watched in the time of a report, and what each feed brought.</summary>
/// <param name="Sheet">What was watched.</param>
/// <param name="Feeds">The feeds by name.</param>
/// <param name="Label">Who may know of it.</param>
internal sealed record WatchedAgain(CoverageSheet Sheet, ImmutableArray<ReportedFeed> Feeds, Label Label)
{
    /// <summary>Worked out again from the recorded frames up to the end.</summary>
    public static WatchedAgain Of(Agreement agreement, DataFolder folder, IPictureStore store, ReportWindow window)
    {
        var table = new FeedTable();
        table.AddRecorded(store.ReadRecordedFeeds());
        using var memory = new MemoryPictureStore();
        using var host = new SectorHost(
            agreement, table, memory, isExercise: folder.IsExercise, terrain: folder.Terrain);
        var heard = new SortedDictionary<string, (long Frames, Instant Last)>(StringComparer.Ordinal);
        var batch = new FrameBatch();
        foreach (var stored in new RecordedBatches(folder, store).ReadAll())
        {
            if (new Instant(stored.Frame(0).ReceivedAtUs) > window.Until)
            {
                continue;
            }

            RecordedBatches.Fill(batch, table.Find(stored.Feed)!, stored);
            host.Process(batch);
            Note(heard, stored, window);
            if (host.Waiting > 10_000)
            {
                host.TakeCommit();
            }
        }

        return host.AskLooks(desk => new WatchedAgain(SheetOf(desk, window), FeedsOf(table, heard), desk.Label));
    }

    /// <summary>As a running service knows it by now, for a time that is not over.</summary>
    public static WatchedAgain Live(SectorHost host, ReportWindow window) =>
        host.AskLooks(desk => new WatchedAgain(SheetOf(desk, window), [], desk.Label));

    private static ImmutableArray<ReportedFeed> FeedsOf(
        FeedTable table, SortedDictionary<string, (long Frames, Instant Last)> heard) =>
    [
        .. table.Names.Where(name => name is not (RegistryFeed.Name or ExerciseFeed.Name))
            .Order(StringComparer.Ordinal)
            .Select(name => heard.TryGetValue(name, out var known)
                ? new ReportedFeed(name, known.Frames, known.Last)
                : new ReportedFeed(name, 0, null)),
    ];

    private static void Note(
        SortedDictionary<string, (long Frames, Instant Last)> heard, StoredBatch stored, ReportWindow window)
    {
        var (frames, last) = heard.GetValueOrDefault(stored.Feed, (0, Instant.Beginning));
        for (var index = 0; index < stored.Count; index++)
        {
            var at = new Instant(stored.Frame(index).ReceivedAtUs);
            frames += window.Has(at) ? 1 : 0;
            last = at > last ? at : last;
        }

        heard[stored.Feed] = (frames, last);
    }

    private static CoverageSheet SheetOf(LookDesk desk, ReportWindow window)
    {
        var (ledger, reading) = (desk.Ledger, new CoverageReading(desk.Ledger));
        var ground = ledger.Ground;
        WatchedPart Part(string? of, CoverageQuery query) => new(
            of, Exposure(reading, ground, window, query), Exposure(reading, ground, window.Before, query));
        var all = new CoverageQuery(0, 0, ModalitySet.Seeing);
        ImmutableArray<WatchedPart> Sides(Light light) => [.. ground.Parties.Select((party, side) => Part(
            party, all with { Side = side, Light = light }))];
        var (squares, squareKm) = WatchedSquares.Of(
            ground, reading,
            all with
            {
                FromHour = CoverageLedger.HourOf(window.From), UntilHour = CoverageLedger.HourOf(window.Until),
            });
        return new CoverageSheet(
            Part(null, all),
            [.. ground.Zones.Select((zone, index) => Part(zone, all with { Zone = index }))],
            Sides(Light.Any), Sides(Light.Day), Sides(Light.Night),
            [
                .. DetectionModels.All.Select(model => (model.Modality, Exposure(
                    reading, ground, window, all with { Modalities = ModalitySet.Of(model.Modality) }))),
            ],
            [
                .. desk.BlindSpots().Where(spot => spot.From <= window.Until && spot.Until > window.From)
                    .OrderBy(spot => spot.From).Select(spot => new ReportedBlindSpot(
                        EnumWords.Of(spot.Cause), spot.By, spot.Modality, spot.Middle, spot.RadiusM, spot.From,
                        spot.Until, spot.LostKm2H,
                        spot.Frame is { } frame
                            ? FormattableString.Invariant($"{frame.Feed}:{frame.Sequence}")
                            : null)),
            ],
            window.Days > 1 ? [.. window.EachDay.Select(day => Day(reading, ground, day, all))] : [],
            squares, squareKm);
    }

    /// <summary>The whole hours that lie nearest to a window: the ledger knows no smaller time.</summary>
    private static Exposure Exposure(
        CoverageReading reading, CoverageGround ground, ReportWindow window, CoverageQuery query)
    {
        var (from, until) = (CoverageLedger.HourOf(window.From), CoverageLedger.HourOf(window.Until));
        return reading.Sum(query with { FromHour = from, UntilHour = until })
            .ToExposure(ground.Grid.CellKm2, CoverageLedger.StartOf(from), CoverageLedger.StartOf(until));
    }

    private static WatchedPart Day(
        CoverageReading reading, CoverageGround ground, ReportWindow day, CoverageQuery query) => new(
            day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Exposure(reading, ground, day, query), Exposure(reading, ground, day.Before, query));
}
