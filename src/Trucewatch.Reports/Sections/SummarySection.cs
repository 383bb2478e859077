using System.Collections.Immutable;
using Trucewatch.Domain.Counts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Language;
using Trucewatch.Reports.Printing;

namespace Trucewatch.Reports.Sections;

/// <summary>How many, over how much that was watched, against the day before: in all and by zone.</summary>
internal static class SummarySection
{
    public static void Write(SectionWriter writer)
    {
        var record = writer.Record;
        var facts = Records(record.Incidents);
        var open = record.Incidents.Count(one => one.Incident.Status == IncidentStatus.Open);
        writer.Say(
            "count", ReportWords.SummaryCount, [.. facts, "agreement"],
            writer.Count("incidents", record.Incidents.Length, "incident"),
            writer.Number("open", open), Told.Words(ReportWords.Length(record.Window, writer.Tongue)));
        writer.Say("machine", ReportWords.Machine, ["agreement"]);
        if (record.Coverage is { } coverage)
        {
            SayWatched(writer, coverage.Whole, facts);
        }
        else
        {
            writer.Say("withheld", ReportWords.Withheld, ["agreement"]);
        }

        var rows = record.Agreement.Zones.Select(zone => Row(writer, zone.Id, coverage: Part(record, zone.Id)))
            .Append(Row(writer, null, null)).OfType<Row>().ToList();
        rows.Add(Sum(writer));
        writer.Add("zones", ReportWords.ByZone, Columns(record.Coverage is not null), rows);
        writer.Add("map", ReportWords.Map, ReportDrawings.Map(record, writer.Tongue), [.. facts, "agreement"]);
        if (record.Window.Days == 1)
        {
            writer.Add(
                "hours", ReportWords.Hours, ReportDrawings.Hours(record, writer.Tongue), [.. facts, "agreement"]);
        }
    }

    /// <summary>The ids of the facts of incidents.</summary>
    public static ImmutableArray<string> Records(IEnumerable<ReportedIncident> incidents) =>
        [.. incidents.Select(one => one.Record)];

    private static void SayWatched(SectionWriter writer, WatchedPart whole, ImmutableArray<string> facts)
    {
        var record = writer.Record;
        writer.Say(
            "watched", ReportWords.Watched, ["coverage:all"],
            writer.Percent("share", whole.Now.Share),
            writer.Number("watched_km2h", whole.Now.WatchedKm2H),
            writer.Number("whole_km2h", whole.Now.WholeKm2H));
        writer.Say(
            "before", ReportWords.Previous, ["coverage:all", .. facts, .. Records(record.Before)],
            writer.Count("incidents_before", record.Before.Length, "incident"),
            writer.Percent("share_before", whole.Before.Share),
            Told.Words(Change(writer.Tongue, record.Incidents.Length, record.Before.Length, whole)),
            Told.Words(ReportWords.LengthBefore(record.Window, writer.Tongue)));
        writer.Say(
            "hours", ReportWords.HoursWhole, ["coverage:all"],
            Told.Words(record.Window.Local(whole.Now.From)), Told.Words(record.Window.Local(whole.Now.Until)));
    }

    private static IReadOnlyList<(Phrase Head, bool IsNumeric)> Columns(bool watched)
    {
        List<(Phrase, bool)> columns =
        [
            (ReportWords.Columns.Zone, false), (ReportWords.Columns.Incidents, true), (ReportWords.Columns.Before, true),
        ];
        if (watched)
        {
            columns.AddRange([
                (ReportWords.Columns.Watched, true), (ReportWords.Columns.Rate, true),
                (ReportWords.Columns.Change, false)]);
        }

        return columns;
    }

    private static WatchedPart? Part(ReportRecord record, string? zone) =>
        record.Coverage?.Zones.FirstOrDefault(part => part.Of == zone);

    /// <summary>A zone's row; for what is in no zone only where there is something.</summary>
    private static Row? Row(SectionWriter writer, string? zone, WatchedPart? coverage)
    {
        var record = writer.Record;
        ImmutableArray<ReportedIncident> now = [.. record.Incidents.Where(one => one.Incident.Zone == zone)];
        ImmutableArray<ReportedIncident> before = [.. record.Before.Where(one => one.Incident.Zone == zone)];
        return zone is null && now.Length + before.Length == 0
            ? null
            : Row(writer, ("zone-" + (zone ?? "none"), writer.Zone(zone)), now, before, coverage,
                [.. Records(now), .. Records(before), coverage is null ? "agreement" : "coverage:" + zone]);
    }

    private static Row Sum(SectionWriter writer)
    {
        var record = writer.Record;
        return Row(
            writer, ("zone-all", ReportWords.Everywhere.In(writer.Tongue)), record.Incidents, record.Before,
            record.Coverage?.Whole,
            [.. Records(record.Incidents), .. Records(record.Before),
                record.Coverage is null ? "agreement" : "coverage:all"]);
    }

    private static Row Row(
        SectionWriter writer,
        (string Id, string Name) head,
        ImmutableArray<ReportedIncident> now,
        ImmutableArray<ReportedIncident> before,
        WatchedPart? coverage,
        ImmutableArray<string> records)
    {
        List<string> cells =
            [head.Name, writer.Tongue.Number(now.Length), writer.Tongue.Number(before.Length)];
        List<Figure> figures = [new("incidents", now.Length), new("incidents_before", before.Length)];
        if (writer.Record.Coverage is not null)
        {
            var share = coverage is { Now.IsWatched: true } watched
                ? writer.PercentText(watched.Now.Share) + " %"
                : ReportWords.NotWatched.In(writer.Tongue);
            cells.AddRange([
                share, Rate(writer.Tongue, now.Length, coverage?.Now),
                coverage is null ? "" : Change(writer.Tongue, now.Length, before.Length, coverage)]);
            figures.AddRange(coverage is null ? [] : [new Figure("share", coverage.Now.Share)]);
        }

        return new Row(head.Id, [.. cells], records, [.. figures]);
    }

    /// <summary>The rate between its exact limits; where nothing was watched there is none.</summary>
    public static string Rate(Tongue tongue, int count, Exposure? exposure) =>
        exposure is null || new ExposedCount(count, exposure).RatePer1000Km2Day() is not { } rate
            ? "\u2013"
            : count == 0
                ? "< " + tongue.Number(rate.Most, 2)
                : $"{tongue.Number(rate.Likeliest, 2)} ({tongue.Number(rate.Least, 2)}\u2013"
                    + $"{tongue.Number(rate.Most, 2)})";

    private static string Change(Tongue tongue, int now, int before, WatchedPart watched) => ReportWords.Of(
        new ExposedCount(now, watched.Now).ChangeSince(new ExposedCount(before, watched.Before))).In(tongue);
}
