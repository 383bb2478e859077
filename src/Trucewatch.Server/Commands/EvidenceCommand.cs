using System.CommandLine;
using Trucewatch.Evidence;
using Trucewatch.Storage.Sqlite;

namespace Trucewatch.Server.Commands;

/// <summary>The commands under <c>evidence</c>.</summary>
internal static class EvidenceCommand
{
    public static Command Build()
    {
        var command = new Command("evidence", "Prove entries of the evidence log, hand evidence over, and check it");
        command.Subcommands.Add(Prove());
        command.Subcommands.Add(Fsck());
        command.Subcommands.Add(EvidenceBundleCommand.Bundle());
        command.Subcommands.Add(EvidenceBundleCommand.Readjudicate());
        return command;
    }

    /// <summary>The option that names the data folder.</summary>
    public static Option<string> Data() => new("--data")
    {
        Description = "Data folder", DefaultValueFactory = _ => "./data", HelpName = "DIR",
    };

    private static Command Prove()
    {
        var data = Data();
        var index = new Argument<long>("INDEX") { Description = "Index of the entry in the log" };
        var prove = new Command("prove", "Print the .tlog-proof of an entry") { index, data };
        prove.SetAction(parsed => EvidenceText.Prove(
            parsed.GetValue(data)!, parsed.GetValue(index), Console.Out, Console.Error));
        return prove;
    }

    private static Command Fsck()
    {
        var data = Data();
        var fsck = new Command("fsck", "Recompute every entry, tile, root and segment; exit 0 only if all holds")
        {
            data,
        };
        fsck.SetAction(parsed =>
        {
            var folder = parsed.GetValue(data)!;
            return EvidenceText.Fsck(folder, Console.Out, Console.Error, ExpectedSegments(folder));
        });
        return fsck;
    }

    /// <summary>The segments that the picture knows of: the log names them in committed payloads only.</summary>
    private static List<Digest> ExpectedSegments(string folder)
    {
        var picture = Path.Combine(folder, "picture.db");
        if (!File.Exists(picture))
        {
            return [];
        }

        using var store = SqlitePictureStore.Open(picture);
        List<Digest> expected = [];
        foreach (var segment in store.ReadSegments())
        {
            if (Digest.TryParseHex(segment.Digest, out var digest))
            {
                expected.Add(digest);
            }
        }

        return expected;
    }
}
