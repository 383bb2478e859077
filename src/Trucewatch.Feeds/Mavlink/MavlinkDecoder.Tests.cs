using System.Buffers;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.ModeS;
using Trucewatch.Feeds.Odid;
using Trucewatch.Geo;
using Trucewatch.Geo.Geodesics;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Feeds.Mavlink;

public sealed class MavlinkDecoderTests
{
    private const double E7 = 1e7;

    private static readonly (string, double)[] estimate =
    [
        ("time_boot_ms", 60_000), ("lat", 48.5 * E7), ("lon", 37.25 * E7), ("alt", 180_500), ("vx", 300), ("vy", -400),
    ];

    /// <summary>The published bytes are made of the layouts: a wrong name, type or order gives another.</summary>
    [Fact]
    public void Every_layout_gives_the_published_byte()
    {
        Assert.All(MavlinkMessages.All, layout =>
        {
            Assert.True(MavlinkChecksum.TryExtra(layout.Id, out var extra));
            Assert.Equal((layout.Name, extra), (layout.Name, layout.Extra));
            Assert.InRange(layout.ContentBytes, 1, MavlinkPacket.MaxPayloadBytes);
            Assert.Same(layout, MavlinkMessages.Find(layout.Id));
        });
        var planted = new MavlinkLayout(33, "GLOBAL_POSITION_INT", "uint32_t time_boot_ms, int32_t lon, lat");
        Assert.NotEqual(MavlinkMessages.Find(33)!.Extra, planted.Extra);
        Assert.False(MavlinkChecksum.TryExtra(3, out _));
        Assert.False(MavlinkChecksum.TryExtra(511, out _));
        Assert.False(MavlinkChecksum.TryExtra(0xFF_FFFF, out _));
    }

    /// <summary>The check value of CRC-16/MCRF4XX in the catalogue of parametrised CRC algorithms.</summary>
    [Fact]
    public void The_checksum_has_its_published_check_value() =>
        Assert.Equal(0x6F91, MavlinkChecksum.Of("123456789"u8));

    [Theory]
    [InlineData(MavlinkFraming.Version1)]
    [InlineData(MavlinkFraming.Version2)]
    [InlineData(MavlinkFraming.Log)]
    public void A_vehicle_is_where_its_estimate_says(MavlinkFraming framing)
    {
        var run = new MavlinkRun()
            .Hear(MavlinkRun.Packet("HEARTBEAT", MavlinkEncoder.Content("HEARTBEAT", ("type", 2)), framing: framing))
            .Hear(MavlinkRun.Packet(
                "SYSTEM_TIME",
                MavlinkEncoder.Content("SYSTEM_TIME", ("time_unix_usec", 1.9e15), ("time_boot_ms", 50_000)),
                framing: framing))
            .Hear(MavlinkRun.Packet(
                "GLOBAL_POSITION_INT", MavlinkEncoder.Content("GLOBAL_POSITION_INT", estimate), framing: framing));
        var seen = Assert.Single(run.Observations);
        Assert.Equal((ObjectClass.Drone, ObjectIdentity.None, 1u), (seen.Class, seen.Identity, seen.SourceTrack));
        Assert.Equal("48.5000000 37.2500000", seen.Position.ToString());
        Assert.Equal((180.5, HeightReference.SeaLevel), (seen.HeightM, seen.HeightReference));
        Assert.Equal(5, seen.SpeedMps, 1e-12);
        Assert.Equal(306.87, seen.CourseDeg, 0.01);
        Assert.Equal((true, MavlinkRun.Start + TimeSpan.FromSeconds(10)), (seen.HasSourceTime, seen.At));
        Assert.True(seen.HasAssumedError);
    }

    [Fact]
    public void The_receiver_says_how_exact_a_place_is_and_stands_in_for_an_estimate()
    {
        (string, double)[] fix =
        [
            ("fix_type", 3), ("lat", 48.5 * E7), ("lon", 37.25 * E7), ("alt", 150_000), ("eph", 120), ("vel", 65_535),
            ("cog", 9000),
        ];
        var run = new MavlinkRun()
            .Hear("GPS_RAW_INT", [.. fix, ("h_acc", 1500), ("v_acc", 2500), ("alt_ellipsoid", 170_000)])
            .Hear("GLOBAL_POSITION_INT", estimate)
            .Hear("GPS_RAW_INT", fix)
            .Hear("GLOBAL_POSITION_INT", estimate);
        run.Now += TimeSpan.FromSeconds(11);
        run.Hear("GLOBAL_POSITION_INT", estimate);
        run.Now += TimeSpan.FromMicroseconds(MavlinkVehicles.EstimateUs - 100_000);
        run.Hear("GPS_RAW_INT", fix);
        run.Now += TimeSpan.FromMicroseconds(1);
        run.Hear("GPS_RAW_INT", [.. fix, ("time_usec", 1.9e15)]);
        run.Hear("GPS_RAW_INT", ("fix_type", 1), ("lat", 1), ("lon", 1));
        Assert.Equal(
            [1.5, 1.5, 3.6, MavlinkDecoder.UnstatedSigmaM, 3.6],
            run.Observations.Select(seen => Math.Round(Math.Sqrt(seen.PositionError.EastM2), 9)));
        Assert.Equal([false, false, true, true, true], run.Observations.Select(seen => seen.HasAssumedError));
        Assert.Equal(
            (170, HeightReference.Ellipsoid), (run.Observations[0].HeightM, run.Observations[0].HeightReference));
        Assert.Equal(2.5, run.Observations[1].HeightSigmaM);
        Assert.Equal(MavlinkRun.Start, run.Observations[4].At);
        Assert.True(double.IsNaN(run.Observations[4].SpeedMps) && double.IsNaN(run.Observations[4].CourseDeg));
    }

    [Fact]
    public void Where_a_ground_station_stands_is_no_observation()
    {
        var run = new MavlinkRun().Hear("HEARTBEAT", ("type", 6)).Hear("GLOBAL_POSITION_INT", estimate)
            .Hear("GPS_RAW_INT", ("fix_type", 3), ("lat", 48.5 * E7), ("lon", 37.25 * E7))
            .Hear("HOME_POSITION", ("latitude", 48.5 * E7), ("longitude", 37.25 * E7));
        Assert.Empty(run.Observations);
        Assert.Single(run.Hear("HEARTBEAT", ("type", 1)).Hear("GLOBAL_POSITION_INT", estimate).Observations);
    }

    [Fact]
    public void Aircraft_that_it_hears_are_aircraft_and_simulated_ones_are_marked()
    {
        (string, double)[] heard =
        [
            ("ICAO_address", 0x4D2023), ("lat", 48.6 * E7), ("lon", 37.3 * E7), ("altitude", 3_000_000),
            ("heading", 27_050), ("hor_velocity", 12_000), ("flags", 15), ("altitude_type", 1), ("tslc", 2),
        ];
        var run = new MavlinkRun().Hear("ADSB_VEHICLE", heard).Hear("ADSB_VEHICLE", [.. heard, ("flags", 1 + 64)])
            .Hear("ADSB_VEHICLE", [.. heard, ("flags", 14)]);
        Assert.Equal([false, true], run.Observations.Select(seen => seen.IsExercise));
        var seen = run.Observations[0];
        Assert.Equal(("icao:4d2023", ObjectClass.Aircraft), (seen.Identity.ToString(), seen.Class));
        Assert.Equal((120, 270.5, 3000), (seen.SpeedMps, seen.CourseDeg, seen.HeightM));
        Assert.Equal(2, seen.ReceivedAt.SecondsSince(seen.At));
        Assert.True(double.IsNaN(run.Observations[1].SpeedMps) && double.IsNaN(run.Observations[1].HeightM));
    }

    [Fact]
    public void Remote_id_names_the_vehicle_itself_or_the_transmitter_that_it_heard()
    {
        var place = GeoPoint.FromDegrees(latitudeDeg: 48.5, longitudeDeg: 37.25);
        var own = MavlinkEncoder.Content("OPEN_DRONE_ID_BASIC_ID", ("id_type", 1), ("ua_type", 2));
        MavlinkEncoder.Put(own, "OPEN_DRONE_ID_BASIC_ID", "uas_id", "OWN123");
        (string, double)[] where =
        [
            ("latitude", 48.7 * E7), ("longitude", 37.4 * E7), ("altitude_geodetic", 210.5),
            ("altitude_barometric", -1000), ("height", -1000), ("direction", 36_100), ("speed_horizontal", 1250),
            ("horizontal_accuracy", 11), ("vertical_accuracy", 4), ("timestamp", 2800.5),
        ];
        var other = MavlinkEncoder.Content("OPEN_DRONE_ID_LOCATION", where);
        MavlinkEncoder.Put(other, "OPEN_DRONE_ID_LOCATION", "id_or_mac", [2, 0xAB, 0xCD, 0xEF, 1, 0x23]);
        byte[] messages =
            [.. OdidEncoder.BasicId("HEARD456"), .. OdidEncoder.Location(new OdidFlight(place), MavlinkRun.Start)];
        var pack = MavlinkEncoder.Content(
            "OPEN_DRONE_ID_MESSAGE_PACK", ("single_message_size", 25), ("msg_pack_size", 2));
        MavlinkEncoder.Put(pack, "OPEN_DRONE_ID_MESSAGE_PACK", "id_or_mac", [2, 0xAB, 0xCD, 0xEF, 1, 0x23]);
        MavlinkEncoder.Put(pack, "OPEN_DRONE_ID_MESSAGE_PACK", "messages", messages);
        var run = new MavlinkRun()
            .Hear(MavlinkRun.Packet("OPEN_DRONE_ID_BASIC_ID", own))
            .Hear(MavlinkRun.Packet("OPEN_DRONE_ID_LOCATION", MavlinkEncoder.Content("OPEN_DRONE_ID_LOCATION", where)))
            .Hear("GLOBAL_POSITION_INT", estimate)
            .Hear(MavlinkRun.Packet("OPEN_DRONE_ID_LOCATION", MavlinkEncoder.Content("OPEN_DRONE_ID_LOCATION", where)))
            .Hear(MavlinkRun.Packet("OPEN_DRONE_ID_LOCATION", other))
            .Hear(MavlinkRun.Packet("OPEN_DRONE_ID_MESSAGE_PACK", pack))
            .Hear(MavlinkRun.Packet("OPEN_DRONE_ID_LOCATION", other));
        Assert.Equal(
            "rid:OWN123 rid:OWN123 rid:OWN123 none rid:HEARD456 rid:HEARD456 rid:HEARD456",
            string.Join(' ', run.Observations.Select(seen => seen.Identity)));
        Assert.Equal(new uint[] { 1, 1, 1, 2, 2, 2, 2 }, run.Observations.Select(seen => seen.SourceTrack));
        var seen = run.Observations[1];
        Assert.Equal((12.5, 210.5, HeightReference.Ellipsoid), (seen.SpeedMps, seen.HeightM, seen.HeightReference));
        Assert.Equal("2030-03-17T17:46:40.500Z", seen.At.ToString());
        Assert.True(double.IsNaN(seen.CourseDeg));
    }

    /// <summary>A camera straight down sees as far to each side as half its field says.</summary>
    [Fact]
    public void What_a_camera_looks_at_is_a_look()
    {
        var half = Math.Sqrt(0.5);
        (string, double)[] field =
        [
            ("time_boot_ms", 1000), ("lat_camera", 48.5 * E7), ("lon_camera", 37.25 * E7), ("alt_camera", 300_000),
            ("lat_image", 48.5 * E7), ("lon_image", 37.25 * E7), ("alt_image", 100_000),
            ("q[0]", half), ("q[2]", -half), ("hfov", 60), ("vfov", 40),
        ];
        var run = new MavlinkRun().Hear("CAMERA_FOV_STATUS", field);
        var look = Assert.Single(run.Looks);
        var camera = GeoPoint.FromDegrees(latitudeDeg: 48.5, longitudeDeg: 37.25);
        Assert.Equal((Modality.Optical, camera), (look.Modality, look.SensorPosition));
        var (right, ahead) = (200 * Math.Tan(Math.PI / 6), 200 * Math.Tan(Math.PI / 9));
        var plane = LocalScale.At(camera);
        (int, double, double)[] corners =
            [(0, -right, ahead), (1, right, ahead), (2, right, -ahead), (3, -right, -ahead)];
        foreach (var (corner, east, north) in corners)
        {
            var expected = plane.Move(camera, east, north);
            Assert.InRange(Geodesic.Inverse(expected, look.Corners[corner]).DistanceM, 0, 0.01);
        }

        (string, double)[] picture =
        [
            ("time_utc", 1.9e15), ("lat", 48.6 * E7), ("lon", 37.25 * E7), ("relative_alt", 100_000), ("q[0]", half),
            ("q[2]", -half), ("capture_result", 1),
        ];
        run.Hear("CAMERA_IMAGE_CAPTURED", picture).Hear("CAMERA_IMAGE_CAPTURED", [.. picture, ("capture_result", 0)]);
        Assert.Equal(2, run.Looks.Length);
        Assert.Equal(MavlinkRun.Start, run.Looks[1].From);
        Assert.Empty(new MavlinkRun().Hear("CAMERA_IMAGE_CAPTURED", picture).Looks);
        // Level, rolled on its side, without an attitude, beneath the ground, too wide.
        Assert.Empty(new MavlinkRun().Hear("CAMERA_FOV_STATUS", [.. field, ("q[0]", 1), ("q[2]", 0)]).Looks);
        Assert.Empty(new MavlinkRun().Hear("CAMERA_FOV_STATUS", [.. field, ("q[0]", 0), ("q[2]", 0)]).Looks);
        Assert.Empty(new MavlinkRun().Hear("CAMERA_FOV_STATUS", [.. field, ("q[0]", double.NaN)]).Looks);
        Assert.Empty(new MavlinkRun().Hear("CAMERA_FOV_STATUS", [.. field, ("alt_image", 400_000)]).Looks);
        Assert.Empty(new MavlinkRun().Hear("CAMERA_FOV_STATUS", [.. field, ("alt_image", int.MaxValue)]).Looks);
        Assert.Empty(new MavlinkRun().Hear("CAMERA_FOV_STATUS", [.. field, ("hfov", 150.1)]).Looks);
    }

    /// <summary>The shortest packets that say something, of all vehicles, each of which is remembered.</summary>
    [Fact]
    public void A_packet_costs_no_more_than_64_times_its_bytes()
    {
        List<byte[]> packets = [];
        for (var system = 0; system < 256; system++)
        {
            var serial = MavlinkEncoder.Content("OPEN_DRONE_ID_BASIC_ID", ("id_type", 1), ("ua_type", 2));
            MavlinkEncoder.Put(
                serial, "OPEN_DRONE_ID_BASIC_ID", "uas_id", FormattableString.Invariant($"15A{system}"));
            var place = MavlinkEncoder.Content("GLOBAL_POSITION_INT", ("lat", 1), ("lon", 1));
            packets.Add(MavlinkRun.Packet("HEARTBEAT", MavlinkEncoder.Content("HEARTBEAT", ("type", 2)), (byte)system));
            packets.Add(MavlinkRun.Packet("OPEN_DRONE_ID_BASIC_ID", serial, (byte)system));
            packets.Add(MavlinkRun.Packet("GLOBAL_POSITION_INT", place, (byte)system));
        }

        MessageCost.Hold(MavlinkFormat.Format, packets);
    }

    [Fact]
    public void A_wrong_packet_faults_by_its_reason()
    {
        var good = MavlinkRun.Packet("GLOBAL_POSITION_INT", MavlinkEncoder.Content("GLOBAL_POSITION_INT", estimate));
        Assert.Equal(FrameFault.None, Read(good));
        Assert.Equal(FrameFault.Empty, Read([]));
        Assert.Equal(FrameFault.BadSyntax, Read([1, 2, 3]));
        Assert.Equal(FrameFault.Truncated, Read(good[..^1]));
        Assert.Equal(FrameFault.Truncated, Read(good[..2]));
        Assert.Equal(FrameFault.WrongLength, Read([.. good, 0]));
        Assert.Equal(FrameFault.BadChecksum, Read(With(good, 15, 7)));
        Assert.Equal(FrameFault.BadChecksum, Read(With(good, 4, 7)));
        Assert.Equal(FrameFault.UnsupportedType, Read(With(good, 2, 2)));
        Assert.Equal(FrameFault.UnsupportedType, Read(With(good, 9, 9)));
        Assert.Equal(FrameFault.OutOfRange, new MavlinkRun().Hear(
            "GLOBAL_POSITION_INT", ("lat", 91 * E7), ("lon", 1)).Last);
        Assert.Equal(FrameFault.None, new MavlinkRun().Hear("GLOBAL_POSITION_INT", ("lat", int.MaxValue)).Last);
        Assert.Equal(
            FrameFault.OutOfRange, new MavlinkRun().Hear("ADSB_VEHICLE", ("flags", 1), ("heading", 36_001)).Last);
        Assert.Equal(FrameFault.None, new MavlinkRun().Hear("ADSB_VEHICLE", ("flags", 1), ("heading", 36_000)).Last);
        Assert.Equal(FrameFault.WrongLength, Pack(24, 1));
        Assert.Equal(FrameFault.None, Pack(25, 9));
        Assert.Equal(FrameFault.TooMany, Pack(25, 10));

        static FrameFault Pack(int size, int count) => new MavlinkRun().Hear(
            "OPEN_DRONE_ID_MESSAGE_PACK", ("single_message_size", size), ("msg_pack_size", count)).Last;
    }

    [Fact]
    public void A_signature_is_carried_and_printed_and_proves_nothing()
    {
        var to = new ArrayBufferWriter<byte>();
        MavlinkEncoder.Write(
            to, MavlinkFraming.Version2, "GLOBAL_POSITION_INT",
            MavlinkEncoder.Content("GLOBAL_POSITION_INT", estimate), signature: [7, .. new byte[12]]);
        var run = FeedRun.Decode(MavlinkFormat.Format, to.WrittenSpan.ToArray());
        Assert.False(Assert.Single(run.Observations).IsAuthenticated);
        Assert.Contains(
            "\"signature_link\":7", FeedRun.Print(MavlinkFormat.Format, to.WrittenSpan.ToArray()).Lines[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_gives_the_receive_time_and_unknown_contents_are_printed()
    {
        var content = MavlinkEncoder.Content("STATUSTEXT", ("severity", 6));
        MavlinkEncoder.Put(content, "STATUSTEXT", "text", "EKF3 IMU0 \u0001 ready");
        var packet = MavlinkRun.Packet("STATUSTEXT", content, framing: MavlinkFraming.Log);
        Assert.Equal(
            "{\"received\":\"2030-03-17T17:46:40.000Z\",\"mavlink\":2,\"system\":1,\"component\":1,\"sequence\":0,"
            + "\"message_id\":253,\"message\":\"STATUSTEXT\",\"severity\":6,\"text\":\"EKF3 IMU0 ? ready\",\"id\":0,"
            + "\"chunk_seq\":0}",
            Assert.Single(FeedRun.Print(MavlinkFormat.Format, packet).Lines));
        byte[] ping = [0xFD, 2, 0, 0, 1, 1, 1, 4, 0, 0, 0xAA, 0xBB, 0, 0];
        var sum = MavlinkChecksum.Of(ping.AsSpan(1, 11), 237);
        (ping[12], ping[13]) = ((byte)sum, (byte)(sum >> 8));
        Assert.EndsWith(
            "\"message_id\":4,\"content\":\"aabb\"}", Assert.Single(FeedRun.Print(MavlinkFormat.Format, ping).Lines),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_steady_state_allocates_nothing()
    {
        byte[][] packets =
        [
            MavlinkRun.Packet("GLOBAL_POSITION_INT", MavlinkEncoder.Content("GLOBAL_POSITION_INT", estimate)),
            MavlinkRun.Packet("ATTITUDE", MavlinkEncoder.Content("ATTITUDE", ("roll", 1))),
            MavlinkRun.Packet("HEARTBEAT", MavlinkEncoder.Content("HEARTBEAT", ("type", 2))),
        ];
        var (decoder, output, late, framer) = (
            new MavlinkDecoder(), new ObservationBuffer(), new LateFaults(), new MavlinkFramer());
        byte[] stream = [.. packets.SelectMany(packet => packet)];
        var seen = 0;
        long Round(int times)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var time = 0; time < times; time++)
            {
                output.Clear();
                for (var at = 0; at < stream.Length;)
                {
                    var cut = framer.Next(stream.AsSpan(at), final: false);
                    var frame = new FrameView(default, default, stream.AsSpan(at, cut.Length));
                    Assert.True(decoder.Decode(frame, output, late) == FrameFault.None);
                    at += cut.Consumed;
                }

                seen += output.Count;
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Round(100);
        Assert.InRange(Round(1000), 0, AllocationNoise.Bytes);
        Assert.Equal(1100, seen);
    }

    private static FrameFault Read(byte[] frame) => new MavlinkRun().Hear(frame).Last;

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        var changed = bytes.ToArray();
        changed[at] = value;
        return changed;
    }
}
