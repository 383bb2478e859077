using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Adjudication;

namespace Trucewatch.Watch.Adjudication;

/// <summary>An observation in a matrix, and how far it sets the hypotheses apart.</summary>
/// <param name="Observation">Number of the act that states it.</param>
/// <param name="Fits">How it fits each hypothesis, in their order.</param>
/// <param name="Diagnosticity">0: it fits all alike and tells nothing of which is true; 4 at most.</param>
public sealed record CaseMatrixRow(int Observation, ImmutableArray<Fit> Fits, int Diagnosticity);

/// <summary>The evidence of one statement of an attribution against all answers that compete.</summary>
/// <param name="Act">Number of the act that states it.</param>
/// <param name="Step">Which of the four statements.</param>
/// <param name="Hypotheses">The answers.</param>
/// <param name="Rows">The observations.</param>
/// <param name="Against">What counts against each answer, in their order.</param>
/// <param name="Ahead">Id of the answer with the least against it; null where two have as little.</param>
/// <param name="Answer">What was stated.</param>
/// <param name="Stands">True where it is the statement of its step that stands.</param>
public sealed record CaseMatrix(
    int Act, AttributionStep Step, ImmutableArray<Hypothesis> Hypotheses, ImmutableArray<CaseMatrixRow> Rows,
    ImmutableArray<int> Against, string? Ahead, string Answer, bool Stands);

/// <summary>A bulletin in the row of those that took each other's place.</summary>
/// <param name="Act">Number of the act that issued it.</param>
/// <param name="Supersedes">Number of the one before, or null.</param>
/// <param name="SupersededBy">Number of the one that took its place, or null.</param>
/// <param name="Since">From when it was in force; null: it waits for a second signature.</param>
public sealed record CaseBulletin(int Act, int? Supersedes, int? SupersededBy, Instant? Since);

/// <summary>What a case is made of, as a reader of it is shown: worked out from the acts, and deciding nothing.</summary>
public static class CasePieces
{
    /// <summary>The matrices of all attributions, in the order in which they were stated.</summary>
    public static ImmutableArray<CaseMatrix> Matrices(CaseFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return
        [
            .. file.All<AttributionStated>().Select(each => new CaseMatrix(
                each.Entry.Number, each.Deed.Step, each.Deed.Hypotheses,
                [
                    .. each.Deed.Rows.Select(row => new CaseMatrixRow(
                        row.Observation, row.Fits, HypothesisMatrix.Diagnosticity(row))),
                ],
                HypothesisMatrix.Against(each.Deed.Hypotheses.Length, each.Deed.Rows),
                HypothesisMatrix.Ahead(each.Deed.Hypotheses.Length, each.Deed.Rows) is { } ahead
                    ? each.Deed.Hypotheses[ahead].Id
                    : null,
                each.Deed.Answer,
                Attributions.Standing(file, each.Deed.Step)?.Entry.Number == each.Entry.Number)),
        ];
    }

    /// <summary>The bulletins, in the order in which they were issued.</summary>
    public static ImmutableArray<CaseBulletin> Bulletins(CaseFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var all = file.All<BulletinIssued>().Select(each => (each.Entry, each.Deed, Since: BulletinLadder.Since(
            file, each.Entry))).ToList();
        return
        [
            .. all.Select(each => new CaseBulletin(
                each.Entry.Number, each.Deed.Supersedes,
                all.Where(other => other.Since is not null && other.Deed.Supersedes == each.Entry.Number)
                    .Select(other => (int?)other.Entry.Number).FirstOrDefault(),
                each.Since)),
        ];
    }
}
