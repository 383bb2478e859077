using Trucewatch.Feeds.ModeS;

namespace Trucewatch.Feeds.Beast;

/// <summary>Mode S in the binary form of the Mode-S Beast, which dump1090 and readsb serve on port 30005.</summary>
public static class BeastFormat
{
    /// <summary>
    /// Longest frame: escape, type, and 21 bytes of which each may be doubled are 44; frames of types that are not read
    /// are a little longer.
    /// </summary>
    public const int MaxFrameBytes = 64;

    /// <summary>The format's line in <see cref="FeedFormats.All"/>.</summary>
    public static readonly FeedFormat Format = new(
        "beast",
        "Mode S and ADS-B in Mode-S Beast frames (ICAO Annex 10, RTCA DO-260B)",
        MaxFrameBytes,
        () => new BeastFramer(),
        () => new BeastDecoder(ModeSSettings.Default),
        options => new BeastPrinter(options, ModeSSettings.Default),
        ReadReceiveTime: null);
}
