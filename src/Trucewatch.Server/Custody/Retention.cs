using Trucewatch.Domain;
using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Segments;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Custody;

/// <summary>
/// Drops segments of raw frames under a retention policy. The leaf stays, and a tombstone is sealed before the file
/// goes; what is under an order to keep it stays whole.
/// </summary>
internal sealed class Retention(DataFolder folder, IPictureStore store, TimeProvider time)
{
    private readonly DiskFiles files = new(folder.Path);

    /// <summary>Segments whose last frame was received before a time, and that no order keeps.</summary>
    public IReadOnlyList<StoredSegment> Due(Instant before, CustodyBook book)
    {
        var held = book.Held();
        if (held.Contains(Act.All, StringComparer.Ordinal))
        {
            return [];
        }

        var kept = held.SelectMany(book.Parts).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. store.ReadSegments().Where(segment =>
                segment.LogIndex is not null && !kept.Contains("segment:" + segment.Digest)
                && LastReceived(segment) is { } last && last < before),
        ];
    }

    /// <summary>Seals the tombstone of segments, then removes their files.</summary>
    public async Task DropAsync(
        IReadOnlyList<StoredSegment> due, string policy, string by, CancellationToken stop)
    {
        await new ActDesk(folder, store, time).SealAsync(
            new Act(
                ActKind.Dropped, Instant.FromUnixSeconds(time.GetUtcNow().ToUnixTimeSeconds()), by, null,
                [.. due.Select(segment => "segment:" + segment.Digest).Order(StringComparer.Ordinal)], Policy: policy),
            stop);
        foreach (var digest in new CustodyBook(folder, store).Dropped().Keys)
        {
            // Those of an earlier run too, which may have been cut off between the tombstone and here.
            files.Delete(SegmentFile.PathOf(digest));
        }
    }

    /// <summary>When the last frame of a segment was received; null where its file is not here.</summary>
    private Instant? LastReceived(StoredSegment segment)
    {
        _ = Digest.TryParseHex(segment.Digest, out var digest);
        return SegmentFile.TryRead(files, digest, out var reader) == SegmentFault.None
            ? new Instant(reader!.Batches.Max(batch => batch.Frame(batch.Count - 1).ReceivedAtUs))
            : null;
    }
}
