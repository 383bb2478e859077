using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Merkle;
using Trucewatch.Evidence.Notes;

namespace Trucewatch.Evidence.Tiles;

/// <summary>
/// The right edge of a growing tree: the one partial tile of each level and the partial bundle. Everything left of it
/// is full and never changes, so that memory does not grow with the log.
/// </summary>
internal sealed class TreeEdge
{
    private readonly List<Digest>[] _tiles =
        [.. Enumerable.Range(0, TilePath.UsedLevels).Select(_ => new List<Digest>())];
    private readonly MemoryStream _bundle = new();
    private readonly List<PendingFile> _full = [];

    private TreeEdge(long size) => Size = size;

    public long Size { get; private set; }

    /// <summary>Reads the edge of a stored tree and checks it against the head that was signed for it.</summary>
    /// <exception cref="EvidenceHaltedException">What is stored is not the tree of this head.</exception>
    public static TreeEdge Load(TileStore store, TreeHead head)
    {
        var edge = new TreeEdge(head.Size);
        var root = MerkleTree.Root(head.Size, store.Nodes(head.Size));
        if (root != head.Root)
        {
            throw new EvidenceHaltedException(FormattableString.Invariant(
                $"tiles of size {head.Size}: expected root {head.Root}, got {root}"));
        }

        for (var level = 0; level < TilePath.UsedLevels; level++)
        {
            var width = TilePath.PartialWidth(head.Size, level);
            if (width > 0)
            {
                edge._tiles[level].AddRange(store.ReadTile(level, TilePath.FullTiles(head.Size, level), width)!);
            }
        }

        edge.LoadBundle(store);
        return edge;
    }

    /// <summary>Adds an entry; a tile that gets full moves to the files that wait to be written.</summary>
    public void Append(ReadOnlySpan<byte> entry)
    {
        EntryBundle.Append(_bundle, entry);
        _tiles[0].Add(MerkleTree.LeafHash(entry));
        if (_tiles[0].Count == TilePath.FullWidth)
        {
            _full.Add(new PendingFile(TilePath.Entries(Size / TilePath.FullWidth).ToString(), _bundle.ToArray()));
            _bundle.SetLength(0);
        }

        Size++;
        for (var level = 0; _tiles[level].Count == TilePath.FullWidth; level++)
        {
            var path = TilePath.Tile(level, TilePath.FullTiles(Size, level) - 1);
            _full.Add(new PendingFile(path.ToString(), Bytes(_tiles[level])));
            _tiles[level + 1].Add(MerkleTree.RootOf(_tiles[level]));
            _tiles[level].Clear();
        }
    }

    /// <summary>
    /// The files that changed since the tree had <paramref name="oldSize"/> entries, full ones first.
    /// </summary>
    public PendingFile[] TakeFiles(long oldSize)
    {
        for (var level = 0; level < TilePath.UsedLevels; level++)
        {
            var (index, width) = (TilePath.FullTiles(Size, level), _tiles[level].Count);
            var unchanged = index == TilePath.FullTiles(oldSize, level)
                && width == TilePath.PartialWidth(oldSize, level);
            if (width == 0 || unchanged)
            {
                continue;
            }

            if (level == 0)
            {
                _full.Add(new PendingFile(TilePath.Entries(index, width).ToString(), _bundle.ToArray()));
            }

            _full.Add(new PendingFile(TilePath.Tile(level, index, width).ToString(), Bytes(_tiles[level])));
        }

        PendingFile[] files = [.. _full];
        _full.Clear();
        return files;
    }

    /// <summary>The root, from the edge in memory.</summary>
    public Digest Root() => MerkleTree.Root(
        Size,
        (level, index) =>
        {
            var (tile, above) = (_tiles[level / 8], level % 8);
            var start = (int)((index << above) % TilePath.FullWidth);
            return MerkleTree.RootOf(tile.GetRange(start, 1 << above));
        });

    private void LoadBundle(TileStore store)
    {
        var width = TilePath.PartialWidth(Size, 0);
        if (width == 0)
        {
            return;
        }

        var index = TilePath.FullTiles(Size, 0);
        var entries = store.ReadBundle(index, width) ?? throw new EvidenceHaltedException(
            FormattableString.Invariant($"{TilePath.Entries(index, width)}: expected {width} whole entries, got none"));
        for (var i = 0; i < width; i++)
        {
            if (MerkleTree.LeafHash(entries[i].Span) != _tiles[0][i])
            {
                throw new EvidenceHaltedException(FormattableString.Invariant(
                    $"entry {(index * TilePath.FullWidth) + i}: expected hash {_tiles[0][i]}, got another"));
            }

            EntryBundle.Append(_bundle, entries[i].Span);
        }
    }

    private static byte[] Bytes(List<Digest> hashes)
    {
        var bytes = new byte[hashes.Count * Digest.Length];
        for (var i = 0; i < hashes.Count; i++)
        {
            hashes[i].CopyTo(bytes.AsSpan(i * Digest.Length));
        }

        return bytes;
    }
}
