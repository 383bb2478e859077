using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Rules.Formation;

/// <summary>
/// States when several objects move together: near each other, at one speed and on one course, for long. Each has to
/// keep with one other at least, so that a column is one formation, however long it is.
/// </summary>
internal sealed class FormationRule : Rule
{
    /// <summary>Most others that one object is followed with; further ones are not, until one goes its own way.
    /// </summary>
    public const int MaxPairsOfOne = 64;

    /// <summary>Most members of one formation.</summary>
    public const int MaxMembers = 256;

    // Covers 95 % of a round scatter: what is stated of two places has to hold for their errors as well.
    private const double Sigmas = 2.448;

    private readonly Whom who;
    private readonly TrackScope scope;
    private readonly FormationSettings settings;
    private readonly double leastCos;
    private readonly NearGrid<Mover> grid;
    private readonly Dictionary<TrackId, Mover> byTrack = [];

    private readonly Waiting<Mover> waiting = new();

    // One sector steps on one thread, so that what one receive time needs has its place here.
    private readonly List<Company> weighed = [];
    private readonly List<Company> changed = [];
    private readonly List<Mover> seeds = [];
    private readonly List<Mover> found = [];
    private readonly HashSet<TrackId> visited = [];
    private int last;

    private FormationRule(RuleSource source, Whom who, TrackScope scope, FormationSettings settings)
        : base(source)
    {
        (this.who, this.scope, this.settings) = (who, scope, settings);
        leastCos = Elementary.SinCosDegrees(settings.CourseDeg).Cos;
        grid = new NearGrid<Mover>(source.Agreement.Theatre, settings.WithinM);
    }

    /// <summary>Number of objects that move, or are in a pair.</summary>
    internal int FollowedCount => byTrack.Count;

    /// <summary>Number of pairs that one object is in.</summary>
    internal int PairsOf(TrackId track) => byTrack[track].Pairs.Count;

    public static Rule? Compile(RuleSource source)
    {
        var problems = source.Problems.Count;
        var reader = SettingsReader.Of(source);
        var readWho = Whom.Read(source.Agreement, source.Refuse, reader.Inner("who"));
        var readScope = TrackScope.Read(source, reader);
        var read = FormationSettings.Read(reader);
        reader.RefuseRest();
        return source.Problems.Count == problems ? new FormationRule(source, readWho, readScope, read) : null;
    }

    public override bool RelatesMany => true;

    public override object? Remember(in Actor actor, ObjectClass kind) =>
        who.Includes(in actor, kind) ? FormationSettings.Concerned : null;

    public override TrackStance OnTrack(in TrackSight sight, object memory, RuleVoice voice)
    {
        ref readonly var update = ref sight.Update;
        var stance = new TrackStance(ZoneStanding.Outside, IsSettled: false);
        var speed2 = (update.EastMps * update.EastMps) + (update.NorthMps * update.NorthMps);
        var moves = speed2 >= settings.MinSpeedMps * settings.MinSpeedMps && scope.Counts(in sight)
            && !voice.MayBeTold(in update) && Reading.Binds(sight.Memory.Actor.Party, update.At) != Binding.No;
        if (!byTrack.TryGetValue(update.Id, out var own))
        {
            if (!moves || grid.Count == NearLimits.MaxObjects)
            {
                return stance;
            }

            byTrack.Add(update.Id, own = new Mover(update.Id, sight.Memory.Rank));
        }

        own.Take(in sight, moves, voice.Provenance);
        waiting.Add(own);
        return stance;
    }

    public override void OnSettled(Instant receivedAt, RuleVoice voice)
    {
        var news = waiting.InOrder();
        news.ForEach(grid.Put);
        changed.Clear();
        news.ForEach(WeighAll);
        if (changed.Count > 0)
        {
            Regroup(receivedAt, voice);
        }

        foreach (var own in news)
        {
            if (own.IsIn)
            {
                Pair(own);
            }

            // The grid may be full.
            if (own.Pairs.Count == 0 && own.Cell is null)
            {
                byTrack.Remove(own.Id);
            }
        }

        waiting.Clear();
    }

    /// <summary>From now on it moves as the object that it is shown as.</summary>
    public override void OnMerged(
        TrackId track, object memory, Label? ofObject, Instant knownAt, RuleVoice voice)
    {
        if (byTrack.TryGetValue(track, out var own))
        {
            own.IsIn = false;
            waiting.Add(own);
        }
    }

    public override void Forget(TrackId track)
    {
        if (byTrack.Remove(track, out var own))
        {
            grid.Remove(own);
            waiting.Remove(own);
            own.In?.Members.Remove(own);
            foreach (var pair in own.Pairs.Values)
            {
                pair.Beside(own).Pairs.Remove(own.Rank);
            }
        }
    }

    private void Pair(Mover own)
    {
        foreach (var other in grid.Near(own))
        {
            if (own.DistanceM(other) <= settings.WithinM && !own.Pairs.ContainsKey(other.Rank)
                && own.Pairs.Count < MaxPairsOfOne && other.Pairs.Count < MaxPairsOfOne && AreTogether(own, other))
            {
                var pair = own.Rank.CompareTo(other.Rank) < 0 ? new Company(own, other) : new Company(other, own);
                pair.Since = pair.Last = NearObject.Newer(own, other).State.At;
                own.Pairs.Add(other.Rank, pair);
                other.Pairs.Add(own.Rank, pair);
            }
        }
    }

    /// <summary>Weighs the pairs of one object, but for those that were when it was the other one's turn.</summary>
    private void WeighAll(Mover own)
    {
        weighed.Clear();
        weighed.AddRange(own.Pairs.Values);
        foreach (var pair in weighed)
        {
            if (!Waiting<Mover>.HasItsTurnFirst(pair.Beside(own), own))
            {
                Weigh(pair);
            }
        }
    }

    /// <summary>
    /// Takes the newest states of two into account. One that turns first, or falls behind for a moment, keeps its
    /// company; after a longer lapse it goes its own way.
    /// </summary>
    private void Weigh(Company pair)
    {
        var at = NearObject.Newer(pair.A, pair.B).State.At;
        if (AreTogether(pair.A, pair.B))
        {
            pair.Last = at > pair.Last ? at : pair.Last;
            if (!pair.Holds && pair.Last - pair.Since >= settings.After)
            {
                pair.Holds = true;
                changed.Add(pair);
            }
        }
        else if (at - pair.Last > settings.Lapse)
        {
            pair.A.Pairs.Remove(pair.B.Rank);
            pair.B.Pairs.Remove(pair.A.Rank);
            if (pair.Holds)
            {
                changed.Add(pair);
            }

            LetGo(pair.A);
            LetGo(pair.B);
        }
    }

    private void LetGo(Mover other)
    {
        if (!other.IsIn && !other.IsWaiting && other.Pairs.Count == 0)
        {
            byTrack.Remove(other.Id);
        }
    }

    private bool AreTogether(Mover a, Mover b)
    {
        var at = a.State.At > b.State.At ? a.State.At : b.State.At;
        if (!a.IsIn || !b.IsIn || at - a.State.At > settings.MaxAge || at - b.State.At > settings.MaxAge)
        {
            return false;
        }

        var (one, other) = (new Way(a.State.EastMps, a.State.NorthMps), new Way(b.State.EastMps, b.State.NorthMps));
        var (fast, slow) = (one.LengthM, other.LengthM);
        var along = (one.EastM * other.EastM) + (one.NorthM * other.NorthM);
        if (Math.Abs(fast - slow) > settings.SpeedMps || along < leastCos * fast * slow)
        {
            return false;
        }

        var (eastM, northM) = a.Scale.Offset(a.PlaceAt(at), b.PlaceAt(at));
        var (p, q) = (a.State.PositionError, b.State.PositionError);
        var unsureM = Sigmas * Math.Sqrt(0.5 * (p.EastM2 + p.NorthM2 + q.EastM2 + q.NorthM2));
        return new Way(eastM, northM).LengthM + unsureM <= settings.WithinM;
    }

    /// <summary>
    /// Finds anew who belongs together around the pairs that have come to hold, or hold no more. All of one receive
    /// time are taken together, so that a formation is not stated smaller than it is, nor ended and begun anew.
    /// </summary>
    private void Regroup(Instant knownAt, RuleVoice voice)
    {
        seeds.Clear();
        seeds.AddRange(changed.SelectMany(pair => new[] { pair.A, pair.B }));
        var ends = seeds.Distinct().OrderBy(one => one.Rank).Select(one => (Mover: one, Before: one.In)).ToList();
        var olds = ends.Select(end => end.Before).OfType<MovingGroup>().Distinct()
            .OrderBy(one => one.Number).ToList();
        seeds.AddRange(olds.SelectMany(one => one.Members));
        var before = seeds.Distinct().ToDictionary(one => one, one => one.In);
        foreach (var old in olds)
        {
            old.Members.ForEach(member => member.In = null);
            old.Members.Clear();
        }

        visited.Clear();
        var kept = new HashSet<MovingGroup>();
        foreach (var seed in before.Keys.OrderBy(one => one.Rank))
        {
            Collect(seed);
            if (found.Count < settings.MinObjects)
            {
                continue;
            }

            // The part that holds the lead goes on under the old number, else the part that is found first.
            var old = olds.Find(one => !kept.Contains(one) && found.Contains(one.Lead))
                ?? olds.Find(one => !kept.Contains(one)
                    && found.Exists(member => before.GetValueOrDefault(member) == one));
            var now = old ?? new MovingGroup(++last, found[0]);
            kept.Add(now);
            now.Members.AddRange(found);
            found.ForEach(member => member.In = now);
            if (now.Members.Count > now.MostStated)
            {
                var kind = now.MostStated == 0 ? DetectionKind.Measured : DetectionKind.StillInside;
                now.MostStated = now.Members.Count;
                Say(kind, Determination.Breach, now, now.Members, knownAt, voice);
            }
        }

        foreach (var old in olds.Where(one => !kept.Contains(one)))
        {
            var left = ends.Where(end => end.Before == old).Select(end => end.Mover).ToList();
            Say(DetectionKind.Left, Determination.Compliant, old, left, knownAt, voice);
        }
    }

    /// <summary>Those who hold together with one, over others too, in the order of tracks.</summary>
    private void Collect(Mover seed)
    {
        found.Clear();
        if (!visited.Add(seed.Id))
        {
            return;
        }

        found.Add(seed);
        for (var index = 0; index < found.Count; index++)
        {
            foreach (var pair in found[index].Pairs.Values)
            {
                var other = pair.Beside(found[index]);
                if (pair.Holds && found.Count < MaxMembers && visited.Add(other.Id))
                {
                    found.Add(other);
                }
            }
        }

        found.Sort((a, b) => a.Rank.CompareTo(b.Rank));
    }

    private void Say(
        DetectionKind kind, Determination determination, MovingGroup formation, List<Mover> members, Instant knownAt,
        RuleVoice voice)
    {
        // It is stated where the one of them is of whom the newest is known.
        var own = members.Aggregate(NearObject.Newer);
        var (lead, at) = (formation.Lead, own.State.At);
        var place = FormattableString.Invariant($"formation:{formation.Number}");
        var parties = members.Select(member => member.Track!.Actor.Party)
            .Distinct(StringComparer.Ordinal).ToList();
        var party = parties.Count == 1 ? parties[0] : null;
        var where = PlaceOf.Point(own.State.Position, own.State.PositionError);
        var listed = members.Take(Domain.Incidents.Incident.MaxListed).ToList();
        var speed = new Way(own.State.EastMps, own.State.NorthMps).LengthM;
        ImmutableArray<Detail> details =
        [
            new Detail("objects", Whole(members.Count)),
            new Detail("limit_objects", Whole(settings.MinObjects)),
            new Detail("with", string.Join(' ', listed.Select(member => member.Track!.Name))),
            new Detail("speed_mps", speed.ToString("0.0", CultureInfo.InvariantCulture)),
            new Detail("within_m", Whole(settings.WithinM)),
            new Detail("limit_s", Whole(settings.After.TotalSeconds)),
        ];

        // It rests on all of them, so that the narrowest of their labels holds.
        var label = members.Select(member => member.State.Label).Aggregate(
            (one, other) => one is null || other is null ? one ?? other : one.Meet(other));
        var act = new Act(
            lead.Track!.Actor with { Party = party }, $"{lead.Track.Name}/{place}", own.State.Position,
            own.State.PositionError);
        voice.Provenance = own.Provenance with { Late = voice.Provenance.Late };
        voice.Say(this, act, null, id => new Detection(
            id, kind, Clause.Id, Reading.Id, Clause.IncidentClass, place, lead.Id.ToString(), lead.Track.Name, party,
            at, knownAt, where, null, null, null, null, null, [],
            [.. listed.Select(member => voice.Feeds.Cite(member.State.Evidence)).Distinct()], determination, null,
            details), label);
    }

    private static string Whole(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
