namespace Trucewatch.Evidence.Segments;

/// <summary>Why the bytes of a segment were refused.</summary>
public enum SegmentFault
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>There is no such file.</summary>
    Missing,

    /// <summary>The file is longer than <see cref="SegmentLimits.MaxFileBytes"/>.</summary>
    FileTooLong,

    /// <summary>The file's SHA-256 is not the expected one.</summary>
    WrongDigest,

    /// <summary>The file does not start as a segment does.</summary>
    BadHeader,

    /// <summary>The stated length of the body is above <see cref="SegmentLimits.MaxRawBytes"/>.</summary>
    RawTooLong,

    /// <summary>The compressed body is damaged, or is longer or shorter than stated.</summary>
    BadCompression,

    /// <summary>More batches than <see cref="SegmentLimits.MaxBatches"/>.</summary>
    TooManyBatches,

    /// <summary>More frames than <see cref="SegmentLimits.MaxFrames"/>.</summary>
    TooManyFrames,

    /// <summary>A number of the index is cut off, too large, or not in its shortest form.</summary>
    BadNumber,

    /// <summary>A feed's name is empty, too long or not UTF-8.</summary>
    BadFeed,

    /// <summary>The frames' lengths do not add up to the bytes that are there.</summary>
    WrongLength,
}
