namespace Trucewatch.Watch.Tracking;

/// <summary>How a measured number grows with each part of a <see cref="PlaneState"/>.</summary>
/// <param name="EastM">With the place to the east.</param>
/// <param name="NorthM">With the place to the north.</param>
/// <param name="EastMps">With the velocity to the east.</param>
/// <param name="NorthMps">With the velocity to the north.</param>
internal readonly record struct Slope(double EastM, double NorthM, double EastMps, double NorthMps)
{
    /// <summary>The number's variance under a state's covariance.</summary>
    public double Along(in PlaneState state)
    {
        var (eastM, northM, eastMps, northMps) = Spread(in state);
        return (EastM * eastM) + (NorthM * northM) + (EastMps * eastMps) + (NorthMps * northMps);
    }

    /// <summary>The covariance of the number with each part of a state.</summary>
    public Slope Spread(in PlaneState state)
    {
        var (place, cross, speed) = (state.PositionError, state.Motion.Cross, state.Motion.VelocityError);
        return new Slope(
            (place.EastM2 * EastM) + (place.EastNorthM2 * NorthM) + (cross.EE * EastMps) + (cross.EN * NorthMps),
            (place.EastNorthM2 * EastM) + (place.NorthM2 * NorthM) + (cross.NE * EastMps) + (cross.NN * NorthMps),
            (cross.EE * EastM) + (cross.NE * NorthM) + (speed.EastM2 * EastMps) + (speed.EastNorthM2 * NorthMps),
            (cross.EN * EastM) + (cross.NN * NorthM) + (speed.EastNorthM2 * EastMps) + (speed.NorthM2 * NorthMps));
    }
}
