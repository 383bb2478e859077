using System.Buffers;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds.Odid;
using Trucewatch.Geo;

namespace Trucewatch.Fuzz;

/// <summary>Drives the reader of Remote ID lines with any bytes.</summary>
internal static class OdidFuzz
{
    /// <summary>Lines of every message and of packs.</summary>
    public static IReadOnlyList<byte[]> Seeds { get; } = [.. MadeSeeds()];

    /// <summary>Pieces of lines.</summary>
    public static IReadOnlyList<byte[]> Words { get; } =
    [
        .. new[]
        {
            ",", ":", ".", "#", "\n", "\r\n", "00", "ff", "ffff", "8000", "12", "02", "22", "32", "42", "52", "62",
            "f21902", "f219", "1900000000.5,", "02:ab:cd:ef:01:23,", "00000000", "00e9a435", "a08c", "\u00E9",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    /// <summary>Lines one after the other, as a feed; and the input as the digits of one message.</summary>
    public static bool Run(ReadOnlySpan<byte> input)
    {
        foreach (var range in input.Split((byte)'\n'))
        {
            OdidLine.TryReadReceiveTime(input[range], out _);
        }

        var accepted = ModeSFuzz.Run(OdidFormat.Format, input);
        var raw = new byte[OdidEncoder.MessageBytes];
        input[..Math.Min(input.Length, raw.Length)].CopyTo(raw);
        raw[0] = (byte)((raw[0] & 0x53) | 2);
        var fault = OdidMessage.TryRead(raw, out _);
        var (decoded, printed) = FuzzTargets.DecodeAndPrint(
            OdidFormat.Format, Encoding.ASCII.GetBytes(Convert.ToHexStringLower(raw)));
        FuzzTargets.Require(
            decoded == fault && printed == fault, $"read {fault}, decoded {decoded}, printed {printed}");
        return accepted | fault == FrameFault.None;
    }

    private static IEnumerable<byte[]> MadeSeeds()
    {
        var at = Instant.FromUnixSeconds(1_900_000_000);
        var place = GeoPoint.FromDegrees(latitudeDeg: 48.5, longitudeDeg: 37.25);
        byte[][] messages =
        [
            OdidEncoder.BasicId("1596F3AB5C7D8E9F"),
            OdidEncoder.Location(new OdidFlight(place, 180, 12, 270, -2, 60), at),
            OdidEncoder.System(place),
            OdidEncoder.SelfId("survey"),
            OdidEncoder.OperatorId("XXXexample12345"),
            Convert.FromHexString("2210010000000000000102030405060708090a0b0c0d0e0f10"),
        ];
        foreach (var message in messages)
        {
            yield return Line(message, null, null);
            yield return Line(message, at, 0x02AB_CDEF_0123);
        }

        yield return Line(OdidEncoder.Pack(messages), null, 0x02AB_CDEF_0123);
        yield return [.. Line(messages[0], at, 1), .. Line(messages[1], at, 1), .. "# words\n"u8];
    }

    private static byte[] Line(byte[] message, Instant? at, ulong? address)
    {
        var to = new ArrayBufferWriter<byte>();
        OdidEncoder.WriteLine(to, message, at, address);
        return to.WrittenSpan.ToArray();
    }
}
