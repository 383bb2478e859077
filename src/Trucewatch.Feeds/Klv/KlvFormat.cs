namespace Trucewatch.Feeds.Klv;

/// <summary>MISB ST 0601 and ST 0903 sets, as they stand or inside an MPEG transport stream.</summary>
internal static class KlvFormat
{
    /// <summary>The format's line in the table.</summary>
    public static readonly FeedFormat Format = new(
        "klv",
        "drone metadata: MISB ST 0601 and ST 0903 as KLV, raw or in an MPEG transport stream",
        KlvFrame.MaxBytes,
        () => new KlvFramer(),
        () => new KlvDecoder(),
        options => new KlvPrinter(options),
        ReadReceiveTime: null);
}
