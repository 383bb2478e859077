using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Transport;
using Trucewatch.Server.Hosting;
using Trucewatch.Simulation.Scenarios;
using Trucewatch.Storage.Sqlite;

namespace Trucewatch.Server.Bench.Evidence;

/// <summary>What it costs a replay that everything is recorded, sealed and published.</summary>
internal static class RecordingBenchmarks
{
    private const ulong Seed = 1;

    public static readonly Benchmark Replay = new(
        "replay-recorded",
        "frames of ten minutes of sea traffic through recording, stepping, commit and sealing; its peer steps and "
        + "commits the same frames without a record",
        () =>
        {
            var scenario = Scenarios.Find("sea-traffic")!;
            var pack = AgreementFolder.Open(AgreementFolder.FindBundled(
                scenario.Agreement ?? AgreementFolder.Bundled));
            var events = scenario.Play(new ScenarioRun(Seed, TimeSpan.FromMinutes(10)))
                .Select(sent => sent with { Bytes = sent.Bytes.ToArray() }).ToList();
            return
            [
                InFolders("replay-recorded", events.Count, to => RecordedAsync(pack, scenario, events, to)),
                InFolders("replay-unrecorded", events.Count, to => UnrecordedAsync(pack, scenario, events, to))
                    with
                    {
                        IsPeer = true,
                    },
            ];
        })
    {
        InTurns = true,
    };

    /// <summary>
    /// A trial whose batches are replays into a new folder each; to remove it is no part of a replay.
    /// </summary>
    private static Trial InFolders(string name, int frames, Func<DataFolder, Task<long>> run)
    {
        DirectoryInfo? folder = null;
        return new Trial(name, frames, _ =>
        {
            folder = Directory.CreateTempSubdirectory("trucewatch-recording-");
#pragma warning disable VSTHRD002 // A benchmark runs on a thread of its own that nothing else waits for.
            return Task.Run(() => run(DataFolder.Open(folder.FullName))).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        })
        {
            AfterBatch = () => folder?.Delete(recursive: true),
        };
    }

    private static FeedTable Feeds(Scenario scenario)
    {
        var feeds = new FeedTable();
        foreach (var feed in scenario.Feeds)
        {
            feeds.Add(FeedFormats.Find(feed.Format)!, feed.Name);
        }

        return feeds;
    }

    private static async Task<long> RecordedAsync(
        Agreement pack, Scenario scenario, List<WireEvent> events, DataFolder folder)
    {
        using var run = new RunAssembly(pack, folder, Feeds(scenario), exercise: true, TimeProvider.System);
        run.Pipeline.Recover(run.Feeds);
        var running = run.Pipeline.RunAsync(CancellationToken.None);
        foreach (var batch in Batches(scenario, run.Feeds, run.Pipeline.Pool, events))
        {
            await run.Pipeline.Inbox.WriteAsync(batch, CancellationToken.None);
        }

        run.Pipeline.Inbox.Complete();
        await running;
        return run.Host.ObservationCount;
    }

    /// <summary>The same loops that step and commit, and nothing before or after them.</summary>
    private static async Task<long> UnrecordedAsync(
        Agreement pack, Scenario scenario, List<WireEvent> events, DataFolder folder)
    {
        var feeds = Feeds(scenario);
        var pool = new BatchPool();
        using var store = SqlitePictureStore.Open(folder.Picture);
        using var host = new SectorHost(pack, feeds, store, isExercise: true);
        var stepping = new Stepping(host, store, pool, TimeProvider.System);
        var running = Task.WhenAll(
            Task.Run(() => stepping.StepLoopAsync(CancellationToken.None)),
            Task.Run(() => stepping.CommitLoopAsync(CancellationToken.None)));
        var position = 0L;
        foreach (var batch in Batches(scenario, feeds, pool, events))
        {
            batch.Position = position++;
            await stepping.Recorded.WriteAsync(batch);
        }

        stepping.Recorded.Complete();
        await running;
        return host.ObservationCount;
    }

    /// <summary>The frames in batches as large as an intake makes them of a file.</summary>
    private static IEnumerable<FrameBatch> Batches(
        Scenario scenario, FeedTable feeds, BatchPool pool, List<WireEvent> events)
    {
        var finished = new Queue<FrameBatch>();
        var batchers = scenario.Feeds.Select(feed => new FrameBatcher(
            feeds.Find(feed.Name)!, FeedFormats.Find(feed.Format)!, ReceiveTimes.Live(), pool, finished.Enqueue))
            .ToList();
        foreach (var sent in events)
        {
            batchers[sent.Feed].Push(sent.Bytes.Span, final: false, sent.At);
            while (finished.TryDequeue(out var batch))
            {
                yield return batch;
            }
        }

        batchers.ForEach(batcher => batcher.Flush());
        while (finished.TryDequeue(out var batch))
        {
            yield return batch;
        }
    }
}
