namespace Trucewatch.Feeds.Asterix;

/// <summary>Surveillance data as EUROCONTROL's ASTERIX: plots of radars, tracks, ADS-B.</summary>
public static class AsterixFormat
{
    /// <summary>Longest data block: what its length can say.</summary>
    public const int MaxFrameBytes = 65_535;

    /// <summary>The format's line in <see cref="FeedFormats.All"/>.</summary>
    public static readonly FeedFormat Format = new(
        "asterix",
        "Surveillance data, ASTERIX categories 21, 34, 48, 62 and 65",
        MaxFrameBytes,
        () => new AsterixFramer(),
        () => new AsterixDecoder(),
        _ => new AsterixPrinter(),
        ReadReceiveTime: null);
}
