namespace Trucewatch.Geo;

/// <content>Exponentials, logarithms, powers and roots, and the hyperbolic functions.</content>
public static partial class Elementary
{
    // The logarithm of 2 in a piece of 32 bits, so that an exponent times it is exact, and the rest.
    private const double Ln2High = 0.6931471803691238;
    private const double Ln2Low = 1.9082149292705877e-10;
    private const double InverseLn2 = 1.4426950408889634;

    /// <summary>e to the power x; infinity above 709.78, 0 below -745.13.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        if (x > 709.782712893384)
        {
            return double.PositiveInfinity;
        }

        if (x < -745.1332191019412)
        {
            return 0;
        }

        var exponent = ExpRest(x, out var rest);
        return Scale(1 + rest, exponent);
    }

    /// <summary>e to the power x, less 1, accurate near 0.</summary>
    public static double Expm1(double x)
    {
        if (double.IsNaN(x) || x == 0)
        {
            return x;
        }

        if (x is > 40 or < -40)
        {
            return Exp(x) - 1;
        }

        var exponent = ExpRest(x, out var rest);
        var power = PowerOfTwo(exponent);
        return (power - 1) + (power * rest);
    }

    /// <summary>The natural logarithm; -infinity at 0, NaN below.</summary>
    public static double Log(double x)
    {
        if (!(x > 0) || double.IsPositiveInfinity(x))
        {
            return x == 0 ? double.NegativeInfinity : double.IsPositiveInfinity(x) ? x : double.NaN;
        }

        var exponent = Normalise(x, out var mantissa);
        var f = mantissa - 1;
        var s = f / (2 + f);
        var z = s * s;
        var series = z * (2.0 / 3 + (z * (2.0 / 5 + (z * (2.0 / 7 + (z * (2.0 / 9 + (z * (2.0 / 11 + (z * (2.0 / 13
            + (z * (2.0 / 15 + (z * (2.0 / 17 + (z * (2.0 / 19 + (z * (2.0 / 21 + (z * (2.0 / 23
            )))))))))))))))))))));
        var halfSquare = 0.5 * f * f;
        var tail = (s * (halfSquare + series)) + (exponent * Ln2Low);
        return (exponent * Ln2High) + (f - (halfSquare - tail));
    }

    /// <summary>The natural logarithm of 1 + x, accurate near 0.</summary>
    public static double Log1p(double x)
    {
        var sum = 1 + x;
        if (sum == 1 || double.IsPositiveInfinity(sum) || !(sum > 0))
        {
            return sum == 1 ? x : Log(sum);
        }

        // What the addition lost, to first order.
        return Log(sum) + ((x - (sum - 1)) / sum);
    }

    /// <summary>x to the power y, with the special cases of IEEE 754 (clause 9.2.1).</summary>
    public static double Pow(double x, double y)
    {
        if (y == 0 || x == 1)
        {
            return 1;
        }

        if (double.IsNaN(x) || double.IsNaN(y))
        {
            return double.NaN;
        }

        var odd = IsOddInteger(y);
        var magnitude = Math.Abs(x);
        if (magnitude == 0 || double.IsInfinity(x) || double.IsInfinity(y))
        {
            var grows = double.IsInfinity(y) && magnitude != 0 && !double.IsInfinity(x)
                ? (magnitude > 1) == (y > 0)
                : (magnitude != 0) == (y > 0);
            var value = magnitude == 1 ? 1 : grows ? double.PositiveInfinity : 0;
            return odd && double.IsNegative(x) ? -value : value;
        }

        if (x < 0 && Math.Floor(y) != y)
        {
            return double.NaN;
        }

        var power = PowOfPositive(magnitude, y);
        return odd && x < 0 ? -power : power;
    }

    /// <summary>The cube root, of negative numbers too.</summary>
    public static double Cbrt(double x)
    {
        if (x == 0 || !double.IsFinite(x))
        {
            return x;
        }

        var a = Math.Abs(x);
        var scale = 1.0;
        if (a < 1e-290)
        {
            const double cube = 1.2676506002282294e30;
            (a, scale) = (a * cube * cube * cube, 7.888609052210118e-31);
        }
        else if (a > 1e290)
        {
            (a, scale) = (a * 1.2446030555722283e-60, 1.0757510278539515e20);
        }

        // A third of the bit pattern is a third of the exponent: within 6 % of the root. Halley's step triples digits.
        var t = BitConverter.UInt64BitsToDouble((BitConverter.DoubleToUInt64Bits(a) / 3) + 0x2A9F7893782DA1CE);
        for (var step = 0; step < 3; step++)
        {
            var square = t * t;
            var excess = (square - (a / t)) / ((2 * square) + (a / t));
            t -= t * excess;
        }

        // One Newton step with the cube's rounding errors taken in.
        var t2 = t * t;
        var t3 = t2 * t;
        var cubeError = ProductError(t2, t, t3) + (ProductError(t, t, t2) * t);
        t -= ((t3 - a) + cubeError) / (3 * t2);
        return double.CopySign(t * scale, x);
    }

    /// <summary>The square root of x² + y², without overflow.</summary>
    public static double Hypot(double x, double y)
    {
        if (double.IsInfinity(x) || double.IsInfinity(y))
        {
            return double.PositiveInfinity;
        }

        var (ax, ay) = (Math.Abs(x), Math.Abs(y));
        var largest = Math.Max(ax, ay);
        if (largest is < 1e150 and > 1e-140 || largest == 0 || double.IsNaN(largest))
        {
            return Math.Sqrt((ax * ax) + (ay * ay));
        }

        const double great = 1.6670036082199636e240;
        const double tiny = 5.998787255582524e-241;
        var (down, up) = largest > 1 ? (tiny, great) : (great, tiny);
        (ax, ay) = (ax * down, ay * down);
        return Math.Sqrt((ax * ax) + (ay * ay)) * up;
    }

    /// <summary>The hyperbolic sine.</summary>
    public static double Sinh(double x)
    {
        var a = Math.Abs(x);
        if (a > 22)
        {
            var half = Exp(0.5 * a);
            return double.CopySign(0.5 * half * half, x);
        }

        var grown = Expm1(a);
        return double.CopySign(0.5 * (grown + (grown / (grown + 1))), x);
    }

    /// <summary>The hyperbolic cosine.</summary>
    public static double Cosh(double x)
    {
        var half = Exp(0.5 * Math.Abs(x));
        var whole = half * half;
        return whole > 1e17 ? 0.5 * half * half : 0.5 * (whole + (1 / whole));
    }

    /// <summary>The hyperbolic tangent.</summary>
    public static double Tanh(double x)
    {
        var a = Math.Abs(x);
        if (a > 22)
        {
            return double.CopySign(1, x);
        }

        var grown = Expm1(2 * a);
        return double.CopySign(grown / (grown + 2), x);
    }

    /// <summary>The inverse hyperbolic sine.</summary>
    public static double Asinh(double x)
    {
        var a = Math.Abs(x);
        var value = a > 1e8 ? Log(a) + 0.6931471805599453 : Log1p(a + (a * a / (1 + Math.Sqrt(1 + (a * a)))));
        return double.CopySign(value, x);
    }

    /// <summary>The inverse hyperbolic tangent; infinite at -1 and 1, NaN beyond.</summary>
    public static double Atanh(double x)
    {
        var a = Math.Abs(x);
        return double.CopySign(0.5 * Log1p(2 * a / (1 - a)), x);
    }

    /// <summary>Takes x as exponent times ln 2 plus a rest within 0.35; gives e to the rest, less 1.</summary>
    private static int ExpRest(double x, out double rest)
    {
        var turns = Math.Round(x * InverseLn2);
        var high = x - (turns * Ln2High);
        var low = turns * Ln2Low;
        var r = high - low;
        var lost = (high - r) - low;
        var series = 0.5 + (r * (1.0 / 6 + (r * (1.0 / 24 + (r * (1.0 / 120 + (r * (1.0 / 720 + (r * (1.0 / 5040
            + (r * (1.0 / 40320 + (r * (1.0 / 362880 + (r * (1.0 / 3628800 + (r * (1.0 / 39916800
            + (r * (1.0 / 479001600 + (r * (1.0 / 6227020800))))))))))))))))))))));
        rest = r + ((r * r * series) + (lost + (lost * r)));
        return (int)turns;
    }

    private static double Scale(double value, int exponent) => exponent switch
    {
        > 1023 => value * PowerOfTwo(exponent - 1) * 2,
        < -1022 => value * PowerOfTwo(exponent + 200) * PowerOfTwo(-200),
        _ => value * PowerOfTwo(exponent),
    };

    /// <summary>x as mantissa (0.707 to 1.414) times 2 to the returned exponent.</summary>
    private static int Normalise(double x, out double mantissa)
    {
        var exponent = 0;
        if (x < 2.2250738585072014e-308)
        {
            x *= 18014398509481984;
            exponent = -54;
        }

        var bits = BitConverter.DoubleToUInt64Bits(x);
        exponent += (int)(bits >> 52) - 1023;
        mantissa = BitConverter.UInt64BitsToDouble((bits & 0xFFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (mantissa > 1.4142135623730951)
        {
            mantissa *= 0.5;
            exponent++;
        }

        return exponent;
    }

    private static bool IsOddInteger(double y) =>
        Math.Abs(y) < 9007199254740992 && Math.Floor(y) == y && ((long)y & 1) != 0;

    /// <summary>
    /// x^y for x above 0 and both finite: the logarithm to some 66 bits as a sum of two doubles, times y.
    /// </summary>
    private static double PowOfPositive(double x, double y)
    {
        var exponent = Normalise(x, out var mantissa);
        var f = mantissa - 1;
        var denominator = Sum(2, f, out var denominatorLow);
        var s = f / denominator;
        var product = s * denominator;
        var sLow = (((f - product) - ProductError(s, denominator, product)) - (s * denominatorLow)) / denominator;
        var z = s * s;
        var zLow = ProductError(s, s, z) + (2 * s * sLow);

        // log = 2s (1 + z/3 + z²/5 + ...): the term z/3 in two doubles, the rest is small enough for one.
        var series = z * z * (1.0 / 5 + (z * (1.0 / 7 + (z * (1.0 / 9 + (z * (1.0 / 11 + (z * (1.0 / 13
            + (z * (1.0 / 15 + (z * (1.0 / 17 + (z * (1.0 / 19 + (z * (1.0 / 21 + (z * (1.0 / 23)))))))))))))))))));
        const double third = 1.0 / 3;
        const double thirdLow = 1.850371707708594e-17;
        var first = z * third;
        var firstLow = ProductError(z, third, first) + (z * thirdLow) + (zLow * third) + series;
        var cubic = s * first;
        var cubicLow = ProductError(s, first, cubic) + (s * firstLow) + (sLow * first);

        var high = Sum(exponent * Ln2High, 2 * s, out var error1);
        high = Sum(high, 2 * cubic, out var error2);
        high = Sum(high, exponent * Ln2Low, out var error3);
        var low = error1 + error2 + error3 + (2 * (sLow + cubicLow)) + ProductError(exponent, Ln2Low, exponent * Ln2Low)
            + (exponent * Ln2Lowest);
        high = Sum(high, low, out low);
        return ExpOfProduct(high, low, y);
    }

    // What Ln2High + Ln2Low leaves of the logarithm of 2.
    private const double Ln2Lowest = 1.1612227229362532e-26;

    private static double ExpOfProduct(double high, double low, double y)
    {
        var power = high * y;
        if (power == 0)
        {
            return 1;
        }

        if (!(Math.Abs(power) < 800))
        {
            return power > 0 ? double.PositiveInfinity : 0;
        }

        var rest = ProductError(high, y, power) + (low * y);
        if (Math.Abs(power) < 700)
        {
            var value = Exp(power);
            return value + (value * rest);
        }

        // Near the ends of the range half the power twice, so that only the last step overflows or vanishes.
        var half = Exp(0.5 * power);
        return half * (half + (half * rest));
    }
}
