using Trucewatch.Watch.Rules.ReportClass;

namespace Trucewatch.Watch.Rules.Fire;

/// <summary>
/// States reports of fire so that one shelling becomes one incident with at least N and at most M rounds: what one
/// observer counts in several bursts adds up, what several observers count is of the same rounds, at least.
/// </summary>
internal static class FireRule
{
    public static Rule? Compile(RuleSource source) => ReportClassRule.Compile(source, countsRounds: true);
}
