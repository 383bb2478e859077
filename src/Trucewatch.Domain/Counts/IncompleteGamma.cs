using Trucewatch.Geo;

namespace Trucewatch.Domain.Counts;

/// <summary>
/// The regularised incomplete gamma function and what follows from it for counts, from the elementary functions only,
/// so that the bits are the same everywhere. Below the mean its series (Abramowitz and Stegun 6.5.29), above it the
/// continued fraction (6.5.31) by Lentz's method.
/// </summary>
public static class IncompleteGamma
{
    /// <summary>Most terms of series and fraction; a few times the square root of the shape is needed.</summary>
    public const int MaxTerms = 50_000;

    private const double Tiny = 1e-300;
    private const double Precision = 1e-16;

    /// <summary>P(a, x): the probability of at least a events, for a whole a, where x are expected.</summary>
    /// <param name="a">Shape, above zero.</param>
    /// <param name="x">Argument, not negative.</param>
    public static double Of(double a, double x) =>
        x <= 0 ? 0 : x < a + 1 ? Series(a, x) : 1 - Fraction(a, x);

    /// <summary>
    /// The exact interval of the number that is expected, with k events seen, that misses it on each side with at most
    /// half the level (Garwood 1936): half the chi-square quantiles with 2 k and 2 k + 2 degrees of freedom.
    /// </summary>
    public static (double Least, double Most) Interval(int k, double level) => (
        k == 0 ? 0 : Inverse(k, level / 2), Inverse(k + 1.0, 1 - (level / 2)));

    /// <summary>The x with P(a, x) = p, by halving: the last halvings end at neighbouring numbers.</summary>
    public static double Inverse(double a, double p)
    {
        var (low, high) = (0.0, a + 1);
        while (Of(a, high) < p)
        {
            (low, high) = (high, 2 * high);
        }

        for (var i = 0; i < 100; i++)
        {
            var middle = low + ((high - low) / 2);
            if (Of(a, middle) < p)
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

    /// <summary>log of the gamma function above zero: Stirling's series (A and S 6.1.41) after a shift to 10.</summary>
    internal static double Log(double x)
    {
        var shift = 1.0;
        for (; x < 10; x++)
        {
            shift *= x;
        }

        var inverse = 1 / x;
        var square = inverse * inverse;
        var series = inverse * ((1.0 / 12) - (square * ((1.0 / 360) - (square * ((1.0 / 1260) - (square
            * ((1.0 / 1680) - (square * ((1.0 / 1188) - (square * 691 / 360_360))))))))));
        const double HalfLogTwoPi = 0.91893853320467274178;
        return ((x - 0.5) * Elementary.Log(x)) - x + HalfLogTwoPi + series - Elementary.Log(shift);
    }

    private static double Front(double a, double x) => Elementary.Exp((a * Elementary.Log(x)) - x - Log(a));

    private static double Series(double a, double x)
    {
        var (term, sum) = (1 / a, 1 / a);
        for (var n = 1; n <= MaxTerms && term > sum * Precision; n++)
        {
            term *= x / (a + n);
            sum += term;
        }

        return Front(a, x) * sum;
    }

    private static double Fraction(double a, double x)
    {
        var b = x + 1 - a;
        var (c, d) = (1 / Tiny, 1 / Away(b));
        var value = d;
        for (var n = 1; n <= MaxTerms; n++)
        {
            var factor = -n * (n - a);
            b += 2;
            d = 1 / Away((factor * d) + b);
            c = Away(b + (factor / c));
            value *= d * c;
            if (Math.Abs((d * c) - 1) < 2 * Precision)
            {
                break;
            }
        }

        return Front(a, x) * value;
    }

    private static double Away(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}
