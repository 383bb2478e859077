using System.Buffers;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Framing;
using Trucewatch.Feeds.ModeS;
using Trucewatch.Feeds.Xml;
using Trucewatch.Geo;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Feeds.QuakeMl;

public sealed class QuakeMlDecoderTests
{
    private const string CorpusPath = "src/Trucewatch.Feeds/QuakeMl/corpus/quakeml.txt";

    [Fact]
    public void Every_document_gives_its_answer() => Golden.Equal(CorpusPath, Answer(Corpus()));

    [Fact]
    public void A_changed_answer_is_seen()
    {
        var planted = Corpus().Replace("QuarryBlast size", "Explosion size", StringComparison.Ordinal);
        Assert.NotEqual(planted, Answer(planted));
    }

    /// <summary>
    /// The ellipse of the document has semi-axes of 10 and 6 km, the longer one 80 degrees clockwise from north. By
    /// hand: sin^2 80 = 0.96984631, cos^2 80 = 0.03015369; east 1e8 sin^2 + 3.6e7 cos^2 = 98,070,164; north 1e8 cos^2
    /// + 3.6e7 sin^2 = 37,929,836; both (1e8 - 3.6e7) * 0.17101007 = 10,944,645 square metres.
    /// </summary>
    [Fact]
    public void A_real_origin_is_read()
    {
        var bytes = File.ReadAllBytes(RepositoryTree.CorpusFile("events/quakeml_1.2_origin.xml"));
        var seen = Assert.Single(FeedRun.Decode(QuakeMlFormat.Format, bytes).Observations);
        Assert.Equal("2011-03-11T05:46:24.120Z", seen.At.ToString());
        Assert.Equal(GeoPoint.FromDegrees(latitudeDeg: 38.297, longitudeDeg: 142.373), seen.Position);
        Assert.Equal(98_070_164, seen.PositionError.EastM2, 1.0);
        Assert.Equal(37_929_836, seen.PositionError.NorthM2, 1.0);
        Assert.Equal(10_944_645, seen.PositionError.EastNorthM2, 1.0);
        Assert.Equal((-29.0, HeightReference.SeaLevel), (seen.HeightM, seen.HeightReference));
        Assert.Equal((EventClass.SeismoAcoustic, false), (seen.Event.Class, seen.HasAssumedError));
        Assert.True(float.IsNaN(seen.Event.Size) && double.IsNaN(seen.HeightSigmaM));
    }

    [Theory]
    [InlineData(68.268949213708590, 1)]
    [InlineData(95, 1.959963984540054)]
    [InlineData(99.73002039367398, 3)]
    [InlineData(double.NaN, 1)]
    [InlineData(0, 1)]
    [InlineData(100, 1)]
    public void Levels_on_a_line(double percent, double expected) =>
        Assert.Equal(expected, Confidence.OnLine(percent), 1e-9);

    [Theory]
    [InlineData(39.346934028736655, 1)]
    [InlineData(90, 2.145966026289347)]
    [InlineData(double.NaN, 1)]
    public void Levels_in_the_plane(double percent, double expected) =>
        Assert.Equal(expected, Confidence.InPlane(percent), 1e-9);

    [Theory]
    [InlineData("earthquake", EventClass.Earthquake, ScreeningReasons.None)]
    [InlineData("mining explosion", EventClass.QuarryBlast, ScreeningReasons.Quarry)]
    [InlineData("nuclear explosion", EventClass.Explosion, ScreeningReasons.None)]
    [InlineData("sonic boom", EventClass.SeismoAcoustic, ScreeningReasons.None)]
    [InlineData("volcanic eruption", EventClass.SeismoAcoustic, ScreeningReasons.Volcano)]
    public void What_is_written_is_read(string type, EventClass expected, ScreeningReasons reasons)
    {
        var to = new ArrayBufferWriter<byte>();
        var place = GeoPoint.FromDegrees(latitudeDeg: -7.125, longitudeDeg: 135.25);
        var at = Instant.FromUnixSeconds(1_906_545_600);
        QuakeMlEncoder.Write(to, new QuakeMlEvent("smi:<x>", type, at, place, 1200, 2.5, 3000, 1000, 90));
        var seen = Assert.Single(FeedRun.Decode(QuakeMlFormat.Format, to.WrittenSpan.ToArray()).Observations);
        Assert.Equal((expected, reasons, 2.5f), (seen.Event.Class, seen.Event.Reasons, seen.Event.Size));
        Assert.Equal((place, at, -1200.0), (seen.Position, seen.At, seen.HeightM));
        Assert.Equal((9e6, 1e6), (Math.Round(seen.PositionError.EastM2), Math.Round(seen.PositionError.NorthM2)));
    }

    [Theory]
    [InlineData(QuakeMlReader.MaxEvents, 0)]
    [InlineData(QuakeMlReader.MaxEvents + 1, 1)]
    public void Events_are_so_many(int count, int faults)
    {
        var text = "<quakeml><eventParameters xmlns='http://quakeml.org/xmlns/bed/1.2'>"
            + string.Concat(Enumerable.Repeat("<event/>", count)) + "</eventParameters></quakeml>";
        var (events, late) = (new List<SeismicEvent>(), new LateFaults());
        var frame = new FrameView(default, default, Encoding.UTF8.GetBytes(text));
        Assert.Equal(FrameFault.None, QuakeMlReader.Read(frame, events, late));
        Assert.Equal((QuakeMlReader.MaxEvents, faults), (events.Count, late.Count));
    }

    /// <summary>Events, elements, attributes and texts, as many as the bytes hold.</summary>
    [Fact]
    public void A_document_costs_no_more_than_64_times_its_bytes()
    {
        const string Head = "<quakeml><eventParameters xmlns='http://quakeml.org/xmlns/bed/1.2'>";
        const string Tail = "</eventParameters></quakeml>";
        string[] contents =
        [
            "",
            string.Concat(Enumerable.Repeat("<event/>", QuakeMlReader.MaxEvents)),
            string.Concat(Enumerable.Repeat("<event><origin/></event>", QuakeMlReader.MaxEvents)),
            string.Concat(Enumerable.Repeat("<a/>", XmlNode.MaxElements - 2)),
            string.Concat(Enumerable.Repeat("<a>x</a>", XmlNode.MaxElements - 2)),
            string.Concat(Enumerable.Repeat("<a b=''/>", XmlNode.MaxElements - 2)),
            string.Concat(Enumerable.Range(0, 60_000).Select(index => $"<a{index}/>")),
            $"<event><type>{new string('x', XmlNode.MaxTextLength)}</type></event>",
        ];
        Assert.All(
            contents, text => MessageCost.Hold(QuakeMlFormat.Format, [Encoding.UTF8.GetBytes(Head + text + Tail)]));
    }

    [Theory]
    [InlineData(QuakeMlFormat.MaxFrameBytes, CutKind.Frame)]
    [InlineData(QuakeMlFormat.MaxFrameBytes + 1, CutKind.TooLong)]
    public void A_document_may_be_so_long_and_no_longer(int length, CutKind expected)
    {
        var document = Encoding.ASCII.GetBytes("<quakeml>".PadRight(length - 10) + "</quakeml>");
        Assert.Equal(expected, QuakeMlFormat.Format.NewFramer().Next(document, final: true).Kind);
    }

    private static string Corpus() => File.ReadAllText(Path.Combine(RepositoryTree.Root, CorpusPath));

    private static string Answer(string corpus) =>
        FormatGolden.Answer(QuakeMlFormat.Format, corpus, line => Encoding.UTF8.GetBytes(line + "\n"));
}
