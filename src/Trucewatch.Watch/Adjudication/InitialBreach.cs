using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Adjudication;

namespace Trucewatch.Watch.Adjudication;

/// <summary>A breach in a row of breaches.</summary>
/// <param name="Case">The case.</param>
/// <param name="Earliest">The earliest that it may have begun.</param>
/// <param name="Latest">The latest.</param>
/// <param name="Stands">True where the finding on it stands; one that was set aside starts no clock.</param>
public readonly record struct Breach(string Case, Instant Earliest, Instant Latest, bool Stands);

/// <summary>
/// "So many hours after the initial breach": the first of those that stand. Which one that is may not be known where
/// their intervals overlap, but when it was lies between the least of all earliest and the least of all latest times.
/// A breach that is set aside hands the clock on to the next one that stands; that is computed, and a person sets the
/// clock anew.
/// </summary>
public static class InitialBreach
{
    /// <summary>When a time that runs from the first standing breach ends; null where none stands.</summary>
    public static Deadline? Deadline(IEnumerable<Breach> breaches, TimeSpan after)
    {
        var standing = breaches.Where(breach => breach.Stands).ToImmutableArray();
        return standing.IsEmpty ? null : new Deadline(
            standing.Min(breach => breach.Earliest) + after, standing.Min(breach => breach.Latest) + after);
    }

    /// <summary>The cases of which any may be the first, in their order.</summary>
    public static ImmutableArray<string> MayBeFirst(IEnumerable<Breach> breaches)
    {
        var standing = breaches.Where(breach => breach.Stands).ToImmutableArray();
        return standing.IsEmpty ? [] :
        [
            .. standing.Where(breach => breach.Earliest <= standing.Min(each => each.Latest))
                .Select(breach => breach.Case).Order(StringComparer.Ordinal),
        ];
    }
}
