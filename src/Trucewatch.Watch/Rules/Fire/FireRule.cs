using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Watch.Rules.Fire;

/// <summary>
/// States reports of fire so that one shelling becomes one incident with at least N and at most M rounds: what one
/// observer counts in several bursts adds up, what several observers count is of the same rounds, at least. Direction
/// is
/// not origin: nobody is named.
/// </summary>
internal sealed class FireRule : Rule
{
    private readonly ReportScope scope;
    private readonly ImmutableArray<Zone> zones;

    private FireRule(RuleSource source, ReportScope scope)
        : base(source)
    {
        this.scope = scope;
        zones = source.Agreement.Zones;
    }

    public static Rule? Compile(RuleSource source)
    {
        var problems = source.Problems.Count;
        var reader = SettingsReader.Of(source);
        var readScope = ReportScope.Read(source, reader, countsRounds: true);
        reader.RefuseRest();
        return source.Problems.Count == problems ? new FireRule(source, readScope) : null;
    }

    public override void OnReport(in Observation observation, RuleVoice voice)
    {
        if (scope.Takes(in observation, zones, out var joining, out var zone, out var place))
        {
            var stated = ReportScope.DetectionOf(this, in observation, voice, zone, in place, 0);
            voice.Say(this, voice.ActOf(in observation), joining, id => stated with { Id = id });
        }
    }
}
