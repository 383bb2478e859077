namespace Trucewatch.Feeds.Sbs;

/// <summary>
/// BaseStation's dates and times (<c>2008/11/28</c>, <c>14:53:50.391</c>). They carry no zone; they are read as UTC.
/// </summary>
internal static class SbsTime
{
    private const long DayUs = 86_400_000_000;

    /// <summary>Unix microseconds of a date of the years 1970 to 9999 and a time.</summary>
    public static bool TryRead(ReadOnlySpan<byte> date, ReadOnlySpan<byte> time, out long unixMicroseconds)
    {
        unixMicroseconds = 0;
        if (date.Length != 10 || date[4] != '/' || date[7] != '/'
            || time.Length < 8 || time[2] != ':' || time[5] != ':'
            || !TryReadDigits(date[..4], out var year) || !TryReadDigits(date[5..7], out var month)
            || !TryReadDigits(date[8..], out var day) || !TryReadDigits(time[..2], out var hour)
            || !TryReadDigits(time[3..5], out var minute) || !TryReadDigits(time[6..8], out var second)
            || !TryReadFraction(time[8..], out var microseconds)
            || year < 1970 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        var days = new DateOnly(year, month, day).DayNumber - new DateOnly(1970, 1, 1).DayNumber;
        unixMicroseconds = (days * DayUs) + ((((hour * 60L) + minute) * 60) + second) * 1_000_000 + microseconds;
        return true;
    }

    private static bool TryReadFraction(ReadOnlySpan<byte> text, out int microseconds)
    {
        const int MaxDigits = 9;
        microseconds = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        var digits = text[1..];
        if (text[0] != '.' || digits.Length > MaxDigits || !TryReadDigits(digits, out _))
        {
            return false;
        }

        for (var at = 0; at < 6; at++)
        {
            microseconds = (microseconds * 10) + (at < digits.Length ? digits[at] - '0' : 0);
        }

        return true;
    }

    // At most nine digits, so that the number fits.
    private static bool TryReadDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var letter in text)
        {
            if (letter is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            value = (value * 10) + (letter - '0');
        }

        return true;
    }
}
