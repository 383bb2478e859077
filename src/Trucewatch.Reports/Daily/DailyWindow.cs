using System.Globalization;
using Trucewatch.Domain;

namespace Trucewatch.Reports.Daily;

/// <summary>
/// The time of a daily report: from 19:30 of the day before to 19:30 local time, as monitors have long done it.
/// </summary>
/// <param name="Day">The day that gives the report its name.</param>
/// <param name="From">Begin.</param>
/// <param name="Until">End: what came to be known later is not in the report.</param>
/// <param name="Zone">The local time.</param>
public sealed record DailyWindow(DateOnly Day, Instant From, Instant Until, TimeZoneInfo Zone)
{
    /// <summary>When a day of reporting ends.</summary>
    public static readonly TimeOnly Ends = new(19, 30);

    /// <summary>The window of a day in the local time of an agreement.</summary>
    /// <param name="day">The day.</param>
    /// <param name="timeZone">IANA name.</param>
    /// <exception cref="TimeZoneNotFoundException">The machine's list has no such zone.</exception>
    public static DailyWindow Of(DateOnly day, string timeZone)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        return new DailyWindow(day, At(day.AddDays(-1), zone), At(day, zone), zone);
    }

    /// <summary>The window before this one.</summary>
    public DailyWindow Before => Of(Day.AddDays(-1), Zone.Id);

    /// <summary>True for an instant after the begin and not after the end.</summary>
    public bool Has(Instant at) => at > From && at <= Until;

    /// <summary>The local time of an instant: <c>05:12:40</c>, with the day where it is not the report's.</summary>
    public string Local(Instant at)
    {
        var local = At(at);
        var clock = local.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        return DateOnly.FromDateTime(local.DateTime) == Day
            ? clock
            : local.ToString("d.MM. ", CultureInfo.InvariantCulture) + clock;
    }

    /// <summary>The offset from UTC at the end, for example <c>UTC+02:00</c>.</summary>
    public string Offset
    {
        get
        {
            var offset = At(Until).Offset;
            return "UTC" + (offset < TimeSpan.Zero ? "\u2212" : "+")
                + offset.ToString("hh\\:mm", CultureInfo.InvariantCulture);
        }
    }

    private static Instant At(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(Ends, DateTimeKind.Unspecified);
        return Instant.From(new DateTimeOffset(local, zone.GetUtcOffset(local)));
    }

    private DateTimeOffset At(Instant at) => TimeZoneInfo.ConvertTime(
        DateTimeOffset.UnixEpoch.AddTicks(at.UnixMicroseconds * 10), Zone);
}
