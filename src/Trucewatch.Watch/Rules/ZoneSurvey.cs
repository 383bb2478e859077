using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Rules;

/// <summary>
/// A circle in which a zone has no part: while a track stays within it by more than its own error, it cannot be inside.
/// </summary>
internal struct ClearCircle
{
    // Larger circles would strain the plane in which moves are measured.
    private const double MaxRadiusM = 50_000;

    // The plane is within 5e-5 of the geodesic up to 100 km; the circle is taken smaller by far more than that.
    private const double Shrink = 0.99;

    // Beyond eight standard deviations the probability is below 1e-14, far below any threshold a rule may set.
    private const double SigmaFactor = 8;

    private GeoPoint centre;
    private double radiusM;

    /// <summary>The circle after a zone was found this far from the point; none when the point is inside.</summary>
    public static ClearCircle Around(GeoPoint point, double signedDistanceM) => new()
    {
        centre = point,
        radiusM = signedDistanceM < 0 ? Shrink * Math.Min(-signedDistanceM, MaxRadiusM) : 0,
    };

    /// <summary>How much nearer an edge may be that is uncertain itself, in metres.</summary>
    public static double Allowance(double edgeSigmaM) => SigmaFactor * Math.Sqrt(2) * edgeSigmaM;

    /// <summary>The smaller of two circles around the same point.</summary>
    public static ClearCircle Smaller(in ClearCircle a, in ClearCircle b) => a.radiusM <= b.radiusM ? a : b;

    /// <summary>The part of the circle that lies around another point.</summary>
    public readonly ClearCircle Around(in LocalScale scale, GeoPoint point)
    {
        var (eastM, northM) = scale.Offset(centre, point);
        var rest = radiusM - Math.Sqrt((eastM * eastM) + (northM * northM));
        return new ClearCircle { centre = point, radiusM = Math.Max(rest, 0) };
    }

    /// <summary>True when an object at this place, with this error, is surely outside the zone.</summary>
    public readonly bool Holds(in LocalScale scale, GeoPoint point, Covariance2 error)
    {
        if (radiusM <= 0)
        {
            return false;
        }

        var (eastM, northM) = scale.Offset(centre, point);
        var rest = radiusM - (SigmaFactor * Math.Sqrt(error.EastM2 + error.NorthM2));
        return rest > 0 && (eastM * eastM) + (northM * northM) < rest * rest;
    }
}

/// <summary>What the rules remember of one track.</summary>
internal sealed class TrackMemory(Actor actor, string name, object?[] rules, int zoneCount)
{
    /// <summary>Who it is.</summary>
    public Actor Actor { get; } = actor;

    /// <summary>How detections name it: the identity, and the number of a rival track.</summary>
    public string Name { get; } = name;

    /// <summary>Its place in the order of tracks.</summary>
    public required TrackRank Rank { get; init; }

    /// <summary>Memory of each rule, null where the rule does not concern the track.</summary>
    public object?[] Rules { get; } = rules;

    /// <summary>True when any rule concerns the track.</summary>
    public bool IsWatched { get; } = rules.Any(rule => rule is not null);

    /// <summary>Class that the rules' memories were made for.</summary>
    public required Domain.Observations.ObjectClass Class { get; init; }

    /// <summary>For each zone the circle in which it has no part.</summary>
    public ClearCircle[] Circles { get; } = new ClearCircle[zoneCount];

    /// <summary>The circle in which no zone asked for has a part; of no use unless all rules are settled.</summary>
    public ClearCircle AllClear;

    /// <summary>True when no rule has anything pending about the track.</summary>
    public bool IsSettled { get; set; }

    /// <summary>Time of the newest state that the rules have seen.</summary>
    public Domain.Instant SeenAt { get; set; } = Domain.Instant.Beginning;

    /// <summary>When that state came to be known.</summary>
    public Domain.Instant SeenIn { get; set; } = Domain.Instant.Beginning;

    /// <summary>The frame that shows it.</summary>
    public Domain.Frames.FrameRef SeenBy { get; set; }

    /// <summary>Standing at that time.</summary>
    public ZoneStanding Standing { get; set; }

    /// <summary>Time and frame of the newest state that was surely clear of all zones, when there is one.</summary>
    public Sighting? LastClear { get; set; }
}

/// <summary>A moment with the frame that shows it.</summary>
internal readonly record struct Sighting(Domain.Instant At, Domain.Frames.FrameRef Frame);

/// <summary>Locates one track's state against zones; each zone once, however many rules ask.</summary>
internal sealed class ZoneSurvey(ImmutableArray<Zone> zones, bool skipFar)
{
    private readonly ZonePlace[] known = new ZonePlace[zones.Length];
    private readonly long[] knownIn = new long[zones.Length];
    private long round;
    private LocalScale scale;
    private GeoPoint point;
    private Covariance2 error;
    private ClearCircle[] circles = [];

    /// <summary>Number of zones.</summary>
    public int Count => zones.Length;

    /// <summary>Starts on a new state.</summary>
    public void Begin(in TrackUpdate update, TrackMemory memory)
    {
        round++;
        point = update.Position;
        error = update.PositionError;
        scale = LocalScale.At(point);
        circles = memory.Circles;
    }

    /// <summary>True when the state is surely clear of all zones that were asked for before.</summary>
    public bool IsAllClear(in ClearCircle circle) => skipFar && circle.Holds(in scale, point, error);

    /// <summary>Where the state stands to a zone; one that is surely far has no exact distance.</summary>
    public ZonePlace Locate(int zone)
    {
        if (knownIn[zone] == round)
        {
            return known[zone];
        }

        knownIn[zone] = round;
        if (skipFar && circles[zone].Holds(in scale, point, error))
        {
            return known[zone] = new ZonePlace(0, 0, double.NegativeInfinity, double.NegativeInfinity);
        }

        var standing = zones[zone].Locate(point, error);
        circles[zone] = ClearCircle.Around(point, standing.ReachM + ClearCircle.Allowance(zones[zone].EdgeSigmaM));
        return known[zone] = standing;
    }

    /// <summary>The circle around the current point in which none of the zones asked for has a part.</summary>
    public ClearCircle AllClear()
    {
        var smallest = ClearCircle.Around(point, double.NegativeInfinity);
        for (var zone = 0; zone < zones.Length; zone++)
        {
            if (knownIn[zone] == round)
            {
                smallest = ClearCircle.Smaller(in smallest, circles[zone].Around(in scale, point));
            }
        }

        return smallest;
    }
}
