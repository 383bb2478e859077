using Trucewatch.Feeds.Framing;
using Trucewatch.Feeds.ModeS;

namespace Trucewatch.Feeds.Avr;

/// <summary>Mode S in hexadecimal, one message a line, as receivers and logs write it.</summary>
public static class AvrFormat
{
    /// <summary>Longest line: a log's time, address and message with its other columns.</summary>
    public const int MaxFrameBytes = 256;

    /// <summary>The format's line in <see cref="FeedFormats.All"/>.</summary>
    public static readonly FeedFormat Format = new(
        "avr",
        "Mode S and ADS-B in AVR hexadecimal lines (ICAO Annex 10, RTCA DO-260B)",
        MaxFrameBytes,
        () => new LineFramer(MaxFrameBytes),
        () => new AvrDecoder(ModeSSettings.Default),
        options => new AvrPrinter(options, ModeSSettings.Default),
        AvrLine.TryReadReceiveTime);
}
