using System.Runtime.CompilerServices;

namespace Trucewatch.Geo;

/// <summary>
/// The elementary functions, built from + - x / and the square root only, which IEEE 754 rounds alike everywhere:
/// the same bits on every processor, unlike those of the platform's C library. Nothing is allocated. The error stays
/// below about one unit in the last place (ulp), two for Tan, Asin, Acos, Pow and the hyperbolic functions, and a
/// few for Erfc; the tests measure it. Angles are radians unless the name says degrees.
/// </summary>
public static partial class Elementary
{
    private const double PiHigh = 3.141592653589793;
    private const double PiLow = 1.2246467991473532e-16;
    private const double HalfPiHigh = 1.5707963267948966;
    private const double HalfPiLow = 6.123233995736766e-17;
    private const double TwoOverPi = 0.6366197723675814;
    private const double DegreeHigh = 0.017453292519943295;
    private const double DegreeLow = 2.9486522708701687e-19;

    // Half pi in pieces of 33 bits, so that a quadrant number of up to 20 bits times a piece is exact.
    private const double HalfPiPiece1 = 1.5707963267341256;
    private const double HalfPiPiece2 = 6.077100506303966e-11;
    private const double HalfPiPiece3 = 2.0222662487111665e-21;
    private const double HalfPiPiece4 = 8.4784276603689e-32;

    /// <summary>Above this magnitude arguments are reduced with the long expansion of 2/pi.</summary>
    private const double ModerateLimit = 1_000_000;

    /// <summary>Degrees to radians.</summary>
    public static double DegreesToRadians(double degrees) => degrees * DegreeHigh;

    /// <summary>Radians to degrees.</summary>
    public static double RadiansToDegrees(double radians) => radians * 57.29577951308232;

    /// <summary>The sine; NaN for an infinite or NaN argument. Accurate however large the argument is.</summary>
    public static double Sin(double radians)
    {
        // Below 2^-27 the cube is lost in rounding; returning the argument keeps the sign of zero.
        if (Math.Abs(radians) < 7.450580596923828e-09)
        {
            return radians;
        }

        var quadrant = Reduce(radians, out var high, out var low);
        var value = (quadrant & 1) == 0 ? SinKernel(high, low) : CosKernel(high, low);
        return (quadrant & 2) == 0 ? value : -value;
    }

    /// <summary>The cosine; NaN for an infinite or NaN argument. Accurate however large the argument is.</summary>
    public static double Cos(double radians)
    {
        var quadrant = Reduce(radians, out var high, out var low);
        var value = (quadrant & 1) == 0 ? CosKernel(high, low) : SinKernel(high, low);
        return ((quadrant + 1) & 2) == 0 ? value : -value;
    }

    /// <summary>Sine and cosine together; each has the bits that Sin and Cos give.</summary>
    public static (double Sin, double Cos) SinCos(double radians)
    {
        var quadrant = Reduce(radians, out var high, out var low);
        var pair = InQuadrant(quadrant, SinKernel(high, low), CosKernel(high, low));
        return Math.Abs(radians) < 7.450580596923828e-09 ? (radians, pair.Cos) : pair;
    }

    /// <summary>The tangent.</summary>
    public static double Tan(double radians)
    {
        var (sin, cos) = SinCos(radians);
        return sin / cos;
    }

    /// <summary>
    /// Sine and cosine of an angle in degrees, exact at multiples of 90: the reduction to 45 degrees is without error.
    /// </summary>
    public static (double Sin, double Cos) SinCosDegrees(double degrees)
    {
        if (!(Math.Abs(degrees) < 1e9))
        {
            return (double.NaN, double.NaN);
        }

        var turns = Math.Round(degrees / 90);
        var rest = degrees - (90 * turns);
        var high = rest * DegreeHigh;
        var low = ProductError(rest, DegreeHigh, high) + (rest * DegreeLow);
        var (sin, cos) = InQuadrant((int)((long)turns & 3), SinKernel(high, low), CosKernel(high, low));

        // Adding zero turns a negative zero of a cosine into zero; a sine of zero keeps the sign of its angle.
        return (sin == 0 ? CopyZeroSign(degrees) : sin, cos + 0.0);
    }

    private static double CopyZeroSign(double signed) => double.IsNegative(signed) ? -0.0 : 0.0;

    private static (double Sin, double Cos) InQuadrant(int quadrant, double sin, double cos) => quadrant switch
    {
        0 => (sin, cos),
        1 => (cos, -sin),
        2 => (-sin, -cos),
        _ => (-cos, sin),
    };

    /// <summary>
    /// The angle as quadrant (0..3) and a rest within pi/4 as a sum of two doubles. Cody and Waite (1980) with four
    /// pieces up to a million; Payne and Hanek (1983) beyond.
    /// </summary>
    private static int Reduce(double radians, out double high, out double low)
    {
        var magnitude = Math.Abs(radians);
        if (magnitude <= 0.7853981633974483)
        {
            high = radians;
            low = 0;
            return 0;
        }

        if (magnitude < ModerateLimit)
        {
            var turns = Math.Round(radians * TwoOverPi);
            var rest = radians - (turns * HalfPiPiece1);
            var second = Difference(rest, turns * HalfPiPiece2, out var error2);
            var third = Difference(second, turns * HalfPiPiece3, out var error3);
            var tail = (error2 + error3) - (turns * HalfPiPiece4);
            high = third + tail;
            low = (third - high) + tail;
            return (int)turns & 3;
        }

        if (double.IsFinite(radians))
        {
            var quadrant = ReduceHuge(magnitude, out high, out low);
            if (radians > 0)
            {
                return quadrant;
            }

            high = -high;
            low = -low;
            return -quadrant & 3;
        }

        high = double.NaN;
        low = 0;
        return 0;
    }

    /// <summary>2/pi in binary, after 64 zero bits so that a window may start before the binary point.</summary>
    private static readonly ulong[] TwoOverPiBits =
    [
        0, 0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561, 0xb7246e3a424dd2e0,
        0x06492eea09d1921c, 0xfe1deb1cb129a73e, 0xe88235f52ebb4484, 0xe99c7026b45f7e41, 0x3991d639835339f4,
        0x9c845f8bbdf9283b, 0x1ff897ffde05980f, 0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7, 0x4f463f669e5fea2d,
        0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab, 0xf0cfbc209af4361d,
    ];

    /// <summary>
    /// The product of the mantissa with the 192 bits of 2/pi that matter: higher ones give whole turns, lower ones
    /// less than 2^-137.
    /// </summary>
    private static int ReduceHuge(double magnitude, out double high, out double low)
    {
        var bits = BitConverter.DoubleToUInt64Bits(magnitude);
        var mantissa = (bits & 0xFFFFFFFFFFFFF) | 0x10000000000000;
        var start = (int)(bits >> 52) - 1075 - 2 + 64;
        var (word, shift) = (start >> 6, start & 63);
        var (w2, w1, w0) = (Window(word, shift), Window(word + 1, shift), Window(word + 2, shift));

        UInt128 product = (UInt128)mantissa * w0;
        var p0 = (ulong)product;
        product = ((UInt128)mantissa * w1) + (ulong)(product >> 64);
        var p1 = (ulong)product;
        var p2 = (mantissa * w2) + (ulong)(product >> 64);

        // The two top bits of the 192 are the quadrant, the rest is the fraction; above one half, step to the next.
        var quadrant = (int)(p2 >> 62);
        var fraction = new UInt128((p2 << 2) | (p1 >> 62), (p1 << 2) | (p0 >> 62));
        var below = p0 << 2;
        var negative = (fraction >> 127) != 0;
        if (negative)
        {
            quadrant = (quadrant + 1) & 3;
            fraction = ~fraction + (below == 0 ? 1u : 0u);
            below = 0 - below;
        }

        var zeros = (int)UInt128.LeadingZeroCount(fraction);
        var top = zeros is 0 or > 63 ? fraction : (fraction << zeros) | (below >> (64 - zeros));
        var scale = PowerOfTwo(-(zeros is > 63 ? 0 : zeros));
        var turnHigh = (double)(ulong)(top >> 75) * 1.1102230246251565e-16;
        var turnLow = (double)(ulong)((top >> 22) & 0x1FFFFFFFFFFFFF) * 1.232595164407831e-32;
        var product1 = turnHigh * HalfPiHigh;
        var rest = ProductError(turnHigh, HalfPiHigh, product1) + (turnHigh * HalfPiLow) + (turnLow * HalfPiHigh);
        var sign = negative ? -scale : scale;
        high = (product1 + rest) * sign;
        low = ((product1 - (product1 + rest)) + rest) * sign;
        return quadrant;
    }

    private static ulong Window(int word, int shift) =>
        shift == 0
            ? TwoOverPiBits[word]
            : (TwoOverPiBits[word] << shift) | (TwoOverPiBits[word + 1] >> (64 - shift));

    /// <summary>The sine of high + low within pi/4: the Taylor series to the 17th power, error below 2^-63.</summary>
    private static double SinKernel(double high, double low)
    {
        var z = high * high;
        var series = -1.0 / 6 + (z * (1.0 / 120 + (z * (-1.0 / 5040 + (z * (1.0 / 362880
            + (z * (-1.0 / 39916800 + (z * (1.0 / 6227020800 + (z * (-1.0 / 1307674368000
            + (z * (1.0 / 355687428096000))))))))))))));
        return high + ((high * z * series) + (low - (0.5 * z * low)));
    }

    /// <summary>The cosine of high + low within pi/4: the Taylor series to the 18th power, error below 2^-63.</summary>
    private static double CosKernel(double high, double low)
    {
        var z = high * high;
        var series = 1.0 / 24 + (z * (-1.0 / 720 + (z * (1.0 / 40320 + (z * (-1.0 / 3628800
            + (z * (1.0 / 479001600 + (z * (-1.0 / 87178291200 + (z * (1.0 / 20922789888000
            + (z * (-1.0 / 6402373705728000))))))))))))));
        var half = 0.5 * z;
        var whole = 1 - half;
        return whole + (((1 - whole) - half) + ((z * z * series) - (high * low)));
    }

    /// <summary>a - b rounded, and the exact error of that rounding (Knuth).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Difference(double a, double b, out double error)
    {
        var difference = a - b;
        var back = difference - a;
        error = (a - (difference - back)) - (b + back);
        return difference;
    }

    /// <summary>a + b rounded, and the exact error of that rounding (Knuth).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Sum(double a, double b, out double error)
    {
        var sum = a + b;
        var back = sum - a;
        error = (a - (sum - back)) + (b - back);
        return sum;
    }

    /// <summary>The exact error of a rounded product (Dekker 1971), for factors below 2^990.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double ProductError(double a, double b, double product)
    {
        const double splitter = 134217729;
        var aScaled = splitter * a;
        var aHigh = aScaled - (aScaled - a);
        var aLow = a - aHigh;
        var bScaled = splitter * b;
        var bHigh = bScaled - (bScaled - b);
        var bLow = b - bHigh;
        return (((aHigh * bHigh) - product) + (aHigh * bLow) + (aLow * bHigh)) + (aLow * bLow);
    }

    /// <summary>2 to a power of -1022 to 1023.</summary>
    private static double PowerOfTwo(int exponent) =>
        BitConverter.UInt64BitsToDouble((ulong)(exponent + 1023) << 52);
}
