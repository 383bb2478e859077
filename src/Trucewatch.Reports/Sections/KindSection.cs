using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Counts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Language;

namespace Trucewatch.Reports.Sections;

/// <summary>The incidents of one kind: how many, whose, and each one.</summary>
internal static class KindSection
{
    /// <summary>Most incidents that stand in a section one by one; the annex has all.</summary>
    public const int MostListed = 60;

    public static void Write(SectionWriter writer, IncidentKind kind)
    {
        var record = writer.Record;
        ImmutableArray<ReportedIncident> mine =
            [.. record.Incidents.Where(one => Sections.KindOf(one.Incident.Class).Id == kind.Id)];
        var watched = Watched(record, kind);
        var records = SummarySection.Records(mine);
        string[] looked = record.Coverage is null ? ["agreement"] : ["coverage:all"];
        if (mine.Length == 0)
        {
            SayNone(writer, kind, watched, looked);
            return;
        }

        writer.Say(
            "count", ReportWords.KindCount, [.. records, .. looked],
            writer.Count("incidents", mine.Length, "incident"),
            writer.Number("open", mine.Count(one => one.Incident.Status == IncidentStatus.Open)),
            writer.WatchedEnd("share", watched));
        writer.Say("parties", ReportWords.ByParty, records, Parties(writer, mine));
        writer.Add("list", ReportWords.EachOne, columns, mine.Take(MostListed).Select(one => Line(writer, one)));
    }

    private static readonly (Phrase Head, bool IsNumeric)[] columns =
    [
        (ReportWords.Columns.Time, false), (ReportWords.Columns.Id, false), (ReportWords.Columns.What, false),
        (ReportWords.Columns.Zone, false), (ReportWords.Columns.Whose, false), (ReportWords.Columns.Number, true),
        (ReportWords.Columns.Readings, false), (ReportWords.Columns.State, false),
    ];

    private static void SayNone(SectionWriter writer, IncidentKind kind, Exposure? watched, string[] looked)
    {
        var window = writer.Record.Window;
        var asks = writer.Record.Agreement.Clauses.Any(clause =>
            Sections.KindOf(clause.IncidentClass).Id == kind.Id && clause.FirstBinding <= window.Until);
        if (asks)
        {
            writer.Say("none", ReportWords.KindNone, looked, writer.WatchedEnd("share", watched));
        }
        else if (kind.Begins is not [""])
        {
            writer.Say("no-clause", ReportWords.KindNoClause, ["agreement"]);
        }
        else
        {
            writer.Say("none", ReportWords.KindNone, looked, Told.Words(""));
        }
    }

    /// <summary>What was watched of the zones that a kind is looked for in.</summary>
    private static Exposure? Watched(ReportRecord record, IncidentKind kind)
    {
        if (record.Coverage is not { } sheet)
        {
            return null;
        }

        var zones = sheet.Zones
            .Where(part => record.Zone(part.Of) is { } zone && kind.Zones.Contains(zone.Kind)).ToList();
        return kind.Zones.IsEmpty || zones.Count == 0
            ? sheet.Whole.Now
            : new Exposure(
                zones.Sum(part => part.Now.WatchedKm2H), zones.Sum(part => part.Now.WholeKm2H),
                sheet.Whole.Now.From, sheet.Whole.Now.Until);
    }

    /// <summary>Each party in the agreement's order, then several, then not determined; those with none as well.
    /// </summary>
    private static Told Parties(SectionWriter writer, ImmutableArray<ReportedIncident> incidents)
    {
        var parts = new List<string>();
        var figures = new List<Figure>();
        void Tell(string id, string name, int count)
        {
            parts.Add($"{name} {writer.Tongue.Number(count)}");
            figures.Add(new Figure(id, count));
        }

        foreach (var party in writer.Record.Agreement.Parties)
        {
            Tell(party.Id, party.Name.In(writer.Tongue), incidents.Count(one => one.Incident.Parties is [var only]
                && only == party.Id));
        }

        if (incidents.Count(one => one.Incident.Parties.Length > 1) is var several and > 0)
        {
            var names = string.Join(" + ", writer.Record.Agreement.Parties.Select(one => one.Name.In(writer.Tongue)));
            Tell("several", names, several);
        }

        Tell(
            "undetermined", ReportWords.Undetermined.In(writer.Tongue),
            incidents.Count(one => one.Incident.Parties.IsEmpty));
        return new Told(string.Join(", ", parts), [.. figures]);
    }

    private static Row Line(SectionWriter writer, ReportedIncident one)
    {
        var incident = one.Incident;
        return new Row(
            incident.Id,
            [
                writer.Record.Window.Local(incident.First), incident.Id, writer.Clause(incident.Clause),
                writer.Zone(incident.Zone), Whose(writer, incident), Number(writer, incident),
                writer.Readings(incident.Outcomes), State(writer, incident),
            ],
            SummarySection.Records([one]),
            incident.CountMin is { } least && incident.CountMax is { } most
                ? [new("count_min", least), new("count_max", most)]
                : []);
    }

    /// <summary>Whose it is as far as registers tell: no attribution.</summary>
    public static string Whose(SectionWriter writer, Incident incident) => incident.Parties.IsEmpty
        ? writer.Party(null)
        : string.Join(" + ", incident.Parties.Select(writer.Party));

    /// <summary>Least and most that were counted, or nothing.</summary>
    public static string Number(SectionWriter writer, Incident incident) =>
        (incident.CountMin, incident.CountMax) switch
        {
            ({ } least, { } most) when least == most => writer.Tongue.Number(least),
            ({ } least, { } most) => $"{writer.Tongue.Number(least)}\u2013{writer.Tongue.Number(most)}",
            _ => "",
        };

    /// <summary>Whether it goes on.</summary>
    public static string State(SectionWriter writer, Incident incident) =>
        (incident.Status == IncidentStatus.Open ? ReportWords.Open : ReportWords.Closed).In(writer.Tongue);
}
