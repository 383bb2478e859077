using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;

namespace Trucewatch.Watch.Rules;

/// <summary>What a rule of crossings says of one change.</summary>
/// <param name="Kind">What happened, in the words of facts.</param>
/// <param name="Determination">What the clause says of it.</param>
/// <param name="Details">Values that it rests on, or null.</param>
internal readonly record struct CrossingWord(
    DetectionKind Kind, Determination Determination, ImmutableArray<Detail>? Details = null);

/// <summary>
/// Says when an object goes somewhere and when it leaves. Each place has a machine of its own for each track: nothing
/// is said unless the probability stays beyond a threshold for a time and a number of fixes, so that noise at the edge
/// makes one crossing of one crossing. A kind says where the places are and what being there means.
/// </summary>
internal abstract class CrossingRule : Rule
{
    // One sector steps on one thread, so that the changes of one observation have their place here.
    private readonly DetectionKind?[] changes;
    private readonly ImmutableArray<string> places;

    protected CrossingRule(RuleSource source, CrossingSettings settings, ImmutableArray<string> places)
        : base(source)
    {
        Settings = settings;
        this.places = places;
        changes = new DetectionKind?[places.Length];
    }

    /// <summary>What the rule was told.</summary>
    internal CrossingSettings Settings { get; }

    public override object? Remember(in Actor actor, ObjectClass kind) =>
        Settings.Who.Includes(in actor, kind) ? new Crossing[places.Length] : null;

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
            if (IsLost(in sight, index))
            {
                crossing = default;
            }

            var moment = Moment.Of(in sight, Locate(in sight, index));
            changes[index] = crossing.Advance(in moment, Settings, sight.Memory.LastClear);
            if (changes[index] is null && crossing.IsInside && HasNews(in sight, index, in crossing, in moment))
            {
                changes[index] = DetectionKind.StillInside;
            }

            standing = (ZoneStanding)Math.Max((int)standing, (int)crossing.Standing(in moment, Settings));
            isSettled &= crossing.IsSettled;
        }

        // Going out is told before going in, so that the order of the places in the text favours neither side.
        SayChanges(in sight, crossings, left: true, voice);
        SayChanges(in sight, crossings, left: false, voice);
        return new TrackStance(standing, isSettled && UsesSurvey);
    }

    /// <summary>True when all places are zones of the survey: a track far from them need not be looked at.</summary>
    protected virtual bool UsesSurvey => true;

    /// <summary>Where the track stands to a place.</summary>
    protected abstract ZonePlace Locate(in TrackSight sight, int index);

    /// <summary>True when what is remembered of the track and the place no longer counts.</summary>
    protected virtual bool IsLost(in TrackSight sight, int index) => false;

    /// <summary>True when something other than the place calls for a new statement.</summary>
    protected virtual bool HasNews(in TrackSight sight, int index, in Crossing crossing, in Moment now) => false;

    /// <summary>What a change means.</summary>
    protected virtual CrossingWord WordOf(
        DetectionKind kind, in TrackSight sight, int index, in Crossing crossing, in Moment at) =>
        new(kind, DeterminationOf(kind));

    /// <summary>What a change means where being in the place is what the clause forbids.</summary>
    protected static Determination DeterminationOf(DetectionKind kind) => kind switch
    {
        DetectionKind.Undetermined => Determination.Undetermined,
        DetectionKind.Left => Determination.Compliant,
        _ => Determination.Breach,
    };

    /// <summary>The visit as exceptions are asked about it.</summary>
    protected Act ActOf(in TrackSight sight, int index, in Crossing crossing, in Moment at)
    {
        var visit = FormattableString.Invariant($"{sight.Memory.Name}/{places[index]}/{crossing.EnteredAt}");
        return new Act(sight.Memory.Actor, visit, at.Position, at.Error);
    }

    private void SayChanges(in TrackSight sight, Crossing[] crossings, bool left, RuleVoice voice)
    {
        for (var index = 0; index < crossings.Length; index++)
        {
            if (changes[index] is { } kind && (kind == DetectionKind.Left) == left)
            {
                Say(kind, ref crossings[index], in sight, index, voice);
            }
        }
    }

    private void Say(DetectionKind kind, ref Crossing crossing, in TrackSight sight, int index, RuleVoice voice)
    {
        // An event is placed at the first fix of the hold that proved it; a restatement at the fix itself.
        var now = Moment.Of(in sight, Locate(in sight, index));
        var isRestated = kind == DetectionKind.StillInside;
        var at = isRestated ? now : crossing.Held;
        var frames = ImmutableArray.CreateBuilder<FrameCitation>(3);
        if (kind == DetectionKind.Entered && crossing.LastOutside is { } outside)
        {
            frames.Add(voice.Feeds.Cite(outside.Frame));
        }

        AddOnce(frames, voice.Feeds.Cite(at.Frame));
        AddOnce(frames, voice.Feeds.Cite(now.Frame));
        var (place, knownAt, memory) = (places[index], now.KnownAt, sight.Memory);
        var word = WordOf(kind, in sight, index, in crossing, in at);
        var act = ActOf(in sight, index, in crossing, in at);
        var permission = voice.Say(this, act, null, id => new Detection(
            id, word.Kind, Clause.Id, Reading.Id, Clause.IncidentClass, place, at.Track.ToString(), memory.Name,
            memory.Actor.Party, at.At, knownAt, at.Place, at.PInside, at.MarginM, null, null, null, [],
            frames.DrainToImmutable(), word.Determination, null, word.Details));
        crossing.PermittedUntil = permission?.Until;
    }

    private static void AddOnce(ImmutableArray<FrameCitation>.Builder frames, FrameCitation frame)
    {
        if (!frames.Contains(frame))
        {
            frames.Add(frame);
        }
    }
}
