using System.Diagnostics;
using Trucewatch.Evidence.Bundles;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Tests.Guides;

/// <summary>Follows docs/guides/check-us.md to the letter: its commands are the commands that run here.</summary>
public sealed class CheckUsTests
{
    [Fact]
    public void A_bundle_carries_the_commands_of_the_guide() => Assert.Equal(
        Blocks("docs/guides/check-us.md"), Blocks("src/Trucewatch.Evidence/Bundles/VERIFY.md"));

    [Fact]
    public void The_commands_pass_over_a_whole_bundle_and_end_at_each_change()
    {
        using var bundle = new SmallBundle();
        using var folder = new Trucewatch.Evidence.TemporaryFolder();
        bundle.CopyTo(folder.Path);
        var (code, words) = Follow(folder.Path);
        Assert.True(code == 0, words);

        // One of each kind of file, and of what vouches for them.
        string[] kinds =
        [
            "policy", "items/EXERCISE-fact-000001.tlog-proof", .. BundleLayout.Unlisted,
            bundle.Paths.First(path => path.StartsWith("blobs/", StringComparison.Ordinal)),
        ];
        foreach (var path in kinds)
        {
            var file = folder.File(path);
            var bytes = File.ReadAllBytes(file);
            bytes[bytes.Length / 2] ^= 1;
            File.WriteAllBytes(file, bytes);
            Assert.NotEqual(0, Follow(folder.Path).Code);
            bytes[bytes.Length / 2] ^= 1;
            File.WriteAllBytes(file, bytes);
        }

        File.WriteAllText(folder.File("items/more"), "trust me");
        Assert.NotEqual(0, Follow(folder.Path).Code);
        File.Delete(folder.File("items/more"));
        File.Delete(folder.File("VERIFY.md"));
        Assert.NotEqual(0, Follow(folder.Path).Code);
    }

    /// <summary>A second signature, and a manifest that another log sealed, fail where the words say so.</summary>
    [Fact]
    public void The_commands_take_no_other_key()
    {
        using var bundle = new SmallBundle();
        using var other = new SmallBundle();
        using var folder = new Trucewatch.Evidence.TemporaryFolder();
        bundle.CopyTo(folder.Path);
        File.WriteAllText(folder.File("policy"), other.Policy);
        var script = "set -euo pipefail\nwork=$(mktemp -d)\n"
            + string.Concat(Blocks("docs/guides/check-us.md").Skip(1));
        var (code, words) = Bash(folder.Path, script);
        Assert.NotEqual(0, code);
        Assert.Contains("Signature Verification Failure", words, StringComparison.Ordinal);
    }

    private static (int Code, string Words) Follow(string bundle) =>
        Bash(bundle, string.Concat(Blocks("docs/guides/check-us.md")));

    private static (int Code, string Words) Bash(string folder, string script)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-s"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        bash.StandardInput.Write(script);
        bash.StandardInput.Close();
        var error = bash.StandardError.ReadToEndAsync();
        var output = bash.StandardOutput.ReadToEnd();
        bash.WaitForExit();
        return (bash.ExitCode, output + error.GetAwaiter().GetResult());
    }

    private static string[] Blocks(string path) =>
    [
        .. File.ReadAllText(Path.Combine(RepositoryTree.Root, path)).ReplaceLineEndings("\n")
            .Split("```sh\n").Skip(1).Select(part => part.Split("```")[0]),
    ];
}
