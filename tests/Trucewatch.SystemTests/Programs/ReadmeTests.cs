using System.Text.Json;
using System.Text.RegularExpressions;
using Trucewatch.SystemTests.Floor;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.SystemTests.Programs;

/// <summary>Runs the commands of the README, in their order, with the words that stand there.</summary>
public sealed partial class ReadmeTests
{
    private const string Serve = "dotnet run -c Release --project src/Trucewatch.Server";
    private const string Check = "dotnet run eng/ci.cs";

    [Fact]
    public void Every_command_of_the_readme_does_what_it_says()
    {
        var commands = Commands(File.ReadAllText(Path.Combine(RepositoryTree.Root, "README.md")));
        Assert.Contains(Serve, commands);
        Assert.Contains(Check, commands);
        var artifacts = Path.Combine(RepositoryTree.Root, "artifacts");
        foreach (var folder in new[] { "exercise", "replay" }.Select(name => Path.Combine(artifacts, name)))
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        var ran = 0;
        foreach (var command in commands.Where(command => command is not (Serve or Check)))
        {
            Assert.StartsWith(Serve + " -- ", command, StringComparison.Ordinal);
            var result = TrucewatchProgram.Run(command[(Serve.Length + 4)..].Split(' '));
            Assert.True(result.ExitCode == 0, $"{command}: {result.ExitCode} {result.Output} {result.Error}");
            CheckAnswer(command, result.Output);
            ran++;
        }

        Assert.True(ran >= 5, $"{ran}");
    }

    [Fact]
    public void The_script_of_the_checks_calls_the_readmes_command()
    {
        var script = File.ReadAllText(Path.Combine(RepositoryTree.Root, ".ci", "run"));
        Assert.Contains(Check, script, StringComparison.Ordinal);
        Assert.Equal(3, script.TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public void The_first_command_prints_one_sign_in_link_and_nothing_else()
    {
        using var floor = new RunningFloor();
        Assert.StartsWith("http://127.0.0.1:", floor.SignInLink, StringComparison.Ordinal);
    }

    private static void CheckAnswer(string command, string output)
    {
        if (command.Contains(" replay ", StringComparison.Ordinal))
        {
            using var summary = JsonDocument.Parse(output);
            Assert.NotEmpty(summary.RootElement.GetProperty("incidents").EnumerateArray());
        }
        else if (command.Contains(" prove ", StringComparison.Ordinal))
        {
            Assert.StartsWith("c2sp.org/tlog-proof@v1\n", output, StringComparison.Ordinal);
        }
    }

    private static List<string> Commands(string readme) =>
    [
        .. FencePattern().Matches(readme)
            .SelectMany(fence => fence.Groups[1].Value.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
            .Select(line => SpacesPattern().Replace(line, " ").Trim())
            .Where(line => line.Length > 0),
    ];

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex FencePattern();

    [GeneratedRegex(" +")]
    private static partial Regex SpacesPattern();
}
