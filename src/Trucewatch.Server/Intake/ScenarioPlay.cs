using Trucewatch.Domain.Frames;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Transport;
using Trucewatch.Server.Hosting;
using Trucewatch.Simulation.Scenarios;

namespace Trucewatch.Server.Intake;

/// <summary>
/// Plays a scenario's messages through the whole program as fast as it goes, each at its own receive time: recorded,
/// decoded, stepped, committed and sealed as in earnest.
/// </summary>
internal sealed class ScenarioPlay(Scenario scenario, RunAssembly run)
{
    // As long as a live batch waits for more at most.
    private const long BatchUs = 20_000;

    /// <summary>Messages played so far.</summary>
    public long Sent { get; private set; }

    /// <summary>The table of a scenario's feeds.</summary>
    /// <param name="feeds">The feeds.</param>
    /// <param name="hasRegistry">True where its sensors are registered, by a feed of their own.</param>
    public static FeedTable Table(IEnumerable<ScenarioFeed> feeds, bool hasRegistry = false)
    {
        var table = new FeedTable();
        foreach (var feed in feeds)
        {
            table.Add(FeedFormats.Find(feed.Format)!, feed.Name);
        }

        if (hasRegistry)
        {
            table.AddRegistry();
        }

        return table;
    }

    /// <summary>Plays a whole run into an empty data folder.</summary>
    public async Task RunAsync(ScenarioRun length, CancellationToken stop)
    {
        run.Pipeline.Recover(run.Feeds);
        if (scenario.Sensors(length) is { } sensors)
        {
            RegistryFeed.Enter(sensors, run, scenario.Start);
        }

        if (run.Feeds.Find(ExerciseFeed.Name) is not null)
        {
            new ExerciseDesk(scenario, length.Seed).Begin(run, scenario.Start);
        }

        var running = run.Pipeline.RunAsync(stop);
        var feeding = Task.Run(() => FeedAsync(length, stop), stop);
        await Task.WhenAny(feeding, running);
        if (feeding.IsFaulted)
        {
            run.Pipeline.Inbox.TryComplete(feeding.Exception!.InnerException);
        }

        await running;
        await feeding;
    }

    private async Task FeedAsync(ScenarioRun length, CancellationToken stop)
    {
        var finished = new Queue<FrameBatch>();
        var batchers = scenario.Feeds.Select(feed => new FrameBatcher(
            run.Feeds.Find(feed.Name)!, FeedFormats.Find(feed.Format)!, ReceiveTimes.Live(), run.Pipeline.Pool,
            finished.Enqueue)).ToArray();
        var closesUs = long.MinValue;
        foreach (var sent in scenario.Play(length))
        {
            if (sent.At.UnixMicroseconds >= closesUs)
            {
                await FlushAsync(batchers, finished, stop);
                closesUs = sent.At.UnixMicroseconds + BatchUs;
            }

            batchers[sent.Feed].Push(sent.Bytes.Span, final: false, sent.At);
            Sent++;
        }

        await FlushAsync(batchers, finished, stop);
        run.Pipeline.Inbox.Complete();
    }

    private async Task FlushAsync(FrameBatcher[] batchers, Queue<FrameBatch> finished, CancellationToken stop)
    {
        foreach (var batcher in batchers)
        {
            batcher.Flush();
        }

        while (finished.TryDequeue(out var batch))
        {
            await run.Pipeline.Inbox.WriteAsync(batch, stop);
        }
    }
}
