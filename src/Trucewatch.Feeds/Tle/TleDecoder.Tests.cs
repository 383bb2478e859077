using System.Buffers;
using System.Globalization;
using System.Text;
using CsCheck;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds.Framing;
using Trucewatch.Feeds.ModeS;
using Trucewatch.Geo.Orbits;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Feeds.Tle;

public sealed class TleDecoderTests
{
    private const string CorpusPath = "src/Trucewatch.Feeds/Tle/corpus/orbits.txt";

    private const string FirstLine = "1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753";
    private const string SecondLine = "2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667";

    public static TheoryData<OrbitSyntax> Syntaxes => [.. Enum.GetValues<OrbitSyntax>()];

    [Fact]
    public void Every_input_gives_its_answer() => Golden.Equal(CorpusPath, Answer(Corpus()));

    [Fact]
    public void A_changed_answer_is_seen()
    {
        var planted = Corpus().Replace("0.1859667,", "0.1859668,", StringComparison.Ordinal);
        Assert.NotEqual(planted, Answer(planted));
    }

    [Fact]
    public void A_real_message_is_the_same_as_rows_and_as_xml()
    {
        var rows = Read(File.ReadAllBytes(RepositoryTree.CorpusFile("orbits/sample_omm.csv")));
        Assert.Equal(rows, Read(File.ReadAllBytes(RepositoryTree.CorpusFile("orbits/sample_omm.xml"))));
        Assert.Equal(-0.22483e-4, Assert.Single(rows).BStar);
    }

    /// <summary>The JSON file is of another day than the other two: it is compared with itself written anew.</summary>
    [Theory]
    [MemberData(nameof(Syntaxes))]
    public void Real_messages_print_the_same_in_every_syntax(OrbitSyntax syntax)
    {
        foreach (var file in new[] { "sample_omm.json", "sample_omm.csv" })
        {
            var bytes = File.ReadAllBytes(RepositoryTree.CorpusFile("orbits/" + file));
            var expected = Assert.Single(FeedRun.Print(TleFormat.Format, bytes).Lines);
            var to = new ArrayBufferWriter<byte>();
            TleEncoder.Write(to, Assert.Single(Read(bytes)), syntax);
            Assert.Equal(
                expected, Assert.Single(FeedRun.Print(TleFormat.Format, to.WrittenSpan.ToArray()).Lines));
        }
    }

    [Theory]
    [InlineData("SGP4-VER.TLE", "3333", 30)]
    [InlineData("eo_tle_2026.tle", "none", 5)]
    [InlineData("misc_tle.tle", "none", 7)]
    public void Published_lines_are_read_and_written_again(string file, string without, int sets)
    {
        // Three sets of the verification file have wrong checksums, as the next test says.
        var lines = File.ReadAllLines(RepositoryTree.CorpusFile("orbits/" + file))
            .Where(line => !line.StartsWith('#') && !line[2..].StartsWith(without, StringComparison.Ordinal)).ToList();
        var read = Read(Encoding.ASCII.GetBytes(string.Join('\n', lines)));
        Assert.Equal(sets, read.Count);
        lines.RemoveAll(line => !line.StartsWith("1 ", StringComparison.Ordinal));
        foreach (var (one, line) in read.Zip(lines))
        {
            var to = new ArrayBufferWriter<byte>();
            TleEncoder.Write(to, one, OrbitSyntax.TwoLines);
            Assert.Equal(one, Assert.Single(Read(to.WrittenSpan.ToArray())));

            // An independent look at columns of the first line.
            Assert.Equal(line[2..7].Trim().TrimStart('0'), FormattableString.Invariant($"{one.CatalogueNumber}"));
            Assert.Equal(line[23..32], one.EpochDayFraction.ToString(".00000000", CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Lines_with_a_wrong_checksum_are_refused_and_cost_no_others()
    {
        var bytes = File.ReadAllBytes(RepositoryTree.CorpusFile("orbits/SGP4-VER.TLE"));
        var printed = FeedRun.Print(TleFormat.Format, bytes);
        Assert.Equal(30, printed.Lines.Count);
        Assert.Equal([(FrameFault.BadChecksum, 3), (FrameFault.BadGroup, 3)],
            printed.Faults.Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public void What_is_written_is_read() => Gen
        .Select(Gen.Int[1, 339_999], Gen.Int[0, 9_999_999], Gen.Int[0, 1_800_000], Gen.Int[-99_999, 99_999])
        .Sample((number, eccentricity, inclination, drag) =>
        {
            var one = new OrbitalElements
            {
                CatalogueNumber = number, EpochJulianDay = 2_462_654.5, EpochDayFraction = 0.25, MeanMotion = 14.5,
                Eccentricity = eccentricity / 1e7, InclinationDeg = inclination / 1e4, AscendingNodeDeg = 359.9999,
                PerigeeDeg = 0, MeanAnomalyDeg = 12.5, BStar = drag / 1e9, MeanMotionDot = -0.5, Revolution = 99_999,
                Name = "TEST 1", Designator = "2030-001AB", SetNumber = 999,
            };
            foreach (var syntax in Enum.GetValues<OrbitSyntax>())
            {
                var to = new ArrayBufferWriter<byte>();
                TleEncoder.Write(to, one, syntax);
                Assert.Equal(one, Assert.Single(Read(to.WrittenSpan.ToArray())));
            }
        });

    [Theory]
    [InlineData("00005", 5)]
    [InlineData("    5", 5)]
    [InlineData("A0000", 100_000)]
    [InlineData("H9999", 179_999)]
    [InlineData("J0000", 180_000)]
    [InlineData("N1234", 221_234)]
    [InlineData("P0000", 230_000)]
    [InlineData("Z9999", 339_999)]
    [InlineData("I0000", null)]
    [InlineData("O0000", null)]
    [InlineData("A 001", null)]
    [InlineData("a0001", null)]
    public void Catalogue_numbers(string text, int? expected) => Assert.Equal(
        expected, TwoLines.TryCatalogue(Encoding.ASCII.GetBytes(text), out var number) ? number : null);

    [Theory]
    [InlineData(" 28098-4", 0.28098e-4)]
    [InlineData("-11606-4", -0.11606e-4)]
    [InlineData("+12345+1", 1.2345)]
    [InlineData(" 12345 3", 123.45)]
    [InlineData(" 99999+9", 0.99999e9)]
    [InlineData(" 00001-9", 0.00001e-9)]
    [InlineData("        ", 0.0)]
    [InlineData(" 1234x-4", null)]
    [InlineData(" 12345-x", null)]
    [InlineData("x12345-4", null)]
    public void Points_that_are_not_written(string text, double? expected) => Assert.Equal(
        expected, TwoLines.TryExponent(Encoding.ASCII.GetBytes(text), out var value) ? value : null);

    [Theory]
    [InlineData(TleReader.MaxNameBytes, FrameFault.None)]
    [InlineData(TleReader.MaxNameBytes + 1, FrameFault.WrongLength)]
    public void Names_are_so_long(int length, FrameFault expected) =>
        Assert.Equal(expected, Fault(new string('x', length)));

    [Theory]
    [InlineData(MeanElementsMessage.MaxKeys, FrameFault.MissingMember)]
    [InlineData(MeanElementsMessage.MaxKeys + 1, FrameFault.TooMany)]
    public void Keys_are_so_many(int count, FrameFault expected) => Assert.Equal(
        expected,
        Fault("CCSDS_OMM_VERS = 2.0" + string.Concat(Enumerable.Range(0, count - 1).Select(key => $"\nK{key} = 1"))));

    [Theory]
    [InlineData(MeanElementsMessage.MaxValueLength, FrameFault.MissingMember)]
    [InlineData(MeanElementsMessage.MaxValueLength + 1, FrameFault.WrongLength)]
    public void Values_are_so_long(int length, FrameFault expected) =>
        Assert.Equal(expected, Fault("CCSDS_OMM_VERS = 2.0\nX = " + new string('x', length)));

    [Theory]
    [InlineData(MeanElementsMessage.MaxDepth, FrameFault.BadSyntax, 1)]
    [InlineData(MeanElementsMessage.MaxDepth + 1, FrameFault.TooDeep, 0)]
    public void Lists_nest_so_deep(int depth, FrameFault expected, int late)
    {
        var faults = new LateFaults();
        var text = new string('[', depth) + new string(']', depth);
        var fault = new TleReader().Read(View(text), faults, out _);
        Assert.Equal(late, faults.Count);
        Assert.Equal(expected, late == 1 ? faults.Items[0].Fault : fault);
    }

    [Theory]
    [InlineData(MeanElementsMessage.MaxMessages, FrameFault.None)]
    [InlineData(MeanElementsMessage.MaxMessages + 1, FrameFault.TooMany)]
    public void Messages_are_so_many(int count, FrameFault expected) =>
        Assert.Equal(expected, Fault("[" + string.Join(',', Enumerable.Repeat("{}", count)) + "]"));

    [Theory]
    [InlineData(TleFramer.MaxLineBytes, "Frame")]
    [InlineData(TleFramer.MaxLineBytes + 1, "TooLong TooLong Frame")]
    public void Lines_are_so_long_and_no_longer(int length, string expected)
    {
        var (framer, kinds) = (TleFormat.Format.NewFramer(), new List<CutKind>());
        ReadOnlySpan<byte> rest = Encoding.ASCII.GetBytes(
            new string('x', length) + (length > TleFramer.MaxLineBytes ? "\n<a></a>" : ""));
        while (framer.Next(rest, final: true) is { Kind: not CutKind.NeedMore } cut)
        {
            kinds.Add(cut.Kind);
            rest = rest[cut.Consumed..];
        }

        Assert.Equal(expected, string.Join(' ', kinds.Where(kind => kind != CutKind.Skip)));
    }

    /// <summary>Messages and keys, as many as the bytes hold, in each syntax.</summary>
    [Fact]
    public void A_document_costs_no_more_than_64_times_its_bytes()
    {
        string[] documents =
        [
            "[" + string.Join(',', Enumerable.Repeat("{}", MeanElementsMessage.MaxMessages)) + "]",
            "[" + string.Join(',', Enumerable.Repeat("{\"a\":\"\"}", MeanElementsMessage.MaxMessages)) + "]",
            "[" + string.Join(',', Enumerable.Repeat("1", MeanElementsMessage.MaxMessages)) + "]",
            "<ndm>" + string.Concat(Enumerable.Repeat("<omm/>", 99_000)) + "</ndm>",
            "<ndm>" + string.Concat(Enumerable.Repeat("<omm><a>x</a></omm>", 49_000)) + "</ndm>",
            "CCSDS_OMM_VERS=2.0\nEPOCH=2030-06-01T12:00:00\nMEAN_MOTION=10.8\nECCENTRICITY=.18\nINCLINATION=34.2\n"
                + "RA_OF_ASC_NODE=225\nARG_OF_PERICENTER=162\nMEAN_ANOMALY=205\nNORAD_CAT_ID=5"
                + string.Concat(Enumerable.Range(0, MeanElementsMessage.MaxKeys - 9).Select(key => $"\n{key}=")),
        ];
        Assert.All(documents, text => MessageCost.Hold(TleFormat.Format, [Encoding.ASCII.GetBytes(text)]));
        var lines = Enumerable.Range(0, 1000).SelectMany(_ => new[] { "VANGUARD 1", FirstLine, SecondLine });
        MessageCost.Hold(TleFormat.Format, [.. lines.Select(Encoding.ASCII.GetBytes)]);
    }

    private static FrameFault Fault(string text) => new TleReader().Read(View(text), new LateFaults(), out _);

    private static FrameView View(string text) => new(default, default, Encoding.ASCII.GetBytes(text));

    private static List<OrbitalElements> Read(byte[] bytes)
    {
        var (reader, late, all) = (new TleReader(), new LateFaults(), new List<OrbitalElements>());
        foreach (var frame in FormatGolden.Frames(TleFormat.Format, bytes))
        {
            Assert.Equal(FrameFault.None, reader.Read(new FrameView(default, default, frame), late, out var read));
            all.AddRange(read);
        }

        Assert.Equal(0, late.Count);
        return all;
    }

    [Theory]
    [InlineData(TleFormat.MaxFrameBytes, CutKind.Frame)]
    [InlineData(TleFormat.MaxFrameBytes + 1, CutKind.TooLong)]
    public void A_document_may_be_so_long_and_no_longer(int length, CutKind expected)
    {
        var document = Encoding.ASCII.GetBytes("[".PadRight(length - 1) + "]");
        Assert.Equal(expected, TleFormat.Format.NewFramer().Next(document, final: true).Kind);
    }

    private static string Corpus() => File.ReadAllText(Path.Combine(RepositoryTree.Root, CorpusPath));

    private static string Answer(string corpus) => FormatGolden.Answer(
        TleFormat.Format, corpus,
        line => Encoding.UTF8.GetBytes(line.Replace(" | ", "\n", StringComparison.Ordinal) + "\n"));
}
