using System.Security.Cryptography;
using Trucewatch.Domain;
using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Stores;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Cases;

/// <summary>
/// Which incidents people said are one. Each word stands in the record, sealed like custody, with the incidents it
/// names, so that it is in the account of each of them; incidents themselves stay as the sector made them.
/// </summary>
internal sealed class MergeDesk
{
    private readonly IPictureStore store;
    private readonly FloorClock clock;
    private readonly Lock gate = new();
    private volatile MergeBook book;

    /// <summary>Takes up what the record knows.</summary>
    public MergeDesk(IPictureStore store, FloorClock clock)
    {
        (this.store, this.clock) = (store, clock);
        book = Read(store);
    }

    /// <summary>What was said so far. Who reads it waits for nobody.</summary>
    public MergeBook Book => book;

    /// <summary>Raised after a word was taken in.</summary>
    public Action? Changed { get; set; }

    /// <summary>What the record says, from its begin.</summary>
    public static MergeBook Read(IPictureStore store)
    {
        var said = MergeBook.Empty;
        foreach (var stored in store.ReadActs(0, int.MaxValue))
        {
            if (ActJson.Read(stored.Payload) is { Merge: { } word } act)
            {
                said = said.With(stored.Number, act.At, word);
            }
        }

        return said;
    }

    /// <summary>Notes a word; gives its number, or why it has no effect.</summary>
    /// <param name="word">The word.</param>
    /// <param name="isTold">True for incidents that its author is told of.</param>
    /// <param name="clauseOf">Clause of such an incident.</param>
    public (long Number, string? Refusal) Say(
        MergeWord word, Func<string, bool> isTold, Func<string, string> clauseOf)
    {
        long number;
        lock (gate)
        {
            var now = clock.Now;
            if (book.Refuses(word, isTold, clauseOf, now) is { } refusal)
            {
                return (0, refusal);
            }

            var about = word.Reverses is { } reversed
                ? book.Said.First(one => one.Number == reversed).Word.Named()
                : word.Named();
            number = store.AddAct(
                ActJson.Write(new Act(
                    ActKind.OnIncidents, now, word.By.ToString(), null,
                    [.. about.Select(one => "incident:" + one).Order(StringComparer.Ordinal)], Words: word.Text,
                    Merge: word)),
                RandomNumberGenerator.GetBytes(32));
            book = book.With(number, now, word);
        }

        Changed?.Invoke();
        return (number, null);
    }
}
