using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Machinery;

/// <summary>
/// What counts as repeated, sustained or systematic: so many events of one unit, sector or party within a window, or of
/// so many different ones. What became known later does not count earlier.
/// </summary>
internal sealed class Recurrence(string by, ImmutableArray<Recurrence.Class> classes) : IMachine
{
    /// <summary>What an event is that is in no class.</summary>
    public const string Single = "single";

    /// <summary>A class: events within a window, of at least so many different ones together.</summary>
    internal readonly record struct Class(string Name, int Events, TimeSpan Within, int Different);

    /// <summary>One event: whose, when, and since when it is known.</summary>
    private readonly record struct Event(string Whose, Instant At, Instant KnownAt);

    /// <summary>The words that an event may get.</summary>
    public ImmutableArray<string> Names => [Single, .. classes.Select(each => each.Name)];

    public static IMachine Read(MachineryItem item)
    {
        var by = item.Terms.Word("by", "party", "unit", "sector", "party");
        var classes = ImmutableArray.CreateBuilder<Class>();
        foreach (var terms in item.Terms.Maps("classes"))
        {
            classes.Add(new Class(
                terms.Text("name"),
                terms.Whole("events", absent: 2, least: 2, most: 10_000),
                Terms.NeededDuration(terms, "within"),
                terms.Whole("different", absent: 1, least: 1, most: 10_000)));
            terms.RefuseRest();
        }

        return new Recurrence(by, [.. classes.OrderBy(each => each.Events).ThenBy(each => each.Different)]);
    }

    /// <summary>
    /// <c>recurrence [ID] NAME@TIME[@KNOWN]... at=TIME</c>: the class of the last event of its name, as known at a
    /// time.
    /// </summary>
    public string Answer(MachineryQuestion question)
    {
        var asOf = question.Time("at") ?? new Instant(long.MaxValue);
        var events = new List<Event>();
        for (var word = question.TakeWord(); word.Length > 0; word = question.TakeWord())
        {
            var parts = word.Split('@');
            if (parts.Length is not (2 or 3) || !Instant.TryParse(parts[1], out var at)
                || !Instant.TryParse(parts[^1], out var known))
            {
                question.RefuseWord(word, "NAME@TIME or NAME@TIME@KNOWN");
                return "";
            }

            events.Add(new Event(parts[0], at, known));
        }

        if (events.Count == 0)
        {
            question.RefuseWord("", "at least one NAME@TIME");
            return "";
        }

        var last = events[^1];
        var seen = events.Where(each => each.KnownAt <= asOf && each.At <= last.At).ToList();
        var answer = Single;
        foreach (var each in classes)
        {
            // The window ends with the last event; one exactly as old as the window is long still counts.
            var inWindow = seen.Where(one => last.At - one.At <= each.Within
                && (each.Different > 1 || one.Whose == last.Whose)).ToList();
            var different = inWindow.Select(one => one.Whose).Distinct(StringComparer.Ordinal).Count();
            answer = inWindow.Count >= each.Events && different >= each.Different ? each.Name : answer;
        }

        return $"{answer} by {by}";
    }
}
