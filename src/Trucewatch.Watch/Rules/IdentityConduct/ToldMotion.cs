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
    private const double LongestGapS = 300;

    // A span in which nothing moves goes on for so many of them.
    private const double LongestSpans = 5;

    // Spans that contradict count together while they are no farther apart: what lies at a berth meanwhile tells
    // nothing that could be contradicted.
    private const double LongestBetweenS = 1_800;

    // What contradicts so many times over counts twice, and all that contradicts has to add up to as much: a report
    // that is wrong leads as far back as it led aside.
    private const double StrongFactor = 2;
    private const double SigmaFactor = 6;

    // Between reports an object may turn and brake; told velocities are rounded.
    private const double TurnFraction = 0.25;
    private const double DriftMps = 0.2;

    // When between two reports an object set off, turned or stopped is not seen: over a way of t the mean of both told
    // velocities is off by at most half their difference. What swings at anchor, and is heard every three minutes,
    // speeds up and slows down unseen as well: a velocity that changes by at most a sets it off by at most a t^2 / 4.
    private const double UnseenMps2 = 0.02;

    // Times of messages are rounded to a second.
    private const double ClockDoubtS = 1;
    private const int ForgivenAfter = 10;

    private Seen start;
    private Seen last;
    private Way told;
    private double toldM;
    private double unseenM;
    private double swungM2;
    private Way badSum;
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

        var seconds = seen.At.SecondsSince(before.At);
        told += before.Told(in seen);
        unseenM += 0.5 * seconds * ChangeMps(in before, in seen);
        swungM2 += Square(0.25 * UnseenMps2 * seconds * seconds);
        toldM += 0.5 * seconds * (seen.SpeedMps + before.SpeedMps);
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
        var change = ChangeMps(in before, in seen);
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

    private static double Square(double value) => value * value;

    private static double ChangeMps(in Seen before, in Seen seen) =>
        new Way(seen.EastMps - before.EastMps, seen.NorthMps - before.NorthMps).LengthM;

    private Contradiction? Span(in Seen seen, double spanS, int spans)
    {
        var seconds = seen.At.SecondsSince(start.At);
        if (seconds < spanS)
        {
            return null;
        }

        var made = start.To(in seen);
        var rest = made - told;
        var apartM = rest.LengthM;
        var sigmaM = Math.Sqrt((start.SigmaM * start.SigmaM) + (seen.SigmaM * seen.SigmaM));
        var toleranceM = (SigmaFactor * sigmaM) + (TurnFraction * toldM) + (DriftMps * seconds) + unseenM
            + Math.Sqrt(swungM2);
        var found = new Contradiction(toldM, made.LengthM, apartM, toleranceM, 0, seconds);
        var speaksForIt = apartM <= toleranceM && Math.Max(toldM, made.LengthM) > toleranceM;
        if (speaksForIt || seen.At.SecondsSince(badAt) > LongestBetweenS)
        {
            // Only a way that is long enough to be contradicted speaks for what was told: lying at a berth does not.
            (badSpans, badSum) = (0, default);
        }

        if (!speaksForIt && apartM <= toleranceM && seconds < LongestSpans * spanS)
        {
            // Nothing moved yet, as far as one can tell: what goes slowly takes longer to show.
            return null;
        }

        Restart(in seen);
        return apartM > toleranceM && IsEnough(rest, toleranceM, seen.At, spans) ? found : null;
    }

    /// <summary>Counts a span that contradicts; true where all of them are enough.</summary>
    private bool IsEnough(Way rest, double toleranceM, Instant at, int spans)
    {
        badSpans += rest.LengthM > StrongFactor * toleranceM ? 2 : 1;
        (badSum, badAt) = (badSum + rest, at);
        if (badSum.LengthM <= toleranceM)
        {
            // It is back where what it told leads to: a wrong report or a burst of noise, and none of its motion.
            (badSpans, badSum) = (0, default);
        }

        return badSpans >= spans && badSum.LengthM > StrongFactor * toleranceM;
    }

    private void Restart(in Seen seen)
    {
        start = seen;
        told = default;
        toldM = 0;
        unseenM = 0;
        swungM2 = 0;
    }
}
