using System.Collections.Immutable;
using Trucewatch.Domain;

namespace Trucewatch.Watch.Machinery;

/// <summary>
/// A corridor or a repair window: for how much of the last days it was open, with what was watched; which closures are
/// justified, which have to be investigated and until when; which uses are forbidden; what was scheduled and done.
/// </summary>
internal sealed class Corridor(
    ImmutableArray<TimeSpan> windows,
    Threshold uptime,
    ImmutableArray<string> justified,
    TimeSpan? investigateWithin,
    ImmutableArray<string> forbidden,
    Threshold? done) : IMachine
{
    /// <summary>Some of the last days: the shares that were open at least and at most, of what counts.</summary>
    private readonly record struct Uptime(double OpenS, double UnknownS, double CountedS);

    public static IMachine Read(MachineryItem item)
    {
        var windows = ImmutableArray.CreateBuilder<TimeSpan>();
        foreach (var text in item.Terms.OptionalTexts("over") ?? [])
        {
            if (Cases.CaseWords.TryDuration(text.Text, out var window) && window > TimeSpan.Zero)
            {
                windows.Add(window);
            }
            else
            {
                item.Source.Refuse(
                    text.Line, $"{item.Name}: over: expected durations such as 7d, got '{text.Text}'");
            }
        }

        var done = item.Terms.OptionalNumber("done_at_least", 0, 1);
        return new Corridor(
            windows.ToImmutable(),
            Threshold.Read(item.Terms) ?? new Threshold(double.NegativeInfinity, double.PositiveInfinity),
            Terms.Texts(item.Terms, "justified"),
            Terms.Duration(item.Terms, "investigate_within"),
            Terms.Texts(item.Terms, "forbidden"),
            done is { } least ? new Threshold(least, double.PositiveInfinity) : null);
    }

    /// <summary>
    /// <c>corridor ID up=SHARE/FOR/COVERAGE[/REASON],... [at=TIME]</c> (1 is open, 0 is closed; <c>at</c> is the end),
    /// <c>corridor ID scheduled=N done=N [excused=N]</c>, or <c>corridor ID use=WORD</c>.
    /// </summary>
    public string Answer(MachineryQuestion question)
    {
        var (use, at, history) = (question.Text("use"), question.Time("at"), Stretch.Read(question, "up"));
        var (scheduled, did, excused) = (
            question.Whole("scheduled"), question.Whole("done"), question.Whole("excused") ?? 0);
        if (history is { } known && known.Any(each => each.Least < 0 || each.Most > 1))
        {
            question.Refuse("up", "shares from 0 to 1");
        }

        var parts = new List<string>();
        if (use is not null)
        {
            parts.Add(forbidden.Contains(use, StringComparer.Ordinal)
                ? $"{use} is a forbidden use"
                : $"{use} is not forbidden");
        }

        if (scheduled is { } planned)
        {
            parts.Add(Work(question, planned, did, excused));
        }

        if (history is { } stretches)
        {
            parts.AddRange(windows.Select(window => Says(window, Over(stretches, window))));
            if (Closed(stretches, at) is { } closed)
            {
                parts.Add(closed);
            }
        }

        if (parts.Count == 0)
        {
            question.Refuse("up", "up, scheduled with done, or use");
        }

        return string.Join("; ", parts);
    }

    private string Work(MachineryQuestion question, int planned, int? did, int excused)
    {
        if (did is not { } count || count + excused > planned)
        {
            question.Refuse("done", "with excused no more than scheduled");
            return "";
        }

        var share = planned == excused ? 1 : count / (double)(planned - excused);
        var says = done?.Holds(share, share) switch { true => "met: ", false => "not met: ", null => "" };
        return FormattableString.Invariant($"{says}{count} of {planned - excused} done");
    }

    private string Says(TimeSpan window, Uptime over)
    {
        if (over.CountedS <= 0)
        {
            return $"{Terms.Words(window)} closed with justification";
        }

        var (least, most) = (over.OpenS / over.CountedS, (over.OpenS + over.UnknownS) / over.CountedS);
        var says = uptime.Holds(least, most) switch { true => "met", false => "not met", null => "cannot be told" };
        return $"{Terms.Words(window)} {says}, {Threshold.Words(least, Math.Min(1, most))}";
    }

    /// <summary>
    /// Counted from the end. What was not watched may have been open or closed, and so may the time before the history;
    /// a closure that is justified does not count at all.
    /// </summary>
    private Uptime Over(ImmutableArray<Stretch> history, TimeSpan window)
    {
        var (leftS, openS, unknownS, excusedS) = (window.TotalSeconds, 0.0, 0.0, 0.0);
        for (var i = history.Length - 1; i >= 0 && leftS > 0; i--)
        {
            var stretch = history[i];
            var seconds = Math.Min(leftS, stretch.For.TotalSeconds);
            leftS -= seconds;
            if (IsJustified(stretch))
            {
                excusedS += seconds;
                continue;
            }

            openS += seconds * stretch.Coverage * stretch.Least;
            unknownS += seconds * ((1 - stretch.Coverage) + (stretch.Coverage * (stretch.Most - stretch.Least)));
        }

        return new Uptime(openS, unknownS + leftS, window.TotalSeconds - excusedS);
    }

    private bool IsJustified(Stretch stretch) =>
        stretch.Most == 0 && stretch.Word is { } reason && justified.Contains(reason, StringComparer.Ordinal);

    /// <summary>A closure at the end that nothing justifies, and the clock of its investigation.</summary>
    private string? Closed(ImmutableArray<Stretch> history, Instant? at)
    {
        var lasted = TimeSpan.Zero;
        for (var i = history.Length - 1; i >= 0 && IsUnexplained(history[i]); i--)
        {
            lasted += history[i].For;
        }

        if (lasted == TimeSpan.Zero)
        {
            return null;
        }

        var closed = $"closed for {Terms.Words(lasted)} without a justification";
        if (at is not { } end || investigateWithin is not { } clock)
        {
            return closed;
        }

        var due = Span.Moved(end, clock - lasted);
        return $"{closed}, investigation {new Span(due, due).Deadline(at)}";
    }

    private bool IsUnexplained(Stretch stretch) =>
        stretch.Most == 0 && stretch.Coverage > 0 && !IsJustified(stretch);
}
