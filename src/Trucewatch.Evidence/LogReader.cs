using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Merkle;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Tiles;

namespace Trucewatch.Evidence;

/// <summary>Reads a log from its files while another program may be writing it: it takes no lock.</summary>
public sealed class LogReader
{
    private readonly string _dataFolder;
    private readonly DiskFiles _files;
    private readonly TileStore _store;

    private LogReader(string dataFolder, NoteVerifier verifier)
    {
        (_dataFolder, Verifier) = (dataFolder, verifier);
        _files = new DiskFiles(Path.Combine(dataFolder, "log"));
        _store = new TileStore(_files);
    }

    /// <summary>The log's public key.</summary>
    public NoteVerifier Verifier { get; }

    /// <summary>Finds the log of a data folder.</summary>
    /// <exception cref="InvalidDataException">There is none, or none with a public key.</exception>
    public static LogReader Open(string dataFolder)
    {
        if (!Directory.Exists(Path.Combine(dataFolder, "log")))
        {
            throw new InvalidDataException($"{dataFolder}: expected a data folder with a folder log, got none");
        }

        var path = Path.Combine(dataFolder, KeyFiles.Folder, LogKey.PublicName);
        return File.Exists(path) && NoteVerifier.TryParse(File.ReadAllText(path).TrimEnd('\n'), out var verifier)
            ? new LogReader(dataFolder, verifier!)
            : throw new InvalidDataException($"{path}: expected the log's public key (name+id+key), got none");
    }

    /// <summary>The last checkpoint.</summary>
    /// <exception cref="InvalidDataException">There is none that the log's key signed.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public Checkpoint ReadCheckpoint()
    {
        var fault = Checkpoint.TryOpen(
            _files.Read(EvidenceLog.CheckpointName, Note.MaxBytes), Verifier, out var checkpoint);
        return checkpoint ?? throw new InvalidDataException(
            $"{_dataFolder}/log/checkpoint: expected one signed by {Verifier.Vkey}, got {fault}");
    }

    /// <summary>
    /// The checkpoint to show an entry under: the one that witnesses cosigned last where it covers the entry, else the
    /// newest one.
    /// </summary>
    /// <exception cref="InvalidDataException">There is none that the log's key signed.</exception>
    public Checkpoint CheckpointFor(long index)
    {
        var newest = ReadCheckpoint();
        return _files.Read(EvidenceLog.WitnessedName, Note.MaxBytes) is { } note
            && Checkpoint.TryOpen(note, Verifier, out var witnessed) == NoteFault.None
            && index < witnessed!.Size && witnessed.Size <= newest.Size
            ? witnessed
            : newest;
    }

    /// <summary>An entry, and its proof under a checkpoint, checked as its reader would.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not below the checkpoint's size.</exception>
    /// <exception cref="InvalidDataException">What is stored does not lead to the signed root.</exception>
    public (byte[] Entry, TlogProof Proof) Prove(long index, Checkpoint at)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, at.Size);

        // The tiles of an older tree may be gone: wider ones have taken their place.
        var size = ReadCheckpoint().Size;
        var hashes = MerkleTree.InclusionProof(index, at.Size, _store.Nodes(size));
        var proof = new TlogProof(index, hashes, at.SignedNote);
        var entry = ReadEntry(index, size);
        var verdict = entry is null ? ProofFault.NotIncluded : proof.Verify(entry, Verifier);
        return verdict == ProofFault.None
            ? (entry!, proof)
            : throw new InvalidDataException(FormattableString.Invariant(
                $"{_dataFolder}: entry {index}: expected a proof that holds, got {verdict}; run evidence fsck"));
    }

    private byte[]? ReadEntry(long index, long size)
    {
        var bundle = index / TilePath.FullWidth;
        var entries = _store.ReadBundle(bundle, TilePath.WidthIn(size, 0, bundle));
        return entries?[(int)(index % TilePath.FullWidth)].ToArray();
    }
}
