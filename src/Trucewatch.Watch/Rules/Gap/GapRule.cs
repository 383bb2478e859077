using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;
using Trucewatch.Watch.Coverage;

namespace Trucewatch.Watch.Rules.Gap;

/// <summary>
/// States when an object that was heard moving is not heard for longer than it may, and when it is heard again. A
/// silence counts only while the feed that heard it last goes on to bring others from where it was and from where it
/// must have come to; a feed that is silent or late itself says nothing of anybody.
/// </summary>
internal sealed class GapRule : Rule
{
    /// <summary>Most objects that are followed; further ones are not, until one is given up.</summary>
    public const int MaxFollowed = 100_000;

    /// <summary>Slots of measured reception in the time after which a silence is stated.</summary>
    public const int SlotsInAfter = 6;

    private const string Place = "gap";

    private static readonly object concerned = new();

    private readonly Whom who;
    private readonly TrackScope scope;
    private readonly TimeSpan after;
    private readonly double minSpeedMps;
    private readonly double minReception;
    private readonly TimeSpan slot;
    private readonly ReceptionLedger reception;
    private readonly Dictionary<ObjectIdentity, Followed> followed = [];
    private readonly Dictionary<TrackId, Followed> byTrack = [];
    private readonly PriorityQueue<Followed, (Instant Due, TrackRank Rank)> queue = new();
    private Instant now = Instant.Beginning;

    private GapRule(
        RuleSource source, Whom who, TrackScope scope, TimeSpan after, double minSpeedMps, double minReception)
        : base(source)
    {
        (this.who, this.scope, this.after) = (who, scope, after);
        (this.minSpeedMps, this.minReception) = (minSpeedMps, minReception);
        slot = after / SlotsInAfter;
        reception = new ReceptionLedger(slot);
    }

    /// <summary>One identity, however many rival tracks it has: it is heard when any of them is.</summary>
    private sealed class Followed(in TrackSight sight)
    {
        public TrackUpdate State = sight.Update;

        public TrackMemory Track { get; set; } = sight.Memory;

        public Instant HeardAt { get; set; }

        public Provenance Provenance { get; set; }

        /// <summary>True while its place and its speed put it under the clause.</summary>
        public bool Counts { get; set; }

        public bool IsQueued { get; set; }

        public bool IsStated { get; set; }

        public bool IsGone { get; set; }
    }

    /// <summary>Number of objects that are followed.</summary>
    internal int FollowedCount => followed.Count;

    public override bool HearsAll => true;

    /// <summary>Whether a silence counts is shown by the others that are heard.</summary>
    public override bool RelatesMany => true;

    public override void OnSettled(Instant receivedAt, RuleVoice voice)
    {
        while (queue.TryPeek(out var next, out var due) && due.Due < now)
        {
            queue.Dequeue();
            Judge(next, voice);
        }
    }

    public static Rule? Compile(RuleSource source)
    {
        var problems = source.Problems.Count;
        var reader = SettingsReader.Of(source);
        var readWho = Whom.Read(source.Agreement, source.Refuse, reader.Inner("who"));
        var readScope = TrackScope.Read(source, reader);
        var readAfter = TimeSpan.FromSeconds(reader.Number("after_s", absent: 1_800, least: 60, most: 604_800));
        var speed = reader.Number("min_speed_mps", absent: 1, least: 0, most: 1_000);
        var share = reader.Number("min_reception", absent: 0.8, least: 0.1, most: 1);
        reader.RefuseRest();
        return source.Problems.Count == problems
            ? new GapRule(source, readWho, readScope, readAfter, speed, share)
            : null;
    }

    public override object? Remember(in Actor actor, ObjectClass kind) =>
        who.Includes(in actor, kind) ? concerned : null;

    public override void OnHeard(in Observation observation, RuleVoice voice)
    {
        now = observation.ReceivedAt > now ? observation.ReceivedAt : now;
        if (observation.Identity.Scheme == IdentityScheme.None)
        {
            return;
        }

        if (observation.HasPosition)
        {
            reception.Note(in observation);
        }

        // A clock that runs ahead must not buy time.
        var at = observation.At < observation.ReceivedAt ? observation.At : observation.ReceivedAt;
        if (followed.TryGetValue(observation.Identity, out var silent) && at > silent.HeardAt)
        {
            if (silent.IsStated)
            {
                silent.IsStated = false;
                SayHeard(silent, at, in observation, voice);
            }

            silent.HeardAt = at;
        }
    }

    public override TrackStance OnTrack(in TrackSight sight, object memory, RuleVoice voice)
    {
        ref readonly var update = ref sight.Update;
        if (update.Identity.Scheme != IdentityScheme.None && update.Status == TrackStatus.Told)
        {
            if (!followed.TryGetValue(update.Identity, out var silent) && followed.Count < MaxFollowed)
            {
                followed.Add(update.Identity, silent = new Followed(in sight) { HeardAt = update.At });
            }

            if (silent is not null)
            {
                var speed2 = (update.EastMps * update.EastMps) + (update.NorthMps * update.NorthMps);
                byTrack[update.Id] = silent;
                (silent.State, silent.Track, silent.Provenance) = (update, sight.Memory, voice.Provenance);
                silent.Counts = speed2 >= minSpeedMps * minSpeedMps && scope.Counts(in sight);
                if (silent.Counts && !silent.IsQueued)
                {
                    Await(silent, silent.HeardAt + after);
                }
            }
        }

        return new TrackStance(ZoneStanding.Outside, IsSettled: false);
    }

    public override void Forget(TrackId track)
    {
        if (byTrack.Remove(track, out var silent) && silent.State.Id == track)
        {
            silent.IsGone = true;
            followed.Remove(silent.State.Identity);
        }
    }

    private void Await(Followed silent, Instant due)
    {
        silent.IsQueued = true;
        queue.Enqueue(silent, (due, silent.Track.Rank));
    }

    /// <summary>Looks at an object that is due: it was heard since, or its silence counts, or that is not known yet.
    /// </summary>
    private void Judge(Followed silent, RuleVoice voice)
    {
        silent.IsQueued = false;
        if (silent.IsGone || silent.IsStated || !silent.Counts)
        {
            return;
        }

        var due = silent.HeardAt + after;
        if (due >= now)
        {
            Await(silent, due);
            return;
        }

        var share = ShareHeard(silent);
        if (share >= minReception && !IsLate(silent, voice))
        {
            silent.IsStated = true;
            SaySilent(silent, share, voice);
        }
        else if (now - silent.HeardAt < slot * ReceptionLedger.HeldSlots)
        {
            Await(silent, now + slot);
        }
    }

    private static bool IsLate(Followed silent, RuleVoice voice) => voice.Provenance.Late.Contains(
        voice.Feeds[silent.State.Evidence.Feed], StringComparer.Ordinal);

    /// <summary>Reception since it was last heard, there and where its course has brought it: the worse of the two.
    /// </summary>
    private double ShareHeard(Followed silent)
    {
        ref readonly var state = ref silent.State;
        var feed = state.Evidence.Feed;
        var carried = LocalScale.At(state.Position).Move(
            state.Position, state.EastMps * after.TotalSeconds, state.NorthMps * after.TotalSeconds);
        return Math.Min(
            reception.Share(feed, state.Position, silent.HeardAt, now),
            reception.Share(feed, carried, silent.HeardAt, now));
    }

    private void SaySilent(Followed silent, double share, RuleVoice voice)
    {
        var current = voice.Provenance;
        voice.Provenance = silent.Provenance with { Late = current.Late };
        var details = ImmutableArray.Create(
            new Detail("silent_s", Whole((now - silent.HeardAt).TotalSeconds)),
            new Detail("limit_s", Whole(after.TotalSeconds)),
            new Detail("reception", share.ToString("0.00", CultureInfo.InvariantCulture)),
            new Detail("meaning", "a silence alone is no evidence of wrongdoing, and a warship may be silent"));
        var determination = silent.Provenance.IsDisturbed ? Determination.Undetermined : Determination.Breach;
        Say(silent, DetectionKind.Measured, determination, silent.HeardAt, details, [], voice);
        voice.Provenance = current;
    }

    private void SayHeard(Followed silent, Instant at, in Observation heard, RuleVoice voice)
    {
        var seconds = (at - silent.HeardAt).TotalSeconds;
        Say(
            silent, DetectionKind.Left, Determination.Compliant, at, [new Detail("silent_s", Whole(seconds))],
            [voice.Feeds.Cite(heard.Frame)], voice);
    }

    private void Say(
        Followed silent,
        DetectionKind kind,
        Determination determination,
        Instant at,
        ImmutableArray<Detail> details,
        ImmutableArray<Domain.Frames.FrameCitation> frames,
        RuleVoice voice)
    {
        var (state, track, knownAt) = (silent.State, silent.Track, now);
        var act = new Act(
            track.Actor, $"{track.Name}/{Place}/{silent.HeardAt}", state.Position, state.PositionError);
        frames = frames.Insert(0, voice.Feeds.Cite(state.Evidence));
        _ = voice.Say(this, act, null, id => new Detection(
            id, kind, Clause.Id, Reading.Id, Clause.IncidentClass, Place, state.Id.ToString(), track.Name,
            track.Actor.Party, at, knownAt, PlaceOf.Point(state.Position, state.PositionError), null, null, null, null,
            null, [], frames, determination, null, details));
    }

    private static string Whole(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
