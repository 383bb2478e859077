namespace Trucewatch.Feeds.Cot;

/// <summary>Cursor on Target 2.0, XML.</summary>
internal static class CotFormat
{
    /// <summary>The format's line in the table.</summary>
    public static readonly FeedFormat Format = new(
        "cot",
        "Cursor on Target 2.0 (XML)",
        CotParser.MaxMessageBytes,
        () => new CotFramer(),
        () => new CotDecoder(),
        _ => new CotPrinter(),
        ReadReceiveTime: null);
}
