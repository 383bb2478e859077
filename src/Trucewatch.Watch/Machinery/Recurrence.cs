using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Watch.Cases;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Machinery;

/// <summary>
/// What counts as repeated, sustained or systematic: so many events of one unit, sector or party within a window. What
/// became known later does not count earlier.
/// </summary>
internal sealed class Recurrence : IMachine
{
    private const string Single = "single";

    private readonly string by;
    private readonly ImmutableArray<Step> steps;

    private Recurrence(string by, ImmutableArray<Step> steps)
    {
        this.by = by;
        this.steps = steps;
    }

    private readonly record struct Step(string Name, int Events, TimeSpan Within);

    /// <summary>One event: whose, when, and since when it is known.</summary>
    private readonly record struct Event(string Whose, Instant At, Instant KnownAt);

    public static IMachine Read(SettingsReader machinery, MachinerySource source)
    {
        var reader = machinery.Inner("recurrence");
        var readBy = reader.Word("by", "party", "unit", "sector", "party");
        var readSteps = ImmutableArray.CreateBuilder<Step>();
        foreach (var item in reader.Maps("classes"))
        {
            var name = item.Text("name");
            var events = item.Whole("events", absent: 2, least: 2, most: 10_000);
            var within = Terms.Duration(item, "within");
            if (within is null)
            {
                item.Refuse("within", "a duration such as 30d");
            }

            item.RefuseRest();
            readSteps.Add(new Step(name, events, within ?? TimeSpan.Zero));
        }

        Terms.Explanation(reader);
        reader.RefuseRest();
        return new Recurrence(readBy, [.. readSteps.OrderBy(step => step.Events)]);
    }

    /// <summary>
    /// <c>recurrence NAME@TIME[@KNOWN]... at=TIME</c>: the class of the last event of its name, as known at a time.
    /// </summary>
    public string? Answer(MachineryQuestion question)
    {
        var events = new List<Event>();
        foreach (var word in question.Plain)
        {
            var parts = word.Split('@');
            if (parts.Length is not (2 or 3) || !Instant.TryParse(parts[1], out var at)
                || !Instant.TryParse(parts[^1], out var known))
            {
                return null;
            }

            events.Add(new Event(parts[0], at, known));
        }

        var asOf = question.Time("at") ?? new Instant(long.MaxValue);
        if (events.Count == 0 || !question.Names.All(name => name == "at"))
        {
            return null;
        }

        var last = events[^1];
        var counted = events
            .Where(each => each.Whose == last.Whose && each.KnownAt <= asOf && each.At <= last.At)
            .ToList();
        var answer = Single;
        foreach (var step in steps)
        {
            // The window ends with the last event; one exactly as old as the window is long still counts.
            var inWindow = counted.Count(each => last.At - each.At <= step.Within);
            answer = inWindow >= step.Events ? step.Name : answer;
        }

        return $"{answer} by {by}";
    }
}
