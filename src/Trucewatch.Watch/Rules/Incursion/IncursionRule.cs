using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Rules.Incursion;

/// <summary>
/// Weighs an entry into a zone by a score sheet of seven parameters - who, what, where, how deep, how long, how many,
/// notified or not - whose decision table stands in the pack. It is weighed anew while the object stays, and stated
/// again when the answer changes.
/// </summary>
internal sealed class IncursionRule : CrossingRule
{
    private readonly ImmutableArray<int> indexes;
    private readonly ImmutableArray<Zone> zones;
    private readonly DecisionTable table;
    private readonly Sightings sightings;

    // Who is inside, by party and place: no more than there are tracks, since those given up are dropped.
    private readonly SortedDictionary<string, SortedSet<int>> inside = new(StringComparer.Ordinal);

    // What is looked at: one sector steps on one thread.
    private Memory current = new(0);
    private RuleVoice? asked;

    private IncursionRule(
        RuleSource source,
        CrossingSettings settings,
        ImmutableArray<int> indexes,
        DecisionTable table,
        Sightings sightings)
        : base(source, settings, [.. indexes.Select(index => source.Agreement.Zones[index].Id)])
    {
        this.indexes = indexes;
        this.table = table;
        this.sightings = sightings;
        zones = source.Agreement.Zones;
    }

    private sealed class Memory(int places)
    {
        public Crossing[] Crossings { get; } = new Crossing[places];

        /// <summary>What was stated last of each place, with the row that says so.</summary>
        public (Determination Result, string? Row)[] Stated { get; } = new (Determination, string?)[places];

        /// <summary>True for each place where the visit was stated as more than compliant.</summary>
        public bool[] IsOpen { get; } = new bool[places];
    }

    /// <summary>Number of tracks that are said to be inside, each once for every place.</summary>
    internal int InsideCount => inside.Values.Sum(tracks => tracks.Count);

    public static Rule? Compile(RuleSource source)
    {
        var problems = source.Problems.Count;
        var reader = SettingsReader.Of(source);
        var readIndexes = source.ZoneIndexes(reader.Texts("zones"));
        var settings = CrossingSettings.Read(source, reader);
        var readSightings = Sightings.Read(reader);
        var readTable = DecisionTable.Read(reader);
        reader.RefuseRest();
        return source.Problems.Count == problems
            ? new IncursionRule(source, settings, readIndexes, readTable, readSightings)
            : null;
    }

    public override object? Remember(in Actor actor, ObjectClass kind) =>
        Settings.Who.Includes(in actor, kind) ? new Memory(indexes.Length) : null;

    public override TrackStance OnTrack(in TrackSight sight, object memory, RuleVoice voice)
    {
        (current, asked) = ((Memory)memory, voice);
        return base.OnTrack(in sight, current.Crossings, voice);
    }

    public override void Forget(TrackId track)
    {
        foreach (var tracks in inside.Values)
        {
            tracks.Remove(track.Value);
        }
    }

    public override void OnReport(in Observation observation, RuleVoice voice)
    {
        var act = voice.ActOf(in observation);
        if (!sightings.Takes(in observation) || !Settings.Who.Includes(act.Actor, act.Actor.Class)
            || LikeliestZone.Of(zones, indexes, in observation) is not { } where
            || where.Place.PAtMost < Settings.PLeave)
        {
            return;
        }

        var report = observation.Report!;
        var sheet = new ScoreSheet(
            act.Actor.Role,
            act.Actor.Class == ObjectClass.Unknown ? null : act.Actor.Class.ToString().ToLowerInvariant(),
            where.Zone.Id,
            Depth(where.Place.SignedDistanceM, observation.PositionError),
            Span2.Unknown,
            new Span2(report.CountMin ?? 1, report.CountMax ?? report.CountMin ?? double.PositiveInfinity),
            IsNotified(voice, in act, observation.At));
        var (result, row) = table.Decide(in sheet);
        var isSure = where.Place.PInside > Settings.PEnter;
        var detection = ReportScope.DetectionOf(this, in observation, voice, where) with
        {
            Party = act.Actor.Party,
            Determination = isSure ? result : Determination.Undetermined,
            Details = DetailsOf(in sheet, row),
        };
        voice.Say(this, act, Sightings.In(where.Zone.Id), id => detection with { Id = id });
    }

    protected override ZonePlace Locate(in TrackSight sight, int index) => sight.Survey.Locate(indexes[index]);

    protected override bool HasNews(in TrackSight sight, int index, in Crossing crossing, in Moment now) =>
        current.Stated[index] != table.Decide(SheetOf(in sight, index, in crossing, in now));

    protected override CrossingWord WordOf(
        DetectionKind kind, in TrackSight sight, int index, in Crossing crossing, in Moment at)
    {
        var tracks = TracksInside(in sight, index);
        if (kind == DetectionKind.Left)
        {
            current.Stated[index] = default;
            current.IsOpen[index] = false;
            tracks.Remove(sight.Update.Id.Value);
            return new CrossingWord(kind, Determination.Compliant);
        }

        tracks.Add(sight.Update.Id.Value);
        var sheet = SheetOf(in sight, index, in crossing, in at);
        var (result, row) = table.Decide(in sheet);
        current.Stated[index] = (result, row);
        var determination = kind == DetectionKind.Undetermined ? Determination.Undetermined : result;

        // What was allowed so far opened nothing: when it is so no more, the visit is told as one that begins.
        var begins = crossing.WasFirstSeenInside ? DetectionKind.FirstSeenInside : DetectionKind.Entered;
        var told = kind == DetectionKind.StillInside && !current.IsOpen[index] ? begins : kind;
        current.IsOpen[index] |= determination != Determination.Compliant;
        return new CrossingWord(told, determination, DetailsOf(in sheet, row));
    }

    private SortedSet<int> TracksInside(in TrackSight sight, int index)
    {
        var key = FormattableString.Invariant($"{sight.Memory.Actor.Party}/{index}");
        if (!inside.TryGetValue(key, out var tracks))
        {
            tracks = [];
            inside.Add(key, tracks);
        }

        return tracks;
    }

    private ScoreSheet SheetOf(in TrackSight sight, int index, in Crossing crossing, in Moment at)
    {
        var actor = sight.Memory.Actor;
        var kind = sight.Update.Class == ObjectClass.Unknown ? actor.Class : sight.Update.Class;
        var seconds = Math.Max(0, at.At.SecondsSince(crossing.EnteredAt));
        var together = Math.Max(1, TracksInside(in sight, index).Count);
        return new ScoreSheet(
            actor.Role,
            kind == ObjectClass.Unknown ? null : kind.ToString().ToLowerInvariant(),
            zones[indexes[index]].Id,
            Depth(at.MarginM, at.Error),
            new Span2(seconds, crossing.WasFirstSeenInside ? double.PositiveInfinity : seconds),
            new Span2(together, together),
            IsNotified(asked!, ActOf(in sight, index, in crossing, in at), at.At));
    }

    private bool? IsNotified(RuleVoice voice, in Act act, Instant at) =>
        voice.Exceptions.Find(this, in act, at) is not { } found ? false : found.IsSure ? true : null;

    private static Span2 Depth(double marginM, Covariance2 error)
    {
        var spreadM = 1.96 * Math.Sqrt(Math.Max(error.EastM2, error.NorthM2));
        return new Span2(Math.Max(0, marginM - spreadM), Math.Max(0, marginM + spreadM));
    }

    private static ImmutableArray<Detail> DetailsOf(in ScoreSheet sheet, string row) =>
    [
        new Detail("who", sheet.Who ?? "not known"),
        new Detail("what", sheet.What ?? "not known"),
        new Detail("where", sheet.Where),
        new Detail("depth_m", sheet.DepthM.ToString()),
        new Detail("duration_s", sheet.DurationS.ToString()),
        new Detail("count", sheet.Count.ToString()),
        new Detail("notified", sheet.IsNotified is not { } known ? "not known" : known ? "yes" : "no"),
        new Detail("row", row),
    ];
}
