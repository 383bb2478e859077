using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Adjudication;

namespace Trucewatch.Watch.Adjudication;

/// <summary>Where a window of silence stands at a time.</summary>
public enum WindowState
{
    /// <summary>Not every party has confirmed it, and it has not begun.</summary>
    Proposed,

    /// <summary>Every party has, and it has not begun.</summary>
    Confirmed,

    /// <summary>It holds.</summary>
    Holds,

    /// <summary>Its begin came before every party had confirmed: it never held.</summary>
    Lapsed,

    /// <summary>Somebody stopped it.</summary>
    Aborted,

    /// <summary>Its time is over.</summary>
    Over,
}

/// <summary>A window of silence.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Proposed">What was proposed.</param>
/// <param name="Parties">The parties that have to confirm it.</param>
/// <param name="Confirmed">Those that have.</param>
/// <param name="Reported">The sides that have reported after it.</param>
/// <param name="Opened">The act that proposed it.</param>
/// <param name="Acts">All acts on it.</param>
public sealed record WindowItem(
    string Id, WindowProposed Proposed, ImmutableArray<string> Parties, ImmutableArray<string> Confirmed,
    ImmutableArray<string> Reported, Act Opened, ImmutableArray<Act> Acts)
    : HotlineItem(Id, Opened, Parties, null, Acts)
{
    /// <summary>True once every party has confirmed it.</summary>
    public bool IsConfirmed => Confirmed.Length == Parties.Length;

    /// <summary>True where it was stopped by the word that was agreed; null where nobody stopped it.</summary>
    public bool? IsByWord => Acts.Select(act => act.Deed).OfType<WindowAborted>().FirstOrDefault() is { } abort
        ? string.Equals(abort.Word.Trim(), Proposed.AbortWord.Trim(), StringComparison.OrdinalIgnoreCase)
        : null;

    /// <summary>Where it stands.</summary>
    public WindowState StateAt(Instant at) =>
        At<WindowAborted>() <= at ? WindowState.Aborted
        : at < Proposed.From ? (IsConfirmed ? WindowState.Confirmed : WindowState.Proposed)
        : !IsConfirmed ? WindowState.Lapsed
        : at < Proposed.Until ? WindowState.Holds
        : WindowState.Over;
}

/// <summary>Windows of silence: they hold when every party has confirmed them, until somebody stops them.</summary>
internal sealed class WindowBook : HotlineBook
{
    /// <summary>Most characters of a word that stops a window.</summary>
    public const int MaxWordChars = 40;

    private readonly SortedDictionary<string, WindowItem> windows = new(StringComparer.Ordinal);

    public IEnumerable<WindowItem> Items => windows.Values;

    public WindowItem? Find(string id) => windows.GetValueOrDefault(id);

    public override Refusal? Judge(Act act, string side, ImmutableArray<string> parties) => act.Deed switch
    {
        WindowProposed proposed => Begin(!windows.ContainsKey(proposed.Window), proposed.Window, proposed.Text)
            ?? Ahead(act.At, proposed.From, proposed.Until, proposed.Place)
            ?? (proposed.From <= act.At ? new Refusal(ActRefusal.TooLate, $"expected a begin after {act.At}") : null)
            ?? (proposed.AbortWord.Trim().Length is > 0 and <= MaxWordChars ? null : Incomplete("an abort word")),
        WindowConfirmed by => On(by.Window, window => Confirm(window, side, act.At)),
        WindowAborted by => On(by.Window, window => Abort(window, by.Word, act.At)),
        WindowReported by => On(by.Window, window => Report(window, by, side, act.At)),
        _ => throw new ArgumentOutOfRangeException(nameof(act), act.Deed, "expected an act on a window"),
    };

    public override void Take(Act act, string side, ImmutableArray<string> parties)
    {
        switch (act.Deed)
        {
            case WindowProposed proposed:
                windows[proposed.Window] = new WindowItem(proposed.Window, proposed, parties, [], [], act, [act]);
                break;
            case WindowConfirmed { Window: var id }:
                windows[id] = With(id, act) with { Confirmed = windows[id].Confirmed.Add(side) };
                break;
            case WindowAborted { Window: var id }:
                windows[id] = With(id, act);
                break;
            case WindowReported { Window: var id }:
                windows[id] = With(id, act) with { Reported = windows[id].Reported.Add(side) };
                break;
        }
    }

    private WindowItem With(string id, Act act) => windows[id] with { Acts = windows[id].Acts.Add(act) };

    private Refusal? On(string id, Func<WindowItem, Refusal?> judge) =>
        windows.TryGetValue(id, out var window) ? judge(window) : Unknown("window", id);

    private static Refusal? Confirm(WindowItem window, string side, Instant at) =>
        window.Confirmed.Contains(side, StringComparer.Ordinal) ? Done($"{side} has confirmed {window.Id}")
        : window.StateAt(at) switch
        {
            WindowState.Proposed => NotTheirs(window.Parties.Contains(side, StringComparer.Ordinal), "of a party"),
            WindowState.Aborted => new(ActRefusal.WrongState, $"{window.Id} was stopped"),
            _ => new(ActRefusal.TooLate, $"expected a time before {window.Proposed.From}, got {at}"),
        };

    private static Refusal? Abort(WindowItem window, string word, Instant at) =>
        word.Length > MaxWordChars
            ? new(ActRefusal.TooLong, FormattableString.Invariant($"expected a word of at most {MaxWordChars}"))
            : window.StateAt(at) switch
            {
                WindowState.Aborted => Done($"{window.Id} was stopped"),
                WindowState.Lapsed or WindowState.Over => new(ActRefusal.TooLate, $"{window.Id} is over"),
                _ => null,
            };

    private static Refusal? Report(WindowItem window, WindowReported report, string side, Instant at) =>
        window.StateAt(at) is not (WindowState.Aborted or WindowState.Over)
            ? new(ActRefusal.TooEarly, $"expected a window that held and is over, or was stopped")
            : window.Reported.Contains(side, StringComparer.Ordinal) ? Done($"{side} has reported on {window.Id}")
            : report.Text.Length == 0 ? new(ActRefusal.WordsMissing, "expected words, got none")
            : null;
}
