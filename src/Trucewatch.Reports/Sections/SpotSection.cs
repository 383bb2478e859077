using Trucewatch.Domain.Counts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Geo;
using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Language;
using Trucewatch.Reports.Printing;

namespace Trucewatch.Reports.Sections;

/// <summary>One incident: what, where, when, under which reading, and over how much that was watched.</summary>
internal static class SpotSection
{
    public static void Write(SectionWriter writer)
    {
        var record = writer.Record;
        var (tongue, window) = (writer.Tongue, record.Window);
        var one = record.Incidents.First(each => each.Incident.Id == record.Spot);
        var incident = one.Incident;
        writer.Say(
            "what", ReportWords.SpotWhat, [one.Record, "agreement"],
            Told.Words(incident.Id), Told.Words(writer.Clause(incident.Clause)), Told.Words(writer.Zone(incident.Zone)),
            Told.Words(window.Local(incident.First)), Told.Words(window.Local(incident.Last)),
            Told.Words(KindSection.State(writer, incident)));
        writer.Say("machine", ReportWords.Machine, ["agreement"]);
        writer.Say(
            "readings", ReportWords.SpotReadings, [one.Record],
            Told.Words(writer.Readings(incident.Outcomes)), Told.Words(KindSection.Whose(writer, incident)));
        if (incident.Place is { } place)
        {
            var sigma = Math.Max(place.SigmaEastM, place.SigmaNorthM);
            writer.Say(
                "place", ReportWords.SpotPlace, [one.Record],
                Told.Words(AnnexSection.Position(tongue, GeoPoint.FromDegrees(place.Latitude, place.Longitude))),
                writer.Number("sigma_m", sigma));
        }

        var near = record.Incidents.Where(each => each.Incident.Zone == incident.Zone).ToList();
        var watched = record.Coverage?.Zones.FirstOrDefault(part => part.Of == incident.Zone)?.Now
            ?? record.Coverage?.Whole.Now;
        writer.Say(
            "others", ReportWords.SpotOthers, [.. SummarySection.Records(near), Looked(record)],
            writer.Count("incidents", near.Count, "incident"), writer.WatchedEnd("share", watched));
        writer.Add("map", ReportWords.Map, ReportDrawings.Map(record, tongue), SummarySection.Records(record.Incidents));
    }

    private static string Looked(ReportRecord record) => record.Coverage is null ? "agreement" : "coverage:all";
}
