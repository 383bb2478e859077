using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Trucewatch.Watch.Tracking;

namespace Trucewatch.Watch.Rules.IdentityConduct;

/// <summary>What speaks against the motion that an object tells.</summary>
/// <param name="ToldM">Way by the told speeds and courses.</param>
/// <param name="MadeM">Way from place to place.</param>
/// <param name="ApartM">How far the two ends lie apart.</param>
/// <param name="ToleranceM">How far they may lie apart.</param>
/// <param name="ChangeMps">Change of the told velocity, where that is what speaks against it; else 0.</param>
/// <param name="Seconds">Time of all this.</param>
internal readonly record struct Contradiction(
    double ToldM, double MadeM, double ApartM, double ToleranceM, double ChangeMps, double Seconds);

/// <summary>
/// Compares the motion that one track tells with the way that it makes, span by span, and its changes with what a thing
/// of its class can do.
/// </summary>
internal struct ToldMotion
{
    // A span has at least so many ways, so that one bad report is never a span of its own.
    private const int LeastWays = 2;
    private const double LongestGapS = 300;

    // Spans that contradict count together while they are no farther apart.
    private const double LongestBetweenS = 900;
    private const double SigmaFactor = 6;

    // Between reports an object may turn and brake; told velocities are rounded.
    private const double TurnFraction = 0.25;
    private const double DriftMps = 0.2;

    // What swings at anchor, and is heard every three minutes, speeds up and slows down unseen. With a velocity that
    // changes by at most a, the mean of both ends is off by at most a t^2 / 4 over a way of t.
    private const double UnseenMps2 = 0.02;

    // Times of messages are rounded to a second.
    private const double ClockDoubtS = 1;
    private const int ForgivenAfter = 10;

    private Seen start;
    private Seen last;
    private Way told;
    private double toldM;
    private double unseenM;
    private int ways;
    private int badSpans;
    private Instant badAt;
    private int badChanges;
    private int goodChanges;

    /// <summary>Takes a report in; what speaks against the motion, once that is enough.</summary>
    public Contradiction? Take(in Seen seen, ObjectClass kind, double spanS, int spans)
    {
        var before = last;
        last = seen;
        if (!seen.TellsMotion || !before.TellsMotion || before.At == default
            || seen.At.SecondsSince(before.At) > LongestGapS)
        {
            // A gap speaks neither for nor against what was told before it.
            Restart(in seen);
            return null;
        }

        var step = before.Told(in seen);
        told += step;
        unseenM += 0.25 * UnseenMps2 * seen.At.SecondsSince(before.At) * seen.At.SecondsSince(before.At);
        toldM += 0.5 * seen.At.SecondsSince(before.At) * (seen.SpeedMps + before.SpeedMps);
        ways++;
        return Change(in before, in seen, kind, spans) ?? Span(in seen, spanS, spans);
    }

    /// <summary>Greatest change of velocity that a thing of a class can make, in metres per second squared.</summary>
    internal static double MaxAccelerationMps2(ObjectClass kind) => kind switch
    {
        ObjectClass.Vessel => 3,
        ObjectClass.Vehicle or ObjectClass.Person => 12,
        ObjectClass.Installation => 1,
        _ => 100,
    };

    private Contradiction? Change(in Seen before, in Seen seen, ObjectClass kind, int enough)
    {
        var seconds = seen.At.SecondsSince(before.At);
        var change = new Way(seen.EastMps - before.EastMps, seen.NorthMps - before.NorthMps).LengthM;
        if (change <= MaxAccelerationMps2(kind) * (seconds + ClockDoubtS)
            && seen.SpeedMps <= Motion.Of(kind).MaxSpeedMps)
        {
            goodChanges++;
            badChanges = goodChanges >= ForgivenAfter ? 0 : badChanges;
            return null;
        }

        goodChanges = 0;
        badChanges++;
        return badChanges < enough
            ? null
            : new Contradiction(seconds * seen.SpeedMps, before.To(in seen).LengthM, 0, 0, change, seconds);
    }

    private Contradiction? Span(in Seen seen, double spanS, int spans)
    {
        var seconds = seen.At.SecondsSince(start.At);
        if (ways < LeastWays || seconds < spanS)
        {
            return null;
        }

        var made = start.To(in seen);
        var apartM = (made - told).LengthM;
        var sigmaM = Math.Sqrt((start.SigmaM * start.SigmaM) + (seen.SigmaM * seen.SigmaM));
        var toleranceM = (SigmaFactor * sigmaM) + (TurnFraction * toldM) + (DriftMps * seconds) + unseenM;
        var found = new Contradiction(toldM, made.LengthM, apartM, toleranceM, 0, seconds);
        if (apartM > toleranceM)
        {
            badSpans = seen.At.SecondsSince(badAt) <= LongestBetweenS ? badSpans + 1 : 1;
            badAt = seen.At;
        }
        else if (Math.Max(toldM, made.LengthM) > toleranceM)
        {
            // Only a way that is long enough to be contradicted speaks for what was told: lying at a berth does not.
            badSpans = 0;
        }

        Restart(in seen);
        return badSpans >= spans && apartM > toleranceM ? found : null;
    }

    private void Restart(in Seen seen)
    {
        start = seen;
        told = default;
        toldM = 0;
        unseenM = 0;
        ways = 0;
    }
}
