using Trucewatch.Feeds.Framing;

namespace Trucewatch.Feeds.Firms;

/// <summary>Thermal anomalies as NASA FIRMS gives them: comma-separated lines under a header.</summary>
public static class FirmsFormat
{
    /// <summary>Longest line; rows are about 100 bytes.</summary>
    public const int MaxFrameBytes = 512;

    /// <summary>The format's line in <see cref="FeedFormats.All"/>.</summary>
    public static readonly FeedFormat Format = new(
        "firms",
        "Thermal anomalies of NASA FIRMS (MODIS and VIIRS), CSV",
        MaxFrameBytes,
        () => new LineFramer(MaxFrameBytes),
        () => new FirmsDecoder(),
        _ => new FirmsPrinter(),
        ReadReceiveTime: null);
}
