using Trucewatch.Geo;

namespace Trucewatch.Feeds.ModeS;

/// <summary>Registers that a ground-initiated Comm-B reply may carry.</summary>
[Flags]
internal enum Registers
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>Data link capability report.</summary>
    Bds10 = 1,

    /// <summary>Common usage capability report.</summary>
    Bds17 = 2,

    /// <summary>Aircraft identification.</summary>
    Bds20 = 4,

    /// <summary>Resolution advisory of the collision avoidance system.</summary>
    Bds30 = 8,

    /// <summary>Selected vertical intention.</summary>
    Bds40 = 16,

    /// <summary>Meteorological hazard report.</summary>
    Bds45 = 32,

    /// <summary>Track and turn report.</summary>
    Bds50 = 64,

    /// <summary>Heading and speed report.</summary>
    Bds60 = 128,
}

/// <summary>
/// Infers which register a Comm-B reply carries. The reply does not say: the interrogator knows what it asked for, a
/// listener does not. A register fits where its reserved bits are 0, no value stands beside a status bit that says
/// there is none, and the values are possible (ICAO Doc 9871 for the contents; Sun et al., "Comm-B register inference",
/// for the way). Several may fit, and then nobody knows which it is.
/// </summary>
internal static class CommB
{
    /// <summary>Greatest bank in degrees.</summary>
    public const double MaxRollDeg = 50;

    /// <summary>Greatest speed in knots, over ground and through the air.</summary>
    public const int MaxSpeedKn = 600;

    /// <summary>Greatest difference of the two, which is the wind.</summary>
    public const int MaxWindKn = 200;

    /// <summary>Greatest indicated airspeed in knots.</summary>
    public const int MaxIndicatedKn = 500;

    /// <summary>Greatest Mach number.</summary>
    public const double MaxMach = 1;

    /// <summary>Greatest rate of climb or descent in feet a minute.</summary>
    public const int MaxVerticalRate = 6000;

    /// <summary>
    /// Greatest difference in knots between the indicated airspeed and the one that Mach number and altitude give.
    /// </summary>
    public const double MaxMachErrorKn = 20;

    private const double HottestC = 60;
    private const double ColdestC = -80;

    /// <summary>The registers that fit.</summary>
    /// <param name="body">The MB field.</param>
    /// <param name="feet">Altitude of the same reply, or <see cref="AltitudeCode.NotKnown"/>.</param>
    public static Registers Infer(MessageBits body, int feet)
    {
        if (body.Value == 0)
        {
            return Registers.None;
        }

        return (IsDataLink(body) ? Registers.Bds10 : Registers.None)
            | (IsCommonUsage(body) ? Registers.Bds17 : Registers.None)
            | (body.Unsigned(1, 8) == 0x20 && CallSign.IsWhole(body, 9) ? Registers.Bds20 : Registers.None)
            | (body.Unsigned(1, 8) == 0x30 && body.Unsigned(29, 30) != 3 ? Registers.Bds30 : Registers.None)
            | (IsIntention(body) ? Registers.Bds40 : Registers.None)
            | (IsHazard(body) ? Registers.Bds45 : Registers.None)
            | (IsTrackAndTurn(body) ? Registers.Bds50 : Registers.None)
            | (IsHeadingAndSpeed(body, feet) ? Registers.Bds60 : Registers.None);
    }

    /// <summary>
    /// Calibrated airspeed in knots of a Mach number at a pressure altitude in the standard atmosphere (ISO 2533).
    /// </summary>
    public static double CalibratedKn(double mach, double feet)
    {
        const double TropopauseM = 11_000;
        const double SeaLevelPa = 101_325;
        const double SeaLevelSoundMps = 340.294;
        var heightM = feet * 0.3048;
        var kelvin = 288.15 - (0.0065 * Math.Min(heightM, TropopauseM));
        var pascal = SeaLevelPa * Elementary.Pow(kelvin / 288.15, 5.25588);
        if (heightM > TropopauseM)
        {
            pascal *= Elementary.Exp((TropopauseM - heightM) / 6341.62);
        }

        var impact = pascal * (Elementary.Pow(1 + (0.2 * mach * mach), 3.5) - 1);
        return SeaLevelSoundMps / Velocity.KnotMps
            * Math.Sqrt(5 * (Elementary.Pow((impact / SeaLevelPa) + 1, 2.0 / 7) - 1));
    }

    // The overlay capability came with version 5 of the Mode S subnetwork.
    private static bool IsDataLink(MessageBits body) =>
        body.Unsigned(1, 8) == 0x10 && body.Unsigned(10, 14) == 0 && body[15] == (body.Unsigned(17, 23) >= 5);

    // Whoever has registers to report has the one with the identification.
    private static bool IsCommonUsage(MessageBits body) => body.Unsigned(29, 56) == 0 && body[7];

    private static bool IsIntention(MessageBits body) =>
        IsHonest(body, 1, 2, 13) && IsHonest(body, 14, 15, 26) && IsHonest(body, 27, 28, 39)
        && IsHonest(body, 48, 49, 51) && IsHonest(body, 54, 55, 56)
        && body.Unsigned(40, 47) == 0 && body.Unsigned(52, 53) == 0;

    private static bool IsHazard(MessageBits body) =>
        IsHonest(body, 1, 2, 3) && IsHonest(body, 4, 5, 6) && IsHonest(body, 7, 8, 9) && IsHonest(body, 10, 11, 12)
        && IsHonest(body, 13, 14, 15) && IsHonest(body, 16, 17, 26) && IsHonest(body, 27, 28, 38)
        && IsHonest(body, 39, 40, 51) && body.Unsigned(52, 56) == 0
        && (!body[16] || body.Signed(17, 26) * 0.25 is >= ColdestC and <= HottestC);

    private static bool IsTrackAndTurn(MessageBits body)
    {
        var groundKn = body.Unsigned(25, 34) * 2;
        var airKn = body.Unsigned(47, 56) * 2;
        return IsHonest(body, 1, 3, 11) && IsHonest(body, 12, 13, 23) && IsHonest(body, 24, 25, 34)
            && IsHonest(body, 35, 36, 45) && IsHonest(body, 46, 47, 56)
            && (!body[1] || Math.Abs(body.Signed(2, 11)) * 45.0 / 256 <= MaxRollDeg)
            && (!body[24] || groundKn <= MaxSpeedKn)
            && (!body[46] || airKn <= MaxSpeedKn)
            && (!body[24] || !body[46] || Math.Abs((int)groundKn - (int)airKn) <= MaxWindKn);
    }

    private static bool IsHeadingAndSpeed(MessageBits body, int feet)
    {
        var indicatedKn = body.Unsigned(14, 23);
        var mach = body.Unsigned(25, 34) * 0.004;
        return IsHonest(body, 1, 2, 12) && IsHonest(body, 13, 14, 23) && IsHonest(body, 24, 25, 34)
            && IsHonest(body, 35, 36, 45) && IsHonest(body, 46, 47, 56)
            && (!body[13] || indicatedKn <= MaxIndicatedKn)
            && (!body[24] || mach <= MaxMach)
            && (!body[35] || Math.Abs(body.Signed(36, 45)) * 32 <= MaxVerticalRate)
            && (!body[46] || Math.Abs(body.Signed(47, 56)) * 32 <= MaxVerticalRate)
            && (!body[13] || !body[24] || feet == AltitudeCode.NotKnown
                || Math.Abs(indicatedKn - CalibratedKn(mach, feet)) <= MaxMachErrorKn);
    }

    /// <summary>A value stands only where its status bit says so.</summary>
    private static bool IsHonest(MessageBits body, int status, int first, int last) =>
        body[status] || body.Unsigned(first, last) == 0;
}
