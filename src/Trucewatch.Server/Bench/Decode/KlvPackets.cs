using System.Buffers;
using Trucewatch.Domain;
using Trucewatch.Feeds.Klv;
using Trucewatch.Geo;

namespace Trucewatch.Server.Bench.Decode;

/// <summary>
/// Sets such as a drone sends them with each picture: where it is, how it looks, and the corners of what it sees; as
/// packets of KLV, and as the packets of a transport stream.
/// </summary>
internal static class KlvPackets
{
    private const int Packets = 1024;

    /// <summary>Both sorts.</summary>
    public static (string Name, IEnumerable<ReadOnlyMemory<byte>> Frames)[] All() =>
    [
        ("decode-klv", Raw()),
        ("decode-klv-ts", Stream()),
    ];

    /// <summary>
    /// Packets as they stand. One that ends like a line is left out, because line ends are cut off before decoding.
    /// </summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Raw() => Enumerable.Range(0, Packets)
        .Select(number => (ReadOnlyMemory<byte>)Packet(number))
        .Where(packet => packet.Span[^1] is not ((byte)'\n' or (byte)'\r'));

    /// <summary>
    /// Packets of a transport stream: lists, and one set in two or three packets; played again, the counters break once
    /// a round.
    /// </summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Stream()
    {
        var writer = new TransportWriter(TransportForm.Cells);
        var output = new ArrayBufferWriter<byte>();
        writer.WriteLists(output);
        for (var number = 0; number < Packets; number++)
        {
            writer.Write(output, Packet(number), (ulong)number * 3000);
        }

        return output.WrittenMemory.ToArray().Chunk(188).Select(packet => (ReadOnlyMemory<byte>)packet);
    }

    private static byte[] Packet(int number)
    {
        var centre = GeoPoint.FromDegrees(
            latitudeDeg: 48.1 + (number * 7919 % 1_000_000 * 1e-7),
            longitudeDeg: 37.2 - (number * 6271 % 1_000_000 * 1e-7));
        var scale = LocalScale.At(centre);
        var output = new ArrayBufferWriter<byte>();
        KlvEncoder.Write(output, new UasReport(Instant.FromUnixSeconds(1_900_000_000 + (number / 30)))
        {
            Mission = "Line 4",
            TailNumber = "OM-101",
            Designation = "Quad 8",
            CallSign = "WATCH 1",
            ImageSource = number % 2 == 0 ? "EO Nose" : "IR",
            Sensor = scale.Move(centre, -700, -2000),
            AltitudeM = 700,
            EllipsoidHeightM = 725,
            HeadingDeg = number % 360,
            PitchDeg = 1.5,
            RollDeg = -2,
            NorthMps = 12,
            EastMps = -5,
            HorizontalFovDeg = 20,
            VerticalFovDeg = 12,
            RelativeAzimuthDeg = 350,
            RelativeElevationDeg = -15,
            RelativeRollDeg = 0,
            SlantRangeM = 2062,
            TargetWidthM = 720,
            FrameCentre = centre,
            FrameCentreElevationM = 200,
            FrameCentreHeightM = 225,
            Corners =
            [
                scale.Move(centre, -400, 500), scale.Move(centre, 400, 500),
                scale.Move(centre, 300, -300), scale.Move(centre, -300, -300),
            ],
            Classification = 1,
        });
        return output.WrittenSpan.ToArray();
    }
}
