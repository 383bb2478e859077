using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.ModeS;
using Trucewatch.Geo;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Feeds.Odid;

public sealed class OdidDecoderTests
{
    [Fact]
    public void The_published_location_has_its_values()
    {
        using var example = JsonDocument.Parse(
            File.ReadAllText(RepositoryTree.CorpusFile("formats/librid_location_example.json")));
        var line = Encoding.ASCII.GetBytes(example.RootElement.GetProperty("hex").GetString() + "\n");
        using var printed = JsonDocument.Parse(Assert.Single(FeedRun.Print(OdidFormat.Format, line).Lines));
        var names = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["protocol_version"] = "version", ["latitude"] = "lat", ["longitude"] = "lon",
            ["geodetic_altitude"] = "alt_geodetic", ["vertical_speed"] = "climb", ["track_direction"] = "track",
            ["operational_status"] = "status", ["baro_altitude_accuracy"] = "baro_accuracy",
        };
        var compared = 0;
        foreach (var member in example.RootElement.GetProperty("expected").EnumerateObject())
        {
            // The kind is a word here, what the height is over, too; and an altitude that is not known is absent.
            if (member.Name is not ("message_type" or "height_type" or "pressure_altitude"))
            {
                var name = names.GetValueOrDefault(member.Name, member.Name);
                var own = printed.RootElement.GetProperty(name).GetDouble();
                Assert.Equal((name, member.Value.GetDouble()), (name, Math.Round(own, 6)));
                compared++;
            }
        }

        Assert.Equal(15, compared);
        Assert.Equal("location", printed.RootElement.GetProperty("type").GetString());
        Assert.Equal("take-off", printed.RootElement.GetProperty("height_over").GetString());
        Assert.False(printed.RootElement.TryGetProperty("alt_pressure", out _));
    }

    [Fact]
    public void What_is_written_is_read() =>
        Gen.Select(
            Gen.Double[-90, 90], Gen.Double[1, 179.9], Gen.Double[-900, 9000], Gen.Double[0, 250],
            Gen.Double[0, 360], Gen.Double[-60, 60], Gen.Long[-1_700_000_000, 1_700_000_000])
            .Sample((latitude, longitude, height, speed, track, climb, offsetUs) =>
            {
                var place = GeoPoint.FromDegrees(latitudeDeg: latitude, longitudeDeg: longitude);
                var at = new Instant(OdidRun.At.UnixMicroseconds + offsetUs);
                var message = OdidEncoder.Location(new OdidFlight(place, height, speed, track, climb), at);
                var seen = OdidRun.One(message);
                Assert.Equal(latitude, seen.Position.LatitudeDeg, 1e-7);
                Assert.Equal(longitude, seen.Position.LongitudeDeg, 1e-7);
                Assert.Equal(height, seen.HeightM, 0.26);
                Assert.Equal(speed, seen.SpeedMps, 0.38);
                Assert.InRange(Math.Abs(Math.IEEERemainder(track - seen.CourseDeg, 360)), 0, 0.51);
                Assert.InRange(at.SecondsSince(seen.At), 0, 0.1);
                Assert.True(seen.HasSourceTime && !seen.HasAssumedError);
                Assert.Equal((10 / 2.448) * (10 / 2.448), seen.PositionError.EastM2, 1e-9);
                OdidLocation.TryRead(message, out var location);
                Assert.Equal(climb, location.ClimbMps, 0.26);
            });

    [Fact]
    public void A_serial_number_names_what_its_transmitter_sends_afterwards_and_what_stands_in_its_pack()
    {
        var location = OdidEncoder.Location(new OdidFlight(OdidRun.Place), OdidRun.At);
        var id = OdidEncoder.BasicId(OdidRun.Serial);
        var run = OdidRun.Over(
            (location, OdidRun.Address),
            (id, OdidRun.Address),
            (location, OdidRun.Address),
            (location, OdidRun.Address + 1),
            (location, null),
            (OdidEncoder.Pack(location, id), null),
            (OdidEncoder.Pack(location), null));
        var named = ObjectIdentity.RemoteId(OdidRun.Serial);
        Assert.Equal(
            [
                ObjectIdentity.None, named, named, ObjectIdentity.None, ObjectIdentity.None, named, named,
                ObjectIdentity.None,
            ],
            run.Observations.Select(seen => seen.Identity).ToArray().AsEnumerable());
        Assert.Equal(
            new uint[] { 1, 1, 1, 2, 0, 3, 3, 0 }, run.Observations.Select(seen => seen.SourceTrack));
        Assert.All(run.Observations, seen => Assert.Equal(ObjectClass.Drone, seen.Class));
        Assert.Equal(2, run.Observations.Count(seen => seen.Kind == ObservationKind.Description));
    }

    [Fact]
    public void Neither_where_the_operator_is_nor_who_is_in_any_observation()
    {
        var far = GeoPoint.FromDegrees(latitudeDeg: -12.5, longitudeDeg: 99.25);
        var run = OdidRun.Over(
            (OdidEncoder.Pack(
                OdidEncoder.BasicId(OdidRun.Serial), OdidEncoder.System(far), OdidEncoder.OperatorId("OP-SECRET"),
                OdidEncoder.SelfId("survey"), OdidEncoder.Location(new OdidFlight(OdidRun.Place), OdidRun.At)), null));
        Assert.Equal(2, run.Observations.Count);
        Assert.All(run.Observations, seen => Assert.True(!seen.HasPosition || seen.Position.LatitudeDeg > 48));
        Assert.All(run.Observations, seen =>
            Assert.DoesNotContain("SECRET", $"{seen.Identity} {seen.Description}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", FrameFault.Empty)]
    [InlineData("# a comment", FrameFault.None)]
    [InlineData("12202d3e0420bd5c25401c190d0000c10834084a0339300100", FrameFault.None)]
    [InlineData(" 19.5 , 02:ab:cd:ef:01:23 , 12202d3e0420bd5c25401c190d0000c10834084a0339300100 ", FrameFault.None)]
    [InlineData("1900000000,12202d3e0420bd5c25401c190d0000c10834084a0339300100", FrameFault.None)]
    [InlineData("02:ab:cd:ef:01:23,12202D3E0420BD5C25401C190D0000C10834084A0339300100", FrameFault.None)]
    [InlineData("02-ab-cd-ef-01-23,12202d3e0420bd5c25401c190d0000c10834084a0339300100", FrameFault.BadSyntax)]
    [InlineData("1,2,12202d3e0420bd5c25401c190d0000c10834084a0339300100", FrameFault.BadSyntax)]
    [InlineData("1,1,02:ab:cd:ef:01:23,12202d3e0420bd5c25401c190d0000c10834084a0339300100", FrameFault.BadSyntax)]
    [InlineData("x2202d3e0420bd5c25401c190d0000c10834084a0339300100", FrameFault.BadSyntax)]
    [InlineData("12202d3e0420bd5c25401c190d0000c10834084a03393001000", FrameFault.WrongLength)]
    [InlineData("12202d3e0420bd5c25401c190d0000c10834084a033930010000", FrameFault.WrongLength)]
    [InlineData("12202d3e0420bd5c25401c190d0000c10834084a03393001", FrameFault.WrongLength)]
    [InlineData("13202d3e0420bd5c25401c190d0000c10834084a0339300100", FrameFault.UnsupportedType)]
    [InlineData("62202d3e0420bd5c25401c190d0000c10834084a0339300100", FrameFault.UnsupportedType)]
    [InlineData("12202d3e0401e9a435401c190d0000c10834084a0339300100", FrameFault.OutOfRange)]
    [InlineData("12202d3e0400e9a435401c190d0000c10834084a0339300100", FrameFault.None)]
    [InlineData("12202d3e0420bd5c25401c190d0000c10834084a03a08c0100", FrameFault.None)]
    [InlineData("12202d3e0420bd5c25401c190d0000c10834084a03a18c0100", FrameFault.OutOfRange)]
    [InlineData("12202d3e0420bd5c25401c190d0000c10834084a03ffff0100", FrameFault.None)]
    [InlineData("f21900", FrameFault.None)]
    [InlineData("f21901", FrameFault.Truncated)]
    [InlineData("f2190000", FrameFault.WrongLength)]
    [InlineData("f21a00", FrameFault.WrongLength)]
    [InlineData("f3190000", FrameFault.UnsupportedType)]
    [InlineData("f2", FrameFault.WrongLength)]
    public void Lines_and_messages_are_strict(string line, FrameFault expected)
    {
        Span<byte> room = stackalloc byte[OdidMessage.MaxPackBytes];
        Assert.Equal(expected, OdidDecoder.Open(Encoding.ASCII.GetBytes(line), room, out _, out _, out _));
    }

    [Fact]
    public void A_pack_holds_so_many_messages_and_a_line_so_many_letters()
    {
        var one = OdidEncoder.SelfId("x");
        foreach (var (count, expected) in new[] { (9, FrameFault.None), (10, FrameFault.TooMany) })
        {
            var pack = OdidEncoder.Pack(Enumerable.Repeat(one, count).ToArray());
            Assert.Equal(expected, OdidMessage.TryOpen(pack, out _, out _));
        }

        var inside = OdidEncoder.Pack(OdidEncoder.Pack());
        Assert.Equal(FrameFault.UnsupportedType, OdidMessage.TryOpen(inside, out _, out _));
        var longest = new ArrayBufferWriter<byte>();
        OdidEncoder.WriteLine(
            longest, OdidEncoder.Pack(Enumerable.Repeat(one, 9).ToArray()), OdidRun.At, OdidRun.Address);
        Assert.InRange(longest.WrittenCount, 490, OdidFormat.MaxFrameBytes);
        var most = Encoding.ASCII.GetBytes("#" + new string('x', OdidFormat.MaxFrameBytes - 1) + "\n");
        Assert.Equal("1 frames, 0 observations, ", FeedRun.Decode(OdidFormat.Format, most).ToString());
        Assert.Equal(
            "1 frames, 0 observations, TooLong:1", FeedRun.Decode(OdidFormat.Format, [(byte)'#', .. most]).ToString());
    }

    [Fact]
    public void So_many_transmitters_are_remembered_and_then_the_first_is_forgotten()
    {
        foreach (var isKnown in new[] { true, false })
        {
            var table = new OdidTransmitters();
            var count = OdidTransmitters.MaxTransmitters + (isKnown ? 0 : 1);
            for (var number = 1; number <= count; number++)
            {
                Assert.True(table.Note(OdidTransmitter.OfAddress((ulong)number), "SERIAL"u8, 2, out _));
            }

            var first = table.Identify(OdidTransmitter.OfAddress(1), out _);
            Assert.Equal(isKnown ? ObjectIdentity.RemoteId("SERIAL") : ObjectIdentity.None, first);
        }
    }

    /// <summary>Each line is of another transmitter, which is then remembered with its serial number.</summary>
    [Fact]
    public void A_line_costs_no_more_than_64_times_its_bytes()
    {
        var to = new ArrayBufferWriter<byte>();
        List<byte[]> lines = [];
        void Add(byte[] message, int address)
        {
            to.ResetWrittenCount();
            OdidEncoder.WriteLine(to, message, null, (ulong)address);
            lines.Add(to.WrittenSpan.TrimEnd("\n"u8).ToArray());
        }

        for (var number = 1; number <= OdidTransmitters.MaxTransmitters + 500; number++)
        {
            Add(OdidEncoder.BasicId(FormattableString.Invariant($"1581F{number:D15}")), number);
            Add(OdidEncoder.Location(new OdidFlight(OdidRun.Place), OdidRun.At), number + 1_000_000);
            Add(OdidEncoder.Pack(Enumerable.Repeat(OdidEncoder.Location(new OdidFlight(OdidRun.Place), OdidRun.At), 9)
                .ToArray()), number);
        }

        MessageCost.Hold(OdidFormat.Format, lines);
    }

    [Fact]
    public void The_steady_state_allocates_nothing()
    {
        var to = new ArrayBufferWriter<byte>();
        OdidEncoder.WriteLine(
            to,
            OdidEncoder.Pack(
                OdidEncoder.BasicId(OdidRun.Serial), OdidEncoder.Location(new OdidFlight(OdidRun.Place), OdidRun.At)),
            OdidRun.At,
            OdidRun.Address);
        var line = to.WrittenSpan.TrimEnd("\n"u8).ToArray();
        var (decoder, output, late) = (new OdidDecoder(), new ObservationBuffer(), new LateFaults());
        var seen = 0;
        long Round(int times)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var time = 0; time < times; time++)
            {
                output.Clear();
                Assert.True(decoder.Decode(new FrameView(default, default, line), output, late) == FrameFault.None);
                seen += output.Count;
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Round(100);
        Assert.InRange(Round(1000), 0, AllocationNoise.Bytes);
        Assert.Equal(1100 * 2, seen);
    }
}
