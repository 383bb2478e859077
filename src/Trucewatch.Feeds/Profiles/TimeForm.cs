using Trucewatch.Domain;
using Trucewatch.Feeds.Times;

namespace Trucewatch.Feeds.Profiles;

/// <summary>
/// How times are written: <c>rfc3339</c>, <c>unix-s</c>, <c>unix-ms</c>, <c>unix-us</c>, or a pattern of
/// <c>yyyy MM dd HH mm ss</c>, <c>f</c> for digits of the fraction, and any other characters as they stand. A pattern
/// has no zone of its own: <c>OffsetS</c> says how far it is ahead of UTC.
/// </summary>
/// <param name="Pattern">The pattern, or one of the four words.</param>
/// <param name="OffsetS">Seconds that the written time is ahead of UTC; 0 for the four words.</param>
internal readonly record struct TimeForm(string Pattern, int OffsetS)
{
    /// <summary>Longest pattern in characters.</summary>
    public const int MaxPattern = 64;

    /// <summary>RFC 3339.</summary>
    public static readonly TimeForm Rfc3339 = new("rfc3339", 0);

    private const long UsPerSecond = 1_000_000;

    // What can be written with four digits of the year, in microseconds.
    private const long FirstUs = -62_135_596_800 * UsPerSecond;
    private const long LastUs = (253_402_300_799 * UsPerSecond) + 999_999;

    /// <summary>What is wrong with a pattern, in words; null when it can be read.</summary>
    public static string? Problem(string pattern)
    {
        if (pattern is "rfc3339" or "unix-s" or "unix-ms" or "unix-us")
        {
            return null;
        }

        var letters = string.Concat(
            "yMdHmsf".Select(letter => new string(letter, pattern.Count(one => one == letter))));
        var runs = pattern.Where((letter, at) =>
            "yMdHmsf".Contains(letter, StringComparison.Ordinal) && (at == 0 || pattern[at - 1] != letter));
        var isWhole = letters.StartsWith("yyyyMMdd", StringComparison.Ordinal)
            && letters["yyyyMMdd".Length..] is "" or "HH" or "HHmm" or "HHmmss" or "HHmmssf" or "HHmmssff"
                or "HHmmssfff" or "HHmmssffff" or "HHmmssfffff" or "HHmmssffffff";
        return isWhole && pattern.Length <= MaxPattern && runs.Distinct().Count() == runs.Count()
            ? null
            : "expected rfc3339, unix-s, unix-ms, unix-us, or a pattern of yyyy, MM, dd and then HH, mm, ss and f once "
                + $"each, got '{pattern}'";
    }

    /// <summary>Reads a time; false where it is not written so, or is no time that a calendar knows.</summary>
    public bool TryRead(ReadOnlySpan<byte> text, out Instant at) => Pattern switch
    {
        "rfc3339" => Times.Rfc3339.TryParse(text, out at),
        "unix-s" => TryCount(text, UsPerSecond, out at),
        "unix-ms" => TryCount(text, 1_000, out at),
        "unix-us" => TryCount(text, 1, out at),
        _ => TryPattern(text, out at),
    };

    private static bool TryCount(ReadOnlySpan<byte> text, long unitUs, out Instant at)
    {
        at = default;
        var isRead = decimal.TryParse(
            text,
            System.Globalization.NumberStyles.AllowLeadingSign | System.Globalization.NumberStyles.AllowDecimalPoint,
            System.Globalization.CultureInfo.InvariantCulture,
            out var count);
        if (!isRead || count < FirstUs / unitUs || count > LastUs / unitUs)
        {
            return false;
        }

        at = new Instant((long)(count * unitUs));
        return true;
    }

    private bool TryPattern(ReadOnlySpan<byte> text, out Instant at)
    {
        at = default;
        if (text.Length != Pattern.Length)
        {
            return false;
        }

        var (year, month, day, hour, minute, second, fraction, digits) = (0, 0, 0, 0, 0, 0, 0, 0);
        for (var i = 0; i < Pattern.Length; i++)
        {
            var digit = text[i] - '0';
            if (!"yMdHmsf".Contains(Pattern[i], StringComparison.Ordinal))
            {
                if (text[i] != Pattern[i])
                {
                    return false;
                }

                continue;
            }

            if (digit is < 0 or > 9)
            {
                return false;
            }

            switch (Pattern[i])
            {
                case 'y': year = (year * 10) + digit; break;
                case 'M': month = (month * 10) + digit; break;
                case 'd': day = (day * 10) + digit; break;
                case 'H': hour = (hour * 10) + digit; break;
                case 'm': minute = (minute * 10) + digit; break;
                case 's': second = (second * 10) + digit; break;
                default: fraction = (fraction * 10) + digit; digits++; break;
            }
        }

        for (; digits is > 0 and < 6; digits++)
        {
            fraction *= 10;
        }

        return TryInstant(year, month, day, hour, minute, second, fraction, out at);
    }

    private bool TryInstant(
        int year, int month, int day, int hour, int minute, int second, int fractionUs, out Instant at)
    {
        at = default;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        // A leap second is the start of the next one, as everywhere here.
        var days = (new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).Days;
        var seconds = (days * 86_400L) + (hour * 3600) + (minute * 60) + second - OffsetS;
        var us = (seconds * UsPerSecond) + (second == 60 ? 0 : fractionUs);
        at = new Instant(us);
        return us is >= FirstUs and <= LastUs;
    }
}
