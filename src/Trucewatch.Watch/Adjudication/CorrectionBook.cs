using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Adjudication;

namespace Trucewatch.Watch.Adjudication;

/// <summary>Where a correction stands.</summary>
public enum CorrectionState
{
    /// <summary>The party has it to do, for the first time or again.</summary>
    Asked,

    /// <summary>The party says, with evidence, that it is done.</summary>
    Reported,

    /// <summary>One reviewer has checked it.</summary>
    Checked,

    /// <summary>Two reviewers of two nations have found it done.</summary>
    Verified,
}

/// <summary>Something that a party is asked to put right.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Asked">What was asked.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Report">The party's newest report, or null.</param>
/// <param name="Check">The newest check, or null.</param>
/// <param name="Opened">The act that asked for it.</param>
/// <param name="Acts">All acts on it.</param>
public sealed record CorrectionItem(
    string Id, CorrectionAsked Asked, CorrectionState State, Act? Report, Act? Check, Act Opened,
    ImmutableArray<Act> Acts)
    : HotlineItem(Id, Opened, [Asked.Of], Asked.OthersFrom, Acts);

/// <summary>How a party put right what it was asked to.</summary>
/// <param name="Side">The party.</param>
/// <param name="Asked">What was asked of it.</param>
/// <param name="Verified">How many of them were verified.</param>
/// <param name="Remedies">By the time of the report that was verified: in time, late, surely due and not, or waiting.
/// </param>
public sealed record CreditRow(string Side, int Asked, int Verified, Punctuality Remedies)
{
    /// <summary>Of those that are due or done, the share that was done in time; null where none is.</summary>
    public double? Credit => Remedies.InTime + Remedies.Late is > 0 and var due ? (double)Remedies.InTime / due : null;

    /// <summary>The row of a party as of a time.</summary>
    public static CreditRow Of(string side, IEnumerable<CorrectionItem> corrections, Instant at)
    {
        var own = corrections.Where(one => one.Asked.Of == side && one.Opened.At <= at).ToList();
        return new CreditRow(
            side, own.Count, own.Count(one => one.State == CorrectionState.Verified),
            own.Aggregate(default(Punctuality), (sum, one) => sum.With(
                new Deadline(one.Asked.Due, one.Asked.Due),
                one.State == CorrectionState.Verified ? one.Report!.At : null,
                at)));
    }
}

/// <summary>
/// Corrections: asked for, reported with evidence, checked with evidence of the mission's own, and closed by a second
/// reviewer of another nation. Nothing else closes one.
/// </summary>
internal sealed class CorrectionBook : HotlineBook
{
    /// <summary>Most references of a report or a check.</summary>
    public const int MaxEvidence = 32;

    /// <summary>Most characters of one.</summary>
    public const int MaxReferenceChars = 200;

    private readonly SortedDictionary<string, CorrectionItem> corrections = new(StringComparer.Ordinal);

    public IEnumerable<CorrectionItem> Items => corrections.Values;

    public CorrectionItem? Find(string id) => corrections.GetValueOrDefault(id);

    public override Refusal? Judge(Act act, string side, ImmutableArray<string> parties) => act.Deed switch
    {
        CorrectionAsked asked => Begin(!corrections.ContainsKey(asked.Correction), asked.Correction, asked.Text)
            ?? (!parties.Contains(asked.Of, StringComparer.Ordinal) ? Incomplete("a party")
                : asked.Due <= act.At ? new(ActRefusal.TooLate, $"expected a time after {act.At}, got {asked.Due}")
                : null),
        CorrectionReported by => On(by.Correction, known => Report(known, by, side)),
        CorrectionChecked by => On(by.Correction, known => Check(known, by)),
        CorrectionAgreed by => On(by.Correction, known => Agree(known, act.Author)),
        _ => throw new ArgumentOutOfRangeException(nameof(act), act.Deed, "expected an act on a correction"),
    };

    public override void Take(Act act, string side, ImmutableArray<string> parties)
    {
        switch (act.Deed)
        {
            case CorrectionAsked asked:
                corrections[asked.Correction] = new CorrectionItem(
                    asked.Correction, asked, CorrectionState.Asked, null, null, act, [act]);
                break;
            case CorrectionReported { Correction: var id }:
                corrections[id] = With(id, act) with { State = CorrectionState.Reported, Report = act };
                break;
            case CorrectionChecked { Correction: var id }:
                corrections[id] = With(id, act) with { State = CorrectionState.Checked, Check = act };
                break;
            case CorrectionAgreed { Correction: var id }:
                corrections[id] = With(id, act) with
                {
                    State = ((CorrectionChecked)corrections[id].Check!.Deed).IsRemedied
                        ? CorrectionState.Verified
                        : CorrectionState.Asked,
                };
                break;
        }
    }

    private CorrectionItem With(string id, Act act) => corrections[id] with { Acts = corrections[id].Acts.Add(act) };

    private Refusal? On(string id, Func<CorrectionItem, Refusal?> judge) =>
        corrections.TryGetValue(id, out var known) ? judge(known) : Unknown("correction", id);

    private static Refusal? Report(CorrectionItem known, CorrectionReported report, string side) =>
        NotTheirs(side == known.Asked.Of, "that is asked")
        ?? (known.State == CorrectionState.Asked ? null : Done($"{known.Id} is {Words.Said(known.State)}"))
        ?? Evidence(report.Evidence);

    private static Refusal? Check(CorrectionItem known, CorrectionChecked check) =>
        known.State is not (CorrectionState.Reported or CorrectionState.Checked)
            ? new(ActRefusal.WrongState, $"expected a report that waits, got {Words.Said(known.State)}")
            : Evidence(check.Evidence) is { } fault ? fault
            : check.Evidence.All(one =>
                ((CorrectionReported)known.Report!.Deed).Evidence.Contains(one, StringComparer.Ordinal))
                ? new(ActRefusal.NothingNew, "expected something besides what the party brought")
            : null;

    private static Refusal? Agree(CorrectionItem known, Author by) =>
        known.State != CorrectionState.Checked
            ? new(ActRefusal.WrongState, $"expected a check that waits, got {Words.Said(known.State)}")
            : known.Check!.Author.Person == by.Person
                ? new(ActRefusal.SamePerson, "expected a second person")
            : known.Check.Author.Nation == by.Nation
                ? new(ActRefusal.SameNation, "expected a second person of another nation")
            : null;

    private static Refusal? Evidence(ImmutableArray<string> evidence) =>
        evidence.IsDefaultOrEmpty || evidence.Any(string.IsNullOrWhiteSpace)
            ? new(ActRefusal.NothingCited, "expected evidence, got none")
            : evidence.Length > MaxEvidence || evidence.Any(one => one.Length > MaxReferenceChars)
                ? new(ActRefusal.TooLong, FormattableString.Invariant($"expected at most {MaxEvidence} references"))
                : null;
}
