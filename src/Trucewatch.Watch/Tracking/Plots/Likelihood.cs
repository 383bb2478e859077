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

    /// <summary>The state after a first plot.</summary>
    public static PlaneState First(in Plot plot, double firstSpeedMps) => new()
    {
        EastM = plot.EastM,
        NorthM = plot.NorthM,
        Motion = new PlaneMotion
        {
            EastMps = plot.HasVelocity ? plot.EastMps : 0,
            NorthMps = plot.HasVelocity ? plot.NorthMps : 0,
            PositionError = plot.Error,
            VelocityError = Covariance2.Circular(
                plot.HasVelocity ? Math.Min(plot.VelocitySigmaMps, firstSpeedMps) : firstSpeedMps),
        },
    };

    /// <summary>The density of a plot at a predicted track; false when it is out of reach.</summary>
    public static bool Of(in PlaneState state, in Plot plot, out double density)
    {
        density = 0;
        if (!Normal(
            state.PositionError, plot.Error, plot.EastM - state.EastM, plot.NorthM - state.NorthM, ref density, 1))
        {
            return false;
        }

        if (!plot.HasVelocity)
        {
            return true;
        }

        var corrected = state;
        corrected.Correct(plot.Error, plot.EastM - state.EastM, plot.NorthM - state.NorthM);
        return Normal(
            corrected.Motion.VelocityError,
            Covariance2.Circular(plot.VelocitySigmaMps),
            plot.EastMps - corrected.EastMps,
            plot.NorthMps - corrected.NorthMps,
            ref density,
            density);
    }

    /// <summary>The density of a plot's velocity when no track explains it; 1 where it has none.</summary>
    public static double Unexplained(in Plot plot, PlotSettings settings)
    {
        var (resting, moving) = FirstSpeeds(in plot, settings);
        return plot.HasVelocity ? resting + moving : 1;
    }

    /// <summary>The chance that an object lies still, given its first plot.</summary>
    public static double Resting(in Plot plot, PlotSettings settings)
    {
        var (resting, moving) = FirstSpeeds(in plot, settings);
        return resting / (resting + moving);
    }

    private static (double Resting, double Moving) FirstSpeeds(in Plot plot, PlotSettings settings)
    {
        if (!plot.HasVelocity)
        {
            return (settings.RestingShare, 1 - settings.RestingShare);
        }

        var variance = plot.VelocitySigmaMps * plot.VelocitySigmaMps;
        var square = ((plot.EastMps * plot.EastMps) + (plot.NorthMps * plot.NorthMps)) / variance;
        var resting = Elementary.Exp(-0.5 * square) / (TwoPi * variance);
        var moving = 1 / (Math.PI * settings.MaxSpeedMps * settings.MaxSpeedMps);
        return (settings.RestingShare * resting, (1 - settings.RestingShare) * moving);
    }

    /// <summary>Takes a plot in, its velocity too where it has one.</summary>
    public static void Correct(ref PlaneState state, in Plot plot)
    {
        state.Correct(plot.Error, plot.EastM - state.EastM, plot.NorthM - state.NorthM);
        if (plot.HasVelocity)
        {
            state.CorrectVelocity(
                Covariance2.Circular(plot.VelocitySigmaMps),
                plot.EastMps - state.EastMps,
                plot.NorthMps - state.NorthMps);
        }
    }

    private static bool Normal(
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
