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
/// at most <see cref="FlushMilliseconds"/> old. A slow sink, or a quota that is used up, slows down the senders that
/// can be slowed down; what others send beyond the quota is refused and counted.
/// </summary>
public sealed class FeedIntake : IDisposable
{
    /// <summary>Longest time in milliseconds that a frame waits for its batch to fill.</summary>
    public const int FlushMilliseconds = 20;

    private readonly FeedFormat format;
    private readonly TimeProvider clock;
    private readonly BatchSink sink;
    private readonly FrameBatcher batcher;
    private readonly SenderMarking? marking;
    private readonly StreamCutter messages;
    private readonly Queue<FrameBatch> finished = new();
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly QuotaLimits? limits;
    private readonly Quota? quota;
    private readonly BufferBudget buffers;

    /// <summary>Makes the entrance of a feed.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="format">Its wire format.</param>
    /// <param name="times">Where receive times come from.</param>
    /// <param name="pool">Lends the batches.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="sink">Takes the finished batches, in order and one at a time.</param>
    /// <param name="firstSequence">Number of the feed's next frame, from the record.</param>
    /// <param name="limits">The feed's quota; null: none, because the bytes are our own.</param>
    /// <param name="refusals">Takes the counts of what is refused.</param>
    /// <param name="bufferBytes">Most bytes that all its connections keep of frames which have not ended.</param>
    public FeedIntake(
        Feed feed,
        FeedFormat format,
        ReceiveTimes times,
        BatchPool pool,
        TimeProvider clock,
        BatchSink sink,
        long firstSequence = 0,
        QuotaLimits? limits = null,
        RefusalCounts? refusals = null,
        long bufferBytes = BufferBudget.OfFeed)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(sink);
        this.format = format;
        this.clock = clock;
        this.sink = sink;
        this.limits = limits;
        quota = limits is null ? null : new Quota(limits, clock);
        Refusals = refusals ?? new RefusalCounts();
        buffers = new BufferBudget(bufferBytes);
        batcher = new FrameBatcher(feed, format, times, pool, finished.Enqueue, firstSequence);
        marking = format.IsMapped ? new SenderMarking(batcher, isFirst: firstSequence == 0) : null;
        messages = new StreamCutter(format);
    }

    /// <summary>Frames taken in so far, plus the first sequence number.</summary>
    public long NextSequence => batcher.NextSequence;

    /// <summary>Frames given out for pieces of frames that were too long.</summary>
    public long Overlong => batcher.Overlong;

    /// <summary>What was refused, by reason.</summary>
    public RefusalCounts Refusals { get; }

    /// <summary>
    /// A cutter for one connection, with a quota of its own. The connection fills it and calls <see cref="TakeAsync"/>.
    /// </summary>
    /// <param name="isOneOfMany">True for one of several senders, none of whom speaks for the others.</param>
    public StreamCutter OpenStream(bool isOneOfMany = false) => new(format)
    {
        Quota = limits is null ? null : new Quota(limits.OfConnection, clock),
        Budget = buffers,
        IsOneOfMany = isOneOfMany,
    };

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
    /// Cuts what a connection has written and hands finished batches over, in turn with other connections. Returns when
    /// the connection may read on: over a quota its sender is made to wait, and nothing is lost.
    /// </summary>
    public async ValueTask TakeAsync(StreamCutter cutter, bool final, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(cutter);
        var pause = await CutAsync(cutter, default, final, stop);
        if (!final)
        {
            await PauseAsync(pause, stop);
        }
    }

    /// <summary>
    /// Takes one whole message that ends its last frame. Returns when the next may be taken: for senders that can wait.
    /// </summary>
    public async ValueTask TakeMessageAsync(ReadOnlyMemory<byte> message, CancellationToken stop) =>
        await PauseAsync(await CutAsync(messages, message, final: true, stop), stop);

    /// <summary>
    /// Takes one whole message whose sender was told that it is taken: a stop ends the wait after it, not the taking.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="stop">Ends the wait for the quota.</param>
    /// <param name="isLast">True when the feed ends: then nobody needs to wait.</param>
    public async ValueTask TakeAcceptedAsync(
        ReadOnlyMemory<byte> message, CancellationToken stop, bool isLast = false)
    {
        var pause = await CutAsync(messages, message, final: true, CancellationToken.None);
        if (!isLast)
        {
            await PauseAsync(pause, stop);
        }
    }

    /// <summary>
    /// Takes one whole message, such as a datagram, that ends its last frame; or refuses and counts it when the feed
    /// has used up its quota: for senders that cannot be made to wait.
    /// </summary>
    public async ValueTask<bool> OfferMessageAsync(ReadOnlyMemory<byte> message, CancellationToken stop)
    {
        if (quota?.HasRoom() == false)
        {
            Refusals.Note(Refusal.OverQuota);
            return false;
        }

        await CutAsync(messages, message, final: true, stop);
        return true;
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

    /// <summary>Cuts, hands over and charges; gives the time to wait.</summary>
    private async ValueTask<TimeSpan> CutAsync(
        StreamCutter cutter, ReadOnlyMemory<byte> message, bool final, CancellationToken stop)
    {
        await gate.WaitAsync(stop);
        try
        {
            var (frames, bytes) = (batcher.NextSequence, batcher.ByteCount);
            cutter.Write(message.Span);
            cutter.Cut(marking?.From(cutter) ?? batcher, final, Instant.From(clock.GetUtcNow()));
            (frames, bytes) = (batcher.NextSequence - frames, batcher.ByteCount - bytes);
            await HandOverAsync(stop);
            var ofFeed = quota?.Charge(bytes, frames) ?? TimeSpan.Zero;
            var ofConnection = cutter.Quota?.Charge(bytes, frames) ?? TimeSpan.Zero;
            return ofFeed > ofConnection ? ofFeed : ofConnection;
        }
        finally
        {
            gate.Release();
        }
    }

    private async ValueTask PauseAsync(TimeSpan pause, CancellationToken stop)
    {
        if (pause > TimeSpan.Zero)
        {
            Refusals.NoteWait();
            await Task.Delay(pause, clock, stop);
        }
    }

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
