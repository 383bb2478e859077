using Trucewatch.Geo;
using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Language;

namespace Trucewatch.Reports.Sections;

/// <summary>Every incident with its place, the feeds, and what the words mean.</summary>
internal static class AnnexSection
{
    private static readonly string[] terms =
    [
        "cf-ceasefire", "cf-contact-line", "cf-buffer-zone", "cf-party", "cf-provision", "cf-verification",
    ];

    public static void Write(SectionWriter writer)
    {
        var tongue = writer.Tongue;
        writer.Say(
            "records", ReportWords.RecordsNote, ["agreement"], Told.Words(writer.Record.LogOrigin));
        writer.Add(
            "incidents", ReportWords.Columns.Incidents,
            [(ReportWords.Columns.Id, false), (ReportWords.Columns.Position, false), (ReportWords.Columns.Zone, false),
                (ReportWords.Columns.How, false), (ReportWords.Columns.Number, true), (ReportWords.Columns.Class, false),
                (ReportWords.Columns.What, false), (ReportWords.Columns.Whose, false), (ReportWords.Columns.Time, false)],
            writer.Record.Incidents.Select(one => Line(writer, one)));
        writer.Add(
            "feeds", ReportWords.Feeds,
            [(ReportWords.Columns.Feed, false), (ReportWords.Columns.Frames, true), (ReportWords.Columns.Heard, false)],
            writer.Record.Feeds.Select(feed => new Row(
                "feed-" + feed.Name,
                [feed.Name, tongue.Number(feed.Frames),
                    feed.LastHeard is { } at ? writer.Record.Window.Local(at) : ReportWords.NotKnown.In(tongue)],
                ["feed:" + feed.Name], [new("frames", feed.Frames)])));
        writer.Add(
            "glossary", ReportWords.Glossary,
            [(ReportWords.Columns.Term, false), (ReportWords.Columns.Meaning, false)],
            terms.Select(id => Terms.Of(id)).Select(term => new Row(
                "term-" + term.Id,
                [Named(term, tongue), term.Definition], ["terms"], [])));
    }

    /// <summary>A place to about a metre, north and east positive.</summary>
    public static string Position(Tongue tongue, GeoPoint at) =>
        $"{tongue.Number(at.LatitudeDeg, 5)} {tongue.Number(at.LongitudeDeg, 5)}";

    private static string Named(Term term, Tongue tongue) => tongue == Tongue.En || term.IsReviewed
        ? term.In(tongue)
        : $"{term.In(tongue)} ({term.En}; {ReportWords.Unreviewed.In(tongue)})";

    private static Row Line(SectionWriter writer, ReportedIncident one)
    {
        var incident = one.Incident;
        return new Row(
            "incident-" + incident.Id,
            [
                incident.Id,
                incident.Place is { } place
                    ? Position(writer.Tongue, GeoPoint.FromDegrees(place.Latitude, place.Longitude))
                    : ReportWords.NotKnown.In(writer.Tongue),
                writer.Zone(incident.Zone), string.Join(", ", incident.Means), KindSection.Number(writer, incident),
                incident.Class, writer.Clause(incident.Clause), KindSection.Whose(writer, incident),
                $"{writer.Record.Window.Local(incident.First)} \u2013 {writer.Record.Window.Local(incident.Last)}",
            ],
            SummarySection.Records([one]), []);
    }
}
