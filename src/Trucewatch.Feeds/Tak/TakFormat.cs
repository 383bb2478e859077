namespace Trucewatch.Feeds.Tak;

/// <summary>TAK protocol version 1: Cursor on Target events as protobuf.</summary>
internal static class TakFormat
{
    /// <summary>The format's line in the table.</summary>
    public static readonly FeedFormat Format = new(
        "tak",
        "TAK protocol 1 (Cursor on Target as protobuf)",
        TakFrame.MaxBytes,
        () => new TakFramer(),
        () => new TakDecoder(),
        _ => new TakPrinter(),
        ReadReceiveTime: null);
}
