using System.CommandLine;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Commands;

/// <summary><c>witness</c>: cosigns checkpoints of the logs that a policy names.</summary>
internal static class WitnessCommand
{
    public static Command Build()
    {
        var policy = new Option<string>("--policy")
        {
            Description = "Policy file; the witness watches its logs", Required = true, HelpName = "FILE",
        };
        var data = new Option<string>("--data")
        {
            Description = "Data folder: the witness's key and what it cosigned", Required = true, HelpName = "DIR",
        };
        var urls = new Option<string>("--urls")
        {
            Description = "Address to listen on; port 0 picks a free one",
            DefaultValueFactory = _ => "http://127.0.0.1:7071",
            HelpName = "URL",
        };
        var guard = new Option<string?>("--guard")
        {
            Description =
                "Folder of the record of what was signed last, best on another medium; it must not be copied back with "
                + "the data folder. Otherwise a folder of this key under the user's state folder",
            HelpName = "DIR",
        };
        var name = new Option<string?>("--name")
        {
            Description = "Name of the key that the first start draws, such as example.org/witness", HelpName = "NAME",
        };
        var command = new Command("witness", "Cosign checkpoints of logs, and refuse those that do not extend the last")
        {
            policy, data, urls, guard, name,
        };
        command.SetAction((parsed, stop) => WitnessHost.RunAsync(
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
