using Trucewatch.Domain.Stores;
using Trucewatch.Evidence.Segments;

namespace Trucewatch.Server.Backups;

/// <summary>Which frames of which feeds batches hold, as the store wants to know it of a segment.</summary>
internal static class Spans
{
    /// <summary>One span for each feed; a segment holds the frames of a feed without a gap.</summary>
    public static IReadOnlyList<SegmentSpan> Of(string digest, IEnumerable<StoredBatch> batches) =>
    [
        .. batches.GroupBy(batch => batch.Feed, StringComparer.Ordinal).Select(feed => new SegmentSpan(
            feed.Key,
            feed.Min(batch => batch.FirstSequence),
            feed.Max(batch => batch.FirstSequence + batch.Count - 1),
            digest)),
    ];
}
