using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Rules.ReportClass;

/// <summary>Settings of a report-class rule.</summary>
/// <param name="Families">Classes as written: exact, or ending in <c>.*</c> for all below.</param>
/// <param name="Reporters">Who must write; null: anyone.</param>
/// <param name="Zones">Indexes of zones of which the place may not be surely outside all; null: anywhere.</param>
/// <param name="PLeave">A place is surely outside below this probability.</param>
/// <param name="JoinWithinM">Greatest distance at which reports are of one event.</param>
/// <param name="JoinWithin">Greatest time at which reports are of one event.</param>
internal sealed record ReportClassSettings(
    ImmutableArray<string> Families,
    ImmutableArray<ReporterKind>? Reporters,
    ImmutableArray<int>? Zones,
    double PLeave,
    double JoinWithinM,
    TimeSpan JoinWithin);

/// <summary>States each written report of a named class. A report is a claim, and does not say who did it.</summary>
internal sealed class ReportClassRule : Rule
{
    private readonly ReportClassSettings settings;
    private readonly ImmutableArray<Zone> zones;
    private readonly ImmutableArray<Joining> joinings;

    private ReportClassRule(RuleSource source, ReportClassSettings settings)
        : base(source)
    {
        this.settings = settings;
        zones = source.Agreement.Zones;
        joinings =
        [
            .. settings.Families.Select(family => new Joining(family, settings.JoinWithinM, settings.JoinWithin)),
        ];
    }

    public static Rule? Compile(RuleSource source)
    {
        var problems = source.Problems.Count;
        var reader = SettingsReader.Of(source);
        var families = reader.Texts("classes");
        var read = new ReportClassSettings(
            [.. families.Select(family => family.Text)],
            reader.EnumsOrAny<ReporterKind>("reporters"),
            reader.OptionalTexts("zones") is { } zones ? source.ZoneIndexes(zones) : null,
            reader.Number("p_leave", absent: 0.05, least: 0.001, most: 0.5),
            reader.Number("join_within_m", absent: 2_000, least: 0, most: 100_000),
            TimeSpan.FromSeconds(reader.Number("join_within_s", absent: 900, least: 0, most: 7 * 86_400)));
        reader.RefuseRest();
        return source.Problems.Count == problems ? new ReportClassRule(source, read) : null;
    }

    public override void OnReport(in Observation observation, RuleVoice voice)
    {
        var report = observation.Report!;
        var joining = FamilyOf(report.Class);
        if (joining is null || (settings.Reporters is { } reporters && !reporters.Contains(report.ReporterKind)))
        {
            return;
        }

        var (zone, standing) = Nearest(in observation);
        if (zone is not null && standing.PAtMost < settings.PLeave)
        {
            return;
        }

        Say(in observation, joining, zone, standing, voice);
    }

    private void Say(
        in Observation observation, Joining joining, string? zone, ZonePlace standing, RuleVoice voice)
    {
        var report = observation.Report!;
        var (at, knownAt) = (observation.At, observation.ReceivedAt);
        var place = observation.HasPosition
            ? PlaceOf.Point(observation.Position, observation.PositionError)
            : null;
        var frames = ImmutableArray.Create(voice.Feeds.Cite(observation.Frame));
        ImmutableArray<string> means = [.. report.Means.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        double? pInside = zone is null ? null : standing.PInside;
        double? marginM = zone is null ? null : standing.SignedDistanceM;

        // The party stays open: the writer of a report is not the one whom it concerns.
        voice.Say(this, voice.ActOf(in observation), joining, id => new Detection(
            id, DetectionKind.Reported, Clause.Id, Reading.Id, Clause.IncidentClass, zone, null, report.Reporter, null,
            at, knownAt, place, pInside, marginM, report.CountMin, report.CountMax, report.Text, means, frames));
    }

    /// <summary>The zone that the place is most probably in; null without zones or without a place.</summary>
    private (string? Zone, ZonePlace Standing) Nearest(in Observation observation)
    {
        if (settings.Zones is not { } indexes || !observation.HasPosition)
        {
            return (null, default);
        }

        string? best = null;
        ZonePlace bestStanding = default;
        foreach (var index in indexes)
        {
            var standing = zones[index].Locate(observation.Position, observation.PositionError);
            if (best is null || standing.PAtMost > bestStanding.PAtMost)
            {
                (best, bestStanding) = (zones[index].Id, standing);
            }
        }

        return (best, bestStanding);
    }

    private Joining? FamilyOf(string reported)
    {
        foreach (var joining in joinings)
        {
            var family = joining.Family;
            var isBelow = family.EndsWith(".*", StringComparison.Ordinal)
                && (reported.AsSpan().StartsWith(family.AsSpan(0, family.Length - 1), StringComparison.Ordinal)
                    || family.AsSpan(0, family.Length - 2).SequenceEqual(reported));
            if (isBelow || family == reported)
            {
                return joining;
            }
        }

        return null;
    }
}
