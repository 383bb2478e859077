namespace Trucewatch.Feeds.ModeS;

/// <summary>
/// Altitude and identity codes (ICAO Annex 10, volume IV, 3.1.2.6.5.4 and 3.1.2.6.7.1, and the Mode C code of
/// appendix 1 to chapter 3).
/// </summary>
internal static class AltitudeCode
{
    /// <summary>What an altitude code says when it says no altitude.</summary>
    public const int NotKnown = int.MinValue;

    private const uint MetricBit = 0x40;
    private const uint QuarterBit = 0x10;

    /// <summary>True when the 13-bit code is marked as metric, a form that the standard reserves and nobody defined.
    /// </summary>
    public static bool IsMetric(uint code13) => (code13 & MetricBit) != 0;

    /// <summary>Feet of a 13-bit code (AC field), or <see cref="NotKnown"/>.</summary>
    public static int Feet13(uint code13)
    {
        if (code13 == 0 || IsMetric(code13))
        {
            return NotKnown;
        }

        if ((code13 & QuarterBit) != 0)
        {
            var steps = ((code13 & 0x1F80) >> 2) | ((code13 & 0x20) >> 1) | (code13 & 0xF);
            return ((int)steps * 25) - 1000;
        }

        return Gillham(ModeA(code13));
    }

    /// <summary>Feet of the 12-bit code of an airborne position (the 13-bit code without its metric bit).</summary>
    public static int Feet12(uint code12) => Feet13(Widen(code12));

    /// <summary>True when a 12-bit code counts in steps of 25 ft, not of 100.</summary>
    public static bool IsFine12(uint code12) => (code12 & QuarterBit) != 0;

    /// <summary>The 13-bit form of a 12-bit code.</summary>
    public static uint Widen(uint code12) => ((code12 & 0xFC0) << 1) | (code12 & 0x3F);

    /// <summary>The 13-bit code of an altitude: steps of 25 ft up to 50,175 ft, above that Mode C in 100 ft.</summary>
    public static uint Encode13(int feet)
    {
        if (feet is >= -1000 and <= 50_175)
        {
            var steps = (uint)((feet + 1000 + 12) / 25);
            return ((steps & 0x7E0) << 2) | ((steps & 0x10) << 1) | QuarterBit | (steps & 0xF);
        }

        for (uint code = 1; code < 0x2000; code++)
        {
            if ((code & (MetricBit | QuarterBit)) == 0 && Math.Abs(Feet13(code) - (long)feet) <= 50)
            {
                return code;
            }
        }

        return 0;
    }

    /// <summary>The 12-bit code of an altitude.</summary>
    public static uint Encode12(int feet)
    {
        var code13 = Encode13(feet);
        return ((code13 & 0x1F80) >> 1) | (code13 & 0x3F);
    }

    /// <summary>
    /// The four octal digits ABCD of a 13-bit identity code (C1 A1 C2 A2 C4 A4 X B1 D1 B2 D2 B4 D4), as 12 bits.
    /// </summary>
    public static uint ModeA(uint code13)
    {
        var a = Digit(code13, 7, 9, 11);
        var b = Digit(code13, 1, 3, 5);
        var c = Digit(code13, 8, 10, 12);
        var d = Digit(code13, 0, 2, 4);
        return (a << 9) | (b << 6) | (c << 3) | d;
    }

    /// <summary>The 13-bit identity code of four octal digits.</summary>
    public static uint EncodeModeA(uint digits)
    {
        var (a, b, c, d) = ((digits >> 9) & 7, (digits >> 6) & 7, (digits >> 3) & 7, digits & 7);
        return Spread(a, 7, 9, 11) | Spread(b, 1, 3, 5) | Spread(c, 8, 10, 12) | Spread(d, 0, 2, 4);
    }

    /// <summary>Feet of a Mode C code given as four octal digits, or <see cref="NotKnown"/>.</summary>
    public static int Gillham(uint digits)
    {
        var (a, b, c, d) = ((digits >> 9) & 7, (digits >> 6) & 7, (digits >> 3) & 7, digits & 7);
        if ((d & 1) != 0 || c is 0 or 5 or 7)
        {
            // D1 is not used for altitude, and of the C pulses only five patterns are.
            return NotKnown;
        }

        // In an octal digit the pulse with index 1 is worth 1. The Gray code's bits, the highest first, are D2 D4 A1 A2
        // A4 B1 B2 B4 for 500 ft, and C1 C2 C4 for 100 ft, which runs backwards in every other 500 ft.
        var fiveHundreds = FromGray(
            (Bit(d, 2) << 7) | (Bit(d, 4) << 6) | (Bit(a, 1) << 5) | (Bit(a, 2) << 4) | (Bit(a, 4) << 3)
            | (Bit(b, 1) << 2) | (Bit(b, 2) << 1) | Bit(b, 4));
        var hundreds = FromGray((Bit(c, 1) << 2) | (Bit(c, 2) << 1) | Bit(c, 4));
        hundreds = hundreds == 7 ? 5 : hundreds;
        if ((fiveHundreds & 1) != 0)
        {
            hundreds = 6 - hundreds;
        }

        return ((int)fiveHundreds * 500) + ((int)hundreds * 100) - 1300;
    }

    private static uint Bit(uint digit, uint weight) => (digit & weight) != 0 ? 1u : 0;

    // The pulses with index 1, 2 and 4 stand at falling bits of the 13-bit code.
    private static uint Digit(uint code13, int four, int two, int one) =>
        (((code13 >> four) & 1) << 2) | (((code13 >> two) & 1) << 1) | ((code13 >> one) & 1);

    private static uint Spread(uint digit, int four, int two, int one) =>
        ((digit >> 2) << four) | (((digit >> 1) & 1) << two) | ((digit & 1) << one);

    private static uint FromGray(uint gray)
    {
        var value = gray;
        for (var shift = 1; shift < 8; shift <<= 1)
        {
            value ^= value >> shift;
        }

        return value;
    }
}
