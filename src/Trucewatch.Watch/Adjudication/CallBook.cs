using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Adjudication;

namespace Trucewatch.Watch.Adjudication;

/// <summary>A call on the hotline.</summary>
/// <param name="Id">Its id.</param>
/// <param name="From">The side that called.</param>
/// <param name="To">The side that is called.</param>
/// <param name="Opened">The act that placed it.</param>
/// <param name="Acts">All acts on it.</param>
public sealed record CallItem(string Id, string From, string To, Act Opened, ImmutableArray<Act> Acts)
    : HotlineItem(Id, Opened, [From, To], null, Acts)
{
    /// <summary>What it came to, or null.</summary>
    public CallOutcome? Outcome => Acts.Select(act => act.Deed).OfType<CallConcluded>().FirstOrDefault()?.Outcome;
}

/// <summary>How a side answered the calls to it.</summary>
/// <param name="Side">The party, or <c>mission</c>.</param>
/// <param name="Calls">Calls to it.</param>
/// <param name="Acknowledged">How many of them it acknowledged or answered.</param>
/// <param name="Answered">How many it answered.</param>
/// <param name="Median">Half of all calls were answered within this time; null where fewer were.</param>
/// <param name="P90">Nine of ten were answered within this time; null where fewer were.</param>
/// <param name="Longest">The longest that a call waited for its answer, or waits still.</param>
public sealed record HotlineRow(
    string Side, int Calls, int Acknowledged, int Answered, TimeSpan? Median, TimeSpan? P90, TimeSpan? Longest)
{
    /// <summary>
    /// The row of a side as of a time. A call without an answer counts as one that waits, so that not to answer never
    /// makes a side faster.
    /// </summary>
    public static HotlineRow Of(string side, IEnumerable<CallItem> calls, Instant at)
    {
        var to = calls.Where(call => call.To == side && call.Opened.At <= at).ToList();
        var answered = to.Where(call => call.At<CallAnswered>() <= at)
            .Select(call => call.At<CallAnswered>()!.Value - call.Opened.At).Order().ToList();
        return new HotlineRow(
            side,
            to.Count,
            to.Count(call => call.At<CallAcknowledged>() <= at || call.At<CallAnswered>() <= at),
            answered.Count,
            Within(50, to.Count, answered),
            Within(90, to.Count, answered),
            to.Count == 0
                ? null
                : to.Max(call =>
                    (call.At<CallAnswered>() is { } done && done <= at ? done : at) - call.Opened.At));
    }

    /// <summary>The nearest rank among all calls, of which those without an answer are the longest.</summary>
    private static TimeSpan? Within(int percent, int calls, List<TimeSpan> answered)
    {
        var rank = ((calls * percent) + 99) / 100;
        return rank >= 1 && rank <= answered.Count ? answered[rank - 1] : null;
    }
}

/// <summary>Call, acknowledgement, answer, outcome.</summary>
internal sealed class CallBook : HotlineBook
{
    private readonly SortedDictionary<string, CallItem> calls = new(StringComparer.Ordinal);

    public IEnumerable<CallItem> Items => calls.Values;

    public CallItem? Find(string id) => calls.GetValueOrDefault(id);

    public override Refusal? Judge(Act act, string side, ImmutableArray<string> parties) => act.Deed switch
    {
        CallPlaced placed => Begin(!calls.ContainsKey(placed.Call), placed.Call, placed.Text)
            ?? (placed.To != side
                && (placed.To == Hotline.Mission || parties.Contains(placed.To, StringComparer.Ordinal))
                ? null
                : Incomplete("another side")),
        CallAcknowledged by => Known<CallAcknowledged>(by.Call, side, isCalled: true),
        CallAnswered by => Known<CallAnswered>(by.Call, side, isCalled: true) ?? Said(by.Text),
        CallConcluded by => Known<CallConcluded>(by.Call, side, isCalled: false),
        _ => throw new ArgumentOutOfRangeException(nameof(act), act.Deed, "expected an act on a call"),
    };

    public override void Take(Act act, string side, ImmutableArray<string> parties)
    {
        var id = act.Deed switch
        {
            CallPlaced placed => placed.Call,
            CallAcknowledged by => by.Call,
            CallAnswered by => by.Call,
            _ => ((CallConcluded)act.Deed).Call,
        };
        calls[id] = act.Deed is CallPlaced { To: var to }
            ? new CallItem(id, side, to, act, [act])
            : calls[id] with { Acts = calls[id].Acts.Add(act) };
    }

    private static Refusal? Said(string text) =>
        text.Length > 0 ? null : new(ActRefusal.WordsMissing, "expected words, got none");

    private Refusal? Known<TDeed>(string id, string side, bool isCalled)
        where TDeed : Deed =>
        !calls.TryGetValue(id, out var call) ? Unknown("call", id)
        : NotTheirs(side == (isCalled ? call.To : call.From), isCalled ? "that is called" : "that called")
        ?? (call.At<TDeed>() is not null || call.Outcome is not null ? Done($"{id} has got past that") : null);
}
