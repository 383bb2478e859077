using System.Buffers;
using System.Buffers.Binary;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Framing;
using Trucewatch.Feeds.Mavlink;

namespace Trucewatch.Fuzz;

/// <summary>Drives the reader of MAVLink packets with any bytes, packet after packet, as a feed does.</summary>
internal static class MavlinkFuzz
{
    [ThreadStatic]
    private static ObservationBuffer? Observations;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? Mended;

    /// <summary>A packet of each message that gives something, in each framing, and several in a row.</summary>
    public static IReadOnlyList<byte[]> Seeds { get; } = [.. MadeSeeds()];

    /// <summary>Pieces of packets.</summary>
    public static IReadOnlyList<byte[]> Words { get; } =
    [
        .. new[]
        {
            "FD", "FE", "00", "FF", "01", "0006C0", "FFFFFF7F", "00000080", "0000C07F", "0000807F", "FD0900", "FE09",
            "FD090000D3010100000000", "1902", "F219", "00E9A435", "210000", "180000", "F60000", "0F0100",
        }.Select(Convert.FromHexString),
    ];

    /// <summary>
    /// Packets as they are, and again with every checksum put right: decoder and printer agree on each fault, and what
    /// comes out can be worked with.
    /// </summary>
    public static bool Run(ReadOnlySpan<byte> input)
    {
        var accepted = ModeSFuzz.Run(MavlinkFormat.Format, input);
        var mended = Mended ??= new ArrayBufferWriter<byte>();
        mended.ResetWrittenCount();
        Mend(input, mended);
        accepted |= ModeSFuzz.Run(MavlinkFormat.Format, mended.WrittenSpan);
        CheckLooks(mended.WrittenSpan);
        return accepted;
    }

    /// <summary>Takes packets one after the other by their lengths, and writes them with a good checksum.</summary>
    private static void Mend(ReadOnlySpan<byte> input, ArrayBufferWriter<byte> to)
    {
        while (!input.IsEmpty)
        {
            var start = MavlinkPacket.StartOf(input);
            var length = MavlinkPacket.IsMagic(input[start]) ? MavlinkPacket.LengthOf(input[start..]) : 0;
            if (length == 0 || input.Length < start + length)
            {
                to.Write(input[..1]);
                input = input[1..];
                continue;
            }

            var packet = input.Slice(start, length).ToArray();
            var end = (packet[0] == MavlinkPacket.Magic2 ? 10 : 6) + packet[1];
            if (MavlinkChecksum.TryExtra(MavlinkPacket.MessageOf(packet), out var extra))
            {
                var sum = MavlinkChecksum.Of(packet.AsSpan(1, end - 1), extra);
                BinaryPrimitives.WriteUInt16LittleEndian(packet.AsSpan(end), sum);
            }

            to.Write(input[..start]);
            to.Write(packet);
            input = input[(start + length)..];
        }
    }

    private static void CheckLooks(ReadOnlySpan<byte> input)
    {
        var framer = new MavlinkFramer();
        var decoder = new MavlinkDecoder();
        var output = Observations ??= new ObservationBuffer();
        output.Clear();
        for (var rest = input; framer.Next(rest, final: true) is { Kind: not CutKind.NeedMore } cut;
            rest = rest[cut.Consumed..])
        {
            var fault = decoder.Decode(
                new FrameView(default, default, rest.Slice(cut.Start, cut.Length)), output, new LateFaults());
            FuzzTargets.Require(cut.Kind == CutKind.Frame || fault != FrameFault.None, "overlong and good");
        }

        foreach (ref readonly var look in output.Looks)
        {
            FuzzTargets.Require(look.HasCorners && look.HasSensorPosition, "a look at nothing");
        }

        foreach (ref readonly var seen in output.Items)
        {
            FuzzTargets.Require(
                seen.Kind == ObservationKind.Description || double.IsFinite(seen.PositionError.EastM2), "no error");
            FuzzTargets.Require(!double.IsInfinity(seen.HeightM), "a height without end");
        }
    }

    private static IEnumerable<byte[]> MadeSeeds()
    {
        var at = Instant.FromUnixSeconds(1_900_000_000);
        var serial = MavlinkEncoder.Content("OPEN_DRONE_ID_BASIC_ID", ("id_type", 1), ("ua_type", 2));
        MavlinkEncoder.Put(serial, "OPEN_DRONE_ID_BASIC_ID", "uas_id", "1596F3AB5C7D8E9F");
        var pack = MavlinkEncoder.Content(
            "OPEN_DRONE_ID_MESSAGE_PACK", ("single_message_size", 25), ("msg_pack_size", 2));
        MavlinkEncoder.Put(pack, "OPEN_DRONE_ID_MESSAGE_PACK", "messages", Feeds.Odid.OdidEncoder.BasicId("HEARD456"));
        (string Message, byte[] Content)[] messages =
        [
            ("HEARTBEAT", MavlinkEncoder.Content("HEARTBEAT", ("type", 2))),
            ("SYSTEM_TIME", MavlinkEncoder.Content("SYSTEM_TIME", ("time_unix_usec", 1.9e15), ("time_boot_ms", 1000))),
            ("GPS_RAW_INT", MavlinkEncoder.Content(
                "GPS_RAW_INT", ("fix_type", 3), ("lat", 485e6), ("lon", 3725e5), ("h_acc", 900), ("v_acc", 900))),
            ("GLOBAL_POSITION_INT", MavlinkEncoder.Content(
                "GLOBAL_POSITION_INT", ("lat", 485e6), ("lon", 3725e5), ("alt", 150_000), ("vx", 100))),
            ("ADSB_VEHICLE", MavlinkEncoder.Content(
                "ADSB_VEHICLE", ("ICAO_address", 0x4D2023), ("lat", 485e6), ("lon", 3725e5), ("flags", 31))),
            ("OPEN_DRONE_ID_BASIC_ID", serial),
            ("OPEN_DRONE_ID_LOCATION", MavlinkEncoder.Content(
                "OPEN_DRONE_ID_LOCATION", ("latitude", 485e6), ("longitude", 3725e5), ("timestamp", 100))),
            ("OPEN_DRONE_ID_MESSAGE_PACK", pack),
            ("CAMERA_FOV_STATUS", MavlinkEncoder.Content(
                "CAMERA_FOV_STATUS", ("lat_camera", 485e6), ("lon_camera", 3725e5), ("alt_camera", 300_000),
                ("alt_image", 100_000), ("q[0]", 0.7071), ("q[2]", -0.7071), ("hfov", 60), ("vfov", 40))),
            ("STATUSTEXT", MavlinkEncoder.Content("STATUSTEXT", ("severity", 6), ("text[0]", 65))),
            ("BATTERY_STATUS", MavlinkEncoder.Content("BATTERY_STATUS", ("battery_remaining", 50))),
        ];
        var to = new ArrayBufferWriter<byte>();
        foreach (var (message, content) in messages)
        {
            to.ResetWrittenCount();
            MavlinkEncoder.Write(to, MavlinkFraming.Version2, message, content);
            yield return to.WrittenSpan.ToArray();
        }

        to.ResetWrittenCount();
        foreach (var framing in new[] { MavlinkFraming.Version1, MavlinkFraming.Log })
        {
            foreach (var (message, content) in messages.Take(5))
            {
                MavlinkEncoder.Write(to, framing, message, content, loggedAt: at);
            }

            yield return to.WrittenSpan.ToArray();
        }
    }
}
