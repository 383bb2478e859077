using Trucewatch.Feeds.Profiles;
using Trucewatch.Feeds.Report;

namespace Trucewatch.Feeds.GeoJson;

/// <summary>GeoJSON features, read as a profile says.</summary>
public static class GeoJsonFormat
{
    /// <summary>Longest document in bytes.</summary>
    public const int MaxFrameBytes = 16 * 1024 * 1024;

    /// <summary>The format's line in <see cref="FeedFormats.All"/>.</summary>
    public static readonly FeedFormat Format = new(
        "geojson",
        "GeoJSON features (RFC 7946, RFC 8142), read as a profile says",
        MaxFrameBytes,
        () => new GeoJsonFramer(),
        () => new SenderDecoder(reports => new GeoJsonDecoder(reports)),
        _ => new ProfilePrinter(new GeoJsonDecoder(new ReportDecoder())),
        ReadReceiveTime: null,
        IsMapped: true);
}
