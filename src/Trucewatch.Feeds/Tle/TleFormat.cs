namespace Trucewatch.Feeds.Tle;

/// <summary>Orbits of satellites: two-line elements, and orbit mean-elements messages in four syntaxes.</summary>
public static class TleFormat
{
    /// <summary>Longest document: a whole catalogue.</summary>
    public const int MaxFrameBytes = 16 << 20;

    /// <summary>The format's line in <see cref="FeedFormats.All"/>.</summary>
    public static readonly FeedFormat Format = new(
        "tle",
        "Orbits as two-line elements and OMM (CSV, JSON, XML, KVN)",
        MaxFrameBytes,
        () => new TleFramer(MaxFrameBytes),
        () => new TleDecoder(),
        _ => new TlePrinter(),
        ReadReceiveTime: null);
}
