using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Trucewatch.SystemTests.Programs;
using Trucewatch.SystemTests.Replays;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.SystemTests.Tracks;

public sealed class TrackTests
{
    private const string Scene = "tracking/scenarios/detections_100.csv";

    [Fact]
    public void Tracks_of_the_shared_scene_score_as_stated()
    {
        var tracked = TrucewatchProgram.Run("track", RepositoryTree.CorpusFile(Scene));
        Assert.True(tracked.ExitCode == 0, tracked.Error);
        using var scratch = new ScratchFolder();
        File.WriteAllText(scratch["tracks.csv"], tracked.Output);
        var scored = TrucewatchProgram.Run(
            "score", RepositoryTree.CorpusFile("tracking/scenarios/truth_100.csv"), scratch["tracks.csv"]);
        Assert.True(scored.ExitCode == 0, scored.Error);
        using var json = JsonDocument.Parse(scored.Output);
        Assert.InRange(json.RootElement.GetProperty("gospa_m").GetDouble(), 260, 292);
        Assert.InRange(json.RootElement.GetProperty("ospa_m").GetDouble(), 29, 32.5);
    }

    /// <summary>The straight line, the turns with their sines, and the order of the lines of one time.</summary>
    [Fact]
    public void Every_machine_prints_the_same_tracks_whatever_the_order_within_a_scan()
    {
        var lines = File.ReadAllLines(RepositoryTree.CorpusFile(Scene));
        using var scratch = new ScratchFolder();
        File.WriteAllText(
            scratch["backwards.csv"], string.Join('\n', lines.Take(1).Concat(lines.Skip(1).Reverse())) + "\n");
        foreach (var model in new[] { "cv", "ct", "imm" })
        {
            var hashes = ReplayTests.Machines.Select(machine => Hash(machine, RepositoryTree.CorpusFile(Scene), model))
                .Append(Hash([], scratch["backwards.csv"], model)).Distinct(StringComparer.Ordinal);
            Assert.Single(hashes);
        }

        Assert.NotEqual(Hash([], scratch["backwards.csv"], "cv"), Hash([], scratch["backwards.csv"], "imm"));
    }

    /// <summary>Takes a minute and more for each setting.</summary>
    [Fact(Explicit = true)]
    public async Task A_million_plots_give_the_same_bits_under_every_setting_and_in_any_order()
    {
        var seen = new SortedDictionary<string, SortedSet<long>>(StringComparer.Ordinal);
        foreach (var runtime in ReplayTests.Runtimes)
        {
            using var process = TrucewatchProgram.Start(runtime, "bench", "track-bits", "--seconds", "0.01");
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, await error);
            foreach (var text in output.TrimEnd('\n').Split('\n'))
            {
                using var line = JsonDocument.Parse(text);
                var name = line.RootElement.GetProperty("name").GetString()!;
                Assert.InRange(line.RootElement.GetProperty("plots").GetInt64(), 900_000, 2_000_000);
                seen.TryAdd(name, []);
                seen[name].Add(line.RootElement.GetProperty("bits").GetInt64());
                seen[name].Add(line.RootElement.GetProperty("bits_permuted").GetInt64());
            }
        }

        Assert.Equal(6, seen.Count);
        foreach (var (name, bits) in seen)
        {
            TestContext.Current.TestOutputHelper!.WriteLine($"{name}: {string.Join(' ', bits)}");
        }

        Assert.All(seen, one => Assert.Single(one.Value));
        Assert.Equal(6, seen.Values.Select(bits => bits.Min).Distinct().Count());
    }

    private static string Hash((string Name, string Value)[] machine, string file, string model)
    {
        var ran = TrucewatchProgram.Run([], machine, "track", "--model", model, file);
        Assert.True(ran.ExitCode == 0, ran.Error);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ran.Output)));
    }
}
