using System.Buffers;
using System.Text;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Ais;
using Trucewatch.Feeds.Asterix;
using Trucewatch.Feeds.Avr;
using Trucewatch.Feeds.Beast;
using Trucewatch.Feeds.Cot;
using Trucewatch.Feeds.Csv;
using Trucewatch.Feeds.Envelope;
using Trucewatch.Feeds.Firms;
using Trucewatch.Feeds.Framing;
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
using Trucewatch.Geo;

namespace Trucewatch.Fuzz;

/// <summary>All targets, one line each.</summary>
internal static class FuzzTargets
{
    /// <summary>The table. To fuzz a decoder or parser, add its line here.</summary>
    public static readonly IReadOnlyList<FuzzTarget> All =
    [
        new("cot", MustFail: false, CotSeeds(), CotWords, Cot),
        new("cot-framer", MustFail: false, CotSeeds(), CotWords, input => Framing(CotFormat.Format, input)),
        new("quakeml", MustFail: false, SkyFuzz.QuakeMlSeeds, SkyFuzz.QuakeMlWords,
            input => SkyFuzz.Run(QuakeMlFormat.Format, input)),
        new("quakeml-framer", MustFail: false, SkyFuzz.QuakeMlSeeds, SkyFuzz.QuakeMlWords,
            input => Framing(QuakeMlFormat.Format, input)),
        new("report", MustFail: false, ReportSeeds(), ReportWords, Report),
        new("report-framer", MustFail: false, ReportSeeds(), ReportWords, input => Framing(ReportFormat.Format, input)),
        new("ais", MustFail: false, AisSeeds(), AisWords, Ais),
        new("ais-framer", MustFail: false, AisSeeds(), AisWords, input => Framing(AisFormat.Format, input)),
        new("asterix", MustFail: false, SkyFuzz.AsterixSeeds, SkyFuzz.AsterixWords,
            input => SkyFuzz.Run(AsterixFormat.Format, input)),
        new("asterix-framer", MustFail: false, SkyFuzz.AsterixSeeds, SkyFuzz.AsterixWords,
            input => Framing(AsterixFormat.Format, input)),
        new("avr", MustFail: false, ModeSFuzz.AvrSeeds, ModeSFuzz.AvrWords, ModeSFuzz.Avr),
        new("avr-framer", MustFail: false, ModeSFuzz.AvrSeeds, ModeSFuzz.AvrWords,
            input => Framing(AvrFormat.Format, input)),
        new("beast", MustFail: false, ModeSFuzz.BeastSeeds, ModeSFuzz.BeastWords, ModeSFuzz.Beast),
        new("beast-framer", MustFail: false, ModeSFuzz.BeastSeeds, ModeSFuzz.BeastWords,
            input => Framing(BeastFormat.Format, input)),
        new("sbs", MustFail: false, ModeSFuzz.SbsSeeds, ModeSFuzz.SbsWords, ModeSFuzz.Sbs),
        new("sbs-framer", MustFail: false, ModeSFuzz.SbsSeeds, ModeSFuzz.SbsWords,
            input => Framing(SbsFormat.Format, input)),
        new("stac", MustFail: false, SkyFuzz.StacSeeds, SkyFuzz.StacWords,
            input => SkyFuzz.Run(StacFormat.Format, input)),
        new("stac-framer", MustFail: false, SkyFuzz.StacSeeds, SkyFuzz.StacWords,
            input => Framing(StacFormat.Format, input)),
        new("tak", MustFail: false, TakFuzz.Seeds, TakFuzz.Words, TakFuzz.Run),
        new("tak-framer", MustFail: false, TakFuzz.Seeds, TakFuzz.Words, input => Framing(TakFormat.Format, input)),
        new("tle", MustFail: false, SkyFuzz.TleSeeds, SkyFuzz.TleWords, SkyFuzz.Tle),
        new("tle-framer", MustFail: false, SkyFuzz.TleSeeds, SkyFuzz.TleWords,
            input => Framing(TleFormat.Format, input)),
        new("envelope", MustFail: false, EnvelopeSeeds(), EnvelopeWords, Envelope),
        new("envelope-framer", MustFail: false, EnvelopeSeeds(), EnvelopeWords,
            input => Framing(FeedFormats.Find("ais+signed")!, input)),
        new("csv", MustFail: false, MappedFuzz.CsvSeeds, MappedFuzz.CsvWords,
            input => MappedFuzz.Run(CsvFormat.Format, input)),
        new("csv-framer", MustFail: false, MappedFuzz.CsvSeeds, MappedFuzz.CsvWords,
            input => Framing(CsvFormat.Format, input)),
        new("firms", MustFail: false, SkyFuzz.FirmsSeeds, SkyFuzz.FirmsWords,
            input => MappedFuzz.Run(FirmsFormat.Format, input)),
        new("firms-framer", MustFail: false, SkyFuzz.FirmsSeeds, SkyFuzz.FirmsWords,
            input => Framing(FirmsFormat.Format, input)),
        new("geojson", MustFail: false, MappedFuzz.GeoJsonSeeds, MappedFuzz.GeoJsonWords,
            input => MappedFuzz.Run(GeoJsonFormat.Format, input)),
        new("geojson-framer", MustFail: false, MappedFuzz.GeoJsonSeeds, MappedFuzz.GeoJsonWords,
            input => Framing(GeoJsonFormat.Format, input)),
        new("klv", MustFail: false, KlvFuzz.Seeds, KlvFuzz.Words, KlvFuzz.Run),
        new("klv-framer", MustFail: false, KlvFuzz.Seeds, KlvFuzz.Words, input => Framing(KlvFormat.Format, input)),
        new("gmti", MustFail: false, GmtiFuzz.Seeds, GmtiFuzz.Words, GmtiFuzz.Run),
        new("gmti-framer", MustFail: false, GmtiFuzz.Seeds, GmtiFuzz.Words, input => Framing(GmtiFormat.Format, input)),
        new("mavlink", MustFail: false, MavlinkFuzz.Seeds, MavlinkFuzz.Words, MavlinkFuzz.Run),
        new("mavlink-framer", MustFail: false, MavlinkFuzz.Seeds, MavlinkFuzz.Words,
            input => Framing(MavlinkFormat.Format, input)),
        new("odid", MustFail: false, OdidFuzz.Seeds, OdidFuzz.Words, OdidFuzz.Run),
        new("odid-framer", MustFail: false, OdidFuzz.Seeds, OdidFuzz.Words, input => Framing(OdidFormat.Format, input)),
        new("geotiff", MustFail: false, RasterFuzz.Seeds, RasterFuzz.Words, RasterFuzz.Run),
        new("canary", MustFail: true, CotSeeds(), CotWords, Canary),
    ];

    private static readonly Feed AnyFeed = new(new FeedId(0), "fuzz", "fuzz", Domain.Labels.Label.Mission);

    /// <summary>Large and the same for every case, so that they are made once a thread.</summary>
    [ThreadStatic]
    private static ObservationBuffer? Observations;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? Lines;

    private static IReadOnlyList<byte[]> CotWords => Words(
        "<", ">", "/>", "\"", "'", "&", "&amp;", "&#x41;", "&#0;", "&#55296;", "&lt;", "&x;", "<!--", "-->", "--",
        "<![CDATA[", "]]>", "<!DOCTYPE x>", "<?x ?>", "<?xml version=\"1.0\"?>", "</event>", "<event ", "<event>",
        "<point lat=\"1\" lon=\"2\" hae=\"3\" ce=\"4\" le=\"5\"/>", "<detail>", "</detail>", "<remarks>", "</remarks>",
        "<track course=\"1\" speed=\"2\"/>", " a=\"b\"", " xmlns:q=\"http://q\"", " q:a=\"\"", "<q:e/>", "1e400", "NaN",
        "-", "\r\n", "\t", "\0", "\u00E9", "\uFFFE", "\uFEFF", "<a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a>",
        "u-d-c-c", "b-m-r", "b-a-o-can", "b-t-f", "<link point=\"1,2,3\"/>",
        "<shape><ellipse major=\"1\" minor=\"2\"/>",
        "</shape>", "<polyline closed=\"true\">", "<vertex lat=\"1\" lon=\"2\"/>", "<emergency cancel=\"true\">", "nan",
        "9999999", "9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+01:00", "+14:01", "-23:59");

    private static IReadOnlyList<byte[]> ReportWords => Words(
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "1e999", "-1", "0.5", "\\ud800", "\\u0041", "\"id\":\"y\",",
        "\"party\":\"east\",", "\"count\":{\"min\":1,\"max\":2},", "\"means\":[\"seen\"],",
        "\"bearingDeg\":1,", "[[[[[[[[[", "\n", "\0", "\u00E9", "//", "/**/");

    private static IReadOnlyList<byte[]> EnvelopeWords => Words("TWE1 ", "\n", " ", "0", "2030-03-17T17:46:40Z");

    private static IReadOnlyList<byte[]> AisWords => Words(
        "!AIVDM,", "!", "\\", "*", "*00", ",", "1", "2", "9", "0", "w",
        "\\s:x,c:1609459200*00\\", "\r\n", "\n", "A", "B", "\0");

    /// <summary>
    /// What the scanner accepts System.Xml accepts, too, with the same values; and it decodes and prints well.
    /// </summary>
    private static bool Cot(ReadOnlySpan<byte> input)
    {
        var fault = CotParser.Read(input, out var message);
        if (fault == FrameFault.None && CotOracle.Difference(message, input) is { } difference)
        {
            throw new InvalidOperationException(difference);
        }

        var (decoded, printed) = DecodeAndPrint(CotFormat.Format, input);
        Require(decoded == fault && printed == fault, $"read {fault}, decoded {decoded}, printed {printed}");
        return fault == FrameFault.None;
    }

    /// <summary>
    /// What the parser accepts is JSON with members that stand once and the same words as System.Text.Json reads.
    /// </summary>
    private static bool Report(ReadOnlySpan<byte> input)
    {
        var fault = ReportParser.Read(input, out var message);
        var (decoded, printed) = DecodeAndPrint(ReportFormat.Format, input);
        Require(decoded == fault && printed == fault, $"read {fault}, decoded {decoded}, printed {printed}");
        if (fault != FrameFault.None)
        {
            return false;
        }

        var strict = new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = ReportParser.MaxDepth };
        using var json = JsonDocument.Parse(input.ToArray(), strict);
        var root = json.RootElement;
        Require(root.GetProperty("id").GetString() == message!.Written.ReportId, "id differs");
        Require(root.GetProperty("text").GetString() == message.Written.Text, "text differs");
        Require(root.GetProperty("class").GetString() == message.Written.Class, "class differs");
        Require(root.TryGetProperty("place", out var place) == message.Place.HasValue, "place differs");
        Require(
            message.Place is not { } point || place.GetProperty("lat").GetDouble() == point.LatitudeDeg, "lat differs");
        return true;
    }

    /// <summary>An envelope opens to what its payload is by itself, or does not open.</summary>
    private static bool Envelope(ReadOnlySpan<byte> input)
    {
        var (decoded, printed) = DecodeAndPrint(FeedFormats.Find("ais+signed")!, input);
        Require(decoded == printed, $"decoded {decoded}, printed {printed}");
        var isHeader = EnvelopeHeader.TryRead(input, out var header);
        Require((decoded == FrameFault.NotSigned) == !isHeader, "read without a header");
        Require(
            decoded != FrameFault.None || header.Bytes + header.PayloadBytes == input.Length, "a length that is not");
        return decoded == FrameFault.None;
    }

    /// <summary>Framing, decoder and printers hold what they promise, and agree on what is a fault.</summary>
    private static bool Ais(ReadOnlySpan<byte> input)
    {
        // A mutation seldom meets the checksum, so that each input is tried with right ones, too.
        Span<byte> repaired = stackalloc byte[Mutator.MaxBytes];
        input.CopyTo(repaired);
        repaired = repaired[..input.Length];
        AisFuzz.RepairChecksums(repaired);
        return AisAsItIs(input) | AisAsItIs(repaired);
    }

    private static bool AisAsItIs(ReadOnlySpan<byte> input)
    {
        AisFuzz.Run(input);
        var (decoded, printed) = DecodeAndPrint(AisFormat.Format, input);
        // What is no MMSI is printed, but identifies nobody.
        Require(
            decoded == printed || (decoded == FrameFault.OutOfRange && printed == FrameFault.None),
            $"decoded {decoded}, printed {printed}");
        return decoded == FrameFault.None;
    }

    /// <summary>Cutting loses no byte but separators, and cuts the same however the bytes come.</summary>
    private static bool Framing(FeedFormat format, ReadOnlySpan<byte> input)
    {
        var whole = Cuts(format, input, input.Length + 1);
        Require(whole == Cuts(format, input, 1), "cut byte by byte differs");
        Require(whole == Cuts(format, input, 7), "cut by sevens differs");
        return whole.Length > 0;
    }

    private static string Cuts(FeedFormat format, ReadOnlySpan<byte> input, int step)
    {
        var framer = format.NewFramer();
        var text = new StringBuilder();
        var from = 0;
        var to = 0;
        while (true)
        {
            var final = to == input.Length;
            var cut = framer.Next(input[from..to], final);
            if (cut.Kind == CutKind.NeedMore)
            {
                Require(!final || from == input.Length, "the last bytes were not cut");
                if (final)
                {
                    return text.ToString();
                }

                to = Math.Min(to + step, input.Length);
                continue;
            }

            Require(cut.Consumed > 0 && cut.Start + cut.Length <= cut.Consumed && from + cut.Consumed <= to, "bad cut");
            Require(
                !input.Slice(from, cut.Start).ContainsAnyExcept(" \t\r\n\u001E"u8)
                && !input[(from + cut.Start + cut.Length)..(from + cut.Consumed)].ContainsAnyExcept(" \t\r\n\u001E"u8),
                "bytes that are no separators were skipped");
            if (cut.Kind != CutKind.Skip)
            {
                text.Append(cut.Kind).Append(from + cut.Start).Append('+').Append(cut.Length).Append(' ');
            }

            from += cut.Consumed;
        }
    }

    /// <summary>Holds that no input has an angle bracket in its second half, which is not so.</summary>
    private static bool Canary(ReadOnlySpan<byte> input)
    {
        Require(!input[(input.Length / 2)..].Contains((byte)'<'), "the canary sings");
        return true;
    }

    /// <summary>What decoder and printer say; a fault gives neither an observation nor a line.</summary>
    internal static (FrameFault Decoded, FrameFault Printed) DecodeAndPrint(FeedFormat format, ReadOnlySpan<byte> input)
    {
        var frame = new FrameView(new FrameRef(AnyFeed.Id, 0), new Instant(0), input);
        var observations = Observations ??= new ObservationBuffer();
        var lines = Lines ??= new ArrayBufferWriter<byte>();
        observations.Clear();
        lines.ResetWrittenCount();
        var decoded = format.NewDecoder().Decode(frame, observations, new LateFaults());
        var printed = format.NewPrinter(default).Print(frame, lines, new LateFaults());
        Require(decoded == FrameFault.None || observations.Count == 0, "a fault gave an observation");
        Require(printed == FrameFault.None || lines.WrittenCount == 0, "a fault printed a line");
        if (lines.WrittenCount > 0)
        {
            using var json = JsonDocument.Parse(lines.WrittenMemory);
            Require(lines.WrittenSpan.IndexOf((byte)'\n') == lines.WrittenCount - 1, "not one line");
        }

        return (decoded, printed);
    }

    internal static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }

    private static byte[][] CotSeeds()
    {
        var output = new ArrayBufferWriter<byte>();
        var at = Instant.FromUnixSeconds(1_777_874_400);
        var place = GeoPoint.FromDegrees(latitudeDeg: 48.1, longitudeDeg: 37.2);
        CotEncoder.Write(output, new CotEvent("W-1", "a-n-G", "m-g", at, at, at, place));
        var first = output.WrittenSpan.ToArray();
        output.Clear();
        CotEncoder.Write(output, new CotEvent(
            "E & \"1\"", "a-u-A-M-F-Q", "m-g", at, at, at, place, 100, 5, 9, 271.5, 14,
            "\u00DCmit <7>", "two\nlines & more"));
        var second = output.WrittenSpan.ToArray();
        var third = Encoding.UTF8.GetBytes(
            "<?xml version='1.0' encoding='utf-8'?>\n<!-- c --><event version='2.0' uid='&#65;'"
            + " type='b-t-f'\n how='h-e' time='2026-05-04T06:00:00.123456Z' "
            + "start='2026-05-04T06:00:00Z' stale='2026-05-05T06:00:00+02:00'>\n"
            + "<point lat='1.5' lon='-2.5' hae='NaN' ce='9999999.0' le='9999999'/><detail><remarks>x<![CDATA[<&>]]>"
            + "y<b>z</b></remarks><contact callsign='a\tb'/><other><deep a='1'>t</deep></other></detail></event>\n");
        return [first, second, third, [.. first, .. second, .. third], .. CotDrawings()];
    }

    /// <summary>A shape of every sort, a route, an alert and a chat message.</summary>
    private static byte[][] CotDrawings()
    {
        const string Head = "<event version='2.0' uid='d' how='h-e' access='Undefined' time='2026-05-04T06:00:00Z' "
            + "start='2026-05-04T06:00:00Z' stale='2026-05-04T07:00:00Z' type='";
        const string Middle = "'><point lat='48.1' lon='37.2' hae='9999999' ce='nan' le='9999999.0'/><detail>";
        const string Tail = "</detail></event>";
        return Words(
            Head + "u-d-f" + Middle + "<link point='48.1,37.2,100.5'/><link point='48.2, 37.2'/><shape>"
            + "<polyline closed='true'><vertex lat='1' lon='2' hae='3'/><vertex lat='2' lon='2'/></polyline>"
            + "<ellipse major='100' minor='50.5' angle='360'/></shape>" + Tail,
            Head + "b-m-r" + Middle + "<link uid='p' callsign='CP1' type='b-m-p-w' point='48.1,37.2,100' relation='c'/>"
            + "<link_attr method='Walking'/><contact callsign='Route 1'/>" + Tail,
            Head + "b-a-o-tbl" + Middle + "<emergency type='911 Alert' cancel='false'>Post 7</emergency>"
            + "<status battery='57'/><__group name='Cyan' role='HQ'/><remarks>two shots</remarks>" + Tail,
            Head + "b-t-f" + Middle
            + "<__chat chatroom='All' senderCallsign='Post 7' id='All'><chatgrp id='All'/></__chat>"
            + "<remarks source='x' to='All'>all quiet &amp; dark</remarks>"
            + "<takv os='1' version='2' device='3' platform='4'/><precisionlocation altsrc='DTED0' geopointsrc='GPS'/>"
            + Tail);
    }

    private static byte[][] ReportSeeds()
    {
        const string Head = "{\"id\":\"x\",\"time\":\"2026-05-04T06:12:00Z\",\"reporter\":\"Post 1\",\"reporterKind\":";
        return Words(
            Head + "\"post\",\"class\":\"fire.artillery\",\"text\":\"a\\nb\"}",
            Head + "\"party\",\"party\":\"west\",\"class\":\"fire\",\"text\":\"\",\"means\":[\"seen\",\"told\"],"
            + "\"place\":{\"lat\":48.5,\"lon\":-37.25,\"sigmaM\":300},"
            + "\"count\":{\"min\":1,\"max\":2},\"bearingDeg\":12.5}",
            Head + "\"hotline\",\"class\":\"notice.works\",\"text\":\"\","
            + "\"place\":{\"lat\":48.5,\"lon\":37.25,\"sigmaM\":30},\"withinM\":500,\"subject\":{\"party\":\"west\","
            + "\"nationality\":\"PL\"},\"items\":[{\"class\":\"equipment.tank\",\"min\":1,\"max\":2}],"
            + "\"window\":{\"from\":\"2026-05-05T06:00:00Z\",\"until\":\"2026-05-06T06:00:00Z\"}}",
            Head + "\"post\",\"class\":\"fire\",\"text\":\"\"}\n"
            + Head + "\"post\",\"class\":\"fire\",\"text\":\"\"}\n");
    }

    /// <summary>Published example sentences of types 1, 5 (two parts), 18, 21, 24 and 27.</summary>
    private static byte[][] EnvelopeSeeds() =>
    [
        .. AisWhole().Select(payload => Encoding.ASCII.GetBytes(
            $"{EnvelopeHeader.TextOf("ais", "gate-7", 42, Instant.FromUnixSeconds(1_900_000_000), payload.Length)} "
            + $"{Convert.ToBase64String(new byte[EnvelopeHeader.SignatureBytes])}\n").Concat(payload).ToArray()),
    ];

    private static byte[][] AisSeeds() => [.. AisWhole(), .. AisLayouts.All.Select(AisOf)];

    // A message of every layout, every other of its bits set.
    private static byte[] AisOf(AisLayout layout)
    {
        var bits = new AisBitWriter(new byte[AisComposer.MostSixes]);
        bits.Sixes.Fill(0b101_010);
        bits.Put(AisLayouts.Type, (uint)layout.Types[0]);
        bits.Put(AisLayouts.Mmsi, 237_000_001);
        foreach (var (field, value) in layout.Selected)
        {
            bits.Put(field, value);
        }

        var sixes = bits.Sixes[..((layout.ComposedBits + 5) / 6)];
        var bytes = new byte[AisEncoder.MaxMessageBytes];
        var fill = (6 * sixes.Length) - layout.ComposedBits;
        return bytes[..AisEncoder.Sentences(bytes, sixes, fill, 'A', 1, default)];
    }

    private static byte[][] AisWhole() => Words(
        "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A",
        "!AIVDM,1,1,,A,B5NJ;PP005l4ot5Isbl03wsUkP06,0*76",
        "!AIVDM,1,1,,A,KC5E2b@U19PFdLbMuc5=ROv62<7m,0*16",
        "!AIVDM,1,1,,B,H42O55lt0000000D3nink000?0500,0*70",
        "\\s:station,c:1609459200*05\\!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A",
        "!AIVDM,2,1,1,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0*1C\r\n"
        + "!AIVDM,2,2,1,A,88888888880,2*25\r\n");

    private static byte[][] Words(params string[] words) => [.. words.Select(Encoding.UTF8.GetBytes)];
}
