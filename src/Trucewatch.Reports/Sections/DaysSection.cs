using System.Globalization;
using Trucewatch.Domain.Counts;
using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Language;
using Trucewatch.Reports.Printing;

namespace Trucewatch.Reports.Sections;

/// <summary>Each day by itself: how many, over how much that was watched, between exact limits.</summary>
internal static class DaysSection
{
    public static void Write(SectionWriter writer)
    {
        var record = writer.Record;
        if (record.Coverage is not { } sheet)
        {
            writer.Say("withheld", ReportWords.Withheld, ["agreement"]);
            writer.Add("list", ReportWords.ByDay, Columns(isWatched: false), Rows(writer, null));
            return;
        }

        writer.Say("note", ReportWords.DaysNote, ["coverage:all"]);
        writer.Add("list", ReportWords.ByDay, Columns(isWatched: true), Rows(writer, sheet));
        if (sheet.Days.Any(day => day.Now.IsWatched))
        {
            writer.Add(
                "chart", ReportWords.DaysChart, CoverageDrawings.Days(record, sheet, writer.Tongue),
                [.. SummarySection.Records(record.Incidents), "coverage:all"]);
        }
    }

    private static IReadOnlyList<(Phrase Head, bool IsNumeric)> Columns(bool isWatched) => isWatched
        ? [(ReportWords.Columns.Time, false), (ReportWords.Columns.Incidents, true),
            (ReportWords.Columns.Watched, true), (ReportWords.Columns.Rate, true)]
        : [(ReportWords.Columns.Time, false), (ReportWords.Columns.Incidents, true)];

    private static IEnumerable<Row> Rows(SectionWriter writer, CoverageSheet? sheet) =>
        writer.Record.Window.EachDay.Select((day, at) => Line(writer, day, sheet?.Days[at].Now));

    private static Row Line(SectionWriter writer, ReportWindow day, Exposure? exposure)
    {
        var mine = writer.Record.Incidents.Where(one => day.Has(one.Incident.First)).ToList();
        List<string> cells =
            [day.Day.ToString("d.MM.yyyy", CultureInfo.InvariantCulture), writer.Tongue.Number(mine.Count)];
        List<Figure> figures = [new("incidents", mine.Count)];
        if (exposure is not null)
        {
            cells.AddRange([
                exposure.IsWatched
                    ? writer.PercentText(exposure.Share) + " %"
                    : ReportWords.NotWatched.In(writer.Tongue),
                SummarySection.Rate(writer.Tongue, mine.Count, exposure)]);
            figures.Add(new("share", exposure.Share));
        }

        return new Row(
            "day-" + day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), [.. cells],
            [.. SummarySection.Records(mine), exposure is null ? "agreement" : "coverage:all"], [.. figures]);
    }
}
