namespace Trucewatch.Geo.Locating;

/// <summary>The chi-square distribution with a whole number of degrees of freedom.</summary>
public static class ChiSquare
{
    /// <summary>Most degrees of freedom, so that the sum has an end.</summary>
    public const int MaxDegrees = 1_000;

    private const double TwoOverRootPi = 1.1283791670955126;

    /// <summary>
    /// The probability of a greater value: a finite sum, Abramowitz and Stegun 26.4.4 (odd) and 26.4.5 (even). With no
    /// degree of freedom nothing can be greater than 0, and nothing is tested: it is 1.
    /// </summary>
    /// <param name="value">The sum of squares, not negative.</param>
    /// <param name="degrees">Degrees of freedom, 0 to <see cref="MaxDegrees"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not a number, or there are too many
    /// degrees.</exception>
    public static double Beyond(double value, int degrees)
    {
        if (!(value >= 0) || degrees is < 0 or > MaxDegrees)
        {
            throw new ArgumentOutOfRangeException(
                nameof(value),
                FormattableString.Invariant($"expected 0 or more and 0 to 1000 degrees, got {value} and {degrees}"));
        }

        if (degrees == 0)
        {
            return 1;
        }

        var half = 0.5 * value;
        var isEven = degrees % 2 == 0;
        var sum = isEven ? 0 : Elementary.Erfc(Math.Sqrt(half));

        // Each term is the one before times half / order: half^order exp(-half) / gamma(order + 1).
        var order = isEven ? 0 : 0.5;
        var term = Elementary.Exp(-half) * (isEven ? 1 : Math.Sqrt(half) * TwoOverRootPi);
        for (var left = degrees / 2; left > 0; left--)
        {
            sum += term;
            order++;
            term *= half / order;
        }

        return Math.Min(1, sum);
    }
}
