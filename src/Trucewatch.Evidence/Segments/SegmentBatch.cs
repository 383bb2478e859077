using System.Text;

namespace Trucewatch.Evidence.Segments;

/// <summary>
/// A batch of raw frames of one feed, as the intake hands it over: frame i was received at ReceivedAtUs[i], has the
/// sequence FirstSequence + i, and is the next Lengths[i] bytes of Bytes.
/// </summary>
public readonly ref struct SegmentBatch
{
    /// <summary>Makes a batch.</summary>
    /// <exception cref="ArgumentException">The parts do not fit together, or a number is negative.</exception>
    public SegmentBatch(
        long position,
        string feed,
        long firstSequence,
        ReadOnlySpan<long> receivedAtUs,
        ReadOnlySpan<int> lengths,
        ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfNegative(firstSequence);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstSequence, long.MaxValue - lengths.Length);
        ArgumentException.ThrowIfNullOrEmpty(feed);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            Encoding.UTF8.GetByteCount(feed), SegmentLimits.MaxFeedBytes, nameof(feed));
        var sum = 0L;
        var least = 0;
        foreach (var length in lengths)
        {
            sum += length;
            least = Math.Min(least, length);
        }

        if (receivedAtUs.Length != lengths.Length || sum != bytes.Length || least < 0)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"batch {position} of {feed}: {lengths.Length} frames, {receivedAtUs.Length} times; expected {
                    sum} bytes, got {bytes.Length}"));
        }

        Position = position;
        Feed = feed;
        FirstSequence = firstSequence;
        ReceivedAtUs = receivedAtUs;
        Lengths = lengths;
        Bytes = bytes;
    }

    /// <summary>The input position of the batch.</summary>
    public long Position { get; }

    /// <summary>The feed's name.</summary>
    public string Feed { get; }

    /// <summary>The sequence of the first frame within its feed.</summary>
    public long FirstSequence { get; }

    /// <summary>Receive times in microseconds since 1970-01-01T00:00:00Z.</summary>
    public ReadOnlySpan<long> ReceivedAtUs { get; }

    /// <summary>The length of each frame in bytes.</summary>
    public ReadOnlySpan<int> Lengths { get; }

    /// <summary>The frames, one after the other.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>How many frames there are.</summary>
    public int Count => Lengths.Length;
}
