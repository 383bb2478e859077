using Trucewatch.Domain;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Transport;

/// <summary>
/// Collects the frames of one feed into batches: numbers them without gaps, stamps their receive time, and gives out a
/// batch when the next frame has no room in it. The same frames give the same batches, however the bytes arrived.
/// For one thread at a time.
/// </summary>
public sealed class FrameBatcher : IFrameSink
{
    private readonly Feed feed;
    private readonly ReceiveTimes times;
    private readonly BatchPool pool;
    private readonly Action<FrameBatch> give;
    private readonly StreamCutter cutter;
    private FrameBatch? open;

    /// <summary>Makes the batcher of a feed.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="format">Its wire format.</param>
    /// <param name="times">Where receive times come from.</param>
    /// <param name="pool">Lends the batches; whoever is given a batch returns it there.</param>
    /// <param name="give">Takes each finished batch.</param>
    /// <param name="firstSequence">Number of the feed's next frame, from the record.</param>
    public FrameBatcher(
        Feed feed,
        FeedFormat format,
        ReceiveTimes times,
        BatchPool pool,
        Action<FrameBatch> give,
        long firstSequence = 0)
    {
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(give);
        ArgumentOutOfRangeException.ThrowIfNegative(firstSequence);
        this.feed = feed;
        this.times = times;
        this.pool = pool;
        this.give = give;
        NextSequence = firstSequence;
        cutter = new StreamCutter(format);
    }

    /// <summary>Number that the next frame gets.</summary>
    public long NextSequence { get; private set; }

    /// <summary>Frames given out for pieces of frames that were too long.</summary>
    public long Overlong { get; private set; }

    /// <summary>Bytes of all frames so far.</summary>
    public long ByteCount { get; private set; }

    /// <summary>True when frames wait in an open batch.</summary>
    public bool HasOpenBatch => open is not null;

    /// <summary>Cuts the bytes of the feed's only stream and adds the frames.</summary>
    /// <param name="bytes">The next bytes.</param>
    /// <param name="final">No more bytes will come: the rest is a frame, and the open batch is given out.</param>
    /// <param name="receivedAt">When the bytes arrived; a replayed feed does not use it.</param>
    public void Push(ReadOnlySpan<byte> bytes, bool final, Instant receivedAt)
    {
        cutter.Write(bytes);
        cutter.Cut(this, final, receivedAt);
        if (final)
        {
            Flush();
        }
    }

    /// <summary>Adds one frame that is already cut.</summary>
    public void Add(ReadOnlySpan<byte> frame, Instant receivedAt)
    {
        if (open is null)
        {
            open = pool.Rent();
            open.Start(feed, NextSequence);
        }
        else if (!open.HasRoomFor(frame.Length))
        {
            Flush();
            open = pool.Rent();
            open.Start(feed, NextSequence);
        }

        open.Add(times.Next(frame, receivedAt), frame);
        NextSequence++;
        ByteCount += frame.Length;
    }

    /// <summary>Gives out the open batch, if there is one.</summary>
    public void Flush()
    {
        if (open is { } batch)
        {
            open = null;
            give(batch);
        }
    }

    /// <inheritdoc/>
    public void AddOverlong(ReadOnlySpan<byte> piece, Instant receivedAt)
    {
        Overlong++;
        Add(piece, receivedAt);
    }
}
