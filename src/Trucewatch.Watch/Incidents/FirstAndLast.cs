using System.Collections.Immutable;

namespace Trucewatch.Watch.Incidents;

/// <summary>Keeps the first and the last items of a long list, and how many there were in all.</summary>
internal sealed class FirstAndLast<T>
    where T : struct
{
    private readonly int half;
    private readonly List<T> first = [];
    private readonly Queue<T> last = [];

    public FirstAndLast(int most) => half = most / 2;

    /// <summary>How many items there were.</summary>
    public int Count { get; private set; }

    public void Add(T item)
    {
        Count++;
        if (first.Count < half)
        {
            first.Add(item);
            return;
        }

        if (last.Count == half)
        {
            last.Dequeue();
        }

        last.Enqueue(item);
    }

    /// <summary>Adds an item unless it is among those listed. One that has left the list is counted again.</summary>
    public void AddOnce(T item)
    {
        if (!first.Contains(item) && !last.Contains(item))
        {
            Add(item);
        }
    }

    public ImmutableArray<T> Listed() => [.. first, .. last];
}
