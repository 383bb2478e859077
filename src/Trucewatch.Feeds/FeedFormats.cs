using System.Collections.Immutable;
using Trucewatch.Feeds.Ais;
using Trucewatch.Feeds.Avr;
using Trucewatch.Feeds.Beast;
using Trucewatch.Feeds.Cot;
using Trucewatch.Feeds.Csv;
using Trucewatch.Feeds.Envelope;
using Trucewatch.Feeds.GeoJson;
using Trucewatch.Feeds.Klv;
using Trucewatch.Feeds.Report;
using Trucewatch.Feeds.Sbs;
using Trucewatch.Feeds.Tak;

namespace Trucewatch.Feeds;

/// <summary>All wire formats, one line each.</summary>
public static class FeedFormats
{
    /// <summary>The table. To add a format, add its folder and its line here.</summary>
    public static readonly ImmutableArray<FeedFormat> All =
    [
        AisFormat.Format,
        AvrFormat.Format,
        BeastFormat.Format,
        CotFormat.Format,
        CsvFormat.Format,
        GeoJsonFormat.Format,
        KlvFormat.Format,
        ReportFormat.Format,
        SbsFormat.Format,
        TakFormat.Format,
    ];

    private static readonly ImmutableArray<FeedFormat> Signed = [.. All.Select(SignedFormat.Of)];

    /// <summary>The format with this id, or null; <c>ais+signed</c> is <c>ais</c> in signed envelopes.</summary>
    public static FeedFormat? Find(string id) => Find(All, id) ?? Find(Signed, id);

    /// <summary>The format inside the envelopes of a signed one; null for one that is not signed.</summary>
    public static FeedFormat? InnerOf(FeedFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return SignedFormat.InnerId(format.Id) is { } id ? Find(All, id) : null;
    }

    private static FeedFormat? Find(ImmutableArray<FeedFormat> formats, string id)
    {
        foreach (var format in formats)
        {
            if (format.Id == id)
            {
                return format;
            }
        }

        return null;
    }
}
