using Trucewatch.Domain;

namespace Trucewatch.Feeds.Times;

/// <summary>
/// Reads RFC 3339 times from UTF-8 bytes, strictly and without allocation. The grammar is that of RFC 3339 section 5.6;
/// digits of the fraction after the sixth are checked and dropped.
/// </summary>
internal static class Rfc3339
{
    /// <summary>Longest accepted time in bytes: date, time, twelve digits of fraction, numeric offset.</summary>
    public const int MaxBytes = 38;

    private const long UsPerSecond = 1_000_000;
    private const int SecondsPerDay = 86_400;

    /// <summary>0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z: what can be written again with four digits.</summary>
    private const long FirstSecond = -62_135_596_800;
    private const long LastSecond = 253_402_300_799;

    /// <summary>
    /// Reads a time with an explicit offset; second 60 (a leap second) is the start of the next second.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Instant instant)
    {
        instant = default;
        if (text.Length is < 20 or > MaxBytes || text[4] != '-' || text[7] != '-' || (text[10] | 0x20) != 't'
            || text[13] != ':' || text[16] != ':')
        {
            return false;
        }

        var isAllDigits = true;
        var year = (100 * TwoDigits(text, 0, ref isAllDigits)) + TwoDigits(text, 2, ref isAllDigits);
        var month = TwoDigits(text, 5, ref isAllDigits);
        var day = TwoDigits(text, 8, ref isAllDigits);
        var hour = TwoDigits(text, 11, ref isAllDigits);
        var minute = TwoDigits(text, 14, ref isAllDigits);
        var second = TwoDigits(text, 17, ref isAllDigits);
        if (!isAllDigits || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        if (!TryFraction(text[19..], out var fractionUs, out var used)
            || !TryOffset(text[(19 + used)..], out var offsetSeconds))
        {
            return false;
        }

        // A leap second has no place of its own in POSIX time, so that its fraction is dropped with it.
        var seconds = (EpochDays(year, month, day) * SecondsPerDay) + (hour * 3600) + (minute * 60) + second
            - offsetSeconds;
        if (seconds is < FirstSecond or > LastSecond)
        {
            return false;
        }

        instant = new Instant((seconds * UsPerSecond) + (second == 60 ? 0 : fractionUs));
        return true;
    }

    /// <summary>
    /// Days since 1970-01-01 in the Gregorian calendar: with the year begun in March, a leap day is the last of its
    /// year, and the months before one of them have (153 m + 2) / 5 days together.
    /// </summary>
    private static long EpochDays(int year, int month, int day)
    {
        const int DaysBeforeEpoch = 719_468;
        var shifted = month > 2 ? year : year - 1;
        var monthFromMarch = month > 2 ? month - 3 : month + 9;
        var leapDays = (shifted / 4) - (shifted / 100) + (shifted / 400);
        return (365L * shifted) + leapDays + (((153 * monthFromMarch) + 2) / 5) + day - 1 - DaysBeforeEpoch;
    }

    private static int TwoDigits(ReadOnlySpan<byte> text, int at, ref bool isAllDigits)
    {
        var tens = (uint)text[at] - '0';
        var ones = (uint)text[at + 1] - '0';
        isAllDigits &= tens <= 9 && ones <= 9;
        return (int)((10 * tens) + ones);
    }

    private static bool TryFraction(ReadOnlySpan<byte> rest, out int microseconds, out int used)
    {
        microseconds = 0;
        used = 0;
        if (rest[0] != '.')
        {
            return true;
        }

        var scale = 100_000;
        for (used = 1; used < rest.Length && rest[used] is >= (byte)'0' and <= (byte)'9'; used++)
        {
            microseconds += (rest[used] - '0') * scale;
            scale /= 10;
        }

        return used is > 1 and <= 13;
    }

    private static bool TryOffset(ReadOnlySpan<byte> rest, out int seconds)
    {
        seconds = 0;
        if (rest.Length == 1)
        {
            return (rest[0] | 0x20) == 'z';
        }

        if (rest.Length != 6 || rest[0] is not ((byte)'+' or (byte)'-') || rest[3] != ':')
        {
            return false;
        }

        var isAllDigits = true;
        var hours = TwoDigits(rest, 1, ref isAllDigits);
        var minutes = TwoDigits(rest, 4, ref isAllDigits);
        if (!isAllDigits || hours > 23 || minutes > 59)
        {
            return false;
        }

        seconds = ((hours * 3600) + (minutes * 60)) * (rest[0] == '-' ? -1 : 1);
        return true;
    }
}
