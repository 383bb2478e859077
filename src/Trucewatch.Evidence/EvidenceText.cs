using System.Text;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Policies;

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
        if (!TryFindLog(dataFolder, error, out _))
        {
            return Unusable;
        }

        try
        {
            var log = LogReader.Open(dataFolder);
            var size = log.ReadCheckpoint().Size;
            if (index < 0 || index >= size)
            {
                error.WriteLine(FormattableString.Invariant(
                    $"{dataFolder}: expected an index from 0 to {size - 1}, got {index}"));
                return Unusable;
            }

            var shown = log.CheckpointFor(index);
            output.Write(log.Prove(index, shown).Proof.ToText());
            SayWitnesses(dataFolder, shown, error);
            return Done;
        }
        catch (InvalidDataException refused)
        {
            error.WriteLine(refused.Message);
            return Negative;
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
    /// <param name="dropped">Segments with a tombstone, and its words.</param>
    public static int Fsck(
        string dataFolder,
        TextWriter output,
        TextWriter error,
        IReadOnlyCollection<Digest>? expectedSegments = null,
        IReadOnlyDictionary<Digest, string>? dropped = null)
    {
        if (!TryFindLog(dataFolder, error, out var verifier))
        {
            return Unusable;
        }

        try
        {
            var report = EvidenceFsck.Run(new DiskFiles(dataFolder), verifier, expectedSegments, dropped);
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

    /// <summary>One line each on who witnessed the checkpoint, by the policy that the data folder is under.</summary>
    private static void SayWitnesses(string dataFolder, Checkpoint checkpoint, TextWriter error)
    {
        var file = new DiskFiles(dataFolder).Read(WitnessPolicy.FileName, WitnessPolicy.MaxBytes);
        if (file is null || WitnessPolicy.TryParse(file, out var policy, out _) != PolicyFault.None)
        {
            return;
        }

        foreach (var words in PolicyWords.Of(policy!.Judge(Encoding.UTF8.GetBytes(checkpoint.SignedNote)), policy))
        {
            error.WriteLine(words);
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

        var path = Path.Combine(dataFolder, KeyFiles.Folder, LogKey.PublicName);
        if (!File.Exists(path) || !NoteVerifier.TryParse(File.ReadAllText(path).TrimEnd('\n'), out var read))
        {
            error.WriteLine($"{path}: expected the log's public key (name+id+key), got none");
            return false;
        }

        verifier = read!;
        return true;
    }
}
