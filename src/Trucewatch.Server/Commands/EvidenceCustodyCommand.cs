using System.CommandLine;
using Trucewatch.Domain;
using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Stores;
using Trucewatch.Server.Custody;
using Trucewatch.Server.Hosting;
using Trucewatch.Storage.Sqlite;

namespace Trucewatch.Server.Commands;

/// <summary><c>evidence custody</c>, <c>hand-over</c>, <c>hold</c>, <c>release</c> and <c>retain</c>.</summary>
internal static class EvidenceCustodyCommand
{
    public static Command Custody()
    {
        var item = Item();
        var data = EvidenceCommand.Data();
        var format = new Option<string>("--format")
        {
            Description = "text or html", DefaultValueFactory = _ => "text",
        };
        format.AcceptOnlyFromAmong("text", "html");
        var command = new Command("custody", "Print on one page who held, viewed and exported an item; exit 1 at a gap")
        {
            item, data, format,
        };
        command.SetAction(parsed =>
        {
            var folder = EvidenceBundleCommand.OpenData(parsed.GetValue(data)!);
            using var store = SqlitePictureStore.Open(folder.Picture);
            var print = CustodyPrint.Of(folder, store, parsed.GetValue(item)!);
            Console.Write(parsed.GetValue(format) == "html" ? print.ToHtml() : print.ToText());
            return print.IsWhole ? CommandTable.Done : CommandTable.Negative;
        });
        return command;
    }

    public static Command HandOver()
    {
        var to = new Option<string>("--to") { Description = "Who keeps it from now on", Required = true };
        var words = Words();
        return ActCommand(
            "hand-over", "Record that the keeping of an item is passed on", [to, words],
            (parsed, act) => act with
            {
                Kind = ActKind.HandedOver, To = parsed.GetValue(to), Words = parsed.GetValue(words),
            });
    }

    public static Command Hold(bool isRelease)
    {
        var order = new Option<string>("--order") { Description = "Name of the order", Required = true };
        var words = Words();
        return ActCommand(
            isRelease ? "release" : "hold",
            isRelease
                ? "End an order to keep an item"
                : "Order that an item, or all, is kept whatever the retention policy says",
            [order, words],
            (parsed, act) => act with
            {
                Kind = isRelease ? ActKind.Released : ActKind.Held,
                Policy = parsed.GetValue(order),
                Words = parsed.GetValue(words),
            });
    }

    public static Command Retain()
    {
        var data = EvidenceCommand.Data();
        var policy = new Option<string>("--policy") { Description = "Name of the retention policy", Required = true };
        var before = new Option<string>("--before")
        {
            Description = "Drop raw frames received before this time (RFC 3339)", Required = true, HelpName = "TIME",
        };
        var apply = new Option<bool>("--apply")
        {
            Description = "Do it; without it, only print what would be dropped. The record cannot be stepped again "
                + "after it: a service needs a new data folder",
        };
        var by = EvidenceBundleCommand.By();
        var command = new Command("retain", "Drop old segments of raw frames; their leaves and a tombstone stay")
        {
            data, policy, before, apply, by,
        };
        command.SetAction(async (parsed, stop) =>
        {
            if (!Instant.TryParse(parsed.GetValue(before), out var time))
            {
                throw new UnusableException(
                    $"--before: expected an RFC 3339 time such as 2030-06-03T06:00:00Z, got {parsed.GetValue(before)}");
            }

            var folder = EvidenceBundleCommand.OpenData(parsed.GetValue(data)!);
            using var store = SqlitePictureStore.Open(folder.Picture);
            var retention = new Retention(folder, store, TimeProvider.System);
            var due = retention.Due(time, new CustodyBook(folder, store));
            foreach (var segment in due)
            {
                Console.WriteLine($"segment:{segment.Digest}");
            }

            if (parsed.GetValue(apply) && due.Count > 0)
            {
                await retention.DropAsync(due, parsed.GetValue(policy)!, parsed.GetValue(by)!, stop);
            }

            return CommandTable.Done;
        });
        return command;
    }

    private static Argument<string> Item() => new("ITEM")
    {
        Description = "Id of an incident, fact:NUMBER, or segment:HASH",
    };

    private static Option<string?> Words() => new("--words") { Description = "Why" };

    private static Command ActCommand(
        string name, string description, Option[] options, Func<ParseResult, Act, Act> complete)
    {
        var item = Item();
        var data = EvidenceCommand.Data();
        var by = EvidenceBundleCommand.By();
        var command = new Command(name, description) { item, data, by };
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, stop) =>
        {
            var folder = EvidenceBundleCommand.OpenData(parsed.GetValue(data)!);
            using var store = SqlitePictureStore.Open(folder.Picture);
            var named = Named(parsed.GetValue(item)!, folder, store);
            var time = TimeProvider.System;
            var now = Instant.FromUnixSeconds(time.GetUtcNow().ToUnixTimeSeconds());
            var act = complete(parsed, new Act(ActKind.Viewed, now, parsed.GetValue(by)!, null, [named]));
            var stored = await new ActDesk(folder, store, time).SealAsync(act, stop);
            Console.WriteLine(FormattableString.Invariant(
                $"{name} of {named}: act {stored.Number}, entry {stored.LogIndex} of the log"));
            return CommandTable.Done;
        });
        return command;
    }

    /// <summary>The item by its full name; refused where the record has none such.</summary>
    private static string Named(string item, DataFolder folder, IPictureStore store)
    {
        if (item == Act.All)
        {
            return item;
        }

        _ = CustodyPrint.Of(folder, store, item);
        return item.Contains(':', StringComparison.Ordinal) ? item : "incident:" + item;
    }
}
