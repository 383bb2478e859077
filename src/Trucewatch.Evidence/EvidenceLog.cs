using System.Text;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Merkle;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Tiles;

namespace Trucewatch.Evidence;

/// <summary>
/// The tamper-evident log: entries are appended, and a seal makes them part of the tree and signs a checkpoint over it.
/// One writer per folder; readers need no lock. Any doubt about what is stored stops all signing.
/// </summary>
public sealed class EvidenceLog : IDisposable
{
    /// <summary>The most entries that wait for a seal.</summary>
    public const int MaxPendingEntries = 65_536;

    /// <summary>The most bytes of entries that wait for a seal.</summary>
    public const int MaxPendingBytes = 64 * 1024 * 1024;

    /// <summary>The file of the newest checkpoint.</summary>
    public const string CheckpointName = "checkpoint";

    /// <summary>The file of the newest checkpoint that witnesses cosigned.</summary>
    public const string WitnessedName = "witnessed";
    internal const string LockName = "lock";

    private readonly IEvidenceFiles _files;
    private readonly RollbackGuard _guard;
    private readonly NoteSigner _signer;
    private readonly IDisposable _lock;
    private readonly TileStore _store;
    private readonly List<byte[]> _pending = [];
    private readonly Lock _gate = new();
    private int _pendingBytes;
    private TreeEdge _edge;
    private LogState _state;
    private volatile Checkpoint _checkpoint;
    private string? _halted;

    private EvidenceLog(IEvidenceFiles files, RollbackGuard guard, NoteSigner signer, IDisposable held)
    {
        (_files, _guard, _signer, _lock) = (files, guard, signer, held);
        _store = new TileStore(files);
        (_state, _checkpoint) = Recover();
        _edge = TreeEdge.Load(_store, _checkpoint.Head);
        RemoveBeyond(_checkpoint.Size);
    }

    /// <summary>How many entries are sealed.</summary>
    public long Size => _checkpoint.Size;

    /// <summary>Opens the log in a folder, or starts it where the folder is empty.</summary>
    /// <exception cref="EvidenceHaltedException">What is stored does not agree with what was signed last.</exception>
    /// <exception cref="IOException">Another writer holds the folder, or it cannot be read.</exception>
    public static EvidenceLog Open(string folder, NoteSigner signer) => Open(new DiskFiles(folder), signer);

    /// <summary>
    /// Opens the log in some files. The record of what was signed last lies in <paramref name="guard"/>, best on
    /// another
    /// medium than the log; without it, beside the log.
    /// </summary>
    /// <exception cref="EvidenceHaltedException">What is stored does not agree with what was signed last.</exception>
    /// <exception cref="IOException">Another writer holds the files, or they cannot be read.</exception>
    public static EvidenceLog Open(IEvidenceFiles files, NoteSigner signer, IEvidenceFiles? guard = null)
    {
        var held = files.Lock(LockName);
        try
        {
            return new EvidenceLog(files, new RollbackGuard(guard ?? files), signer, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Takes an entry and gives its index. The entry is in memory only until <see cref="Seal"/> returns.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The entry is empty or longer than 65,535 bytes.</exception>
    /// <exception cref="InvalidOperationException">Too much waits for a seal.</exception>
    /// <exception cref="EvidenceHaltedException">The log has stopped.</exception>
    public long Append(ReadOnlySpan<byte> entry)
    {
        ArgumentOutOfRangeException.ThrowIfZero(entry.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entry.Length, EntryBundle.MaxEntryBytes);
        lock (_gate)
        {
            ThrowIfHalted();
            if (_pending.Count == MaxPendingEntries || entry.Length > MaxPendingBytes - _pendingBytes)
            {
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"{_pending.Count} entries of {_pendingBytes} bytes wait for a seal: seal before appending more"));
            }

            _pending.Add(entry.ToArray());
            _pendingBytes += entry.Length;
            return _edge.Size + _pending.Count - 1;
        }
    }

    /// <summary>
    /// Stores the waiting entries and their tiles, reads them back, hashes them a second way, compares, and only then
    /// signs. When it returns, entries, tiles and checkpoint are on stable storage. With nothing waiting it gives the
    /// last checkpoint.
    /// </summary>
    /// <exception cref="EvidenceHaltedException">A write failed or a comparison did; the log signs nothing
    /// more.</exception>
    public Checkpoint Seal()
    {
        lock (_gate)
        {
            ThrowIfHalted();
            if (_pending.Count == 0)
            {
                return _checkpoint;
            }

            try
            {
                return SealPending();
            }
            catch (Exception cause)
            {
                _halted = cause.Message;
                throw new EvidenceHaltedException(
                    FormattableString.Invariant($"the log stopped at size {Size}: {cause.Message}"), cause);
            }
        }
    }

    /// <summary>The last checkpoint.</summary>
    public Checkpoint ReadCheckpoint() => _checkpoint;

    /// <summary>A sealed entry.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not below <see cref="Size"/>.</exception>
    /// <exception cref="EvidenceHaltedException">The stored bundle is missing or not whole.</exception>
    public byte[] ReadEntry(long index)
    {
        var size = Size;
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var bundle = index / TilePath.FullWidth;
        var entries = _store.ReadBundle(bundle, TilePath.WidthIn(size, 0, bundle));
        return entries is null
            ? throw new EvidenceHaltedException(FormattableString.Invariant($"entry {index}: its bundle is not whole"))
            : entries[(int)(index % TilePath.FullWidth)].ToArray();
    }

    /// <summary>The proof, leaf to root, that an entry is in the tree of a size up to <see cref="Size"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is not sealed yet, or the index is not below
    /// it.</exception>
    public IReadOnlyList<Digest> InclusionProof(long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Size);
        return MerkleTree.InclusionProof(index, size, _store.Nodes(Size));
    }

    /// <summary>The proof that the tree of a size starts with the tree of an older size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The sizes are not in order, or not sealed yet.</exception>
    public IReadOnlyList<Digest> ConsistencyProof(long oldSize, long size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Size);
        return MerkleTree.ConsistencyProof(oldSize, size, _store.Nodes(Size));
    }

    /// <summary>The proof of an entry under the last checkpoint, as the file that a party checks by itself.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not below <see cref="Size"/>.</exception>
    public TlogProof Prove(long index)
    {
        var checkpoint = _checkpoint;
        return new TlogProof(index, InclusionProof(index, checkpoint.Size), checkpoint.SignedNote);
    }

    /// <summary>
    /// The proof of an entry under an older checkpoint of this log, such as the newest one with a quorum of witnesses.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not below the checkpoint's size.</exception>
    public TlogProof Prove(long index, Checkpoint checkpoint) =>
        new(index, InclusionProof(index, checkpoint.Size), checkpoint.SignedNote);

    /// <summary>Keeps a checkpoint of this log that witnesses have cosigned; nothing waits for it.</summary>
    /// <exception cref="IOException">It could not be written; the one before may be lost, the log is not.</exception>
    public void KeepWitnessed(string cosignedNote) =>
        _files.Write([new PendingFile(WitnessedName, Encoding.UTF8.GetBytes(cosignedNote))]);

    /// <summary>
    /// The checkpoint that was kept last, with its cosignatures; null where none of this log is there.
    /// </summary>
    /// <exception cref="EvidenceHaltedException">It is of a larger log than this one: an older backup was
    /// restored.</exception>
    public Checkpoint? ReadWitnessed()
    {
        var note = _files.Read(WitnessedName, Note.MaxBytes);
        if (Checkpoint.TryOpen(note, _signer.Verifier, out var checkpoint) != NoteFault.None)
        {
            return null;
        }

        return checkpoint!.Size <= Size
            ? checkpoint
            : throw new EvidenceHaltedException(FormattableString.Invariant(
                $"{WitnessedName}: expected at most size {Size}, got size {checkpoint.Size}: ")
                + "an older backup was restored");
    }

    /// <summary>Gives the folder free. Entries that were not sealed are gone.</summary>
    public void Dispose() => _lock.Dispose();

    private Checkpoint SealPending()
    {
        var oldSize = _edge.Size;
        foreach (var entry in _pending)
        {
            _edge.Append(entry);
        }

        _files.Write(_edge.TakeFiles(oldSize));
        var head = new TreeHead(_edge.Size, _edge.Root());
        var readBack = StoredTree.Recompute(_files, oldSize, head.Size);
        if (readBack != head.Root)
        {
            throw new EvidenceHaltedException(FormattableString.Invariant(
                $"tree of size {head.Size}: expected root {head.Root}, read back {readBack}"));
        }

        var next = new LogState(_signer.Name, _checkpoint.Head, head);
        _guard.Swap(_state, next);
        _state = next;
        _checkpoint = SignAndStore(head);
        _pending.Clear();
        _pendingBytes = 0;
        RemoveReplaced(oldSize, head.Size);
        return _checkpoint;
    }

    private Checkpoint SignAndStore(TreeHead head)
    {
        var checkpoint = Checkpoint.Sign(head, _signer);
        _files.Write([new PendingFile(CheckpointName, Encoding.UTF8.GetBytes(checkpoint.SignedNote))]);
        return checkpoint;
    }

    /// <summary>
    /// Finds the checkpoint to go on from; finishes a seal that was cut off after its decision to sign.
    /// </summary>
    private (LogState State, Checkpoint Checkpoint) Recover()
    {
        var state = _guard.Read();
        var stored = _files.Read(CheckpointName, Note.MaxBytes);
        if (stored is null)
        {
            return Begin(state);
        }

        var fault = Checkpoint.TryOpen(stored, _signer.Verifier, out var checkpoint);
        if (checkpoint is null)
        {
            throw new EvidenceHaltedException(
                $"{CheckpointName}: expected one signed by {_signer.Verifier.Vkey}, got {fault}");
        }

        if (state is null || state.Origin != _signer.Name)
        {
            throw new EvidenceHaltedException(
                $"{RollbackGuard.FileName}: expected the record of what {_signer.Name} signed last, got none of it");
        }

        if (checkpoint.Head == state.Intended)
        {
            return (state, checkpoint);
        }

        if (checkpoint.Head != state.Published)
        {
            throw new EvidenceHaltedException(FormattableString.Invariant(
                $"{CheckpointName}: expected size {state.Intended.Size} root {state.Intended.Root}, got size {
                    checkpoint.Size} root {checkpoint.Root}: an older backup was restored, or the log was replaced"));
        }

        // The decision to sign was stored after the tiles were: the same head is signed, never another one.
        _ = TreeEdge.Load(_store, state.Intended);
        return (state, SignAndStore(state.Intended));
    }

    private (LogState State, Checkpoint Checkpoint) Begin(LogState? state)
    {
        var empty = new TreeHead(0, MerkleTree.EmptyRoot);
        var begun = new LogState(_signer.Name, empty, empty);
        if ((state is not null && state != begun) || _files.List("tile").Count > 0)
        {
            throw new EvidenceHaltedException(FormattableString.Invariant(
                $"{CheckpointName}: expected one of size {state?.Intended.Size ?? 0}, got none: the head is lost"));
        }

        if (state is null)
        {
            _guard.Swap(null, begun);
        }

        return (begun, SignAndStore(empty));
    }

    /// <summary>Once a tile is full, the narrower versions of it have no reader any more.</summary>
    private void RemoveReplaced(long oldSize, long size)
    {
        for (var level = TilePath.EntriesLevel; level < TilePath.UsedLevels; level++)
        {
            for (var index = TilePath.FullTiles(oldSize, level); index < TilePath.FullTiles(size, level); index++)
            {
                var full = level < 0 ? TilePath.Entries(index) : TilePath.Tile(level, index);
                foreach (var path in _files.List(full + ".p"))
                {
                    _files.Delete(path);
                }
            }
        }
    }

    /// <summary>
    /// Removes what a cut-off seal left: tiles that no checkpoint covers, narrow versions of full tiles, and temporary
    /// files. A file that no log writes is left for fsck to report.
    /// </summary>
    private void RemoveBeyond(long size)
    {
        foreach (var path in _files.List("tile"))
        {
            if (path.EndsWith(DiskFiles.TemporaryEnding, StringComparison.Ordinal)
                || (TilePath.TryParse(path, out var tile) && IsLeftOver(tile, size)))
            {
                _files.Delete(path);
            }
        }
    }

    private static bool IsLeftOver(TilePath tile, long size)
    {
        var width = tile.Level < TilePath.UsedLevels ? TilePath.WidthIn(size, tile.Level, tile.Index) : 0;
        return tile.Width > width || (width == TilePath.FullWidth && !tile.IsFull);
    }

    private void ThrowIfHalted()
    {
        if (_halted is not null)
        {
            throw new EvidenceHaltedException(
                FormattableString.Invariant($"the log stopped at size {Size}: {_halted}"));
        }
    }
}
