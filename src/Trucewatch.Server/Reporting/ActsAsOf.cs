using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Stores;
using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Cases;
using Trucewatch.Watch.Adjudication;

namespace Trucewatch.Server.Reporting;

/// <summary>
/// What people had done by a time: which incidents two of them had released, and where cases stood. What came later
/// changes nothing, so that the report of a day that is over can be made again.
/// </summary>
internal sealed class ActsAsOf
{
    private readonly Rights rights = new(new Roll([], []));
    private readonly Dictionary<string, CaseRecord> cases = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Case, int Number), long?> places = [];
    private readonly List<string> order = [];

    /// <summary>Reads the record.</summary>
    /// <param name="store">The record.</param>
    /// <param name="released">Until when releases count.</param>
    /// <param name="told">Until when acts on cases count: readers who are told late know fewer.</param>
    public ActsAsOf(IPictureStore store, Instant released, Instant told)
    {
        foreach (var stored in store.ReadActs(0, int.MaxValue))
        {
            var act = ActJson.Read(stored.Payload);
            if (act.Rights is { } word && act.At <= released)
            {
                rights.Take(stored.Number, act.At, word);
            }

            if (act.Case is { } said && said.Act.At <= told)
            {
                Take(said, stored.LogIndex);
            }
        }
    }

    /// <summary>The label that two people had given an item, else its own.</summary>
    public Label LabelOf(string item, Label own) => rights.ReleasedAs(item) ?? own;

    /// <summary>The cases that a reader might know of, each as far as they might see it.</summary>
    /// <param name="audience">Who reads.</param>
    /// <param name="window">The time in which statements and corrections count.</param>
    /// <param name="incidentOf">Under which id the reader knows an incident.</param>
    public IEnumerable<ReportedCase> Cases(Audience audience, ReportWindow window, Func<string, string> incidentOf)
    {
        foreach (var id in order)
        {
            var known = cases[id];
            if (known.MayRead(audience.By) is null
                && known.For(audience.By, incidentOf) is { File.Entries.Count: > 0 } seen)
            {
                yield return Of(id, seen, audience, window);
            }
        }
    }

    /// <summary>The page of each of those cases.</summary>
    public IEnumerable<(string Id, string Page)> Pages(Audience audience, Instant at, Func<string, string> incidentOf) =>
        from id in order
        where cases[id].MayRead(audience.By) is null
        select (id, CasePage.Write(cases[id].For(audience.By, incidentOf).File, at));

    private ReportedCase Of(string id, ReleasedCase seen, Audience audience, ReportWindow window)
    {
        ActRecord Record(CaseEntry entry) => new(
            FormattableString.Invariant($"act:{id}/{entry.Number}"),
            ReaderIds.AreKeyed(audience) ? null : places[(id, seen.Numbers[entry.Number - 1])]);
        var said = seen.File.Entries.Where(entry => entry.Refusal is null && window.Has(entry.Act.At)).ToList();
        var incident = (IncidentReceived)seen.File.Entries[0].Act.Deed;
        return new ReportedCase(
            id, incident.Incident, incident.Clause, seen.File.State, seen.File.Standing, Record(seen.File.Entries[^1]),
            [.. said.Where(entry => entry.Act.Deed is FindingStated { Supersedes: not null }).Select(Record)],
            [
                .. said.Where(entry => entry.Act.Author.Party is not null && KindOf(entry.Act.Deed) is not null)
                    .Select(entry => new PartyStatement(
                        entry.Act.Author.Party!, KindOf(entry.Act.Deed)!.Value, entry.Act.At, entry.Act.Deed.Text,
                        Record(entry))),
            ]);
    }

    private static StatementKind? KindOf(Deed deed) => deed switch
    {
        ClaimMade => StatementKind.Claim,
        IncidentReceived => StatementKind.Bringing,
        CaseWithdrawn => StatementKind.Withdrawal,
        DecisionAccepted => StatementKind.Acceptance,
        DisputeRaised => StatementKind.Dispute,
        AppealRaised => StatementKind.Appeal,
        PleadingFiled => StatementKind.Pleading,
        EvidenceSealed or EvidenceRevealed => StatementKind.Evidence,
        RemedyReported => StatementKind.Remedy,
        _ => null,
    };

    private void Take(CaseWord said, long? place)
    {
        if (said.Opens is { } terms)
        {
            cases.Add(said.Case, new CaseRecord(terms, said.Act.Label));
            order.Add(said.Case);
        }

        var entry = cases[said.Case].Append(said.Act);
        if (entry.Number > 0)
        {
            places[(said.Case, entry.Number)] = place;
        }
    }
}
