using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Rules;

/// <summary>A track's state at one moment, with where it stands to one zone.</summary>
internal struct Moment
{
    public TrackId Track;
    public Instant At;
    public Instant KnownAt;
    public GeoPoint Position;
    public Covariance2 Error;
    public double PInside;
    public double PAtMost;
    public double MarginM;
    public FrameRef Frame;

    /// <summary>The place as facts state it.</summary>
    public readonly Place Place => PlaceOf.Point(Position, Error);

    public static Moment Of(in TrackSight sight, ZonePlace standing)
    {
        ref readonly var update = ref sight.Update;
        return new Moment
        {
            Track = update.Id,
            At = update.At,
            KnownAt = update.KnownAt,
            Position = update.Position,
            Error = update.PositionError,
            PInside = standing.PInside,
            PAtMost = standing.PAtMost,
            MarginM = standing.SignedDistanceM,
            Frame = update.Evidence,
        };
    }
}

/// <summary>
/// One track and one zone: not seen, outside or inside, and a standing that must hold before it counts. Undetermined
/// is what lies between: inside is neither said nor taken back there.
/// </summary>
internal struct Crossing
{
    // Lower ends, in metres, of the classes of margin: a higher class than stated before is news.
    private static ReadOnlySpan<double> MarginClassesM => [100, 300, 1_000, 3_000, 10_000, 30_000];

    private Phase phase;
    private Side holding;
    private int heldFixes;
    private bool isStated;
    private bool isDoubtful;
    private int statedClass;
    private Instant statedAt;
    private Moment held;
    private Sighting? lastOutside;

    private enum Phase : byte
    {
        NotSeen,
        Outside,
        Inside,
    }

    private enum Side : byte
    {
        None,
        In,
        Out,
        Between,
    }

    /// <summary>Until when what was stated last is permitted; null when it is not.</summary>
    public Instant? PermittedUntil;

    /// <summary>When it went in, as stated: names the visit.</summary>
    public Instant EnteredAt { get; private set; }

    /// <summary>True when nobody saw it go in: how long it has been inside is then not known.</summary>
    public bool WasFirstSeenInside { get; private set; }

    /// <summary>The first fix of the standing that holds or has just been held.</summary>
    public readonly Moment Held => held;

    /// <summary>When the track was last seen outside, or null.</summary>
    public readonly Sighting? LastOutside => lastOutside;

    /// <summary>True while it is said to be inside.</summary>
    public readonly bool IsInside => phase == Phase.Inside && isStated;

    /// <summary>True when nothing is pending and the track is outside.</summary>
    public readonly bool IsSettled => phase == Phase.Outside && holding == Side.None;

    /// <summary>True when a moment inside would be the first of a hold, which is kept as it is.</summary>
    public readonly bool WouldBeginToHold => phase != Phase.Inside && holding != Side.In;

    /// <summary>Takes a moment in; what is to be said of it, or null.</summary>
    public DetectionKind? Advance(in Moment now, CrossingSettings settings, Sighting? lastClear)
    {
        var side = now.PInside > settings.PEnter ? Side.In : now.PAtMost < settings.PLeave ? Side.Out : Side.Between;
        if (phase == Phase.Inside)
        {
            return AdvanceInside(in now, side, settings);
        }

        if (side == Side.In)
        {
            return Holds(in now, side, settings) ? Enter(settings, lastClear) : null;
        }

        holding = Side.None;
        if (side == Side.Out)
        {
            phase = Phase.Outside;
            lastOutside = new Sighting(now.At, now.Frame);
        }

        return null;
    }

    /// <summary>Relation to the zone at a moment.</summary>
    public readonly ZoneStanding Standing(in Moment now, CrossingSettings settings)
    {
        if (phase == Phase.Inside)
        {
            return now.PInside > settings.PEnter ? ZoneStanding.Inside : ZoneStanding.Undetermined;
        }

        return now.PAtMost < settings.PLeave ? ZoneStanding.Outside : ZoneStanding.Undetermined;
    }

    private DetectionKind? AdvanceInside(in Moment now, Side side, CrossingSettings settings)
    {
        if (side == Side.In)
        {
            holding = Side.None;
            return Restate(in now, settings);
        }

        if (!Holds(in now, side, settings))
        {
            return null;
        }

        if (side == Side.Out)
        {
            phase = Phase.Outside;
            holding = Side.None;
            lastOutside = new Sighting(now.At, now.Frame);
            return isStated ? DetectionKind.Left : null;
        }

        // A track along the edge wavers; its doubt is stated once in a while, not each time.
        if (isDoubtful || !isStated || now.At - statedAt < settings.RestateEvery)
        {
            return null;
        }

        isDoubtful = true;
        statedAt = now.At;
        return DetectionKind.Undetermined;
    }

    private DetectionKind? Enter(CrossingSettings settings, Sighting? lastClear)
    {
        var wasOutside = phase == Phase.Outside;
        if (wasOutside && lastClear is { } clear && (lastOutside is not { } own || clear.At > own.At))
        {
            lastOutside = clear;
        }

        phase = Phase.Inside;
        holding = Side.None;
        isStated = wasOutside || settings.ReportFirstSeenInside;
        isDoubtful = false;
        EnteredAt = held.At;
        WasFirstSeenInside = !wasOutside;
        PermittedUntil = null;
        statedAt = held.At;
        statedClass = MarginClass(held.MarginM);
        return !isStated ? null : wasOutside ? DetectionKind.Entered : DetectionKind.FirstSeenInside;
    }

    private DetectionKind? Restate(in Moment now, CrossingSettings settings)
    {
        var reached = MarginClass(now.MarginM);
        var isNews = reached > statedClass || now.At - statedAt >= settings.RestateEvery || now.At >= PermittedUntil;
        if (!isStated || !isNews || !(settings.Restates || now.At >= PermittedUntil))
        {
            return null;
        }

        PermittedUntil = null;

        isDoubtful = false;
        statedAt = now.At;
        statedClass = Math.Max(statedClass, reached);
        return DetectionKind.StillInside;
    }

    private bool Holds(in Moment now, Side side, CrossingSettings settings)
    {
        if (holding != side)
        {
            holding = side;
            heldFixes = 0;
            held = now;
        }

        heldFixes++;
        return heldFixes >= settings.MinFixes && now.At - held.At >= settings.Dwell;
    }

    private static int MarginClass(double marginM)
    {
        var reached = 0;
        while (reached < MarginClassesM.Length && marginM >= MarginClassesM[reached])
        {
            reached++;
        }

        return reached;
    }
}
