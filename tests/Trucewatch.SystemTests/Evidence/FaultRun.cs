using System.Diagnostics;
using System.Globalization;
using Trucewatch.SystemTests.Programs;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.SystemTests.Evidence;

/// <summary>A place where a fault is put: the k-th call of a name in each thread.</summary>
/// <param name="Call">Name of the system call.</param>
/// <param name="Number">Which of its calls, from 1.</param>
/// <param name="Fault">What happens, as strace writes it.</param>
public sealed record FaultPoint(string Call, int Number, string Fault)
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Call}:{Fault}:when={Number}");
}

/// <summary>Runs programs under strace, to see what they call and to let one call fail.</summary>
public static class FaultRun
{
    /// <summary>The calls by which evidence is written.</summary>
    public static readonly string[] WriteCalls =
        ["openat", "pwrite64", "write", "fsync", "fdatasync", "rename", "ftruncate", "mkdir", "unlink"];

    private static readonly string[] CallsThatNeedRoom = ["openat", "pwrite64", "write", "rename", "mkdir"];

    /// <summary>True where strace is there and may trace.</summary>
    public static bool IsPossible { get; } = File.Exists("/usr/bin/strace");

    /// <summary>The program that writes evidence and says what is durable.</summary>
    public static string Churn { get; } = Path.Combine(
        RepositoryTree.Root, "tests", "Trucewatch.Fuzz", "bin", TrucewatchProgram.Configuration, "net10.0",
        "Trucewatch.Fuzz.dll");

    /// <summary>Every occurrence of each call on files below a folder, with every fault that it can have.</summary>
    /// <param name="log">What strace wrote of a run without faults.</param>
    /// <param name="folder">The folder.</param>
    public static IReadOnlyList<FaultPoint> Points(string log, string folder)
    {
        var counts = new Dictionary<(string Thread, string Call), int>();
        var points = new SortedSet<(string Call, int Number)>();
        foreach (var line in File.ReadLines(log))
        {
            var words = line.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var call = words.Length < 2 ? "" : words[1].Split('(')[0];
            if (!WriteCalls.Contains(call))
            {
                continue;
            }

            var number = counts[(words[0], call)] = counts.GetValueOrDefault((words[0], call)) + 1;
            if (words[1].Contains(folder, StringComparison.Ordinal))
            {
                points.Add((call, number));
            }
        }

        return [.. points.SelectMany(point => Faults(point.Call)
            .Select(fault => new FaultPoint(point.Call, point.Number, fault)))];
    }

    /// <summary>Runs a program under strace.</summary>
    /// <param name="log">Where strace writes.</param>
    /// <param name="fault">The fault, or null for none.</param>
    /// <param name="program">The program and its arguments.</param>
    public static Ran Trace(string log, FaultPoint? fault, params string[] program)
    {
        string[] inject = fault is null
            ? ["-e", "trace=" + string.Join(',', WriteCalls)]
            : ["-e", "trace=" + fault.Call, "-e", $"inject={fault}"];
        return Run("strace", ["-f", "-qq", "-y", .. inject, "-o", log, "dotnet", .. program]);
    }

    /// <summary>Runs a program to its end.</summary>
    public static Ran Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = RepositoryTree.Root,
        };
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TrucewatchProgram.Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)}: expected an end, got none");
        }

        return new Ran(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    /// <summary>True where the fault came to a file below the folder.</summary>
    public static bool HasHit(string log, string folder) => File.ReadLines(log).Any(
        line => line.Contains("(INJECTED)", StringComparison.Ordinal)
            && line.Contains(folder, StringComparison.Ordinal));

    private static string[] Faults(string call) =>
        CallsThatNeedRoom.Contains(call)
            ? ["error=EIO", "error=ENOSPC", "signal=KILL"]
            : ["error=EIO", "signal=KILL"];
}
