using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Transport;
using Trucewatch.Server.Hosting;
using Trucewatch.Simulation.Scenarios;

namespace Trucewatch.Server.Intake;

/// <summary>
/// Plays a scenario's wire bytes at the floor's time through the same framing and pipeline as any feed. After a restart
/// it goes on where the record ends, because the same seed gives the same bytes.
/// </summary>
internal sealed class ExerciseFeeder
{
    public const ulong Seed = 1;
    public static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20);

    private readonly Scenario scenario;
    private readonly RunAssembly run;
    private readonly FloorClock clock;
    private readonly TimeProvider time;
    private readonly Queue<FrameBatch> finished = new();
    private readonly FrameBatcher[] batchers;
    private readonly long[] recorded;

    public ExerciseFeeder(Scenario scenario, RunAssembly run, FloorClock clock, TimeProvider time)
    {
        this.scenario = scenario;
        this.run = run;
        this.clock = clock;
        this.time = time;
        recorded = [.. scenario.Feeds.Select(feed => run.Recorder.NextSequence(feed.Name))];
        batchers = [.. scenario.Feeds.Select((feed, index) => new FrameBatcher(
            run.Feeds.Find(feed.Name)!,
            FeedFormats.Find(feed.Format)!,
            ReceiveTimes.Live(),
            run.Pipeline.Pool,
            batch => Keep(batch, recorded[index])))];
    }

    /// <summary>Plays until the scenario ends or the service stops.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await Task.Yield();
        foreach (var happening in scenario.Play(new ScenarioRun(Seed, scenario.DefaultLength)))
        {
            for (var wait = clock.Until(happening.At); wait > TimeSpan.Zero; wait = clock.Until(happening.At))
            {
                await HandOverAsync(stop);
                await Task.Delay(wait > Breath ? wait : Breath, time, stop);
            }

            batchers[happening.Feed].Push(happening.Bytes.Span, final: false, happening.At);
            while (finished.Count > 0)
            {
                await run.Pipeline.Inbox.WriteAsync(finished.Dequeue(), stop);
            }
        }

        await HandOverAsync(stop);
    }

    private async Task HandOverAsync(CancellationToken stop)
    {
        foreach (var batcher in batchers)
        {
            batcher.Flush();
        }

        while (finished.Count > 0)
        {
            await run.Pipeline.Inbox.WriteAsync(finished.Dequeue(), stop);
        }
    }

    /// <summary>Leaves out the frames that an earlier run recorded.</summary>
    private void Keep(FrameBatch batch, long from)
    {
        if (batch.FirstSequence >= from)
        {
            finished.Enqueue(batch);
            return;
        }

        if (batch.FirstSequence + batch.Count > from)
        {
            var rest = run.Pipeline.Pool.Rent();
            rest.Start(batch.Feed, from);
            for (var index = (int)(from - batch.FirstSequence); index < batch.Count; index++)
            {
                rest.Add(batch[index].ReceivedAt, batch[index].Bytes);
            }

            finished.Enqueue(rest);
        }

        run.Pipeline.Pool.Return(batch);
    }
}
