using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Language;

namespace Trucewatch.Reports.Sections;

/// <summary>
/// What parties said on cases, each in its own words and with the same room, and what is stated otherwise than in an
/// earlier report.
/// </summary>
internal static class RepliesSection
{
    public static void Write(SectionWriter writer)
    {
        var record = writer.Record;
        var spoken = record.Cases.Where(one => one.Statements.Length > 0).ToList();
        if (spoken.Count == 0)
        {
            writer.Say("none", ReportWords.NoReplies, ["agreement"]);
        }
        else
        {
            writer.Say(
                "count", ReportWords.ReplyCount,
                spoken.SelectMany(one => one.Statements).Select(statement => statement.Record.Id),
                Counts(writer, spoken));
            writer.AddEqual(
                "statements", ReportWords.Statements,
                [
                    ReportWords.Columns.Case.In(writer.Tongue),
                    .. record.Agreement.Parties.Select(party => party.Name.In(writer.Tongue)),
                ],
                spoken.Select(one => Line(writer, one)));
        }

        Corrections(writer);
        if (record.Edits.Length > 0)
        {
            writer.Say(
                "edits", ReportWords.EditCount, ["edits"],
                writer.Number("edits", record.Edits.Length));
        }
    }

    private static void Corrections(SectionWriter writer)
    {
        var corrected = writer.Record.Cases.Where(one => one.Corrections.Length > 0).ToList();
        if (corrected.Count > 0)
        {
            writer.Say(
                "corrected", ReportWords.Corrected, corrected.SelectMany(one => one.Corrections).Select(each => each.Id),
                writer.Number("corrected", corrected.Sum(one => one.Corrections.Length)),
                Told.Words(string.Join(", ", corrected.Select(one => one.Id))));
        }

        var revised = writer.Record.Revised;
        if (revised.Length == 0)
        {
            writer.Say("none-revised", ReportWords.NoneRevised, ["agreement"]);
        }
        else
        {
            writer.Say(
                "revised", ReportWords.RevisedCount, SummarySection.Records(revised),
                writer.Count("revised", revised.Length, "incident"),
                Told.Words(string.Join(", ", revised.Select(one => one.Incident.Id))));
        }
    }

    /// <summary>How often each party spoke, those that did not as well.</summary>
    private static Told Counts(SectionWriter writer, List<ReportedCase> spoken)
    {
        var counts = writer.Record.Agreement.Parties.Select(party => (
            party.Id, Name: party.Name.In(writer.Tongue),
            Count: spoken.Sum(one => one.Statements.Count(statement => statement.Party == party.Id)))).ToList();
        return new Told(
            string.Join(", ", counts.Select(one => $"{one.Name} {writer.Tongue.Number(one.Count)}")),
            [.. counts.Select(one => new Figure("said_" + one.Id, one.Count))]);
    }

    private static Row Line(SectionWriter writer, ReportedCase one) => new(
        "case-" + one.Id,
        [
            $"{one.Id}: {ReportWords.Columns.Id.In(writer.Tongue)} {one.Incident}, {writer.Clause(one.Clause)}",
            .. writer.Record.Agreement.Parties.Select(party => Said(writer, one, party.Id)),
        ],
        [.. one.Statements.Select(statement => statement.Record.Id)],
        []);

    private static string Said(SectionWriter writer, ReportedCase one, string party)
    {
        var said = one.Statements.Where(statement => statement.Party == party).Select(statement =>
            $"{writer.Record.Window.Local(statement.At)} {ReportWords.Of(statement.Kind).In(writer.Tongue)}: "
            + (string.IsNullOrWhiteSpace(statement.Text)
                ? ReportWords.WithoutWords.In(writer.Tongue)
                : Quotation.Of(writer.Tongue, statement.Text))).ToList();
        return said.Count == 0 ? ReportWords.SaidNothing.In(writer.Tongue) : string.Join("; ", said);
    }
}
