using System.Collections.Immutable;
using System.Security.Cryptography;
using Trucewatch.Domain;
using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Stores;
using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Language;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Reporting;

/// <summary>A word on a sentence, as the record has it.</summary>
/// <param name="Number">Number of the act.</param>
/// <param name="At">When it was said.</param>
/// <param name="Word">What was said.</param>
/// <param name="Why">Why.</param>
internal sealed record SaidEdit(long Number, Instant At, ReportWord Word, string Why);

/// <summary>
/// What people changed in the mission's daily reports: acts of the record, sealed like custody, and taken up again from
/// there. A word replaces what stood when it was said. Where the program writes something else by now, nobody has read
/// what it would replace: it stays in the record and holds no more.
/// </summary>
internal sealed class EditDesk
{
    private readonly IPictureStore store;
    private readonly FloorClock clock;
    private readonly Lock gate = new();
    private ImmutableArray<SaidEdit> said;

    /// <summary>Takes up what the record knows.</summary>
    public EditDesk(IPictureStore store, FloorClock clock)
    {
        (this.store, this.clock) = (store, clock);
        said = [.. Read(store)];
    }

    /// <summary>What was said of a report in a language, oldest first.</summary>
    public ImmutableArray<SaidEdit> Of(string day, Tongue tongue) => Of(said, day, tongue);

    /// <summary>The same of what a record says.</summary>
    public static ImmutableArray<SaidEdit> Of(IEnumerable<SaidEdit> said, string day, Tongue tongue) =>
        [.. said.Where(one => one.Word.Day == day && one.Word.Language == tongue.Code())];

    /// <summary>What the record says, from its begin.</summary>
    public static IEnumerable<SaidEdit> Read(IPictureStore store)
    {
        foreach (var stored in store.ReadActs(0, int.MaxValue))
        {
            if (ActJson.Read(stored.Payload) is { Report: { } word } act)
            {
                yield return new SaidEdit(stored.Number, act.At, word, act.Words ?? "");
            }
        }
    }

    /// <summary>The words on one sentence that hold, given what the program writes: each replaces the one before.
    /// </summary>
    public static ImmutableArray<SaidEdit> Holding(Sentence program, IEnumerable<SaidEdit> words)
    {
        var holding = ImmutableArray<SaidEdit>.Empty;
        foreach (var one in words.Where(one => one.Word.Sentence == program.Id))
        {
            holding = one.Word.Was == (holding.IsEmpty ? program.Text : holding[^1].Word.Is)
                ? holding.Add(one)
                : one.Word.Was == program.Text ? [one] : holding;
        }

        return holding;
    }

    /// <summary>The changes of a report that the program wrote, one a sentence at most.</summary>
    public static ImmutableArray<SentenceEdit> Standing(ReportDocument program, ImmutableArray<SaidEdit> words) =>
    [
        .. program.Sentences.Select(sentence => (Sentence: sentence, Holding: Holding(sentence, words)))
            .Where(one => !one.Holding.IsEmpty && one.Holding[^1].Word.Is != one.Sentence.Text)
            .Select(one => new SentenceEdit(
                one.Sentence.Id, one.Sentence.Text, one.Holding[^1].Word.Is,
                one.Holding[^1].Word.By.ToString(), one.Holding[^1].Why)),
    ];

    /// <summary>
    /// A record with what stands changed in its daily report, and the report; of the sealed words of its day in a
    /// language.
    /// </summary>
    public static (ReportRecord Record, ReportDocument Report) Edited(
        ReportRecord record, Tongue tongue, ImmutableArray<SaidEdit> words)
    {
        var written = ReportMaker.Make(record, tongue);
        var edits = Standing(written, words);
        if (edits.IsEmpty)
        {
            return (record, written);
        }

        var edited = record with { Edits = edits };
        return (edited, ReportMaker.Make(edited, tongue));
    }

    /// <summary>Notes a word, unless something else stands there by now; null then.</summary>
    /// <param name="word">The word.</param>
    /// <param name="why">Why.</param>
    /// <param name="program">The sentence as the program writes it.</param>
    public SaidEdit? Say(ReportWord word, string why, Sentence program)
    {
        lock (gate)
        {
            var holding = Holding(program, said.Where(
                one => one.Word.Day == word.Day && one.Word.Language == word.Language));
            if (word.Was != (holding.IsEmpty ? program.Text : holding[^1].Word.Is))
            {
                return null;
            }

            var now = clock.Now;
            var number = store.AddAct(
                ActJson.Write(new Act(
                    ActKind.OnReport, now, word.By.ToString(), null, [$"report:{word.Day}"], Words: why,
                    Report: word)),
                RandomNumberGenerator.GetBytes(32));
            var edit = new SaidEdit(number, now, word, why);
            said = said.Add(edit);
            return edit;
        }
    }
}
