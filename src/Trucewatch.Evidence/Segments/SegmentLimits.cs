namespace Trucewatch.Evidence.Segments;

/// <summary>
/// The limits of segments and journals; a reader refuses what is above, and a writer does not write it.
/// </summary>
public static class SegmentLimits
{
    /// <summary>The longest body of a segment before compression, in bytes.</summary>
    public const int MaxRawBytes = 24 * 1024 * 1024;

    /// <summary>The longest segment file: an incompressible body grows by less than this.</summary>
    public const int MaxFileBytes = MaxRawBytes + (64 * 1024);

    /// <summary>The longest release label, in bytes of UTF-8.</summary>
    public const int MaxLabelBytes = 256;

    /// <summary>The longest name of a feed, in bytes of UTF-8.</summary>
    public const int MaxFeedBytes = 128;

    /// <summary>The most batches in a segment.</summary>
    public const int MaxBatches = 65_536;

    /// <summary>The most frames in a segment.</summary>
    public const int MaxFrames = 1_048_576;
}
