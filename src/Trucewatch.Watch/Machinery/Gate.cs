using System.Collections.Immutable;

namespace Trucewatch.Watch.Machinery;

/// <summary>
/// A gate of several indicators, measured and attested, of which all, any or so many have to be met. Time that was not
/// watched never passes: a hole in the coverage pauses an indicator's clock, a value that breaks its threshold fails
/// it, or starts the clock again.
/// </summary>
internal sealed class Gate(
    MachineryItem item,
    ImmutableArray<Indicator> indicators,
    int needed,
    string? certifier,
    string? dispute,
    ImmutableArray<string> pass,
    ImmutableArray<string> fail) : IMachine
{
    public static IMachine Read(MachineryItem item)
    {
        var indicators = ImmutableArray.CreateBuilder<Indicator>();
        foreach (var terms in item.Terms.Maps("indicators"))
        {
            var indicator = Indicator.Read(item, terms);
            if (indicator.Id is "certified" or "disputed" || indicators.Any(known => known.Id == indicator.Id))
            {
                terms.Refuse("id", "an indicator that stands once, and is not certified or disputed");
            }

            indicators.Add(indicator);
        }

        if (indicators.Count == 0)
        {
            item.Terms.Refuse("indicators", "at least one indicator");
        }

        var needs = item.Terms.OptionalText("needs") ?? "all";
        var count = needs == "all" ? indicators.Count : needs == "any" ? 1
            : item.Terms.Whole("needs", absent: 1, least: 1, most: Math.Max(1, indicators.Count));
        return new Gate(
            item,
            indicators.ToImmutable(),
            count,
            item.Source.Reference(item.Terms, item.Name, "certifier", MachinerySource.Who),
            item.Source.Reference(item.Terms, item.Name, "dispute", MachinerySource.Who),
            Terms.Texts(item.Terms, "pass"),
            Terms.Texts(item.Terms, "fail"));
    }

    /// <summary>
    /// <c>gate ID INDICATOR=VALUE/FOR/COVERAGE[/SOURCE],... INDICATOR=WHO,...|none|refused [certified=WHO]
    /// [disputed=WHO]</c>: pass or fail with what follows, or what it waits for.
    /// </summary>
    public string Answer(MachineryQuestion question)
    {
        var (met, failed, open) = (0, 0, new List<string>());
        foreach (var indicator in indicators)
        {
            var state = indicator.State(question);
            met += state == Indicator.Met ? 1 : 0;
            failed += state == Indicator.Failed ? 1 : 0;
            if (state is not (Indicator.Met or Indicator.Failed))
            {
                open.Add($"{indicator.Id} {state}");
            }
        }

        var who = item.Source.Names(MachinerySource.Who);
        var certified = certifier is null ? null : question.Word("certified", who);
        var disputed = dispute is null ? null : question.Word("disputed", who);
        var isPassed = met >= needed;
        return !isPassed && failed <= indicators.Length - needed ? $"pending: {string.Join(", ", open)}"
            : disputed is not null ? $"pending: disputed by {disputed}, goes to {dispute}"
            : !isPassed ? $"fail{Terms.Then(": ", fail)}"
            : certifier is null || certified == certifier ? $"pass{Terms.Then(": ", pass)}"
            : certified is null ? $"pending: waits for the certificate of {certifier}"
            : $"pending: not for {certified} to certify";
    }
}
