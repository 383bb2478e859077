using System.Buffers;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Framing;
using Trucewatch.Geo;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Feeds.Stac;

public sealed class StacDecoderTests
{
    private const string CorpusPath = "src/Trucewatch.Feeds/Stac/corpus/stac.txt";
    private const string Head = "{\"type\":\"Feature\",\"stac_version\":\"1.0.0\",\"id\":\"a\",\"geometry\":";
    private const string Tail = ",\"properties\":{\"datetime\":\"2030-06-01T08:30:00Z\"}}";

    [Fact]
    public void Every_document_gives_its_answer() => Golden.Equal(CorpusPath, Answer(Corpus()));

    [Fact]
    public void A_changed_answer_is_seen()
    {
        var planted = Corpus().Replace("Look Optical", "Look Thermal", StringComparison.Ordinal);
        Assert.NotEqual(planted, Answer(planted));
    }

    [Theory]
    [InlineData("docs_example-catalog_landsat-8-l1_2018-05_LC80150322018141LGN00.json", Modality.Optical, 4, 0.04,
        "2018-05-21T15:44:59.000Z", "2018-05-21T15:44:59.000Z")]
    [InlineData("extensions_eo_tests_data-files_eo-sentinel2-item.json", Modality.Optical, 4, double.NaN,
        "2020-06-15T06:06:41.024Z", "2020-06-15T06:06:41.024Z")]
    [InlineData("extensions_grid_tests_data-files_example-sentinel2.json", Modality.Optical, null, 0.882972,
        "2021-09-08T04:27:01.024Z", "2021-09-08T04:27:01.024Z")]
    [InlineData("extensions_projection_tests_data-files_example-landsat8.json", Modality.Optical, 4, double.NaN,
        "2018-10-01T01:08:32.033Z", "2018-10-01T01:08:32.033Z")]
    [InlineData("extensions_raster_tests_data-files_raster-sentinel2-example.json", Modality.Optical, 4, 0.2122,
        "2021-02-21T10:00:17.000Z", "2021-02-21T10:00:17.000Z")]
    [InlineData("extensions_sar_tests_data-files_sentinel-1.json", Modality.ImagingRadar, 4, double.NaN,
        "2018-11-03T23:58:55.121559Z", "2018-11-03T23:59:55.112875Z")]
    [InlineData("extensions_sat_tests_data-files_sentinel-1.json", Modality.ImagingRadar, 4, double.NaN,
        "2015-03-05T05:19:37.923788Z", "2015-03-05T05:20:05.235965Z")]
    public void Real_items_are_looks(
        string file, Modality modality, int? corners, double clouds, string from, string until)
    {
        var look = Assert.Single(Decode(File.ReadAllBytes(RepositoryTree.CorpusFile("stac/" + file))).Looks.ToArray());
        Assert.Equal((modality, from, until), (look.Modality, look.From.ToString(), look.Until.ToString()));
        Assert.Equal(clouds, look.CloudShare, 1e-12);
        Assert.Equal(corners ?? look.Outline.Length, look.Outline.Length);
        Assert.True(look.Outline.Length >= 4);
        Assert.NotEqual(look.Outline[0], look.Outline[^1]);
    }

    [Fact]
    public void A_real_collection_says_nothing()
    {
        var output = Decode(File.ReadAllBytes(
            RepositoryTree.CorpusFile("stac/docs_example-catalog_landsat-8-l1_collection.json")));
        Assert.Equal((0, 0), (output.Count, output.LookCount));
    }

    [Fact]
    public void What_is_written_is_read()
    {
        var to = new ArrayBufferWriter<byte>();
        var (from, until) = (Instant.FromUnixSeconds(1_906_545_600), Instant.FromUnixSeconds(1_906_545_625));
        GeoPoint[] ring = [Point(47, 35), Point(47, 36), Point(48, 36)];
        StacEncoder.Write(to, new StacPicture("x\"1", "y", "C-SAR", from, until, [.. ring], 12.5));
        var look = Assert.Single(Decode(to.WrittenSpan.ToArray()).Looks.ToArray());
        Assert.Equal((Modality.ImagingRadar, 0.125), (look.Modality, look.CloudShare));
        Assert.Equal((from, until), (look.From, look.Until));
        Assert.Equal(ring, look.Outline);
    }

    [Theory]
    [InlineData(StacOutline.MaxPoints, FrameFault.None)]
    [InlineData(StacOutline.MaxPoints + 1, FrameFault.TooMany)]
    public void Points_are_so_many(int count, FrameFault expected)
    {
        var points = Enumerable.Range(0, count - 1).Select(index => $"[{index % 100}.5,{index / 1000 % 80}]")
            .Append("[0.5,0]");
        Assert.Equal(expected, Fault(
            $"{Head}{{\"type\":\"Polygon\",\"coordinates\":[[{string.Join(',', points)}]]}}{Tail}"));
    }

    [Theory]
    [InlineData(StacReader.MaxDepth - 1, FrameFault.None)]
    [InlineData(StacReader.MaxDepth, FrameFault.TooDeep)]
    public void Documents_nest_so_deep(int lists, FrameFault expected) => Assert.Equal(
        expected, Fault($"{Head}null,\"x\":{new string('[', lists)}{new string(']', lists)}{Tail}"));

    [Theory]
    [InlineData(StacReader.MaxAssets, FrameFault.None)]
    [InlineData(StacReader.MaxAssets + 1, FrameFault.TooMany)]
    public void Assets_are_so_many(int count, FrameFault expected)
    {
        var assets = Enumerable.Range(0, count).Select(index => $"\"a{index}\":{{\"href\":\"x\"}}");
        Assert.Equal(expected, Fault($"{Head}null,\"assets\":{{{string.Join(',', assets)}}}{Tail}"));
    }

    [Theory]
    [InlineData(StacReader.MaxTextLength, FrameFault.None)]
    [InlineData(StacReader.MaxTextLength + 1, FrameFault.WrongLength)]
    public void Texts_are_so_long(int length, FrameFault expected)
    {
        var text = new string('x', length);
        Assert.Equal(expected, Fault($"{Head}null,\"collection\":\"{text}\"{Tail}"));
        Assert.Equal(expected, Fault($"{Head}null,\"assets\":{{\"a\":{{\"href\":\"{text}\"}}}}{Tail}"));
    }

    [Theory]
    [InlineData(StacReader.MaxInstruments, FrameFault.None)]
    [InlineData(StacReader.MaxInstruments + 1, FrameFault.TooMany)]
    public void Instruments_are_so_many(int count, FrameFault expected) => Assert.Equal(
        expected,
        Fault(Head + "null" + Tail[..^2] + ",\"instruments\":["
            + string.Join(',', Enumerable.Repeat("\"x\"", count)) + "]}}"));

    [Theory]
    [InlineData(StacReader.MaxItems, 0)]
    [InlineData(StacReader.MaxItems + 1, 1)]
    public void Items_are_so_many(int count, int faults)
    {
        var text = "{\"type\":\"FeatureCollection\",\"features\":["
            + string.Join(',', Enumerable.Repeat(Head + "null" + Tail, count)) + "]}";
        var (items, late) = (new List<StacItem>(), new LateFaults());
        Assert.Equal(
            FrameFault.None,
            StacReader.Read(new FrameView(default, default, Encoding.UTF8.GetBytes(text)), items, late));
        Assert.Equal((StacReader.MaxItems, faults), (items.Count, late.Count));
    }

    /// <summary>Faults, pictures of nothing, files, points, lists and texts, as many as the bytes hold.</summary>
    [Fact]
    public void A_document_costs_no_more_than_64_times_its_bytes()
    {
        const string Collection = "{\"type\":\"FeatureCollection\",\"features\":[";
        const string Ring = "{\"type\":\"Polygon\",\"coordinates\":[[";
        string[] documents =
        [
            Head + "null" + Tail,
            Collection + string.Join(',', Enumerable.Repeat("{}", StacReader.MaxItems)) + "]}",
            Collection + string.Join(',', Enumerable.Repeat(Head + "null" + Tail, StacReader.MaxItems)) + "]}",
            Head + "null,\"assets\":{"
                + string.Join(',', Enumerable.Range(0, 900).Select(index => $"\"{index}\":{{\"href\":\"\"}}")) + "}"
                + Tail,
            Head + Ring + string.Join(',', Enumerable.Range(0, 90_000).Select(index => $"[{index % 9},{index % 7}]"))
                + ",[0,0]]]}" + Tail,
            Head + "null,\"x\":[" + string.Join(',', Enumerable.Repeat('1', 500_000)) + "]" + Tail,
            Head + "null,\"collection\":\"" + new string('x', StacReader.MaxTextLength) + "\"" + Tail,
        ];
        Assert.All(documents, text => MessageCost.Hold(StacFormat.Format, [Encoding.UTF8.GetBytes(text)]));
    }

    private static FrameFault Fault(string text) => new StacDecoder().Decode(
        new FrameView(default, default, Encoding.UTF8.GetBytes(text)), new ObservationBuffer(), new LateFaults());

    private static GeoPoint Point(double lat, double lon) => GeoPoint.FromDegrees(latitudeDeg: lat, longitudeDeg: lon);

    private static ObservationBuffer Decode(byte[] bytes)
    {
        var (output, late) = (new ObservationBuffer(), new LateFaults());
        var frame = Assert.Single(FormatGolden.Frames(StacFormat.Format, bytes));
        Assert.Equal(FrameFault.None, new StacDecoder().Decode(new FrameView(default, default, frame), output, late));
        Assert.Equal(0, late.Count);
        return output;
    }

    [Theory]
    [InlineData(StacFormat.MaxFrameBytes, CutKind.Frame)]
    [InlineData(StacFormat.MaxFrameBytes + 1, CutKind.TooLong)]
    public void A_document_may_be_so_long_and_no_longer(int length, CutKind expected)
    {
        var document = Encoding.ASCII.GetBytes("{".PadRight(length - 1) + "}");
        Assert.Equal(expected, StacFormat.Format.NewFramer().Next(document, final: true).Kind);
    }

    private static string Corpus() => File.ReadAllText(Path.Combine(RepositoryTree.Root, CorpusPath));

    private static string Answer(string corpus) =>
        FormatGolden.Answer(StacFormat.Format, corpus, line => Encoding.UTF8.GetBytes(line + "\n"));
}
