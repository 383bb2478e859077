using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Tracking;

/// <summary>
/// The filter's state of one identified object: its estimate lives in the plane at its own place, which moves along
/// with it, so that distances are true wherever it goes. Only positions are measurements. Reported speed and course
/// start the velocity and are not used again: they come from the same receiver as the position, its smoothing ties
/// their errors to each other over time, and formats state no error for them, so that fusing them would claim a
/// precision that nobody knows.
/// </summary>
internal struct Kinematics
{
    /// <summary>Beyond this gap a straight line says nothing, and the track starts afresh from the new fix.</summary>
    public const double MaxCoastS = 600;

    // A reported velocity is good to about a knot; courses at low speed are worse, which this covers for ships.
    private const double ReportedSpeedSigmaMps = 1;

    public Instant At;
    public GeoPoint Position;

    /// <summary>The filter in the plane at <see cref="Position"/>.</summary>
    public PlaneMotion Plane;

    public readonly double EastMps => Plane.EastMps;

    public readonly double NorthMps => Plane.NorthMps;

    public readonly Covariance2 PositionError => Plane.PositionError;

    /// <summary>True when the covariance is finite and positive, as it always must be.</summary>
    public readonly bool IsSound => Plane.IsSound;

    /// <summary>True for a covariance that is finite and positive definite.</summary>
    public static bool IsPositive(Covariance2 error) =>
        error.EastM2 > 0 && error.NorthM2 > 0 && error.EastM2 < double.MaxValue && error.NorthM2 < double.MaxValue
        && (error.EastM2 * error.NorthM2) - (error.EastNorthM2 * error.EastNorthM2) > 0;

    /// <summary>
    /// True for a measurement's covariance that the arithmetic can bear: a centimetre to a thousand kilometres, and
    /// not so correlated that it is a line.
    /// </summary>
    public static bool IsUsable(Covariance2 error) =>
        error.EastM2 >= 1e-4 && error.NorthM2 >= 1e-4 && error.EastM2 <= 1e12 && error.NorthM2 <= 1e12
        && error.EastNorthM2 * error.EastNorthM2 < 0.999999 * error.EastM2 * error.NorthM2;

    /// <summary>The state after the first fix.</summary>
    public static Kinematics Start(in Fix fix, ObjectClass kind)
    {
        var state = new Kinematics
        {
            At = fix.At,
            Position = fix.Position,
        };
        state.Plane.PositionError = fix.Error;
        var sigma = Motion.Of(kind).FirstSpeedMps;
        if (fix.SpeedMps >= 0 && fix.SpeedMps <= Motion.Of(kind).MaxSpeedMps && double.IsFinite(fix.CourseDeg))
        {
            var (sin, cos) = Elementary.SinCosDegrees(fix.CourseDeg);
            state.Plane.EastMps = fix.SpeedMps * sin;
            state.Plane.NorthMps = fix.SpeedMps * cos;
            sigma = Math.Min(sigma, ReportedSpeedSigmaMps);
        }

        state.Plane.VelocityError = Covariance2.Circular(sigma);
        return state;
    }

    /// <summary>Carries the state to the fix's time and takes the fix in.</summary>
    /// <param name="fix">Not earlier than the state.</param>
    /// <param name="scale">The plane at <see cref="Position"/>.</param>
    /// <param name="eastM">Way from <see cref="Position"/> to the fix, to the east.</param>
    /// <param name="northM">The same to the north.</param>
    /// <param name="kind">Kind of object.</param>
    public void Take(in Fix fix, in LocalScale scale, double eastM, double northM, ObjectClass kind)
    {
        var seconds = fix.At.SecondsSince(At);
        if (seconds > MaxCoastS)
        {
            this = Start(in fix, kind);
            return;
        }

        var coasted = Plane.Predict(seconds, Motion.Of(kind).NoiseM2S3);
        var put = Plane.Correct(fix.Error, eastM - coasted.EastM, northM - coasted.NorthM);
        Position = scale.Move(Position, coasted.EastM + put.EastM, coasted.NorthM + put.NorthM);
        At = fix.At;
    }
}
