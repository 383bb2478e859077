namespace Trucewatch.Geo;

/// <content>The inverse circular functions.</content>
public static partial class Elementary
{
    // The arc tangents of k/8, as sums of two doubles.
    private static readonly double[] AtanEighthsHigh =
    [
        0, 0.12435499454676144, 0.24497866312686414, 0.35877067027057225, 0.4636476090008061, 0.5585993153435624,
        0.6435011087932844, 0.7188299996216245, 0.7853981633974483,
    ];

    private static readonly double[] AtanEighthsLow =
    [
        0, -3.1253241424539383e-18, 1.0698755618734451e-17, -2.4623815582638635e-17, 2.2698777452961687e-17,
        -5.4556305485916264e-18, 1.5834785051444286e-17, -2.1478388444456983e-17, 3.061616997868383e-17,
    ];

    // k/8 as a sum of two powers of two: each is subtracted without rounding (Sterbenz), so the numerator is exact.
    private static readonly double[] EighthsFirst = [0, 0.125, 0.25, 0.25, 0.5, 0.5, 0.5, 1, 1];

    private static readonly double[] EighthsSecond = [0, 0, 0, 0.125, 0, 0.125, 0.25, -0.125, 0];

    /// <summary>The arc tangent, -pi/2 to pi/2.</summary>
    public static double Atan(double x) => Atan2(x, 1);

    /// <summary>The arc sine; NaN outside -1 to 1.</summary>
    public static double Asin(double x) => Math.Abs(x) < 1e-8 ? x : Atan2(x, Math.Sqrt((1 - x) * (1 + x)));

    /// <summary>The arc cosine, 0 to pi; NaN outside -1 to 1.</summary>
    public static double Acos(double x) => Atan2(Math.Sqrt((1 - x) * (1 + x)), x);

    /// <summary>
    /// The angle of the point (x, y), -pi to pi. Zeros and infinities are taken as IEEE 754 (clause 9.2.1) has them;
    /// NaN where one argument is NaN.
    /// </summary>
    public static double Atan2(double y, double x)
    {
        var (ay, ax) = (Math.Abs(y), Math.Abs(x));
        if (!(ay <= double.MaxValue && ax <= double.MaxValue) || (ay == 0 && ax == 0))
        {
            return Atan2OfExtremes(y, x);
        }

        // Far from 1 the sums below could overflow or lose bits; a common power of two changes nothing else.
        var largest = Math.Max(ay, ax);
        if (largest > 1e300)
        {
            (ay, ax) = (ay * 0.0625, ax * 0.0625);
        }
        else if (largest < 1e-280)
        {
            (ay, ax) = (ay * 1.2676506002282294e30, ax * 1.2676506002282294e30);
        }

        var swapped = ay > ax;
        var (numerator, denominator) = swapped ? (ax, ay) : (ay, ax);
        var low = AtanOfRatio(numerator, denominator, out var high);
        var result = (swapped, double.IsNegative(x)) switch
        {
            (false, false) => high + low,
            (true, false) => FromBase(HalfPiHigh, HalfPiLow, -high, -low),
            (true, true) => FromBase(HalfPiHigh, HalfPiLow, high, low),
            _ => FromBase(PiHigh, PiLow, -high, -low),
        };
        return double.IsNegative(y) ? -result : result;
    }

    /// <summary>The angle of the point (x, y) in degrees, exact at multiples of 45, -180 to 180.</summary>
    public static double Atan2Degrees(double y, double x)
    {
        // The angle is reduced to 45 degrees first, so that the conversion to degrees cannot spoil the axes.
        var (ay, ax) = (Math.Abs(y), Math.Abs(x));
        if (ay == ax && ay is not 0 && double.IsFinite(ay))
        {
            return double.CopySign(double.IsNegative(x) ? 135 : 45, y);
        }

        var angle = ay > ax
            ? 90 - RadiansToDegrees(Atan2(ax, ay))
            : RadiansToDegrees(Atan2(ay, ax));
        return double.CopySign(double.IsNegative(x) ? 180 - angle : angle, y);
    }

    private static double FromBase(double baseHigh, double baseLow, double high, double low)
    {
        var sum = baseHigh + high;
        var error = (baseHigh - sum) + high;
        return sum + (error + (baseLow + low));
    }

    /// <summary>
    /// The arc tangent of numerator/denominator in 0..1 as high (exact to the table) plus the returned rest: the
    /// nearest eighth is taken off by the addition theorem; of the rest, at most 1/16, the series ends at the 15th
    /// power.
    /// </summary>
    private static double AtanOfRatio(double numerator, double denominator, out double high)
    {
        var ratio = numerator / denominator;
        var k = (int)((8 * ratio) + 0.5);
        var t = ratio;
        if (k != 0)
        {
            var rest = (numerator - (EighthsFirst[k] * denominator)) - (EighthsSecond[k] * denominator);
            t = rest / (denominator + (0.125 * k * numerator));
        }

        high = AtanEighthsHigh[k];
        var z = t * t;
        var series = z * (-1.0 / 3 + (z * (1.0 / 5 + (z * (-1.0 / 7 + (z * (1.0 / 9 + (z * (-1.0 / 11
            + (z * (1.0 / 13 + (z * (-1.0 / 15)))))))))))));
        return t + ((t * series) + AtanEighthsLow[k]);
    }

    private static double Atan2OfExtremes(double y, double x)
    {
        if (double.IsNaN(x) || double.IsNaN(y))
        {
            return double.NaN;
        }

        var angle = (double.IsInfinity(y), double.IsInfinity(x)) switch
        {
            (true, true) => double.IsNegative(x) ? 2.356194490192345 : 0.7853981633974483,
            (true, false) => HalfPiHigh,
            _ => double.IsNegative(x) ? PiHigh : 0,
        };
        return double.CopySign(angle, y);
    }
}
