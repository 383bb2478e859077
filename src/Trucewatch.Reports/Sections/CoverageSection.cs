using Trucewatch.Domain.Counts;
using Trucewatch.Reports.Daily;
using Trucewatch.Reports.Language;

namespace Trucewatch.Reports.Sections;

/// <summary>What was watched, by side and means; what was not, and through whom.</summary>
internal static class CoverageSection
{
    public static void Write(SectionWriter writer)
    {
        if (writer.Record.Coverage is not { } sheet)
        {
            writer.Say("withheld", DailyWords.Withheld, ["agreement"]);
            return;
        }

        writer.Say(
            "all", DailyWords.Watched, ["coverage:all"],
            writer.Percent("share", sheet.Whole.Now.Share),
            writer.Number("watched_km2h", sheet.Whole.Now.WatchedKm2H),
            writer.Number("whole_km2h", sheet.Whole.Now.WholeKm2H));
        foreach (var part in sheet.Zones.Where(part => !part.Now.IsWatched))
        {
            writer.Say(
                "unwatched-" + part.Of, DailyWords.ZoneNotWatched, ["coverage:" + part.Of],
                Told.Words(writer.Zone(part.Of)));
        }

        if (sheet.BlindSpots.Length == 0)
        {
            writer.Say("no-blind", DailyWords.NoBlind, ["coverage:all"]);
        }

        writer.Add(
            "sides", DailyWords.BySide,
            [(DailyWords.Columns.Side, false), (DailyWords.Columns.Watched, true), (DailyWords.Day, true),
                (DailyWords.Night, true), (DailyWords.Columns.Before, true)],
            sheet.Sides.Select((part, index) => new Row(
                "side-" + part.Of,
                [writer.Party(part.Of), Share(writer, part.Now), Share(writer, sheet.SidesByDay[index].Now),
                    Share(writer, sheet.SidesByNight[index].Now), Share(writer, part.Before)],
                ["coverage:" + part.Of],
                [new("share", part.Now.Share), new("share_day", sheet.SidesByDay[index].Now.Share),
                    new("share_night", sheet.SidesByNight[index].Now.Share),
                    new("share_before", part.Before.Share)])));
        writer.Add(
            "means", DailyWords.ByMeans,
            [(DailyWords.Columns.Means, false), (DailyWords.Columns.Watched, true)],
            sheet.Means.Select(one => new Row(
                "means-" + one.Modality.ToString().ToLowerInvariant(),
                [DailyWords.Of(one.Modality).In(writer.Tongue), Share(writer, one.Now)],
                ["coverage:all"], [new("share", one.Now.Share)])));
    }

    private static string Share(SectionWriter writer, Exposure exposure) => exposure.IsWatched
        ? writer.PercentText(exposure.Share) + " %"
        : DailyWords.NotWatched.In(writer.Tongue);
}
