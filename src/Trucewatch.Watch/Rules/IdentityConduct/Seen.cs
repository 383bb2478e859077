using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Rules.IdentityConduct;

/// <summary>A position as it was told, with the motion that was told with it.</summary>
/// <param name="At">When.</param>
/// <param name="Place">Where.</param>
/// <param name="SigmaM">Standard deviation of the place per axis.</param>
/// <param name="EastMps">Told velocity to the east; NaN where none was told.</param>
/// <param name="NorthMps">The same to the north.</param>
/// <param name="Frame">The frame that tells it.</param>
internal readonly record struct Seen(
    Instant At, GeoPoint Place, double SigmaM, double EastMps, double NorthMps, FrameRef Frame)
{
    // Below it AIS receivers give no course that means anything.
    private const double StillMps = 0.3;

    // As the tracker allows before it opens a rival track.
    private const double ClockDoubtS = 2;
    private const double SigmaFactor = 6;

    public bool TellsMotion => !double.IsNaN(EastMps);

    public double SpeedMps => Math.Sqrt((EastMps * EastMps) + (NorthMps * NorthMps));

    public static Seen Of(in Observation observation)
    {
        var (eastMps, northMps) = (double.NaN, double.NaN);
        if (observation.SpeedMps is >= 0 and < StillMps)
        {
            (eastMps, northMps) = (0, 0);
        }
        else if (double.IsFinite(observation.SpeedMps) && double.IsFinite(observation.CourseDeg))
        {
            var (sin, cos) = Elementary.SinCosDegrees(observation.CourseDeg);
            (eastMps, northMps) = (observation.SpeedMps * sin, observation.SpeedMps * cos);
        }

        var error = observation.PositionError;
        return new Seen(
            observation.At, observation.Position, Math.Sqrt(0.5 * (error.EastM2 + error.NorthM2)), eastMps, northMps,
            observation.Frame);
    }

    /// <summary>The way from here to a later place.</summary>
    public Way To(in Seen later)
    {
        var (eastM, northM) = LocalScale.At(Place).Offset(Place, later.Place);
        return new Way(eastM, northM);
    }

    /// <summary>True when nothing that keeps below a speed can have made the way to a later place.</summary>
    public bool IsBeyond(in Seen later, double limitMps)
    {
        var sigmaM = Math.Sqrt(2 * ((SigmaM * SigmaM) + (later.SigmaM * later.SigmaM)));
        var reachM = (limitMps * (later.At.SecondsSince(At) + ClockDoubtS)) + (SigmaFactor * sigmaM);
        return To(in later).LengthM > reachM;
    }

    /// <summary>The way that the told motion makes until a later place: the mean of both ends'.</summary>
    public Way Told(in Seen later)
    {
        var half = 0.5 * later.At.SecondsSince(At);
        return new Way(half * (EastMps + later.EastMps), half * (NorthMps + later.NorthMps));
    }

    /// <summary>Where it is at a time not long before or after, by the motion that it tells.</summary>
    public GeoPoint Coast(Instant at)
    {
        const double MostS = Tracking.Kinematics.MaxCoastS;
        var seconds = TellsMotion ? Math.Clamp(at.SecondsSince(At), -MostS, MostS) : 0;
        return seconds == 0 ? Place : LocalScale.At(Place).Move(Place, EastMps * seconds, NorthMps * seconds);
    }
}
