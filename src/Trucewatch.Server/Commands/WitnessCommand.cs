using System.CommandLine;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Commands;

/// <summary><c>witness</c>: cosigns checkpoints of the logs that a policy names.</summary>
internal static class WitnessCommand
{
    public static Command Build() => Build(
        "witness",
        "Cosign checkpoints of logs, and refuse those that do not extend the last",
        "Policy file; the witness watches its logs",
        "http://127.0.0.1:7071",
        "Name of the key that the first start draws, such as example.org/witness",
        WitnessHost.RunAsync);

    /// <summary>A command of somebody who cosigns.</summary>
    public static Command Build(
        string word, string does, string ofPolicy, string address, string ofName,
        Func<WitnessOptions, CancellationToken, Task<int>> run)
    {
        var policy = new Option<string>("--policy") { Description = ofPolicy, Required = true, HelpName = "FILE" };
        var data = new Option<string>("--data")
        {
            Description = "Data folder: the key and what was cosigned", Required = true, HelpName = "DIR",
        };
        var urls = new Option<string>("--urls")
        {
            Description = "Address to listen on; port 0 picks a free one",
            DefaultValueFactory = _ => address,
            HelpName = "URL",
        };
        var guard = new Option<string?>("--guard")
        {
            Description =
                "Folder of the record of what was signed last, best on another medium; it must not be copied back with "
                + "the data folder. Otherwise a folder of this key under the user's state folder",
            HelpName = "DIR",
        };
        var name = new Option<string?>("--name") { Description = ofName, HelpName = "NAME" };
        var command = new Command(word, does) { policy, data, urls, guard, name };
        command.SetAction((parsed, stop) => run(
            new WitnessOptions(
                parsed.GetValue(policy)!,
                parsed.GetValue(data)!,
                parsed.GetValue(urls)!,
                parsed.GetValue(guard),
                parsed.GetValue(name)),
            stop));
        return command;
    }
}
