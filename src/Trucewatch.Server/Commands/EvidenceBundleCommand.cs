using System.CommandLine;
using Trucewatch.Evidence.Policies;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Custody;
using Trucewatch.Server.Hosting;
using Trucewatch.Storage.Sqlite;

namespace Trucewatch.Server.Commands;

/// <summary><c>evidence bundle</c>, <c>evidence disclose</c> and <c>evidence readjudicate</c>.</summary>
internal static class EvidenceBundleCommand
{
    public static Command Bundle()
    {
        var incident = new Argument<string>("INCIDENT") { Description = "Id of the incident, for example I-0001" };
        var target = new Option<string>("--out")
        {
            Description = "Folder of the bundle; it must be empty or new", Required = true, HelpName = "DIR",
        };
        var data = EvidenceCommand.Data();
        var agreement = new Option<string?>("--agreement")
        {
            Description = "Agreement pack of the record; without it the bundled one with its hash", HelpName = "DIR",
        };
        var audience = new Option<string>("--audience")
        {
            Description = "Who may read it: mission, public, or a party's id; what it may not see is withheld",
            DefaultValueFactory = _ => Audience.Mission.Id,
        };
        var by = By();
        var to = new Option<string?>("--to") { Description = "Who gets it, for the record of custody" };
        var working = new Option<bool>("--working")
        {
            Description = "Mark it a copy to work with; without it, it is an evidentiary copy",
        };
        var command = new Command("bundle", "Write what a party needs to check an incident without us")
        {
            incident, target, data, agreement, audience, by, to, working,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var folder = OpenData(parsed.GetValue(data)!);
            using var store = SqlitePictureStore.Open(folder.Picture);
            var pack = parsed.GetValue(agreement) ?? AgreementFolder.FindByHash(folder.AgreementHash ?? "")
                ?? throw new UnusableException(
                    $"--agreement: expected the pack with hash {folder.AgreementHash}, no bundled one has it");
            var files = AgreementFolder.ReadFiles(pack);
            var order = new BundleOrder(
                parsed.GetValue(incident)!, AudienceOf(parsed.GetValue(audience)!, files), files,
                parsed.GetValue(by)!, parsed.GetValue(to), parsed.GetValue(working));
            var path = Path.GetFullPath(parsed.GetValue(target)!);
            var act = await new BundleMaker(folder, store, TimeProvider.System).MakeAsync(order, path, stop);
            var mark = folder.IsExercise ? "EXERCISE: " : "";
            Console.WriteLine(FormattableString.Invariant(
                $"{mark}bundle of {order.Incident} in {path}; its manifest is entry {act.LogIndex} of the log"));
            return CommandTable.Done;
        });
        return command;
    }

    public static Command Disclose()
    {
        var item = new Argument<string>("ITEM") { Description = "fact:NUMBER or segment:HASH" };
        var target = new Option<string>("--out")
        {
            Description = "Folder of the bundle; it must be empty or new", Required = true, HelpName = "DIR",
        };
        var data = EvidenceCommand.Data();
        var withhold = new Option<string[]>("--withhold")
        {
            Description = "Name of a field that is not shown, for example detection.actor; several times for several",
            HelpName = "FIELD",
        };
        var by = By();
        var to = new Option<string?>("--to") { Description = "Who gets it, for the record of custody" };
        var command = new Command("disclose", "Write a bundle of one item, with fields withheld and the rest proved")
        {
            item, target, data, withhold, by, to,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var folder = OpenData(parsed.GetValue(data)!);
            using var store = SqlitePictureStore.Open(folder.Picture);
            var path = Path.GetFullPath(parsed.GetValue(target)!);
            var act = await new BundleMaker(folder, store, TimeProvider.System).DiscloseAsync(
                parsed.GetValue(item)!, parsed.GetValue(withhold) ?? [], parsed.GetValue(by)!, parsed.GetValue(to),
                path, stop);
            var mark = folder.IsExercise ? "EXERCISE: " : "";
            Console.WriteLine(FormattableString.Invariant(
                $"{mark}{parsed.GetValue(item)} in {path}; its manifest is entry {act.LogIndex} of the log"));
            return CommandTable.Done;
        });
        return command;
    }

    public static Command Readjudicate()
    {
        var bundle = new Argument<string>("BUNDLE") { Description = "Folder of a bundle" };
        var policy = new Option<string?>("--policy")
        {
            Description = "Logs and witnesses that are trusted; without it the bundle's own keys are used",
            HelpName = "FILE",
        };
        var command = new Command(
            "readjudicate", "Step a bundle's inputs again; exit 0 only if the same determination is reached")
        {
            bundle, policy,
        };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(bundle)!;
            if (!Directory.Exists(folder))
            {
                throw new UnusableException($"{folder}: expected the folder of a bundle, found none");
            }

            WitnessPolicy? trusted = null;
            if (parsed.GetValue(policy) is { } file
                && WitnessPolicy.TryParse(File.ReadAllBytes(file), out trusted, out var line) is var fault
                && trusted is null)
            {
                throw new UnusableException(
                    FormattableString.Invariant($"{file}:{line}: expected a policy, got {fault}"));
            }

            return Readjudication.Run(folder, trusted, Console.Out) ? CommandTable.Done : CommandTable.Negative;
        });
        return command;
    }

    /// <summary>The option that says who acts, for the record of custody.</summary>
    public static Option<string> By() => new("--by")
    {
        Description = "Who does it, for the record of custody",
        DefaultValueFactory = _ => $"{Environment.UserName}@{Environment.MachineName}",
    };

    /// <summary>A data folder that is there.</summary>
    /// <exception cref="UnusableException">It is not.</exception>
    public static DataFolder OpenData(string path)
    {
        if (!File.Exists(Path.Combine(path, "picture.db")))
        {
            throw new UnusableException($"{path}: expected a data folder with a picture, found none");
        }

        return DataFolder.Open(path);
    }

    private static Audience AudienceOf(string id, Domain.Agreements.PackFiles pack)
    {
        if (id == Audience.Mission.Id || id == Audience.Public.Id)
        {
            return id == Audience.Mission.Id ? Audience.Mission : Audience.Public;
        }

        var parties = AgreementFolder.Check(pack).Agreement?.Parties.Select(party => party.Id).ToList() ?? [];
        return parties.Contains(id, StringComparer.Ordinal) ? Audience.Party(id) : throw new UnusableException(
            $"--audience: expected mission, public or one of {string.Join(", ", parties)}, got {id}");
    }
}
