namespace Trucewatch.Evidence.Segments;

/// <summary>
/// A batch that was read back from a segment or a journal; its frames are slices of one shared buffer.
/// </summary>
public sealed class StoredBatch
{
    private readonly long[] _receivedAtUs;
    private readonly int[] _lengths;
    private readonly ReadOnlyMemory<byte> _bytes;
    private int[]? _offsets;

    internal StoredBatch(
        long position, string feed, long firstSequence, long[] receivedAtUs, int[] lengths, ReadOnlyMemory<byte> bytes)
    {
        Position = position;
        Feed = feed;
        FirstSequence = firstSequence;
        _receivedAtUs = receivedAtUs;
        _lengths = lengths;
        _bytes = bytes;
    }

    /// <summary>The input position of the batch.</summary>
    public long Position { get; }

    /// <summary>The feed's name.</summary>
    public string Feed { get; }

    /// <summary>The sequence of the first frame within its feed.</summary>
    public long FirstSequence { get; }

    /// <summary>How many frames there are.</summary>
    public int Count => _lengths.Length;

    /// <summary>The batch in the form in which it was handed in.</summary>
    public SegmentBatch AsBatch() => new(Position, Feed, FirstSequence, _receivedAtUs, _lengths, _bytes.Span);

    /// <summary>The frame at an index of the batch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not below <see cref="Count"/>.</exception>
    public StoredFrame Frame(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        _offsets ??= Offsets(_lengths);
        return new StoredFrame(_receivedAtUs[index], _bytes.Slice(_offsets[index], _lengths[index]));
    }

    private static int[] Offsets(int[] lengths)
    {
        var offsets = new int[lengths.Length];
        for (var i = 1; i < lengths.Length; i++)
        {
            offsets[i] = offsets[i - 1] + lengths[i - 1];
        }

        return offsets;
    }
}
