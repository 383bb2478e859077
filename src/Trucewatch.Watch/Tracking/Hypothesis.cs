using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Tracking;

/// <summary>One of the rival tracks of an identity; empty while <see cref="Ordinal"/> is 0.</summary>
internal struct Hypothesis
{
    // A clock off by this much must not look like an impossible move.
    private const double ClockDoubtS = 2;

    // So many standard deviations of both places are allowed on top of the way that the speed allows.
    private const double ErrorFactor = 6;

    public Kinematics State;

    /// <summary>Its number among the identity's tracks, from 1; 0 when empty.</summary>
    public int Ordinal;

    /// <summary>Kind of object as last stated, or unknown.</summary>
    public ObjectClass Class;

    public readonly bool IsEmpty => Ordinal == 0;

    /// <summary>A new track from its first fix.</summary>
    public static Hypothesis Open(in Fix fix, int ordinal) => new()
    {
        State = Kinematics.Start(in fix, fix.Class),
        Ordinal = ordinal,
        Class = fix.Class,
    };

    /// <summary>True when one object can have made the way from the state to the fix.</summary>
    public readonly bool CanReach(in Fix fix, double eastM, double northM)
    {
        var seconds = fix.At.SecondsSince(State.At) + ClockDoubtS;
        var error = State.PositionError.EastM2 + State.PositionError.NorthM2 + fix.Error.EastM2 + fix.Error.NorthM2;
        var reach = (Motion.Of(KindWith(in fix)).MaxSpeedMps * seconds) + (ErrorFactor * Math.Sqrt(error));
        return (eastM * eastM) + (northM * northM) <= reach * reach;
    }

    /// <summary>Square of the distance from where the track would be by now to the fix, in square metres.</summary>
    public readonly double MissSquared(in Fix fix, double eastM, double northM)
    {
        var seconds = Math.Min(fix.At.SecondsSince(State.At), Kinematics.MaxCoastS);
        var east = eastM - (State.EastMps * seconds);
        var north = northM - (State.NorthMps * seconds);
        return (east * east) + (north * north);
    }

    public void Take(in Fix fix, in LocalScale scale, double eastM, double northM)
    {
        Class = KindWith(in fix);
        State.Take(in fix, in scale, eastM, northM, Class);
    }

    private readonly ObjectClass KindWith(in Fix fix) => fix.Class == ObjectClass.Unknown ? Class : fix.Class;
}
