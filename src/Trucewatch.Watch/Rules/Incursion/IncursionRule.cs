using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Observations;

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
    private readonly Dictionary<string, string> stated = new(StringComparer.Ordinal);
    private readonly HashSet<string> opened = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SortedSet<int>> inside = new(StringComparer.Ordinal);

    private IncursionRule(
        RuleSource source, CrossingSettings settings, ImmutableArray<int> indexes, DecisionTable table)
        : base(source, settings, [.. indexes.Select(index => source.Agreement.Zones[index].Id)])
    {
        this.indexes = indexes;
        this.table = table;
        zones = source.Agreement.Zones;
    }

    public static Rule? Compile(RuleSource source)
    {
        var problems = source.Problems.Count;
        var reader = SettingsReader.Of(source);
        var readIndexes = source.ZoneIndexes(reader.Texts("zones"));
        var settings = CrossingSettings.Read(source, reader);
        var readTable = DecisionTable.Read(reader);
        reader.RefuseRest();
        return source.Problems.Count == problems ? new IncursionRule(source, settings, readIndexes, readTable) : null;
    }

    public override void OnReport(in Observation observation, RuleVoice voice)
    {
        var report = observation.Report!;
        var act = voice.ActOf(in observation);
        if (report.Subject is null || !observation.HasPosition
            || !Settings.Who.Includes(act.Actor, act.Actor.Class) || Deepest(in observation) is not { } deepest)
        {
            return;
        }

        var spread = 1.96 * Math.Sqrt(Math.Max(observation.PositionError.EastM2, observation.PositionError.NorthM2));
        var sheet = new ScoreSheet(
            act.Actor.Role,
            act.Actor.Class == ObjectClass.Unknown ? null : act.Actor.Class.ToString().ToLowerInvariant(),
            deepest.Zone.Id,
            Depth(deepest.Place.SignedDistanceM, spread),
            Span2.Unknown,
            new Span2(report.CountMin ?? 1, report.CountMax ?? report.CountMin ?? double.PositiveInfinity),
            voice.Exceptions.Find(this, in act, observation.At) is not { } found ? false : found.IsSure ? true : null);
        var (result, row) = table.Decide(in sheet);
        var (zone, place) = deepest;
        var isSure = place.PInside > Settings.PEnter;
        var detection = ReportScope.DetectionOf(this, in observation, voice, zone, in place, 0) with
        {
            Party = act.Actor.Party,
            Determination = isSure ? result : Determination.Undetermined,
            Details = DetailsOf(in sheet, row),
        };
        var joining = new Joining(zone.Id, 1_000, TimeSpan.FromHours(1));
        voice.Say(this, act, joining, id => detection with { Id = id });
    }

    protected override ZonePlace Locate(in TrackSight sight, int index) => sight.Survey.Locate(indexes[index]);

    protected override bool HasNews(in TrackSight sight, int index, in Crossing crossing, in Moment now)
    {
        var sheet = SheetOf(in sight, index, in crossing, in now);
        var (result, row) = table.Decide(in sheet);
        return stated.GetValueOrDefault(Key(in sight, index)) != $"{result} {row}";
    }

    protected override CrossingWord WordOf(
        DetectionKind kind, in TrackSight sight, int index, in Crossing crossing, in Moment at)
    {
        var party = sight.Memory.Actor.Party ?? "";
        if (kind == DetectionKind.Left)
        {
            stated.Remove(Key(in sight, index));
            opened.Remove(Key(in sight, index));
            inside.GetValueOrDefault(Group(party, index))?.Remove(sight.Update.Id.Value);
            return new CrossingWord(kind, Determination.Compliant);
        }

        if (!inside.TryGetValue(Group(party, index), out var tracks))
        {
            tracks = [];
            inside.Add(Group(party, index), tracks);
        }

        tracks.Add(sight.Update.Id.Value);
        var sheet = SheetOf(in sight, index, in crossing, in at);
        var (result, row) = table.Decide(in sheet);
        stated[Key(in sight, index)] = $"{result} {row}";
        var determination = kind == DetectionKind.Undetermined ? Determination.Undetermined : result;

        // What was allowed so far opened nothing: when it is so no more, the visit is told as one that begins.
        var isOpen = opened.Contains(Key(in sight, index));
        if (determination != Determination.Compliant)
        {
            opened.Add(Key(in sight, index));
        }

        var told = kind == DetectionKind.StillInside && !isOpen ? DetectionKind.Entered : kind;
        return new CrossingWord(told, determination, DetailsOf(in sheet, row));
    }

    private string Key(in TrackSight sight, int index) =>
        FormattableString.Invariant($"{sight.Update.Id.Value}/{index}");

    private static string Group(string party, int index) => FormattableString.Invariant($"{party}/{index}");

    private ScoreSheet SheetOf(in TrackSight sight, int index, in Crossing crossing, in Moment at)
    {
        var actor = sight.Memory.Actor;
        var kind = sight.Update.Class == ObjectClass.Unknown ? actor.Class : sight.Update.Class;
        var spread = 1.96 * Math.Sqrt(Math.Max(at.Error.EastM2, at.Error.NorthM2));
        var seconds = Math.Max(0, at.At.SecondsSince(crossing.EnteredAt));
        var together = Math.Max(1, inside.GetValueOrDefault(Group(actor.Party ?? "", index))?.Count ?? 1);
        return new ScoreSheet(
            actor.Role,
            kind == ObjectClass.Unknown ? null : kind.ToString().ToLowerInvariant(),
            zones[indexes[index]].Id,
            Depth(at.MarginM, spread),
            new Span2(seconds, seconds),
            new Span2(together, together),
            crossing.PermittedUntil is not null);
    }

    private (Zone Zone, ZonePlace Place)? Deepest(in Observation observation)
    {
        (Zone Zone, ZonePlace Place)? best = null;
        foreach (var index in indexes)
        {
            var place = zones[index].Locate(observation.Position, observation.PositionError);
            if (place.PAtMost >= Settings.PLeave && (best is null || place.PAtMost > best.Value.Place.PAtMost))
            {
                best = (zones[index], place);
            }
        }

        return best;
    }

    private static Span2 Depth(double marginM, double spreadM) =>
        new(Math.Max(0, marginM - spreadM), Math.Max(0, marginM + spreadM));

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
