using Trucewatch.Domain;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Rules.IdentityConduct;

/// <summary>
/// The last steps of all objects that their told motion does not explain. One of them may be anything; many by the same
/// way, in one area and within minutes, are one cause.
/// </summary>
internal sealed class AreaSteps
{
    /// <summary>Most steps remembered; the oldest gives way.</summary>
    public const int MaxSteps = 512;

    private const double LongestGapS = 300;
    private const double SigmaFactor = 6;
    private const double TurnFraction = 0.35;
    private const double SameWayM = 100;
    private const double SameWayFraction = 0.1;

    private readonly Step[] steps = new Step[MaxSteps];
    private int count;
    private int next;
    private int round;

    private struct Step
    {
        public FollowedIdentity Whose;
        public Instant At;
        public GeoPoint Place;
        public Way Way;
        public bool IsStated;
    }

    /// <summary>The step between two reports that their told motion does not explain, or null.</summary>
    public static Way? Unexplained(in Seen before, in Seen seen, double leastM)
    {
        var seconds = seen.At.SecondsSince(before.At);
        if (!before.TellsMotion || !seen.TellsMotion || seconds > LongestGapS)
        {
            return null;
        }

        var rest = before.To(in seen) - before.Told(in seen);
        var sigmaM = Math.Sqrt((before.SigmaM * before.SigmaM) + (seen.SigmaM * seen.SigmaM));
        var turnM = TurnFraction * seconds * Math.Max(before.SpeedMps, seen.SpeedMps);
        return rest.LengthM >= leastM + (SigmaFactor * sigmaM) + turnM ? rest : null;
    }

    /// <summary>
    /// Takes a step in; the number of objects that made it together, when they have just become enough.
    /// </summary>
    public int? Take(FollowedIdentity whose, in Seen seen, Way way, ConductSettings settings)
    {
        steps[next] = new Step { Whose = whose, At = seen.At, Place = seen.Place, Way = way };
        ref var own = ref steps[next];
        next = (next + 1) % MaxSteps;
        count = Math.Min(count + 1, MaxSteps);
        round++;
        var objects = 0;
        var isStated = false;
        for (var index = 0; index < count; index++)
        {
            ref var other = ref steps[index];
            if (IsTogether(in own, in other, settings))
            {
                isStated |= other.IsStated;
                objects += other.Whose.CountedIn == round ? 0 : 1;
                other.Whose.CountedIn = round;
            }
        }

        if (!isStated && objects < settings.OffsetObjects)
        {
            return null;
        }

        for (var index = 0; index < count; index++)
        {
            ref var other = ref steps[index];
            other.IsStated |= IsTogether(in own, in other, settings);
        }

        return isStated ? null : objects;
    }

    private static bool IsTogether(in Step own, in Step other, ConductSettings settings)
    {
        if (Math.Abs(own.At.SecondsSince(other.At)) > settings.OffsetWithinS
            || (own.Way - other.Way).LengthM > SameWayM + (SameWayFraction * own.Way.LengthM))
        {
            return false;
        }

        var (eastM, northM) = LocalScale.At(own.Place).Offset(own.Place, other.Place);
        return new Way(eastM, northM).LengthM <= settings.OffsetWithinM;
    }
}
