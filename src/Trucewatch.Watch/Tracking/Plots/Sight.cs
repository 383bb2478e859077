using Trucewatch.Geo;

namespace Trucewatch.Watch.Tracking.Plots;

/// <summary>
/// A measured number that is no straight function of place and velocity, seen from one estimate: what is expected, how
/// it grows with each, and what the curvature adds (the second-order extended Kalman filter: Bar-Shalom, Li and
/// Kirubarajan, Estimation with Applications to Tracking and Navigation, 2001, 10.3.2).
/// </summary>
/// <param name="Expected">Its mean, over all places and velocities that are believed.</param>
/// <param name="Slope">How it grows with place and velocity.</param>
/// <param name="BentVariance">Variance that its curvature adds.</param>
internal readonly record struct Sight(double Expected, Slope Slope, double BentVariance)
{
    // Nearer to the observer than this many standard deviations of the place, the direction says nothing.
    private const double LeastSigmasAway = 3;

    /// <summary>
    /// The bearing in radians, clockwise from north; false where the object may be on top of the observer.
    /// </summary>
    public static bool OfBearing(in PlaneState state, double observerEastM, double observerNorthM, out Sight sight)
    {
        sight = default;
        var (east, north) = (state.EastM - observerEastM, state.NorthM - observerNorthM);
        if (!IsAway(in state, east, north, out var range2))
        {
            return false;
        }

        // Along the line of sight (u) and across it (w) the bearing is w / r - u w / r^2.
        var place = Turned(PlaneMotion.AsBlock(state.PositionError), east, north, range2);
        sight = new Sight(
            Elementary.Atan2(east, north) - (place.EN / range2),
            new Slope(north / range2, -east / range2, 0, 0),
            ((place.EN * place.EN) + (place.EE * place.NN)) / (range2 * range2));
        return true;
    }

    /// <summary>The range; false where the object may be on top of the observer.</summary>
    public static bool OfRange(in PlaneState state, double observerEastM, double observerNorthM, out Sight sight)
    {
        sight = default;
        var (east, north) = (state.EastM - observerEastM, state.NorthM - observerNorthM);
        if (!IsAway(in state, east, north, out var range2))
        {
            return false;
        }

        // Across the line of sight (w) the range is r + w^2 / 2r.
        var range = Math.Sqrt(range2);
        var across = Turned(PlaneMotion.AsBlock(state.PositionError), east, north, range2).NN;
        sight = new Sight(
            range + (0.5 * across / range),
            new Slope(east / range, north / range, 0, 0),
            0.5 * across * across / range2);
        return true;
    }

    /// <summary>The rate of the range; false where the object may be on top of the observer.</summary>
    public static bool OfRangeRate(in PlaneState state, double observerEastM, double observerNorthM, out Sight sight)
    {
        sight = default;
        var (east, north) = (state.EastM - observerEastM, state.NorthM - observerNorthM);
        if (!IsAway(in state, east, north, out var range2))
        {
            return false;
        }

        var range = Math.Sqrt(range2);
        var (alongEast, alongNorth) = (east / range, north / range);
        var away = (alongEast * state.EastMps) + (alongNorth * state.NorthMps);
        var aside = (alongNorth * state.EastMps) - (alongEast * state.NorthMps);

        // The second derivatives along (u) and across (w) the line of sight: of w twice, of u and w, of w and its
        // speed.
        var bend = new Block(0, -aside / range2, -aside / range2, -away / range2);
        var drag = new Block(0, 0, 0, 1 / range);
        var place = Turned(PlaneMotion.AsBlock(state.PositionError), east, north, range2);
        var cross = Turned(state.Motion.Cross, east, north, range2);
        var speed = Turned(PlaneMotion.AsBlock(state.Motion.VelocityError), east, north, range2);
        var (upper, upperRight) = ((bend * place) + (drag * cross.Transposed), (bend * cross) + (drag * speed));
        var (lowerLeft, lower) = (drag * place, drag * cross);
        sight = new Sight(
            away + (0.5 * (Trace(upper) + Trace(lower))),
            new Slope(alongNorth * aside / range, -alongEast * aside / range, alongEast, alongNorth),
            (0.5 * (Trace(upper * upper) + Trace(lower * lower))) + Trace(upperRight * lowerLeft));
        return true;
    }

    /// <summary>An angle as it lies between half a turn to either side.</summary>
    public static double Wrapped(double radians) =>
        radians - (2 * Math.PI * Math.Round(radians / (2 * Math.PI), MidpointRounding.ToEven));

    /// <summary>Variance of the number before it is measured, the error of measuring it included.</summary>
    public double Variance(in PlaneState state, double sigma) =>
        Slope.Along(in state) + BentVariance + (sigma * sigma);

    private static bool IsAway(in PlaneState state, double east, double north, out double range2)
    {
        range2 = (east * east) + (north * north);
        var spread = state.PositionError.EastM2 + state.PositionError.NorthM2;
        return range2 > LeastSigmasAway * LeastSigmasAway * spread;
    }

    /// <summary>A block in the axes along the line of sight and clockwise across it.</summary>
    private static Block Turned(Block block, double east, double north, double range2)
    {
        var axes = new Block(east, north, north, -east);
        return (1 / range2) * (axes * block * axes.Transposed);
    }

    private static double Trace(Block block) => block.EE + block.NN;
}
