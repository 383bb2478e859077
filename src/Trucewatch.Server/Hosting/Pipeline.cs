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
    public static readonly TimeSpan PublishEvery = TimeSpan.FromMilliseconds(250);

    private readonly Channel<bool> committed = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly TaskCompletionSource lastSealed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource lastCommitted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Recorder recorder;
    private readonly SectorHost host;
    private readonly Stepping stepping;
    private readonly StorageWait recording;
    private readonly StorageWait sealing;
    private readonly Publisher publisher;
    private readonly TimeProvider time;
    private readonly bool keepsRecording;
    private volatile string? sealingProblem;

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
        this.publisher = publisher;
        this.time = time;
        recording = new StorageWait("recording", time);
        sealing = new StorageWait("sealing", time);
        stepping = new Stepping(host, store, Pool, time, Outlives)
        {
            Committed = commit =>
            {
                Committed?.Invoke(commit);
                committed.Writer.TryWrite(true);
            },
        };
    }

    /// <summary>What has stopped while recording goes on, and what storage is too slow for, one line each.</summary>
    public IEnumerable<string> Degraded =>
        [.. Stopped, .. new[] { recording.Problem, recorder.Slow, stepping.Slow, sealing.Problem }.OfType<string>()];

    /// <summary>
    /// What stopped stays stopped: a person looks, and the next start takes up from the record all that was left out.
    /// </summary>
    private IEnumerable<string> Stopped
    {
        get
        {
            (string Part, string? Problem)[] parts =
            [
                ("picture", stepping.Problem), ("sealing", sealingProblem), ("segments", recorder.StoreProblem),
            ];
            return parts.Where(part => part.Problem is not null).Select(part => $"{part.Part} stopped: {part.Problem}");
        }
    }

    /// <summary>Called for each batch after its step, on the stepping loop.</summary>
    public Action<FrameBatch>? Stepped
    {
        get => stepping.Stepped;
        set => stepping.Stepped = value;
    }

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
            stepping.Step(batch);
            frames += batch.Count;
        }

        host.EndRecovery();
        stepping.CommitRest();
        publisher.PublishAll();
        return frames;
    }

    /// <summary>
    /// Records, steps and commits one batch before the loops run: what all that comes later is understood by.
    /// </summary>
    public void TakeFirst(FrameBatch batch)
    {
        recorder.Record([batch]);
        stepping.Step(batch);
        stepping.CommitRest();
    }

    /// <summary>Runs until the inbox is completed and empty, or a stage fails: then the failure.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var failure = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task[] stages =
        [
            GuardAsync(RecordLoopAsync, failure),
            GuardAsync(stepping.StepLoopAsync, failure),
            GuardAsync(CommitLoopAsync, failure),
            GuardAsync(PublishLoopAsync, failure),
        ];

        // Of stages that failed and stages that were stopped because of it, this throws the failure.
        await Task.WhenAll(stages);
        if (Stopped.FirstOrDefault() is { } first)
        {
            throw new EvidenceHaltedException(first);
        }
    }

    public void Dispose()
    {
        recorder.Dispose();
        publisher.Dispose();
    }

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
        try
        {
            var group = new List<FrameBatch>();
            while (await WaitAsync(stop))
            {
                FillGroup(group);
                RecordGroup(group);
                foreach (var batch in group)
                {
                    await stepping.Recorded.WriteAsync(batch, stop);
                }

                await recorder.SealAsideAsync(all: false, NoteSealed);
            }

            stepping.Recorded.Complete();
            await recorder.SealAsideAsync(all: true, NoteSealed);
            lastSealed.TrySetResult();
        }
        finally
        {
            await recorder.EndAsync();
        }
    }

    /// <summary>
    /// Takes what is made durable together. Where little waits to be stepped the group is small, so that stepping is
    /// not kept waiting for a long one.
    /// </summary>
    private void FillGroup(List<FrameBatch> group)
    {
        var most = Math.Min(Recorder.SegmentBytes, FrameBatch.TargetBytes * (1L + stepping.Waiting));
        var bytes = 0L;
        group.Clear();
        while (group.Count < MostRecordedAtOnce && bytes < most && Inbox.TryRead(out var batch))
        {
            group.Add(batch);
            bytes += batch.ByteCount;
        }
    }

    private void RecordGroup(List<FrameBatch> group) => recording.During(() =>
    {
        recorder.Record(group);
        return true;
    });

    private void NoteSealed() => committed.Writer.TryWrite(true);

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
                await recorder.SealAsideAsync(all: false, NoteSealed);

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

    private async Task CommitLoopAsync(CancellationToken stop)
    {
        await stepping.CommitLoopAsync(stop);
        await lastSealed.Task.WaitAsync(stop);
        lastCommitted.TrySetResult();
        committed.Writer.Complete();
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
            if (left > TimeSpan.Zero)
            {
                // Not until the channel is completed: that waits until all is read, and it is read here.
                await Task.WhenAny(Task.Delay(left, time, stop), lastCommitted.Task);
            }
        }

        Publish();
    }

    private void Publish()
    {
        try
        {
            if (sealingProblem is null && sealing.During(publisher.PublishAll))
            {
                Published?.Invoke();
            }
        }
        catch (Exception problem) when (Outlives(problem))
        {
            sealingProblem = problem.Message;
        }
    }

    /// <summary>True for a failure of storage that recording goes on without.</summary>
    private bool Outlives(Exception problem) =>
        keepsRecording && (problem is IOException or UnauthorizedAccessException or DbException);
}
