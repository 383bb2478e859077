using System.Diagnostics;
using Trucewatch.Evidence;
using Trucewatch.Server.Hosting;
using Trucewatch.Simulation.Scenarios;
using Xunit;

namespace Trucewatch.Server.Intake;

public sealed class ScenarioPlayTests
{
    [Fact]
    public async Task All_that_a_scenario_says_is_recorded_stepped_committed_and_sealed() =>
        await PlayAsync(TimeSpan.FromSeconds(2));

    [Fact(Explicit = true)]
    public async Task A_whole_front_is_played_and_the_ratio_to_real_time_is_said()
    {
        var length = TimeSpan.FromMinutes(2);
        var (frames, took) = await PlayAsync(length);
        TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant(
            $"{frames} frames in {took.TotalSeconds:F1} s: {length / took:F1} times real time, ")
            + FormattableString.Invariant($"{Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB at most"));
    }

    private static async Task<(long Frames, TimeSpan Took)> PlayAsync(TimeSpan length)
    {
        var scenario = Scenarios.Find("full-front")!;
        var folder = Directory.CreateTempSubdirectory("trucewatch-front-").FullName;
        try
        {
            var watch = Stopwatch.StartNew();
            long frames;
            List<Digest> segments = [];
            using (var run = new RunAssembly(
                AgreementFolder.Open(AgreementFolder.FindBundled(scenario.Agreement!)), DataFolder.Open(folder),
                ScenarioPlay.Table(scenario.Feeds, hasRegistry: true), exercise: true, TimeProvider.System))
            {
                var play = new ScenarioPlay(scenario, run);
                await play.RunAsync(new ScenarioRun(1, length), CancellationToken.None);
                frames = play.Sent;
                watch.Stop();

                // Beside the frames of the scenario the registry alone is recorded, and every one of them once.
                Assert.Equal(10_000, run.Host.Registry.Sensors.Length);
                Assert.Equal(frames + 1, new RecordedBatches(DataFolder.Open(folder), run.Store).ReadAll()
                    .Sum(batch => (long)batch.Count));
                Assert.Equal(frames + 1, run.Host.FrameCount);
                Assert.InRange(run.Store.ReadTracks().Count, 2_000, 10_040 + (120 * 6));
                Assert.Empty(run.Store.ReadUnsealedSegments());
                Assert.Empty(run.Store.ReadUnsealedFacts(1));
                foreach (var segment in run.Store.ReadSegments())
                {
                    Assert.True(Digest.TryParseHex(segment.Digest, out var digest));
                    segments.Add(digest);
                }
            }

            var error = new StringWriter();
            Assert.Equal(0, EvidenceText.Fsck(folder, new StringWriter(), error, segments));
            Assert.Equal("", error.ToString());
            return (frames, watch.Elapsed);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
