using System.Threading.Channels;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Stores;
using Trucewatch.Feeds.Transport;

namespace Trucewatch.Server.Hosting;

/// <summary>
/// The two loops after recording: batches are decoded and stepped, and what they gave is committed. A batch that comes
/// in here is taken for durable.
/// </summary>
internal sealed class Stepping
{
    // More than one group: what is stepped while the next group is made durable.
    public const int MostRecordedWaiting = 256;
    public const int MostWaitingInCommit = 32_768;

    private readonly Channel<FrameBatch> recorded = Bounded<FrameBatch>(MostRecordedWaiting);
    private readonly Channel<PictureCommit> concluded = Bounded<PictureCommit>(1);
    private readonly SectorHost host;
    private readonly IPictureStore store;
    private readonly BatchPool pool;
    private readonly Func<Exception, bool>? outlives;
    private readonly StorageWait wait;
    private volatile string? problem;

    /// <summary>Makes the loops.</summary>
    /// <param name="host">Decodes and steps.</param>
    /// <param name="store">Takes the commits.</param>
    /// <param name="pool">Takes the batches back.</param>
    /// <param name="time">Measures how long the store takes.</param>
    /// <param name="outlives">True for a failure of the store that the taking of batches goes on without.</param>
    public Stepping(
        SectorHost host, IPictureStore store, BatchPool pool, TimeProvider time, Func<Exception, bool>? outlives = null)
    {
        wait = new StorageWait("picture", time);
        this.host = host;
        this.store = store;
        this.pool = pool;
        this.outlives = outlives;
    }

    /// <summary>Where recorded batches go in; complete it to end the loops.</summary>
    public ChannelWriter<FrameBatch> Recorded => recorded.Writer;

    /// <summary>How many recorded batches wait to be stepped.</summary>
    public int Waiting => recorded.Reader.Count;

    /// <summary>Why nothing is stepped and committed any more, or null.</summary>
    public string? Problem => problem;

    /// <summary>That the store is slow, or null.</summary>
    public string? Slow => wait.Problem;

    /// <summary>Called for each batch after its step, on the stepping loop.</summary>
    public Action<FrameBatch>? Stepped { get; set; }

    /// <summary>Called after each commit, on the committing loop.</summary>
    public Action<PictureCommit>? Committed { get; set; }

    /// <summary>Steps one batch by itself, before the loops run; commits when enough waits.</summary>
    public void Step(FrameBatch batch)
    {
        host.Process(batch);
        Stepped?.Invoke(batch);
        if (host.Waiting >= MostWaitingInCommit)
        {
            CommitRest();
        }
    }

    /// <summary>Commits what waits, before the loops run.</summary>
    public void CommitRest() => Commit(host.TakeCommit());

    /// <summary>Steps all that comes in and returns it to the pool.</summary>
    public async Task StepLoopAsync(CancellationToken stop)
    {
        while (await recorded.Reader.WaitToReadAsync(stop))
        {
            while (recorded.Reader.TryRead(out var batch))
            {
                if (problem is null)
                {
                    host.Process(batch);
                    Stepped?.Invoke(batch);
                }

                pool.Return(batch);
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

    /// <summary>Commits what was concluded, until the stepping loop has ended.</summary>
    public async Task CommitLoopAsync(CancellationToken stop)
    {
        await foreach (var commit in concluded.Reader.ReadAllAsync(stop))
        {
            try
            {
                if (problem is null)
                {
                    Commit(commit);
                }
            }
            catch (Exception failure) when (outlives?.Invoke(failure) == true)
            {
                // What was concluded and not committed is concluded again by the next start, from the record.
                problem = failure.Message;
            }
        }
    }

    private static Channel<T> Bounded<T>(int capacity) => Channel.CreateBounded<T>(
        new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = false });

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

    private void Commit(PictureCommit? commit)
    {
        if (commit is not null)
        {
            wait.During(() =>
            {
                store.Commit(commit);
                return true;
            });
            Committed?.Invoke(commit);
        }
    }
}
