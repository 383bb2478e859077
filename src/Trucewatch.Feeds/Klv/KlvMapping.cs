namespace Trucewatch.Feeds.Klv;

/// <summary>
/// Mapping of real numbers of a range to integers (MISB ST 1201). Of an integer of n bytes all values up to 2^(8n-1)
/// are numbers; above, bit patterns stand for infinities, not-a-number and the like, none of which is a measurement.
/// </summary>
internal readonly struct KlvMapping
{
    /// <summary>Most bytes of a mapped number.</summary>
    public const int MaxBytes = 8;

    private readonly double min;
    private readonly double max;

    /// <summary>Smallest power of two that is not less than the length of the range.</summary>
    private readonly double power;

    /// <summary>A mapping of the numbers from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public KlvMapping(double min, double max) => (this.min, this.max, power) = (min, max, PowerOver(max - min));

    /// <summary>
    /// Bytes that a range takes so that a step is not wider than the precision asked for (IMAPA, which says its
    /// precision and not its length).
    /// </summary>
    public int BytesFor(double precision)
    {
        var step = PowerOver(precision);
        step = step > precision ? step / 2 : step;
        var bits = 1;
        for (var reached = step; reached < power; reached *= 2)
        {
            bits++;
        }

        return (bits + 7) / 8;
    }

    /// <summary>The number behind an integer of so many bytes (IMAPB); NaN for the special values.</summary>
    public double Read(ulong raw, int bytes)
    {
        var top = 1UL << ((8 * bytes) - 1);
        if (raw > top)
        {
            return double.NaN;
        }

        var scale = power / top;
        return (scale * (raw - Offset(1 / scale))) + min;
    }

    /// <summary>
    /// The integer for a number, rounded down as the standard has it; for a number outside the range, or none, the
    /// pattern that says "not a number".
    /// </summary>
    public ulong Write(double value, int bytes)
    {
        if (!(value >= min && value <= max))
        {
            // 11010 in the highest five bits.
            return 0xD0UL << (8 * (bytes - 1));
        }

        var scale = (1UL << ((8 * bytes) - 1)) / power;
        return (ulong)((scale * (value - min)) + Offset(scale));
    }

    /// <summary>Makes zero an exact value where the range holds it.</summary>
    private double Offset(double scale) =>
        min < 0 && max > 0 ? (scale * min) - Math.Floor(scale * min) : 0;

    /// <summary>Powers of two are exact, and need no logarithm.</summary>
    private static double PowerOver(double length)
    {
        var over = 1.0;
        while (over < length)
        {
            over *= 2;
        }

        while (over / 2 >= length)
        {
            over /= 2;
        }

        return over;
    }
}
