using Trucewatch.Feeds.Xml;

namespace Trucewatch.Feeds.QuakeMl;

/// <summary>Seismic and acoustic events as QuakeML 1.2 documents.</summary>
public static class QuakeMlFormat
{
    /// <summary>Longest document: some thousand events.</summary>
    public const int MaxFrameBytes = 4 << 20;

    /// <summary>The format's line in <see cref="FeedFormats.All"/>.</summary>
    public static readonly FeedFormat Format = new(
        "quakeml",
        "Seismic and acoustic events, QuakeML 1.2 (basic event description)",
        MaxFrameBytes,
        () => new XmlFramer(MaxFrameBytes),
        () => new QuakeMlDecoder(),
        _ => new QuakeMlPrinter(),
        ReadReceiveTime: null);
}
