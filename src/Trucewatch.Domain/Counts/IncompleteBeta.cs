using Trucewatch.Geo;

namespace Trucewatch.Domain.Counts;

/// <summary>
/// The regularised incomplete beta function and what follows from it for binomial counts, from the elementary functions
/// only, so that the bits are the same everywhere. Continued fraction: Abramowitz and Stegun 26.5.8, by Lentz's method.
/// </summary>
public static class IncompleteBeta
{
    /// <summary>Most terms of the continued fraction; about the square root of the larger shape is needed.</summary>
    public const int MaxTerms = 20_000;

    private const double Tiny = 1e-300;
    private const double Precision = 1e-15;

    /// <summary>I_x(a, b), for a and b above zero and x from 0 to 1.</summary>
    public static double Of(double a, double b, double x)
    {
        if (x is <= 0 or >= 1)
        {
            return x <= 0 ? 0 : 1;
        }

        // The fraction converges fast below the mean; above it the symmetric one does.
        return x > (a + 1) / (a + b + 2) ? 1 - Below(b, a, 1 - x) : Below(a, b, x);
    }

    /// <summary>Probability of at most k of n, each with probability p.</summary>
    public static double AtMost(int k, int n, double p) => k < 0 ? 0 : k >= n ? 1 : Of(n - k, k + 1, 1 - p);

    /// <summary>
    /// The exact interval of a probability, with k of n seen, that misses it on each side with at most half the level
    /// (Clopper and Pearson, 1934).
    /// </summary>
    public static (double Least, double Most) Interval(int k, int n, double level) => (
        k == 0 ? 0 : Inverse(k, n - k + 1, level / 2),
        k == n ? 1 : Inverse(k + 1, n - k, 1 - (level / 2)));

    /// <summary>The x with I_x(a, b) = p, by halving: 100 halvings end at neighbouring numbers.</summary>
    private static double Inverse(double a, double b, double p)
    {
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < 100; i++)
        {
            var middle = low + ((high - low) / 2);
            if (Of(a, b, middle) < p)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return low + ((high - low) / 2);
    }

    private static double Below(double a, double b, double x)
    {
        var front = (a * Elementary.Log(x)) + (b * Elementary.Log1p(-x)) + IncompleteGamma.Log(a + b)
            - IncompleteGamma.Log(a) - IncompleteGamma.Log(b);
        return Elementary.Exp(front) * Fraction(a, b, x) / a;
    }

    private static double Fraction(double a, double b, double x)
    {
        var (c, d) = (1.0, Inverted(1 - ((a + b) * x / (a + 1))));
        var value = d;
        for (var m = 1; m <= MaxTerms; m++)
        {
            var twice = 2 * m;
            var even = m * (b - m) * x / ((a + twice - 1) * (a + twice));
            d = Inverted(1 + (even * d));
            c = Away(1 + (even / c));
            value *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + twice) * (a + twice + 1));
            d = Inverted(1 + (odd * d));
            c = Away(1 + (odd / c));
            value *= d * c;
            if (Math.Abs((d * c) - 1) < Precision)
            {
                return value;
            }
        }

        return value;
    }

    private static double Inverted(double value) => 1 / Away(value);

    private static double Away(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}
