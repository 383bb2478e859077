using System.Collections.Immutable;
using Trucewatch.Geo;
using Trucewatch.Watch.Cases;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Machinery;

/// <summary>
/// A rate against the rate before. Both counts are taken over what was watched; given their sum, the later count is
/// binomial when the rates are equal (the conditional test of two Poisson counts, Przyborowski and Wilenski, 1940), so
/// that small numbers decide nothing.
/// </summary>
internal sealed class Baselines : IMachine
{
    private const int MaxCount = 1_000_000;

    private readonly ImmutableArray<Baseline> baselines;

    private Baselines(ImmutableArray<Baseline> baselines) => this.baselines = baselines;

    private sealed record Baseline(string Id, double Level, double LeastCoverage);

    public static IMachine Read(SettingsReader machinery, MachinerySource source)
    {
        var readBaselines = ImmutableArray.CreateBuilder<Baseline>();
        foreach (var item in machinery.Maps("baselines"))
        {
            readBaselines.Add(new Baseline(
                item.Text("id"),
                item.Number("level", absent: 0.05, least: 1e-6, most: 0.5),
                item.Number("least_coverage", absent: 0, least: 0, most: 1)));
            Terms.Explanation(item);
            item.RefuseRest();
        }

        return new Baselines(readBaselines.ToImmutable());
    }

    /// <summary><c>baseline ID before=COUNT/FOR/COVERAGE after=COUNT/FOR/COVERAGE</c>.</summary>
    public string? Answer(MachineryQuestion question)
    {
        if (question.Plain is not [var id] || baselines.FirstOrDefault(each => each.Id == id) is not { } baseline
            || !TryRead(question.Text("before"), out var before) || !TryRead(question.Text("after"), out var after))
        {
            return null;
        }

        if (before.Coverage < baseline.LeastCoverage || after.Coverage < baseline.LeastCoverage
            || before.Exposure <= 0 || after.Exposure <= 0)
        {
            return "cannot be told: not watched enough";
        }

        var share = after.Exposure / (before.Exposure + after.Exposure);
        var n = before.Count + after.Count;
        return AtMost(after.Count, n, share) < baseline.Level ? "dropped"
            : 1 - AtMost(after.Count - 1, n, share) < baseline.Level ? "rose"
            : "cannot be told apart";
    }

    /// <summary>Probability of at most k of n, each with probability p; summed in the order of k.</summary>
    internal static double AtMost(int k, int n, double p)
    {
        if (k < 0)
        {
            return 0;
        }

        var (sum, log) = (0.0, n * Elementary.Log1p(-p));
        var step = Elementary.Log(p) - Elementary.Log1p(-p);
        for (var i = 0; i <= Math.Min(k, n); i++)
        {
            sum += Elementary.Exp(log);
            log += Elementary.Log(n - i) - Elementary.Log(i + 1) + step;
        }

        return Math.Min(1, sum);
    }

    private static bool TryRead(string? text, out (int Count, double Exposure, double Coverage) read)
    {
        read = default;
        var parts = text?.Split('/') ?? [];
        if (parts.Length != 3
            || !CaseWords.TryRange(parts[0], out var count, out var most) || most != count || count > MaxCount
            || !CaseWords.TryDuration(parts[1], out var lasted)
            || !CaseWords.TryNumber(parts[2], out var coverage) || coverage is < 0 or > 1)
        {
            return false;
        }

        read = (count, lasted.TotalDays * coverage, coverage);
        return true;
    }
}
