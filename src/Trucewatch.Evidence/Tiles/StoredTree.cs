using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Merkle;

namespace Trucewatch.Evidence.Tiles;

/// <summary>
/// Reads back what a seal stored and hashes it by <see cref="SecondHashing"/>: only a root found in this way is signed.
/// </summary>
internal static class StoredTree
{
    /// <summary>
    /// The root of the stored tree, after every entry, tile and parent hash since the old size was checked.
    /// </summary>
    /// <exception cref="EvidenceHaltedException">Something stored is missing, not whole, or hashes to another
    /// value.</exception>
    public static Digest Recompute(IEvidenceFiles files, long oldSize, long size)
    {
        for (var index = oldSize / TilePath.FullWidth; index * TilePath.FullWidth < size; index++)
        {
            CheckEntries(files, size, index);
        }

        for (var level = 1; level < TilePath.UsedLevels; level++)
        {
            var (first, end) = (TilePath.FullTiles(oldSize, level - 1), TilePath.FullTiles(size, level - 1));
            for (var child = first; child < end; child++)
            {
                var expected = SecondHashing.Tree(Tile(files, size, level - 1, child));
                Compare(
                    TilePath.Tile(level, child / TilePath.FullWidth).ToString(),
                    expected,
                    Tile(files, size, level, child / TilePath.FullWidth)[(int)(child % TilePath.FullWidth)]);
            }
        }

        return Root(files, size);
    }

    private static void CheckEntries(IEvidenceFiles files, long size, long index)
    {
        var path = TilePath.Entries(index, TilePath.WidthIn(size, 0, index));
        var hashes = Tile(files, size, 0, index);
        var entries = new List<ReadOnlyMemory<byte>>(TilePath.FullWidth);
        var bytes = files.Read(path.ToString(), EntryBundle.MaxBytes);
        if (bytes is null || !EntryBundle.TryRead(bytes, path.Width, entries))
        {
            throw new EvidenceHaltedException(
                FormattableString.Invariant($"{path}: expected {path.Width} whole entries read back, got none"));
        }

        for (var i = 0; i < entries.Count; i++)
        {
            Compare(path.ToString(), SecondHashing.Leaf(entries[i].Span), hashes[i]);
        }
    }

    /// <summary>
    /// The nodes of each level's partial tile, followed by the root of all that is lower and further right, form one
    /// small tree: its root is the next level's last node.
    /// </summary>
    private static Digest Root(IEvidenceFiles files, long size)
    {
        Digest? below = null;
        for (var level = 0; level < TilePath.UsedLevels; level++)
        {
            List<Digest> nodes = [];
            if (TilePath.PartialWidth(size, level) > 0)
            {
                nodes.AddRange(Tile(files, size, level, TilePath.FullTiles(size, level)));
            }

            if (below is { } last)
            {
                nodes.Add(last);
            }

            below = nodes.Count > 0 ? SecondHashing.Tree(nodes.ToArray()) : below;
        }

        return below ?? SecondHashing.Tree([]);
    }

    private static Digest[] Tile(IEvidenceFiles files, long size, int level, long index)
    {
        var path = TilePath.Tile(level, index, TilePath.WidthIn(size, level, index));
        var bytes = files.Read(path.ToString(), TilePath.FullWidth * Digest.Length);
        if (bytes is null || bytes.Length != path.Width * Digest.Length)
        {
            throw new EvidenceHaltedException(FormattableString.Invariant(
                $"{path}: expected {path.Width * Digest.Length} bytes read back, got {bytes?.Length ?? 0}"));
        }

        var hashes = new Digest[path.Width];
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i] = Digest.FromBytes(bytes.AsSpan(i * Digest.Length, Digest.Length));
        }

        return hashes;
    }

    private static void Compare(string path, Digest expected, Digest stored)
    {
        if (expected != stored)
        {
            throw new EvidenceHaltedException($"{path}: expected hash {expected}, got {stored}");
        }
    }
}
