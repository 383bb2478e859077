using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Trucewatch.SystemTests.Floor;
using Trucewatch.SystemTests.Programs;
using Xunit;

namespace Trucewatch.SystemTests.Evidence;

/// <summary>The running service on a disk that takes seconds for each flush.</summary>
public sealed class SlowDiskTests
{
    private const int FlushDelayUs = 2_500_000;

    /// <summary>It says so and why, goes on recording, and says nothing any more once the disk is well.</summary>
    [Fact]
    public async Task A_service_on_a_slow_disk_says_so_and_goes_on_recording()
    {
        Assert.SkipUnless(FaultRun.IsPossible, "no strace on this machine");
        using var floor = new RunningFloor();
        using var client = await floor.ClientAsync();
        await UntilAsync(client, (_, frames) => frames > 0);
        var start = new ProcessStartInfo(
            "strace",
            ["-f", "-qq", "-e", "trace=fsync,fdatasync", "-e", string.Create(
                CultureInfo.InvariantCulture, $"inject=fsync,fdatasync:delay_exit={FlushDelayUs}"),
                "-o", "/dev/null", "-p", floor.ProcessId.ToString(CultureInfo.InvariantCulture)]);
        using (var slows = Process.Start(start)!)
        {
            try
            {
                var then = await UntilAsync(
                    client, (why, _) => why.Contains("recording slow: ", StringComparison.Ordinal));
                await UntilAsync(client, (_, frames) => frames > then);
            }
            finally
            {
                slows.Kill();
                await slows.WaitForExitAsync(TestContext.Current.CancellationToken);
            }
        }

        await UntilAsync(client, (why, _) => !why.Contains(" slow: ", StringComparison.Ordinal));
        Assert.DoesNotContain(floor.Errors, line => line.Contains("Unhandled", StringComparison.Ordinal));
        var checkedBy = TrucewatchProgram.Run("evidence", "fsck", "--data", floor.Data);
        Assert.True(checkedBy.ExitCode == 0, checkedBy.Output + checkedBy.Error);
    }

    /// <summary>Waits for what the service says of itself, and gives how many frames it has of all feeds.</summary>
    private static async Task<long> UntilAsync(HttpClient client, Func<string, long, bool> holds)
    {
        var last = "";
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TrucewatchProgram.Patience)
        {
            using var floor = JsonDocument.Parse(await client.GetStringAsync(
                new Uri("/api/v1/floor", UriKind.Relative), TestContext.Current.CancellationToken));
            last = floor.RootElement.GetProperty("degraded").ToString();
            var frames = floor.RootElement.GetProperty("feeds").EnumerateArray()
                .Sum(feed => feed.GetProperty("frames").GetInt64());
            if (holds(last, frames))
            {
                return frames;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"expected another state, got degraded: {last}");
    }
}
