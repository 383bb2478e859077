using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Watch.Rules;

/// <summary>Which written reports a rule looks at, and how they are joined.</summary>
/// <param name="Patterns">Classes as written.</param>
/// <param name="Reporters">Who must write; null: anyone.</param>
/// <param name="Zones">Indexes of zones of which the place may not be surely outside all; null: anywhere.</param>
/// <param name="PLeave">A place is surely outside below this probability.</param>
/// <param name="Joinings">How reports are joined, one for each class as written.</param>
internal sealed record ReportScope(
    ImmutableArray<ClassPattern> Patterns,
    ImmutableArray<ReporterKind>? Reporters,
    ImmutableArray<int>? Zones,
    double PLeave,
    ImmutableArray<Joining> Joinings)
{
    /// <summary>Reads the settings that such rules share.</summary>
    /// <param name="source">The rule's source.</param>
    /// <param name="reader">Its settings.</param>
    /// <param name="countsRounds">True where the counts of one reporter add up.</param>
    public static ReportScope Read(RuleSource source, SettingsReader reader, bool countsRounds = false)
    {
        var classes = reader.Texts("classes");
        var reporters = reader.EnumsOrAny<ReporterKind>("reporters");
        ImmutableArray<int>? zones = reader.OptionalTexts("zones") is { } named ? source.ZoneIndexes(named) : null;
        var leave = reader.Number("p_leave", absent: 0.05, least: 0.001, most: 0.5);
        var withinM = reader.Number("join_within_m", absent: 2_000, least: 0, most: 100_000);
        var within = TimeSpan.FromSeconds(reader.Number("join_within_s", absent: 900, least: 0, most: 7 * 86_400));
        return new ReportScope(
            [.. classes.Select(text => new ClassPattern(text.Text))],
            reporters,
            zones,
            leave,
            [.. classes.Select(text => new Joining(text.Text, withinM, within, countsRounds))]);
    }

    /// <summary>True when the rule looks at the report; then how it is joined, and where it is.</summary>
    public bool Takes(
        in Observation observation,
        ImmutableArray<Zone> zones,
        out Joining joining,
        out Zone? zone,
        out ZonePlace place)
    {
        (zone, place) = (null, default);
        var report = observation.Report!;
        joining = JoiningOf(report.Class)!;
        if (joining is null || (Reporters is { } reporters && !reporters.Contains(report.ReporterKind)))
        {
            return false;
        }

        foreach (var index in observation.HasPosition ? Zones ?? [] : [])
        {
            var standing = zones[index].Locate(observation.Position, observation.PositionError);
            if (zone is null || standing.PAtMost > place.PAtMost)
            {
                (zone, place) = (zones[index], standing);
            }
        }

        return zone is null || place.PAtMost >= PLeave;
    }

    /// <summary>A detection of a report, with what every such detection states.</summary>
    public static Detection DetectionOf(
        Rule rule, in Observation observation, RuleVoice voice, Zone? zone, in ZonePlace place, int id)
    {
        var report = observation.Report!;
        return new Detection(
            id,
            DetectionKind.Reported,
            rule.Clause.Id,
            rule.Reading.Id,
            rule.Clause.IncidentClass,
            zone?.Id,
            null,
            report.Reporter,
            null,
            observation.At,
            observation.ReceivedAt,
            observation.HasPosition ? PlaceOf.Point(observation.Position, observation.PositionError) : null,
            zone is null ? null : place.PInside,
            zone is null ? null : place.SignedDistanceM,
            report.CountMin,
            report.CountMax,
            report.Text,
            [.. report.Means.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            [voice.Feeds.Cite(observation.Frame)]);
    }

    private Joining? JoiningOf(string reported)
    {
        for (var index = 0; index < Patterns.Length; index++)
        {
            if (Patterns[index].Matches(reported))
            {
                return Joinings[index];
            }
        }

        return null;
    }
}
