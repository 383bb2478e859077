using System.Text;
using Trucewatch.Evidence.Backups;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Merkle;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Tiles;

namespace Trucewatch.Evidence.Mirroring;

/// <summary>
/// A copy of somebody else's log (C2SP tlog-mirror): every entry, the tiles that are computed from them, and the newest
/// checkpoint that all of them lead to. A checkpoint that the entries do not lead to is never kept.
/// </summary>
public sealed class MirroredLog
{
    /// <summary>Bundles that are stored at once.</summary>
    public const int BundlesAtOnce = 64;

    private static readonly TreeHead Empty = new(0, MerkleTree.EmptyRoot);

    private readonly IEvidenceFiles _files;
    private readonly NoteVerifier[] _keys;
    private TreeEdge _edge;
    private volatile Checkpoint? _checkpoint;

    private MirroredLog(IEvidenceFiles files, NoteVerifier[] keys)
    {
        (_files, _keys) = (files, keys);
        var stored = files.Read(EvidenceLog.CheckpointName, Note.MaxBytes);
        _checkpoint = stored is null ? null : TryOpen(stored) ?? throw new EvidenceHaltedException(
            $"{EvidenceLog.CheckpointName}: expected one signed by {keys[0].Vkey}, got another");
        _edge = TreeEdge.Load(new TileStore(files), Head);
    }

    /// <summary>What is mirrored.</summary>
    public TreeHead Head => _checkpoint?.Head ?? Empty;

    /// <summary>The newest checkpoint of which every entry is here; null before the first.</summary>
    public Checkpoint? Checkpoint => _checkpoint;

    /// <summary>Opens the copy in some files, or starts it where they are empty.</summary>
    /// <exception cref="EvidenceHaltedException">What is stored is not the tree of the stored checkpoint.</exception>
    public static MirroredLog Open(IEvidenceFiles files, IEnumerable<NoteVerifier> keys) => new(files, [.. keys]);

    /// <summary>The checkpoint, where a key of the log signed it; else null.</summary>
    public Checkpoint? TryOpen(ReadOnlySpan<byte> note)
    {
        foreach (var key in _keys)
        {
            if (Checkpoint.TryOpen(note, key, out var checkpoint) == NoteFault.None)
            {
                return checkpoint;
            }
        }

        return null;
    }

    /// <summary>
    /// Takes the entries up to a checkpoint, one bundle after the other. Only when they lead to its root, also as read
    /// back from where they are stored, is the checkpoint kept. An older checkpoint is only compared.
    /// </summary>
    /// <param name="checkpoint">A checkpoint of the log (<see cref="TryOpen"/>).</param>
    /// <param name="fetch">Gives the bundle at an index with at least so many entries.</param>
    /// <param name="stop">Ends it between two bundles.</param>
    /// <exception cref="InvalidDataException">A bundle is not whole, or the entries lead to another root: the log shows
    /// different trees, or what was fetched was changed on its way.</exception>
    /// <exception cref="IOException">Something could not be stored.</exception>
    public async Task TakeAsync(
        Checkpoint checkpoint, Func<TilePath, CancellationToken, Task<byte[]>> fetch, CancellationToken stop)
    {
        var head = checkpoint.Head;
        if (head.Size > Head.Size)
        {
            try
            {
                await AppendAsync(head, fetch, stop);
                _files.Write([new PendingFile(
                    EvidenceLog.CheckpointName, Encoding.UTF8.GetBytes(checkpoint.SignedNote))]);
                _checkpoint = checkpoint;
            }
            catch
            {
                // What was appended is not vouched for by anybody: the edge is that of the stored tree again.
                _edge = TreeEdge.Load(new TileStore(_files), Head);
                throw;
            }
        }
        else if (LogCopy.RootAt(_files, head.Size, Head.Size) != head.Root)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"{checkpoint.Origin}: size {head.Size} root {head.Root}: expected root {
                    LogCopy.RootAt(_files, head.Size, Head.Size)} as in the entries that are mirrored"));
        }
    }

    /// <summary>The proof that what is mirrored starts with an older tree.</summary>
    public IReadOnlyList<Digest> ConsistencyProof(long oldSize, long size) =>
        MerkleTree.ConsistencyProof(oldSize, size, new TileStore(_files).Nodes(Head.Size));

    /// <summary>A tile or bundle as tlog-tiles serves it, in a width that a tree of the size has; else null.</summary>
    public byte[]? ReadTile(TilePath path, long size) =>
        path.Level < TilePath.UsedLevels
        && path.Width <= TilePath.WidthIn(Math.Min(size, Head.Size), path.Level, path.Index)
            ? LogCopy.Read(_files, path)
            : null;

    private async Task AppendAsync(
        TreeHead head, Func<TilePath, CancellationToken, Task<byte[]>> fetch, CancellationToken stop)
    {
        var entries = new List<ReadOnlyMemory<byte>>(TilePath.FullWidth);
        var from = _edge.Size;
        for (var stored = from; _edge.Size < head.Size;)
        {
            var index = _edge.Size / TilePath.FullWidth;
            var path = TilePath.Entries(index, TilePath.WidthIn(head.Size, 0, index));
            if (!EntryBundle.TryRead(await fetch(path, stop), path.Width, entries))
            {
                throw new InvalidDataException(
                    FormattableString.Invariant($"{path}: expected {path.Width} whole entries, got others"));
            }

            foreach (var entry in entries.Skip((int)(_edge.Size % TilePath.FullWidth)))
            {
                _edge.Append(entry.Span);
            }

            if (_edge.Size == head.Size || _edge.Size - stored >= BundlesAtOnce * TilePath.FullWidth)
            {
                _files.Write(_edge.TakeFiles(stored));
                stored = _edge.Size;
            }
        }

        foreach (var root in (Digest[])[_edge.Root(), StoredTree.Recompute(_files, from, head.Size)])
        {
            if (root != head.Root)
            {
                throw new InvalidDataException(FormattableString.Invariant(
                    $"size {head.Size}: expected entries that lead to root {head.Root}, got root {root}"));
            }
        }
    }
}
