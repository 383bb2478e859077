namespace Trucewatch.Feeds.Times;

/// <summary>Seconds since 1970 as logs write them: <c>1457996400</c> or <c>1457996400.25</c>.</summary>
internal static class UnixSeconds
{
    private const long GreatestUnixSeconds = 253_402_300_799;

    /// <summary>Reads digits and, after a point, at most nine more, of which six count.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long unixMicroseconds)
    {
        unixMicroseconds = 0;
        var point = text.IndexOf((byte)'.');
        var whole = point < 0 ? text : text[..point];
        if (whole.Length is 0 or > 12 || whole.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        long seconds = 0;
        foreach (var letter in whole)
        {
            seconds = (seconds * 10) + (letter - '0');
        }

        long microseconds = 0;
        var fraction = point < 0 ? [] : text[(point + 1)..];
        if (fraction.Length > 9 || fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            || seconds > GreatestUnixSeconds)
        {
            return false;
        }

        for (var at = 0; at < 6; at++)
        {
            microseconds = (microseconds * 10) + (at < fraction.Length ? fraction[at] - '0' : 0);
        }

        unixMicroseconds = (seconds * 1_000_000) + microseconds;
        return true;
    }
}
