using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Watch.Rules.ReportClass;

/// <summary>
/// States each written report of a named class. A report is a claim, and does not say who did it: whomever its writer
/// names, no party is taken for the one who did, and no party's permit covers it.
/// </summary>
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

    public static Rule? Compile(RuleSource source) => Compile(source, countsRounds: false);

    /// <summary>Makes the rule.</summary>
    /// <param name="source">What it is made of.</param>
    /// <param name="countsRounds">True where the counts of one reporter are of bursts, and add up.</param>
    public static Rule? Compile(RuleSource source, bool countsRounds)
    {
        var problems = source.Problems.Count;
        var reader = SettingsReader.Of(source);
        var readScope = ReportScope.Read(source, reader, countsRounds);
        reader.RefuseRest();
        return source.Problems.Count == problems ? new ReportClassRule(source, readScope) : null;
    }

    public override void OnReport(in Observation observation, RuleVoice voice)
    {
        if (scope.Takes(in observation, zones, out var joining, out var likeliest))
        {
            var stated = ReportScope.DetectionOf(this, in observation, voice, likeliest) with
            {
                Determination = scope.Determine(likeliest),
            };
            var act = voice.ActOf(in observation);
            act = act with { Actor = act.Actor with { Party = null } };
            voice.Say(this, act, joining, id => stated with { Id = id });
        }
    }
}
