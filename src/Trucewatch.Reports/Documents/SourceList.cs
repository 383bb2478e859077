using System.Collections.Immutable;

namespace Trucewatch.Reports.Documents;

/// <summary>The records that a report rests on, in the order of their first use.</summary>
internal sealed class SourceList(Func<string, Source> describe)
{
    private readonly List<Source> sources = [];
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    /// <summary>All so far.</summary>
    public ImmutableArray<Source> All => [.. sources];

    /// <summary>Notes records, and gives them as they are kept.</summary>
    /// <exception cref="ArgumentException">There is none: no sentence stands without a record.</exception>
    public ImmutableArray<string> Note(IEnumerable<string> records)
    {
        ImmutableArray<string> all = [.. records.Distinct(StringComparer.Ordinal)];
        if (all.Length == 0)
        {
            throw new ArgumentException("expected at least one record, got none", nameof(records));
        }

        foreach (var id in all.Where(known.Add))
        {
            sources.Add(describe(id));
        }

        return all;
    }
}
