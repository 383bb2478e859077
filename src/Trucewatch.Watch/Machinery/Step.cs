using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain;

namespace Trucewatch.Watch.Machinery;

/// <summary>
/// A step: it waits until the ones that it comes after are done, and says for which; its clock runs from when the last
/// of them was done. A chain of steps is a chain of clocks: an incident, the request of access, the visit.
/// </summary>
internal sealed class Step(
    string id,
    ImmutableArray<Step> after,
    TimeSpan? within,
    int? dailyQuota,
    string? alongside,
    decimal lead,
    ImmutableArray<string> missed) : IMachine
{
    private const string NotBefore = "steps above";

    /// <summary>What is told of a step: done, since when if that is known, or refused.</summary>
    private sealed record Told(Span? Done, bool IsRefused);

    public static IMachine Read(MachineryItem item)
    {
        var after = ImmutableArray.CreateBuilder<Step>();
        foreach (var name in item.Terms.OptionalTexts("after") ?? [])
        {
            if (item.Source.Find<Step>(name.Text) is { } known)
            {
                after.Add(known);
            }
            else
            {
                var all = string.Join(", ", item.Source.Names(["step"]));
                item.Source.Refuse(
                    name.Line, $"{item.Name}: after: expected {NotBefore} ({all}), got '{name.Text}'");
            }
        }

        var within = Terms.Duration(item.Terms, "within");
        if (within is not null && after.Count == 0)
        {
            item.Terms.Refuse("within", "after with a step from which the clock runs");
        }

        _ = item.Source.Reference(item.Terms, item.Name, "by", MachinerySource.Who);
        var alongside = item.Source.Reference(item.Terms, item.Name, "alongside", ["step"]);
        if (alongside is not null)
        {
            item.Source.Later(() => CheckAlongside(item));
        }

        var lead = (decimal)item.Terms.Number("lead", absent: 0, least: 0, most: 1);
        var quota = Terms.Whole(item.Terms, "daily_quota", least: 1, most: 1_000_000);
        var missed = Terms.Texts(item.Terms, "missed");
        return new Step(item.Id, after.ToImmutable(), within, quota, alongside, lead, missed) { All = item.Source };
    }

    private MachinerySource? All { get; init; }

    /// <summary>Steps that wait for each other without any lead would all wait for ever.</summary>
    private static void CheckAlongside(MachineryItem item)
    {
        var first = item.Source.Find<Step>(item.Id)!;
        var (next, leads, passed) = (first, 0m, new List<string>());
        while (next?.Alongside is { } other && !passed.Contains(next.Name, StringComparer.Ordinal))
        {
            passed.Add(next.Name);
            leads += next.Lead;
            next = item.Source.Find<Step>(other);
        }

        if (next == first && (leads == 0 || passed.Count == 1))
        {
            item.Terms.Refuse("lead", $"more than 0 where steps wait for each other ({string.Join(", ", passed)})");
        }
    }

    /// <summary>
    /// <c>step ID [done=ID,ID@TIME[/TIME]] [refused=ID] [progress=ID:SHARE,ID:SHARE] [today=N] [at=TIME]</c>: open,
    /// done or refused with its clock, or what it waits for.
    /// </summary>
    public string Answer(MachineryQuestion question)
    {
        var told = ReadTold(question);
        var (shares, today, at) = (ReadShares(question), question.Whole("today"), question.Time("at"));
        if (question.Fault is not null)
        {
            return "";
        }

        var due = Deadline(told, new SortedDictionary<string, Span?>(StringComparer.Ordinal));
        if (told.TryGetValue(id, out var own))
        {
            return own.IsRefused ? $"refused{Terms.Then(", then ", missed)}"
                : own.Done is not { } done || due is not { } by ? "done"
                : done.IsUntil(by) switch
                {
                    true => "done",
                    false => $"done late, was {by.Deadline(null)}{Terms.Then(", then ", missed)}",
                    null => $"done, cannot be told whether in time, {by.Deadline(null)}",
                };
        }

        var clock = due is { } deadline ? $", {deadline.Deadline(at)}" : "";
        var isLate = at is { } now && due is { } ends && now > ends.Last;
        return Waiting(told, shares, today) is { } reason ? $"waits for {reason}{clock}"
            : $"open{clock}{(isLate ? Terms.Then(", then ", missed) : "")}";
    }

    /// <summary>What it waits for, or null.</summary>
    private string? Waiting(
        SortedDictionary<string, Told> told, SortedDictionary<string, decimal> shares, int? today)
    {
        var waits = after.Where(each => !told.TryGetValue(each.Name, out var known) || known.IsRefused)
            .Select(each => told.ContainsKey(each.Name) ? $"{each.Name}, which was refused" : each.Name).ToList();
        if (waits.Count > 0)
        {
            return string.Join(" and ", waits);
        }

        if (alongside is not null && !told.ContainsKey(alongside))
        {
            var (own, other) = (shares.GetValueOrDefault(id), shares.GetValueOrDefault(alongside));
            if (own >= other + lead && other < 1)
            {
                return FormattableString.Invariant($"{alongside} to come along: {other} of it, {own} of this done");
            }
        }

        return today >= dailyQuota ? "tomorrow: the day's quota is used" : null;
    }

    private string Name => id;

    private string? Alongside => alongside;

    private decimal Lead => lead;

    /// <summary>
    /// From when the steps before were done; where one is not, from its own deadline, so that the latest end of a chain
    /// is known before it starts. Null without a clock, or where a start is not told.
    /// </summary>
    private Span? Deadline(SortedDictionary<string, Told> told, SortedDictionary<string, Span?> seen)
    {
        if (seen.TryGetValue(id, out var before))
        {
            return before;
        }

        var due = within is { } lasts ? Start(told, seen) + lasts : null;
        seen.Add(id, due);
        return due;
    }

    /// <summary>When the last of the steps before was done, or has to be; a refused one starts no clock.</summary>
    private Span? Start(SortedDictionary<string, Told> told, SortedDictionary<string, Span?> seen)
    {
        Span? start = null;
        foreach (var each in after)
        {
            var ended = told.TryGetValue(each.Name, out var known) ? known.Done : each.Deadline(told, seen);
            if (ended is not { } end)
            {
                return null;
            }

            start = start is { } before ? Span.Later(before, end) : end;
        }

        return start;
    }

    private SortedDictionary<string, Told> ReadTold(MachineryQuestion question)
    {
        var told = new SortedDictionary<string, Told>(StringComparer.Ordinal);
        var names = All!.Names(["step"]).ToList();
        foreach (var word in question.List("done"))
        {
            var parts = word.Split('@', 2);
            var span = default(Span);
            if (!names.Contains(parts[0]) || (parts.Length == 2 && !Span.TryParse(parts[1], out span))
                || !told.TryAdd(parts[0], new Told(parts.Length == 2 ? span : null, false)))
            {
                question.Refuse("done", $"each once, with @TIME or without, of {string.Join(", ", names)}");
            }
        }

        foreach (var word in question.List("refused", names))
        {
            if (!told.TryAdd(word, new Told(null, true)))
            {
                question.Refuse("refused", "steps that are not done");
            }
        }

        return told;
    }

    private SortedDictionary<string, decimal> ReadShares(MachineryQuestion question)
    {
        var shares = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var word in question.List("progress"))
        {
            var parts = word.Split(':', 2);
            if (parts.Length != 2 || (parts[0] != id && parts[0] != alongside)
                || !decimal.TryParse(
                    parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share)
                || share > 1 || !shares.TryAdd(parts[0], share))
            {
                question.Refuse("progress", $"{id}:SHARE and, where it goes alongside another, that one's");
            }
        }

        return shares;
    }
}
