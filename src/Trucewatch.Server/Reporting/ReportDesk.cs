using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Stores;
using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Language;
using Trucewatch.Reports.OpenData;
using Trucewatch.Reports.Printing;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Hosting;
using Trucewatch.Watch.Coverage;

namespace Trucewatch.Server.Reporting;

/// <summary>
/// Reports of a running service. What was watched on a day that is over is worked out once, from the record as it was
/// at its end, one day at a time; a day that goes on is a draft, of what the service knows by now.
/// </summary>
/// <param name="agreement">The agreement.</param>
/// <param name="folder">The data folder.</param>
/// <param name="store">The record.</param>
/// <param name="host">The running sector.</param>
/// <param name="clock">Time of the floor.</param>
internal sealed class ReportDesk(
    Agreement agreement, DataFolder folder, IPictureStore store, SectorHost host, FloorClock clock)
{
    /// <summary>Most days that are listed: the newest ones.</summary>
    public const int MaxDays = 31;

    private const int MostKept = 8;

    private readonly Lock gate = new();
    private readonly Dictionary<DateOnly, WatchedAgain> watched = [];

    /// <summary>What people changed.</summary>
    public EditDesk Edits { get; } = new(store, clock);

    /// <summary>True where the public may read the reports that are released to it without signing in.</summary>
    public bool IsPublic { get; init; }

    /// <summary>Name of the evidence log.</summary>
    public string Origin => folder.Origin ?? "";

    /// <summary>The days since the record begins, the newest first; the first one goes on.</summary>
    public ImmutableArray<ReportWindow> Days()
    {
        var begin = host.AskLooks(desk => desk.Ledger.HasBegun
            ? CoverageLedger.StartOf(desk.Ledger.FirstHour)
            : clock.Now);
        var days = ImmutableArray.CreateBuilder<ReportWindow>();
        for (var day = ReportWindow.Around(clock.Now, agreement.TimeZone);
             days.Count < MaxDays && (days.Count == 0 || day.Until > begin); day = day.Before)
        {
            days.Add(day.AsOf(clock.Now));
        }

        return days.ToImmutable();
    }

    /// <summary>One of those days, or null.</summary>
    public ReportWindow? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? Days().FirstOrDefault(one => one.Day == day)
            : null;

    /// <summary>The report of a day in a form: html, pdf, json or csv.</summary>
    public byte[] Print(Audience audience, ReportWindow day, Tongue tongue, string format)
    {
        return format switch
        {
            "csv" => Encoding.UTF8.GetBytes(ReportCsv.Write(Record(audience, day))),
            "json" => ReportJson.Write(Document(audience, day, tongue)),
            "pdf" => ReportPdf.Write(Document(audience, day, tongue), day.Until),
            _ => Encoding.UTF8.GetBytes(ReportHtml.Write(Document(audience, day, tongue))),
        };
    }

    /// <summary>The report of a day as the program writes it.</summary>
    public ReportDocument Written(Audience audience, ReportWindow day, Tongue tongue) =>
        ReportMaker.Make(Record(audience, day), tongue);

    /// <summary>
    /// The report with what people changed. Words were put in the place of what the mission reads, by somebody who may
    /// know more than others: they are for the mission only, and other readers have what the program wrote for them.
    /// </summary>
    private ReportDocument Document(Audience audience, ReportWindow day, Tongue tongue)
    {
        var record = Record(audience, day);
        var words = audience.Id == AccessPolicy.Mission && !day.IsDraft
            ? Edits.Of(DayId(day), tongue)
            : [];
        return EditDesk.Edited(record, tongue, words).Report;
    }

    /// <summary>A day as reports are known by it.</summary>
    public static string DayId(ReportWindow day) => day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>What a reader may see of all listed days, as data.</summary>
    public OpenTable Open(Audience audience)
    {
        var days = Days();
        var window = ReportWindow.Of(days[0].Day, agreement.TimeZone, days.Length).AsOf(clock.Now);
        return new OpenTable(ReportRecordMaker.Make(
            agreement, folder, store, audience, new ReportAsked(window), [],
            () => WatchedAgain.Live(host, window)));
    }

    private ReportRecord Record(Audience audience, ReportWindow day) => ReportRecordMaker.Make(
        agreement, folder, store, audience, new ReportAsked(day), [],
        () => day.IsDraft ? WatchedAgain.Live(host, day) : Again(day));

    /// <summary>One at a time: stepping a record again takes a processor.</summary>
    private WatchedAgain Again(ReportWindow day)
    {
        lock (gate)
        {
            if (!watched.TryGetValue(day.Day, out var known))
            {
                if (watched.Count >= MostKept)
                {
                    watched.Remove(watched.Keys.Min());
                }

                watched.Add(day.Day, known = WatchedAgain.Of(agreement, folder, store, day));
            }

            return known;
        }
    }
}
