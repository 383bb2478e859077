using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;
using Trucewatch.Geo.Lines;

namespace Trucewatch.Watch.Rules.Encounter;

/// <summary>
/// States when two objects lie near each other, both slow, for long: at two levels, close for a short time and wide for
/// a longer one. Both levels of one pair are one incident.
/// </summary>
internal sealed class EncounterRule : Rule
{
    /// <summary>Most pairs that one object is followed in; further ones are not, until one comes apart.</summary>
    public const int MaxPairsOfOne = 64;

    // A slow ship may change its speed by so much, one standard deviation, in each second that it is not heard.
    private const double DriftMps = 0.1;

    private const int Levels = 2;

    private static readonly ImmutableArray<string> names = ["close", "wide"];

    private readonly Whom who;
    private readonly Whom with;
    private readonly TrackScope scope;
    private readonly ImmutableArray<double> radiiM;
    private readonly ImmutableArray<CrossingSettings> settings;
    private readonly CrossingSettings parting;
    private readonly double sureWithin;
    private readonly double sureBeyond;
    private readonly double maxSpeedMps;
    private readonly TimeSpan maxAge;
    private readonly NearGrid<SlowObject> grid;
    private readonly Dictionary<TrackId, SlowObject> byTrack = [];

    private readonly Waiting<SlowObject> waiting = new();

    // One sector steps on one thread, so that the pairs of one object have their place here.
    private readonly List<SlowPair> weighed = [];

    private EncounterRule(
        RuleSource source,
        (Whom Who, Whom With, TrackScope Scope) whom,
        ImmutableArray<(double RadiusM, CrossingSettings Settings)> levels,
        (double MaxSpeedMps, TimeSpan MaxAge) limits)
        : base(source)
    {
        (who, with, scope) = whom;
        radiiM = [.. levels.Select(level => level.RadiusM)];
        settings = [.. levels.Select(level => level.Settings)];
        parting = settings[0] with { Dwell = TimeSpan.Zero };

        // Half of what the nearer threshold leaves: far more than the error of the probability.
        var left = 0.5 * Math.Min(1 - settings[0].PEnter, settings[0].PLeave);
        (sureWithin, sureBeyond) = (-2 * Elementary.Log(left), -2 * Elementary.Log(2 * left));
        (maxSpeedMps, maxAge) = limits;
        grid = new NearGrid<SlowObject>(source.Agreement.Theatre, ReachM);
    }

    private sealed record Memory((bool IsWho, bool IsWith) Roles);

    /// <summary>Number of objects that are slow, or in a pair.</summary>
    internal int FollowedCount => byTrack.Count;

    /// <summary>Number of pairs that one object is in.</summary>
    internal int PairsOf(TrackId track) => byTrack[track].Pairs.Count;

    private double ReachM => 2 * Math.Max(radiiM[0], radiiM[1]);

    public static Rule? Compile(RuleSource source)
    {
        var problems = source.Problems.Count;
        var reader = SettingsReader.Of(source);
        var readWho = Whom.Read(source.Agreement, source.Refuse, reader.Inner("who"));
        var readWith = Whom.Read(source.Agreement, source.Refuse, reader.Inner("with"));
        var readScope = TrackScope.Read(source, reader);
        var sure = (
            Enter: reader.Number("p_enter", absent: 0.95, least: 0.5, most: 0.999),
            Leave: reader.Number("p_leave", absent: 0.05, least: 0.001, most: 0.5),
            MinFixes: reader.Whole("min_fixes", absent: 2, least: 1, most: 100));
        var close = reader.Number("close_m", absent: 200, least: 1, most: 10_000);
        var closeS = reader.Number("close_s", absent: 1_800, least: 0, most: 30 * 86_400);
        var wide = reader.Number("wide_m", absent: 500, least: 1, most: 10_000);
        var wideS = reader.Number("wide_s", absent: 7_200, least: 0, most: 30 * 86_400);
        var speed = reader.Number("max_speed_mps", absent: 1.03, least: 0, most: 1_000);
        var age = TimeSpan.FromSeconds(reader.Number("max_age_s", absent: 600, least: 1, most: 3_600));
        if (wide < close)
        {
            reader.Refuse("wide_m", "a distance that is not below close_m");
        }

        reader.RefuseRest();
        CrossingSettings Level(double seconds) => new(
            readWho, sure.Enter, sure.Leave, TimeSpan.FromSeconds(seconds), sure.MinFixes, true,
            source.Settings.RestateEvery, Restates: false);
        return source.Problems.Count == problems
            ? new EncounterRule(
                source, (readWho, readWith, readScope), [(close, Level(closeS)), (wide, Level(wideS))], (speed, age))
            : null;
    }

    public override bool RelatesMany => true;

    public override object? Remember(in Actor actor, ObjectClass kind)
    {
        var (isWho, isWith) = (who.Includes(in actor, kind), with.Includes(in actor, kind));
        return isWho || isWith ? new Memory((isWho, isWith)) : null;
    }

    public override TrackStance OnTrack(in TrackSight sight, object memory, RuleVoice voice)
    {
        ref readonly var update = ref sight.Update;
        var stance = new TrackStance(ZoneStanding.Outside, IsSettled: false);
        var speed2 = (update.EastMps * update.EastMps) + (update.NorthMps * update.NorthMps);
        var isSlow = speed2 < maxSpeedMps * maxSpeedMps && scope.Counts(in sight) && !voice.MayBeTold(in update);
        if (!byTrack.TryGetValue(update.Id, out var own))
        {
            if (!isSlow || grid.Count == NearLimits.MaxObjects)
            {
                return stance;
            }

            byTrack.Add(update.Id, own = new SlowObject(update.Id, sight.Memory.Rank));
        }

        own.Take(in sight, isSlow, voice.Provenance);
        (own.IsWho, own.IsWith) = ((Memory)memory).Roles;
        waiting.Add(own);
        return stance;
    }

    public override void OnSettled(Instant receivedAt, RuleVoice voice)
    {
        var news = waiting.InOrder();
        news.ForEach(grid.Put);
        foreach (var own in news)
        {
            WeighAll(own, receivedAt, voice);
        }

        foreach (var own in news)
        {
            if (own.IsIn)
            {
                Pair(own, receivedAt, voice);
            }

            // The grid may be full.
            if (own.Pairs.Count == 0 && own.Cell is null)
            {
                byTrack.Remove(own.Id);
            }
        }

        waiting.Clear();
    }

    /// <summary>Weighs the pairs of one object, but for those that were when it was the other one's turn.</summary>
    private void WeighAll(SlowObject own, Instant knownAt, RuleVoice voice)
    {
        weighed.Clear();
        weighed.AddRange(own.Pairs.Values);
        foreach (var pair in weighed)
        {
            if (!Waiting<SlowObject>.HasItsTurnFirst(pair.Beside(own), own))
            {
                Weigh(pair, knownAt, voice);
            }
        }
    }

    /// <summary>From now on it meets others as the object that it is shown as.</summary>
    public override void OnMerged(
        TrackId track, object memory, Label? ofObject, Instant knownAt, RuleVoice voice)
    {
        if (!byTrack.TryGetValue(track, out var own))
        {
            return;
        }

        own.IsIn = false;
        waiting.Add(own);
    }

    public override void Forget(TrackId track)
    {
        if (byTrack.Remove(track, out var own))
        {
            grid.Remove(own);
            waiting.Remove(own);
            foreach (var pair in own.Pairs.Values)
            {
                pair.Beside(own).Pairs.Remove(own.Rank);
            }
        }
    }

    /// <summary>Makes pairs with the slow objects around that are in none with it yet.</summary>
    private void Pair(SlowObject own, Instant knownAt, RuleVoice voice)
    {
        foreach (var other in grid.Near(own))
        {
            var isOneWho = (own.IsWho && other.IsWith) || (other.IsWho && own.IsWith);
            if (isOneWho && own.DistanceM(other) <= ReachM && !own.Pairs.ContainsKey(other.Rank)
                && own.Pairs.Count < MaxPairsOfOne && other.Pairs.Count < MaxPairsOfOne)
            {
                var (older, newer) = own.Rank.CompareTo(other.Rank) < 0 ? (own, other) : (other, own);
                var pair = older.IsWho && newer.IsWith ? new SlowPair(older, newer) : new SlowPair(newer, older);
                own.Pairs.Add(other.Rank, pair);
                other.Pairs.Add(own.Rank, pair);
                Weigh(pair, knownAt, voice);
            }
        }
    }

    /// <summary>Two objects at one time: how far they are apart, how sure that is, and what they are then.</summary>
    private readonly record struct Meeting(
        Instant At, GeoPoint Place, Covariance2 Error, Way Apart, double ApartM, Covariance2 Both, bool AreSlow,
        bool AreHeard);

    /// <summary>Weighs a pair at the newer of their two times; one that is apart, with nothing pending, is let go.
    /// </summary>
    private void Weigh(SlowPair pair, Instant knownAt, RuleVoice voice)
    {
        var (subject, other) = (pair.Subject, pair.Other);
        var at = subject.State.At > other.State.At ? subject.State.At : other.State.At;
        if (Reading.Binds(subject.Track!.Actor.Party, at) == Binding.No)
        {
            return;
        }

        var place = subject.PlaceAt(at);
        var scale = place == subject.State.Position ? subject.Scale : LocalScale.At(place);
        var (eastM, northM) = scale.Offset(other.PlaceAt(at), place);
        var error = Carried.ErrorAt(in subject.State, at, DriftMps);
        var others = Carried.ErrorAt(in other.State, at, DriftMps);
        var both = new Covariance2(
            error.EastM2 + others.EastM2, error.EastNorthM2 + others.EastNorthM2, error.NorthM2 + others.NorthM2);
        var apart = new Way(eastM, northM);
        var meeting = new Meeting(
            at, place, error, apart, apart.LengthM, both, subject.IsIn && other.IsIn,
            at - subject.State.At <= maxAge && at - other.State.At <= maxAge);
        for (var level = 0; level < Levels; level++)
        {
            WeighLevel(pair, level, in meeting, knownAt, voice);
        }

        if ((meeting.ApartM > ReachM || !meeting.AreSlow)
            && pair.Levels[0].IsSettled && pair.Levels[1].IsSettled)
        {
            LetGo(subject, other);
            LetGo(other, subject);
        }
    }

    private void WeighLevel(SlowPair pair, int level, in Meeting meeting, Instant knownAt, RuleVoice voice)
    {
        ref var crossing = ref pair.Levels[level];
        var (radiusM, isComparable) = (radiiM[level], meeting.AreSlow && meeting.AreHeard);
        var sure = isComparable ? SideOf(radiusM, in meeting) : 0;
        if (sure == 1 && crossing.WouldBeginToHold)
        {
            sure = null;
        }

        var p = sure ?? MassWithin(in meeting, radiusM);
        var moment = new Moment
        {
            Track = pair.Subject.Id,
            At = meeting.At,
            KnownAt = knownAt,
            Position = meeting.Place,
            Error = meeting.Error,
            PInside = p,
            PAtMost = meeting.AreSlow && !meeting.AreHeard ? 1 : p,
            MarginM = radiusM - meeting.ApartM,
            Frame = pair.Subject.State.Evidence,
        };

        // To come together takes the level's time; to part is seen at once.
        if (crossing.Advance(in moment, crossing.IsInside ? parting : settings[level], null) is { } kind)
        {
            moment.PInside = isComparable && sure is not null ? MassWithin(in meeting, radiusM) : p;
            Say(kind, pair, level, in moment, voice);
        }
    }

    private static double MassWithin(in Meeting meeting, double radiusM) =>
        Disk.ProbabilityWithin(meeting.Apart.EastM, meeting.Apart.NorthM, meeting.Both, radiusM);

    /// <summary>
    /// 0 or 1 where the difference is so far beyond the rim, or within it, that no probability has to be computed to
    /// know on which side of both thresholds it is; else null. Beyond, the disk lies in a half-plane, whose mass is at
    /// most half of exp(-t^2 / 2v) with the variance v towards it. Within, a normal vector is longer than t with a
    /// probability of at most exp(-t^2 / 2v), with the variance v along its wider axis.
    /// </summary>
    private double? SideOf(double radiusM, in Meeting meeting)
    {
        var (apart, both) = (meeting.Apart, meeting.Both);
        var beyondM = meeting.ApartM - radiusM;
        if (beyondM > 0)
        {
            var towards = (apart.EastM * apart.EastM * both.EastM2) + (apart.NorthM * apart.NorthM * both.NorthM2)
                + (2 * apart.EastM * apart.NorthM * both.EastNorthM2);
            var reached = beyondM * meeting.ApartM;
            return reached * reached >= sureBeyond * towards ? 0 : null;
        }

        var split = 0.5 * (both.EastM2 - both.NorthM2);
        var wider = (0.5 * (both.EastM2 + both.NorthM2))
            + Math.Sqrt((split * split) + (both.EastNorthM2 * both.EastNorthM2));
        return beyondM * beyondM >= sureWithin * wider ? 1 : null;
    }

    private void LetGo(SlowObject own, SlowObject other)
    {
        own.Pairs.Remove(other.Rank);
        if (!own.IsIn && !own.IsWaiting && own.Pairs.Count == 0)
        {
            byTrack.Remove(own.Id);
        }
    }

    private void Say(DetectionKind change, SlowPair pair, int level, in Moment now, RuleVoice voice)
    {
        // What one level no longer says, the other may say still.
        var isOtherInside = pair.Levels[1 - level].IsInside;
        if (isOtherInside && change is DetectionKind.Left or DetectionKind.Undetermined)
        {
            return;
        }

        ref var crossing = ref pair.Levels[level];
        var isNew = change is DetectionKind.Entered or DetectionKind.FirstSeenInside;
        var (kind, determination) = change switch
        {
            DetectionKind.Left => (DetectionKind.Left, Determination.Compliant),
            DetectionKind.Undetermined => (DetectionKind.Undetermined, Determination.Undetermined),
            _ => (isNew && !isOtherInside ? DetectionKind.Measured : DetectionKind.StillInside, Determination.Breach),
        };
        var at = isNew ? crossing.Held : now;
        var (subject, other, knownAt) = (pair.Subject, pair.Other, now.KnownAt);
        var (track, place) = (subject.Track!, "encounter:" + other.Track!.Name);
        var frames = ImmutableArray.Create(
            voice.Feeds.Cite(at.Frame), voice.Feeds.Cite(now.Frame), voice.Feeds.Cite(other.State.Evidence));
        ImmutableArray<Detail> details =
        [
            new Detail("with", other.Track.Name),
            new Detail("level", names[level]),
            new Detail("limit_m", Whole(radiiM[level])),
            new Detail("limit_s", Whole(settings[level].Dwell.TotalSeconds)),
            new Detail("distance_m", Whole(radiiM[level] - at.MarginM)),
        ];

        // Whichever of the two was heard last, what is said rests on both.
        var (one, another) = (subject.State.Label, other.State.Label);
        var label = one is null || another is null ? one ?? another : one.Meet(another);
        var visit = FormattableString.Invariant($"{track.Name}/{place}/{crossing.EnteredAt}");
        voice.Provenance = NearObject.Newer(subject, other).Provenance with { Late = voice.Provenance.Late };
        var permission = voice.Say(this, new Act(track.Actor, visit, at.Position, at.Error), null, id => new Detection(
            id, kind, Clause.Id, Reading.Id, Clause.IncidentClass, place, subject.Id.ToString(), track.Name,
            track.Actor.Party, at.At, knownAt, at.Place, at.PInside, at.MarginM, null, null, null, [],
            [.. frames.Distinct()], determination, null, details), label);
        crossing.PermittedUntil = permission?.Until;
    }

    private static string Whole(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
