using System.Diagnostics;
using Trucewatch.SystemTests.Programs;
using Xunit;

namespace Trucewatch.SystemTests.Evidence;

/// <summary>A witness as a process of its own.</summary>
public sealed class RunningWitness : IDisposable
{
    private readonly Process process;

    /// <summary>Starts it on a free port and waits until it listens.</summary>
    public RunningWitness(string policy, string data, string guard)
    {
        process = TrucewatchProgram.Start(
            [], "witness", "--policy", policy, "--data", data, "--guard", guard, "--urls", "http://127.0.0.1:0");
        var line = process.StandardOutput.ReadLine();
        if (line is null)
        {
            process.WaitForExit();
            Refusal = process.StandardError.ReadToEnd();
            return;
        }

        Assert.Matches(@"^Witness: http://127\.0\.0\.1:\d+ \S+\+[0-9a-f]{8}\+\S+$", line);
        var words = line.Split(' ');
        (Address, Vkey) = (new Uri(words[1]), words[2]);
    }

    /// <summary>Why it did not start; empty where it did.</summary>
    public string Refusal { get; } = "";

    /// <summary>Where it takes checkpoints.</summary>
    public Uri Address { get; } = new("http://127.0.0.1:9");

    /// <summary>Its public key.</summary>
    public string Vkey { get; } = "";

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.WaitForExit();
        process.Dispose();
    }
}
