using System.CommandLine;
using Trucewatch.Evidence;
using Trucewatch.Server.Backups;

namespace Trucewatch.Server.Commands;

/// <summary><c>backup</c>: writes a backup of a data folder, or checks one.</summary>
internal static class BackupCommand
{
    public static Command Build()
    {
        var data = new Argument<string>("DATA") { Description = "Data folder; a service may be writing to it" };
        var to = new Argument<string?>("TO")
        {
            Description = "Folder of the backup: new, empty, or with an earlier backup, which it replaces",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var check = new Option<bool>("--check")
        {
            Description = "Write nothing: compare every file of the backup DATA with its hash, and its log with its "
                + "signature",
        };
        var command = new Command(
            "backup",
            "Copy a data folder, whole and as of one checkpoint, while the service runs; exit 1 if it lacks a part")
        {
            data, to, check,
        };
        command.SetAction(parsed =>
        {
            var (from, target) = (parsed.GetValue(data)!, parsed.GetValue(to));
            return (parsed.GetValue(check), target) switch
            {
                (true, null) => Check(from),
                (false, not null) => Write(from, target),
                _ => throw new UnusableException("expected backup DATA TO, or backup --check BACKUP"),
            };
        });
        return command;
    }

    private static int Write(string data, string to)
    {
        var backup = DataBackup.Write(data, to, TimeProvider.System);
        foreach (var problem in backup.Problems)
        {
            Console.WriteLine(problem);
        }

        var manifest = backup.Manifest;
        Console.WriteLine(FormattableString.Invariant(
            $"{Mark(manifest.Log)}{manifest.Files.Count} files, {backup.UnchangedFiles} of them as before, ")
            + FormattableString.Invariant($"{backup.WrittenBytes} bytes written; log of size {manifest.Head.Size}"));
        return backup.Problems.Count == 0 ? CommandTable.Done : CommandTable.Negative;
    }

    private static int Check(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new UnusableException($"{path}: expected the folder of a backup, got none");
        }

        try
        {
            var (manifest, findings) = DataRestore.CheckBackup(path);
            foreach (var finding in findings)
            {
                Console.WriteLine(finding);
            }

            Console.WriteLine(FormattableString.Invariant(
                $"{Mark(manifest.Log)}{manifest.Files.Count} files of {manifest.At}, ")
                + FormattableString.Invariant($"log of size {manifest.Head.Size}: ")
                + (findings.Count == 0 ? "holds" : FormattableString.Invariant($"{findings.Count} findings")));
            return findings.Count == 0 ? CommandTable.Done : CommandTable.Negative;
        }
        catch (InvalidDataException damaged)
        {
            Console.WriteLine(damaged.Message);
            return CommandTable.Negative;
        }
    }

    /// <summary>What is of an exercise says so first.</summary>
    private static string Mark(string vkey) => ExerciseMark.IsIn(vkey.Split('+')[0]) ? ExerciseMark.Word + ": " : "";
}
