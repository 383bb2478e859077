using System.Collections.Immutable;
using Trucewatch.Domain.Adjudication;

namespace Trucewatch.Watch.Adjudication;

/// <summary>
/// Competing hypotheses: what fits all of them alike tells nothing of which is true, however well it fits. What is left
/// counts against hypotheses, not for them, since evidence that fits one may fit others as well; the one with the least
/// against it is ahead (Heuer, Psychology of Intelligence Analysis, chapter 8).
/// </summary>
internal static class HypothesisMatrix
{
    /// <summary>Most hypotheses of a matrix.</summary>
    public const int MaxHypotheses = 8;

    /// <summary>Most rows of a matrix.</summary>
    public const int MaxRows = 64;

    /// <summary>How far a row sets the hypotheses apart: 0 (not at all) to 4.</summary>
    public static int Diagnosticity(EvidenceRow row) =>
        row.Fits.IsEmpty ? 0 : row.Fits.Max(fit => (int)fit) - row.Fits.Min(fit => (int)fit);

    /// <summary>What counts against each hypothesis, 0 or more, over the rows that set any apart.</summary>
    public static ImmutableArray<int> Against(int hypotheses, IEnumerable<EvidenceRow> rows)
    {
        var against = new int[hypotheses];
        foreach (var row in rows.Where(row => Diagnosticity(row) > 0))
        {
            for (var i = 0; i < hypotheses; i++)
            {
                against[i] += Math.Max(0, -(int)row.Fits[i]);
            }
        }

        return [.. against];
    }

    /// <summary>The one hypothesis with the least against it; null where two have as little.</summary>
    public static int? Ahead(int hypotheses, IEnumerable<EvidenceRow> rows)
    {
        var against = Against(hypotheses, rows);
        var least = against.Min();
        return against.Count(value => value == least) == 1 ? against.IndexOf(least) : null;
    }
}
