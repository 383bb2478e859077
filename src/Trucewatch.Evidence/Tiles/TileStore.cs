using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Merkle;

namespace Trucewatch.Evidence.Tiles;

/// <summary>
/// Reads the stored tiles and bundles of a log whose size is known; holds no state and takes no lock.
/// </summary>
internal sealed class TileStore(IEvidenceFiles files)
{
    /// <summary>
    /// The first <paramref name="width"/> hashes of a tile, from the file of that width or else from the full tile,
    /// which takes its place once the tile is full. Null where neither is there and whole.
    /// </summary>
    public Digest[]? ReadTile(int level, long index, int width)
    {
        var bytes = Read(TilePath.Tile(level, index, width), TilePath.FullWidth * Digest.Length, out var stored);
        if (bytes is null || bytes.Length != stored * Digest.Length)
        {
            return null;
        }

        var hashes = new Digest[width];
        for (var i = 0; i < width; i++)
        {
            hashes[i] = Digest.FromBytes(bytes.AsSpan(i * Digest.Length, Digest.Length));
        }

        return hashes;
    }

    /// <summary>The first entries of a bundle; null where the bundle is not there and whole.</summary>
    public List<ReadOnlyMemory<byte>>? ReadBundle(long index, int width)
    {
        var bytes = Read(TilePath.Entries(index, width), EntryBundle.MaxBytes, out var stored);
        var entries = new List<ReadOnlyMemory<byte>>(TilePath.FullWidth);
        if (bytes is null || !EntryBundle.TryRead(bytes, stored, entries))
        {
            return null;
        }

        entries.RemoveRange(width, entries.Count - width);
        return entries;
    }

    /// <summary>
    /// Gives the nodes of the tree of <paramref name="size"/> entries, one tile held at a time per level.
    /// </summary>
    /// <exception cref="EvidenceHaltedException">(from the reader) A tile is missing or not whole.</exception>
    public NodeReader Nodes(long size)
    {
        var held = new (long Index, Digest[] Hashes)?[TilePath.UsedLevels];
        return (level, index) =>
        {
            // Tile level L holds the nodes of tree level 8 L; those up to seven above it are put together.
            var (tileLevel, above) = (level / 8, level % 8);
            var first = index << above;
            var tileIndex = first / TilePath.FullWidth;
            if (held[tileLevel] is not { } tile || tile.Index != tileIndex)
            {
                var width = TilePath.WidthIn(size, tileLevel, tileIndex);
                var hashes = width == 0 ? null : ReadTile(tileLevel, tileIndex, width);
                tile = (tileIndex, hashes ?? throw new EvidenceHaltedException(FormattableString.Invariant(
                    $"tile/{tileLevel} index {tileIndex}: expected a whole tile of width {width}, got none")));
                held[tileLevel] = tile;
            }

            var start = (int)(first % TilePath.FullWidth);
            return MerkleTree.RootOf(new ArraySegment<Digest>(tile.Hashes, start, 1 << above));
        };
    }

    private byte[]? Read(TilePath path, int maxBytes, out int storedWidth)
    {
        storedWidth = path.Width;
        var bytes = files.Read(path.ToString(), maxBytes);
        if (bytes is null && !path.IsFull)
        {
            storedWidth = TilePath.FullWidth;
            var full = path.Level == TilePath.EntriesLevel
                ? TilePath.Entries(path.Index)
                : TilePath.Tile(path.Level, path.Index);
            bytes = files.Read(full.ToString(), maxBytes);
        }

        return bytes;
    }
}
