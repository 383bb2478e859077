using System.Buffers;
using System.Text;
using CsCheck;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.ModeS;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Feeds.Sbs;

public sealed class SbsDecoderTests
{
    // 2008-11-28T14:58:51.153Z.
    private const long LoggedUs = 1_227_884_331_153_000;

    [Theory]
    [InlineData("1970/01/01", "00:00:00", 0L)]
    [InlineData("2008/11/28", "14:58:51.153", LoggedUs)]
    [InlineData("2000/02/29", "23:59:59.999999999", 951_868_799_999_999L)]
    [InlineData("9999/12/31", "23:59:59", 253_402_300_799_000_000L)]
    [InlineData("1969/12/31", "23:59:59", null)]
    [InlineData("2001/02/29", "00:00:00", null)]
    [InlineData("2001/13/01", "00:00:00", null)]
    [InlineData("2001/00/01", "00:00:00", null)]
    [InlineData("2001/01/00", "00:00:00", null)]
    [InlineData("2001-01-01", "00:00:00", null)]
    [InlineData("2001/01/01", "24:00:00", null)]
    [InlineData("2001/01/01", "00:60:00", null)]
    [InlineData("2001/01/01", "00:00:60", null)]
    [InlineData("2001/01/01", "00:00:00.", 978_307_200_000_000L)]
    [InlineData("2001/01/01", "00:00:00.1234567890", null)]
    [InlineData("2001/01/01", "00:00:00,5", null)]
    [InlineData("20x1/01/01", "00:00:00", null)]
    [InlineData("", "", null)]
    public void DatesAndTimesAreReadAsUtc(string date, string time, long? expected)
    {
        var read = SbsTime.TryRead(Encoding.ASCII.GetBytes(date), Encoding.ASCII.GetBytes(time), out var us);
        Assert.Equal(expected, read ? us : null);
    }

    [Fact]
    public void TheTimeWrittenIsTheReceiveTimeElseTheTimeMade()
    {
        const string Both = "MSG,8,,,4CA2D6,,2008/11/28,14:53:50.594,2008/11/28,14:58:51.153,";
        Assert.True(SbsMessage.TryReadReceiveTime(Encoding.ASCII.GetBytes(Both), out var us));
        Assert.Equal(LoggedUs, us);
        Assert.True(SbsMessage.TryReadReceiveTime(
            "MSG,8,,,4CA2D6,,2008/11/28,14:58:51.153,,,"u8, out us));
        Assert.Equal(LoggedUs, us);
        Assert.False(SbsMessage.TryReadReceiveTime("MSG,8,,,4CA2D6,,,,,,"u8, out _));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(600, true)]
    [InlineData(-600, true)]
    [InlineData(600.000001, false)]
    [InlineData(7200, false)]
    public void TheMessagesOwnTimeCountsWhereItIsNearTheReceiveTime(double laterS, bool counts)
    {
        var seen = Assert.Single(Decode(
            LoggedUs + (long)(laterS * 1e6), "MSG,3,,,4CA2D6,,2008/11/28,14:58:51.153,,,,,,,51.5,-1"));
        Assert.Equal(counts, seen.HasSourceTime);
        Assert.Equal(counts ? new Instant(LoggedUs) : seen.ReceivedAt, seen.At);
    }

    [Fact]
    public void WhatIsWrittenIsRead() =>
        Gen.Select(Gen.UInt[1, 0xFFFFFE], Gen.Double[-90, 90], Gen.Double[-180, 179.9], Gen.Double[0, 2000]).Sample(
            (address, latitude, longitude, speed) =>
            {
                // Two zeros are no position.
                latitude = Math.Abs(latitude) < 0.001 ? 0.001 : latitude;
                var report = new SbsReport(3, address, new Instant(LoggedUs))
                {
                    CallSign = "TEST12",
                    AltitudeFt = 12_345,
                    SpeedKn = speed,
                    TrackDeg = 359.5,
                    Position = ModeSRun.Place(latitude, longitude),
                    VerticalRate = -640,
                    Squawk = "0123",
                    OnGround = false,
                };
                var lines = new ArrayBufferWriter<byte>();
                SbsEncoder.Write(lines, report);
                var seen = Assert.Single(Decode(LoggedUs, Encoding.ASCII.GetString(lines.WrittenSpan)));
                Assert.Equal(new ObjectIdentity(IdentityScheme.Icao, address, null), seen.Identity);
                Assert.Equal((ObservationKind.Position, true), (seen.Kind, seen.HasPosition));
                Assert.InRange(Math.Abs(seen.Position.LatitudeDeg - latitude), 0, 6e-6);
                Assert.InRange(Math.Abs(seen.Position.LongitudeDeg - longitude), 0, 6e-6);
                Assert.InRange(Math.Abs((seen.SpeedMps * 3600 / 1852) - speed), 0, 0.051);
                Assert.Equal((359.5, "TEST12"), (seen.CourseDeg, seen.Description!.CallSign));
                Assert.Equal(926 / 2.448, Math.Sqrt(seen.PositionError.EastM2), 1e-9);
                Assert.Equal((new Instant(LoggedUs), true), (seen.At, seen.HasSourceTime));
            });

    [Theory]
    [InlineData(2_000_000, true)]
    [InlineData(2_000_001, false)]
    public void AVelocityIsGivenWithAPositionForTwoSeconds(long laterUs, bool given)
    {
        var decoder = new SbsDecoder();
        Assert.Empty(Decode(LoggedUs, "MSG,4,,,4CA2D6,,,,,,,,100,90", decoder));
        Assert.Empty(Decode(LoggedUs, "MSG,4,,,4CA2D7,,,,,,,,500,90", decoder));
        var seen = Assert.Single(Decode(LoggedUs + laterUs, "MSG,3,,,4CA2D6,,,,,,,,,,51.5,-1", decoder));
        Assert.Equal(given ? 100 * 1852 / 3600.0 : double.NaN, seen.SpeedMps, 1e-9);
    }

    [Theory]
    [InlineData("MSG,3,,,4CA2D6,,,,,,,1000,,,51.5,-1,,,,,,0", 304.8, HeightReference.Pressure)]
    [InlineData("MSG,3,,,4CA2D6,,,,,,,1000,,,51.5,-1", 304.8, HeightReference.Pressure)]
    [InlineData("MSG,2,,,4CA2D6,,,,,,,0,,,51.5,-1,,,,,,-1", 0, HeightReference.Ground)]
    [InlineData("MSG,3,,,4CA2D6,,,,,,,,,,51.5,-1", double.NaN, HeightReference.Unknown)]
    public void AHeightHasItsReference(string line, double heightM, HeightReference reference)
    {
        var seen = Assert.Single(Decode(LoggedUs, line));
        Assert.Equal(heightM, seen.HeightM, 1e-9);
        Assert.Equal((reference, double.IsNaN(heightM)), (seen.HeightReference, double.IsNaN(seen.HeightSigmaM)));
    }

    [Fact]
    public void NorthIsZeroDegrees()
    {
        var seen = Assert.Single(Decode(LoggedUs, "MSG,2,,,4CA2D6,,,,,,,,100,360,51.5,-1"));
        Assert.Equal(0, seen.CourseDeg);
    }

    [Fact]
    public void OnlySoManyAircraftAreRemembered()
    {
        var decoder = new SbsDecoder(maxAircraft: 2);
        foreach (var address in new[] { "000001", "000002", "000003" })
        {
            Decode(LoggedUs, $"MSG,4,,,{address},,,,,,,,100,90", decoder);
        }

        Assert.True(double.IsNaN(Decode(LoggedUs, "MSG,3,,,000001,,,,,,,,,,51.5,-1", decoder)[0].SpeedMps));
        Assert.True(double.IsFinite(Decode(LoggedUs, "MSG,3,,,000003,,,,,,,,,,51.5,-1", decoder)[0].SpeedMps));
    }

    [Fact]
    public void TheSameNameGivesTheSameDescription()
    {
        var decoder = new SbsDecoder();
        var first = Decode(LoggedUs, "MSG,1,,,4CA2D6,,,,,,SAME  ", decoder)[0].Description;
        Assert.Same(first, Decode(LoggedUs, "ID,,,,4CA2D6,,,,,,SAME", decoder)[0].Description);
        Assert.Equal("OTHER", Decode(LoggedUs, "MSG,1,,,4CA2D6,,,,,,OTHER", decoder)[0].Description!.CallSign);
    }

    [Fact]
    public void TheSteadyStateAllocatesNothing()
    {
        byte[][] lines =
        [
            .. new[]
            {
                "MSG,1,1,1,4CA2D6,1,2008/11/28,14:58:51.153,2008/11/28,14:58:51.153,STEADY,,,,,,,,,,,",
                "MSG,3,1,1,4CA2D6,1,2008/11/28,14:58:51.153,2008/11/28,14:58:51.153,,37000,,,51.5,-1.0,,,0,0,0,0",
                "MSG,4,1,1,4CA2D6,1,2008/11/28,14:58:51.153,2008/11/28,14:58:51.153,,,408.3,146.4,,,64,,,,,",
                "MSG,6,1,1,4CA2D6,1,2008/11/28,14:58:51.153,2008/11/28,14:58:51.153,,,,,,,,0361,0,0,0,0",
            }.Select(Encoding.ASCII.GetBytes),
        ];
        var (decoder, output, late) = (new SbsDecoder(), new ObservationBuffer(), new LateFaults());
        long Round(int times)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var number = 0; number < times * lines.Length; number++)
            {
                var line = lines[number % lines.Length];
                var frame = new FrameView(default, new Instant(LoggedUs + number), line);
                Assert.True(decoder.Decode(frame, output, late) == FrameFault.None);
                output.Clear();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Round(10);
        Assert.InRange(Round(2000), 0, AllocationNoise.Bytes);
    }

    [Fact]
    public void RealLinesDecode()
    {
        var bytes = File.ReadAllBytes(RepositoryTree.CorpusFile("adsb/sbs1_msgs.txt"));
        var run = FeedRun.Decode(SbsFormat.Format, bytes);
        Assert.Equal("4184 frames, 79 observations, ", run.ToString());
        Assert.Equal(74, run.Observations.Count(seen => seen.HasPosition));
        var printed = FeedRun.Print(SbsFormat.Format, bytes);
        Assert.Equal(4184, printed.Lines.Count);
        Assert.Equal(24, printed.Lines.Select(line => line.Split("\"icao\":\"")[1][..6]).Distinct().Count());
        Assert.All(run.Observations.Where(seen => seen.HasPosition), seen =>
        {
            Assert.InRange(seen.Position.LatitudeDeg, 33, 35);
            Assert.InRange(seen.Position.LongitudeDeg, -120, -117);
        });
    }

    [Theory]
    [InlineData(512, Framing.CutKind.Frame)]
    [InlineData(513, Framing.CutKind.TooLong)]
    public void ALineMayBeSoLongAndNoLonger(int length, Framing.CutKind expected)
    {
        var line = "MSG,8,1,1,4CA2D6,".PadRight(length, 'x') + "\n";
        Assert.Equal(expected, SbsFormat.Format.NewFramer().Next(Encoding.ASCII.GetBytes(line), final: true).Kind);
    }

    private static Observation[] Decode(long atUs, string line, SbsDecoder? decoder = null)
    {
        var output = new ObservationBuffer();
        var frame = new FrameView(default, new Instant(atUs), Encoding.ASCII.GetBytes(line.TrimEnd()));
        Assert.Equal(FrameFault.None, (decoder ?? new SbsDecoder()).Decode(frame, output, new LateFaults()));
        return output.Items.ToArray();
    }
}
