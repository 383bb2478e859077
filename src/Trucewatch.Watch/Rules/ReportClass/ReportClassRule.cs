using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Watch.Rules.ReportClass;

/// <summary>States each written report of a named class. A report is a claim, and does not say who did it.</summary>
internal sealed class ReportClassRule : Rule
{
    private readonly ReportScope scope;
    private readonly ImmutableArray<Zone> zones;

    private ReportClassRule(RuleSource source, ReportScope scope)
        : base(source)
    {
        this.scope = scope;
        zones = source.Agreement.Zones;
    }

    public static Rule? Compile(RuleSource source)
    {
        var problems = source.Problems.Count;
        var reader = SettingsReader.Of(source);
        var readScope = ReportScope.Read(source, reader);
        reader.RefuseRest();
        return source.Problems.Count == problems ? new ReportClassRule(source, readScope) : null;
    }

    public override void OnReport(in Observation observation, RuleVoice voice)
    {
        if (scope.Takes(in observation, zones, out var joining, out var zone, out var place))
        {
            // The party stays open: the writer of a report is not the one whom it concerns.
            var stated = ReportScope.DetectionOf(this, in observation, voice, zone, in place, 0);
            voice.Say(this, voice.ActOf(in observation), joining, id => stated with { Id = id });
        }
    }
}
