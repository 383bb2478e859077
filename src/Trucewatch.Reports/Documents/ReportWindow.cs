using System.Globalization;
using Trucewatch.Domain;

namespace Trucewatch.Reports.Documents;

/// <summary>
/// The time of a report: for days from 19:30 of the day before to 19:30 local time, as monitors have long done it.
/// </summary>
/// <param name="Day">The day that gives the report its name: the last one.</param>
/// <param name="Days">How many days it covers; 0: another time, around one incident.</param>
/// <param name="From">Begin.</param>
/// <param name="Until">End: what came to be known later is not in the report.</param>
/// <param name="Zone">The local time.</param>
public sealed record ReportWindow(DateOnly Day, int Days, Instant From, Instant Until, TimeZoneInfo Zone)
{
    /// <summary>Most days of a report.</summary>
    public const int MaxDays = 92;

    /// <summary>When a day of reporting ends.</summary>
    public static readonly TimeOnly Ends = new(19, 30);

    /// <summary>True while the last day goes on: what the report says may still change.</summary>
    public bool IsDraft { get; init; }

    /// <summary>The window of days in the local time of an agreement.</summary>
    /// <param name="day">The last day.</param>
    /// <param name="timeZone">IANA name.</param>
    /// <param name="days">How many days, 1 to <see cref="MaxDays"/>.</param>
    /// <exception cref="TimeZoneNotFoundException">The machine's list has no such zone.</exception>
    public static ReportWindow Of(DateOnly day, string timeZone, int days = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, MaxDays);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        return new ReportWindow(day, days, At(day.AddDays(-days), zone), At(day, zone), zone);
    }

    /// <summary>The day of reporting in which an instant lies.</summary>
    public static ReportWindow Around(Instant at, string timeZone)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        var day = DateOnly.FromDateTime(Local(at, zone).DateTime);
        return at > At(day, zone) ? Of(day.AddDays(1), timeZone) : Of(day, timeZone);
    }

    /// <summary>A time around one incident: at least the 24 hours before what is known.</summary>
    /// <param name="first">When the incident began.</param>
    /// <param name="until">Until when something had to be known.</param>
    /// <param name="timeZone">IANA name.</param>
    public static ReportWindow Spot(Instant first, Instant until, string timeZone)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        var (dayBefore, hourBefore) = (until - TimeSpan.FromDays(1), first - TimeSpan.FromHours(1));
        return new ReportWindow(
            DateOnly.FromDateTime(Local(until, zone).DateTime), 0, dayBefore < hourBefore ? dayBefore : hourBefore,
            until, zone);
    }

    /// <summary>The window before this one, as long as this one.</summary>
    public ReportWindow Before => Days > 0
        ? Of(Day.AddDays(-Days), Zone.Id, Days)
        : this with { From = From - (Until - From), Until = From };

    /// <summary>Each day by itself, the first one first.</summary>
    public IEnumerable<ReportWindow> EachDay => Enumerable.Range(0, Days)
        .Select(back => Of(Day.AddDays(back - Days + 1), Zone.Id))
        .Select(day => day.Until > Until ? day with { Until = Until } : day);

    /// <summary>The same as of now, where now is before its end.</summary>
    public ReportWindow AsOf(Instant now) => now < Until ? this with { Until = now, IsDraft = true } : this;

    /// <summary>True for an instant after the begin and not after the end.</summary>
    public bool Has(Instant at) => at > From && at <= Until;

    /// <summary>The local time of an instant: <c>05:12:40</c>, with the day where it is not the report's.</summary>
    public string Local(Instant at)
    {
        var local = Local(at, Zone);
        var clock = local.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        return DateOnly.FromDateTime(local.DateTime) == Day
            ? clock
            : local.ToString("d.MM. ", CultureInfo.InvariantCulture) + clock;
    }

    /// <summary>The local time of the end: <c>19:30</c>.</summary>
    public string EndsAt => Local(Until, Zone).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The offset from UTC at an instant, for example <c>UTC+02:00</c>.</summary>
    public string Offset(Instant at)
    {
        var offset = Local(at, Zone).Offset;
        return "UTC" + (offset < TimeSpan.Zero ? "\u2212" : "+")
            + offset.ToString("hh\\:mm", CultureInfo.InvariantCulture);
    }

    private static Instant At(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(Ends, DateTimeKind.Unspecified);
        return Instant.From(new DateTimeOffset(local, zone.GetUtcOffset(local)));
    }

    private static DateTimeOffset Local(Instant at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(
        DateTimeOffset.UnixEpoch.AddTicks(at.UnixMicroseconds * 10), zone);
}
