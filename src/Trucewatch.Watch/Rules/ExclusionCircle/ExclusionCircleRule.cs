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
    private readonly Dictionary<TrackId, Centre> byTrack = [];
    private readonly List<Centre> centres = [];

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

    private sealed class Centre
    {
        public required TrackId Track { get; init; }

        public required string Name { get; init; }

        public TrackUpdate State;

        public bool Counts { get; set; }
    }

    private sealed class Memory(bool isWho, bool isAround)
    {
        public bool IsWho { get; } = isWho;

        public bool IsAround { get; } = isAround;

        public SortedDictionary<int, Crossing> Circles { get; } = [];
    }

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
        var except = reader.OptionalTexts("except_zones") is { } excepted ? source.ZoneIndexes(excepted) : [];
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

    public override TrackStance OnTrack(in TrackSight sight, object memory, RuleVoice voice)
    {
        var own = (Memory)memory;
        if (own.IsAround)
        {
            Follow(in sight);
        }

        var standing = ZoneStanding.Outside;
        if (own.IsWho && Reading.Binds(sight.Memory.Actor.Party, sight.Update.At) != Binding.No
            && !IsIn(in sight, exceptZones))
        {
            standing = Approaches(in sight, own, voice);
        }

        return new TrackStance(standing, IsSettled: false);
    }

    private void Follow(in TrackSight sight)
    {
        ref readonly var update = ref sight.Update;
        if (!byTrack.TryGetValue(update.Id, out var centre))
        {
            if (centres.Count == MaxCentres)
            {
                var oldest = centres.MinBy(each => (each.State.At.UnixMicroseconds, each.Track.Value))!;
                centres.Remove(oldest);
                byTrack.Remove(oldest.Track);
            }

            centre = new Centre { Track = update.Id, Name = sight.Memory.Name };
            byTrack.Add(update.Id, centre);
            centres.Add(centre);
        }

        centre.State = update;
        centre.Counts = aroundZones is not { } zones || IsIn(in sight, zones);
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

    private ZoneStanding Approaches(in TrackSight sight, Memory own, RuleVoice voice)
    {
        var standing = ZoneStanding.Outside;
        foreach (var centre in centres)
        {
            if (centre.Track == sight.Update.Id)
            {
                continue;
            }

            var isFollowed = own.Circles.TryGetValue(centre.Track.Value, out var crossing);
            if (!isFollowed && !MayBeNear(in sight.Update, in centre.State))
            {
                continue;
            }

            if (!isFollowed && own.Circles.Count == MaxFollowed)
            {
                own.Circles.Remove(own.Circles.First().Key);
            }

            var moment = Moment.Of(in sight, Place(in sight.Update, centre));
            if (crossing.Advance(in moment, settings, null) is { } kind)
            {
                Say(kind, ref crossing, in sight, in moment, centre, voice);
            }

            standing = (ZoneStanding)Math.Max((int)standing, (int)crossing.Standing(in moment, settings));
            own.Circles[centre.Track.Value] = crossing;
        }

        return standing;
    }

    /// <summary>False where the two are so far apart that no error could bring one into the other's circle.</summary>
    private bool MayBeNear(in TrackUpdate a, in TrackUpdate b)
    {
        const double LeastMPerDegree = 110_000;
        var apartDeg = Math.Abs(a.Position.LatitudeDeg - b.Position.LatitudeDeg);
        return apartDeg * LeastMPerDegree < (3 * radiusM) + 50_000;
    }

    /// <summary>Where the object stands to the circle around the other at the object's own time.</summary>
    private ZonePlace Place(in TrackUpdate update, Centre centre)
    {
        ref readonly var other = ref centre.State;
        var seconds = update.At.SecondsSince(other.At);
        var scale = LocalScale.At(update.Position);
        var (eastM, northM) = scale.Offset(other.Position, update.Position);
        (eastM, northM) = (eastM - (seconds * other.EastMps), northM - (seconds * other.NorthMps));
        var drift = DriftMps * seconds;
        var error = new Covariance2(
            update.PositionError.EastM2 + other.PositionError.EastM2 + (drift * drift),
            update.PositionError.EastNorthM2 + other.PositionError.EastNorthM2,
            update.PositionError.NorthM2 + other.PositionError.NorthM2 + (drift * drift));
        var p = Disk.ProbabilityWithin(eastM, northM, error, radiusM);
        var margin = radiusM - Math.Sqrt((eastM * eastM) + (northM * northM));
        var isHeard = Math.Abs(seconds) <= maxAge.TotalSeconds;
        return !centre.Counts ? new ZonePlace(0, 0, margin, margin)
            : isHeard ? new ZonePlace(p, p, margin, margin)
            : new ZonePlace(0, 1, margin, margin);
    }

    private void Say(
        DetectionKind kind, ref Crossing crossing, in TrackSight sight, in Moment now, Centre centre, RuleVoice voice)
    {
        var at = kind == DetectionKind.StillInside ? now : crossing.Held;
        var (memory, name, knownAt, track) = (sight.Memory, "circle:" + centre.Name, now.KnownAt, sight.Update.Id);
        var frames = ImmutableArray.Create(
            voice.Feeds.Cite(at.Frame), voice.Feeds.Cite(centre.State.Evidence));
        ImmutableArray<Detail> details =
        [
            new Detail("around", centre.Name),
            new Detail("radius_m", radiusM.ToString("0", CultureInfo.InvariantCulture)),
            new Detail("distance_m", (radiusM - at.MarginM).ToString("0", CultureInfo.InvariantCulture)),
        ];
        var determination = kind switch
        {
            DetectionKind.Undetermined => Determination.Undetermined,
            DetectionKind.Left => Determination.Compliant,
            _ => Determination.Breach,
        };
        var visit = FormattableString.Invariant($"{memory.Name}/{name}/{crossing.EnteredAt}");
        var permission = voice.Say(this, new Act(memory.Actor, visit, at.Position, at.Error), null, id => new Detection(
            id, kind, Clause.Id, Reading.Id, Clause.IncidentClass, name, track.ToString(), memory.Name,
            memory.Actor.Party, at.At, knownAt, at.Place, at.PInside, at.MarginM, null, null, null, [],
            [.. frames.Distinct()], determination, null, details));
        crossing.PermittedUntil = permission?.Until;
    }
}
