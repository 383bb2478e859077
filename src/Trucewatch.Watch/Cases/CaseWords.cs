using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Cases;

/// <summary>A place in a case.</summary>
/// <param name="Point">The position.</param>
/// <param name="SigmaM">Standard deviation in metres in every direction.</param>
internal readonly record struct CasePlace(GeoPoint Point, double SigmaM);

/// <summary>How cases write numbers, places, times and ranges.</summary>
internal static class CaseWords
{
    /// <summary>Standard deviation of a place that states none, in metres.</summary>
    public const double DefaultSigmaM = 10;

    private const double MaxSigmaM = 1_000_000;
    private const double MaxDays = 36_600;

    /// <summary>Plain digits with an optional sign and fraction.</summary>
    public static bool TryNumber(ReadOnlySpan<char> text, out double value)
    {
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return double.TryParse(text, Plain, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    /// <summary><c>LAT,LON</c> or <c>LAT,LON~SIGMA_M</c>.</summary>
    public static bool TryPlace(string text, out CasePlace place)
    {
        place = default;
        var tilde = text.IndexOf('~', StringComparison.Ordinal);
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        var end = tilde < 0 ? text.Length : tilde;
        var sigmaM = DefaultSigmaM;
        if (comma <= 0 || comma > end || !TryNumber(text.AsSpan(0, comma), out var lat)
            || !TryNumber(text.AsSpan(comma + 1, end - comma - 1), out var lon)
            || (tilde >= 0 && !TryNumber(text.AsSpan(tilde + 1), out sigmaM)) || sigmaM is < 0 or > MaxSigmaM
            || !GeoPoint.TryFromDegrees(lat, lon, out var point))
        {
            return false;
        }

        place = new CasePlace(point, sigmaM);
        return true;
    }

    /// <summary>An RFC 3339 time, or <c>+30s</c>, <c>+10m</c>, <c>+2h</c> or <c>+3d</c> after the one before.</summary>
    public static bool TryTime(string text, Instant? before, out Instant time)
    {
        time = default;
        if (text.Length > 2 && text[0] == '+' && before is { } from && TryDuration(text[1..], out var later))
        {
            time = from + later;
            return true;
        }

        return Instant.TryParse(text, out time);
    }

    /// <summary>For example <c>30s</c>, <c>10m</c>, <c>2h</c>, <c>3d</c>.</summary>
    public static bool TryDuration(string text, out TimeSpan duration)
    {
        duration = default;
        var unit = text.Length < 2 ? 0 : text[^1] switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            _ => 0,
        };
        if (unit == 0 || !TryNumber(text.AsSpan(0, text.Length - 1), out var number)
            || number < 0 || number * unit > MaxDays * 86_400)
        {
            return false;
        }

        duration = TimeSpan.FromTicks((long)Math.Round(number * unit * TimeSpan.TicksPerSecond));
        return true;
    }

    /// <summary>A whole number, or <c>LEAST..MOST</c>.</summary>
    public static bool TryRange(string text, out int least, out int most)
    {
        var dots = text.IndexOf("..", StringComparison.Ordinal);
        var first = dots < 0 ? text : text[..dots];
        var second = dots < 0 ? text : text[(dots + 2)..];
        most = 0;
        return int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out least)
            && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out most) && least <= most;
    }
}
