namespace Trucewatch.Geo;

/// <content>The error function and the normal distribution.</content>
public static partial class Elementary
{
    private const double TwoOverRootPi = 1.1283791670955126;
    private const double RootHalf = 0.7071067811865476;

    /// <summary>
    /// Chebyshev coefficients of (1 + 2x) exp(x²) erfc(x) in (x - 3.75) / (x + 3.75) for x at least 0: the mapping of
    /// Shepherd and Laframboise (1981), the coefficients computed for this project with 60 digits.
    /// </summary>
    private static readonly double[] ErfcCoefficients =
    [
        1.1775789345674017541, -0.0045900545806464773309, -0.084249133366517915584, 0.059209939998191890498,
        -0.026658668435305752277, 0.0090749976707052650939, -0.0024131635404176081909, 0.00049077583652580863229,
        -0.000069169733025012063671, 4.1390279860730101675e-6, 7.7403830661984906686e-7, -2.1886401049234395661e-7,
        1.0764999465670910377e-8, 4.5219598112182868979e-9, -7.7544002088313511065e-10, -6.3180883408866844944e-11,
        2.8687950109306698981e-11, 1.945586854577734723e-13, -9.6546967484334389059e-13, 3.2525481481487398415e-14,
        3.3478119482868053878e-14, -1.8645628804193131015e-15, -1.2507950530688647085e-15, 7.418235256624043463e-17,
        5.0681489047961113168e-17,
    ];

    /// <summary>The error function.</summary>
    public static double Erf(double x)
    {
        var a = Math.Abs(x);
        if (double.IsNaN(x))
        {
            return x;
        }

        return a < 0.65 ? ErfSeries(x) : double.CopySign(a > 6 ? 1 : 1 - ErfcOfPositive(a), x);
    }

    /// <summary>The complement of the error function, without cancellation for large x.</summary>
    public static double Erfc(double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        if (Math.Abs(x) < 0.65)
        {
            return 1 - ErfSeries(x);
        }

        return x > 0 ? ErfcOfPositive(x) : x < -6 ? 2 : 2 - ErfcOfPositive(-x);
    }

    /// <summary>The probability that a standard normal variable is at most z.</summary>
    public static double NormalCdf(double z) => 0.5 * Erfc(-z * RootHalf);

    /// <summary>The Maclaurin series to the 29th power, for arguments within 0.65.</summary>
    private static double ErfSeries(double x)
    {
        var z = x * x;
        var term = x;
        var sum = 0.0;
        for (var n = 1; n <= 14; n++)
        {
            term *= -z / n;
            sum += term / ((2 * n) + 1);
        }

        return TwoOverRootPi * (x + sum);
    }

    private static double ErfcOfPositive(double x)
    {
        if (x > 27.3)
        {
            return 0;
        }

        var t = (x - 3.75) / (x + 3.75);
        var (next, afterNext) = (0.0, 0.0);
        for (var n = ErfcCoefficients.Length - 1; n > 0; n--)
        {
            (next, afterNext) = ((2 * t * next) - afterNext + ErfcCoefficients[n], next);
        }

        var scaled = ((t * next) - afterNext + ErfcCoefficients[0]) / (1 + (2 * x));
        var square = x * x;

        // The rounding error of the square would be multiplied by the exponential; to first order it is put back.
        var value = Exp(-square);
        return (value - (value * ProductError(x, x, square))) * scaled;
    }
}
