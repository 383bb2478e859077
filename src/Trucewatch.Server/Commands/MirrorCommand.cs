using System.CommandLine;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Commands;

/// <summary>
/// <c>mirror</c>: stores every entry of the logs that a policy names, cosigns what it stores, and serves it.
/// </summary>
internal static class MirrorCommand
{
    public static Command Build() => WitnessCommand.Build(
        "mirror",
        "Store every entry of logs, cosign what is stored, and serve it as the log does",
        "Policy file; its log lines need the address that the log is read from",
        "http://127.0.0.1:7072",
        "Name of the key that the first start draws; its last part begins with mirror, such as example.org/mirror",
        MirrorHost.RunAsync);
}
