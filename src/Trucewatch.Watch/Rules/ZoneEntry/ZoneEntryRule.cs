using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;

namespace Trucewatch.Watch.Rules.ZoneEntry;

/// <summary>Settings of a zone-entry rule.</summary>
/// <param name="Zones">Indexes of the zones in the agreement.</param>
/// <param name="Who">Whom it concerns.</param>
/// <param name="PEnter">Inside is said above this probability.</param>
/// <param name="PLeave">Outside is said below this probability.</param>
/// <param name="Dwell">How long a standing must hold.</param>
/// <param name="MinFixes">Over how many fixes a standing must hold.</param>
/// <param name="ReportFirstSeenInside">True when an object that nobody saw go in is stated.</param>
/// <param name="RestateEvery">Time after which an object that stays is stated again.</param>
internal sealed record ZoneEntrySettings(
    ImmutableArray<int> Zones,
    Whom Who,
    double PEnter,
    double PLeave,
    TimeSpan Dwell,
    int MinFixes,
    bool ReportFirstSeenInside,
    TimeSpan RestateEvery);

/// <summary>
/// States when an object that may not be there goes into a zone, and when it leaves. Each zone has a machine of its
/// own for each track: nothing is said unless the probability stays beyond a threshold for a time and a number of
/// fixes, so that noise at the edge makes one crossing of one crossing.
/// </summary>
internal sealed class ZoneEntryRule : Rule
{
    private readonly ZoneEntrySettings settings;
    private readonly ImmutableArray<Zone> zones;

    // One sector steps on one thread, so that the changes of one observation have their place here.
    private readonly DetectionKind?[] changes;

    private ZoneEntryRule(RuleSource source, ZoneEntrySettings settings)
        : base(source)
    {
        this.settings = settings;
        zones = source.Agreement.Zones;
        changes = new DetectionKind?[settings.Zones.Length];
    }

    /// <summary>What the rule was told; for the tests.</summary>
    internal ZoneEntrySettings Settings => settings;

    public static Rule? Compile(RuleSource source)
    {
        var problems = source.Problems.Count;
        var read = Read(source);
        return source.Problems.Count == problems ? new ZoneEntryRule(source, read) : null;
    }

    public override object? Remember(in Actor actor, ObjectClass kind) =>
        settings.Who.Includes(in actor, kind) ? new Crossing[settings.Zones.Length] : null;

    public override TrackStance OnTrack(in TrackSight sight, object memory, RuleVoice voice)
    {
        if (Reading.Binds(sight.Memory.Actor.Party, sight.Update.At) == Binding.No)
        {
            return new TrackStance(ZoneStanding.Outside, IsSettled: false);
        }

        var crossings = (Crossing[])memory;
        var standing = ZoneStanding.Outside;
        var isSettled = true;
        for (var index = 0; index < crossings.Length; index++)
        {
            ref var crossing = ref crossings[index];
            var moment = Moment.Of(in sight, settings.Zones[index]);
            changes[index] = crossing.Advance(in moment, settings, sight.Memory.LastClear);
            standing = (ZoneStanding)Math.Max((int)standing, (int)crossing.Standing(in moment, settings));
            isSettled &= crossing.IsSettled;
        }

        // Going out is told before going in, so that the order of the zones in the text favours neither side.
        SayChanges(in sight, crossings, left: true, voice);
        SayChanges(in sight, crossings, left: false, voice);
        return new TrackStance(standing, isSettled);
    }

    private void SayChanges(in TrackSight sight, Crossing[] crossings, bool left, RuleVoice voice)
    {
        for (var index = 0; index < crossings.Length; index++)
        {
            if (changes[index] is { } kind && (kind == DetectionKind.Left) == left)
            {
                var moment = Moment.Of(in sight, settings.Zones[index]);
                Say(kind, ref crossings[index], in moment, sight.Memory, settings.Zones[index], voice);
            }
        }
    }

    private void Say(
        DetectionKind kind, ref Crossing crossing, in Moment now, TrackMemory memory, int zone, RuleVoice voice)
    {
        // An event is placed at the first fix of the hold that proved it; a restatement at the fix itself.
        var isRestated = kind == DetectionKind.StillInside;
        var at = isRestated ? now : crossing.Held;
        var frames = ImmutableArray.CreateBuilder<FrameCitation>(3);
        if (kind == DetectionKind.Entered && crossing.LastOutside is { } outside)
        {
            frames.Add(voice.Feeds.Cite(outside.Frame));
        }

        AddOnce(frames, voice.Feeds.Cite(at.Frame));
        AddOnce(frames, voice.Feeds.Cite(now.Frame));
        var (zoneId, knownAt) = (zones[zone].Id, now.KnownAt);
        var visit = FormattableString.Invariant($"{memory.Name}/{zoneId}/{crossing.EnteredAt}");
        var permission = voice.Say(this, new Act(memory.Actor, visit, at.Position, at.Error), null, id => new Detection(
            id, kind, Clause.Id, Reading.Id, Clause.IncidentClass, zoneId, at.Track.ToString(), memory.Name,
            memory.Actor.Party, at.At, knownAt, at.Place, at.PInside, at.MarginM, null, null, null, [],
            frames.DrainToImmutable(),
            DeterminationOf(kind)));
        crossing.PermittedUntil = permission?.Until;
    }

    private static Determination DeterminationOf(DetectionKind kind) => kind switch
    {
        DetectionKind.Undetermined => Determination.Undetermined,
        DetectionKind.Left => Determination.Compliant,
        _ => Determination.Breach,
    };

    private static void AddOnce(ImmutableArray<FrameCitation>.Builder frames, FrameCitation frame)
    {
        if (!frames.Contains(frame))
        {
            frames.Add(frame);
        }
    }

    private static ZoneEntrySettings Read(RuleSource source)
    {
        var reader = SettingsReader.Of(source);
        var read = new ZoneEntrySettings(
            source.ZoneIndexes(reader.Texts("zones")),
            Whom.Read(source.Agreement, source.Refuse, reader.Inner("who")),
            reader.Number("p_enter", absent: 0.95, least: 0.5, most: 0.999),
            reader.Number("p_leave", absent: 0.05, least: 0.001, most: 0.5),
            TimeSpan.FromSeconds(reader.Number("dwell_s", absent: 0, least: 0, most: 86_400)),
            reader.Whole("min_fixes", absent: 2, least: 1, most: 100),
            reader.Word("first_seen_inside", "report", "report", "ignore") == "report",
            source.Settings.RestateEvery);
        reader.RefuseRest();
        return read;
    }
}
