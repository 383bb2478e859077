using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Watch.Rules.Access;

/// <summary>
/// States reports that monitors were denied, delayed or hindered. The duty is that of the party on whose side the place
/// lies, or that the report names. A delay is measured in minutes by the report's count.
/// </summary>
internal sealed class AccessRule : Rule
{
    private readonly ReportScope scope;
    private readonly ImmutableArray<Zone> zones;
    private readonly ImmutableArray<int> sided;
    private readonly ImmutableArray<ClassPattern> allowed;
    private readonly ImmutableArray<ClassPattern> delays;
    private readonly double maxDelayMinutes;

    private AccessRule(
        RuleSource source,
        ReportScope scope,
        ImmutableArray<ClassPattern> allowed,
        ImmutableArray<ClassPattern> delays,
        double maxDelayMinutes)
        : base(source)
    {
        this.scope = scope;
        this.allowed = allowed;
        this.delays = delays;
        this.maxDelayMinutes = maxDelayMinutes;
        zones = source.Agreement.Zones;

        // Every zone with a side tells whose ground it is, whichever zones the clause names.
        sided = [.. Enumerable.Range(0, zones.Length).Where(index => zones[index].Side is not null)];
    }

    public static Rule? Compile(RuleSource source)
    {
        var problems = source.Problems.Count;
        var reader = SettingsReader.Of(source);
        var readScope = ReportScope.Read(source, reader);
        var readAllowed = reader.OptionalTexts("allowed_reasons") ?? [];
        var readDelays = reader.OptionalTexts("delay_classes") ?? [];
        var minutes = reader.Number("max_delay_min", absent: 0, least: 0, most: 43_200);
        reader.RefuseRest();
        return source.Problems.Count == problems
            ? new AccessRule(
                source,
                readScope,
                [.. readAllowed.Select(text => new ClassPattern(text.Text))],
                [.. readDelays.Select(text => new ClassPattern(text.Text))],
                minutes)
            : null;
    }

    public override void OnReport(in Observation observation, RuleVoice voice)
    {
        if (!scope.Takes(in observation, zones, out var joining, out var likeliest))
        {
            return;
        }

        var report = observation.Report!;
        var act = voice.ActOf(in observation);
        var side = LikeliestZone.Of(zones, sided, in observation);
        var holder = act.Actor.Party ?? (side?.Place.PInside > scope.PEnter ? side.Value.Zone.Side : null);
        var (determination, detail) = Judged(report);
        var isBreach = determination == Determination.Breach;
        var stated = ReportScope.DetectionOf(this, in observation, voice, likeliest) with
        {
            Party = holder,
            Determination = isBreach ? scope.Determine(likeliest) : determination,
            Details = [new Detail("duty_of", holder ?? "not known"), detail],
        };
        voice.Say(this, act with { Actor = act.Actor with { Party = holder } }, joining, id => stated with { Id = id });
    }

    private (Determination Determination, Detail Detail) Judged(WrittenReport report)
    {
        foreach (var pattern in allowed)
        {
            if (pattern.Matches(report.Class))
            {
                return (Determination.Compliant, new Detail("allowed_reason", report.Class));
            }
        }

        foreach (var pattern in delays)
        {
            if (pattern.Matches(report.Class))
            {
                var limit = string.Create(CultureInfo.InvariantCulture, $"{maxDelayMinutes:0} allowed");
                var told = string.Create(
                    CultureInfo.InvariantCulture, $"{report.CountMin} to {report.CountMax}, {limit}");
                var detail = new Detail("delay_min", report.CountMin is null ? $"not told, {limit}" : told);
                return report.CountMin is null ? (Determination.Undetermined, detail)
                    : report.CountMin > maxDelayMinutes ? (Determination.Breach, detail)
                    : report.CountMax <= maxDelayMinutes ? (Determination.Compliant, detail)
                    : (Determination.Undetermined, detail);
            }
        }

        return (Determination.Breach, new Detail("reason", report.Class));
    }
}
