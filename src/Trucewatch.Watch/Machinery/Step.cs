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
    Step.Clock clock,
    int? dailyQuota,
    string? alongside,
    decimal lead,
    ImmutableArray<string> missed) : IMachine
{
    /// <summary>How early and how late, from one of the steps before, or from when the last of them was done.</summary>
    internal sealed record Clock(TimeSpan? NotBefore, TimeSpan? Within, string? From);

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
                    name.Line, $"{item.Name}: after: expected steps above ({all}), got '{name.Text}'");
            }
        }

        var clock = ReadClock(item, after);
        _ = item.Source.Reference(item.Terms, item.Name, "by", MachinerySource.Who);
        var alongside = item.Source.Reference(item.Terms, item.Name, "alongside", ["step"]);
        if (alongside is not null)
        {
            item.Source.Later(() => CheckAlongside(item));
        }

        var lead = (decimal)item.Terms.Number("lead", absent: 0, least: 0, most: 1);
        var quota = Terms.Whole(item.Terms, "daily_quota", least: 1, most: 1_000_000);
        var missed = Terms.Texts(item.Terms, "missed");
        return new Step(item.Id, after.ToImmutable(), clock, quota, alongside, lead, missed) { All = item.Source };
    }

    private MachinerySource? All { get; init; }

    private static Clock ReadClock(MachineryItem item, IReadOnlyList<Step> after)
    {
        var (notBefore, within, from) = (
            Terms.Duration(item.Terms, "not_before"),
            Terms.Duration(item.Terms, "within"),
            item.Terms.OptionalText("from"));
        foreach (var (name, duration) in new[] { ("within", within), ("not_before", notBefore) })
        {
            if (duration is not null && after.Count == 0)
            {
                item.Terms.Refuse(name, "after with a step from which the clock runs");
            }
        }

        if (from is not null && after.All(step => step.Name != from))
        {
            item.Terms.Refuse("from", "one of the steps of after");
        }

        if (notBefore > within)
        {
            item.Terms.Refuse("not_before", "no more than within");
        }

        return new Clock(notBefore, within, from);
    }

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

        var ways = new SortedDictionary<string, Span?>(StringComparer.Ordinal);
        var due = Deadline(told, ways);
        var opens = clock.NotBefore is { } wait ? Start(told, ways) + wait : null;
        if (told.TryGetValue(id, out var own))
        {
            return own.IsRefused ? $"refused{Terms.Then(", then ", missed)}" : Done(own.Done, opens, due);
        }

        var ends = due is { } deadline ? $", {deadline.Deadline(at)}" : "";
        var isLate = at is { } now && now > due?.Last;
        return Waiting(told, shares, today) is { } reason ? $"waits for {reason}{ends}"
            : at < opens?.First ? $"waits until {opens}{ends}"
            : at < opens?.Last ? $"open, cannot be told whether before {opens}{ends}"
            : opens is not null && at is null ? $"open, not before {opens}{ends}"
            : $"open{ends}{(isLate ? Terms.Then(", then ", missed) : "")}";
    }

    /// <summary>What is done at a time that is not known, or without a clock, is done.</summary>
    private string Done(Span? at, Span? opens, Span? due)
    {
        if (at is not { } done)
        {
            return "done";
        }

        var isEarly = opens is { } first ? first.IsUntil(done) : true;
        var isInTime = due is { } last ? done.IsUntil(last) : true;
        return isEarly == false ? $"done early, not before {opens}"
            : isInTime == false ? $"done late, was {due?.Deadline(null)}{Terms.Then(", then ", missed)}"
            : isEarly is null ? $"done, cannot be told whether too early, not before {opens}"
            : isInTime is null ? $"done, cannot be told whether in time, {due?.Deadline(null)}"
            : "done";
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

        var due = clock.Within is { } lasts ? Start(told, seen) + lasts : null;
        seen.Add(id, due);
        return due;
    }

    /// <summary>When the clock starts: a step before was done, or has to be; a refused one starts none.</summary>
    private Span? Start(SortedDictionary<string, Told> told, SortedDictionary<string, Span?> seen)
    {
        Span? start = null;
        foreach (var each in after.Where(each => clock.From is null || each.Name == clock.From))
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
