using System.CommandLine;
using Trucewatch.Evidence;
using Trucewatch.Server.Custody;
using Trucewatch.Server.Hosting;
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
        command.Subcommands.Add(EvidenceBundleCommand.Disclose());
        command.Subcommands.Add(EvidenceBundleCommand.Readjudicate());
        command.Subcommands.Add(EvidenceCustodyCommand.Custody());
        command.Subcommands.Add(EvidenceCustodyCommand.HandOver());
        command.Subcommands.Add(EvidenceCustodyCommand.Hold(isRelease: false));
        command.Subcommands.Add(EvidenceCustodyCommand.Hold(isRelease: true));
        command.Subcommands.Add(EvidenceCustodyCommand.Retain());
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
        var stamp = new Option<string?>("--stamp")
        {
            Description = "Prove it under the oldest checkpoint that an authority stamped with its time, and write the "
                + "stamp into this file",
            HelpName = "FILE",
        };
        var prove = new Command("prove", "Print the .tlog-proof of an entry") { index, data, stamp };
        prove.SetAction(parsed =>
        {
            var (folder, at) = (parsed.GetValue(data)!, parsed.GetValue(index));
            if (parsed.GetValue(stamp) is { } file)
            {
                return StampedProof.Write(folder, at, file, Console.Out, Console.Error);
            }

            var code = EvidenceText.Prove(folder, at, Console.Out, Console.Error);
            if (code == CommandTable.Done && Directory.Exists(Path.Combine(folder, StampBook.Folder)))
            {
                StampedProof.Say(folder, at, Console.Error);
            }

            return code;
        });
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
            var (expected, dropped) = ExpectedSegments(folder);
            return EvidenceText.Fsck(folder, Console.Out, Console.Error, expected, dropped);
        });
        return fsck;
    }

    /// <summary>
    /// The segments that the picture knows of, and those with a tombstone: the log names them in committed payloads
    /// only.
    /// </summary>
    private static (List<Digest> Expected, Dictionary<Digest, string> Dropped) ExpectedSegments(string folder)
    {
        var picture = Path.Combine(folder, "picture.db");
        if (!File.Exists(picture))
        {
            return ([], []);
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

        return (expected, DroppedSegments(folder, store));
    }

    /// <summary>The tombstones; a log that cannot be read explains none, and is found by the check itself.</summary>
    private static Dictionary<Digest, string> DroppedSegments(string folder, SqlitePictureStore store)
    {
        try
        {
            return new CustodyBook(DataFolder.Open(folder), store).Dropped();
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or IOException)
        {
            return [];
        }
    }
}
