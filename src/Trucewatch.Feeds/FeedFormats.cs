using System.Collections.Immutable;
using Trucewatch.Feeds.Ais;
using Trucewatch.Feeds.Avr;
using Trucewatch.Feeds.Beast;
using Trucewatch.Feeds.Cot;
using Trucewatch.Feeds.Csv;
using Trucewatch.Feeds.GeoJson;
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
        ReportFormat.Format,
        SbsFormat.Format,
        TakFormat.Format,
    ];

    /// <summary>The format with this id, or null.</summary>
    public static FeedFormat? Find(string id) => All.FirstOrDefault(format => format.Id == id);
}
