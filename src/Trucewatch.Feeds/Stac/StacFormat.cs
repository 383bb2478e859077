using Trucewatch.Feeds.GeoJson;

namespace Trucewatch.Feeds.Stac;

/// <summary>Pictures of the ground, taken from space or the air, as items of a SpatioTemporal Asset Catalog.</summary>
public static class StacFormat
{
    /// <summary>Longest document, as of other GeoJSON.</summary>
    public const int MaxFrameBytes = GeoJsonFormat.MaxFrameBytes;

    /// <summary>The format's line in <see cref="FeedFormats.All"/>.</summary>
    public static readonly FeedFormat Format = new(
        "stac",
        "Pictures as STAC items and item collections (1.0 and 1.1)",
        MaxFrameBytes,
        () => new GeoJsonFramer(MaxFrameBytes),
        () => new StacDecoder(),
        _ => new StacPrinter(),
        ReadReceiveTime: null);
}
