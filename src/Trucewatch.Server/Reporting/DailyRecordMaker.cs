using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Counts;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Stores;
using Trucewatch.Evidence.Segments;
using Trucewatch.Reports.Daily;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Api;
using Trucewatch.Server.Cases;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;
using Trucewatch.Simulation.Stores;
using Trucewatch.Watch.Coverage;

namespace Trucewatch.Server.Reporting;

/// <summary>
/// Gathers what a daily report is made of: the facts of the store as they were known at its end, and what was watched,
/// worked out again from the recorded frames.
/// </summary>
internal sealed class DailyRecordMaker
{
    private readonly Agreement agreement;
    private readonly DataFolder folder;
    private readonly IPictureStore store;
    private readonly Audience audience;
    private readonly DailyWindow window;

    private DailyRecordMaker(
        Agreement agreement, DataFolder folder, IPictureStore store, Audience audience, DailyWindow window)
    {
        (this.agreement, this.folder, this.store) = (agreement, folder, store);
        (this.audience, this.window) = (audience, window);
    }

    /// <summary>Makes the record of a day for an audience.</summary>
    public static DailyRecord Make(
        Agreement agreement,
        DataFolder folder,
        IPictureStore store,
        Audience audience,
        DateOnly day,
        ImmutableArray<SentenceEdit> edits)
    {
        var maker = new DailyRecordMaker(
            agreement, folder, store, audience, DailyWindow.Of(day, agreement.TimeZone));
        return maker.Make(edits);
    }

    private DailyRecord Make(ImmutableArray<SentenceEdit> edits)
    {
        var (revisions, merges) = (Revisions(), MergeDesk.Read(store));
        var now = Standing(revisions, merges, window.Until, window.Until - audience.Delay);
        var then = Standing(revisions, merges, window.From, window.From);
        var newest = now.Values.Select(one => one.Reported)
            .OrderBy(one => one.Incident.First).ThenBy(one => one.Incident.Id, StringComparer.Ordinal).ToList();
        var (coverage, feeds) = Watched();
        return new DailyRecord
        {
            Agreement = agreement,
            Window = window,
            Audience = audience,
            IsExercise = folder.IsExercise,
            Incidents = [.. newest.Where(one => window.Has(one.Incident.First))],
            Before = [.. newest.Where(one => window.Before.Has(one.Incident.First))],
            Revised = [.. newest.Where(one => one.Incident.First <= window.From
                && IsStatedAnew(then.GetValueOrDefault(one.Incident.Id), now[one.Incident.Id]))],
            Coverage = coverage,
            Feeds = feeds,
            LogOrigin = folder.Origin ?? "",
            Edits = edits,
        };
    }

    /// <summary>What the audience may see of each incident's revisions that were known at the end, in order.</summary>
    private Dictionary<string, List<ReportedIncident>> Revisions()
    {
        const int AtOnce = 4096;
        var revisions = new Dictionary<string, List<ReportedIncident>>(StringComparer.Ordinal);
        var last = 0L;
        for (var stored = store.ReadFacts(0, AtOnce); stored.Count > 0; stored = store.ReadFacts(last, AtOnce))
        {
            foreach (var one in stored)
            {
                last = one.Number;
                var fact = FactJson.Read(one.Payload);
                if (fact.KnownAt <= window.Until
                    && ReleaseGate.View(fact, audience, window.Until) is IncidentFact { Incident: var incident })
                {
                    if (!revisions.TryGetValue(incident.Id, out var all))
                    {
                        revisions.Add(incident.Id, all = []);
                    }

                    all.Add(new ReportedIncident(incident, one.Number, one.LogIndex));
                }
            }
        }

        return revisions;
    }

    /// <summary>
    /// What stands for each incident at a time, by its id: itself, or what it is one with. The fact that is cited is
    /// that of the one that stands for all.
    /// </summary>
    /// <param name="revisions">What the audience may see.</param>
    /// <param name="merges">What was said to be one.</param>
    /// <param name="at">What was known by then.</param>
    /// <param name="until">What was said by then.</param>
    private static Dictionary<string, (ReportedIncident Reported, ImmutableArray<string> Members)> Standing(
        Dictionary<string, List<ReportedIncident>> revisions, MergeBook merges, Instant at, Instant until)
    {
        var known = revisions
            .Select(each => (each.Key, Newest: each.Value.LastOrDefault(one => one.Incident.KnownAt <= at)))
            .Where(each => each.Newest is not null)
            .ToDictionary(each => each.Key, each => each.Newest!, StringComparer.Ordinal);
        var groups = merges.Groups(known.ContainsKey, until);
        return known.Where(each => !groups.TryGetValue(each.Key, out var group) || group.Into == each.Key)
            .ToDictionary(
                each => each.Key,
                each => groups.TryGetValue(each.Key, out var group)
                    ? (each.Value with
                    {
                        Incident = MergedIncident.Of(each.Key, [.. group.Members.Select(id => known[id].Incident)]),
                    }, group.Members)
                    : (each.Value, (ImmutableArray<string>)[]),
                StringComparer.Ordinal);
    }

    /// <summary>
    /// True when something a reader would quote is otherwise than at the begin: what readings say, whose it is, how
    /// many, and what is one with it. That an incident simply went on is no correction.
    /// </summary>
    private bool IsStatedAnew(
        (ReportedIncident Reported, ImmutableArray<string> Members) before,
        (ReportedIncident Reported, ImmutableArray<string> Members) after)
    {
        var (then, now) = (before.Reported?.Incident, after.Reported.Incident);
        return then is null
            || !before.Members.SequenceEqual(after.Members, StringComparer.Ordinal)
            || (now.KnownAt > window.From
                && (!then.Outcomes.SequenceEqual(now.Outcomes)
                    || !then.Parties.SequenceEqual(now.Parties, StringComparer.Ordinal)
                    || (then.CountMin, then.CountMax) != (now.CountMin, now.CountMax)));
    }

    private (CoverageSheet? Coverage, ImmutableArray<ReportedFeed> Feeds) Watched()
    {
        var table = new FeedTable();
        table.AddRecorded(store.ReadRecordedFeeds());
        using var memory = new MemoryPictureStore();
        using var host = new SectorHost(agreement, table, memory, isExercise: folder.IsExercise);
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
            Note(heard, stored);
            if (host.Waiting > 10_000)
            {
                host.TakeCommit();
            }
        }

        return host.AskLooks(desk => (
            ReleaseGate.MayRead(desk.Label, audience) ? Sheet(desk) : null,
            audience.SeesTracks ? Feeds(table, heard) : []));
    }

    private static ImmutableArray<ReportedFeed> Feeds(
        FeedTable table, SortedDictionary<string, (long Frames, Instant Last)> heard) =>
    [
        .. table.Names.Where(name => name is not (RegistryFeed.Name or ExerciseFeed.Name))
            .Order(StringComparer.Ordinal)
            .Select(name => heard.TryGetValue(name, out var known)
                ? new ReportedFeed(name, known.Frames, known.Last)
                : new ReportedFeed(name, 0, null)),
    ];

    private void Note(SortedDictionary<string, (long Frames, Instant Last)> heard, StoredBatch stored)
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

    private CoverageSheet Sheet(LookDesk desk)
    {
        var (ledger, reading) = (desk.Ledger, new CoverageReading(desk.Ledger));
        var ground = ledger.Ground;
        WatchedPart Part(string? of, CoverageQuery query) => new(
            of, Exposure(reading, ground, window, query), Exposure(reading, ground, window.Before, query));
        var all = new CoverageQuery(0, 0, ModalitySet.Seeing);
        ImmutableArray<WatchedPart> Sides(Light light) => [.. ground.Parties.Select((party, side) => Part(
            party, all with { Side = side, Light = light }))];
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
            ]);
    }

    /// <summary>The whole hours that lie nearest to a window: the ledger knows no smaller time.</summary>
    private static Exposure Exposure(
        CoverageReading reading, CoverageGround ground, DailyWindow window, CoverageQuery query)
    {
        var (from, until) = (CoverageLedger.HourOf(window.From), CoverageLedger.HourOf(window.Until));
        return reading.Sum(query with { FromHour = from, UntilHour = until })
            .ToExposure(ground.Grid.CellKm2, CoverageLedger.StartOf(from), CoverageLedger.StartOf(until));
    }
}
