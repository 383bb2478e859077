using System.Globalization;
using System.Text.Json;
using Trucewatch.SystemTests.Programs;
using Xunit;

namespace Trucewatch.SystemTests.Evidence;

/// <summary>
/// Each call by which evidence is written fails once. After each: the next start comes up, everything holds, and
/// nothing that was said to be durable is missing.
/// </summary>
public sealed class FaultSweepTests : IDisposable
{
    private const int Rounds = 8;

    /// <summary>A prime, so that a sample meets all calls in turn.</summary>
    private const int SampledEvery = 83;

    private static readonly string[] MustBeNoticed = ["pwrite64", "fsync", "fdatasync", "rename", "ftruncate"];

    private readonly ScratchFolder scratch = new();

    [Fact]
    public void A_fault_at_sampled_calls_loses_nothing() => Sweep(_ => true, SampledEvery);

    [Theory(Explicit = true)]
    [InlineData("openat")]
    [InlineData("pwrite64")]
    [InlineData("fsync")]
    [InlineData("rename")]
    [InlineData("ftruncate")]
    [InlineData("mkdir")]
    [InlineData("unlink")]
    public void A_fault_at_every_call_loses_nothing(string call) => Sweep(point => point.Call == call, every: 1);

    /// <summary>The whole program: journal, segments, picture and log.</summary>
    [Fact(Explicit = true)]
    public void A_replay_with_a_fault_at_many_calls_ends_as_an_undisturbed_one() => SweepReplay(every: 37);

    [Fact]
    public void The_check_finds_what_is_missing()
    {
        var data = scratch["data"];
        var said = FaultRun.Run("dotnet", FaultRun.Churn, "churn", data, "8");
        File.WriteAllText(scratch["said"], said.Output);
        Directory.Delete(Path.Combine(data, "segments"), recursive: true);
        var check = FaultRun.Run("dotnet", FaultRun.Churn, "churn-check", data, scratch["said"]);
        Assert.Equal(1, check.ExitCode);
        Assert.Contains("missing: frame 0", check.Output, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => scratch.Dispose();

    private void Sweep(Func<FaultPoint, bool> isMeant, int every)
    {
        Assert.SkipUnless(FaultRun.IsPossible, "strace is not installed");
        var (data, log) = (scratch["data"], scratch["strace.log"]);
        string[] churn = [FaultRun.Churn, "churn", data, Rounds.ToString(CultureInfo.InvariantCulture)];
        var calm = FaultRun.Trace(log, null, churn);
        Assert.True(calm.ExitCode == 0, calm.Error);
        var all = FaultRun.Points(log, data);
        Assert.True(all.Count > 100, $"expected more than 100 places for a fault, got {all.Count}");
        var points = all.Where(isMeant).ToList();
        var (tried, hit) = (0, 0);
        for (var i = 0; i < points.Count; i += every, tried++)
        {
            hit += TryFault(points[i], data, log, churn) ? 1 : 0;
        }

        // Threads come and go, so a place may be missed; most must not be.
        Assert.True(hit >= tried * 3 / 4, $"expected faults at most of {tried} places, got {hit}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{points.Count} places, {tried} tried, {hit} hit");
    }

    private bool TryFault(FaultPoint point, string data, string log, string[] churn)
    {
        Directory.Delete(data, recursive: true);
        var ran = FaultRun.Trace(log, point, churn);
        var hit = point.Fault.StartsWith("signal", StringComparison.Ordinal)
            ? ran.ExitCode != 0
            : FaultRun.HasHit(log, data);

        // A key that cannot be renamed to its place is linked there, which is as good.
        var mustBeNoticed = hit && MustBeNoticed.Contains(point.Call)
            && !FaultRun.HasHit(log, Path.Combine(data, "keys"));
        Assert.True(ran.ExitCode != 0 || !mustBeNoticed, $"{point}: a failed call was passed over");
        Directory.CreateDirectory(data);
        File.WriteAllText(scratch["said"], WholeLines(ran.Output));
        var check = FaultRun.Run("dotnet", FaultRun.Churn, "churn-check", data, scratch["said"]);
        Assert.True(check.ExitCode == 0, $"{point}: {check.Output}{check.Error}");
        return hit;
    }

    private void SweepReplay(int every)
    {
        Assert.SkipUnless(FaultRun.IsPossible, "strace is not installed");
        var simulated = TrucewatchProgram.Run(
            "simulate", "--scenario", "sea-traffic", "--seed", "5", "--hours", "0.02", "--out", scratch["sea"]);
        Assert.True(simulated.ExitCode == 0, simulated.Error);
        var (data, log) = (scratch["data"], scratch["strace.log"]);
        string[] replay =
        [
            TrucewatchProgram.Path, "replay", "--agreement", scratch["sea/agreement"],
            "--feed", $"ais:{Directory.EnumerateFiles(scratch["sea"], "ais*").Single()}", "--data", data,
        ];
        var calm = FaultRun.Trace(log, null, replay);
        Assert.True(calm.ExitCode == 0, calm.Error);
        var points = FaultRun.Points(log, data);
        var (tried, hit) = (0, 0);
        for (var i = 0; i < points.Count; i += every, tried++)
        {
            Directory.Delete(data, recursive: true);
            var ran = FaultRun.Trace(log, points[i], replay);
            hit += ran.ExitCode != 0 ? 1 : 0;
            Directory.CreateDirectory(data);
            var again = FaultRun.Run("dotnet", replay);
            Assert.True(again.ExitCode == 0, $"{points[i]}: {again.Error} after {ran.Error}");
            Assert.True(Hash(again.Output) == Hash(calm.Output), $"{points[i]}: another hash");
            var fsck = TrucewatchProgram.Run("evidence", "fsck", "--data", data);
            Assert.True(fsck.ExitCode == 0, $"{points[i]}: {fsck.Output}{fsck.Error}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{points.Count} places, {tried} tried, {hit} ended the replay");
        Assert.True(hit > tried / 4, $"expected faults to end replays, got {hit} of {tried}");
    }

    /// <summary>A line that was cut off by the fault was not said.</summary>
    private static string WholeLines(string output) => output[..(output.LastIndexOf('\n') + 1)];

    private static string Hash(string output)
    {
        using var summary = JsonDocument.Parse(output);
        return summary.RootElement.GetProperty("hash").GetString()!;
    }
}
