using System.Collections.Immutable;
using Trucewatch.Watch.Cases;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Machinery;

/// <summary>
/// Gates of several indicators, measured and attested. Time that was not watched never passes: a hole in the coverage
/// pauses the gate, a value above its limit fails it.
/// </summary>
internal sealed class Gates : IMachine
{
    private readonly ImmutableArray<Gate> gates;

    private Gates(ImmutableArray<Gate> gates) => this.gates = gates;

    private sealed record Gate(string Id, ImmutableArray<Indicator> Indicators);

    private sealed record Indicator(
        string Id, bool IsMeasured, double AtMost, TimeSpan For, double LeastCoverage, ImmutableArray<string> By);

    public static IMachine Read(SettingsReader machinery, MachinerySource source)
    {
        var readGates = ImmutableArray.CreateBuilder<Gate>();
        foreach (var item in machinery.Maps("gates"))
        {
            var id = item.Text("id");
            var indicators = ImmutableArray.CreateBuilder<Indicator>();
            foreach (var part in item.Maps("indicators"))
            {
                indicators.Add(ReadIndicator(part));
            }

            if (indicators.Count == 0)
            {
                item.Refuse("indicators", "at least one indicator");
            }

            source.CheckClauses($"gate '{id}': clauses", item.OptionalTexts("clauses") ?? []);
            foreach (var words in new[] { "certifier", "dispute" })
            {
                _ = item.OptionalText(words);
            }

            _ = item.OptionalTexts("pass");
            _ = item.OptionalTexts("fail");
            Terms.Explanation(item);
            item.RefuseRest();
            readGates.Add(new Gate(id, indicators.ToImmutable()));
        }

        return new Gates(readGates.ToImmutable());
    }

    private static Indicator ReadIndicator(SettingsReader part)
    {
        var isMeasured = part.Word("kind", "measured", "measured", "attested") == "measured";
        var indicator = new Indicator(
            part.Text("id"),
            isMeasured,
            part.Number("at_most", absent: 0, least: 0, most: 1e12),
            Terms.Duration(part, "for") ?? TimeSpan.Zero,
            part.Number("least_coverage", absent: 0, least: 0, most: 1),
            [.. (part.OptionalTexts("by") ?? []).Select(text => text.Text)]);
        if (!isMeasured && indicator.By.IsEmpty)
        {
            part.Refuse("by", "who may attest it");
        }

        _ = part.OptionalTexts("sources");
        Terms.Explanation(part);
        part.RefuseRest();
        return indicator;
    }

    /// <summary>
    /// <c>gate ID INDICATOR=VALUE/FOR/COVERAGE ... INDICATOR=WHO|none|refused</c>; a value may be a range.
    /// </summary>
    public string? Answer(MachineryQuestion question)
    {
        if (question.Plain is not [var id] || gates.FirstOrDefault(gate => gate.Id == id) is not { } asked)
        {
            return null;
        }

        var (isFailed, open) = (false, new List<string>());
        foreach (var indicator in asked.Indicators)
        {
            var told = question.Text(indicator.Id);
            var state = told is null ? "not told"
                : indicator.IsMeasured ? Measured(indicator, told)
                : Attested(indicator, told);
            if (state is null)
            {
                return null;
            }

            isFailed |= state == "failed";
            if (state is not ("met" or "failed"))
            {
                open.Add($"{indicator.Id} {state}");
            }
        }

        return isFailed ? "fail" : open.Count == 0 ? "pass" : $"pending: {string.Join(", ", open)}";
    }

    private static string? Measured(Indicator indicator, string told)
    {
        var parts = told.Split('/');
        if (parts.Length != 3 || !CaseWords.TryRange(parts[0], out var least, out var most)
            || !CaseWords.TryDuration(parts[1], out var lasted)
            || !CaseWords.TryNumber(parts[2], out var coverage))
        {
            return null;
        }

        return least > indicator.AtMost ? "failed"
            : coverage < indicator.LeastCoverage ? "not watched enough"
            : most > indicator.AtMost ? "cannot be told"
            : lasted < indicator.For ? $"for {Terms.Words(lasted)} of {Terms.Words(indicator.For)}"
            : "met";
    }

    private static string Attested(Indicator indicator, string told) =>
        told == "refused" ? "failed"
        : told == "none" ? "not attested"
        : indicator.By.Contains(told, StringComparer.Ordinal) ? "met"
        : $"not for {told} to attest";
}
