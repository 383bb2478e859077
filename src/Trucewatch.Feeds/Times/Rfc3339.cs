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

        if (!TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month)
            || !TryDigits(text[8..10], out var day) || !TryDigits(text[11..13], out var hour)
            || !TryDigits(text[14..16], out var minute) || !TryDigits(text[17..19], out var second))
        {
            return false;
        }

        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
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
        var days = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks / TimeSpan.TicksPerDay;
        var epochDays = days - (DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerDay);
        var seconds = (epochDays * SecondsPerDay) + (hour * 3600) + (minute * 60) + second - offsetSeconds;
        if (seconds is < FirstSecond or > LastSecond)
        {
            return false;
        }

        instant = new Instant((seconds * UsPerSecond) + (second == 60 ? 0 : fractionUs));
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            value = (value * 10) + (digit - '0');
        }

        return true;
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

        if (rest.Length != 6 || rest[0] is not ((byte)'+' or (byte)'-') || rest[3] != ':'
            || !TryDigits(rest[1..3], out var hours) || !TryDigits(rest[4..6], out var minutes)
            || hours > 23 || minutes > 59)
        {
            return false;
        }

        seconds = ((hours * 3600) + (minutes * 60)) * (rest[0] == '-' ? -1 : 1);
        return true;
    }
}
