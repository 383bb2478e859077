using System.CommandLine;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Evidence;
using Trucewatch.Server.Backups;

namespace Trucewatch.Server.Commands;

/// <summary><c>restore</c>: makes a data folder of a backup.</summary>
internal static class RestoreCommand
{
    public static Command Build()
    {
        var backup = new Argument<string>("BACKUP") { Description = "Folder of the backup" };
        var to = new Argument<string>("TO") { Description = "Where the data folder is to be: a new or empty folder" };
        var size = new Option<long?>("--size")
        {
            Description = "As it was when the log had N entries", HelpName = "N",
        };
        var asOf = new Option<string?>("--as-of")
        {
            Description = "As it was with what was received up to this time (RFC 3339)", HelpName = "T",
        };
        var agreement = new Option<string?>("--agreement")
        {
            Description = "Folder of the agreement pack, for --size and --as-of; otherwise the one of the same hash "
                + "that comes with the program",
            HelpName = "DIR",
        };
        var mirror = new Option<string?>("--mirror")
        {
            Description = "Address at which a mirror serves the log: fill it up with the entries since the backup",
            HelpName = "URL",
        };
        var succeed = new Option<string?>("--succeed")
        {
            Description = "Begin another log, under a key of its own, in the place of the restored one, in WHO's name: "
                + "the way on where nobody can show what the old log signed last",
            HelpName = "WHO",
        };
        var words = new Option<string?>("--why") { Description = "Why, for the record", HelpName = "WORDS" };
        var command = new Command(
            "restore",
            "Make a data folder of a backup, of all of it or as of a moment; it is checked before it is there")
        {
            backup, to, size, asOf, agreement, mirror, succeed, words,
        };
        command.SetAction((parsed, stop) =>
        {
            var order = new RestoreOrder(
                parsed.GetValue(backup)!,
                parsed.GetValue(to)!,
                Moment(parsed.GetValue(size), parsed.GetValue(asOf)),
                parsed.GetValue(agreement),
                parsed.GetValue(succeed),
                parsed.GetValue(words),
                Address(parsed.GetValue(mirror)));
            return RestoreAsync(order, stop);
        });
        return command;
    }

    private static async Task<int> RestoreAsync(RestoreOrder order, CancellationToken stop)
    {
        if (!Directory.Exists(order.Backup))
        {
            throw new UnusableException($"{order.Backup}: expected the folder of a backup, got none");
        }

        try
        {
            Say(await DataRestore.RunAsync(order, TimeProvider.System, stop));
        }
        catch (Exception damaged) when (damaged is InvalidDataException or EvidenceHaltedException)
        {
            await Console.Error.WriteLineAsync($"trucewatch: {damaged.Message}");
            return CommandTable.Negative;
        }

        await Console.Error.WriteLineAsync(order.SucceedBy is null
            ? $"{order.To}: signs nothing until a start is shown what the log signed last, by --guard; see "
                + "docs/guides/backup-and-restore.md"
            : $"{order.To}: a new log; hand its key to the parties, and agree on a policy of witnesses that names it");
        return CommandTable.Done;
    }

    private static void Say(DataRestore restore)
    {
        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions
        {
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }))
        {
            json.WriteStartObject();
            json.WriteBoolean("exercise"u8, ExerciseMark.IsIn(restore.Vkey.Split('+')[0]));
            json.WriteString("log"u8, restore.Vkey);
            json.WriteNumber("size"u8, restore.Size);
            json.WriteNumber("files"u8, restore.Files);
            if (restore.Cut is { } cut)
            {
                json.WriteNumber("frames"u8, cut.Frames);
                json.WriteString("hash"u8, cut.Hash);
            }

            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static Uri? Address(string? text) => text is null
        ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new UnusableException(
                $"--mirror: expected an address such as https://example.org/HASH, got {text}");

    private static Moment? Moment(long? size, string? asOf)
    {
        if (size is not null && asOf is not null)
        {
            throw new UnusableException("--size and --as-of: expected one of the two");
        }

        if (asOf is null)
        {
            return size is null ? null : new Moment(size, null);
        }

        return Instant.TryParse(asOf, out var instant)
            ? new Moment(null, instant)
            : throw new UnusableException(
                $"--as-of: expected an RFC 3339 time such as 2030-06-03T06:00:00Z, got {asOf}");
    }
}
