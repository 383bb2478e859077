using System.Collections.Immutable;

namespace Trucewatch.Watch.Incidents;

/// <summary>A small set of texts in ordinal order, with a limit beyond which nothing is taken in.</summary>
internal sealed class SortedTexts(int most)
{
    private readonly List<string> items = [];

    public int Count => items.Count;

    public bool Add(string text)
    {
        var index = items.BinarySearch(text, StringComparer.Ordinal);
        if (index >= 0 || items.Count == most)
        {
            return false;
        }

        items.Insert(~index, text);
        return true;
    }

    public bool Has(string text) => items.BinarySearch(text, StringComparer.Ordinal) >= 0;

    public void Remove(string text)
    {
        var index = items.BinarySearch(text, StringComparer.Ordinal);
        if (index >= 0)
        {
            items.RemoveAt(index);
        }
    }

    /// <summary>The first ones, at most so many.</summary>
    public ImmutableArray<string> First(int listed) => [.. items.Take(listed)];
}
