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
/// <param name="PEnter">A place is surely inside above this probability.</param>
/// <param name="PLeave">A place is surely outside below this probability.</param>
/// <param name="Apart">Words of a class that tell events apart, such as <c>outgoing</c> and <c>impact</c>.</param>
/// <param name="Joinings">How reports are joined, one for each class as written.</param>
internal sealed record ReportScope(
    ImmutableArray<ClassPattern> Patterns,
    ImmutableArray<ReporterKind>? Reporters,
    ImmutableArray<int>? Zones,
    double PEnter,
    double PLeave,
    ImmutableArray<string> Apart,
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
        var enter = reader.Number("p_enter", absent: 0.95, least: 0.5, most: 0.999);
        var leave = reader.Number("p_leave", absent: 0.05, least: 0.001, most: 0.5);
        var withinM = reader.Number("join_within_m", absent: 2_000, least: 0, most: 100_000);
        var within = TimeSpan.FromSeconds(reader.Number("join_within_s", absent: 900, least: 0, most: 7 * 86_400));
        var apart = reader.OptionalTexts("apart")?.Select(text => text.Text);
        return new ReportScope(
            [.. classes.Select(text => new ClassPattern(text.Text))],
            reporters,
            zones,
            enter,
            leave,
            [.. apart ?? (countsRounds ? ["outgoing", "impact"] : [])],
            [.. classes.Select(text => new Joining(text.Text, withinM, within, countsRounds))]);
    }

    /// <summary>True when the rule looks at the report; then how it is joined, and where it is.</summary>
    public bool Takes(
        in Observation observation, ImmutableArray<Zone> zones, out Joining joining, out LikeliestZone? likeliest)
    {
        likeliest = null;
        var report = observation.Report!;
        joining = JoiningOf(report.Class)!;
        if (joining is null || (Reporters is { } reporters && !reporters.Contains(report.ReporterKind)))
        {
            return false;
        }

        likeliest = LikeliestZone.Of(zones, Zones ?? [], in observation);
        return likeliest is not { } found || found.Place.PAtMost >= PLeave;
    }

    /// <summary>
    /// What can be said of a report that tells of something forbidden: nothing, unless its place is surely in a zone
    /// where the clause names zones.
    /// </summary>
    public Determination Determine(LikeliestZone? likeliest) =>
        Zones is null || likeliest?.Place.PInside > PEnter ? Determination.Breach : Determination.Undetermined;

    /// <summary>
    /// A detection of a report, with what every such detection states; its number is given when it is said.
    /// </summary>
    public static Detection DetectionOf(
        Rule rule, in Observation observation, RuleVoice voice, LikeliestZone? likeliest = null)
    {
        var report = observation.Report!;
        return new Detection(
            0,
            DetectionKind.Reported,
            rule.Clause.Id,
            rule.Reading.Id,
            rule.Clause.IncidentClass,
            likeliest?.Zone.Id,
            null,
            report.Reporter,
            null,
            observation.At,
            observation.ReceivedAt,
            observation.HasPosition ? PlaceOf.Point(observation.Position, observation.PositionError) : null,
            likeliest?.Place.PInside,
            likeliest?.Place.SignedDistanceM,
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
                var word = Apart.IsEmpty ? null : reported.Split('.').FirstOrDefault(Apart.Contains);
                return Joinings[index] with { Apart = word };
            }
        }

        return null;
    }
}
