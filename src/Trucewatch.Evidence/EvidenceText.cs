using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Merkle;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Tiles;

namespace Trucewatch.Evidence;

/// <summary>
/// The commands <c>evidence prove</c> and <c>evidence fsck</c>: results as text on one writer, diagnostics on the
/// other,
/// and the exit code: 0 done, 1 a negative verdict, 2 unusable arguments or input.
/// </summary>
public static class EvidenceText
{
    private const int Done = 0;
    private const int Negative = 1;
    private const int Unusable = 2;

    /// <summary>Writes the proof of an entry, after checking it as its reader would.</summary>
    public static int Prove(string dataFolder, long index, TextWriter output, TextWriter error)
    {
        if (!TryFindLog(dataFolder, error, out var verifier))
        {
            return Unusable;
        }

        var files = new DiskFiles(Path.Combine(dataFolder, "log"));
        try
        {
            var note = files.Read(EvidenceLog.CheckpointName, Note.MaxBytes);
            var fault = Checkpoint.TryOpen(note, verifier, out var checkpoint);
            if (checkpoint is null)
            {
                error.WriteLine($"{dataFolder}/log/checkpoint: expected one signed by {verifier.Vkey}, got {fault}");
                return Negative;
            }

            if (index < 0 || index >= checkpoint.Size)
            {
                error.WriteLine(FormattableString.Invariant(
                    $"{dataFolder}: expected an index from 0 to {checkpoint.Size - 1}, got {index}"));
                return Unusable;
            }

            var store = new TileStore(files);
            var hashes = MerkleTree.InclusionProof(index, checkpoint.Size, store.Nodes(checkpoint.Size));
            var proof = new TlogProof(index, hashes, checkpoint.SignedNote);
            var bundle = index / TilePath.FullWidth;
            var entries = store.ReadBundle(bundle, TilePath.WidthIn(checkpoint.Size, 0, bundle));
            var verdict = entries is null
                ? ProofFault.NotIncluded
                : proof.Verify(entries[(int)(index % TilePath.FullWidth)].Span, verifier);
            if (verdict != ProofFault.None)
            {
                error.WriteLine(FormattableString.Invariant(
                    $"{dataFolder}: entry {index}: expected a proof that holds, got {verdict}; run evidence fsck"));
                return Negative;
            }

            output.Write(proof.ToText());
            return Done;
        }
        catch (IOException unreadable)
        {
            error.WriteLine($"{dataFolder}: {unreadable.Message}");
            return Negative;
        }
    }

    /// <summary>Checks the whole data folder: one line for each finding and a last line with the verdict.</summary>
    /// <param name="dataFolder">The folder.</param>
    /// <param name="output">Takes the findings and the verdict.</param>
    /// <param name="error">Takes diagnostics.</param>
    /// <param name="expectedSegments">Segments that must be there, or null: those that are there are checked.</param>
    public static int Fsck(
        string dataFolder,
        TextWriter output,
        TextWriter error,
        IReadOnlyCollection<Digest>? expectedSegments = null)
    {
        if (!TryFindLog(dataFolder, error, out var verifier))
        {
            return Unusable;
        }

        try
        {
            var report = EvidenceFsck.Run(new DiskFiles(dataFolder), verifier, expectedSegments);
            foreach (var finding in report.Findings)
            {
                output.WriteLine(finding);
            }

            foreach (var notice in report.Notices)
            {
                error.WriteLine($"notice: {notice}");
            }

            var mark = ExerciseMark.IsIn(verifier.Name) ? ExerciseMark.Word + ": " : "";
            var verdict = report.Holds ? "holds" : FormattableString.Invariant($"{report.Findings.Count} findings");
            output.WriteLine(FormattableString.Invariant(
                $"{mark}{report.Entries} entries, {report.Tiles} tiles and bundles, ")
                + FormattableString.Invariant($"{report.Segments} segments: {verdict}"));
            return report.Holds ? Done : Negative;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"{dataFolder}: {unreadable.Message}");
            return Negative;
        }
    }

    private static bool TryFindLog(string dataFolder, TextWriter error, out NoteVerifier verifier)
    {
        verifier = null!;
        if (!Directory.Exists(Path.Combine(dataFolder, "log")))
        {
            error.WriteLine($"{dataFolder}: expected a data folder with a folder log, got none");
            return false;
        }

        var path = Path.Combine(dataFolder, LogKey.Folder, LogKey.PublicName);
        if (!File.Exists(path) || !NoteVerifier.TryParse(File.ReadAllText(path).TrimEnd('\n'), out var read))
        {
            error.WriteLine($"{path}: expected the log's public key (name+id+key), got none");
            return false;
        }

        verifier = read!;
        return true;
    }
}
