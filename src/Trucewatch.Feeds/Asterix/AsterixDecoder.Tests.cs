using System.Buffers;
using System.Text;
using CsCheck;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Framing;
using Trucewatch.Feeds.ModeS;
using Trucewatch.Geo;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Feeds.Asterix;

public sealed class AsterixDecoderTests
{
    private const string CorpusPath = "src/Trucewatch.Feeds/Asterix/corpus/asterix.txt";
    private const int Source = 0x19C9;

    private static readonly AsterixAircraft Seen = new(Source, 43_200.5, 0x508001, 77, "TEST12", 33_000, 200, 270);
    private static readonly GeoPoint Site = GeoPoint.FromDegrees(latitudeDeg: 47.5, longitudeDeg: 35.25);

    [Fact]
    public void Every_block_gives_its_answer() => Golden.Equal(CorpusPath, Answer(Corpus()));

    [Fact]
    public void A_changed_answer_is_seen()
    {
        var planted = Corpus().Replace("\"squawk\"", "\"squalk\"", StringComparison.Ordinal)
            .Replace("track 77", "track 78", StringComparison.Ordinal);
        Assert.NotEqual(planted, Answer(planted));
    }

    /// <summary>
    /// Category 34, F6: 010 = 19 0E; 000 = 02, a sector crossing; 030 = 3A692B = 3,828,011 / 128 s = 29,906.3359375 s;
    /// 020; 050 = 88 40 40 (bits COM and SSR, a byte each); 060 = 80 00 (COM). With the header 16 bytes.
    /// </summary>
    [Fact]
    public void A_real_sector_message_is_walked() => Assert.Equal(
        ["{\"category\":34,\"sac\":25,\"sic\":14,\"message\":2,\"time_of_day_s\":29906.3359375,"
            + "\"items\":[\"010\",\"000\",\"030\",\"020\",\"050\",\"060\"]}"],
        Printed("cat034.raw"));

    /// <summary>
    /// Category 48, FD F7 02: 010 = 19 C9; 140 = 356D4D / 128 s = 27,354.6015625 s; 020 = A0 (Mode S); 040:
    /// C5AF = 50,607 / 256 nautical miles = 366,110.02 m, F1E0 = 61,920 * 360 / 65,536 = 340.1367 degrees; 070 = 0200 =
    /// octal 1000; 090 = 0528 = 1,320 quarters = 33,000 ft; 220 = 3C660C; 240 = 10C236D41820, by sixes 4 12 8 54 53 1
    /// 32 32 = DLH65A; 250 once; 161 = 0DEB = 3,563; 200: 07B9 = 1,977 / 16,384 miles/s = 223.474 m/s, 582E = 124.0027
    /// degrees; 170 = 41 00; 230 = 20F5. With the header 48 bytes.
    /// </summary>
    [Fact]
    public void A_real_plot_says_what_its_bytes_say()
    {
        Assert.Equal(
            ["{\"category\":48,\"sac\":25,\"sic\":201,\"time_of_day_s\":27354.6015625,\"icao\":\"3c660c\","
                + "\"track_number\":3563,\"callsign\":\"DLH65A\",\"squawk\":\"1000\",\"slant_range_m\":366110.02,"
                + "\"bearing_deg\":340.1367,\"altitude\":33000,\"speed_mps\":223.474,\"course_deg\":124.0027,"
                + "\"items\":[\"010\",\"140\",\"020\",\"040\",\"070\",\"090\",\"220\",\"240\","
                + "\"250\",\"161\",\"200\",\"170\",\"230\"]}"],
            Printed("cat048.raw"));
        var bytes = Real("cat048.raw");
        var described = Assert.Single(FeedRun.Decode(AsterixFormat.Format, bytes).Observations);
        Assert.Equal((ObservationKind.Description, 3563u), (described.Kind, described.SourceTrack));

        // Where the radar's place is known, the plot has one: 33,000 ft up, 366,110 m away.
        var to = new ArrayBufferWriter<byte>();
        AsterixEncoder.WriteSite(to, Source, 27_354, Site, 0);
        to.Write(bytes);
        var placed = Assert.Single(FeedRun.Decode(AsterixFormat.Format, to.WrittenSpan.ToArray()).Observations);
        Assert.Equal(ObservationKind.Position, placed.Kind);
        Assert.Equal(Math.Sqrt((366_110.015625 * 366_110.015625) - (10_058.4 * 10_058.4)), placed.Polar.RangeM, 1e-3);
        Assert.Equal(MeasuredParts.Range | MeasuredParts.Bearing, placed.Polar.Parts);
        Assert.Equal((10_058.4, HeightReference.Pressure), (Math.Round(placed.HeightM, 3), placed.HeightReference));
        Assert.Equal(new ObjectIdentity(IdentityScheme.Icao, 0x3C660C, null), placed.Identity);
    }

    /// <summary>
    /// Category 62, two records. The first, BF CF FD 02: 070 = 3C5FD5 / 128 s; 105 = 007F3E9B, 0025188D, each * 180 /
    /// 2^25: 44.7344130, 13.0415279; 185 = FF33, 02A8: -51.25 m/s east, 170 m/s north: 177.557 m/s, 343.2235 degrees;
    /// 060 = 08BE = octal 4276; 040 = 1374 = 4,980; 340 = DC (five parts). The second, BF DF FF 02: 105 = 008123DC,
    /// 002B0BA6: 45.4008079, 15.1331842; 185 = 0236, FD55: 141.5 and -170.75 m/s: 221.761 m/s, 140.3516 degrees; 060 =
    /// 055D = octal 2535; 380 = C1 20: address 3C0A55, call sign 4D8134DF2CE0 = SXD4723; 040 = 1F29 = 7,977. Then
    /// category 65: 000 = 02, 030 = 3C6087 / 128 s.
    /// </summary>
    [Fact]
    public void Real_system_tracks_say_what_their_bytes_say()
    {
        var lines = Printed("cat062cat065.raw");
        Assert.Equal(3, lines.Count);
        Assert.StartsWith(
            "{\"category\":62,\"sac\":25,\"sic\":100,\"time_of_day_s\":30911.6640625,\"track_number\":4980,"
            + "\"squawk\":\"4276\",\"lat\":44.734413,\"lon\":13.0415279,", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"speed_mps\":177.557,\"course_deg\":343.2235,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith(
            "{\"category\":62,\"sac\":25,\"sic\":100,\"time_of_day_s\":30911.828125,\"icao\":\"3c0a55\","
            + "\"track_number\":7977,\"callsign\":\"SXD4723\",\"squawk\":\"2535\",",
            lines[1], StringComparison.Ordinal);
        Assert.Contains("\"speed_mps\":221.761,\"course_deg\":140.3516,", lines[1], StringComparison.Ordinal);
        Assert.Equal(
            "{\"category\":65,\"sac\":25,\"sic\":100,\"message\":2,\"time_of_day_s\":30913.0546875,\"items\":[\"010\","
            + "\"000\",\"015\",\"030\",\"020\"]}", lines[2]);
        var run = FeedRun.Decode(AsterixFormat.Format, Real("cat062cat065.raw"));
        Assert.Equal("2 frames, 2 observations, ", run.ToString());
        Assert.Equal([4980u, 7977u], run.Observations.Select(seen => seen.SourceTrack));
        Assert.Equal(0x008123DC * 180.0 / (1 << 25), run.Observations[1].Position.LatitudeDeg, 1e-12);
        Assert.Equal(0x002B0BA6 * 180.0 / (1 << 25), run.Observations[1].Position.LongitudeDeg, 1e-12);
    }

    [Fact]
    public void What_is_written_is_read()
    {
        var to = new ArrayBufferWriter<byte>();
        var place = GeoPoint.FromDegrees(latitudeDeg: -47.5, longitudeDeg: -35.9);
        AsterixEncoder.WriteSite(to, Source, 43_200, Site, 150);
        AsterixEncoder.WritePlot(to, Seen, 50_000, 90);
        AsterixEncoder.WriteTrack(to, Seen, place);
        AsterixEncoder.WriteSquitter(to, Seen, place, accuracy: 9);
        var run = FeedRun.Decode(AsterixFormat.Format, to.WrittenSpan.ToArray());
        Assert.Equal("4 frames, 3 observations, ", run.ToString());
        Assert.All(run.Observations, seen =>
        {
            Assert.Equal((0x508001ul, 77u), (seen.Identity.Number, seen.SourceTrack));
            Assert.Equal("TEST12", seen.Description!.CallSign);
            Assert.Equal((200.0, 270.0), (Math.Round(seen.SpeedMps, 0), Math.Round(seen.CourseDeg, 2)));
            Assert.Equal((33_000 * 0.3048, HeightReference.Pressure), (seen.HeightM, seen.HeightReference));
        });
        Assert.All(run.Observations.Skip(1), seen => Assert.Equal(
            (-47.5, -35.9), (Math.Round(seen.Position.LatitudeDeg, 5), Math.Round(seen.Position.LongitudeDeg, 5))));
        Assert.Equal((sbyte)9, run.Observations[2].NavigationAccuracy);
        Assert.Equal(30 / 2.448, Math.Sqrt(run.Observations[2].PositionError.EastM2), 1e-9);

        // 50 km to the east of the radar, 9.9 km up.
        var plot = run.Observations[0];
        Assert.Equal(Math.Sqrt((50_000.0 * 50_000) - (9_908.4 * 9_908.4)), plot.Polar.RangeM, 10.0);
        Assert.InRange(plot.Position.LongitudeDeg, 35.89, 35.91);
        Assert.InRange(Math.Sqrt(plot.PositionError.EastM2), 99.9, 100.1);
        Assert.InRange(Math.Sqrt(plot.PositionError.NorthM2), 68, 69);
    }

    [Theory]
    [InlineData("2030-06-01T00:00:10Z", 86_399.5, "2030-05-31T23:59:59.500Z")]
    [InlineData("2030-05-31T23:59:59Z", 0.5, "2030-06-01T00:00:00.500Z")]
    [InlineData("2030-06-01T12:00:00Z", 43_200, "2030-06-01T12:00:00.000Z")]
    [InlineData("1969-12-31T23:59:59Z", 1, "1970-01-01T00:00:01.000Z")]
    public void A_time_of_day_finds_its_day(string received, double timeOfDayS, string expected)
    {
        Assert.True(Instant.TryParse(received, out var moment));
        Assert.Equal(expected, AsterixDecoder.Near(timeOfDayS, moment).ToString());
    }

    [Theory]
    [InlineData(600, true)]
    [InlineData(600.0078125, false)]
    public void Its_own_time_counts_where_it_is_near_the_receive_time(double laterS, bool counts)
    {
        var to = new ArrayBufferWriter<byte>();
        AsterixEncoder.WriteSquitter(to, Seen with { TimeOfDayS = 43_200 + laterS }, Site, 9);
        var output = new ObservationBuffer();
        new AsterixDecoder().Decode(
            new FrameView(default, FormatGolden.Start, to.WrittenSpan), output, new LateFaults());
        Assert.Equal(counts, output.Items[0].HasSourceTime);
    }

    [Fact]
    public void A_block_that_breaks_off_anywhere_gives_nothing()
    {
        var block = Real("cat062cat065.raw")[..183];
        var output = new ObservationBuffer();
        for (var length = 4; length < block.Length; length++)
        {
            var cut = block[..length];
            (cut[1], cut[2]) = (0, (byte)length);
            var fault = new AsterixDecoder().Decode(new FrameView(default, default, cut), output, new LateFaults());
            Assert.Equal(length == 69 ? FrameFault.None : FrameFault.Truncated, fault);
            Assert.Equal(length == 69 ? 1 : 0, output.Count);
            output.Clear();
        }
    }

    [Theory]
    [InlineData(AsterixDecoder.MaxRadars, true)]
    [InlineData(AsterixDecoder.MaxRadars + 1, false)]
    public void So_many_radars_are_known(int number, bool isPlaced)
    {
        var to = new ArrayBufferWriter<byte>();
        for (var source = 1; source <= number; source++)
        {
            AsterixEncoder.WriteSite(to, source, 0, Site, 0);
        }

        AsterixEncoder.WritePlot(to, Seen with { Source = number }, 50_000, 90);
        var seen = Assert.Single(FeedRun.Decode(AsterixFormat.Format, to.WrittenSpan.ToArray()).Observations);
        Assert.Equal(isPlaced, seen.HasPosition);
    }

    [Fact]
    public void What_is_no_block_is_cut_in_pieces()
    {
        byte[] junk = [.. new byte[AsterixFramer.MaxJunkBytes + 10], .. Convert.FromHexString("300007A0010200")];
        Assert.Equal(
            [AsterixFramer.MaxJunkBytes, 10, 7],
            FormatGolden.Frames(AsterixFormat.Format, junk).Select(one => one.Length));
    }

    [Fact]
    public void Call_signs_of_six_bits() => Gen.Char["ABCXYZ0189"].Array[1, 8].Sample(letters =>
    {
        Span<byte> to = stackalloc byte[Letters.Length];
        var text = new string(letters);
        Assert.Equal(text, Encoding.ASCII.GetString(to[..Letters.Read(Letters.Write(text), to)]));
    });

    [Fact]
    public void The_steady_state_allocates_nothing()
    {
        var to = new ArrayBufferWriter<byte>();
        AsterixEncoder.WriteSite(to, Source, 43_200, Site, 150);
        AsterixEncoder.WritePlot(to, Seen, 50_000, 90);
        AsterixEncoder.WriteTrack(to, Seen, Site);
        AsterixEncoder.WriteSquitter(to, Seen, Site, accuracy: 9);
        var frames = FormatGolden.Frames(AsterixFormat.Format, to.WrittenSpan);
        var (decoder, output, late) = (new AsterixDecoder(), new ObservationBuffer(), new LateFaults());
        long Round(int times)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var number = 0; number < times * frames.Count; number++)
            {
                var frame = new FrameView(default, FormatGolden.Start, frames[number % frames.Count]);
                Assert.True(decoder.Decode(frame, output, late) == FrameFault.None);
                output.Clear();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Round(10);
        Assert.InRange(Round(2000), 0, AllocationNoise.Bytes);
    }

    /// <summary>
    /// Blocks of the shortest records that say something, all of category 48: 5 bytes with an address (item 220), 7
    /// with a source and a measured place (010 and 040), and 8 with a call sign (240), each another's.
    /// </summary>
    [Fact]
    public void A_block_costs_no_more_than_64_times_its_bytes()
    {
        var to = new ArrayBufferWriter<byte>();
        AsterixEncoder.WriteSite(to, Source, 43_200, Site, 150);
        List<byte[]> blocks =
        [
            to.WrittenSpan.ToArray(),
            Block(48, 13_000, index => [0x01, 0x80, 1, (byte)(index >> 8), (byte)index]),
            Block(48, 9_000, index => [0x90, 0x19, 0xC9, 20, 0, (byte)(index >> 8), (byte)index]),
        ];
        for (byte number = 0; number < 4; number++)
        {
            blocks.Add(Block(
                48, 8_000, index => [0x01, 0x40, 4, 0x10, 0x41, number, (byte)(index >> 8), (byte)index]));
        }

        MessageCost.Hold(AsterixFormat.Format, blocks);
    }

    [Theory]
    [InlineData(AsterixDecoder.MaxNames, true)]
    [InlineData(AsterixDecoder.MaxNames + 1, false)]
    public void So_many_call_signs_are_kept_and_then_they_are_made_anew(int count, bool isKept)
    {
        var (decoder, output, late) = (new AsterixDecoder(), new ObservationBuffer(), new LateFaults());
        ObjectDescription? Hear(int name)
        {
            output.Clear();
            var to = new ArrayBufferWriter<byte>();
            AsterixEncoder.WriteSquitter(
                to, Seen with { CallSign = FormattableString.Invariant($"T{name}") }, Site, accuracy: 9);
            decoder.Decode(new FrameView(default, FormatGolden.Start, to.WrittenSpan), output, late);
            return output.Items[0].Description;
        }

        var first = Hear(1);
        for (var name = 2; name <= count; name++)
        {
            Hear(name);
        }

        Assert.NotNull(first);
        Assert.Equal(isKept, ReferenceEquals(first, Hear(1)));
    }

    /// <summary>One byte longer there is none: a length has sixteen bits.</summary>
    [Fact]
    public void A_block_may_be_as_long_as_its_length_can_say()
    {
        Assert.Equal(ushort.MaxValue, AsterixFormat.MaxFrameBytes);
        var block = Block(34, (AsterixFormat.MaxFrameBytes - 3) / 3, _ => [0x80, 0x19, 0xC9]);
        Assert.Equal(AsterixFormat.MaxFrameBytes, block.Length);
        Assert.Equal([block], FormatGolden.Frames(AsterixFormat.Format, block));
        Assert.Equal(FrameFault.None, AsterixDecoder.Check(block));
    }

    private static byte[] Real(string file) => File.ReadAllBytes(RepositoryTree.CorpusFile("formats/asterix/" + file));

    private static List<string> Printed(string file) => FeedRun.Print(AsterixFormat.Format, Real(file)).Lines;

    private static byte[] Block(byte category, int count, Func<int, byte[]> record)
    {
        byte[] block = [category, 0, 0, .. Enumerable.Range(0, count).SelectMany(record)];
        (block[1], block[2]) = ((byte)(block.Length >> 8), (byte)block.Length);
        return block;
    }

    private static string Corpus() => File.ReadAllText(Path.Combine(RepositoryTree.Root, CorpusPath));

    private static string Answer(string corpus) =>
        FormatGolden.Answer(AsterixFormat.Format, corpus, Convert.FromHexString);
}
