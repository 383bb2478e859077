using System.Diagnostics;
using System.Text;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.SystemTests.Programs;

/// <summary>What a finished run of a program left behind.</summary>
/// <param name="ExitCode">Exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
public sealed record Ran(int ExitCode, string Output, string Error);

/// <summary>The built program as a process of its own.</summary>
public static class TrucewatchProgram
{
    /// <summary>Longest that a run may take before it is ended and the test fails.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>The configuration in which the tests and the program were built.</summary>
    public static string Configuration { get; } = AppContext.BaseDirectory
        .Split(System.IO.Path.DirectorySeparatorChar).Contains("Release", StringComparer.Ordinal) ? "Release" : "Debug";

    /// <summary>The built program, in the same configuration as the tests.</summary>
    public static string Path { get; } = Find();

    /// <summary>Runs a command to its end.</summary>
    public static Ran Run(params ReadOnlySpan<string> arguments) => Run([], [], arguments);

    /// <summary>Runs a command with bytes on standard input and more variables in its environment.</summary>
    public static Ran Run(
        ReadOnlySpan<byte> input, (string Name, string Value)[] environment, params ReadOnlySpan<string> arguments)
    {
        using var process = Start(environment, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading all of its input, as it may.
        }

        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            var command = string.Join(' ', arguments.ToArray());
            Assert.Fail($"trucewatch {command}: expected an end within {Patience}, got none");
        }

        return new Ran(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    /// <summary>Starts a command and leaves it to the caller.</summary>
    public static Process Start((string Name, string Value)[] environment, params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = RepositoryTree.Root,
        };
        start.ArgumentList.Add(Path);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static string Find()
    {
        var path = System.IO.Path.Combine(
            RepositoryTree.Root, "src", "Trucewatch.Server", "bin", Configuration, "net10.0", "trucewatch.dll");
        return File.Exists(path) ? path : throw new FileNotFoundException("expected the built program, got none", path);
    }
}

/// <summary>A temporary folder that goes when the test ends.</summary>
public sealed class ScratchFolder : IDisposable
{
    /// <summary>The folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("trucewatch-system-").FullName;

    /// <summary>A path below it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
