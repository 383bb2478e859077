using Trucewatch.Geo;

namespace Trucewatch.Watch.Tracking;

/// <summary>
/// The one filter of the room: a Kalman filter's estimate of place and velocity in a plane, with their covariance in
/// blocks (place, place and velocity, velocity). The motion is straight, or a turn at a known rate, disturbed by white
/// acceleration (Bar-Shalom, Li and Kirubarajan, Estimation with Applications to Tracking and Navigation, 2001, 6.2
/// and 11.7). Predictions compose: two short ones are one long one.
/// </summary>
public struct PlaneState
{
    // A ship on its moorings moves by less than this.
    private const double RestingSpeedMps = 0.05;

    /// <summary>Place to the east, metres.</summary>
    public double EastM;

    /// <summary>Place to the north, metres.</summary>
    public double NorthM;

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
        && double.IsFinite(EastM) && double.IsFinite(NorthM)
        && double.IsFinite(EastMps) && double.IsFinite(NorthMps);

    /// <summary>Carries the estimate forward on a straight line.</summary>
    /// <param name="seconds">How long, not below zero.</param>
    /// <param name="noise">Density of the acceleration's white noise in m2/s3.</param>
    public void Predict(double seconds, double noise)
    {
        EastM += EastMps * seconds;
        NorthM += NorthMps * seconds;
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

    /// <summary>Carries the estimate forward in a turn of a known rate; the noise is that of the straight line.</summary>
    internal void Predict(in Turn turn, double noise)
    {
        var (eastMps, northMps) = (EastMps, NorthMps);
        EastM += (turn.Way.EE * eastMps) + (turn.Way.EN * northMps);
        NorthM += (turn.Way.NE * eastMps) + (turn.Way.NN * northMps);
        EastMps = (turn.Rotation.EE * eastMps) + (turn.Rotation.EN * northMps);
        NorthMps = (turn.Rotation.NE * eastMps) + (turn.Rotation.NN * northMps);

        var seconds = turn.Seconds;
        var speed = AsBlock(VelocityError);
        var crossed = Cross * turn.Way.Transposed;
        var place = AsBlock(PositionError) + crossed + crossed.Transposed
            + (turn.Way * speed * turn.Way.Transposed) + Block.Diagonal(noise * seconds * seconds * seconds / 3);
        Cross = ((Cross + (turn.Way * speed)) * turn.Rotation.Transposed) + Block.Diagonal(noise * seconds * seconds / 2);
        speed = (turn.Rotation * speed * turn.Rotation.Transposed) + Block.Diagonal(noise * seconds);
        PositionError = AsCovariance(place);
        VelocityError = AsCovariance(speed);
    }

    /// <summary>Says that the object lies still, about where it is.</summary>
    /// <param name="driftM2">By how much the place's variance grows.</param>
    public void Rest(double driftM2)
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
    /// symmetric and positive where the short form (I - K H) P loses both to rounding.
    /// </summary>
    /// <param name="error">Covariance of the measurement.</param>
    /// <param name="missEastM">Measured place less the estimate, to the east.</param>
    /// <param name="missNorthM">The same to the north.</param>
    public void Correct(Covariance2 error, double missEastM, double missNorthM)
    {
        var place = AsBlock(PositionError);
        var noise = AsBlock(error);
        var sum = place + noise;
        var inverse = Inverse(sum);
        var gain = place * inverse;
        var speedGain = Cross.Transposed * inverse;
        var rest = Block.Diagonal(1) - gain;

        EastM = EastM + (gain.EE * missEastM) + (gain.EN * missNorthM);
        NorthM = NorthM + (gain.NE * missEastM) + (gain.NN * missNorthM);
        EastMps += (speedGain.EE * missEastM) + (speedGain.EN * missNorthM);
        NorthMps += (speedGain.NE * missEastM) + (speedGain.NN * missNorthM);

        var crossed = speedGain * Cross;
        PositionError = AsCovariance((rest * place * rest.Transposed) + (gain * noise * gain.Transposed));
        VelocityError = AsCovariance(
            AsBlock(VelocityError) - crossed - crossed.Transposed + (speedGain * sum * speedGain.Transposed));
        Cross = (rest * (Cross - (place * speedGain.Transposed))) + (gain * noise * speedGain.Transposed);
    }

    /// <summary>Takes a measured velocity in; the same update with place and velocity in each other's role.</summary>
    public void CorrectVelocity(Covariance2 error, double missEastMps, double missNorthMps)
    {
        var swapped = new PlaneState
        {
            EastM = EastMps,
            NorthM = NorthMps,
            EastMps = EastM,
            NorthMps = NorthM,
            PositionError = VelocityError,
            Cross = Cross.Transposed,
            VelocityError = PositionError,
        };
        swapped.Correct(error, missEastMps, missNorthMps);
        EastM = swapped.EastMps;
        NorthM = swapped.NorthMps;
        EastMps = swapped.EastM;
        NorthMps = swapped.NorthM;
        PositionError = swapped.VelocityError;
        Cross = swapped.Cross.Transposed;
        VelocityError = swapped.PositionError;
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

/// <summary>A turn of known rate for a known time: how it moves a place and rotates a velocity.</summary>
/// <param name="Seconds">How long.</param>
/// <param name="Way">Way made for each unit of velocity, in seconds.</param>
/// <param name="Rotation">How the velocity is turned.</param>
internal readonly record struct Turn(double Seconds, Block Way, Block Rotation)
{
    /// <summary>The turn with a rate in degrees a second, clockwise as courses are.</summary>
    public static Turn Of(double seconds, double rateDegPerS)
    {
        if (rateDegPerS == 0)
        {
            return new Turn(seconds, Block.Diagonal(seconds), Block.Diagonal(1));
        }

        var rate = Elementary.DegreesToRadians(rateDegPerS);
        var (sin, cos) = Elementary.SinCos(rate * seconds);
        var along = sin / rate;
        var across = (1 - cos) / rate;
        return new Turn(seconds, new Block(along, across, -across, along), new Block(cos, sin, -sin, cos));
    }
}
