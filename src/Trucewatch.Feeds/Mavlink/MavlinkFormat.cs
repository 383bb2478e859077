namespace Trucewatch.Feeds.Mavlink;

/// <summary>MAVLink 1 and 2, as drones and their ground stations send and log it.</summary>
public static class MavlinkFormat
{
    /// <summary>Longest frame: a log's time of 8 bytes, a header of 10, 255 of content, 2 of checksum, 13 of signature.
    /// </summary>
    public const int MaxFrameBytes = 288;

    /// <summary>The format's line in <see cref="FeedFormats.All"/>.</summary>
    public static readonly FeedFormat Format = new(
        "mavlink",
        "MAVLink 1 and 2, streams and telemetry logs",
        MaxFrameBytes,
        () => new MavlinkFramer(),
        () => new MavlinkDecoder(),
        _ => new MavlinkPrinter(),
        MavlinkPacket.TryReadReceiveTime);
}
