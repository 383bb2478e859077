using System.Buffers;
using System.Globalization;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.ModeS;
using Trucewatch.Geo;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Feeds.Firms;

public sealed class FirmsDecoderTests
{
    private const string CorpusPath = "src/Trucewatch.Feeds/Firms/corpus/firms.txt";

    private const string Header = "latitude,longitude,bright_ti4,scan,track,acq_date,acq_time,satellite,instrument,"
        + "confidence,version,bright_ti5,frp,daynight,type\n";

    [Fact]
    public void Every_line_gives_its_answer() => Golden.Equal(CorpusPath, Answer(Corpus()));

    [Fact]
    public void A_changed_answer_is_seen()
    {
        var planted = Corpus().Replace("StaticHeat", "Volcano", StringComparison.Ordinal);
        Assert.NotEqual(planted, Answer(planted));
    }

    [Fact]
    public void Real_rows_of_both_instruments_decode()
    {
        var modis = Decode(File.ReadAllBytes(RepositoryTree.CorpusFile("events/MODIS-2021.csv")));
        Assert.Equal("10797 frames, 10796 observations, ", modis.ToString());
        var viirs = Decode(File.ReadAllBytes(RepositoryTree.CorpusFile("events/VIIRS-NOAA-2022.csv")));
        Assert.Equal("4249 frames, 4248 observations, ", viirs.ToString());
        Assert.All(viirs.Observations, seen => Assert.Contains(seen.Event.Confidence, new[] { 0.15f, 0.55f, 0.9f }));
    }

    [Theory]
    [InlineData("events/MODIS-2021.csv")]
    [InlineData("events/VIIRS-NOAA-2022.csv")]
    public void Real_rows_say_what_an_independent_split_reads(string file)
    {
        var lines = File.ReadAllLines(RepositoryTree.CorpusFile(file));
        var names = lines[0].Split(',');
        var run = Decode(File.ReadAllBytes(RepositoryTree.CorpusFile(file)));
        foreach (var (line, seen) in lines.Skip(1).Zip(run.Observations))
        {
            var row = names.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second);
            double Value(string name) => double.Parse(row[name], CultureInfo.InvariantCulture);
            Assert.Equal(Value("latitude"), seen.Position.LatitudeDeg);
            Assert.Equal(Value("longitude"), seen.Position.LongitudeDeg);
            Assert.Equal((float)Value("frp"), seen.Event.Size);
            var at = DateTimeOffset.ParseExact(
                row["acq_date"] + row["acq_time"].PadLeft(4, '0'), "yyyy-MM-ddHHmm", CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal);
            Assert.Equal(Instant.From(at), seen.At);
            Assert.Equal(
                row.GetValueOrDefault("type") == "2", seen.Event.Reasons.HasFlag(ScreeningReasons.StaticHeat));
            Assert.Equal((1e6 * Value("scan") * Value("scan") / 12) + 2500, seen.PositionError.EastM2, 1e-6);
        }
    }

    [Fact]
    public void What_is_written_is_read()
    {
        var to = new ArrayBufferWriter<byte>();
        to.Write(Encoding.ASCII.GetBytes(FirmsEncoder.Header(isArchive: true) + "\n"));
        var place = GeoPoint.FromDegrees(latitudeDeg: -47.12345, longitudeDeg: 179.5);
        FirmsEncoder.Write(
            to, new FirmsAnomaly(Instant.FromUnixSeconds(1_906_545_659), place, 0.4, 0.61, 12.25, "n", Type: 3));
        var seen = Assert.Single(Decode(to.WrittenSpan.ToArray()).Observations);
        Assert.Equal((ObservationKind.Event, place), (seen.Kind, seen.Position));
        Assert.Equal(Instant.FromUnixSeconds(1_906_545_600), seen.At);
        Assert.Equal((12.25f, 0.55f), (seen.Event.Size, seen.Event.Confidence));
        Assert.Equal(ScreeningReasons.Offshore, seen.Event.Reasons);
        Assert.Equal(160_000.0 / 12 + 2500, seen.PositionError.EastM2, 1e-6);
    }

    [Fact]
    public void Both_variants_and_an_old_header_agree()
    {
        const string Row = "47.5,35.5,330,0.4,0.4,2030-01-08,0906,N,VIIRS,n,2.0,290,5,D";
        var old = Header.Replace("bright_ti4", "brightness", StringComparison.Ordinal)
            .Replace("bright_ti5", "bright_t31", StringComparison.Ordinal);
        var lines = new[] { Header + Row + ",0\n", old + Row + ",0\n" }
            .Select(text => FeedRun.Print(FirmsFormat.Format, Encoding.ASCII.GetBytes(text)).Lines).ToArray();
        Assert.Equal(lines[0], lines[1]);
        Assert.Single(lines[0]);
    }

    [Fact]
    public void A_signed_batch_needs_its_own_header()
    {
        var (decoder, output, late) = (new FirmsDecoder(), new ObservationBuffer(), new LateFaults());
        var row = "47.5,35.5,330,0.41,0.4,2030-01-08,0906,N,VIIRS,n,2.0,290,5.25,D,2"u8.ToArray();
        var header = new FrameView(default, default, Encoding.ASCII.GetBytes(Header.Trim()));
        Assert.Equal(FrameFault.None, decoder.Decode(header, output, late));
        Assert.Equal(FrameFault.None, decoder.Decode(new FrameView(default, default, row), output, late));
        decoder.ForgetProfile();
        Assert.Equal(FrameFault.UnsupportedType, decoder.Decode(new FrameView(default, default, row), output, late));
    }

    [Theory]
    [InlineData(FirmsFields.MaxFields, FrameFault.None)]
    [InlineData(FirmsFields.MaxFields + 1, FrameFault.TooMany)]
    public void A_header_may_have_so_many_fields(int count, FrameFault expected)
    {
        var names = Header.Trim() + string.Concat(Enumerable.Range(0, count - 15).Select(index => $",x{index}"));
        var frame = new FrameView(default, default, Encoding.ASCII.GetBytes(names));
        Assert.Equal(expected, new FirmsDecoder().Decode(frame, new ObservationBuffer(), new LateFaults()));
    }

    [Theory]
    [InlineData("10", "0", FrameFault.None)]
    [InlineData("10.01", "0", FrameFault.OutOfRange)]
    [InlineData("1", "100000", FrameFault.None)]
    [InlineData("1", "100000.1", FrameFault.OutOfRange)]
    [InlineData("1", "1e99", FrameFault.OutOfRange)]
    [InlineData("1", "1e999", FrameFault.NotFinite)]
    [InlineData("1", "x", FrameFault.BadSyntax)]
    public void Values_have_limits(string scan, string power, FrameFault expected)
    {
        var text = $"{Header}47.5,35.5,330,{scan},0.4,2030-01-08,0906,N,VIIRS,n,2.0,290,{power},D,0\n";
        var run = Decode(Encoding.ASCII.GetBytes(text));
        Assert.Equal(expected, run.Faults.Keys.SingleOrDefault());
    }

    [Theory]
    [InlineData(FirmsFormat.MaxFrameBytes, Framing.CutKind.Frame)]
    [InlineData(FirmsFormat.MaxFrameBytes + 1, Framing.CutKind.TooLong)]
    public void A_line_may_be_so_long_and_no_longer(int length, Framing.CutKind expected)
    {
        var line = Encoding.ASCII.GetBytes(new string('x', length) + "\n");
        Assert.Equal(expected, FirmsFormat.Format.NewFramer().Next(line, final: true).Kind);
    }

    [Fact]
    public void Rows_allocate_nothing()
    {
        var (decoder, output, late) = (new FirmsDecoder(), new ObservationBuffer(), new LateFaults());
        var row = "47.5,35.5,330,0.41,0.4,2030-01-08,0906,N,VIIRS,n,2.0,290,5.25,D,2"u8.ToArray();
        long Round(int times)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var number = 0; number < times; number++)
            {
                Assert.True(decoder.Decode(new FrameView(default, default, row), output, late) == FrameFault.None);
                output.Clear();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        decoder.Decode(new FrameView(default, default, Encoding.ASCII.GetBytes(Header.Trim())), output, late);
        Round(10);
        Assert.InRange(Round(2000), 0, AllocationNoise.Bytes);
    }

    [Fact]
    public void A_row_costs_no_more_than_64_times_its_bytes()
    {
        const string Shortest = "1,1,1,1,1,2030-01-08,0906,N,VIIRS,n,2,1,1,D,0";
        MessageCost.Hold(
            FirmsFormat.Format,
            [.. Enumerable.Repeat(Shortest, 1000).Prepend(Header.Trim()).Select(Encoding.ASCII.GetBytes)]);
    }

    private static FeedRun Decode(byte[] bytes) => FeedRun.Decode(FirmsFormat.Format, bytes);

    private static string Corpus() => File.ReadAllText(Path.Combine(RepositoryTree.Root, CorpusPath));

    private static string Answer(string corpus) =>
        FormatGolden.Answer(FirmsFormat.Format, corpus, line => Encoding.UTF8.GetBytes(line + "\n"));
}
