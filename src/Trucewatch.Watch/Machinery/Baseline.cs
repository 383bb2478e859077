using Trucewatch.Domain.Counts;

namespace Trucewatch.Watch.Machinery;

/// <summary>
/// A rate against the rate before. Both counts are taken over what was watched; given their sum the later count is
/// binomial (the conditional test of two Poisson counts, Przyborowski and Wilenski, 1940), which gives the ratio of
/// the rates an exact interval, so that small numbers decide nothing.
/// </summary>
internal sealed class Baseline(double level, double leastCoverage, Threshold? wanted) : IMachine
{
    private const int MaxCount = 1_000_000;

    public static IMachine Read(MachineryItem item) => new Baseline(
        item.Terms.Number("level", absent: 0.05, least: 1e-6, most: 0.5),
        item.Terms.Number("least_coverage", absent: 0, least: 0, most: 1),
        Threshold.Read(item.Terms));

    /// <summary><c>baseline ID before=COUNT/FOR/COVERAGE after=COUNT/FOR/COVERAGE</c>; stretches with commas.</summary>
    public string Answer(MachineryQuestion question)
    {
        var (before, after) = (Read(question, "before"), Read(question, "after"));
        if (question.Fault is not null)
        {
            return "";
        }

        if (before.Coverage < leastCoverage || after.Coverage < leastCoverage
            || before.Days <= 0 || after.Days <= 0)
        {
            return "cannot be told: not watched enough";
        }

        if (before.Count + after.Count == 0)
        {
            return "cannot be told: nothing counted before or after";
        }

        var scale = before.Days / after.Days;
        var (least, most) = ExposedCount.RatioLimits(before.Count, before.Days, after.Count, after.Days, level);
        var says = wanted is { } threshold
            ? threshold.Holds(least, most) switch { true => "met", false => "not met", null => "cannot be told" }
            : most < 1 ? "dropped"
            : least > 1 ? "rose"
            : "cannot be told apart";
        return before.Count == 0
            ? $"{says}: at least {Threshold.Number(least)} times the rate before"
            : $"{says}: {Threshold.Number(after.Count * scale / before.Count)} times the rate before "
                + $"({Threshold.Words(least, most)})";
    }

    private static (int Count, double Days, double Coverage) Read(MachineryQuestion question, string name)
    {
        var (count, days, watched) = (0.0, 0.0, 0.0);
        foreach (var stretch in Stretch.Read(question, name) ?? [])
        {
            if (stretch.Least != stretch.Most || stretch.Least < 0 || stretch.Least != Math.Floor(stretch.Least))
            {
                question.Refuse(name, "whole counts");
            }

            count += stretch.Least;
            days += stretch.For.TotalDays;
            watched += stretch.For.TotalDays * stretch.Coverage;
        }

        if (question.Text(name) is null || count > MaxCount)
        {
            question.Refuse(name, FormattableString.Invariant($"a count of at most {MaxCount}"));
            return default;
        }

        return ((int)count, watched, days > 0 ? watched / days : 0);
    }
}
