using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;
using Trucewatch.Geo.Lines;

namespace Trucewatch.Watch.Rules.ExclusionCircle;

/// <summary>
/// States when an object comes nearer to another than it may: a circle that moves with a ship. The other's place is
/// carried forward to the same time by its course, with an error that grows; too old a place says nothing.
/// </summary>
internal sealed class ExclusionCircleRule : Rule
{
    /// <summary>Most objects with a circle that are remembered; the one heard longest ago gives way.</summary>
    public const int MaxCentres = 10_000;

    /// <summary>Most objects that may come near and are remembered; the one heard longest ago gives way.</summary>
    public const int MaxApproachers = 10_000;

    /// <summary>Most circles that one object is followed against.</summary>
    public const int MaxFollowed = 256;

    // A ship may change its speed by so much, one standard deviation, in each second that it is not heard.
    private const double DriftMps = 0.5;

    private readonly CrossingSettings settings;
    private readonly Whom around;
    private readonly ImmutableArray<int>? aroundZones;
    private readonly ImmutableArray<int> exceptZones;
    private readonly double radiusM;
    private readonly TimeSpan maxAge;
    private readonly Known<Centre> centres = new(MaxCentres);
    private readonly Known<Approacher> approachers = new(MaxApproachers);
    private readonly List<Memory> waiting = [];

    private ExclusionCircleRule(
        RuleSource source,
        CrossingSettings settings,
        Whom around,
        (ImmutableArray<int>? Around, ImmutableArray<int> Except) zones,
        (double RadiusM, TimeSpan MaxAge) reach)
        : base(source)
    {
        this.settings = settings;
        this.around = around;
        (aroundZones, exceptZones) = zones;
        (radiusM, maxAge) = reach;
    }

    /// <summary>An object that was heard, with what it was known as then.</summary>
    private abstract class Heard(Memory own)
    {
        public TrackUpdate State;

        public Memory Own { get; } = own;

        public TrackMemory Track => Own.Track!;

        /// <summary>False while its place puts it beside the clause.</summary>
        public bool Counts { get; set; }
    }

    private sealed class Centre(Memory own) : Heard(own);

    private sealed class Approacher(Memory own) : Heard(own)
    {
        public SortedDictionary<TrackRank, Crossing> Circles => Own.Circles;
    }

    /// <summary>What is remembered of one track, with what was heard of it and waits to be weighed.</summary>
    private sealed class Memory(bool isWho, bool isAround)
    {
        public TrackUpdate State;

        public bool IsWho { get; } = isWho;

        public bool IsAround { get; } = isAround;

        public SortedDictionary<TrackRank, Crossing> Circles { get; } = [];

        public TrackMemory? Track { get; set; }

        public Provenance Provenance { get; set; }

        public bool CountsAsWho { get; set; }

        public bool CountsAsCentre { get; set; }

        public bool IsWaiting { get; set; }

        /// <summary>Where it stood to the circles when it was weighed last.</summary>
        public ZoneStanding Standing { get; set; }
    }

    /// <summary>Objects in the order in which they came to be known, up to a limit.</summary>
    private sealed class Known<T>(int most)
        where T : Heard
    {
        private readonly Dictionary<TrackId, T> byTrack = [];

        public List<T> All { get; } = [];

        public T? Find(TrackId track) => byTrack.GetValueOrDefault(track);

        public T Add(T heard)
        {
            if (All.Count == most)
            {
                Forget(All.MinBy(each => (each.State.At.UnixMicroseconds, each.Track.Rank))!.State.Id);
            }

            byTrack.Add(heard.State.Id, heard);
            All.Add(heard);
            return heard;
        }

        public void Forget(TrackId track)
        {
            if (byTrack.Remove(track, out var heard))
            {
                All.Remove(heard);
            }
        }
    }

    /// <summary>Number of objects that are remembered: with a circle, and without.</summary>
    internal (int Centres, int Approachers) KnownCount => (centres.All.Count, approachers.All.Count);

    public static Rule? Compile(RuleSource source)
    {
        var problems = source.Problems.Count;
        var reader = SettingsReader.Of(source);
        var radius = reader.Number("radius_m", absent: -1, least: 1, most: LineBuffer.MaxWidthM);
        if (radius < 0)
        {
            reader.Refuse("radius_m", "a distance in metres");
        }

        var readSettings = CrossingSettings.Read(source, reader);
        if (!reader.Has("around"))
        {
            reader.Refuse("around", "whom the circle is around");
        }

        var readAround = Whom.Read(source.Agreement, source.Refuse, reader.Inner("around"));
        ImmutableArray<int>? zones = reader.OptionalTexts("around_zones") is { } named
            ? source.ZoneIndexes(named)
            : null;
        var except = reader.OptionalTexts("except_zones") is { } excepted ? source.ExceptIndexes(excepted) : [];
        var age = TimeSpan.FromSeconds(reader.Number("max_age_s", absent: 180, least: 1, most: 3_600));
        reader.RefuseRest();
        return source.Problems.Count == problems
            ? new ExclusionCircleRule(source, readSettings, readAround, (zones, except), (radius, age))
            : null;
    }

    public override object? Remember(in Actor actor, ObjectClass kind)
    {
        var (isWho, isAround) = (settings.Who.Includes(in actor, kind), around.Includes(in actor, kind));
        return isWho || isAround ? new Memory(isWho, isAround) : null;
    }

    public override bool RelatesMany => true;

    public override TrackStance OnTrack(in TrackSight sight, object memory, RuleVoice voice)
    {
        var own = (Memory)memory;

        // What only betters a state that waits is not what it is shown by.
        own.Provenance = own.IsWaiting && own.State.At == sight.Update.At ? own.Provenance : voice.Provenance;
        (own.State, own.Track) = (sight.Update, sight.Memory);
        own.CountsAsCentre = own.IsAround && (aroundZones is not { } zones || IsIn(in sight, zones));
        own.CountsAsWho = own.IsWho && !IsIn(in sight, exceptZones);
        if (!own.IsWaiting)
        {
            own.IsWaiting = true;
            waiting.Add(own);
        }

        return new TrackStance(own.Standing, IsSettled: false);
    }

    public override void OnSettled(Instant receivedAt, RuleVoice voice)
    {
        waiting.Sort((a, b) => a.Track!.Rank.CompareTo(b.Track!.Rank));
        foreach (var own in waiting)
        {
            TakeIn(own);
        }

        foreach (var own in waiting)
        {
            // What waits both as the one and as the other is weighed once, as the one that comes near.
            if (own.IsAround && centres.Find(own.State.Id) is { } centre)
            {
                foreach (var approacher in approachers.All)
                {
                    _ = approacher.Own.IsWaiting ? default : Weigh(approacher, centre, receivedAt, voice);
                }
            }

            if (own.IsWho && approachers.Find(own.State.Id) is { } near)
            {
                own.Standing = ZoneStanding.Outside;
                foreach (var middle in centres.All)
                {
                    var standing = Weigh(near, middle, receivedAt, voice);
                    own.Standing = standing > own.Standing ? standing : own.Standing;
                }
            }
        }

        waiting.ForEach(own => own.IsWaiting = false);
        waiting.Clear();
    }

    private void TakeIn(Memory own)
    {
        if (own.IsAround)
        {
            var centre = centres.Find(own.State.Id) ?? centres.Add(new Centre(own) { State = own.State });
            (centre.State, centre.Counts) = (own.State, own.CountsAsCentre);
        }

        if (own.IsWho)
        {
            var approacher = approachers.Find(own.State.Id)
                ?? approachers.Add(new Approacher(own) { State = own.State });
            (approacher.State, approacher.Counts) = (own.State, own.CountsAsWho);
        }
    }

    public override void Forget(TrackId track)
    {
        centres.Forget(track);
        approachers.Forget(track);
        _ = waiting.RemoveAll(own => own.State.Id == track);
    }

    private bool IsIn(in TrackSight sight, ImmutableArray<int> zones)
    {
        foreach (var zone in zones)
        {
            if (sight.Survey.Locate(zone).PInside > settings.PEnter)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Weighs one pair at the newer of their two times, to which both are carried: whichever is heard brings news.
    /// </summary>
    private ZoneStanding Weigh(Approacher approacher, Centre centre, Instant knownAt, RuleVoice voice)
    {
        ref readonly var state = ref approacher.State;
        var at = state.At > centre.State.At ? state.At : centre.State.At;
        if (state.Id == centre.State.Id || !approacher.Counts
            || Reading.Binds(approacher.Track.Actor.Party, at) == Binding.No)
        {
            return ZoneStanding.Outside;
        }

        var circles = approacher.Circles;
        var isFollowed = circles.TryGetValue(centre.Track.Rank, out var crossing);
        if (!isFollowed && !MayBeNear(in state, in centre.State))
        {
            return ZoneStanding.Outside;
        }

        if (!isFollowed && circles.Count == MaxFollowed)
        {
            circles.Remove(circles.First().Key);
        }

        var place = Place(in state, centre, at);
        var moment = new Moment
        {
            Track = state.Id,
            At = at,
            KnownAt = knownAt,
            Position = Carried.PlaceAt(in state, at),
            Error = Carried.ErrorAt(in state, at, DriftMps),
            PInside = place.PInside,
            PAtMost = place.PAtMost,
            MarginM = place.SignedDistanceM,
            Frame = state.Evidence,
        };
        if (crossing.Advance(in moment, settings, null) is { } kind)
        {
            Say(kind, ref crossing, approacher, in moment, centre, voice);
        }

        circles[centre.Track.Rank] = crossing;
        return crossing.Standing(in moment, settings);
    }

    /// <summary>False where the two are so far apart that no error could bring one into the other's circle.</summary>
    private bool MayBeNear(in TrackUpdate a, in TrackUpdate b)
    {
        const double LeastMPerDegree = 110_000;
        var apartDeg = Math.Abs(a.Position.LatitudeDeg - b.Position.LatitudeDeg);
        return apartDeg * LeastMPerDegree < (3 * radiusM) + 50_000;
    }

    /// <summary>Where the object stands to the circle around the other at a time.</summary>
    private ZonePlace Place(in TrackUpdate update, Centre centre, Instant at)
    {
        ref readonly var other = ref centre.State;
        var (from, to) = (Carried.PlaceAt(in other, at), Carried.PlaceAt(in update, at));
        var (eastM, northM) = LocalScale.At(to).Offset(from, to);
        var (a, b) = (
            Carried.ErrorAt(in update, at, DriftMps), Carried.ErrorAt(in other, at, DriftMps));
        var error = new Covariance2(
            a.EastM2 + b.EastM2, a.EastNorthM2 + b.EastNorthM2, a.NorthM2 + b.NorthM2);
        var p = Disk.ProbabilityWithin(eastM, northM, error, radiusM);
        var margin = radiusM - Math.Sqrt((eastM * eastM) + (northM * northM));
        var isHeard = at - update.At <= maxAge && at - other.At <= maxAge;
        return !centre.Counts ? new ZonePlace(0, 0, margin, margin)
            : isHeard ? new ZonePlace(p, p, margin, margin)
            : new ZonePlace(0, 1, margin, margin);
    }

    private void Say(
        DetectionKind kind, ref Crossing crossing, Approacher approacher, in Moment now, Centre centre, RuleVoice voice)
    {
        var at = kind == DetectionKind.StillInside ? now : crossing.Held;
        var (memory, name, knownAt) = (approacher.Track, "circle:" + centre.Track.Name, now.KnownAt);
        var frames = ImmutableArray.Create(
            voice.Feeds.Cite(at.Frame), voice.Feeds.Cite(centre.State.Evidence));
        ImmutableArray<Detail> details =
        [
            new Detail("around", centre.Track.Name),
            new Detail("radius_m", radiusM.ToString("0", CultureInfo.InvariantCulture)),
            new Detail("distance_m", (radiusM - at.MarginM).ToString("0", CultureInfo.InvariantCulture)),
        ];
        var determination = kind switch
        {
            DetectionKind.Undetermined => Determination.Undetermined,
            DetectionKind.Left => Determination.Compliant,
            _ => Determination.Breach,
        };
        // Whichever of the two was heard brings the detection; it tells where both are.
        var (one, another) = (approacher.State.Label, centre.State.Label);
        var label = one is null || another is null ? one ?? another : one.Meet(another);
        var newest = approacher.State.At > centre.State.At ? approacher.Own : centre.Own;
        voice.Provenance = newest.Provenance with { Late = voice.Provenance.Late };
        var visit = FormattableString.Invariant($"{memory.Name}/{name}/{crossing.EnteredAt}");
        var permission = voice.Say(this, new Act(memory.Actor, visit, at.Position, at.Error), null, id => new Detection(
            id, kind, Clause.Id, Reading.Id, Clause.IncidentClass, name, at.Track.ToString(), memory.Name,
            memory.Actor.Party, at.At, knownAt, at.Place, at.PInside, at.MarginM, null, null, null, [],
            [.. frames.Distinct()], determination, null, details), label);
        crossing.PermittedUntil = permission?.Until;
    }
}
