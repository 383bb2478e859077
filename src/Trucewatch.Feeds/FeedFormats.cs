using System.Collections.Immutable;
using Trucewatch.Feeds.Ais;
using Trucewatch.Feeds.Asterix;
using Trucewatch.Feeds.Avr;
using Trucewatch.Feeds.Beast;
using Trucewatch.Feeds.Cot;
using Trucewatch.Feeds.Csv;
using Trucewatch.Feeds.Envelope;
using Trucewatch.Feeds.Firms;
using Trucewatch.Feeds.GeoJson;
using Trucewatch.Feeds.Gmti;
using Trucewatch.Feeds.Klv;
using Trucewatch.Feeds.Mavlink;
using Trucewatch.Feeds.Odid;
using Trucewatch.Feeds.QuakeMl;
using Trucewatch.Feeds.Report;
using Trucewatch.Feeds.Sbs;
using Trucewatch.Feeds.Stac;
using Trucewatch.Feeds.Tak;
using Trucewatch.Feeds.Tle;

namespace Trucewatch.Feeds;

/// <summary>All wire formats, one line each.</summary>
public static class FeedFormats
{
    /// <summary>The table. To add a format, add its folder and its line here.</summary>
    public static readonly ImmutableArray<FeedFormat> All =
    [
        AisFormat.Format,
        AsterixFormat.Format,
        AvrFormat.Format,
        BeastFormat.Format,
        CotFormat.Format,
        CsvFormat.Format,
        FirmsFormat.Format,
        GeoJsonFormat.Format,
        GmtiFormat.Format,
        KlvFormat.Format,
        MavlinkFormat.Format,
        OdidFormat.Format,
        QuakeMlFormat.Format,
        ReportFormat.Format,
        SbsFormat.Format,
        StacFormat.Format,
        TakFormat.Format,
        TleFormat.Format,
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
