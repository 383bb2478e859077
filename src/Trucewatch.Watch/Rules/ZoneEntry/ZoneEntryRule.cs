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
        if (!IsInForce(sight.Update.At))
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
            standing = (ZoneStanding)Math.Max((int)standing, (int)crossing.Standing(moment.PInside, settings));
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
                Say(kind, in crossings[index], in moment, sight.Memory, settings.Zones[index], voice);
            }
        }
    }

    private void Say(
        DetectionKind kind, in Crossing crossing, in Moment now, TrackMemory memory, int zone, RuleVoice voice)
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
        voice.Say(this, null, id => new Detection(
            id, kind, Clause.Id, Reading.Id, Clause.IncidentClass, zoneId, at.Track.ToString(), memory.Name,
            memory.Actor.Party, at.At, knownAt, at.Place, at.PInside, at.MarginM, null, null, null, [],
            frames.DrainToImmutable()));
    }

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
            Whom.Read(source, reader.Inner("who")),
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

/// <summary>Whom a rule concerns. What is not stated is not asked: without settings it is everyone.</summary>
internal sealed record Whom(
    ImmutableArray<ObjectClass>? Classes,
    ImmutableArray<string>? Parties,
    ImmutableArray<string>? Roles,
    ImmutableArray<string> Except)
{
    public bool Includes(in Actor actor, ObjectClass kind)
    {
        var assumed = kind == ObjectClass.Unknown ? actor.Class : kind;
        if (Classes is { } classes && !classes.Contains(assumed))
        {
            return false;
        }

        if (Parties is { } parties
            && (actor.Party is not { } party || !parties.Contains(party, StringComparer.Ordinal)))
        {
            return false;
        }

        if (Roles is { } roles && (actor.Role is not { } role || !roles.Contains(role, StringComparer.Ordinal)))
        {
            return false;
        }

        foreach (var pattern in Except)
        {
            if (ActorRegister.Matches(pattern, actor.Name))
            {
                return false;
            }
        }

        return true;
    }

    public static Whom Read(RuleSource source, SettingsReader reader)
    {
        var classes = reader.EnumsOrAny<ObjectClass>("classes");
        var parties = reader.TextsOrAny("parties");
        var roles = reader.TextsOrAny("roles");
        var except = reader.OptionalTexts("except");
        foreach (var party in parties ?? [])
        {
            if (!source.Agreement.Parties.Any(known => known.Id == party.Text))
            {
                var ids = string.Join(", ", source.Agreement.Parties.Select(known => known.Id));
                source.Refuse(party.Line, $"who.parties: expected one of {ids}, got '{party.Text}'");
            }
        }

        foreach (var pattern in except ?? [])
        {
            if (!pattern.Text.Contains(':', StringComparison.Ordinal))
            {
                source.Refuse(
                    pattern.Line, $"who.except: expected such as mmsi:2370* or cot:TEAM-*, got '{pattern.Text}'");
            }
        }

        reader.RefuseRest();
        return new Whom(classes, Words(parties), Words(roles), Words(except) ?? []);
    }

    private static ImmutableArray<string>? Words(ImmutableArray<SettingText>? texts) =>
        texts is { } some ? [.. some.Select(text => text.Text)] : null;
}
