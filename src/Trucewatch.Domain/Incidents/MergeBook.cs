using System.Collections.Immutable;

namespace Trucewatch.Domain.Incidents;

/// <summary>A word that incidents are one, with its place in the record.</summary>
/// <param name="Number">Number of its act.</param>
/// <param name="At">When it was said.</param>
/// <param name="Word">The word.</param>
/// <param name="ReversedAt">When it was taken back, or null.</param>
/// <param name="Reversal">The word that took it back, or null.</param>
public sealed record SaidMerge(
    long Number, Instant At, MergeWord Word, Instant? ReversedAt = null, MergeWord? Reversal = null)
{
    /// <summary>True where it was said by then and not taken back.</summary>
    public bool HoldsAt(Instant until) => At <= until && (ReversedAt is not { } reversed || reversed > until);
}

/// <summary>Incidents that are one.</summary>
/// <param name="Into">The one that stands for all.</param>
/// <param name="Members">All of them, that one too, sorted.</param>
public sealed record MergedGroup(string Into, ImmutableArray<string> Members)
{
    /// <summary>The others, sorted.</summary>
    public IEnumerable<string> Others => Members.Where(one => !string.Equals(one, Into, StringComparison.Ordinal));
}

/// <summary>
/// Which incidents are one, by what people said: a function of the words that hold, and of nothing else. A word that is
/// taken back leaves all as if it had never been said, whatever was said in between.
/// </summary>
public sealed class MergeBook
{
    /// <summary>Most words that hold at a time.</summary>
    public const int MaxHolding = 4_096;

    private static readonly IReadOnlyDictionary<string, MergedGroup> none =
        new Dictionary<string, MergedGroup>(StringComparer.Ordinal);

    /// <summary>A book in which nothing was said.</summary>
    public static readonly MergeBook Empty = new([]);

    private MergeBook(ImmutableArray<SaidMerge> said) => Said = said;

    /// <summary>All words that join, the oldest first.</summary>
    public ImmutableArray<SaidMerge> Said { get; }

    /// <summary>The book with one word more, that was not refused.</summary>
    public MergeBook With(long number, Instant at, MergeWord word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return new MergeBook(word.Reverses is not { } reversed
            ? Said.Add(new SaidMerge(number, at, word))
            :
            [
                .. Said.Select(one => one.Number == reversed && one.ReversedAt is null
                    ? one with { ReversedAt = at, Reversal = word }
                    : one),
            ]);
    }

    /// <summary>
    /// Why a word has no effect, or null. It is judged by what its author is told, so that no answer tells of what is
    /// withheld.
    /// </summary>
    /// <param name="word">The word.</param>
    /// <param name="isTold">True for incidents that the author is told of.</param>
    /// <param name="clauseOf">Clause of an incident that the author is told of.</param>
    /// <param name="now">When it is said.</param>
    public string? Refuses(MergeWord word, Func<string, bool> isTold, Func<string, string> clauseOf, Instant now)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(isTold);
        ArgumentNullException.ThrowIfNull(clauseOf);
        if (word.Reverses is { } reversed)
        {
            return Said.Any(one => one.Number == reversed && IsTold(one, isTold) && one.ReversedAt is null)
                ? null
                : FormattableString.Invariant($"expected the number of a merge that holds, got {reversed}");
        }

        var named = word.Named();
        var groups = Groups(isTold, now);
        return word.Others.Length is < 1 or > MergeWord.MaxOthers
                ? FormattableString.Invariant($"expected 1 to {MergeWord.MaxOthers} others, got {word.Others.Length}")
            : named.Distinct(StringComparer.Ordinal).Count() < named.Length ? "expected each incident once"
            : named.FirstOrDefault(one => !isTold(one)) is { } unknown ? $"no incident {unknown} that is known"
            : named.FirstOrDefault(one => groups.TryGetValue(one, out var group) && group.Into != one) is { } part
                ? $"{part} is one with {groups[part].Into} already: name that one"
            : named.Select(clauseOf).Distinct(StringComparer.Ordinal).Count() > 1
                ? "expected incidents under one clause: one event under two clauses is two incidents"
            : Said.Count(one => one.HoldsAt(now)) >= MaxHolding
                ? FormattableString.Invariant($"expected at most {MaxHolding} merges that hold")
            : null;
    }

    /// <summary>
    /// What is one, by incident, as somebody is told: words that name an incident which they are not told of are as if
    /// never said.
    /// </summary>
    /// <param name="isTold">True for incidents that they are told of.</param>
    /// <param name="until">The last time of what they are told.</param>
    public IReadOnlyDictionary<string, MergedGroup> Groups(Func<string, bool> isTold, Instant until)
    {
        ArgumentNullException.ThrowIfNull(isTold);
        if (Said.IsEmpty)
        {
            return none;
        }

        var holding = Said.Where(one => one.HoldsAt(until) && IsTold(one, isTold)).ToList();
        return holding.Count == 0 ? none : Joined(holding);
    }

    /// <summary>True where somebody is told of all that a word names.</summary>
    public static bool IsTold(SaidMerge merge, Func<string, bool> isTold)
    {
        ArgumentNullException.ThrowIfNull(merge);
        return merge.Word.Named().All(isTold);
    }

    /// <summary>
    /// Joins what the words join, whichever order they stand in; of each group the incident that its newest word names
    /// stands for all.
    /// </summary>
    private static Dictionary<string, MergedGroup> Joined(List<SaidMerge> holding)
    {
        var root = new Dictionary<string, string>(StringComparer.Ordinal);
        string Root(string one)
        {
            while (root.TryGetValue(one, out var above) && above != one)
            {
                one = above;
            }

            return one;
        }

        foreach (var merge in holding)
        {
            var into = Root(merge.Word.Into!);
            root.TryAdd(into, into);
            foreach (var other in merge.Word.Others)
            {
                root[Root(other)] = into;
            }
        }

        var standing = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var merge in holding)
        {
            standing[Root(merge.Word.Into!)] = merge.Word.Into!;
        }

        var groups = new Dictionary<string, MergedGroup>(StringComparer.Ordinal);
        var members = holding.SelectMany(one => one.Word.Named()).Distinct(StringComparer.Ordinal)
            .GroupBy(Root, StringComparer.Ordinal);
        foreach (var group in members)
        {
            var one = new MergedGroup(standing[group.Key], [.. group.Order(StringComparer.Ordinal)]);
            foreach (var member in one.Members)
            {
                groups.Add(member, one);
            }
        }

        return groups;
    }
}
