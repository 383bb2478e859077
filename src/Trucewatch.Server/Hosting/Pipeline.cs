using System.Collections.Concurrent;
using System.Data.Common;
using System.Threading.Channels;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;
using Trucewatch.Feeds.Transport;
using Trucewatch.Server.Intake;

namespace Trucewatch.Server.Hosting;

/// <summary>
/// The path of a batch: recorded, then decoded and stepped, then committed, then published. One loop per stage with a
/// bounded channel between, so that a slow stage slows the reader down and nothing piles up.
/// </summary>
internal sealed class Pipeline : IDisposable
{
    public const int MostRecordedAtOnce = 128;

    // More than one group: what is stepped while the next group is made durable.
    public const int MostRecordedWaiting = 256;
    public const int MostWaitingInCommit = 32_768;
    public static readonly TimeSpan PublishEvery = TimeSpan.FromMilliseconds(250);

    private readonly Channel<FrameBatch> recorded = Bounded<FrameBatch>(MostRecordedWaiting);
    private readonly Channel<PictureCommit> concluded = Bounded<PictureCommit>(1);
    private readonly Channel<bool> committed = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly Recorder recorder;
    private readonly SectorHost host;
    private readonly IPictureStore store;
    private readonly Publisher publisher;
    private readonly TimeProvider time;
    private readonly bool keepsRecording;
    private readonly ConcurrentDictionary<string, string> degraded = new(StringComparer.Ordinal);
    private volatile bool pictureStopped;
    private volatile bool sealingStopped;

    public Pipeline(
        Recorder recorder,
        SectorHost host,
        IPictureStore store,
        Publisher publisher,
        TimeProvider time,
        bool inOrder = true,
        bool keepsRecording = false)
    {
        this.keepsRecording = keepsRecording;
        Inbox = new BatchInbox(inOrder);
        this.recorder = recorder;
        this.host = host;
        this.store = store;
        this.publisher = publisher;
        this.time = time;
    }

    /// <summary>
    /// What has stopped while recording goes on, one line each. What stopped stays stopped: a person looks, and the
    /// next start takes up from the record all that was left out.
    /// </summary>
    public IEnumerable<string> Degraded =>
        degraded.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} stopped: {one.Value}")
            .Concat(recorder.StoreProblem is { } lost ? [$"segments stopped: {lost}"] : []);

    /// <summary>Called for each batch after its step, on the stepping loop.</summary>
    public Action<FrameBatch>? Stepped { get; set; }

    /// <summary>Called after each commit, on the committing loop.</summary>
    public Action<PictureCommit>? Committed { get; set; }

    /// <summary>Called after each new checkpoint, on the publishing loop.</summary>
    public Action? Published { get; set; }

    /// <summary>Where batches go in; complete it to end the run.</summary>
    public BatchInbox Inbox { get; }

    /// <summary>Lends the batches; the pipeline returns them.</summary>
    public BatchPool Pool { get; } = new();

    /// <summary>
    /// Steps the sector through all that was recorded before; call it once, before <see cref="RunAsync"/>.
    /// </summary>
    public long Recover(FeedTable feeds)
    {
        var batch = new FrameBatch();
        long frames = 0;
        foreach (var stored in recorder.ReadRecorded())
        {
            RecordedBatches.Fill(batch, feeds.Find(stored.Feed)!, stored);
            host.Process(batch);
            Stepped?.Invoke(batch);
            frames += batch.Count;
            if (host.Waiting >= MostWaitingInCommit)
            {
                Commit(host.TakeCommit());
            }
        }

        host.EndRecovery();
        Commit(host.TakeCommit());
        publisher.PublishAll();
        return frames;
    }

    /// <summary>
    /// Records, steps and commits one batch before the loops run: what all that comes later is understood by.
    /// </summary>
    public void TakeFirst(FrameBatch batch)
    {
        recorder.Record([batch]);
        host.Process(batch);
        Stepped?.Invoke(batch);
        Commit(host.TakeCommit());
    }

    /// <summary>Runs until the inbox is completed and empty, or a stage fails: then the failure.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var failure = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task[] stages =
        [
            GuardAsync(RecordLoopAsync, failure),
            GuardAsync(StepLoopAsync, failure),
            GuardAsync(CommitLoopAsync, failure),
            GuardAsync(PublishLoopAsync, failure),
        ];

        // Of stages that failed and stages that were stopped because of it, this throws the failure.
        await Task.WhenAll(stages);
        if (Degraded.FirstOrDefault() is { } first)
        {
            throw new EvidenceHaltedException(first);
        }
    }

    public void Dispose()
    {
        recorder.Dispose();
        publisher.Dispose();
    }

    private static Channel<T> Bounded<T>(int capacity) => Channel.CreateBounded<T>(
        new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = false });

    private async Task GuardAsync(Func<CancellationToken, Task> loop, CancellationTokenSource failure)
    {
        try
        {
            await Task.Run(() => loop(failure.Token), failure.Token);
        }
        catch (Exception problem)
        {
            // Whoever waits for room in the inbox would wait for ever: nobody reads it any more.
            Inbox.TryComplete(problem);
            await failure.CancelAsync();
            throw;
        }
    }

    private async Task RecordLoopAsync(CancellationToken stop)
    {
        var group = new List<FrameBatch>();
        while (await WaitAsync(stop))
        {
            var bytes = 0;
            group.Clear();
            while (group.Count < MostRecordedAtOnce && bytes < Recorder.SegmentBytes && Inbox.TryRead(out var batch))
            {
                group.Add(batch);
                bytes += batch.ByteCount;
            }

            recorder.Record(group);
            foreach (var batch in group)
            {
                await recorded.Writer.WriteAsync(batch, stop);
            }

            if (recorder.SealDue(all: false))
            {
                committed.Writer.TryWrite(true);
            }
        }

        recorder.SealDue(all: true);
        recorded.Writer.Complete();
    }

    /// <summary>Waits for a batch, and meanwhile sees to it that a quiet feed's segment is sealed in time.</summary>
    private async Task<bool> WaitAsync(CancellationToken stop)
    {
        var more = Inbox.WaitToReadAsync(stop);
        if (more.IsCompleted)
        {
            return await more;
        }

        using var waited = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            while (await Task.WhenAny(more, Task.Delay(Recorder.SegmentAge, time, waited.Token)) != more)
            {
                stop.ThrowIfCancellationRequested();
                recorder.SealDue(all: false);

                // Acts of custody come from readers, and from commands that run beside the service.
                committed.Writer.TryWrite(true);
            }

            return await more;
        }
        finally
        {
            // A feed of many small batches would otherwise leave a running timer behind each of them.
            await waited.CancelAsync();
        }
    }

    private async Task StepLoopAsync(CancellationToken stop)
    {
        while (await recorded.Reader.WaitToReadAsync(stop))
        {
            while (recorded.Reader.TryRead(out var batch))
            {
                if (!pictureStopped)
                {
                    host.Process(batch);
                    Stepped?.Invoke(batch);
                }

                Pool.Return(batch);
                if (host.Waiting >= MostWaitingInCommit)
                {
                    await concluded.Writer.WriteAsync(host.TakeCommit()!, stop);
                }
            }

            if (await IsCommitWantedAsync(stop) && host.TakeCommit() is { } rest)
            {
                await concluded.Writer.WriteAsync(rest, stop);
            }
        }

        if (host.TakeCommit() is { } last)
        {
            await concluded.Writer.WriteAsync(last, stop);
        }

        concluded.Writer.Complete();
    }

    /// <summary>
    /// Waits until the committing loop has room, or until there is more to step meanwhile: then false. What is stepped
    /// while a commit is written goes into one commit after it, in which each track's newest state is written once.
    /// </summary>
    private async ValueTask<bool> IsCommitWantedAsync(CancellationToken stop)
    {
        var room = concluded.Writer.WaitToWriteAsync(stop).AsTask();
        return (room.IsCompleted
            || await Task.WhenAny(room, recorded.Reader.WaitToReadAsync(stop).AsTask()) == room) && await room;
    }

    private async Task CommitLoopAsync(CancellationToken stop)
    {
        await foreach (var commit in concluded.Reader.ReadAllAsync(stop))
        {
            try
            {
                if (!pictureStopped)
                {
                    Commit(commit);
                    committed.Writer.TryWrite(true);
                }
            }
            catch (Exception problem) when (Outlives(problem))
            {
                // What was concluded and not committed is concluded again by the next start, from the record.
                pictureStopped = true;
                degraded["picture"] = problem.Message;
            }
        }

        committed.Writer.Complete();
    }

    private void Commit(PictureCommit? commit)
    {
        if (commit is not null)
        {
            store.Commit(commit);
            Committed?.Invoke(commit);
        }
    }

    private async Task PublishLoopAsync(CancellationToken stop)
    {
        while (await committed.Reader.WaitToReadAsync(stop))
        {
            committed.Reader.TryRead(out _);
            var begun = time.GetTimestamp();
            Publish();

            // Facts of the same quarter of a second share a checkpoint; each costs several fsyncs.
            var left = PublishEvery - time.GetElapsedTime(begun);
            if (left > TimeSpan.Zero && !committed.Reader.Completion.IsCompleted)
            {
#pragma warning disable VSTHRD003 // The channel is this object's own; its completion only ends the pause early.
                await Task.WhenAny(Task.Delay(left, time, stop), committed.Reader.Completion);
#pragma warning restore VSTHRD003
            }
        }

        Publish();
    }

    private void Publish()
    {
        try
        {
            if (!sealingStopped && publisher.PublishAll())
            {
                Published?.Invoke();
            }
        }
        catch (Exception problem) when (Outlives(problem))
        {
            sealingStopped = true;
            degraded["sealing"] = problem.Message;
        }
    }

    /// <summary>True for a failure of storage that recording goes on without.</summary>
    private bool Outlives(Exception problem) =>
        keepsRecording && (problem is IOException or UnauthorizedAccessException or DbException);
}
