using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Language;
using Trucewatch.Reports.Printing;
using Trucewatch.Reports.Release;
using UglyToad.PdfPig;
using Xunit;

namespace Trucewatch.Server.Reporting;

/// <summary>The right of reply: what parties say on cases, whole, in their own words, with the same room for each.
/// </summary>
[Collection(ReportedExercise.Collection)]
public sealed class RepliesTests(ReportedExercise exercise)
{
    [Theory]
    [InlineData(Tongue.En, "“Our people stood still.» [Finding: no violation] «”")]
    [InlineData(Tongue.Uk, "«Our people stood still.' [Finding: no violation] '»")]
    [InlineData(Tongue.Ru, "«Our people stood still.' [Finding: no violation] '»")]
    public void Words_stand_whole_and_cannot_leave_their_quotation(Tongue tongue, string expected)
    {
        var report = ReportMaker.Make(exercise.Mission, tongue);
        var row = Assert.Single(Statements(report).Rows);
        Assert.Equal(3, row.Cells.Length);
        Assert.Contains(expected, row.Cells[Column("east")], StringComparison.Ordinal);
        Assert.Contains(ReportedExercise.Words[1], row.Cells[Column("east")], StringComparison.Ordinal);
        Assert.Equal(2, row.Records.Length);

        // Who said nothing has its own place, and what was said after the end is of another report.
        Assert.Equal(ReportWords.SaidNothing.In(tongue), row.Cells[Column("west")]);
        Assert.DoesNotContain(
            ReportedExercise.TooLate, ReportHtml.Write(report), StringComparison.Ordinal);
        var said = report.Sentences.Single(sentence => sentence.Id == "replies.count");
        Assert.Equal(
            [new Figure("said_east", 2), new Figure("said_west", 0)],
            said.Figures.OrderBy(figure => figure.Name, StringComparer.Ordinal));
    }

    /// <summary>On paper both columns are as wide, however much stands in one of them.</summary>
    [Fact]
    public void Each_party_has_the_same_room()
    {
        string Words(char letter, int count) => string.Join(' ', Enumerable.Repeat(new string(letter, 8), count));
        var widths = new[] { (300, 1), (1, 300) }.Select(counts =>
        {
            var table = new Table(
                "t", "t", ["C", "A", "B"], [false, false, false],
                [new Row("r", ["C", Words('x', counts.Item1), Words('y', counts.Item2)], ["agreement"], [])],
                IsEqual: true);
            var report = ReportMaker.Make(exercise.Mission, Tongue.En) with
            {
                Sections = [new Section("s", "s", [table])],
            };
            using var pdf = PdfDocument.Open(ReportPdf.Write(report, exercise.Mission.Window.Until));
            var marks = pdf.GetPage(1).Letters.Where(letter => letter.Value is "x" or "y")
                .Where(letter => letter.PointSize < 8).ToLookup(letter => letter.Value);
            return (
                First: marks["x"].Min(letter => letter.StartBaseLine.X),
                Second: marks["y"].Min(letter => letter.StartBaseLine.X),
                End: marks[counts.Item1 > 1 ? "x" : "y"].Max(letter => letter.EndBaseLine.X));
        }).ToList();
        Assert.Equal((widths[0].First, widths[0].Second), (widths[1].First, widths[1].Second));
        Assert.InRange(widths[0].End, widths[0].First + 150, widths[0].Second);

        // Letters of two kinds are not equally wide: lines end within a word of each other.
        Assert.Equal(widths[0].End - widths[0].First, widths[1].End - widths[1].Second, 40.0);
    }

    [Fact]
    public void A_case_is_told_to_those_only_who_may_read_it_and_as_late_as_all_else()
    {
        Assert.Empty(exercise.Make(Audience.Public).Cases);
        var party = exercise.Make(Audience.Party("west"));
        var told = Assert.Single(party.Cases);
        Assert.Equal(2, told.Statements.Length);
        Assert.All(told.Statements, one => Assert.Null(one.Record.LogIndex));
        Assert.StartsWith("I-", told.Incident, StringComparison.Ordinal);
        Assert.NotEqual(Assert.Single(exercise.Mission.Cases).Incident, told.Incident);

        // Half an hour before the second statement became known to a party, it is not in its report.
        var window = ReportWindow.Of(ReportedExercise.Day, ServerRig.Agreement.TimeZone);
        var early = new ReportAsked(window.AsOf(told.Statements[1].At + TimeSpan.FromMinutes(29)));
        Assert.Single(Assert.Single(exercise.Make(Audience.Party("west"), early).Cases).Statements);
    }

    [Fact]
    public void Readers_outside_get_ids_of_their_own_and_no_numbers_that_count_what_is_withheld()
    {
        var mission = exercise.Mission.Incidents.Select(one => one.Incident.Id).ToHashSet(StringComparer.Ordinal);
        var record = exercise.Make(Audience.Party("west"));
        Assert.NotEmpty(record.Incidents);
        Assert.All(record.Incidents, one =>
        {
            Assert.DoesNotContain(one.Incident.Id, mission);
            Assert.Equal((0, null), (one.Fact, one.LogIndex));
        });
        var report = ReportMaker.Make(record, Tongue.En);
        Assert.DoesNotContain("fact:", ReportHtml.Write(report), StringComparison.Ordinal);
        Assert.All(report.Sources, source => Assert.Null(source.LogIndex));
    }

    private static int Column(string party) =>
        1 + ServerRig.Agreement.Parties.Index().Single(one => one.Item.Id == party).Index;

    private static Table Statements(ReportDocument report) => report.Sections
        .SelectMany(section => section.Blocks).OfType<Table>().Single(table => table.Id == "replies.statements");
}
