using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Trucewatch.SystemTests.Floor;
using Trucewatch.SystemTests.Programs;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.SystemTests.Evidence;

/// <summary>A bundle from the service that still runs to those who believe nobody, program by program.</summary>
public sealed class BundleTests
{
    [Fact]
    public async Task A_bundle_of_a_running_service_holds_for_both_verifiers_and_on_another_machine()
    {
        using var floor = new RunningFloor("--speed", "3000");
        using var scratch = new ScratchFolder();
        using var client = await floor.ClientAsync();
        var incident = await FirstIncidentAsync(client);
        using (await client.GetAsync($"/api/v1/incidents/{incident}", TestContext.Current.CancellationToken))
        {
            // The look alone counts: it is an act of custody.
        }

        var made = MakeBundle(floor.Data, incident, scratch["bundle"]);
        Assert.StartsWith("EXERCISE: bundle of", made.Output, StringComparison.Ordinal);

        var verifier = Path.Combine(
            RepositoryTree.Root, "src", "Trucewatch.Verifier", "bin", TrucewatchProgram.Configuration, "net10.0",
            "trucewatch-verify.dll");
        foreach (var (program, words) in (ReadOnlySpan<(string, string[])>)
            [("dotnet", [verifier, scratch["bundle"]]), ("python3", ["-B", scratch["bundle/check.py"]])])
        {
            var checkedBy = Run(program, words);
            Assert.True(checkedBy.ExitCode == 0, checkedBy.Output + checkedBy.Error);
            Assert.Contains("EXERCISE", checkedBy.Output, StringComparison.Ordinal);
        }

        var again = TrucewatchProgram.Run(
            [], [("DOTNET_EnableHWIntrinsic", "0"), ("LANG", "tr_TR.UTF-8")],
            "evidence", "readjudicate", scratch["bundle"]);
        Assert.True(again.ExitCode == 0, again.Output + again.Error);
        Assert.Contains(": equal", again.Output, StringComparison.Ordinal);

        var custody = TrucewatchProgram.Run("evidence", "custody", incident, "--data", floor.Data);
        Assert.Contains("viewed by mission, session ", custody.Output, StringComparison.Ordinal);
        Assert.Contains("exported as evidentiary copy", custody.Output, StringComparison.Ordinal);
    }

    /// <summary>What is newer than the last sealed segment cannot be in a bundle yet: the program says so.</summary>
    private static Ran MakeBundle(string data, string incident, string target)
    {
        while (true)
        {
            var made = TrucewatchProgram.Run(
                "evidence", "bundle", incident, "--data", data, "--out", target, "--by", "keeper");
            if (made.ExitCode == 0)
            {
                return made;
            }

            Assert.Contains("try again", made.Error, StringComparison.Ordinal);
            if (Directory.Exists(target))
            {
                Directory.Delete(target, recursive: true);
            }
        }
    }

    private static async Task<string> FirstIncidentAsync(HttpClient client)
    {
        while (true)
        {
            var page = await client.GetFromJsonAsync<JsonElement>(
                "/api/v1/incidents", TestContext.Current.CancellationToken);
            foreach (var one in page.GetProperty("items").EnumerateArray())
            {
                if (one.GetProperty("logIndex").ValueKind == JsonValueKind.Number)
                {
                    return one.GetProperty("id").GetString()!;
                }
            }
        }
    }

    private static Ran Run(string program, string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words)
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Ran(process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
