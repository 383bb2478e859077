using Trucewatch.Feeds.Framing;

namespace Trucewatch.Feeds.Odid;

/// <summary>What drones broadcast of themselves (Remote ID), one message or pack a line, in hexadecimal.</summary>
public static class OdidFormat
{
    /// <summary>Longest line: a time, an address and a pack of nine messages are 502 letters.</summary>
    public const int MaxFrameBytes = 512;

    /// <summary>The format's line in <see cref="FeedFormats.All"/>.</summary>
    public static readonly FeedFormat Format = new(
        "odid",
        "Remote ID of drones in hexadecimal lines (ASTM F3411-22a, ASD-STAN EN 4709-002)",
        MaxFrameBytes,
        () => new LineFramer(MaxFrameBytes),
        () => new OdidDecoder(),
        options => new OdidPrinter(options),
        OdidLine.TryReadReceiveTime);
}
