using Trucewatch.Feeds.Framing;
using Trucewatch.Feeds.Profiles;
using Trucewatch.Feeds.Report;

namespace Trucewatch.Feeds.Csv;

/// <summary>Tables as text, one row a line, read as a profile says.</summary>
public static class CsvFormat
{
    /// <summary>Longest line in bytes.</summary>
    public const int MaxFrameBytes = 64 * 1024;

    /// <summary>The format's line in <see cref="FeedFormats.All"/>.</summary>
    public static readonly FeedFormat Format = new(
        "csv",
        "Tables as text (RFC 4180), read as a profile says",
        MaxFrameBytes,
        () => new LineFramer(MaxFrameBytes),
        () => new SenderDecoder(reports => new CsvDecoder(reports)),
        _ => new ProfilePrinter(new CsvDecoder(new ReportDecoder())),
        ReadReceiveTime: null,
        IsMapped: true);
}
