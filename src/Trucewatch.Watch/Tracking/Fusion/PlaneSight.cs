using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Geo.Geodesics;
using Trucewatch.Watch.Tracking.Plots;

namespace Trucewatch.Watch.Tracking.Fusion;

/// <summary>
/// Makes the plot of an observation that names nobody, as what was measured: a place, a range with its bearing, a
/// bearing alone, the first two with a range rate. Bearings come from true north at the observer, ranges along the
/// ground; in the plane of the theatre they run to where the geodesic ends, so that its turn and stretch are out.
/// </summary>
internal static class PlaneSight
{
    /// <summary>
    /// A bearing alone runs in the plane through the point so far along its geodesic, for how far its object is away is
    /// not known. Nearer and farther it misses by less than a direction finder errs.
    /// </summary>
    public const double BearingRangeM = 20_000;

    /// <summary>Sigma of a height whose source states none: what terrain models and altimeters stay within.</summary>
    public const double UnstatedHeightSigmaM = 50;

    // What a sensor's own tracker says of speed is smoothed; its error is stated nowhere.
    private const double SourceSpeedSigmaMps = 3;

    private const MeasuredParts Ray = MeasuredParts.Bearing | MeasuredParts.Range;

    /// <summary>True where an observation gives a place, or a bearing from its observer.</summary>
    public static bool Has(in Observation observation) =>
        observation.HasPosition || observation.Polar.Parts.HasFlag(MeasuredParts.Bearing);

    /// <summary>The plot; false where the theatre, its plane or the arithmetic cannot bear it.</summary>
    public static bool TryPlot(
        in Observation observation, TheatreBox theatre, TheatrePlane plane, out Plot plot)
    {
        ref readonly var polar = ref observation.Polar;
        plot = default;
        var (observerEastM, observerNorthM) = polar.Parts == MeasuredParts.None ? (0.0, 0.0) : plane.Of(polar.Observer);
        var isSighted = polar.Parts != MeasuredParts.None && TheatrePlane.Reaches(observerEastM, observerNorthM);
        if (!observation.HasPosition && !(isSighted && IsAimed(in polar)))
        {
            return false;
        }

        var hasPlace = observation.HasPosition || polar.Parts.HasFlag(MeasuredParts.Range);
        var point = observation.HasPosition ? observation.Position
            : Geodesic.Direct(polar.Observer, polar.BearingDeg, hasPlace ? polar.RangeM : BearingRangeM).Point;
        var (eastM, northM) = plane.Of(point);
        if (hasPlace && !(theatre.Contains(point) && TheatrePlane.Reaches(eastM, northM)))
        {
            return false;
        }

        var isPolar = isSighted && IsAimed(in polar) && (!observation.HasPosition || (polar.Parts & Ray) == Ray);
        if (!isPolar || !TryAim(in polar, observerEastM, observerNorthM, eastM, northM, out plot))
        {
            if (!observation.HasPosition || !Kinematics.IsUsable(observation.PositionError))
            {
                return false;
            }

            var turn = plane.TurnAt(point);
            plot = Place(in observation, turn, eastM, northM);
            if (isSighted && polar.Parts.HasFlag(MeasuredParts.RangeRate))
            {
                AddRate(in polar, point, turn, ref plot);
            }
        }

        if (hasPlace)
        {
            AddVelocity(in observation, plane, point, ref plot);
        }

        AddRest(in observation, ref plot);
        return plot.IsUsable;
    }

    private static bool IsAimed(in PolarMeasurement polar) =>
        polar.Parts.HasFlag(MeasuredParts.Bearing) && Math.Abs(polar.BearingDeg) <= 720
        && (!polar.Parts.HasFlag(MeasuredParts.Range) || polar.RangeM is >= 0 and <= TheatrePlane.MaxReachM);

    /// <summary>The measurement with its ray drawn in the plane, to where its geodesic ends.</summary>
    private static bool TryAim(
        in PolarMeasurement polar, double observerEastM, double observerNorthM, double eastM, double northM,
        out Plot plot)
    {
        var (east, north) = (eastM - observerEastM, northM - observerNorthM);
        var drawn = polar;
        var lengthM = Math.Sqrt((east * east) + (north * north));
        drawn.BearingDeg = lengthM > 0 ? Elementary.Atan2Degrees(east, north) : polar.BearingDeg;
        drawn.BearingDeg = drawn.BearingDeg < 0 ? drawn.BearingDeg + 360 : drawn.BearingDeg;
        drawn.RangeM = lengthM;
        drawn.Parts = polar.Parts.HasFlag(MeasuredParts.Range) ? polar.Parts : MeasuredParts.Bearing;
        return Plot.TryFrom(in drawn, observerEastM, observerNorthM, out plot) && plot.IsUsable;
    }

    private static Plot Place(in Observation observation, Block turn, double eastM, double northM) => new()
    {
        EastM = eastM,
        NorthM = northM,
        Error = TheatrePlane.Turned(turn, observation.PositionError),
    };

    /// <summary>
    /// A rate is the object's velocity along the geodesic where that comes in at its place. In the plane this is a
    /// velocity along another direction, at another scale: u v = (T^-t u) (T v). The observer is put there.
    /// </summary>
    private static void AddRate(in PolarMeasurement polar, GeoPoint point, Block turn, ref Plot plot)
    {
        var line = Geodesic.Inverse(polar.Observer, point);
        var (sin, cos) = Elementary.SinCosDegrees(line.AzimuthEndDeg);
        var (east, north) = TheatrePlane.Turned(TheatrePlane.Back(turn).Transposed, sin, cos);
        var scale = Math.Sqrt((east * east) + (north * north));
        var rangeM = line.DistanceM / scale;
        var rated = plot.WithRangeRate(
            plot.EastM - (rangeM * east / scale), plot.NorthM - (rangeM * north / scale),
            polar.RangeRateMps / scale, polar.RangeRateSigmaMps / scale);
        plot = rated.IsUsable ? rated : plot;
    }

    private static void AddVelocity(in Observation observation, TheatrePlane plane, GeoPoint point, ref Plot plot)
    {
        if (observation.SourceTrack != 0 && observation.SpeedMps >= 0 && double.IsFinite(observation.CourseDeg))
        {
            var (sin, cos) = Elementary.SinCosDegrees(observation.CourseDeg);
            (plot.EastMps, plot.NorthMps) = TheatrePlane.Turned(
                plane.TurnAt(point), observation.SpeedMps * sin, observation.SpeedMps * cos);
            plot.VelocitySigmaMps = SourceSpeedSigmaMps;
        }
    }

    private static void AddRest(in Observation observation, ref Plot plot)
    {
        (plot.Class, plot.SourceNumber) = (observation.Class, observation.SourceTrack);
        if (double.IsFinite(observation.HeightM) && observation.HeightReference != HeightReference.Unknown)
        {
            var sigmaM = observation.HeightSigmaM > 0 ? observation.HeightSigmaM : UnstatedHeightSigmaM;
            var high = plot.WithHeight(observation.HeightM, sigmaM, observation.HeightReference);
            plot = high.IsUsable ? high : plot;
        }
    }
}
