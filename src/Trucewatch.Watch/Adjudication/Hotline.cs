using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;

namespace Trucewatch.Watch.Adjudication;

/// <summary>An act as it stands in the log of the hotline.</summary>
/// <param name="Act">What was done.</param>
/// <param name="Refusal">Why it has no effect, or null.</param>
public sealed record HotlineEntry(Act Act, Refusal? Refusal);

/// <summary>How a side answered the calls to it.</summary>
/// <param name="Side">The party, or <c>mission</c>.</param>
/// <param name="Calls">Calls to it.</param>
/// <param name="Acknowledged">How many of them it acknowledged or answered.</param>
/// <param name="Answered">How many it answered.</param>
/// <param name="Median">Half of all calls were answered within this time; null where fewer were.</param>
/// <param name="Longest">The longest that a call waited for its answer, or waits still.</param>
public sealed record HotlineRow(
    string Side, int Calls, int Acknowledged, int Answered, TimeSpan? Median, TimeSpan? Longest);

/// <summary>
/// The hotline: call, acknowledgement, answer, outcome, as acts that are appended. The figures are the same for every
/// side; a call without an answer counts as one that waits, so that not to answer never makes a side faster.
/// </summary>
public sealed class Hotline(ImmutableArray<CaseParty> parties)
{
    /// <summary>The side that is neither party.</summary>
    public const string Mission = "mission";

    /// <summary>Most acts of the log.</summary>
    public const int MaxActs = 65_536;

    private readonly List<HotlineEntry> entries = [];
    private readonly SortedDictionary<string, int> refusedOf = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Call> calls = new(StringComparer.Ordinal);

    private sealed class Call(string from, string to, Instant placed)
    {
        public string From { get; } = from;

        public string To { get; } = to;

        public Instant Placed { get; } = placed;

        public Instant? Acknowledged { get; set; }

        public Instant? Answered { get; set; }

        public bool IsConcluded { get; set; }
    }

    /// <summary>All acts that are kept, in their order.</summary>
    public IReadOnlyList<HotlineEntry> Entries => entries;

    /// <summary>Appends an act, or keeps it as refused; beyond the limit it is refused and not kept.</summary>
    public HotlineEntry Append(Act act)
    {
        ArgumentNullException.ThrowIfNull(act);
        if (entries.Count >= MaxActs)
        {
            return new HotlineEntry(act, new Refusal(ActRefusal.LimitReached, "the log is full"));
        }

        var entry = new HotlineEntry(act, Judge(act));
        if (entry.Refusal is null)
        {
            entries.Add(entry);
            Take(act);
            return entry;
        }

        // As in a case: nobody fills the log with what is refused.
        var count = refusedOf.GetValueOrDefault(act.Author.Person);
        refusedOf[act.Author.Person] = count + 1;
        if (count < CaseFile.MaxRefusedOfOne)
        {
            entries.Add(entry);
        }

        return entry;
    }

    /// <summary>A row for each party and the mission, as of a time.</summary>
    public ImmutableArray<HotlineRow> Rows(Instant at) =>
        [.. parties.Select(party => party.Id).Append(Mission).Select(side => Row(side, at))];

    private HotlineRow Row(string side, Instant at)
    {
        var to = calls.Values.Where(call => call.To == side && call.Placed <= at).ToList();
        var answered = to.Where(call => call.Answered <= at).Select(call => call.Answered!.Value - call.Placed)
            .Order().ToList();

        // The middle of all calls, of which those without an answer are the longest.
        var middle = (to.Count - 1) / 2;
        return new HotlineRow(
            side,
            to.Count,
            to.Count(call => call.Acknowledged <= at || call.Answered <= at),
            answered.Count,
            to.Count > 0 && middle < answered.Count ? answered[middle] : null,
            to.Count == 0 ? null : to.Max(call => (call.Answered is { } done && done <= at ? done : at) - call.Placed));
    }

    private Refusal? Judge(Act act)
    {
        if (!act.Author.IsNamed)
        {
            return new(ActRefusal.NotNamed, "expected a person with an id and a nation");
        }

        var last = entries.LastOrDefault(entry => entry.Refusal is null)?.Act.At;
        if (act.At < last)
        {
            return new(ActRefusal.BeforeTheLast, $"expected a time from {last} on, got {act.At}");
        }

        if (SideOf(act.Author) is not { } side)
        {
            return new(ActRefusal.RoleMayNot, "expected a party's liaison or a watch officer");
        }

        if (act.Deed.Text.Length > Deed.MaxChars)
        {
            return new(ActRefusal.TooLong, FormattableString.Invariant($"expected at most {Deed.MaxChars} characters"));
        }

        return act.Deed switch
        {
            CallPlaced placed when calls.ContainsKey(placed.Call) => Done($"{placed.Call} was placed"),
            CallPlaced placed => placed.Call.Length > 0 && placed.To != side && IsSide(placed.To)
                ? null
                : new(ActRefusal.Incomplete, "expected an id and another side"),
            CallAcknowledged by => Known(by.Call, side, isCalled: true, call => call.Acknowledged is not null),
            CallAnswered by => Known(by.Call, side, isCalled: true, call => call.Answered is not null),
            CallConcluded by => Known(by.Call, side, isCalled: false, call => call.IsConcluded),
            _ => new(ActRefusal.WrongState, "expected an act of the hotline"),
        };
    }

    private Refusal? Known(string id, string side, bool isCalled, Func<Call, bool> isDone) =>
        !calls.TryGetValue(id, out var call) ? new(ActRefusal.UnknownReference, $"expected a call, got {id}")
        : side != (isCalled ? call.To : call.From) ? new(
            ActRefusal.NotTheirs, $"expected the side {(isCalled ? "that is called" : "that called")}")
        : isDone(call) || call.IsConcluded ? Done($"{id} has got past that")
        : null;

    private void Take(Act act)
    {
        switch (act.Deed)
        {
            case CallPlaced placed:
                calls.Add(placed.Call, new Call(SideOf(act.Author)!, placed.To, act.At));
                break;
            case CallAcknowledged by:
                calls[by.Call].Acknowledged = act.At;
                break;
            case CallAnswered by:
                calls[by.Call].Answered = act.At;
                break;
            case CallConcluded by:
                calls[by.Call].IsConcluded = true;
                break;
        }
    }

    private string? SideOf(Author author) => author.Role switch
    {
        Role.WatchOfficer => Mission,
        Role.PartyLiaison when author.Party != Mission && IsSide(author.Party) => author.Party,
        _ => null,
    };

    private bool IsSide(string? side) => side == Mission || parties.Any(party => party.Id == side);

    private static Refusal Done(string words) => new(ActRefusal.AlreadyDone, words);
}
