using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;
using Trucewatch.Watch.Blasts;

namespace Trucewatch.Watch.Rules;

/// <summary>One reading of one clause, made ready to run. A kind overrides what it looks at.</summary>
internal abstract class Rule(RuleSource source)
{
    /// <summary>The clause.</summary>
    public Clause Clause { get; } = source.Clause;

    /// <summary>The reading.</summary>
    public Reading Reading { get; } = source.Reading;

    /// <summary>All readings of the clause that are run, sorted.</summary>
    public ImmutableArray<string> ReadingsTried { get; } =
        [.. source.Clause.Readings.Select(reading => reading.Id).Order(StringComparer.Ordinal)];

    /// <summary>Its memory of a track, or null when the rule does not concern the track.</summary>
    public virtual object? Remember(in Actor actor, ObjectClass kind) => null;

    /// <summary>Looks at a track's new state.</summary>
    public virtual TrackStance OnTrack(in TrackSight sight, object memory, RuleVoice voice) => TrackStance.FarOutside;

    /// <summary>True when <see cref="OnFix"/> is overridden.</summary>
    public virtual bool WatchesFixes => false;

    /// <summary>Looks at a position as it was told, with the track that took it.</summary>
    public virtual void OnFix(in FixSight sight, object memory, RuleVoice voice)
    {
    }

    /// <summary>A track of what sensors saw is shown as an object that tells who it is from now on.</summary>
    public virtual void OnMerged(
        TrackId track, object memory, Label? ofObject, Instant knownAt, RuleVoice voice)
    {
    }

    /// <summary>True when it looks at all that is heard, because silence has to be seen as well.</summary>
    public virtual bool HearsAll => false;

    /// <summary>Looks at whatever was heard, before its track is; time passes by this alone.</summary>
    public virtual void OnHeard(in Observation observation, RuleVoice voice)
    {
    }

    /// <summary>True when it relates several objects, so that <see cref="OnSettled"/> is overridden.</summary>
    public virtual bool RelatesMany => false;

    /// <summary>
    /// All of one receive time is in. What relates several objects is weighed here and not before, in an order that is
    /// not the record's, so that it does not show which of the things that came at one time came first.
    /// </summary>
    public virtual void OnSettled(Instant receivedAt, RuleVoice voice)
    {
    }

    /// <summary>Drops what is remembered of a track beside its own memory; the track was given up.</summary>
    public virtual void Forget(TrackId track)
    {
    }

    /// <summary>Looks at a shelling that stations heard, when it is new or more of it is known.</summary>
    public virtual void OnShelling(Shelling shelling, RuleVoice voice)
    {
    }

    /// <summary>Looks at a written report, seen for the first time.</summary>
    public virtual void OnReport(in Observation observation, RuleVoice voice)
    {
    }
}

/// <summary>How a track stands to a rule.</summary>
/// <param name="Standing">Relation to the rule's zones.</param>
/// <param name="IsSettled">True when nothing can change while the track stays clear of all zones.</param>
internal readonly record struct TrackStance(ZoneStanding Standing, bool IsSettled)
{
    /// <summary>Outside, with nothing pending.</summary>
    public static readonly TrackStance FarOutside = new(ZoneStanding.Outside, true);
}

/// <summary>A track's new state as rules see it.</summary>
internal readonly ref struct TrackSight
{
    private readonly ref readonly TrackUpdate update;

    public TrackSight(ref readonly TrackUpdate update, TrackMemory memory, ZoneSurvey survey)
    {
        this.update = ref update;
        Memory = memory;
        Survey = survey;
    }

    public ref readonly TrackUpdate Update => ref update;

    public TrackMemory Memory { get; }

    public ZoneSurvey Survey { get; }
}

/// <summary>A told position and the track that it went to, as rules see them.</summary>
internal readonly ref struct FixSight
{
    private readonly ref readonly Observation observation;
    private readonly ref readonly TrackUpdate update;

    public FixSight(ref readonly Observation observation, ref readonly TrackUpdate update, TrackMemory memory)
    {
        this.observation = ref observation;
        this.update = ref update;
        Memory = memory;
    }

    public ref readonly Observation Observation => ref observation;

    public ref readonly TrackUpdate Update => ref update;

    public TrackMemory Memory { get; }
}

/// <summary>What a rule says, with what the incident desk must know to gather it.</summary>
/// <param name="Detection">The detection.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Join">How reports are joined; null for tracks.</param>
/// <param name="Label">Release label of the detection.</param>
/// <param name="Report">The report that it is of; null for what was tracked.</param>
internal sealed record Saying(
    Detection Detection, Rule Rule, Joining? Join, Label Label, WrittenReport? Report = null);

/// <summary>How reports of one class are joined into one incident.</summary>
/// <param name="Family">Reports of one family may be of one event.</param>
/// <param name="WithinM">Greatest distance in metres.</param>
/// <param name="Within">Greatest time apart.</param>
/// <param name="CountsRounds">True where the counts of one reporter add up, as those of bursts do.</param>
/// <param name="Apart">What the report is of, such as <c>outgoing</c>: two of different words are of two events. Null
/// where it does not say, so that it may be of either.</param>
/// <param name="Same">Name of the event where it is known: what has one name is of one incident, wherever it is said to
/// be. Null where nothing is known of that.</param>
internal sealed record Joining(
    string Family,
    double WithinM,
    TimeSpan Within,
    bool CountsRounds = false,
    string? Apart = null,
    string? Same = null);
