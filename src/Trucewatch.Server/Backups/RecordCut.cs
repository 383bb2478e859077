using Trucewatch.Domain;
using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Segments;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;

namespace Trucewatch.Server.Backups;

/// <summary>
/// The begin of a record: which frames had been recorded at a moment, whether they stand in segments or in journals.
/// </summary>
internal sealed class RecordCut(DataFolder folder, IPictureStore store)
{
    private readonly Dictionary<string, long> ends = new(StringComparer.Ordinal);
    private readonly RecordedBatches recorded = new(folder, store);
    private long lastPosition = long.MaxValue;

    /// <summary>True once a frame was left out.</summary>
    public bool HasLeftOut { get; private set; }

    /// <summary>Names of the feeds of which there are frames, sorted.</summary>
    public IReadOnlyList<string> Feeds =>
    [
        .. store.ReadRecordedFeeds().Concat(Journals().SelectMany(one => one.Batches).Select(batch => batch.Feed))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>All batches in order of position, those of the journals that stand in no segment among them.</summary>
    public IEnumerable<StoredBatch> ReadAll()
    {
        var sealedOnes = store.ReadSegments().Select(segment => (
            segment.FirstPosition,
            (Func<IReadOnlyList<StoredBatch>>)(() => recorded.ReadBatches(segment.Digest))));
        var waiting = Journals().Where(one => one.Batches.Count > 0).Select(one => (
            one.Batches[0].Position, (Func<IReadOnlyList<StoredBatch>>)(() => one.Batches)));
        return RecordedBatches.InOrder(sealedOnes.Concat(waiting).OrderBy(one => one.Item1));
    }

    /// <summary>Says that nothing after a position had been recorded.</summary>
    public void EndAfter(long position) => lastPosition = position;

    /// <summary>
    /// How many of a batch's frames were received up to a time. Receive times never go backwards within a feed: what
    /// comes after the first late frame is late too.
    /// </summary>
    public int CountUpTo(StoredBatch batch, Instant? asOf)
    {
        if (asOf is { } time && !ends.ContainsKey(batch.Feed))
        {
            for (var index = 0; index < batch.Count; index++)
            {
                if (batch.Frame(index).ReceivedAtUs > time.UnixMicroseconds)
                {
                    ends.Add(batch.Feed, batch.FirstSequence + index);
                    HasLeftOut = true;
                    break;
                }
            }
        }

        return CountOf(batch);
    }

    /// <summary>How many of a batch's frames belong to the begin, once that is known.</summary>
    public int CountOf(StoredBatch batch) => batch.Position > lastPosition
        ? 0
        : (int)Math.Clamp(
            ends.GetValueOrDefault(batch.Feed, long.MaxValue) - batch.FirstSequence, 0, batch.Count);

    /// <summary>True where a segment holds nothing else.</summary>
    public bool HoldsAll(string digest) =>
        recorded.ReadBatches(digest).All(batch => CountOf(batch) == batch.Count);

    /// <summary>
    /// Removes the segments that hold more, and puts those of their frames that belong to the begin into the journals,
    /// where they stood at the moment.
    /// </summary>
    public void Apply(IReadOnlyCollection<string> kept)
    {
        var journals = Journals().ToDictionary(
            one => one.Label, one => one.Batches.ToList(), StringComparer.Ordinal);
        var files = new DiskFiles(folder.Path);
        foreach (var segment in store.ReadSegments().Where(
            segment => !kept.Contains(segment.Digest, StringComparer.Ordinal)))
        {
            _ = Digest.TryParseHex(segment.Digest, out var digest);
            _ = SegmentFile.TryRead(files, digest, out var reader);
            if (!journals.TryGetValue(reader!.Label, out var batches))
            {
                journals.Add(reader.Label, batches = []);
            }

            batches.AddRange(reader.Batches);
            files.Delete(SegmentFile.PathOf(digest));
        }

        foreach (var path in files.List(Journal.Folder))
        {
            files.Delete(path);
        }

        foreach (var (label, batches) in journals)
        {
            WriteJournal(label, [.. batches.Where(batch => CountOf(batch) > 0).OrderBy(batch => batch.Position)]);
        }
    }

    private void WriteJournal(string label, List<StoredBatch> batches)
    {
        using var journal = Journal.Open(folder.Path, label);
        journal.Recover();
        foreach (var batch in batches)
        {
            var begin = Begin(batch, CountOf(batch));
            if (!journal.Fits(begin))
            {
                throw new InvalidDataException(FormattableString.Invariant(
                    $"journal of label {label}: expected at most {Journal.MaxBytes} bytes not sealed, got more"));
            }

            journal.Append(begin);
        }

        journal.Flush();
    }

    private static SegmentBatch Begin(StoredBatch batch, int count)
    {
        var whole = batch.AsBatch();
        var lengths = whole.Lengths[..count];
        var bytes = 0;
        foreach (var length in lengths)
        {
            bytes += length;
        }

        return new SegmentBatch(
            batch.Position, batch.Feed, batch.FirstSequence, whole.ReceivedAtUs[..count], lengths,
            whole.Bytes[..bytes]);
    }

    /// <summary>What the journals hold and no segment does.</summary>
    private IEnumerable<(string Label, IReadOnlyList<StoredBatch> Batches)> Journals()
    {
        var files = new DiskFiles(folder.Path);
        foreach (var label in Journal.LabelsIn(folder.Path))
        {
            var content = files.Read(Journal.PathOf(label), Journal.MaxBytes)!;
            yield return (label,
            [
                .. Journal.Inspect(content).Batches
                    .Where(batch => store.FindSegment(batch.Feed, batch.FirstSequence) is null),
            ]);
        }
    }
}
