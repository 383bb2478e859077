using System.Collections.Immutable;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Watch.Rules;

/// <summary>Which reports a rule that follows objects takes for a sighting; without classes none.</summary>
/// <param name="Classes">Classes of reports.</param>
/// <param name="Reporters">Who must write; null: anyone.</param>
internal sealed record Sightings(ImmutableArray<ClassPattern> Classes, ImmutableArray<ReporterKind>? Reporters)
{
    /// <summary>How sightings in a zone are joined.</summary>
    public static Joining In(string zone) => new(zone, 1_000, TimeSpan.FromHours(1));

    /// <summary>Reads the settings that such rules share.</summary>
    public static Sightings Read(SettingsReader reader) => new(
        reader.OptionalTexts("classes") is { } texts ? [.. texts.Select(text => new ClassPattern(text.Text))] : [],
        reader.EnumsOrAny<ReporterKind>("reporters"));

    /// <summary>True when the report tells of a sighting with a subject and a place.</summary>
    public bool Takes(in Observation observation)
    {
        var report = observation.Report!;
        return report.Subject is not null && observation.HasPosition
            && (Reporters is not { } reporters || reporters.Contains(report.ReporterKind))
            && Classes.Any(pattern => pattern.Matches(report.Class));
    }
}
