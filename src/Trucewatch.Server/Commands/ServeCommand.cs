using System.CommandLine;
using Trucewatch.Feeds.Transport;
using Trucewatch.Server.Hosting;
using Trucewatch.Simulation.Scenarios;

namespace Trucewatch.Server.Commands;

/// <summary><c>serve</c>, and what the program does without a command: the service and the watch floor.</summary>
internal static class ServeCommand
{
    private const string BundledExercise = "exercise";

    public static Command Build()
    {
        var command = new Command("serve", "Serve the watch floor; without options: the bundled exercise");
        AddTo(command);
        return command;
    }

    /// <summary>Gives a command the options and the action of serving.</summary>
    public static void AddTo(Command command)
    {
        var agreement = new Option<string?>("--agreement")
        {
            Description = "Folder of the agreement pack", HelpName = "DIR",
        };
        var data = new Option<string>("--data")
        {
            Description = "Data folder: record, log, picture, keys",
            DefaultValueFactory = _ => "./data",
            HelpName = "DIR",
        };
        var urls = new Option<string>("--urls")
        {
            Description = "Address to listen on; port 0 picks a free one",
            DefaultValueFactory = _ => "http://127.0.0.1:7070", HelpName = "URL",
        };
        var feeds = new Option<string[]>("--feed")
        {
            Description =
                "FORMAT:TRANSPORT; a transport is a file, tail:FILE, tcp://, tcp-listen://, udp-listen://, "
                + "mqtt://host/topic or http-post:/path; FORMAT+signed takes signed envelopes; "
                + "csv and geojson take ?profile=FILE after it; NAME= before it, such as ais-1=, names the feed, which "
                + "otherwise keeps the name that its transport had in the data folder, or gets the next free one",
            HelpName = "FORMAT:TRANSPORT",
        };
        var exercise = new Option<string?>("--exercise")
        {
            Description =
                "Play a scenario as an exercise: " + string.Join(", ", Scenarios.All.Select(known => known.Id)),
            HelpName = "NAME",
        };
        var speed = new Option<double?>("--speed") { Description = "Exercise seconds per second", HelpName = "X" };
        var sensors = RegistryOption();
        var quotas = new Option<string[]>("--quota")
        {
            Description = FormattableString.Invariant(
                $"What a feed may bring in a second; otherwise {QuotaLimits.OfFeed.BytesPerS} bytes and ")
                + FormattableString.Invariant($"{QuotaLimits.OfFeed.FramesPerS} frames, and a file what it has; ")
                + "FEED is a name such as ais-1",
            HelpName = "FEED=BYTES,FRAMES",
        };
        var (policy, guard, roll) = (PolicyOption(), GuardOption(), RollOption());
        var (publish, reports, stamp) = (PublishOption(), ReportsOption(), StampOption());
        var (planning, elements, identity) = (PlanningOption(), ElementsOption(), IdentityOption());
        Add(
            command, agreement, data, urls, feeds, quotas, sensors, roll, policy, guard, publish, reports, stamp,
            planning, elements, identity, exercise, speed);
        command.SetAction((parsed, stop) => ServiceHost.RunAsync(
            Choose(
                parsed.GetValue(agreement),
                parsed.GetValue(data)!, parsed.GetValue(urls)!,
                parsed.GetValue(feeds) ?? [],
                parsed.GetValue(exercise),
                parsed.GetValue(speed)) with
            {
                Sensors = parsed.GetValue(sensors),
                Quotas = [.. (parsed.GetValue(quotas) ?? []).Select(Quota)],
                Policy = parsed.GetValue(policy),
                Guard = parsed.GetValue(guard),
                Roll = parsed.GetValue(roll),
                PublishLog = parsed.GetValue(publish),
                PublishReports = parsed.GetValue(reports),
                Planning = parsed.GetValue(planning),
                Elements = parsed.GetValue(elements),
                Identity = parsed.GetValue(identity),
                TimeStamp = Address("--timestamp", parsed.GetValue(stamp)),
            },
            stop));
    }

    private static void Add(Command command, params ReadOnlySpan<Option> options)
    {
        foreach (var option in options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The option that names the sensor registry.</summary>
    public static Option<string?> RegistryOption() => new("--sensors")
    {
        Description = "Sensor registry (sensors.yaml); without it the edition in the record stays in force",
        HelpName = "FILE",
    };

    private static Option<string?> RollOption() => new("--roll")
    {
        Description =
            "The mission's roll (JSON): who is in which role, of which nation; without it the one in the record stays "
            + "in force",
        HelpName = "FILE",
    };

    private static Option<string?> PlanningOption() => new("--planning")
    {
        Description = "What there is to plan a day with, as plan day reads it (JSON); the page proposes days by it",
        HelpName = "FILE",
    };

    private static Option<string?> ElementsOption() => new("--tle")
    {
        Description = "Elements of the satellites that --planning names", HelpName = "FILE",
    };

    private static Option<string?> IdentityOption() => new("--identity")
    {
        Description = "Identity provider (JSON, docs/guides/sign-in.md): people whom the roll knows by it sign in "
            + "there; links go on working",
        HelpName = "FILE",
    };

    private static Option<bool> PublishOption() => new("--publish-log")
    {
        Description = "Serve the log's checkpoint, tiles and entries below /log to everybody who reaches this address, "
            + "for mirrors: commitments, of which their number and time can be seen",
    };

    private static Option<bool> ReportsOption() => new("--publish-reports")
    {
        Description = "Serve what is released to the public below /public to everybody who reaches this address: daily "
            + "reports, a feed of them, open data",
    };

    private static Option<string?> StampOption() => new("--timestamp")
    {
        Description = "Address of a time stamp authority (RFC 3161) that stamps checkpoints", HelpName = "URL",
    };

    private static Option<string?> PolicyOption() => new("--policy")
    {
        Description = "Policy file of witnesses; without it the one that an earlier start was given",
        HelpName = "FILE",
    };

    private static Option<string?> GuardOption() => new("--guard")
    {
        Description =
            "Folder of the record of what the log signed last, best on another medium: an older copy of the data "
            + "folder then does not start. Otherwise it lies beside the log",
        HelpName = "DIR",
    };

    private static ServiceOptions Choose(
        string? agreement, string data, string urls, string[] feeds, string? exercise, double? speed)
    {
        var addresses = feeds.Select(Address).ToList();
        if (addresses.Count == 0 && exercise is null)
        {
            exercise = BundledExercise;
        }

        if (addresses.Count > 0 && exercise is not null)
        {
            throw new UnusableException(
                "--feed and --exercise: expected one of the two; what is real and what is not do not share a record");
        }

        Scenario? scenario = null;
        if (exercise is not null)
        {
            scenario = Scenarios.Find(exercise) ?? throw new UnusableException(
                $"--exercise: expected one of {string.Join(", ", Scenarios.All.Select(known => known.Id))}, got {
                    exercise}");
        }

        if (speed is { } given && !(given > 0 && given <= 3600))
        {
            throw new UnusableException(
                FormattableString.Invariant($"--speed: expected more than 0 and at most 3600, got {given}"));
        }

        var pack = agreement ?? AgreementFolder.FindBundled(scenario?.Agreement ?? AgreementFolder.Bundled);
        return new ServiceOptions(pack, data, urls, addresses, scenario, speed ?? scenario?.DefaultSpeed ?? 1);
    }

    private static (string Feed, QuotaLimits Limits) Quota(string text) =>
        QuotaLimits.TryParse(text, out var quota, out var error) ? quota : throw new UnusableException("--" + error);

    private static Uri? Address(string option, string? text) => text is null
        ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new UnusableException($"{option}: expected an address such as https://tsa.example/, got {text}");

    private static FeedAddress Address(string text) => FeedAddress.TryParse(text, out var address, out var error)
        ? address!
        : throw new UnusableException(error);
}
