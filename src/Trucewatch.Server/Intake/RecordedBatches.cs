using Trucewatch.Domain;
using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Segments;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Intake;

/// <summary>Reads all recorded batches back in order of position, whichever segments they stand in.</summary>
internal sealed class RecordedBatches(DataFolder folder, IPictureStore store)
{
    private readonly bool exercise = folder.IsExercise;

    /// <summary>
    /// The batches. A position may be absent: a crash can keep what one label wrote last and lose what another had not
    /// acknowledged. A frame may not.
    /// </summary>
    /// <exception cref="InvalidDataException">A segment is missing or damaged, or frames of a feed are.</exception>
    public IEnumerable<StoredBatch> ReadAll() => InOrder(store.ReadSegments().Select(
        segment => (segment.FirstPosition, (Func<IReadOnlyList<StoredBatch>>)(() => Open(segment.Digest).Batches))));

    /// <summary>The batches of segments that come in the order of their first positions.</summary>
    /// <exception cref="InvalidDataException">Frames of a feed are missing.</exception>
    public static IEnumerable<StoredBatch> InOrder(
        IEnumerable<(long FirstPosition, Func<IReadOnlyList<StoredBatch>> Open)> segments)
    {
        var waiting = new PriorityQueue<StoredBatch, long>();
        var nextSequences = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (firstPosition, open) in segments)
        {
            // Nothing below this one's first position can still come.
            while (waiting.TryPeek(out var ready, out var position) && position < firstPosition)
            {
                waiting.Dequeue();
                yield return InTurn(ready, nextSequences);
            }

            foreach (var batch in open())
            {
                waiting.Enqueue(batch, batch.Position);
            }
        }

        while (waiting.TryDequeue(out var ready, out _))
        {
            yield return InTurn(ready, nextSequences);
        }
    }

    /// <summary>When the last sealed frame was received, or null: there is none.</summary>
    public Instant? LastReceivedAt()
    {
        // Labels seal apart: the last frame can stand in a segment that another label's overtook.
        const int Newest = 16;
        var last = store.ReadSegments().OrderByDescending(segment => segment.LastPosition).Take(Newest)
            .SelectMany(segment => Open(segment.Digest).Batches)
            .Select(batch => batch.Frame(batch.Count - 1).ReceivedAtUs)
            .DefaultIfEmpty(long.MinValue).Max();
        return last == long.MinValue ? null : new Instant(last);
    }

    /// <summary>Puts a recorded batch into the form in which batches are decoded.</summary>
    public static void Fill(FrameBatch batch, Feed feed, StoredBatch stored)
    {
        batch.Start(feed, stored.FirstSequence);
        for (var index = 0; index < stored.Count; index++)
        {
            var frame = stored.Frame(index);
            batch.Add(new Instant(frame.ReceivedAtUs), frame.Bytes.Span);
        }

        batch.Position = stored.Position;
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

    /// <summary>The batches of a sealed segment.</summary>
    /// <exception cref="InvalidDataException">Its file is missing or damaged.</exception>
    public IReadOnlyList<StoredBatch> ReadBatches(string digest) => Open(digest).Batches;

    /// <summary>The bytes of a sealed segment, or null when its file is not here.</summary>
    public byte[]? ReadSegment(string digest) =>
        Digest.TryParseHex(digest, out var parsed)
            ? new DiskFiles(folder.Path).Read(SegmentFile.PathOf(parsed), SegmentLimits.MaxFileBytes)
            : null;

    private static StoredBatch InTurn(StoredBatch batch, Dictionary<string, long> nextSequences)
    {
        var expected = nextSequences.GetValueOrDefault(batch.Feed);
        if (batch.FirstSequence != expected)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"record, position {batch.Position}: feed {batch.Feed}: expected frame {expected}, got {
                    batch.FirstSequence}: a part of the record is missing"));
        }

        nextSequences[batch.Feed] = batch.FirstSequence + batch.Count;
        return batch;
    }

    private string Why(string digest) =>
        store.ReadActs(0, int.MaxValue).Select(stored => ActJson.Read(stored.Payload))
            .FirstOrDefault(act => act.Kind == ActKind.Dropped && act.Concerns("segment:" + digest)) is { } act
            ? $": dropped under policy {act.Policy}, this record cannot be stepped again; use another --data folder"
            : "";

    private SegmentReader Open(string digest)
    {
        Invariant.Holds(Digest.TryParseHex(digest, out var parsed), $"{digest} is no digest");
        var fault = SegmentFile.TryRead(folder.Path, parsed, out var reader);
        if (fault != SegmentFault.None)
        {
            throw new InvalidDataException($"segment {digest}: expected the recorded frames, got {fault}{Why(digest)}");
        }

        return ExerciseMark.IsInLabel(reader!.Label) == exercise
            ? reader
            : throw new InvalidDataException(
                $"segment {digest}: expected frames of {DataFolder.Kind(exercise)}, got those of {
                    DataFolder.Kind(!exercise)}");
    }
}
