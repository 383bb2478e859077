namespace Trucewatch.Geo.Indexing;

/// <summary>
/// Sets of zones, each with one number; 0 is the empty set. Sets are added by one thread at a time and read by many.
/// </summary>
internal sealed class ZoneClasses
{
    private readonly Lock gate = new();
    private readonly Dictionary<int[], int> numbers = new(SequenceComparer.Instance);
    private readonly Dictionary<int[], int>.AlternateLookup<ReadOnlySpan<int>> bySpan;
    private volatile int[][] sets = new int[16][];
    private volatile int count;

    public ZoneClasses()
    {
        bySpan = numbers.GetAlternateLookup<ReadOnlySpan<int>>();
        Number([]);
    }

    /// <summary>Number of sets.</summary>
    public int Count => count;

    /// <summary>The zones of a set, ascending.</summary>
    public ReadOnlySpan<int> ZonesOf(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, count);
        return sets[number];
    }

    /// <summary>The number of a set of ascending zones; a set that was met before costs no memory.</summary>
    public int Number(ReadOnlySpan<int> zones)
    {
        lock (gate)
        {
            if (bySpan.TryGetValue(zones, out var number))
            {
                return number;
            }

            if (count == sets.Length)
            {
                var longer = new int[2 * count][];
                sets.CopyTo(longer, 0);
                sets = longer;
            }

            var set = zones.ToArray();
            sets[count] = set;
            numbers.Add(set, count);
            return count++;
        }
    }
}

/// <summary>Sequences of numbers are equal when their elements are.</summary>
internal sealed class SequenceComparer : IEqualityComparer<int[]>, IAlternateEqualityComparer<ReadOnlySpan<int>, int[]>
{
    public static readonly SequenceComparer Instance = new();

    public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(int[] obj) => GetHashCode(obj.AsSpan());

    public int[] Create(ReadOnlySpan<int> alternate) => alternate.ToArray();

    public bool Equals(ReadOnlySpan<int> alternate, int[] other) => alternate.SequenceEqual(other);

    public int GetHashCode(ReadOnlySpan<int> alternate)
    {
        var hash = 14695981039346656037UL;
        foreach (var number in alternate)
        {
            hash = (hash ^ (uint)number) * 1099511628211UL;
        }

        return (int)(hash ^ (hash >> 32));
    }
}
