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

    /// <summary>An act begins at least so long after it is put in, and after all that was played before it.</summary>
    public static readonly TimeSpan Lead = TimeSpan.FromSeconds(1);

    private readonly Scenario scenario;
    private readonly RunAssembly run;
    private readonly FloorClock clock;
    private readonly TimeProvider time;
    private readonly ExerciseDesk? desk;
    private readonly Queue<FrameBatch> finished = new();
    private readonly FrameBatcher[] batchers;
    private readonly long[] recorded;
    private long nextWord;
    private Instant playedTo;

    public ExerciseFeeder(
        Scenario scenario, RunAssembly run, FloorClock clock, TimeProvider time, ExerciseDesk? desk = null)
    {
        this.scenario = scenario;
        this.run = run;
        this.clock = clock;
        this.time = time;
        this.desk = desk;
        nextWord = run.Recorder.NextSequence(ExerciseFeed.Name);
        recorded = [.. scenario.Feeds.Select(feed => run.Recorder.NextSequence(feed.Name))];
        batchers = [.. scenario.Feeds.Select((feed, index) => new FrameBatcher(
            run.Feeds.Find(feed.Name)!,
            FeedFormats.Find(feed.Format)!,
            ReceiveTimes.Live(),
            run.Pipeline.Pool,
            batch => Keep(batch, recorded[index])))];
    }

    /// <summary>
    /// Plays until the service stops, or where nobody can put anything in, until the scenario ends.
    /// </summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await Task.Yield();
        var length = new ScenarioRun(Seed, scenario.DefaultLength);
        using var play = new MergedPlay();
        play.Add(desk?.Play(length) ?? scenario.Play(length));
        foreach (var injection in desk?.Injections ?? [])
        {
            play.Add(desk!.Play(injection, length));
        }

        while (true)
        {
            while (desk is not null && desk.TryTake(out var word))
            {
                await EnterAsync(word!, play, length, stop);
            }

            if (play.Next is { } next && clock.Until(next.At) is var wait && wait <= TimeSpan.Zero)
            {
                playedTo = next.At;
                batchers[next.Feed].Push(next.Bytes.Span, final: false, next.At);
                play.Advance();
                await SendFinishedAsync(stop);
                continue;
            }

            await HandOverAsync(stop);
            if (play.Next is null && desk is null)
            {
                return;
            }

            await PauseAsync(play.Next?.At, stop);
        }
    }

    /// <summary>Waits for the next event, at least a breath, or until a word comes.</summary>
    private async Task PauseAsync(Instant? until, CancellationToken stop)
    {
        using var paused = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var wait = until is { } at ? clock.Until(at) : Timeout.InfiniteTimeSpan;
        wait = wait == Timeout.InfiniteTimeSpan || wait > Breath ? wait : Breath;
        var over = Task.Delay(wait, time, paused.Token);
        if (desk is null)
        {
            await over;
            return;
        }

        await await Task.WhenAny(over, desk.WaitAsync(paused.Token));
        await paused.CancelAsync();
    }

    /// <summary>
    /// Records a word, and plays what it puts in. That begins after everything that was played before: so a restart,
    /// which knows all words from its begin, plays the same events in the same order and finds where it was.
    /// </summary>
    private async Task EnterAsync(WaitingWord waiting, MergedPlay play, ScenarioRun length, CancellationToken stop)
    {
        await HandOverAsync(stop);
        var now = clock.Now;
        var word = waiting.Word;
        if (word.Injects is { } asked)
        {
            var earliest = (playedTo > now ? playedTo : now) + Lead;
            word = word with
            {
                Injects = asked with
                {
                    Number = desk!.Injections.Count + 1,
                    At = asked.At > earliest ? asked.At : earliest,
                },
            };
        }

        desk!.Expect(nextWord, waiting);
        var batch = ExerciseFeed.Batch(run.Feeds.Find(ExerciseFeed.Name)!, nextWord++, now, word);
        await run.Pipeline.Inbox.WriteAsync(batch, stop);
        if (word.Injects is { } injection)
        {
            // The next one is numbered after this one was stepped.
            await waiting.Recorded.Task.WaitAsync(stop);
            play.Add(desk.Play(injection, length));
            if (injection.Changes)
            {
                // All that was played before it is as it was: it begins later.
                play.Renew(number => number == 0
                    ? desk.Play(length)
                    : desk.Play(desk.Injections[number - 1], length));
            }
        }
    }

    private async Task HandOverAsync(CancellationToken stop)
    {
        foreach (var batcher in batchers)
        {
            batcher.Flush();
        }

        await SendFinishedAsync(stop);
    }

    private async Task SendFinishedAsync(CancellationToken stop)
    {
        while (finished.TryDequeue(out var batch))
        {
            await run.Pipeline.Inbox.WriteAsync(batch, stop);
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
