using Trucewatch.Geo;

namespace Trucewatch.Watch.Tracking.Plots;

/// <summary>
/// Presence in an ellipse. One normal distribution as wide as the ellipse would draw a track that is surely within it
/// to its middle, look after look. Nineteen narrow ones, laid out as a hexagon, are as flat as the ellipse is, have its
/// covariance exactly, and leave the filter a mixture that it can bear.
/// </summary>
internal static class Footprint
{
    private const int Parts = 19;

    // Of the unit disc, whose variance is 1/4 for each axis: Spread2 + 24/19 Step^2 = 1/4, Spread2 = (0.45 Step)^2.
    private const double Step = 0.4130034680481561;
    private const double Spread2 = 0.03454080258551037;

    private const double RootThree = 1.7320508075688772;

    // Rows of 3, 4, 5, 4 and 3, in steps.
    private static ReadOnlySpan<double> Along =>
        [-1, 0, 1, -1.5, -0.5, 0.5, 1.5, -2, -1, 0, 1, 2, -1.5, -0.5, 0.5, 1.5, -1, 0, 1];

    // The same across, in steps times half the root of three.
    private static ReadOnlySpan<double> Across => [2, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0, 0, -1, -1, -1, -1, -2, -2, -2];

    /// <summary>The density of a footprint at a predicted track; false when it is out of reach.</summary>
    public static bool Of(in PlaneState state, in Plot plot, out double density)
    {
        density = 0;
        if (!Likelihood.Normal(
            state.PositionError, plot.Error, plot.EastM - state.EastM, plot.NorthM - state.NorthM, ref density, 1))
        {
            return false;
        }

        Span<double> weights = stackalloc double[Parts];
        density = Weigh(in state, in plot, weights);
        return true;
    }

    /// <summary>Takes a footprint in.</summary>
    public static void Correct(ref PlaneState state, in Plot plot)
    {
        Span<double> weights = stackalloc double[Parts];
        var sum = Weigh(in state, in plot, weights);
        if (!(sum > 0))
        {
            state.Correct(plot.Error, plot.EastM - state.EastM, plot.NorthM - state.NorthM);
            return;
        }

        Span<PlaneState> parts = stackalloc PlaneState[Parts];
        for (var part = 0; part < Parts; part++)
        {
            var (east, north) = Middle(in plot, part);
            parts[part] = state;
            parts[part].Correct(ErrorOf(in plot), east - state.EastM, north - state.NorthM);
        }

        state = PlaneState.Blend(parts, weights, sum);
    }

    private static double Weigh(in PlaneState state, in Plot plot, Span<double> weights)
    {
        var sum = 0.0;
        for (var part = 0; part < Parts; part++)
        {
            var (east, north) = Middle(in plot, part);
            var density = 0.0;
            _ = Likelihood.Normal(
                state.PositionError,
                ErrorOf(in plot),
                east - state.EastM,
                north - state.NorthM,
                ref density,
                1.0 / Parts);
            weights[part] = density;
            sum += density;
        }

        return sum;
    }

    private static Covariance2 ErrorOf(in Plot plot) => new(
        4 * Spread2 * plot.Error.EastM2, 4 * Spread2 * plot.Error.EastNorthM2, 4 * Spread2 * plot.Error.NorthM2);

    /// <summary>The middle of a part: that of the disc, by Cholesky's root of the ellipse.</summary>
    private static (double EastM, double NorthM) Middle(in Plot plot, int part)
    {
        var east = 2 * Math.Sqrt(plot.Error.EastM2);
        var tied = 4 * plot.Error.EastNorthM2 / east;
        var north = Math.Sqrt((4 * plot.Error.NorthM2) - (tied * tied));
        return (
            plot.EastM + (Step * east * Along[part]),
            plot.NorthM + (Step * ((tied * Along[part]) + (0.5 * RootThree * north * Across[part]))));
    }
}
