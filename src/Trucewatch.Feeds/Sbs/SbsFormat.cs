using Trucewatch.Feeds.Framing;

namespace Trucewatch.Feeds.Sbs;

/// <summary>BaseStation's comma-separated lines, which receivers serve on port 30003.</summary>
public static class SbsFormat
{
    /// <summary>Longest line; 22 full fields are about 160 bytes.</summary>
    public const int MaxFrameBytes = 512;

    /// <summary>The format's line in <see cref="FeedFormats.All"/>.</summary>
    public static readonly FeedFormat Format = new(
        "sbs",
        "Aircraft in BaseStation (SBS-1) lines",
        MaxFrameBytes,
        () => new LineFramer(MaxFrameBytes),
        () => new SbsDecoder(),
        _ => new SbsPrinter(),
        SbsMessage.TryReadReceiveTime);
}
