using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Merkle;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Tiles;

namespace Trucewatch.Evidence.Backups;

/// <summary>The files of a log as of one size, while the log itself may be growing.</summary>
public static class LogCopy
{
    /// <summary>The tiles and bundles that a tree of this size consists of.</summary>
    public static IEnumerable<TilePath> PathsOf(long size)
    {
        for (var level = TilePath.EntriesLevel; level < TilePath.UsedLevels; level++)
        {
            var full = TilePath.FullTiles(size, level);
            for (var index = 0L; index < full; index++)
            {
                yield return At(level, index, TilePath.FullWidth);
            }

            if (TilePath.PartialWidth(size, level) is > 0 and var width)
            {
                yield return At(level, full, width);
            }
        }
    }

    /// <summary>
    /// One of these files. Where the log has gone on and only a wider version is left, its begin.
    /// </summary>
    /// <exception cref="InvalidDataException">It is missing or not whole.</exception>
    public static byte[] Read(IEvidenceFiles log, TilePath path)
    {
        var store = new TileStore(log);
        if (path.Level == TilePath.EntriesLevel)
        {
            var entries = store.ReadBundle(path.Index, path.Width) ?? WiderBundle(log, path)
                ?? throw new InvalidDataException(
                    FormattableString.Invariant($"log/{path}: expected {path.Width} whole entries, got none"));
            using var bundle = new MemoryStream();
            foreach (var entry in entries)
            {
                EntryBundle.Append(bundle, entry.Span);
            }

            return bundle.ToArray();
        }

        var hashes = store.ReadTile(path.Level, path.Index, path.Width) ?? WiderTile(log, path)
            ?? throw new InvalidDataException(
                FormattableString.Invariant($"log/{path}: expected {path.Width} hashes, got none"));
        var bytes = new byte[path.Width * Digest.Length];
        for (var i = 0; i < path.Width; i++)
        {
            hashes[i].CopyTo(bytes.AsSpan(i * Digest.Length));
        }

        return bytes;
    }

    /// <summary>
    /// Checks a copy: every entry, tile and parent hash since an older head of it, and that it starts with the tree of
    /// that head.
    /// </summary>
    /// <exception cref="EvidenceHaltedException">It is not the tree of this head, or does not extend the older
    /// one.</exception>
    public static void Check(IEvidenceFiles log, TreeHead old, TreeHead head)
    {
        var root = StoredTree.Recompute(log, old.Size, head.Size);
        if (root != head.Root)
        {
            throw new EvidenceHaltedException(FormattableString.Invariant(
                $"tree of size {head.Size}: expected root {head.Root}, got {root}"));
        }

        var before = MerkleTree.Root(old.Size, new TileStore(log).Nodes(head.Size));
        if (before != old.Root)
        {
            throw new EvidenceHaltedException(FormattableString.Invariant(
                $"tree of size {old.Size}: expected root {old.Root} as before, got {before}: another log's tree"));
        }
    }

    /// <summary>The root that a log had at an older size.</summary>
    /// <param name="log">Its files.</param>
    /// <param name="size">The older size.</param>
    /// <param name="newest">The size that the files have.</param>
    public static Digest RootAt(IEvidenceFiles log, long size, long newest) =>
        MerkleTree.Root(size, new TileStore(log).Nodes(newest));

    private static TilePath At(int level, long index, int width) => level == TilePath.EntriesLevel
        ? TilePath.Entries(index, width)
        : TilePath.Tile(level, index, width);

    /// <summary>A crash can leave a wider partial version, and a cut needs its begin.</summary>
    private static List<ReadOnlyMemory<byte>>? WiderBundle(IEvidenceFiles log, TilePath path)
    {
        foreach (var wider in Wider(log, path))
        {
            if (new TileStore(log).ReadBundle(path.Index, wider.Width) is { } entries)
            {
                return entries[..path.Width];
            }
        }

        return null;
    }

    private static Digest[]? WiderTile(IEvidenceFiles log, TilePath path) => Wider(log, path)
        .Select(wider => new TileStore(log).ReadTile(wider.Level, wider.Index, wider.Width))
        .FirstOrDefault(hashes => hashes is not null);

    private static IEnumerable<TilePath> Wider(IEvidenceFiles log, TilePath path)
    {
        var folder = At(path.Level, path.Index, TilePath.FullWidth) + ".p";
        foreach (var there in log.List(folder))
        {
            if (TilePath.TryParse(there, out var wider) && wider.Width > path.Width)
            {
                yield return wider;
            }
        }
    }
}
