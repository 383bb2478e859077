using System.Collections.Immutable;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Machinery;

/// <summary>Coupled steps: each waits until the ones that it comes after are done, and says for which.</summary>
internal sealed class Steps : IMachine
{
    private readonly ImmutableArray<Step> steps;

    private Steps(ImmutableArray<Step> steps) => this.steps = steps;

    private sealed record Step(string Id, ImmutableArray<string> After, int? DailyQuota);

    public static IMachine Read(SettingsReader machinery, MachinerySource source)
    {
        var readSteps = ImmutableArray.CreateBuilder<Step>();
        foreach (var item in machinery.Maps("steps"))
        {
            var id = item.Text("id");
            var after = item.OptionalTexts("after") ?? [];
            foreach (var name in after)
            {
                if (readSteps.All(known => known.Id != name.Text))
                {
                    var known = string.Join(", ", readSteps.Select(each => each.Id));
                    source.Refuse(name.Line, $"step '{id}': after: expected steps above ({known}), got '{name.Text}'");
                }
            }

            int? quota = item.Has("daily_quota")
                ? item.Whole("daily_quota", absent: 1, least: 1, most: 1_000_000)
                : null;
            _ = item.OptionalText("by");
            _ = Terms.Duration(item, "within");
            Terms.Explanation(item);
            item.RefuseRest();
            readSteps.Add(new Step(id, [.. after.Select(name => name.Text)], quota));
        }

        return new Steps(readSteps.ToImmutable());
    }

    /// <summary><c>step ID done=ID,ID [today=N]</c>: open, done, or what it waits for.</summary>
    public string? Answer(MachineryQuestion question)
    {
        if (question.Plain is not [var id] || steps.FirstOrDefault(each => each.Id == id) is not { } step)
        {
            return null;
        }

        var done = question.List("done");
        if (done.Contains(id, StringComparer.Ordinal))
        {
            return "done";
        }

        var waits = step.After.Where(name => !done.Contains(name, StringComparer.Ordinal)).ToArray();
        if (waits.Length > 0)
        {
            return $"waits for {string.Join(" and ", waits)}";
        }

        return step.DailyQuota is { } quota && int.TryParse(
                question.Text("today"),
                System.Globalization.NumberStyles.None,
                System.Globalization.CultureInfo.InvariantCulture,
                out var today) && today >= quota
            ? "waits for tomorrow: the day's quota is used"
            : "open";
    }
}
