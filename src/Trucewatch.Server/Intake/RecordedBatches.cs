using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Segments;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Intake;

/// <summary>Reads all recorded batches back in order of position, whichever segments they stand in.</summary>
internal sealed class RecordedBatches(DataFolder folder, IPictureStore store)
{
    /// <summary>Most batches that wait for an earlier one in a segment of another label.</summary>
    public const int MaxWaiting = 100_000;

    /// <summary>The batches.</summary>
    /// <exception cref="InvalidDataException">A segment is missing or damaged, or a position is absent.</exception>
    public IEnumerable<StoredBatch> ReadAll()
    {
        var waiting = new SortedDictionary<long, StoredBatch>();
        long next = 0;
        foreach (var segment in store.ReadSegments())
        {
            foreach (var batch in Open(segment.Digest).Batches)
            {
                waiting[batch.Position] = batch;
            }

            while (waiting.Remove(next, out var ready))
            {
                next++;
                yield return ready;
            }

            Invariant.Holds(waiting.Count <= MaxWaiting, $"position {next} is absent from the record");
        }

        // A crash may have kept the later frames of one label and lost unacknowledged ones of another; what is there counts.
        foreach (var ready in waiting.Values)
        {
            yield return ready;
        }
    }

    /// <summary>One frame, or null when no segment holds it.</summary>
    public (StoredFrame Frame, StoredSegment Segment)? Find(string feed, long sequence)
    {
        var span = store.FindSegment(feed, sequence);
        if (span is null || store.FindSegment(span.Digest) is not { } segment)
        {
            return null;
        }

        return Open(span.Digest).TryFrame(feed, sequence, out var frame) ? (frame, segment) : null;
    }

    private SegmentReader Open(string digest)
    {
        Invariant.Holds(Digest.TryParseHex(digest, out var parsed), $"{digest} is no digest");
        var fault = SegmentFile.TryRead(folder.Path, parsed, out var reader);
        return fault == SegmentFault.None
            ? reader!
            : throw new InvalidDataException($"segment {digest}: expected the recorded frames, got {fault}");
    }
}
