using System.Collections.Immutable;
using Trucewatch.Domain.Adjudication;

namespace Trucewatch.Domain.Incidents;

/// <summary>
/// A person's word that incidents are one, or that an earlier such word does not hold, as it is sealed in the log. No
/// incident is edited by it.
/// </summary>
/// <param name="By">Who says so.</param>
/// <param name="Into">The incident that stands for all; null where a word is taken back.</param>
/// <param name="Others">The incidents that are one with it, sorted; empty where a word is taken back.</param>
/// <param name="Text">Why.</param>
/// <param name="Reverses">Number of the act that is taken back, or null.</param>
public sealed record MergeWord(
    Author By, string? Into, ImmutableArray<string> Others, string Text, long? Reverses = null)
{
    /// <summary>Most incidents that one word joins to another.</summary>
    public const int MaxOthers = 16;

    /// <summary>Longest text, characters.</summary>
    public const int MaxText = 1_000;

    /// <summary>All incidents that it names, the one that stands for all first.</summary>
    public ImmutableArray<string> Named() => Into is null ? [] : [Into, .. Others];
}
