using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;
using Trucewatch.Watch.Coverage;

namespace Trucewatch.Watch.Rules.DarkObject;

/// <summary>
/// States when sensors go on seeing an object that nobody tells to be there, where objects are expected to tell who
/// they are and others around it are heard doing so. Where nobody is heard, or satellite navigation is disturbed, its
/// silence has another explanation, and nothing is said.
/// </summary>
internal sealed class DarkObjectRule : Rule
{
    /// <summary>Slots of measured reception in the time after which an object is stated.</summary>
    public const int SlotsInAfter = 6;

    private const string Place = "dark-object";

    private readonly ImmutableArray<ObjectClass>? classes;
    private readonly TrackScope scope;
    private readonly TimeSpan after;
    private readonly double minSpeedMps;
    private readonly double? minLengthM;
    private readonly double minExistence;
    private readonly double minReception;
    private readonly ReceptionLedger reception;
    private readonly List<FeedId> feeds = [];

    private DarkObjectRule(
        RuleSource source,
        (ImmutableArray<ObjectClass>? Classes, TrackScope Scope) which,
        TimeSpan after,
        (double SpeedMps, double? LengthM, double Existence, double Reception) least)
        : base(source)
    {
        (classes, scope) = which;
        this.after = after;
        (minSpeedMps, minLengthM, minExistence, minReception) = least;
        reception = new ReceptionLedger(after / SlotsInAfter);
    }

    /// <summary>What is remembered of one track.</summary>
    private sealed class Followed
    {
        public bool Counts { get; set; }

        /// <summary>Since when it has counted without a break.</summary>
        public Instant Since { get; set; }

        public Instant SeenAt { get; set; }

        public FrameRef First { get; set; }

        public bool IsStated { get; set; }

        /// <summary>Its newest state, its name and what that rests on, once it is stated.</summary>
        public TrackUpdate State;

        public TrackMemory? Track { get; set; }

        public Provenance Provenance { get; set; }
    }

    public override bool HearsAll => true;

    public static Rule? Compile(RuleSource source)
    {
        var problems = source.Problems.Count;
        var reader = SettingsReader.Of(source);
        var readClasses = reader.EnumsOrAny<ObjectClass>("classes");
        var readScope = TrackScope.Read(source, reader);
        var readAfter = TimeSpan.FromSeconds(reader.Number("after_s", absent: 600, least: 60, most: 86_400));
        var speed = reader.Number("min_speed_mps", absent: 1, least: 0, most: 1_000);
        var length = reader.OptionalNumber("min_length_m", least: 0, most: 1_000);
        var existence = reader.Number("min_existence", absent: 0.95, least: 0.5, most: 0.9999);
        var share = reader.Number("min_reception", absent: 0.8, least: 0.1, most: 1);
        reader.RefuseRest();
        return source.Problems.Count == problems
            ? new DarkObjectRule(source, (readClasses, readScope), readAfter, (speed, length, existence, share))
            : null;
    }

    /// <summary>Only what names nobody is followed: such a track is called by its number, without a scheme.</summary>
    public override object? Remember(in Actor actor, ObjectClass kind) =>
        actor.Name.Contains(':', StringComparison.Ordinal) || (classes is { } named && !named.Contains(kind))
            ? null
            : new Followed();

    public override void OnHeard(in Observation observation, RuleVoice voice)
    {
        if (observation is { HasPosition: true, Kind: ObservationKind.Position }
            && observation.Identity.Scheme != IdentityScheme.None)
        {
            reception.Note(in observation);
            if (!feeds.Contains(observation.Frame.Feed))
            {
                feeds.Add(observation.Frame.Feed);
            }
        }
    }

    public override TrackStance OnTrack(in TrackSight sight, object memory, RuleVoice voice)
    {
        ref readonly var update = ref sight.Update;
        var followed = (Followed)memory;
        var isBroken = followed.Counts && (update.At - followed.SeenAt) > after / SlotsInAfter;
        if (!Counts(in sight, voice) || isBroken)
        {
            if (followed.IsStated && voice.Picture?.IsExplained(in update) == true)
            {
                followed.IsStated = false;
                Say(followed, DetectionKind.Left, Determination.Compliant, in update, sight.Memory, null, voice);
            }

            followed.Counts = false;
        }
        else if (!followed.Counts)
        {
            (followed.Counts, followed.Since, followed.First) = (true, update.At, update.Evidence);
        }

        followed.SeenAt = update.At;
        if (followed.Counts && !followed.IsStated && update.At - followed.Since >= after)
        {
            var share = ShareHeard(in update, voice);
            if (share >= minReception)
            {
                followed.IsStated = true;
                Say(followed, DetectionKind.Measured, Determination.Breach, in update, sight.Memory, share, voice);
            }
        }

        if (followed.IsStated)
        {
            (followed.State, followed.Track, followed.Provenance) = (update, sight.Memory, voice.Provenance);
        }

        return new TrackStance(ZoneStanding.Outside, IsSettled: false);
    }

    /// <summary>It tells who it is, as the merge states with its reasons: it is dark no longer.</summary>
    public override void OnMerged(
        TrackId track, object memory, Label? ofObject, Instant knownAt, RuleVoice voice)
    {
        var followed = (Followed)memory;
        followed.Counts = false;
        if (!followed.IsStated)
        {
            return;
        }

        followed.IsStated = false;
        followed.State.KnownAt = knownAt;
        var current = voice.Provenance;
        voice.Provenance = followed.Provenance with { Late = current.Late };
        Say(
            followed, DetectionKind.Left, Determination.Compliant, in followed.State, followed.Track!, null, voice,
            ofObject);
        voice.Provenance = current;
    }

    /// <summary>True while it is where, and what, the clause asks for, and nothing else explains it.</summary>
    private bool Counts(in TrackSight sight, RuleVoice voice)
    {
        ref readonly var update = ref sight.Update;
        var speed2 = (update.EastMps * update.EastMps) + (update.NorthMps * update.NorthMps);
        return update.Existence >= minExistence
            && speed2 >= minSpeedMps * minSpeedMps
            && (minLengthM is not { } length || update.Description?.LengthM >= length)
            && !voice.Interference.IsDisturbed(update.Position)
            && scope.Counts(in sight)
            && voice.Picture?.IsExplained(in update) != true;
    }

    /// <summary>
    /// In what share of the last while others around it were heard: by the feed that heard most, late ones left out.
    /// </summary>
    private double ShareHeard(in TrackUpdate update, RuleVoice voice)
    {
        var most = 0.0;
        foreach (var feed in feeds)
        {
            if (!voice.Provenance.Late.Contains(voice.Feeds[feed], StringComparer.Ordinal))
            {
                most = Math.Max(most, reception.Share(feed, update.Position, update.At - after, update.KnownAt));
            }
        }

        return most;
    }

    private void Say(
        Followed followed,
        DetectionKind kind,
        Determination determination,
        in TrackUpdate seen,
        TrackMemory track,
        double? share,
        RuleVoice voice,
        Label? ofObject = null)
    {
        var state = seen;
        var seconds = (state.At - followed.Since).TotalSeconds;
        var details = ImmutableArray.Create(
            new Detail("seen_s", seconds.ToString("0", CultureInfo.InvariantCulture)),
            new Detail("existence", state.Existence.ToString("0.000", CultureInfo.InvariantCulture)));
        if (share is { } heard)
        {
            details = details.AddRange(
                new Detail("reception", heard.ToString("0.00", CultureInfo.InvariantCulture)),
                new Detail("meaning", "to tell nothing is no evidence of wrongdoing: not all have to tell"));
        }

        var act = new Act(track.Actor, $"{track.Name}/{Place}/{followed.Since}", state.Position, state.PositionError);
        ImmutableArray<FrameCitation> frames = followed.First == state.Evidence
            ? [voice.Feeds.Cite(state.Evidence)]
            : [voice.Feeds.Cite(followed.First), voice.Feeds.Cite(state.Evidence)];
        _ = voice.Say(this, act, null, id => new Detection(
            id, kind, Clause.Id, Reading.Id, Clause.IncidentClass, Place, state.Id.ToString(), track.Name,
            track.Actor.Party, state.At, state.KnownAt, PlaceOf.Point(state.Position, state.PositionError), null, null,
            null, null, null, [], frames, determination, null, details), ofObject);
    }
}
