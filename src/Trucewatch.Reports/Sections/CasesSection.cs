using Trucewatch.Domain.Adjudication;
using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Language;

namespace Trucewatch.Reports.Sections;

/// <summary>Each case: where it stands, what stands, and how often each party spoke.</summary>
internal static class CasesSection
{
    public static void Write(SectionWriter writer)
    {
        var cases = writer.Record.Cases;
        if (cases.Length == 0)
        {
            writer.Say("none", ReportWords.NoCases, ["agreement"]);
            return;
        }

        writer.Say(
            "count", ReportWords.CaseCount, cases.Select(one => one.Newest.Id),
            writer.Number("cases", cases.Length));
        writer.Add(
            "list", ReportWords.CaseList,
            [(ReportWords.Columns.Case, false), (ReportWords.Columns.Id, false), (ReportWords.Columns.What, false),
                (ReportWords.Columns.State, false), (ReportWords.Columns.Stands, false),
                (ReportWords.Columns.Said, true)],
            cases.Select(one => new Row(
                "case-" + one.Id,
                [
                    one.Id, one.Incident, writer.Clause(one.Clause), Of(one.State).In(writer.Tongue),
                    one.Standing is { } outcome
                        ? Of(outcome).In(writer.Tongue)
                        : ReportWords.Columns.Nothing.In(writer.Tongue),
                    string.Join(" / ", writer.Record.Agreement.Parties.Select(party => writer.Tongue.Number(
                        one.Statements.Count(statement => statement.Party == party.Id)))),
                ],
                [one.Newest.Id, .. one.Statements.Select(statement => statement.Record.Id)],
                [.. writer.Record.Agreement.Parties.Select(party => new Figure(
                    "said_" + party.Id, one.Statements.Count(statement => statement.Party == party.Id)))])));
    }

    private static Phrase Of(Outcome outcome) => Of(outcome switch
    {
        Outcome.ConfirmedViolation => CaseState.ConfirmedViolation,
        Outcome.TechnicalViolation => CaseState.TechnicalViolation,
        Outcome.NoViolation => CaseState.NoViolation,
        Outcome.Permitted => CaseState.Permitted,
        Outcome.Unverifiable => CaseState.Unverifiable,
        Outcome.UndeterminedActor => CaseState.UndeterminedActor,
        _ => CaseState.Duplicate,
    });

    private static Phrase Of(CaseState state) => state switch
    {
        CaseState.ConfirmedViolation => Term("fs-confirmed"),
        CaseState.TechnicalViolation => Term("fs-technical"),
        CaseState.UndeterminedActor => new(
            "violation, actor undetermined", "Порушення, виконавця не визначено", "Нарушение, исполнитель не определён"),
        CaseState.Unremedied => new("not remedied", "Не усунено", "Не устранено"),
        CaseState.None => ReportWords.NotKnown,
        _ => Term("fs-" + Words.Of(state)),
    };

    private static Phrase Term(string id)
    {
        var term = Terms.Of(id);
        return new Phrase(term.En, term.Uk, term.Ru);
    }
}
