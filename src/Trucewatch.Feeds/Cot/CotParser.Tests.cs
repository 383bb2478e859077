using System.Buffers;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds.Cot;
using Trucewatch.Fuzz;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Feeds.Cot;

public sealed class CotParserTests
{
    private const string Head = "<event version=\"2.0\" uid=\"u\" type=\"a-n-G\" how=\"m-g\""
        + " time=\"2026-05-04T06:00:00Z\" start=\"2026-05-04T06:00:00Z\" stale=\"2026-05-04T06:01:00Z\"";

    private const string Point = "<point lat=\"1\" lon=\"2\" hae=\"3\" ce=\"4\" le=\"5\"/>";

    [Fact]
    public void The_corpus_is_read_as_accepted_and_as_System_Xml_reads_it()
    {
        const string Corpus = "src/Trucewatch.Feeds/Cot/corpus/events.txt";
        var lines = File.ReadAllLines(Path.Combine(RepositoryTree.Root, Corpus));
        var rewritten = new List<string>();
        foreach (var line in lines.Where(line => line.Length > 0 && line[0] is '#' or '<'))
        {
            rewritten.Add(line);
            if (line[0] == '<')
            {
                var xml = Encoding.UTF8.GetBytes(line);
                rewritten.Add(Printed(xml));
                var fault = CotParser.Read(xml, out var message);
                Assert.True(fault != FrameFault.None || CotOracle.Difference(message, xml) is null, line);
            }
        }

        Golden.Equal(Corpus, string.Join('\n', rewritten) + "\n");
        Assert.Equal(11, rewritten.Count(line => line[0] == '{'));
    }

    [Fact]
    public void Real_events_are_read_as_System_Xml_reads_them()
    {
        var folder = Path.Combine(RepositoryTree.Corpora, "formats/cot");
        Assert.SkipUnless(Directory.Exists(folder), $"corpus folder {folder} is absent");
        var files = Directory.GetFiles(folder, "*.xml").Order(StringComparer.Ordinal).ToList();
        Assert.Equal(13, files.Count);
        foreach (var file in files)
        {
            var xml = File.ReadAllBytes(file).AsSpan().TrimEnd("\r\n "u8);
            Assert.Equal((file, FrameFault.None), (file, CotParser.Read(xml, out var message)));
            Assert.Equal((file, null), (file, CotOracle.Difference(message, xml)));
            Assert.StartsWith("{\"uid\":", Printed(xml), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_oracle_notices_a_wrong_value()
    {
        var xml = Encoding.UTF8.GetBytes(Head + ">" + Point + "</event>");
        Assert.Equal(FrameFault.None, CotParser.Read(xml, out var message));
        message.LatitudeDeg = 1.0000001;
        Assert.Equal("lat: expected 1, got 1.0000001", CotOracle.Difference(message, xml));
    }

    [Theory]
    [InlineData(" x=\"&#x10FFFF;\"", FrameFault.None)]
    [InlineData(" x=\"&#x110000;\"", FrameFault.BadEncoding)]
    [InlineData(" x=\"&#xD800;\"", FrameFault.BadEncoding)]
    [InlineData(" x=\"&#0;\"", FrameFault.BadEncoding)]
    [InlineData(" x=\"&#xFFFE;\"", FrameFault.BadEncoding)]
    [InlineData(" x=\"\uFFFE\"", FrameFault.BadEncoding)]
    [InlineData(" x=\"\u0001\"", FrameFault.BadEncoding)]
    [InlineData(" x=\"\uFFFD\"", FrameFault.None)]
    [InlineData(" x=\"&#99999999999999;\"", FrameFault.BadSyntax)]
    [InlineData(" x=\"&#;\"", FrameFault.Forbidden)]
    [InlineData(" x=\"&;\"", FrameFault.Forbidden)]
    [InlineData(" x=\"&nbsp;\"", FrameFault.Forbidden)]
    [InlineData(" x=\"& \"", FrameFault.BadSyntax)]
    [InlineData(" x=\"<\"", FrameFault.BadSyntax)]
    [InlineData(" x=\"1\"y=\"2\"", FrameFault.BadSyntax)]
    [InlineData(" x=1", FrameFault.BadSyntax)]
    [InlineData(" x", FrameFault.BadSyntax)]
    [InlineData(" x = '1' ", FrameFault.None)]
    [InlineData(" x='1' x='1'", FrameFault.DuplicateMember)]
    [InlineData(" xmlns='http://example.org/' xmlns:q='http://example.org/'", FrameFault.None)]
    [InlineData(" xmlns:xml='http://example.org/'", FrameFault.BadSyntax)]
    [InlineData(" xmlns:q=''", FrameFault.Forbidden)]
    [InlineData(" q:x='1'", FrameFault.BadSyntax)]
    [InlineData(" xml:lang='en'", FrameFault.BadSyntax)]
    public void Attributes_follow_the_subset(string attribute, FrameFault expected) =>
        Assert.Equal(expected, Read(Head + attribute + ">" + Point + "</event>"));

    [Theory]
    [InlineData("", FrameFault.MissingMember)]
    [InlineData(Point + "text &amp; text", FrameFault.None)]
    [InlineData(Point + "]]>", FrameFault.BadSyntax)]
    [InlineData(Point + "<![CDATA[x]]>", FrameFault.None)]
    [InlineData(Point + "<![CDATA[x", FrameFault.Truncated)]
    [InlineData(Point + "<!-- a -- b -->", FrameFault.BadSyntax)]
    [InlineData(Point + "<!-- a --->", FrameFault.BadSyntax)]
    [InlineData(Point + "<!-- a - -->", FrameFault.None)]
    [InlineData(Point + "<!ELEMENT x>", FrameFault.Forbidden)]
    [InlineData(Point + "<?x?>", FrameFault.Forbidden)]
    [InlineData(Point + "<?xml version=\"1.0\"?>", FrameFault.Forbidden)]
    [InlineData(Point + "<a></b>", FrameFault.BadSyntax)]
    [InlineData(Point + "<a><b></a></b>", FrameFault.BadSyntax)]
    [InlineData(Point + "<1/>", FrameFault.BadSyntax)]
    [InlineData(Point + "<a:b/>", FrameFault.BadSyntax)]
    [InlineData(Point + "< a/>", FrameFault.BadSyntax)]
    [InlineData(Point + "<a / >", FrameFault.BadSyntax)]
    [InlineData(Point + "</ a>", FrameFault.BadSyntax)]
    [InlineData(Point + "<detail/><detail/>", FrameFault.DuplicateMember)]
    [InlineData(Point + "<detail><track course='NaN' speed='-1.0'/></detail>", FrameFault.None)]
    [InlineData(Point + "<detail><track course='1'/><track course='1'/></detail>", FrameFault.DuplicateMember)]
    [InlineData(Point + "<detail><track course='-2'/></detail>", FrameFault.OutOfRange)]
    [InlineData(Point + "<detail><track speed='20001'/></detail>", FrameFault.OutOfRange)]
    [InlineData(Point + "<detail><track speed='fast'/></detail>", FrameFault.BadSyntax)]
    [InlineData(Point + "<detail><x><track speed='fast'/></x></detail>", FrameFault.None)]
    [InlineData(Point + "<detail><status battery='1'/><status battery='2'/></detail>", FrameFault.None)]
    [InlineData(Point + "<detail><link point='far'/></detail>", FrameFault.None)]
    [InlineData("<point lat='1' lon='2' hae='3' ce='-4' le='5'/>", FrameFault.OutOfRange)]
    [InlineData("<point lat='1' lon='2' hae='nan' ce='NaN' le='NAN'/>", FrameFault.None)]
    [InlineData("<point lat='1' lon='2' hae='9999999' ce='9999999.0' le='99999999'/>", FrameFault.None)]
    [InlineData("<point lat='.5' lon='2.' hae='-0' ce='+4' le='1e2'/>", FrameFault.None)]
    [InlineData("<point lat='.' lon='2' hae='3' ce='4' le='5'/>", FrameFault.BadSyntax)]
    [InlineData("<point lat='-' lon='2' hae='3' ce='4' le='5'/>", FrameFault.BadSyntax)]
    [InlineData("<point lat='1.2.3' lon='2' hae='3' ce='4' le='5'/>", FrameFault.BadSyntax)]
    [InlineData("<point lat='1' lon='2' hae='3' ce='4'/>", FrameFault.MissingMember)]
    [InlineData("<point lat=' 1' lon='2' hae='3' ce='4' le='5'/>", FrameFault.BadSyntax)]
    [InlineData("<point lat='1' lon='180.1' hae='3' ce='4' le='5'/>", FrameFault.OutOfRange)]
    [InlineData("<point lat='1' lon='2' hae='Infinity' ce='4' le='5'/>", FrameFault.BadSyntax)]
    [InlineData("<point lat='1' lon='2' hae='1e999' ce='4' le='5'/>", FrameFault.NotFinite)]
    public void Content_follows_the_subset(string content, FrameFault expected) =>
        Assert.Equal(expected, Read(Head + ">" + content + "</event>"));

    [Theory]
    [InlineData("<link point='1,2'/><link point=' 1 , 2 , NaN '/>", FrameFault.None)]
    [InlineData("<link point='1'/>", FrameFault.BadSyntax)]
    [InlineData("<link point=''/>", FrameFault.BadSyntax)]
    [InlineData("<link point='1,2,3,4'/>", FrameFault.BadSyntax)]
    [InlineData("<link point='1,180.1'/>", FrameFault.OutOfRange)]
    [InlineData("<link/>", FrameFault.None)]
    [InlineData("<x><link point='1'/></x>", FrameFault.None)]
    [InlineData("<shape><ellipse major='1' minor='2'/></shape>", FrameFault.None)]
    [InlineData("<shape><ellipse major='1'/></shape>", FrameFault.MissingMember)]
    [InlineData("<shape><ellipse major='-1' minor='2'/></shape>", FrameFault.OutOfRange)]
    [InlineData("<shape><ellipse major='1' minor='2' angle='361'/></shape>", FrameFault.OutOfRange)]
    [InlineData("<shape><ellipse major='1' minor='2' angle=''/></shape>", FrameFault.BadSyntax)]
    [InlineData("<ellipse major='far' minor='2'/>", FrameFault.None)]
    [InlineData("<shape><polyline><vertex lat='1' lon='2'/></polyline></shape>", FrameFault.None)]
    [InlineData("<shape><polyline><vertex lat='1'/></polyline></shape>", FrameFault.MissingMember)]
    [InlineData("<shape><polyline><vertex lat='91' lon='2'/></polyline></shape>", FrameFault.OutOfRange)]
    [InlineData("<shape><vertex lat='91' lon='2'/></shape>", FrameFault.None)]
    public void Drawings_are_strict(string detail, FrameFault expected) =>
        Assert.Equal(expected, Read(
            Head.Replace("a-n-G", "u-d-f", StringComparison.Ordinal) + $">{Point}<detail>{detail}</detail></event>"));

    [Theory]
    [InlineData("", FrameFault.Empty)]
    [InlineData(" ", FrameFault.Truncated)]
    [InlineData("text", FrameFault.BadSyntax)]
    [InlineData("\u00BF", FrameFault.BadSyntax)]
    [InlineData("<", FrameFault.Truncated)]
    [InlineData("<event", FrameFault.Truncated)]
    [InlineData("<event version='2.0'/>", FrameFault.MissingMember)]
    [InlineData("<other/>", FrameFault.UnknownMember)]
    [InlineData("<?xml version='1.1'?>", FrameFault.UnsupportedType)]
    [InlineData("<?xml version='1.0' encoding='latin1'?>", FrameFault.BadEncoding)]
    [InlineData("<?xml encoding='utf-8'?>", FrameFault.BadSyntax)]
    [InlineData("<?xml version='1.0'", FrameFault.Truncated)]
    [InlineData(Head + ">" + Point + "</event> <!-- after -->\n", FrameFault.None)]
    [InlineData(Head + ">" + Point + "</event>x", FrameFault.BadSyntax)]
    [InlineData(Head + ">" + Point + "</event><a/>", FrameFault.BadSyntax)]
    [InlineData(Head + ">" + Point + "</event></event>", FrameFault.BadSyntax)]
    [InlineData(Head + ">" + Point, FrameFault.Truncated)]
    [InlineData(" <?xml version='1.0'?>" + Head + ">" + Point + "</event>", FrameFault.Forbidden)]
    public void Documents_follow_the_subset(string document, FrameFault expected) =>
        Assert.Equal(expected, Read(document));

    [Fact]
    public void Bytes_that_are_not_UTF8_and_other_formats_are_faults()
    {
        Assert.Equal(FrameFault.BadEncoding, CotParser.Read([(byte)'<', 0xFF], out _));
        Assert.Equal(FrameFault.BadEncoding, CotParser.Read([(byte)'<', 0xC0, 0x80], out _));
        Assert.Equal(FrameFault.UnsupportedType, CotParser.Read([0xBF, 0x01, 0xBF], out _));
    }

    [Fact]
    public void Limits_hold_at_the_limit_and_not_one_further()
    {
        AtAndBeyond(XmlScanner.MaxDepth - 1, FrameFault.TooDeep, n =>
            Head + ">" + Point + Repeat("<a>", n) + Repeat("</a>", n) + "</event>");
        AtAndBeyond(XmlScanner.MaxAttributeValueBytes, FrameFault.WrongLength, n =>
            Head + " x='" + Repeat("v", n) + "'>" + Point + "</event>");
        AtAndBeyond(XmlScanner.MaxAttributes, FrameFault.TooMany, n =>
            Head + ">" + Point + "<a"
            + string.Concat(Enumerable.Range(0, n).Select(i => FormattableString.Invariant($" a{i}=''")))
            + "/></event>");
        AtAndBeyond(XmlScanner.MaxNameBytes, FrameFault.BadSyntax, n =>
            Head + ">" + Point + "<" + Repeat("n", n) + "/></event>");
        AtAndBeyond(CotParser.MaxUidBytes, FrameFault.WrongLength, n =>
            Head.Replace("\"u\"", $"\"{Repeat("u", n)}\"", StringComparison.Ordinal) + ">" + Point + "</event>");
        AtAndBeyond(CotParser.MaxTypeBytes, FrameFault.WrongLength, n =>
            Head.Replace("a-n-G", Repeat("a", n), StringComparison.Ordinal) + ">" + Point + "</event>");
        AtAndBeyond(CotDetail.MaxNameBytes, FrameFault.WrongLength, n =>
            Head + ">" + Point + $"<detail><contact callsign='{Repeat("c", n)}'/></detail></event>");
        AtAndBeyond(CotNumbers.MaxBytes, FrameFault.BadSyntax, n =>
            Head + ">" + Point.Replace("\"3\"", $"\"{Repeat("0", n)}\"", StringComparison.Ordinal) + "</event>");
        foreach (var type in new[] { "b-t-f", "b-a-g" })
        {
            AtAndBeyond(CotDetail.MaxReportBytes, FrameFault.WrongLength, n =>
                Head.Replace("a-n-G", type, StringComparison.Ordinal)
                + $">{Point}<detail><remarks>{Repeat("r", n)}</remarks></detail></event>");
        }

        foreach (var name in new[]
        {
            "<__chat chatroom='~'/>", "<__chat senderCallsign='~'/>", "<emergency type='~'/>",
            "<emergency>~</emergency>",
        })
        {
            AtAndBeyond(CotDetail.MaxNameBytes, FrameFault.WrongLength, n =>
                Head + ">" + Point + "<detail>" + name.Replace("~", Repeat("c", n), StringComparison.Ordinal)
                + "</detail></event>");
        }

        var rest = (Head + ">" + Point + "</event>").Length;
        AtAndBeyond(CotParser.MaxMessageBytes, FrameFault.TooLong, n =>
            Head + ">" + Point + Repeat(" ", n - rest) + "</event>");
    }

    [Fact]
    public void A_message_costs_no_more_than_64_times_its_bytes()
    {
        var folder = Path.Combine(RepositoryTree.Corpora, "formats/cot");
        var real = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.xml").Select(File.ReadAllText) : [];
        var line = Head.Replace("a-n-G", "u-d-f", StringComparison.Ordinal) + ">" + Point + "<detail>";
        string[] made =
        [
            Head + ">" + Point + "</event>",
            line + Repeat("<link point='1,1'/>", 13_000) + "</detail></event>",
            Head + ">" + Point + "<detail><remarks>" + Repeat("&#1000;", 35_000) + "</remarks></detail></event>",
            Head + ">" + Point + "<detail>" + Repeat("<a/>", 60_000) + "</detail></event>",
        ];
        foreach (var xml in real.Concat(made).Select(Encoding.UTF8.GetBytes))
        {
            var frame = new FrameView(default, default, xml.AsSpan().TrimEnd("\r\n "u8));
            var before = GC.GetAllocatedBytesForCurrentThread();
            var buffer = new Domain.Observations.ObservationBuffer();
            var room = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(FrameFault.None, new CotDecoder().Decode(frame, buffer, new LateFaults()));
            var lines = new ArrayBufferWriter<byte>();
            Assert.Equal(FrameFault.None, new CotPrinter().Print(frame, lines, new LateFaults()));
            var spent = GC.GetAllocatedBytesForCurrentThread() - before - room;
            Assert.InRange(spent, 0, (64 * xml.Length) + AllocationNoise.Bytes);
        }
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        var xml = Encoding.UTF8.GetBytes(Head + ">" + Point + "<detail><remarks>r</remarks></detail></event>");
        for (var i = 0; i < 100; i++)
        {
            CotParser.Read(xml, out _);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            CotParser.Read(xml, out _);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Tests.House.AllocationNoise.Bytes);
    }

    private static void AtAndBeyond(int limit, FrameFault beyond, Func<int, string> document)
    {
        Assert.Equal(FrameFault.None, Read(document(limit)));
        Assert.Equal(beyond, Read(document(limit + 1)));
    }

    private static string Repeat(string piece, int times) => string.Concat(Enumerable.Repeat(piece, times));

    private static FrameFault Read(string document)
    {
        var xml = Encoding.UTF8.GetBytes(document);
        var fault = CotParser.Read(xml, out var message);
        Assert.Null(fault == FrameFault.None ? CotOracle.Difference(message, xml) : null);
        return fault;
    }

    private static string Printed(ReadOnlySpan<byte> xml)
    {
        var lines = new ArrayBufferWriter<byte>();
        var fault = new CotPrinter().Print(new FrameView(default, default, xml), lines, new LateFaults());
        return fault == FrameFault.None
            ? Encoding.UTF8.GetString(lines.WrittenSpan).TrimEnd('\n')
            : "! " + fault;
    }
}
