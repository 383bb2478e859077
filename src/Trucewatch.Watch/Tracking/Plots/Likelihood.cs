using Trucewatch.Geo;

namespace Trucewatch.Watch.Tracking.Plots;

/// <summary>How likely a plot is, given what is believed of a track.</summary>
internal static class Likelihood
{
    // A true plot lies beyond four standard deviations of two axes once in three thousand times.
    private const double ReachSigmas = 4;
    private const double TwoPi = 2 * Math.PI;

    /// <summary>Half the side of the square in which a track's plots lie.</summary>
    public static double ReachM(in PlaneState state, double errorM2) =>
        ReachSigmas * Math.Sqrt(Math.Max(state.PositionError.EastM2, state.PositionError.NorthM2) + errorM2);

    /// <summary>The state after a first plot that gives a place.</summary>
    public static PlaneState First(in Plot plot, double firstSpeedMps)
    {
        var isTold = plot.Kind == PlotKind.Place && plot.HasVelocity;
        var state = new PlaneState
        {
            EastM = plot.EastM,
            NorthM = plot.NorthM,
            Motion = new PlaneMotion
            {
                EastMps = isTold ? plot.EastMps : 0,
                NorthMps = isTold ? plot.NorthMps : 0,
                PositionError = plot.Error,
                VelocityError = Covariance2.Circular(
                    isTold ? Math.Min(plot.VelocitySigmaMps, firstSpeedMps) : firstSpeedMps),
            },
        };
        if (plot.Kind == PlotKind.Place && plot.HasRangeRate)
        {
            CorrectRate(ref state, in plot);
        }

        return state;
    }

    /// <summary>The density of a plot at a predicted track; false when it is out of reach.</summary>
    public static bool Of(in PlaneState state, in Plot plot, out double density)
    {
        density = 0;
        if (plot.Kind != PlotKind.Place)
        {
            return plot.Kind == PlotKind.Bearing
                ? BearingDensity(in state, in plot, out density)
                : Footprint.Of(in state, in plot, out density);
        }

        if (plot.IsPolar)
        {
            return PolarDensity(in state, in plot, out density);
        }

        if (!Normal(
            state.PositionError, plot.Error, plot.EastM - state.EastM, plot.NorthM - state.NorthM, ref density, 1))
        {
            return false;
        }

        return !(plot.HasVelocity || plot.HasRangeRate) || MotionDensity(in state, in plot, ref density);
    }

    /// <summary>
    /// The density of what a plot says beside its place when no track explains it: 1 where it says nothing.
    /// </summary>
    public static double Unexplained(in Plot plot, PlotSettings settings)
    {
        var density = 1.0;
        if (plot.Kind == PlotKind.Place && plot.HasVelocity)
        {
            var (resting, moving) = FirstSpeeds(in plot, settings);
            density = resting + moving;
        }

        if (plot.Kind == PlotKind.Place && plot.HasRangeRate)
        {
            density /= 2 * settings.MaxSpeedMps;
        }

        return plot.HasHeight ? density / settings.HeightSpreadM : density;
    }

    /// <summary>The chance that an object lies still, given its first plot.</summary>
    public static double Resting(in Plot plot, PlotSettings settings)
    {
        var (resting, moving) = FirstSpeeds(in plot, settings);
        return resting / (resting + moving);
    }

    private static (double Resting, double Moving) FirstSpeeds(in Plot plot, PlotSettings settings)
    {
        if (plot.Kind != PlotKind.Place || !plot.HasVelocity)
        {
            return (settings.RestingShare, 1 - settings.RestingShare);
        }

        var variance = plot.VelocitySigmaMps * plot.VelocitySigmaMps;
        var square = ((plot.EastMps * plot.EastMps) + (plot.NorthMps * plot.NorthMps)) / variance;
        var resting = Elementary.Exp(-0.5 * square) / (TwoPi * variance);
        var moving = 1 / (Math.PI * settings.MaxSpeedMps * settings.MaxSpeedMps);
        return (settings.RestingShare * resting, (1 - settings.RestingShare) * moving);
    }

    /// <summary>Takes a plot in, with all that it says of place and velocity.</summary>
    public static void Correct(ref PlaneState state, in Plot plot)
    {
        if (plot.Kind != PlotKind.Place)
        {
            CorrectWide(ref state, in plot);
            return;
        }

        CorrectPlace(ref state, in plot);
        if (plot.HasVelocity)
        {
            state.CorrectVelocity(
                Covariance2.Circular(plot.VelocitySigmaMps),
                plot.EastMps - state.EastMps,
                plot.NorthMps - state.NorthMps);
        }

        if (plot.HasRangeRate)
        {
            CorrectRate(ref state, in plot);
        }
    }

    /// <summary>The density of one measured number; false when it is out of reach.</summary>
    public static bool Normal(double miss, double variance, ref double density)
    {
        var square = miss * miss / variance;
        density *= Elementary.Exp(-0.5 * square) / Math.Sqrt(TwoPi * variance);
        return square <= ReachSigmas * ReachSigmas;
    }

    private static void CorrectPlace(ref PlaneState state, in Plot plot)
    {
        var (east, north) = (plot.ObserverEastM, plot.ObserverNorthM);
        if (plot.IsPolar && Sight.OfBearing(in state, east, north, out var sight))
        {
            // The bearing first: the surer it is, the straighter the range.
            CorrectBearing(ref state, in plot, in sight);
            if (Sight.OfRange(in state, east, north, out sight))
            {
                var variance = sight.BentVariance + (plot.RangeSigmaM * plot.RangeSigmaM);
                state.CorrectAlong(sight.Slope, variance, plot.RangeM - sight.Expected);
            }

            return;
        }

        state.Correct(plot.Error, plot.EastM - state.EastM, plot.NorthM - state.NorthM);
    }

    private static void CorrectBearing(ref PlaneState state, in Plot plot, in Sight sight)
    {
        var sigma = Elementary.DegreesToRadians(plot.BearingSigmaDeg);
        state.CorrectAlong(
            sight.Slope,
            sight.BentVariance + (sigma * sigma),
            Sight.Wrapped(Elementary.DegreesToRadians(plot.BearingDeg) - sight.Expected));
    }

    private static void CorrectRate(ref PlaneState state, in Plot plot)
    {
        if (Sight.OfRangeRate(in state, plot.ObserverEastM, plot.ObserverNorthM, out var sight))
        {
            var variance = sight.BentVariance + (plot.RangeRateSigmaMps * plot.RangeRateSigmaMps);
            state.CorrectAlong(sight.Slope, variance, plot.RangeRateMps - sight.Expected);
        }
    }

    private static void CorrectWide(ref PlaneState state, in Plot plot)
    {
        if (plot.Kind == PlotKind.Footprint)
        {
            Footprint.Correct(ref state, in plot);
        }
        else if (Sight.OfBearing(in state, plot.ObserverEastM, plot.ObserverNorthM, out var sight))
        {
            CorrectBearing(ref state, in plot, in sight);
        }
    }

    /// <summary>Multiplies the density by that of velocity and range rate, given the place.</summary>
    private static bool MotionDensity(in PlaneState state, in Plot plot, ref double density)
    {
        var corrected = state;
        CorrectPlace(ref corrected, in plot);
        if (plot.HasVelocity)
        {
            var error = Covariance2.Circular(plot.VelocitySigmaMps);
            var (east, north) = (plot.EastMps - corrected.EastMps, plot.NorthMps - corrected.NorthMps);
            if (!Normal(corrected.Motion.VelocityError, error, east, north, ref density, density))
            {
                return false;
            }

            if (plot.HasRangeRate)
            {
                corrected.CorrectVelocity(error, east, north);
            }
        }

        if (!plot.HasRangeRate)
        {
            return true;
        }

        if (!Sight.OfRangeRate(in corrected, plot.ObserverEastM, plot.ObserverNorthM, out var sight))
        {
            // The direction says nothing: the rate is the part of the speed along any one.
            var (east, north) = (corrected.EastMps, corrected.NorthMps);
            var speed2 = (east * east) + (north * north)
                + corrected.Motion.VelocityError.EastM2 + corrected.Motion.VelocityError.NorthM2;
            return Normal(
                plot.RangeRateMps,
                (0.5 * speed2) + (plot.RangeRateSigmaMps * plot.RangeRateSigmaMps),
                ref density);
        }

        return Normal(
            plot.RangeRateMps - sight.Expected, sight.Variance(in corrected, plot.RangeRateSigmaMps), ref density);
    }

    /// <summary>
    /// The density of a range and a bearing, for each square metre as that of a place; near the observer it is that of
    /// the place.
    /// </summary>
    private static bool PolarDensity(in PlaneState state, in Plot plot, out double density)
    {
        var isNear = true;
        var (east, north) = (plot.ObserverEastM, plot.ObserverNorthM);
        density = 0;
        if (Sight.OfBearing(in state, east, north, out var bearing))
        {
            var turned = state;
            isNear = BearingDensity(in state, in plot, out density);
            CorrectBearing(ref turned, in plot, in bearing);
            if (!isNear || !Sight.OfRange(in turned, east, north, out var range))
            {
                return false;
            }

            density /= range.Expected;
            isNear = Normal(plot.RangeM - range.Expected, range.Variance(in turned, plot.RangeSigmaM), ref density);
        }
        else
        {
            isNear = Normal(
                state.PositionError, plot.Error, plot.EastM - state.EastM, plot.NorthM - state.NorthM, ref density, 1);
        }

        return isNear && (!(plot.HasVelocity || plot.HasRangeRate) || MotionDensity(in state, in plot, ref density));
    }

    /// <summary>
    /// The density of a bearing for each radian. On top of the observer each is as likely, and none says anything.
    /// </summary>
    private static bool BearingDensity(in PlaneState state, in Plot plot, out double density)
    {
        density = 1 / TwoPi;
        if (!Sight.OfBearing(in state, plot.ObserverEastM, plot.ObserverNorthM, out var sight))
        {
            return true;
        }

        density = 1;
        return Normal(
            Sight.Wrapped(Elementary.DegreesToRadians(plot.BearingDeg) - sight.Expected),
            sight.Variance(in state, Elementary.DegreesToRadians(plot.BearingSigmaDeg)),
            ref density);
    }

    /// <summary>The density of a miss in the plane, times a factor; false and none when it is out of reach.</summary>
    public static bool Normal(
        Covariance2 one, Covariance2 other, double east, double north, ref double density, double factor)
    {
        var ee = one.EastM2 + other.EastM2;
        var en = one.EastNorthM2 + other.EastNorthM2;
        var nn = one.NorthM2 + other.NorthM2;
        var determinant = (ee * nn) - (en * en);
        var square = ((nn * east * east) - (2 * en * east * north) + (ee * north * north)) / determinant;
        if (!(square <= ReachSigmas * ReachSigmas))
        {
            return false;
        }

        density = factor * Elementary.Exp(-0.5 * square) / (TwoPi * Math.Sqrt(determinant));
        return true;
    }
}
