using Trucewatch.Geo;

namespace Trucewatch.Watch.Blasts;

/// <summary>
/// How many rounds signals make that have nothing to do with one another: each channel hears them at a rate of its own,
/// and some agree at a place that is looked at, or at one that is looked for.
/// </summary>
internal sealed class ChanceRounds
{
    // Even where nothing else was heard, something may have been: four signals an hour.
    private const double LeastPerS = 4.0 / 3_600;

    // Between two channels times may differ by so much: a bang is heard over ten kilometres.
    private const double DifferS = 30;

    private readonly double[] products;
    private readonly double lastedS;
    private readonly double withinS;

    /// <param name="counts">How many such signals each channel heard in the time.</param>
    /// <param name="lastedS">The time.</param>
    /// <param name="withinS">Longest time from the first to the last signal of a round.</param>
    public ChanceRounds(ReadOnlySpan<int> counts, double lastedS, double withinS)
    {
        (this.lastedS, this.withinS) = (lastedS, withinS);
        products = new double[counts.Length + 1];
        products[0] = 1;
        for (var channel = 0; channel < counts.Length; channel++)
        {
            var rate = Math.Max(LeastPerS, counts[channel] / lastedS);
            for (var size = channel + 1; size > 0; size--)
            {
                products[size] += products[size - 1] * rate;
            }
        }
    }

    /// <summary>Mean number of rounds of at least so many channels, at one place.</summary>
    public double At(int channels)
    {
        var (sum, power) = (0.0, 1.0);
        for (var size = 1; size < products.Length; size++)
        {
            sum += size >= channels ? lastedS * size * power * products[size] : 0;
            power *= withinS;
        }

        return sum;
    }

    /// <summary>
    /// Mean number of places at which so many rounds of so many channels come about: three signals of three channels
    /// are of some place, the others have to agree with it.
    /// </summary>
    public double Places(int channels, int rounds)
    {
        var (sum, power) = (0.0, 1.0);
        for (var size = 3; size < products.Length; size++)
        {
            sum += size >= channels ? lastedS * DifferS * DifferS * power * products[size] : 0;
            power *= withinS;
        }

        return sum * Beyond(At(channels), rounds - 1);
    }

    /// <summary>The chance of so many or more, where so many come about on average (Poisson).</summary>
    internal static double Beyond(double mean, int least)
    {
        var term = Elementary.Exp(-mean);
        var below = 0.0;
        for (var count = 0; count < least; count++)
        {
            below += term;
            term *= mean / (count + 1);
        }

        return Math.Max(0, 1 - below);
    }
}
