namespace Trucewatch.Evidence.Segments;

/// <summary>One row of a segment's index: which frames of which feed a batch holds.</summary>
public readonly record struct SegmentRow(long Position, string Feed, long FirstSequence, int FrameCount);
