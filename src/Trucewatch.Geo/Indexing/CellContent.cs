namespace Trucewatch.Geo.Indexing;

/// <summary>What a cell holds where it is not all in one class.</summary>
internal enum CellKind
{
    /// <summary>Groups of edges, and an answer for each combination of their bundles.</summary>
    Leaf,

    /// <summary>A lattice of smaller cells.</summary>
    Lattice,

    /// <summary>Boundaries of so many zones that the zones themselves are asked.</summary>
    Crowd,
}

/// <summary>The number in which a cell says what it holds: a class, or below 0 a kind with its number.</summary>
internal static class CellContent
{
    /// <summary>Most bundles of a leaf: its answers have one bit for each.</summary>
    public const int MostBundles = 8;

    public static int Of(CellKind kind, int number) => ~((number << 2) | (int)kind);

    public static CellKind KindOf(int content) => (CellKind)(~content & 3);

    public static int NumberOf(int content) => ~content >> 2;
}

/// <summary>The zones with edges in a cell, and the others in which the whole of it lies; both ascending.</summary>
internal sealed record Crowd(int[] Zones, int[] Others);
