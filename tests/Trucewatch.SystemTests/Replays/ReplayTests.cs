using System.Globalization;
using System.Text.Json;
using Trucewatch.SystemTests.Programs;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.SystemTests.Replays;

public sealed class ReplayTests
{
    private const string AegeanPack = "agreements/aegean-test";
    private const string SeaSample = "ais/pyais/nmea_data_sample.txt";

    /// <summary>Environments that change which processor instructions the runtime and the C library may use.</summary>
    public static readonly (string Name, string Value)[][] Machines =
    [
        [],
        [("GLIBC_TUNABLES", "glibc.cpu.hwcaps=-FMA")],
        [("DOTNET_EnableAVX2", "0")],
        [("DOTNET_EnableHWIntrinsic", "0")],
        [("LANG", "tr_TR.UTF-8"), ("TZ", "Asia/Kolkata"), ("DOTNET_TieredPGO", "0")],
    ];

    /// <summary>Those, and settings of the runtime that change when code is compiled and what runs beside it.</summary>
    public static readonly (string Name, string Value)[][] Runtimes =
    [
        .. Machines,
        [("DOTNET_TieredCompilation", "0")],
        [("DOTNET_ReadyToRun", "0"), ("DOTNET_TC_QuickJitForLoops", "0")],
        [("DOTNET_EnableAVX", "0"), ("DOTNET_gcServer", "1")],
        [("DOTNET_gcConcurrent", "0"), ("DOTNET_GCgen0size", "400000"), ("DOTNET_PROCESSOR_COUNT", "1")],
        [("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1"), ("LC_ALL", "C"), ("TZ", "Pacific/Kiritimati")],
    ];

    [Fact]
    public void Real_sentences_open_incidents_that_a_reader_can_follow_by_hand()
    {
        using var summary = Replay([], RepositoryTree.CorpusFile(SeaSample));
        var root = summary.RootElement;
        Assert.Equal(898, root.GetProperty("frames").GetInt32());
        Assert.Equal(770, root.GetProperty("observations").GetInt32());
        var incidents = root.GetProperty("incidents").EnumerateArray().ToList();
        Assert.NotEmpty(incidents);
        Assert.Empty(Floor.NumbersOfIncidents.WithoutCoverage(root, "$"));

        // What ships tell was heard; nobody watched.
        Assert.Equal(0, root.GetProperty("exposure").GetProperty("share").GetDouble());
        Assert.True(root.GetProperty("exposure").GetProperty("whole_km2_h").GetDouble() > 0);
        foreach (var incident in incidents)
        {
            Assert.True(incident.GetProperty("p_inside").GetDouble() > 0.95);
            Assert.True(incident.GetProperty("margin_m").GetDouble() > 0);
            Assert.True(incident.GetProperty("index").GetInt64() >= 0);
        }
    }

    [Fact]
    public void Every_machine_prints_the_same_hash_and_the_canary_does_not()
    {
        var sample = RepositoryTree.CorpusFile(SeaSample);
        var hashes = Machines.Select(machine => Hash(machine, sample)).Distinct(StringComparer.Ordinal).ToList();
        Assert.Single(hashes);
        Assert.Matches("^[0-9a-f]{64} [0-9a-f]{64}$", hashes[0]);

        // The checker is worth something only if it sees the platform's own sine: it must change the hash, and make
        // machines disagree that agreed before.
        var canaries = Machines
            .Select(machine => Hash([.. machine, ("TRUCEWATCH_CANARY", "vector-sine")], sample))
            .Distinct(StringComparer.Ordinal).ToList();
        Assert.DoesNotContain(hashes[0], canaries);
        Assert.True(canaries.Count > 1, "expected the canary to make machines disagree, got one hash from all");
    }

    [Fact]
    public void A_replay_that_is_killed_again_and_again_ends_with_the_hash_of_an_undisturbed_one()
    {
        using var scratch = new ScratchFolder();
        var simulated = TrucewatchProgram.Run(
            "simulate", "--scenario", "sea-traffic", "--seed", "5", "--hours", "0.06", "--out", scratch["sea"]);
        Assert.True(simulated.ExitCode == 0, simulated.Error);
        var file = Directory.EnumerateFiles(scratch["sea"], "ais*").Single();
        var agreement = System.IO.Path.Combine(scratch["sea"], "agreement");
        var undisturbed = Finish(agreement, file, scratch["calm"]);

        var kills = 0;
        for (var bytes = 32_768L; kills < 4; bytes *= 2, kills++)
        {
            // The barrier is the record itself: the kill comes once so much of it has reached the disk.
            using var process = TrucewatchProgram.Start(
                [], "replay", "--agreement", agreement, "--feed", $"ais:{file}", "--data", scratch["killed"]);
            while (!process.HasExited && RecordedBytes(scratch["killed"]) < bytes)
            {
                Thread.Yield();
            }

            process.Kill();
            process.WaitForExit();
        }

        Assert.Equal(undisturbed, Finish(agreement, file, scratch["killed"]));
        var fsck = TrucewatchProgram.Run("evidence", "fsck", "--data", scratch["killed"]);
        Assert.True(fsck.ExitCode == 0, fsck.Output + fsck.Error);
    }

    [Fact]
    public void Evidence_of_a_replay_proves_and_a_flipped_bit_is_found()
    {
        using var scratch = new ScratchFolder();
        var replay = TrucewatchProgram.Run(
            "replay", "--agreement", AegeanPack, "--feed", $"ais:{RepositoryTree.CorpusFile(SeaSample)}",
            "--data", scratch["data"]);
        Assert.True(replay.ExitCode == 0, replay.Error);
        using var summary = JsonDocument.Parse(replay.Output);
        var index = summary.RootElement.GetProperty("incidents")[0].GetProperty("index").GetInt64();
        var proof = TrucewatchProgram.Run(
            "evidence", "prove", index.ToString(CultureInfo.InvariantCulture), "--data", scratch["data"]);
        Assert.StartsWith("c2sp.org/tlog-proof@v1\n", proof.Output, StringComparison.Ordinal);
        Assert.Equal(0, TrucewatchProgram.Run("evidence", "fsck", "--data", scratch["data"]).ExitCode);

        var segment = Directory.EnumerateFiles(scratch["data/segments"], "*", SearchOption.AllDirectories).First();
        var bytes = File.ReadAllBytes(segment);
        bytes[^1] ^= 1;
        File.WriteAllBytes(segment, bytes);
        var damaged = TrucewatchProgram.Run("evidence", "fsck", "--data", scratch["data"]);
        Assert.Equal(1, damaged.ExitCode);
        Assert.Contains(Path.GetFileNameWithoutExtension(segment)[..16], damaged.Output, StringComparison.Ordinal);

        File.Delete(segment);
        Assert.Equal(1, TrucewatchProgram.Run("evidence", "fsck", "--data", scratch["data"]).ExitCode);
    }

    private static long RecordedBytes(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
                .Where(file => file.DirectoryName!.Contains("segments", StringComparison.Ordinal)
                    || file.DirectoryName!.Contains("journal", StringComparison.Ordinal))
                .Sum(file => file.Length);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static string Finish(string agreement, string file, string data)
    {
        var ran = TrucewatchProgram.Run("replay", "--agreement", agreement, "--feed", $"ais:{file}", "--data", data);
        Assert.True(ran.ExitCode == 0, ran.Error);
        using var summary = JsonDocument.Parse(ran.Output);
        var root = summary.RootElement;
        return $"{Hashes(root)} {root.GetProperty("frames").GetInt64()}";
    }

    private static string Hash((string Name, string Value)[] machine, string sample)
    {
        using var summary = Replay(machine, sample);
        return Hashes(summary.RootElement);
    }

    /// <summary>The hash of all facts, and that of all that was watched.</summary>
    private static string Hashes(JsonElement root) =>
        $"{root.GetProperty("hash").GetString()} {root.GetProperty("exposure").GetProperty("hash").GetString()}";

    private static JsonDocument Replay((string Name, string Value)[] machine, string sample)
    {
        var ran = TrucewatchProgram.Run([], machine, "replay", "--agreement", AegeanPack, "--feed", $"ais:{sample}");
        Assert.True(ran.ExitCode == 0, ran.Error);
        return JsonDocument.Parse(ran.Output);
    }
}
