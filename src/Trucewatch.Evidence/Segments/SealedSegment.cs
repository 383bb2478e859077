namespace Trucewatch.Evidence.Segments;

/// <summary>A segment that lies on stable storage under the digest of its file.</summary>
public sealed record SealedSegment(
    Digest Digest, string Label, int RawBytes, int FileBytes, IReadOnlyList<SegmentRow> Batches)
{
    /// <summary>The file's path below the data folder.</summary>
    public string Path => SegmentFile.PathOf(Digest);
}
