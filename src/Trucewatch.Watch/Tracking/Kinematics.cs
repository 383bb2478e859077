using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Tracking;

/// <summary>
/// A Kalman filter's state of one object: place and velocity in the plane at its own estimate, with their covariance
/// in blocks (place, place and velocity, velocity). Only positions are measurements. Reported speed and course start
/// the velocity and are not used again: they come from the same receiver as the position, its smoothing ties their
/// errors to each other over time, and formats state no error for them, so that fusing them would claim a precision
/// that nobody knows.
/// </summary>
internal struct Kinematics
{
    /// <summary>Beyond this gap a straight line says nothing, and the track starts afresh from the new fix.</summary>
    public const double MaxCoastS = 600;

    // A reported velocity is good to about a knot; courses at low speed are worse, which this covers for ships.
    private const double ReportedSpeedSigmaMps = 1;

    public Instant At;
    public GeoPoint Position;
    public double EastMps;
    public double NorthMps;
    public Covariance2 PositionError;
    public Block Cross;
    public Covariance2 VelocityError;

    /// <summary>True when the covariance is finite and positive, as it always must be.</summary>
    public readonly bool IsSound =>
        IsPositive(PositionError) && IsPositive(VelocityError)
        && double.IsFinite(EastMps) && double.IsFinite(NorthMps);

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
            PositionError = fix.Error,
        };
        var sigma = Motion.Of(kind).FirstSpeedMps;
        if (fix.SpeedMps >= 0 && fix.SpeedMps <= Motion.Of(kind).MaxSpeedMps && double.IsFinite(fix.CourseDeg))
        {
            var (sin, cos) = Elementary.SinCosDegrees(fix.CourseDeg);
            state.EastMps = fix.SpeedMps * sin;
            state.NorthMps = fix.SpeedMps * cos;
            sigma = Math.Min(sigma, ReportedSpeedSigmaMps);
        }

        state.VelocityError = Covariance2.Circular(sigma);
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

        Predict(seconds, Motion.Of(kind).NoiseM2S3);
        At = fix.At;
        Correct(fix.Error, scale, eastM, northM, EastMps * seconds, NorthMps * seconds);
    }

    /// <summary>Grows the covariance: constant velocity, accelerated by white noise of the given density.</summary>
    private void Predict(double seconds, double noise)
    {
        var place = AsBlock(PositionError);
        var speed = AsBlock(VelocityError);
        var half = seconds * seconds / 2;
        place = place + (seconds * (Cross + Cross.Transposed)) + ((seconds * seconds) * speed)
            + Block.Diagonal(noise * seconds * seconds * seconds / 3);
        Cross = Cross + (seconds * speed) + Block.Diagonal(noise * half);
        speed += Block.Diagonal(noise * seconds);
        PositionError = AsCovariance(place);
        VelocityError = AsCovariance(speed);
    }

    /// <summary>
    /// The update in Joseph's form, (I - K H) P (I - K H)' + K R K', written out in blocks: it stays symmetric and
    /// positive where the short form (I - K H) P loses both to rounding.
    /// </summary>
    private void Correct(
        Covariance2 error, in LocalScale scale, double eastM, double northM, double coastEastM, double coastNorthM)
    {
        var place = AsBlock(PositionError);
        var noise = AsBlock(error);
        var sum = place + noise;
        var determinant = (sum.EE * sum.NN) - (sum.EN * sum.NE);
        var inverse = new Block(
            sum.NN / determinant, -sum.EN / determinant, -sum.NE / determinant, sum.EE / determinant);
        var gain = place * inverse;
        var speedGain = Cross.Transposed * inverse;
        var rest = Block.Diagonal(1) - gain;

        var missEastM = eastM - coastEastM;
        var missNorthM = northM - coastNorthM;
        Position = scale.Move(
            Position,
            coastEastM + (gain.EE * missEastM) + (gain.EN * missNorthM),
            coastNorthM + (gain.NE * missEastM) + (gain.NN * missNorthM));
        EastMps += (speedGain.EE * missEastM) + (speedGain.EN * missNorthM);
        NorthMps += (speedGain.NE * missEastM) + (speedGain.NN * missNorthM);

        var crossed = speedGain * Cross;
        PositionError = AsCovariance((rest * place * rest.Transposed) + (gain * noise * gain.Transposed));
        VelocityError = AsCovariance(
            AsBlock(VelocityError) - crossed - crossed.Transposed + (speedGain * sum * speedGain.Transposed));
        Cross = (rest * (Cross - (place * speedGain.Transposed))) + (gain * noise * speedGain.Transposed);
    }

    private static Block AsBlock(Covariance2 error) =>
        new(error.EastM2, error.EastNorthM2, error.EastNorthM2, error.NorthM2);

    private static Covariance2 AsCovariance(Block block) =>
        new(block.EE, 0.5 * (block.EN + block.NE), block.NN);
}
