using Trucewatch.Domain;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Transport;

/// <summary>
/// Takes a finished batch and keeps the intake waiting while it has no room. Whoever takes a batch returns it to its
/// pool.
/// </summary>
public delegate ValueTask BatchSink(FrameBatch batch, CancellationToken stop);

/// <summary>A way for bytes to come in.</summary>
public interface ITransport
{
    /// <summary>Brings bytes into the intake until they end or <paramref name="stop"/> is cancelled.</summary>
    Task RunAsync(FeedIntake intake, CancellationToken stop);
}

/// <summary>
/// The entrance of one feed: many connections write into it, one order of frames comes out of it, in batches that are
/// at most <see cref="FlushMilliseconds"/> old. A slow sink slows the senders down; nothing is dropped.
/// </summary>
public sealed class FeedIntake : IDisposable
{
    /// <summary>Longest time in milliseconds that a frame waits for its batch to fill.</summary>
    public const int FlushMilliseconds = 20;

    private readonly FeedFormat format;
    private readonly TimeProvider clock;
    private readonly BatchSink sink;
    private readonly FrameBatcher batcher;
    private readonly StreamCutter messages;
    private readonly Queue<FrameBatch> finished = new();
    private readonly SemaphoreSlim gate = new(1, 1);

    /// <summary>Makes the entrance of a feed.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="format">Its wire format.</param>
    /// <param name="times">Where receive times come from.</param>
    /// <param name="pool">Lends the batches.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="sink">Takes the finished batches, in order and one at a time.</param>
    /// <param name="firstSequence">Number of the feed's next frame, from the record.</param>
    public FeedIntake(
        Feed feed,
        FeedFormat format,
        ReceiveTimes times,
        BatchPool pool,
        TimeProvider clock,
        BatchSink sink,
        long firstSequence = 0)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(sink);
        this.format = format;
        this.clock = clock;
        this.sink = sink;
        batcher = new FrameBatcher(feed, format, times, pool, finished.Enqueue, firstSequence);
        messages = new StreamCutter(format);
    }

    /// <summary>Frames taken in so far, plus the first sequence number.</summary>
    public long NextSequence => batcher.NextSequence;

    /// <summary>Frames given out for pieces of frames that were too long.</summary>
    public long Overlong => batcher.Overlong;

    /// <summary>A cutter for one connection. The connection fills it and calls <see cref="TakeAsync"/>.</summary>
    public StreamCutter OpenStream() => new(format);

    /// <summary>
    /// Runs a transport and closes batches in time; returns when the transport's bytes end or on stop.
    /// </summary>
    public async Task RunAsync(ITransport transport, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(transport);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var reading = transport.RunAsync(this, both.Token);
        var flushing = FlushOftenAsync(both.Token);
        var first = await Task.WhenAny(reading, flushing);
        await both.CancelAsync();
        await Task.WhenAll(reading, flushing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // What was taken in is handed over even on stop: the sink is stopped after its intakes.
        await FlushAsync(CancellationToken.None);
        if (!stop.IsCancellationRequested)
        {
            await first;
        }
    }

    /// <summary>
    /// Cuts what a connection has written and hands finished batches over, in turn with other connections.
    /// </summary>
    public async ValueTask TakeAsync(StreamCutter cutter, bool final, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(cutter);
        await gate.WaitAsync(stop);
        try
        {
            cutter.Cut(batcher, final, Instant.From(clock.GetUtcNow()));
            await HandOverAsync(stop);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Takes one whole message, such as a datagram or a request's body, that ends its last frame.</summary>
    public async ValueTask TakeMessageAsync(ReadOnlyMemory<byte> message, CancellationToken stop)
    {
        await gate.WaitAsync(stop);
        try
        {
            messages.Write(message.Span);
            messages.Cut(batcher, final: true, Instant.From(clock.GetUtcNow()));
            await HandOverAsync(stop);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Closes the open batch and hands it over.</summary>
    public async ValueTask FlushAsync(CancellationToken stop)
    {
        await gate.WaitAsync(stop);
        try
        {
            batcher.Flush();
            await HandOverAsync(stop);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => gate.Dispose();

    private async Task FlushOftenAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(FlushMilliseconds), clock);
        while (await timer.WaitForNextTickAsync(stop))
        {
            await FlushAsync(stop);
        }
    }

    private async ValueTask HandOverAsync(CancellationToken stop)
    {
        // A batch leaves the queue only after the sink has it, so that a cancelled hand-over loses nothing.
        while (finished.TryPeek(out var batch))
        {
            await sink(batch, stop);
            finished.Dequeue();
        }
    }
}
