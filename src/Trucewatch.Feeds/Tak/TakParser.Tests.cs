using System.Buffers;
using System.Text;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Cot;
using Trucewatch.Feeds.Tak;
using Trucewatch.Geo;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Feeds.Tak;

public sealed class TakParserTests
{
    private static readonly Instant At = Instant.FromUnixSeconds(1_777_874_400);
    private static readonly GeoPoint Place = GeoPoint.FromDegrees(latitudeDeg: 48.1, longitudeDeg: 37.2);

    // type, uid, three times and how; then what a test adds.
    private static readonly byte[] Head =
    [
        0x0A, 5, .. "a-n-G"u8, 0x2A, 1, (byte)'u', 0x30, 1, 0x38, 1, 0x40, 1, 0x4A, 3, .. "m-g"u8,
    ];

    [Fact]
    public void The_published_vectors_are_read_and_written_to_the_bit()
    {
        var read = 0;
        foreach (var (name, xml, bytes) in Vectors())
        {
            Assert.Equal((name, FrameFault.None), (name, TakParser.Read(bytes, out _)));
            Assert.Contains("\"callsign\":\"Eliopoli HQ\"", Printed(bytes), StringComparison.Ordinal);
            Assert.Equal(bytes, Written(VectorEvent, TakFrame.IsMesh(bytes) ? TakFraming.Mesh : TakFraming.Stream));
            read++;
            if (xml is not null)
            {
                Assert.Equal(CotPrinted(Encoding.UTF8.GetBytes(xml.Trim())), Printed(bytes));
            }
        }

        Assert.Equal(5, read);
    }

    [Fact]
    public void An_event_says_the_same_as_protobuf_and_as_XML()
    {
        foreach (var happening in Events())
        {
            var xml = new ArrayBufferWriter<byte>();
            CotEncoder.Write(xml, happening);
            var expected = CotPrinted(xml.WrittenSpan);
            Assert.StartsWith("{\"uid\":", expected, StringComparison.Ordinal);
            Assert.Equal(expected, Printed(Written(happening, TakFraming.Mesh)));
            Assert.Equal(expected, Printed(Written(happening, TakFraming.Stream)));
            Assert.Equal(
                Observed(new CotDecoder(), xml.WrittenSpan),
                Observed(new TakDecoder(), Written(happening, TakFraming.Stream)));
        }
    }

    [Fact]
    public void What_stands_in_both_parts_of_the_detail_counts_as_XML()
    {
        var both = new CotEvent("u", "a-n-G", "m-g", At, At, At, Place, SpeedMps: 1, CourseDeg: 2, CallSign: "field",
            More: new CotMore
            {
                Group = "Cyan", BatteryPercent = 1,
                OtherXml = "<contact callsign=\"xml\"/><track speed=\"3\" course=\"4\"/><status battery=\"low\"/>",
            });
        var printed = Printed(Written(both, TakFraming.Mesh));
        Assert.Contains("\"course\":4,\"speed\":3,\"callsign\":\"xml\"", printed, StringComparison.Ordinal);
        Assert.Contains("\"group\":\"Cyan\",\"battery\":\"low\"}", printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", FrameFault.Empty)]
    [InlineData("3C", FrameFault.UnsupportedType)]
    [InlineData("00", FrameFault.BadSyntax)]
    [InlineData("BF", FrameFault.Truncated)]
    [InlineData("BF80", FrameFault.Truncated)]
    [InlineData("BF80808080", FrameFault.BadSyntax)]
    [InlineData("BF818010", FrameFault.TooLong)]
    [InlineData("BF02BF", FrameFault.UnsupportedType)]
    [InlineData("BF0112", FrameFault.Truncated)]
    [InlineData("BF03120300", FrameFault.Truncated)]
    [InlineData("BF021203", FrameFault.Truncated)]
    [InlineData("BF02120000", FrameFault.WrongLength)]
    [InlineData("BF00", FrameFault.MissingMember)]
    [InlineData("BF01BF", FrameFault.MissingMember)]
    [InlineData("BF01BF1200", FrameFault.MissingMember)]
    [InlineData("BF01BF0A00", FrameFault.None)]
    [InlineData("BF01BF0A0408011001", FrameFault.None)]
    [InlineData("BF01BF0A000A00", FrameFault.DuplicateMember)]
    [InlineData("BF01BF0800", FrameFault.BadSyntax)]
    [InlineData("BF01BF00", FrameFault.BadSyntax)]
    [InlineData("BF01BF0B", FrameFault.BadSyntax)]
    [InlineData("BF01BF1202", FrameFault.Truncated)]
    [InlineData("BF01BF0A0018FFFFFFFFFFFFFFFFFF01", FrameFault.None)]
    [InlineData("BF01BF0A0018FFFFFFFFFFFFFFFFFF02", FrameFault.BadSyntax)]
    [InlineData("BF01BF0A00FDFFFFFF0F00000000", FrameFault.None)]
    [InlineData("BF01BF0A00FDFFFFFF1F00000000", FrameFault.BadSyntax)]
    public void Headers_and_fields_are_strict(string hex, FrameFault expected) =>
        Assert.Equal(expected, TakParser.Read(Convert.FromHexString(hex), out _));

    [Theory]
    [InlineData("", FrameFault.None)]
    [InlineData("51000000000000F07F", FrameFault.NotFinite)]
    [InlineData("51000000000000F87F", FrameFault.NotFinite)]
    [InlineData("5100000000008056C0", FrameFault.None)]
    [InlineData("5100000000008056C1", FrameFault.OutOfRange)]
    [InlineData("61000000000000F87F", FrameFault.None)]
    [InlineData("61000000000000F07F", FrameFault.NotFinite)]
    [InlineData("69000000000000F0BF", FrameFault.OutOfRange)]
    [InlineData("5000", FrameFault.BadSyntax)]
    [InlineData("12 01 FF", FrameFault.BadEncoding)]
    [InlineData("2A 01 75", FrameFault.DuplicateMember)]
    [InlineData("7A 02 0A 00", FrameFault.None)]
    [InlineData("7A 03 0A 01 3C", FrameFault.Truncated)]
    [InlineData("7A 03 0A 01 FF", FrameFault.BadEncoding)]
    [InlineData("7A 06 0A 04 3C612F3E", FrameFault.None)]
    [InlineData("7A 05 0A 03 3C613E", FrameFault.Truncated)]
    [InlineData("7A 06 0A 04 3C2F643E", FrameFault.BadSyntax)]
    [InlineData("7A 0B 3A 09 09 000000000000F0BF", FrameFault.None)]
    [InlineData("7A 0B 3A 09 09 00000000000000C0", FrameFault.OutOfRange)]
    [InlineData("7A 0B 3A 09 11 0000000000807640", FrameFault.None)]
    [InlineData("7A 0B 3A 09 11 0000000000907640", FrameFault.OutOfRange)]
    [InlineData("7A 0B 3A 09 11 000000000000F07F", FrameFault.NotFinite)]
    [InlineData("7A 04 2A 02 0801", FrameFault.None)]
    [InlineData("7A 05 12 03 1201FF", FrameFault.BadEncoding)]
    [InlineData("8A 01 00", FrameFault.None)]
    public void Events_are_strict(string hex, FrameFault expected)
    {
        byte[] happening = [.. Head, .. Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))];
        Assert.Equal(expected, TakParser.Read([0xBF, 1, 0xBF, 0x12, (byte)happening.Length, .. happening], out _));
    }

    [Fact]
    public void Limits_hold_at_the_limit_and_not_one_further()
    {
        AtAndBeyond(CotParser.MaxUidBytes, n => Event() with { Uid = Repeat("u", n) });
        AtAndBeyond(CotParser.MaxTypeBytes, n => Event() with { Type = Repeat("a", n) });
        AtAndBeyond(CotDetail.MaxNameBytes, n => Event() with { CallSign = Repeat("c", n) });
        AtAndBeyond(
            XmlScanner.MaxDepth,
            n => Event() with { More = new CotMore { OtherXml = Repeat("<a>", n) + Repeat("</a>", n) } },
            FrameFault.TooDeep);
        AtAndBeyond(
            XmlScanner.MaxAttributeValueBytes,
            n => Event() with { More = new CotMore { OtherXml = "<a b='" + Repeat("c", n) + "'/>" } });
        AtAndBeyond(
            CotDetail.MaxReportBytes, n => Event() with { Type = "b-t-f", Remarks = Repeat("x", n) });
        byte[] most = [0xBF, 1, 0xBF, 0x0A, 0, 0x22, 0xF7, 0xFF, 0x0F, .. new byte[TakFrame.MaxBytes - 9]];
        Assert.Equal(FrameFault.None, TakParser.Read(most, out _));
        Assert.Equal(FrameFault.TooLong, TakParser.Read([.. most, 0], out _));
    }

    [Fact]
    public void Height_and_errors_that_nobody_knows_are_not_known()
    {
        foreach (var unknown in new[] { 9_999_999, 999_999, double.NaN, 1e9 })
        {
            var printed = Printed(Written(
                Event() with { HaeM = unknown, CircularErrorM = unknown, LinearErrorM = unknown }, TakFraming.Mesh));
            Assert.Contains("\"hae\":null,\"ce\":null,\"le\":null", printed, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Known_objects_cost_no_allocation()
    {
        var bytes = Written(VectorEvent, TakFraming.Stream);
        var decoder = new TakDecoder();
        var buffer = new ObservationBuffer();
        var late = new LateFaults();
        var before = 0L;
        for (var i = 0; i < 1100; i++)
        {
            before = i == 100 ? GC.GetAllocatedBytesForCurrentThread() : before;
            buffer.Clear();
            decoder.Decode(new FrameView(default, default, bytes), buffer, late);
        }

        Assert.Equal(1, buffer.Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllocationNoise.Bytes);
    }

    internal static CotEvent VectorEvent { get; } = new(
        "aa0b0312-b5cd-4c2c-bbbc-9c4c70216261",
        "a-f-G-E-V-C",
        "h-e",
        Instant.FromUnixSeconds(1_581_185_444),
        Instant.FromUnixSeconds(1_581_185_444),
        Instant.FromUnixSeconds(1_581_185_471),
        GeoPoint.FromDegrees(latitudeDeg: 43.97957317, longitudeDeg: -66.07737696),
        26.767999,
        SpeedMps: 0,
        CourseDeg: 0,
        CallSign: "Eliopoli HQ",
        More: new CotMore
        {
            Endpoint = "192.168.1.10:4242:tcp", Group = "Yellow", Role = "HQ", BatteryPercent = 100,
            Device = "LENOVO 20QV0007US", Platform = "WinTAK-CIV", Os = "Microsoft Windows 10 Home",
            Version = "1.10.0.137", OtherXml = "<uid Droid=\"Eliopoli HQ\" /><another test=\"1\" />",
        });

    internal static IEnumerable<CotEvent> Events()
    {
        yield return Event();
        yield return Event() with { HaeM = 100.5, CircularErrorM = 7.5, LinearErrorM = 9.5, Remarks = "a & <b>" };
        yield return Event() with { SpeedMps = 13.5, CourseDeg = 271.25, CallSign = "Ümit <7>" };
        yield return Event() with
        {
            Type = "u-d-f",
            More = new CotMore { Access = "Undefined", Vertices = [new(Place, 100.5), new(Place)] },
        };
        yield return Event() with { Type = "u-d-c-c", More = new CotMore { Ellipse = new(250.5, 100, 45) } };
        yield return Event() with
        {
            Type = "b-m-r", CallSign = "Route 1",
            More = new CotMore
            {
                Vertices = [new(Place, 1, "p1", "b-m-p-w", "CP1"), new(Place, 2, "p2", "b-m-p-c", "")],
            },
        };
        yield return Event() with
        {
            Type = "b-a-o-tbl", More = new CotMore { Emergency = new("911 Alert", IsCancelled: false, "Post 7") },
        };
        yield return Event() with
        {
            Type = "b-t-f", Remarks = "all quiet", More = new CotMore { ChatRoom = "All", ChatSender = "Post 7" },
        };
    }

    /// <summary>The costliest content: many vertices, many empty elements, words that are all references.</summary>
    [Fact]
    public void A_message_costs_no_more_than_64_times_its_bytes()
    {
        var thing = new CotEvent("u", "a-n-G", "m-g", At, At, At, Place);
        var vertices = Enumerable.Repeat(new CotVertex(Place), 2_500);
        CotEvent[] events =
        [
            thing,
            thing with { Type = "u-d-f", More = new CotMore { Vertices = [.. vertices] } },
            thing with { More = new CotMore { OtherXml = Repeat("<a/>", 60_000) } },
            thing with { More = new CotMore { OtherXml = $"<remarks>{Repeat("&#1000;", 35_000)}</remarks>" } },
        ];
        foreach (var bytes in events.Select(one => Written(one, TakFraming.Stream)))
        {
            var frame = new FrameView(default, default, bytes);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var buffer = new ObservationBuffer();
            var room = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(FrameFault.None, new TakDecoder().Decode(frame, buffer, new LateFaults()));
            var lines = new ArrayBufferWriter<byte>();
            Assert.Equal(FrameFault.None, new TakPrinter().Print(frame, lines, new LateFaults()));
            var spent = GC.GetAllocatedBytesForCurrentThread() - before - room;
            Assert.InRange(spent, 0, (64 * bytes.Length) + AllocationNoise.Bytes);
        }
    }

    internal static byte[] Written(in CotEvent happening, TakFraming framing)
    {
        var output = new ArrayBufferWriter<byte>();
        TakEncoder.Write(output, happening, framing);
        return output.WrittenSpan.ToArray();
    }

    internal static string Printed(ReadOnlySpan<byte> frame) => Printed(new TakPrinter(), frame);

    private static string CotPrinted(ReadOnlySpan<byte> frame) => Printed(new CotPrinter(), frame);

    private static string Printed(IMessagePrinter printer, ReadOnlySpan<byte> frame)
    {
        var lines = new ArrayBufferWriter<byte>();
        var fault = printer.Print(new FrameView(default, default, frame), lines, new LateFaults());
        return fault == FrameFault.None ? Encoding.UTF8.GetString(lines.WrittenSpan).TrimEnd('\n') : "! " + fault;
    }

    private static string Observed(IFrameDecoder decoder, ReadOnlySpan<byte> frame)
    {
        var buffer = new ObservationBuffer();
        Assert.Equal(FrameFault.None, decoder.Decode(new FrameView(default, default, frame), buffer, new LateFaults()));
        return string.Join('\n', buffer.Items.ToArray().Select(one => FormattableString.Invariant(
            $"{one.Kind} {one.Identity} {one.Class} {one.At} {one.HasPosition} {one.Position} {one.PositionError} ")
            + FormattableString.Invariant($"{one.SpeedMps} {one.CourseDeg} {one.HeightM} {one.HeightSigmaM} ")
            + $"{one.HeightReference} {one.Description} {one.Report}"));
    }

    private static CotEvent Event() => new("u", "a-n-G", "m-g", At, At, At, Place);

    private static void AtAndBeyond(
        int limit, Func<int, CotEvent> make, FrameFault beyond = FrameFault.WrongLength)
    {
        Assert.Equal(FrameFault.None, TakParser.Read(Written(make(limit), TakFraming.Mesh), out _));
        Assert.Equal(beyond, TakParser.Read(Written(make(limit + 1), TakFraming.Mesh), out _));
    }

    private static string Repeat(string piece, int times) => string.Concat(Enumerable.Repeat(piece, times));

    private static IEnumerable<(string Name, string? Xml, byte[] Bytes)> Vectors()
    {
        using var json = JsonDocument.Parse(
            File.ReadAllText(RepositoryTree.CorpusFile("formats/cot/tak_protocol_vectors.json")));
        foreach (var vector in json.RootElement.EnumerateArray())
        {
            if (vector.TryGetProperty("t_ba_hex", out var hex))
            {
                yield return (
                    vector.GetProperty("test").GetString()!,
                    vector.TryGetProperty("t_xml", out var xml) ? xml.GetString() : null,
                    Convert.FromHexString(hex.GetString()!));
            }
        }
    }
}
