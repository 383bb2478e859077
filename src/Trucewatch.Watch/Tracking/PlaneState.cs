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

    private void Move((double EastM, double NorthM) way)
    {
        EastM += way.EastM;
        NorthM += way.NorthM;
    }
}
