namespace Trucewatch.Domain.Frames;

/// <summary>One frame as a decoder sees it: a slice of the batch's buffer.</summary>
public readonly ref struct FrameView
{
    /// <summary>Makes a view.</summary>
    public FrameView(FrameRef frame, Instant receivedAt, ReadOnlySpan<byte> bytes)
    {
        Ref = frame;
        ReceivedAt = receivedAt;
        Bytes = bytes;
    }

    /// <summary>Which frame it is.</summary>
    public FrameRef Ref { get; }

    /// <summary>When the intake took it in.</summary>
    public Instant ReceivedAt { get; }

    /// <summary>The raw bytes, as they came, without the framing's separators.</summary>
    public ReadOnlySpan<byte> Bytes { get; }
}

/// <summary>
/// Consecutive frames of one feed in one buffer: the unit that is recorded, decoded and stepped. Reused: fill, hand
/// over, <see cref="Clear"/>.
/// </summary>
public sealed class FrameBatch
{
    /// <summary>A batch is closed before it grows beyond this, unless it is one larger frame.</summary>
    public const int TargetBytes = 64 * 1024;

    /// <summary>Most frames in one batch.</summary>
    public const int MaxFrames = 4096;

    private byte[] bytes = new byte[TargetBytes];
    private long[] receivedAtUs = new long[256];
    private int[] lengths = new int[256];
    private int[] offsets = new int[256];

    /// <summary>The feed all frames came from; set by <see cref="Start"/>.</summary>
    public Feed Feed { get; private set; } = null!;

    /// <summary>Sequence number of the first frame.</summary>
    public long FirstSequence { get; private set; }

    /// <summary>The input position: number of the batch in the record, from 0; -1 until it is recorded.</summary>
    public long Position { get; set; } = -1;

    /// <summary>Number of frames.</summary>
    public int Count { get; private set; }

    /// <summary>Number of bytes of all frames.</summary>
    public int ByteCount { get; private set; }

    /// <summary>All frames' bytes, one after the other.</summary>
    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(0, ByteCount);

    /// <summary>Receive times in Unix microseconds, one per frame.</summary>
    public ReadOnlySpan<long> ReceivedAtUs => receivedAtUs.AsSpan(0, Count);

    /// <summary>Lengths in bytes, one per frame.</summary>
    public ReadOnlySpan<int> Lengths => lengths.AsSpan(0, Count);

    /// <summary>One frame.</summary>
    public FrameView this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return new FrameView(
                new FrameRef(Feed.Id, FirstSequence + index),
                new Instant(receivedAtUs[index]),
                bytes.AsSpan(offsets[index], lengths[index]));
        }
    }

    /// <summary>Empties the batch and names its feed and first sequence number.</summary>
    public void Start(Feed feed, long firstSequence)
    {
        ArgumentNullException.ThrowIfNull(feed);
        Clear();
        Feed = feed;
        FirstSequence = firstSequence;
    }

    /// <summary>True when a frame of this length should go into this batch rather than a new one.</summary>
    public bool HasRoomFor(int length) =>
        Count == 0 || (Count < MaxFrames && ByteCount + length <= TargetBytes);

    /// <summary>Appends one frame.</summary>
    public void Add(Instant receivedAt, ReadOnlySpan<byte> frame)
    {
        if (Count == lengths.Length)
        {
            Array.Resize(ref receivedAtUs, Count * 2);
            Array.Resize(ref lengths, Count * 2);
            Array.Resize(ref offsets, Count * 2);
        }

        if (ByteCount + frame.Length > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, ByteCount + frame.Length));
        }

        frame.CopyTo(bytes.AsSpan(ByteCount));
        receivedAtUs[Count] = receivedAt.UnixMicroseconds;
        lengths[Count] = frame.Length;
        offsets[Count] = ByteCount;
        Count++;
        ByteCount += frame.Length;
    }

    /// <summary>Empties the batch and keeps its buffers, unless one large frame has swollen them.</summary>
    public void Clear()
    {
        if (bytes.Length > TargetBytes * 4)
        {
            bytes = new byte[TargetBytes];
        }

        Count = 0;
        ByteCount = 0;
        Position = -1;
    }
}
