using Trucewatch.Geo;

namespace Trucewatch.Watch.Tracking;

    /// <summary>
/// The one filter of the room: a Kalman filter's estimate of an object's motion in a plane, with the covariance of
/// place and velocity in blocks. Where the place itself is kept, in metres or in degrees, is the caller's affair: each
/// step says by how much it moves. The motion is straight, or a turn at a known rate, disturbed by white acceleration
/// (Bar-Shalom, Li and Kirubarajan, Estimation with Applications to Tracking and Navigation, 2001, 6.2 and 11.7).
/// Predictions compose: two short ones are one long one.
/// </summary>
public struct PlaneMotion
{
    // A ship on its moorings moves by less than this.
    private const double RestingSpeedMps = 0.05;

    /// <summary>Velocity to the east.</summary>
    public double EastMps;

    /// <summary>Velocity to the north.</summary>
    public double NorthMps;

    /// <summary>Covariance of the place.</summary>
    public Covariance2 PositionError;

    /// <summary>Covariance of place (rows) and velocity (columns), m2/s.</summary>
    public Block Cross;

    /// <summary>Covariance of the velocity, m2/s2.</summary>
    public Covariance2 VelocityError;

    /// <summary>True when the estimate is finite and its covariance positive, as it always must be.</summary>
    public readonly bool IsSound =>
        Kinematics.IsPositive(PositionError) && Kinematics.IsPositive(VelocityError)
        && double.IsFinite(EastMps) && double.IsFinite(NorthMps);

    /// <summary>Carries the estimate forward on a straight line; gives the way made.</summary>
    /// <param name="seconds">How long, not below zero.</param>
    /// <param name="noise">Density of the acceleration's white noise in m2/s3.</param>
    internal (double EastM, double NorthM) Predict(double seconds, double noise)
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
        return (EastMps * seconds, NorthMps * seconds);
    }

    /// <summary>
    /// Carries the estimate forward in a turn of a known rate; the noise is that of the straight line.
    /// </summary>
    internal (double EastM, double NorthM) Predict(in Turn turn, double noise)
    {
        var (eastMps, northMps) = (EastMps, NorthMps);
        EastMps = (turn.Rotation.EE * eastMps) + (turn.Rotation.EN * northMps);
        NorthMps = (turn.Rotation.NE * eastMps) + (turn.Rotation.NN * northMps);

        var seconds = turn.Seconds;
        var speed = AsBlock(VelocityError);
        var crossed = Cross * turn.Way.Transposed;
        var place = AsBlock(PositionError) + crossed + crossed.Transposed
            + (turn.Way * speed * turn.Way.Transposed) + Block.Diagonal(noise * seconds * seconds * seconds / 3);
        Cross = ((Cross + (turn.Way * speed)) * turn.Rotation.Transposed)
            + Block.Diagonal(noise * seconds * seconds / 2);
        speed = (turn.Rotation * speed * turn.Rotation.Transposed) + Block.Diagonal(noise * seconds);
        PositionError = AsCovariance(place);
        VelocityError = AsCovariance(speed);
        return ((turn.Way.EE * eastMps) + (turn.Way.EN * northMps), (turn.Way.NE * eastMps) + (turn.Way.NN * northMps));
    }

    /// <summary>Says that the object lies still, about where it is.</summary>
    /// <param name="driftM2">By how much the place's variance grows.</param>
    internal void Rest(double driftM2)
    {
        EastMps = 0;
        NorthMps = 0;
        PositionError = new Covariance2(
            PositionError.EastM2 + driftM2, PositionError.EastNorthM2, PositionError.NorthM2 + driftM2);
        Cross = default;
        VelocityError = Covariance2.Circular(RestingSpeedMps);
    }

    /// <summary>
    /// Takes a measured place in, by Joseph's form, (I - K H) P (I - K H)' + K R K', written out in blocks: it stays
    /// symmetric and positive where the short form (I - K H) P loses both to rounding. Gives the way by which the place
    /// is put right.
    /// </summary>
    /// <param name="error">Covariance of the measurement.</param>
    /// <param name="missEastM">Measured place less the estimate, to the east.</param>
    /// <param name="missNorthM">The same to the north.</param>
    internal (double EastM, double NorthM) Correct(Covariance2 error, double missEastM, double missNorthM)
    {
        var place = AsBlock(PositionError);
        var noise = AsBlock(error);
        var sum = place + noise;
        var inverse = Inverse(sum);
        var gain = place * inverse;
        var speedGain = Cross.Transposed * inverse;
        var rest = Block.Diagonal(1) - gain;
        EastMps += (speedGain.EE * missEastM) + (speedGain.EN * missNorthM);
        NorthMps += (speedGain.NE * missEastM) + (speedGain.NN * missNorthM);

        var crossed = speedGain * Cross;
        PositionError = AsCovariance((rest * place * rest.Transposed) + (gain * noise * gain.Transposed));
        VelocityError = AsCovariance(
            AsBlock(VelocityError) - crossed - crossed.Transposed + (speedGain * sum * speedGain.Transposed));
        Cross = (rest * (Cross - (place * speedGain.Transposed))) + (gain * noise * speedGain.Transposed);
        return ((gain.EE * missEastM) + (gain.EN * missNorthM), (gain.NE * missEastM) + (gain.NN * missNorthM));
    }

    /// <summary>A symmetric block as a covariance: what rounding put between its two halves is shared out.</summary>
    internal static Covariance2 AsCovariance(Block block) =>
        new(block.EE, 0.5 * (block.EN + block.NE), block.NN);

    internal static Block AsBlock(Covariance2 error) =>
        new(error.EastM2, error.EastNorthM2, error.EastNorthM2, error.NorthM2);

    private static Block Inverse(Block sum)
    {
        var determinant = (sum.EE * sum.NN) - (sum.EN * sum.NE);
        return new Block(sum.NN / determinant, -sum.EN / determinant, -sum.NE / determinant, sum.EE / determinant);
    }
}
