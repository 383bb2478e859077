using System.Collections.Immutable;

namespace Trucewatch.Watch.Machinery;

/// <summary>
/// How a part of the text may be changed: after a notice, in an emergency for a limited time, and never where it is a
/// core duty. An event inside the notice period is judged by the old text.
/// </summary>
internal sealed class Change(
    MachineryItem item,
    ImmutableArray<string> clauses,
    bool isCore,
    TimeSpan notice,
    TimeSpan? emergencyFor,
    ImmutableArray<string> proposers) : IMachine
{
    private const string OldText = "old text";
    private const string NewText = "new text";

    public static IMachine Read(MachineryItem item)
    {
        var isCore = Terms.Yes(item.Terms, "core");
        var notice = isCore ? Terms.Duration(item.Terms, "notice") : Terms.NeededDuration(item.Terms, "notice");
        var body = item.Source.Reference(item.Terms, item.Name, "body", ["vote"]);
        var decision = item.Terms.OptionalText("decision");
        var line = item.Terms.Line;
        item.Source.Later(() =>
        {
            var known = body is null ? null : item.Source.Find<Body>(body)?.Kinds;
            if (decision is not null && (known is null || !known.Value.Contains(decision, StringComparer.Ordinal)))
            {
                var all = known is null ? "none without a body" : $"one of {string.Join(", ", known)}";
                item.Source.Refuse(line, $"{item.Name}: decision: expected {all}, got '{decision}'");
            }
        });
        return new Change(
            item,
            Terms.Texts(item.Terms, "clauses"),
            isCore,
            notice ?? TimeSpan.Zero,
            Terms.Duration(item.Terms, "emergency_for"),
            item.Source.References(item, "proposers", MachinerySource.Who));
    }

    /// <summary>
    /// <c>change ID decided=TIME at=TIME[/TIME] [emergency=yes] [touches=CLAUSE,...] [proposed=WHO]</c>: which text
    /// judges an event then; both, where the event's time is an interval that straddles.
    /// </summary>
    public string Answer(MachineryQuestion question)
    {
        var isEmergency = question.Word("emergency", ["yes", "no"]) == "yes";
        var touches = question.List("touches", item.Source.Names(MachinerySource.Cited));
        var proposed = question.Word("proposed", item.Source.Names(MachinerySource.Who));
        var (decidedAt, happened) = (question.Time("decided"), question.Times("at"));
        if (decidedAt is not { } decided || happened is not { } at)
        {
            question.Refuse(decidedAt is null ? "decided" : "at", "a time");
            return "";
        }

        if (isCore)
        {
            return $"{OldText}: a core duty that no change may alter";
        }

        var core = touches.FirstOrDefault(clause =>
            item.Source.All<Change>().Any(other => other.IsCoreOf(clause)));
        var outside = touches.FirstOrDefault(clause => !clauses.Contains(clause, StringComparer.Ordinal));
        if (core is not null || outside is not null)
        {
            return core is not null ? $"{OldText}: {core} is a core duty that no change may alter"
                : $"{OldText}: {outside} is no part of {item.Id}";
        }

        if (proposed is not null && !proposers.IsEmpty && !proposers.Contains(proposed, StringComparer.Ordinal))
        {
            return $"{OldText}: not for {proposed} to propose";
        }

        var (first, last) = (At(decided, at.First, isEmergency), At(decided, at.Last, isEmergency));
        return first == last ? first : $"{first} | {last}";
    }

    private bool IsCoreOf(string clause) => isCore && clauses.Contains(clause, StringComparer.Ordinal);

    private string At(Domain.Instant decided, Domain.Instant at, bool isEmergency)
    {
        if (!isEmergency)
        {
            return at < decided + notice ? OldText : NewText;
        }

        return emergencyFor is not { } lasts ? $"{OldText}: no emergency change is provided for"
            : at < decided ? OldText
            : at < decided + lasts ? $"{NewText}, as an emergency change"
            : $"{OldText}: the emergency change has lapsed";
    }
}
