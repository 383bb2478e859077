using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Trucewatch.Geo;

/// <content>The same functions for four numbers at a time.</content>
public static partial class Elementary
{
    /// <summary>
    /// One and a half times 2^52: a sum with it is rounded to a whole number, which its last bits tell.
    /// </summary>
    private const double Rounder = 6755399441055744;

    /// <summary>
    /// Sines and cosines of four angles; each has the bits that <see cref="Sin(double)"/> and <see cref="Cos(double)"/>
    /// give, whatever stands in the other lanes: the operations and their order are the same.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SinCos(Vector256<double> radians, out Vector256<double> sin, out Vector256<double> cos)
    {
        // A comparison with NaN is false, so that a NaN takes the slow way too.
        if (!Vector256.LessThanAll(Vector256.Abs(radians), Vector256.Create(ModerateLimit)))
        {
            OneByOne(radians, out sin, out cos);
            return;
        }

        var rounded = (radians * TwoOverPi) + Vector256.Create(Rounder);
        var turns = rounded - Vector256.Create(Rounder);
        var rest = radians - (turns * HalfPiPiece1);
        var second = Difference(rest, turns * HalfPiPiece2, out var error2);
        var third = Difference(second, turns * HalfPiPiece3, out var error3);
        var tail = (error2 + error3) - (turns * HalfPiPiece4);
        var high = third + tail;
        var low = (third - high) + tail;
        var z = high * high;
        var s = SinKernel(z, high, low);
        var c = CosKernel(z, high, low);

        // In odd quadrants the two change places; the signs go as in the scalar functions.
        var quadrant = rounded.AsInt64();
        var isOdd = Vector256.Equals(quadrant & Vector256<long>.One, Vector256<long>.One).AsDouble();
        var sinSign = ((quadrant & Vector256.Create(2L)) << 62).AsDouble();
        var cosSign = (((quadrant + Vector256<long>.One) & Vector256.Create(2L)) << 62).AsDouble();
        sin = Vector256.ConditionalSelect(isOdd, c, s) ^ sinSign;
        cos = Vector256.ConditionalSelect(isOdd, s, c) ^ cosSign;

        // Adding to a negative zero loses its sign, which the scalar sine keeps.
        sin = Vector256.ConditionalSelect(Vector256.Equals(radians, Vector256<double>.Zero), radians, sin);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void OneByOne(Vector256<double> radians, out Vector256<double> sin, out Vector256<double> cos)
    {
        (sin, cos) = (default, default);
        for (var lane = 0; lane < Vector256<double>.Count; lane++)
        {
            var (s, c) = SinCos(radians.GetElement(lane));
            sin = sin.WithElement(lane, s);
            cos = cos.WithElement(lane, c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> SinKernel(Vector256<double> z, Vector256<double> high, Vector256<double> low)
    {
        var series = Vector256.Create(-1.0 / 6) + (z * (Vector256.Create(1.0 / 120) + (z * (
            Vector256.Create(-1.0 / 5040) + (z * (Vector256.Create(1.0 / 362880) + (z * (
            Vector256.Create(-1.0 / 39916800) + (z * (Vector256.Create(1.0 / 6227020800) + (z * (
            Vector256.Create(-1.0 / 1307674368000) + (z * (1.0 / 355687428096000))))))))))))));
        return high + ((high * z * series) + (low - (z * 0.5 * low)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> CosKernel(Vector256<double> z, Vector256<double> high, Vector256<double> low)
    {
        var series = Vector256.Create(1.0 / 24) + (z * (Vector256.Create(-1.0 / 720) + (z * (
            Vector256.Create(1.0 / 40320) + (z * (Vector256.Create(-1.0 / 3628800) + (z * (
            Vector256.Create(1.0 / 479001600) + (z * (Vector256.Create(-1.0 / 87178291200) + (z * (
            Vector256.Create(1.0 / 20922789888000) + (z * (-1.0 / 6402373705728000))))))))))))));
        var half = z * 0.5;
        var whole = Vector256<double>.One - half;
        return whole + (((Vector256<double>.One - whole) - half) + ((z * z * series) - (high * low)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Difference(
        Vector256<double> a, Vector256<double> b, out Vector256<double> error)
    {
        var difference = a - b;
        var back = difference - a;
        error = (a - (difference - back)) - (b + back);
        return difference;
    }
}
