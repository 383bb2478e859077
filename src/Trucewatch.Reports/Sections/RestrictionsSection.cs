using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Language;

namespace Trucewatch.Reports.Sections;

/// <summary>What kept the mission from looking, and through whom, beside the incidents of access.</summary>
internal static class RestrictionsSection
{
    public static readonly Phrase Title = new(
        "Restrictions and interference", "Обмеження та перешкоди", "Ограничения и помехи");

    public static void Write(SectionWriter writer, IncidentKind kind)
    {
        KindSection.Write(writer, kind);
        if (writer.Record.Coverage is not { } sheet)
        {
            writer.Say("withheld", ReportWords.Withheld, ["agreement"]);
            return;
        }

        if (sheet.BlindSpots.Length == 0)
        {
            writer.Say("no-blind", ReportWords.NoBlind, ["coverage:all"]);
            return;
        }

        writer.Say(
            "blind", ReportWords.BlindCount, ["coverage:all"],
            writer.Number("blind_spots", sheet.BlindSpots.Length), Causes(writer, sheet),
            writer.Number("lost_km2h", sheet.BlindSpots.Sum(spot => spot.LostKm2H), 1));
        writer.Add(
            "spots", ReportWords.BlindSpots,
            [(ReportWords.Columns.Cause, false), (ReportWords.Columns.Through, false), (ReportWords.Columns.Means, false),
                (ReportWords.Columns.Number, true), (ReportWords.Columns.Time, false), (ReportWords.Columns.Lost, true)],
            sheet.BlindSpots.GroupBy(spot => (spot.Cause, spot.By, spot.Modality))
                .OrderBy(group => group.Key.Cause, StringComparer.Ordinal)
                .ThenBy(group => group.Key.By, StringComparer.Ordinal).ThenBy(group => group.Key.Modality)
                .Select(group => Line(writer, [.. group])));
    }

    private static Told Causes(SectionWriter writer, CoverageSheet sheet)
    {
        var causes = sheet.BlindSpots.GroupBy(spot => spot.Cause, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (Id: group.Key, Count: group.Count())).ToList();
        return new Told(
            string.Join(", ", causes.Select(cause =>
                $"{ReportWords.Cause(cause.Id).In(writer.Tongue)} {writer.Tongue.Number(cause.Count)}")),
            [.. causes.Select(cause => new Figure(cause.Id, cause.Count))]);
    }

    /// <summary>The blind spots of one cause through one and the same, seen by one means.</summary>
    private static Row Line(SectionWriter writer, List<ReportedBlindSpot> spots)
    {
        var (window, tongue, first) = (writer.Record.Window, writer.Tongue, spots[0]);
        var lost = spots.Sum(spot => spot.LostKm2H);
        var parties = writer.Record.Agreement.Parties;
        return new Row(
            $"spots-{first.Cause}-{first.By}-{first.Modality}",
            [
                ReportWords.Cause(first.Cause).In(tongue),
                first.By == "not known" ? ReportWords.NotKnown.In(tongue)
                    : parties.Any(party => party.Id == first.By) ? writer.Party(first.By)
                    : first.By,
                ReportWords.Of(first.Modality).In(tongue), tongue.Number(spots.Count),
                $"{window.Local(spots.Min(spot => spot.From))} \u2013 {window.Local(spots.Max(spot => spot.Until))}",
                tongue.Number(lost, 1),
            ],
            [.. spots.Select(spot => spot.Frame is null ? "coverage:all" : "frame:" + spot.Frame)],
            [new("blind_spots", spots.Count), new("lost_km2h", lost)]);
    }
}
