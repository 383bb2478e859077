using Trucewatch.Domain.Counts;
using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Language;
using Trucewatch.Reports.Printing;

namespace Trucewatch.Reports.Sections;

/// <summary>What was watched, by side and means; what was not, and through whom.</summary>
internal static class CoverageSection
{
    public static void Write(SectionWriter writer)
    {
        if (writer.Record.Coverage is not { } sheet)
        {
            writer.Say("withheld", ReportWords.Withheld, ["agreement"]);
            return;
        }

        writer.Say(
            "all", ReportWords.Watched, ["coverage:all"],
            writer.Percent("share", sheet.Whole.Now.Share),
            writer.Number("watched_km2h", sheet.Whole.Now.WatchedKm2H),
            writer.Number("whole_km2h", sheet.Whole.Now.WholeKm2H));
        foreach (var part in sheet.Zones.Where(part => !part.Now.IsWatched))
        {
            writer.Say(
                "unwatched-" + part.Of, ReportWords.ZoneNotWatched, ["coverage:" + part.Of],
                Told.Words(writer.Zone(part.Of)));
        }

        if (sheet.BlindSpots.Length == 0)
        {
            writer.Say("no-blind", ReportWords.NoBlind, ["coverage:all"]);
        }

        if (sheet.Squares.Length > 0)
        {
            writer.Say(
                "map", ReportWords.MapNote, ["coverage:all"], writer.Number("square_km", sheet.SquareKm));
            writer.Add(
                "map", ReportWords.CoverageMap,
                CoverageDrawings.Map(writer.Record, sheet, writer.Tongue), ["coverage:all"]);
        }

        writer.Add(
            "sides", ReportWords.BySide,
            [(ReportWords.Columns.Side, false), (ReportWords.Columns.Watched, true), (ReportWords.Day, true),
                (ReportWords.Night, true), (ReportWords.Columns.Before, true)],
            sheet.Sides.Select((part, index) => new Row(
                "side-" + part.Of,
                [writer.Party(part.Of), Share(writer, part.Now), Share(writer, sheet.SidesByDay[index].Now),
                    Share(writer, sheet.SidesByNight[index].Now), Share(writer, part.Before)],
                ["coverage:" + part.Of],
                [new("share", part.Now.Share), new("share_day", sheet.SidesByDay[index].Now.Share),
                    new("share_night", sheet.SidesByNight[index].Now.Share),
                    new("share_before", part.Before.Share)])));
        writer.Add(
            "means", ReportWords.ByMeans,
            [(ReportWords.Columns.Means, false), (ReportWords.Columns.Watched, true)],
            sheet.Means.Select(one => new Row(
                "means-" + one.Modality.ToString().ToLowerInvariant(),
                [ReportWords.Of(one.Modality).In(writer.Tongue), Share(writer, one.Now)],
                ["coverage:all"], [new("share", one.Now.Share)])));
    }

    private static string Share(SectionWriter writer, Exposure exposure) => exposure.IsWatched
        ? writer.PercentText(exposure.Share) + " %"
        : ReportWords.NotWatched.In(writer.Tongue);
}
