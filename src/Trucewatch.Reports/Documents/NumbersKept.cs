using System.Text.RegularExpressions;

namespace Trucewatch.Reports.Documents;

/// <summary>
/// Says whether a sentence that was worded otherwise still says the same numbers: all of them, no others, in their
/// order, because an exchange of two is a change of both. It knows numbers that are written with digits and no others.
/// </summary>
public static class NumbersKept
{
    // A space within is one that does not break a line: the report writes thousands with it.
    private static readonly Regex number = new(
        @"[-\u2212+]?\p{Nd}+(?:[.,:/\u2013\u00A0\u202F]\p{Nd}+)*(?:[\u0020\u00A0\u202F]?%)?",
        RegexOptions.NonBacktracking);

    /// <summary>True when they are the same.</summary>
    public static bool Between(string was, string now) => Of(was).SequenceEqual(Of(now), StringComparer.Ordinal);

    /// <summary>The numbers of a text in their order, with sign, separators and per cent.</summary>
    public static IEnumerable<string> Of(string text) => number.Matches(text).Select(found => found.Value);
}
