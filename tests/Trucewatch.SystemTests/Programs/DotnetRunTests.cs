using System.Diagnostics;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.SystemTests.Programs;

/// <summary>
/// Runs the program in the README's own form, <c>dotnet run --project</c>, because that sets a working folder by the
/// project's properties and the built program alone cannot tell.
/// </summary>
public sealed class DotnetRunTests
{
    private const string Project = "src/Trucewatch.Server";

    [Fact]
    public async Task A_command_of_the_readme_finds_relative_paths_from_the_root()
    {
        const string Command = "agreement check agreements/illustrative-eastern-line";
        Assert.Contains(
            $"dotnet run -c Release --project {Project} -- {Command}",
            File.ReadAllText(Path.Combine(RepositoryTree.Root, "README.md")),
            StringComparison.Ordinal);
        using var patience = new CancellationTokenSource(TrucewatchProgram.Patience);
        using var process = Start(RepositoryTree.Root, Project, Command.Split(' '));
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode == 0, $"{output} {await error}");
    }

    [Fact]
    public async Task From_another_folder_paths_are_that_folders_and_the_data_lands_in_it()
    {
        using var scratch = new ScratchFolder();
        Directory.CreateDirectory(scratch["pack"]);
        var pack = Path.Combine(RepositoryTree.Root, "agreements", "aegean-test");
        foreach (var file in Directory.EnumerateFiles(pack))
        {
            File.Copy(file, Path.Combine(scratch["pack"], Path.GetFileName(file)));
        }

        File.WriteAllText(scratch["in.nmea"], "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\n");
        using var patience = new CancellationTokenSource(TrucewatchProgram.Patience);
        using var process = Start(
            scratch.Path, Path.Combine(RepositoryTree.Root, Project),
            "--agreement", "pack", "--feed", "ais:in.nmea", "--urls", "http://127.0.0.1:0");
        try
        {
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            var first = await process.StandardOutput.ReadLineAsync(patience.Token);
            Assert.True(first is not null, first ?? await error);
            Assert.StartsWith("Sign in: ", first, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(scratch["data"], "picture.db")), "expected ./data in the folder");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(patience.Token);
        }
    }

    private static Process Start(string folder, string project, params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var argument in (string[])[
            "run", "-c", TrucewatchProgram.Configuration, "--no-build", "--project", project, "--", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}
