using Trucewatch.Reports.Daily;

namespace Trucewatch.Reports.Sections;

/// <summary>What parties replied, and what is stated otherwise than in an earlier report.</summary>
internal static class RepliesSection
{
    public static void Write(SectionWriter writer)
    {
        var revised = writer.Record.Revised;
        writer.Say("none", DailyWords.NoReplies, ["agreement"]);
        if (revised.Length == 0)
        {
            writer.Say("none-revised", DailyWords.NoneRevised, ["agreement"]);
        }
        else
        {
            writer.Say(
                "revised", DailyWords.RevisedCount, SummarySection.Records(revised),
                writer.Count("revised", revised.Length, "incident"),
                Told.Words(string.Join(", ", revised.Select(one => one.Incident.Id))));
        }

        if (writer.Record.Edits.Length > 0)
        {
            writer.Say(
                "edits", DailyWords.EditCount, ["edits"],
                writer.Number("edits", writer.Record.Edits.Length));
        }
    }
}
