using Trucewatch.Geo;

namespace Trucewatch.Watch.Tracking;

/// <summary>What is believed of an object in a plane: its place, and the filter of its motion.</summary>
public struct PlaneState
{
    /// <summary>Place to the east, metres.</summary>
    public double EastM;

    /// <summary>Place to the north, metres.</summary>
    public double NorthM;

    /// <summary>Velocity, and how sure both are.</summary>
    public PlaneMotion Motion;

    /// <summary>Velocity to the east.</summary>
    public readonly double EastMps => Motion.EastMps;

    /// <summary>Velocity to the north.</summary>
    public readonly double NorthMps => Motion.NorthMps;

    /// <summary>Covariance of the place.</summary>
    public readonly Covariance2 PositionError => Motion.PositionError;

    /// <summary>True when the estimate is finite and its covariance positive, as it always must be.</summary>
    public readonly bool IsSound => double.IsFinite(EastM) && double.IsFinite(NorthM) && Motion.IsSound;

    internal void Predict(double seconds, double noise) => Move(Motion.Predict(seconds, noise));

    internal void Predict(in Turn turn, double noise) => Move(Motion.Predict(in turn, noise));

    internal void Correct(Covariance2 error, double missEastM, double missNorthM) =>
        Move(Motion.Correct(error, missEastM, missNorthM));

    /// <summary>Takes a measured velocity in: the same update with place and velocity in each other's role.</summary>
    internal void CorrectVelocity(Covariance2 error, double missEastMps, double missNorthMps)
    {
        var exchanged = new PlaneMotion
        {
            EastMps = EastM,
            NorthMps = NorthM,
            PositionError = Motion.VelocityError,
            Cross = Motion.Cross.Transposed,
            VelocityError = Motion.PositionError,
        };
        var (east, north) = exchanged.Correct(error, missEastMps, missNorthMps);
        EastM = exchanged.EastMps;
        NorthM = exchanged.NorthMps;
        Motion = new PlaneMotion
        {
            EastMps = Motion.EastMps + east,
            NorthMps = Motion.NorthMps + north,
            PositionError = exchanged.VelocityError,
            Cross = exchanged.Cross.Transposed,
            VelocityError = exchanged.PositionError,
        };
    }

    /// <summary>
    /// Takes a measured number in that grows along a slope, by Joseph's form as <see cref="PlaneMotion"/> does.
    /// </summary>
    /// <param name="slope">How the number grows with the state.</param>
    /// <param name="variance">Variance of measuring it.</param>
    /// <param name="miss">Measured number less the expected one.</param>
    internal void CorrectAlong(in Slope slope, double variance, double miss)
    {
        var spread = slope.Spread(in this);
        var sum = (slope.EastM * spread.EastM) + (slope.NorthM * spread.NorthM)
            + (slope.EastMps * spread.EastMps) + (slope.NorthMps * spread.NorthMps) + variance;
        var gain = new Slope(spread.EastM / sum, spread.NorthM / sum, spread.EastMps / sum, spread.NorthMps / sum);
        var one = Block.Diagonal(1);
        var pp = one - Block.Outer(gain.EastM, gain.NorthM, slope.EastM, slope.NorthM);
        var pv = Block.Diagonal(0) - Block.Outer(gain.EastM, gain.NorthM, slope.EastMps, slope.NorthMps);
        var vp = Block.Diagonal(0) - Block.Outer(gain.EastMps, gain.NorthMps, slope.EastM, slope.NorthM);
        var vv = one - Block.Outer(gain.EastMps, gain.NorthMps, slope.EastMps, slope.NorthMps);

        var (place, cross) = (PlaneMotion.AsBlock(PositionError), Motion.Cross);
        var speed = PlaneMotion.AsBlock(Motion.VelocityError);
        var (upper, upperRight) = ((pp * place) + (pv * cross.Transposed), (pp * cross) + (pv * speed));
        var (lowerLeft, lower) = ((vp * place) + (vv * cross.Transposed), (vp * cross) + (vv * speed));
        EastM += gain.EastM * miss;
        NorthM += gain.NorthM * miss;
        Motion = new PlaneMotion
        {
            EastMps = EastMps + (gain.EastMps * miss),
            NorthMps = NorthMps + (gain.NorthMps * miss),
            PositionError = PlaneMotion.AsCovariance((upper * pp.Transposed) + (upperRight * pv.Transposed)
                + (variance * Block.Outer(gain.EastM, gain.NorthM, gain.EastM, gain.NorthM))),
            Cross = (upper * vp.Transposed) + (upperRight * vv.Transposed)
                + (variance * Block.Outer(gain.EastM, gain.NorthM, gain.EastMps, gain.NorthMps)),
            VelocityError = PlaneMotion.AsCovariance((lowerLeft * vp.Transposed) + (lower * vv.Transposed)
                + (variance * Block.Outer(gain.EastMps, gain.NorthMps, gain.EastMps, gain.NorthMps))),
        };
    }

    /// <summary>One normal distribution with the mean and the covariance of a weighted mixture.</summary>
    /// <param name="parts">The parts of the mixture.</param>
    /// <param name="weights">A weight for each.</param>
    /// <param name="sum">Sum of the weights.</param>
    internal static PlaneState Blend(ReadOnlySpan<PlaneState> parts, ReadOnlySpan<double> weights, double sum)
    {
        var mean = default(PlaneState);
        for (var i = 0; i < parts.Length; i++)
        {
            var share = weights[i] / sum;
            mean.EastM += share * parts[i].EastM;
            mean.NorthM += share * parts[i].NorthM;
            mean.Motion.EastMps += share * parts[i].EastMps;
            mean.Motion.NorthMps += share * parts[i].NorthMps;
        }

        Block place = default, cross = default, speed = default;
        for (var i = 0; i < parts.Length; i++)
        {
            var share = weights[i] / sum;
            var (east, north) = (parts[i].EastM - mean.EastM, parts[i].NorthM - mean.NorthM);
            var (eastMps, northMps) = (parts[i].EastMps - mean.EastMps, parts[i].NorthMps - mean.NorthMps);
            place += share * (PlaneMotion.AsBlock(parts[i].PositionError) + Block.Outer(east, north, east, north));
            cross += share * (parts[i].Motion.Cross + Block.Outer(east, north, eastMps, northMps));
            speed += share * (PlaneMotion.AsBlock(parts[i].Motion.VelocityError)
                + Block.Outer(eastMps, northMps, eastMps, northMps));
        }

        mean.Motion.PositionError = PlaneMotion.AsCovariance(place);
        mean.Motion.Cross = cross;
        mean.Motion.VelocityError = PlaneMotion.AsCovariance(speed);
        return mean;
    }

    private void Move((double EastM, double NorthM) way)
    {
        EastM += way.EastM;
        NorthM += way.NorthM;
    }
}
