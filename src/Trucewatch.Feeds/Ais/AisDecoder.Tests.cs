using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Transport;
using Trucewatch.Geo;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Feeds.Ais;

public sealed class AisDecoderTests
{
    private const double Knot = 1852.0 / 3600.0;

    [Fact]
    public void APositionOfClassAIsRead()
    {
        var seen = One("!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A");
        Assert.Equal(ObjectIdentity.Mmsi(371798000), seen.Identity);
        Assert.Equal((ObservationKind.Position, ObjectClass.Vessel), (seen.Kind, seen.Class));
        Assert.Equal(48.38163333, seen.Position.LatitudeDeg, 1e-8);
        Assert.Equal(-123.39538333, seen.Position.LongitudeDeg, 1e-8);
        Assert.Equal(12.3 * Knot, seen.SpeedMps, 1e-9);
        Assert.Equal(224.0, seen.CourseDeg);
        Assert.Equal(Covariance2.Circular(5), seen.PositionError);
        // Second 33 is nearest to the receive time of 12:00:00 in the minute before.
        Assert.Equal("2026-03-01T11:59:33.000Z", seen.At.ToString());
        Assert.True(seen.HasSourceTime);
    }

    [Fact]
    public void ABaseStationSaysItsPlaceAndNoMotion()
    {
        var seen = One("!AIVDM,1,1,,A,403OviQuMGCqWrRO9>E6fE700@GO,0*4D");
        Assert.Equal((ObservationKind.Position, ObjectClass.Installation), (seen.Kind, seen.Class));
        Assert.Equal(36.8837667, seen.Position.LatitudeDeg, 1e-6);
        Assert.True(double.IsNaN(seen.SpeedMps) && double.IsNaN(seen.CourseDeg));
        Assert.Equal("2026-03-01T11:59:39.000Z", seen.At.ToString());
    }

    [Fact]
    public void WhatIsNotKnownIsNotStated()
    {
        var seen = One(Encode(new AisPosition(237000001, null, double.NaN, double.NaN, double.NaN, 60)));
        Assert.False(seen.HasPosition);
        Assert.False(seen.HasSourceTime);
        Assert.Equal(seen.ReceivedAt, seen.At);
        Assert.Equal(default, seen.PositionError);
        Assert.True(double.IsNaN(seen.SpeedMps) && double.IsNaN(seen.CourseDeg));
    }

    [Theory]
    [InlineData(59, true, true, 15)]
    [InlineData(60, false, true, 15)]
    [InlineData(61, false, true, 200)]
    [InlineData(62, false, true, 200)]
    [InlineData(63, false, false, 0)]
    public void SecondsFromSixtyOnAreNoSeconds(int second, bool sourceTime, bool position, double sigmaM)
    {
        var seen = One(Encode(new AisPosition(237000001, Place(36, 20), 1, 2, 3, second)));
        Assert.Equal((sourceTime, position), (seen.HasSourceTime, seen.HasPosition));
        Assert.Equal(Covariance2.Circular(sigmaM), seen.PositionError);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 1, 1)]
    [InlineData(0, 15, 15)]
    [InlineData(0, 16, -44)]
    [InlineData(0, 30, -30)]
    [InlineData(0, 59, -1)]
    [InlineData(59, 0, 1)]
    [InlineData(59, 14, 15)]
    [InlineData(59, 15, -44)]
    [InlineData(30, 0, -30)]
    [InlineData(31, 0, -31)]
    [InlineData(29, 59, -30)]
    public void A_second_is_resolved_to_the_newest_moment_that_a_slow_clock_allows(
        int receivedSecond, uint second, int expectedAhead)
    {
        var received = new Instant(AisRun.StartUs + (receivedSecond * 1_000_000L));
        Assert.Equal(expectedAhead, AisDecoder.ResolveSecond(received, second).SecondsSince(received));
        var before1970 = new Instant(received.UnixMicroseconds - AisRun.StartUs - 600_000_000);
        Assert.Equal(expectedAhead, AisDecoder.ResolveSecond(before1970, second).SecondsSince(before1970));
    }

    [Theory]
    [InlineData(237000001u, ObjectClass.Vessel)]
    [InlineData(970123456u, ObjectClass.Unknown)]
    [InlineData(972123456u, ObjectClass.Unknown)]
    [InlineData(974123456u, ObjectClass.Unknown)]
    [InlineData(971123456u, ObjectClass.Vessel)]
    public void ADistressBeaconIsNoVessel(uint mmsi, ObjectClass expected) =>
        Assert.Equal(expected, One(Encode(new AisPosition(mmsi, Place(36, 20), 1, 2, 3, 4))).Class);

    [Fact]
    public void ASearchAircraftIsAnAircraft()
    {
        var seen = One("!AIVDM,1,1,,A,90003uhWAcIJe8B;5>rk1D@200Sk,0*7E");
        Assert.Equal(ObjectClass.Aircraft, seen.Class);
        Assert.True(seen.SpeedMps is > 0 and < 300);
    }

    [Fact]
    public void AnAidToNavigationIsAnInstallationWithItsName()
    {
        var run = AisRun.Decode(
            "!AIVDM,2,1,5,B,E1mg=5J1T4W0h97aRh6ba84<h2d;W:Te=eLvH50```q,0*46\r\n" +
            "!AIVDM,2,2,5,B,:D44QDlp0C1DU00,2*36\r\n");
        var seen = Assert.Single(run.Observations);
        Assert.Equal((ObservationKind.Position, ObjectClass.Installation), (seen.Kind, seen.Class));
        Assert.Equal(new ObjectDescription("CHINA ROSE MURPHY EXPRESS ALERT", "", "aid:20", 10, 10), seen.Description);
    }

    [Fact]
    public void TheTwoPartsOfClassBComeTogether()
    {
        var text = Encode(
            (to) => AisEncoder.StaticB(to, new AisStatic(237000009, "MERMAID", "SX9", 37, 4, 6, 1, 2), 'A'));
        var run = AisRun.Decode(text + text);
        Assert.Equal(4, run.Observations.Count);
        Assert.All(run.Observations, seen => Assert.Equal(ObservationKind.Description, seen.Kind));
        Assert.Equal(new ObjectDescription("MERMAID", "", "", 0, 0), run.Observations[0].Description);
        Assert.Equal(new ObjectDescription("MERMAID", "SX9", "37", 10, 3), run.Observations[1].Description);
        Assert.Same(run.Observations[1].Description, run.Observations[2].Description);
        Assert.Same(run.Observations[1].Description, run.Observations[3].Description);
    }

    [Fact]
    public void ALongRangeReportIsCoarse()
    {
        var position = new AisPosition(237000001, Place(36.5, 20.25), 5, 90, double.NaN, 0);
        var seen = One(Encode(to => AisEncoder.LongRange(to, position, 'A')));
        Assert.Equal(Covariance2.Circular(56), seen.PositionError);
        Assert.Equal((10 * Knot, 90.0), (seen.SpeedMps, seen.CourseDeg));
        Assert.False(seen.HasSourceTime);
        var silent = One(Encode(to => AisEncoder.LongRange(
            to, new AisPosition(237000001, null, double.NaN, double.NaN, double.NaN, 0), 'A')));
        Assert.True(!silent.HasPosition && double.IsNaN(silent.SpeedMps) && double.IsNaN(silent.CourseDeg));
    }

    [Theory]
    [InlineData("15RTgt0PAso;90TKcjM8h6g208CQ", 0, FrameFault.None)]
    [InlineData("15RTgt0PAso;90TKcjM8h6g208CQ", 5, FrameFault.None)]
    [InlineData("15RTgt0PAso;90TKcjM8h6g208C", 0, FrameFault.WrongLength)]
    [InlineData("15RTgt0PAso;90TKcjM8h6g208CQ00", 0, FrameFault.None)]
    [InlineData("15RTgt0PAso;90TKcjM8h6g208CQ000", 0, FrameFault.WrongLength)]
    [InlineData("1", 5, FrameFault.WrongLength)]
    [InlineData("1wwwwwwwwwwwwwwwwwwwwwwwwwww", 0, FrameFault.OutOfRange)]
    [InlineData("6>h8nIT00000>d`vP000@00", 2, FrameFault.None)]
    [InlineData("6>h8nIT00000>d", 0, FrameFault.WrongLength)]
    [InlineData("15RTg0", 0, FrameFault.WrongLength)]
    [InlineData("05RTgt0PAso;90TKcjM8h6g208CQ", 0, FrameFault.UnsupportedType)]
    [InlineData("L5RTgt0PAso;90TKcjM8h6g208CQ", 0, FrameFault.UnsupportedType)]
    [InlineData("H3KLehdt00000000?6ekkjm000000", 0, FrameFault.OutOfRange)]
    public void LengthsTypesAndIdentitiesAreChecked(string payload, int fill, FrameFault expected)
    {
        var run = AisRun.Decode(AisLineTests.Sum(FormattableString.Invariant($"!AIVDM,1,1,,A,{payload},{fill}*??")));
        Assert.Equal(expected == FrameFault.None ? "" : $"{expected}:1", run.FaultText());
    }

    [Fact]
    public void OnlySoManySendersAreRemembered()
    {
        var memory = new AisDescriptions(maxSenders: 2);
        var first = memory.Learn(1, new AisSelfReport { SaysName = true, Name = "A"u8, TypeCode = "" });
        memory.Learn(2, new AisSelfReport { SaysName = true, Name = "B"u8, TypeCode = "" });
        Assert.Same(first, memory.Learn(1, new AisSelfReport { SaysName = true, Name = "A"u8, TypeCode = "" }));
        memory.Learn(3, new AisSelfReport { SaysName = true, Name = "C"u8, TypeCode = "" });
        var again = memory.Learn(1, new AisSelfReport { SaysName = true, Name = "A"u8, TypeCode = "" });
        Assert.NotSame(first, again);
        Assert.Equal(first, again);
    }

    [Fact]
    public void TheSteadyStateAllocatesNothing()
    {
        var frames = SteadyTraffic().Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(Encoding.ASCII.GetBytes).ToArray();
        var decoder = new AisDecoder();
        var (output, late) = (new ObservationBuffer(), new LateFaults());
        var faults = 0;
        long Round(int times)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < times * frames.Length; i++)
            {
                var frame = new FrameView(
                    new FrameRef(new FeedId(0), i), new Instant(AisRun.StartUs + i), frames[i % frames.Length]);
                faults += decoder.Decode(frame, output, late) == FrameFault.None ? 0 : 1;
                output.Clear();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.True(Round(1) > 0);
        Assert.InRange(Round(2000), 0, AllocationNoise.Bytes);
        Assert.Equal(0, faults);
    }

    [Fact]
    public void TheWholeWayFromBytesToObservationsAllocatesNothing()
    {
        var once = Encoding.ASCII.GetBytes(SteadyTraffic());
        var sink = new DecodingSink();
        long Round(int times)
        {
            using var stream = new MemoryStream([.. Enumerable.Repeat(once, times).SelectMany(bytes => bytes)]);
            var before = GC.GetAllocatedBytesForCurrentThread();
            FileTransport.PushAll(stream, AisFormat.Format, sink);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        // The decoder's tables come with its first message; then the cutter's own buffer is all that a run takes,
        // however long it is.
        Round(1);
        var short1 = Round(1000);
        Assert.InRange(Round(3000) - short1, -AllocationNoise.Bytes, AllocationNoise.Bytes);
        Assert.Equal((0, 4001 * once.AsSpan().Count((byte)'\n')), (sink.Faults, sink.Frames));
    }

    [Fact]
    public void AMessageTakesAtMostSixtyFourTimesItsBytes()
    {
        const int Messages = 20_000;
        var random = new Random(20261122);
        var decoder = new AisDecoder();
        var (output, late) = (new ObservationBuffer(), new LateFaults());
        long taken = 0, bytes = 0;
        for (var i = 0; i < Messages; i++)
        {
            // Every sender is new, and so is its name; every group stays open, each of another source.
            var station = new AisStatic((uint)i, $"NAME {i}", $"C{i}", 70, 100, 20, 8, 9);
            var text = i % 2 == 0
                ? Encode(to => AisEncoder.StaticA(to, station, 'A', 3))
                    + Encode(to => AisEncoder.StaticB(to, station, 'A'))
                : AisLineTests.Sum($@"\s:{random.Next()}*??\!AIVDM,2,1,0,A,1,0*??");
            foreach (var sentence in text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
            {
                var line = Encoding.ASCII.GetBytes(sentence);
                var frame = new FrameView(new FrameRef(new FeedId(0), i), new Instant(AisRun.StartUs), line);
                var before = GC.GetAllocatedBytesForCurrentThread();
                decoder.Decode(frame, output, late);
                taken += GC.GetAllocatedBytesForCurrentThread() - before;
                bytes += line.Length;
                output.Clear();
                late.Clear();
            }
        }

        Assert.InRange(taken, 1, 64 * bytes);
    }

    [Theory]
    [InlineData(AisFormat.MaxFrameBytes, "")]
    [InlineData(AisFormat.MaxFrameBytes + 1, "TooLong:2")]
    public void ALineOfTheLongestFrameIsReadAndALongerOneInPieces(int length, string faults)
    {
        const string Sentence = "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A";
        Assert.Equal(faults, AisRun.Decode(new string(' ', length - Sentence.Length) + Sentence).FaultText());
    }

    private sealed class DecodingSink : IFrameSink
    {
        private readonly AisDecoder decoder = new();
        private readonly ObservationBuffer output = new();
        private readonly LateFaults late = new();
        private readonly ReceiveTimes times = ReceiveTimes.Replayed(default, 10, AisLine.TryReadReceiveTime);

        public int Frames { get; private set; }

        public int Faults { get; private set; }

        public void Add(ReadOnlySpan<byte> frame, Instant receivedAt)
        {
            var view = new FrameView(new FrameRef(new FeedId(0), Frames++), times.Next(frame, receivedAt), frame);
            Faults += decoder.Decode(view, output, late) == FrameFault.None ? 0 : 1;
            output.Clear();
        }

        public void AddOverlong(ReadOnlySpan<byte> piece, Instant receivedAt) => Faults++;
    }

    private static string SteadyTraffic()
    {
        var station = new AisStatic(237000009, "MERMAID", "SX9", 37, 4, 6, 1, 2);
        var position = new AisPosition(237000009, Place(36, 20), 1, 2, 3, 4);
        return Encode(to => AisEncoder.StaticB(to, station, 'A'))
            + Encode(to => AisEncoder.StaticA(to, station with { Mmsi = 237000010 }, 'B', 3))
            + Encode(position)
            + Encode(to => AisEncoder.PositionB(to, position, 'B'))
            + Encode(to => AisEncoder.LongRange(to, position, 'B'))
            // An inland ship, weather, a service's targets, a safety message.
            + "!AIVDM,1,1,,A,839>Jh@j2d<dL<uM=j`hq?aD6ID0,0*5B\r\n"
            + "!AIVDM,1,1,,A,802@al@0Gm;Jt2V`406??wvlFR06EuOwgwl>,1*0C\r\n"
            + "!AIVDM,1,1,,A,802@al@0D000pPEDT25bd0U531JN2d00001h825bd0U5300w00,4*51\r\n"
            + "!AIVDM,1,1,,A,>3R1E@A<59B1@E=@,2*35\r\n"
            + Encode(to =>
            {
                var tag = new byte[AisEncoder.MaxTagBlockBytes];
                return AisEncoder.PositionA(
                    to, position, 'A', tag.AsSpan(0, AisEncoder.TagBlock(tag, 1_772_366_400, "north")));
            });
    }

    private static GeoPoint Place(double latitudeDeg, double longitudeDeg) =>
        GeoPoint.FromDegrees(latitudeDeg: latitudeDeg, longitudeDeg: longitudeDeg);

    private static Observation One(string text)
    {
        var run = AisRun.Decode(text);
        Assert.Equal("", run.FaultText());
        return Assert.Single(run.Observations);
    }

    private static string Encode(in AisPosition position)
    {
        var copy = position;
        return Encode(to => AisEncoder.PositionA(to, copy, 'A'));
    }

    private static string Encode(Func<byte[], int> write)
    {
        var bytes = new byte[AisEncoder.MaxBytes + (2 * AisEncoder.MaxTagBlockBytes)];
        return Encoding.ASCII.GetString(bytes, 0, write(bytes));
    }
}
