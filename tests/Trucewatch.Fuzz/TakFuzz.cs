using System.Buffers;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds.Cot;
using Trucewatch.Feeds.Tak;
using Trucewatch.Geo;

namespace Trucewatch.Fuzz;

/// <summary>Drives the reader of TAK messages with any bytes.</summary>
internal static class TakFuzz
{
    /// <summary>
    /// A position with everything a telephone says, a shape, a chat message and a bare control message.
    /// </summary>
    public static IReadOnlyList<byte[]> Seeds { get; } = [.. MadeSeeds()];

    /// <summary>Pieces of messages.</summary>
    public static IReadOnlyList<byte[]> Words { get; } =
    [
        .. new[]
        {
            "BF", "BF01BF", "BF00", "BF02", "00", "FF", "80", "FFFFFFFFFFFFFFFFFF01", "0A00", "1200", "1A00", "0801",
            "51000000000000F07F", "59000000000000F87F", "61000000E0CF126341", "7A00", "7A020A00", "2A0175",
            "3001", "0B", "0D",
            "3A09090000000000004940", "2A020832", "8A0100",
        }.Select(Convert.FromHexString),
        .. new[]
        {
            "<a/>", "<contact callsign=\"x\"/>", "<track speed=\"1\" course=\"2\"/>", "</detail>", "<!-- -->",
            "\u00E9", "&amp;",
            "<link point=\"1,2\"/>", "b-t-f", "u-d-f", "b-a-o",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    /// <summary>
    /// Decoder and printer agree; and each input is tried, too, as the message behind a datagram's header, as the event
    /// in a message and as the XML part of a detail, because a mutation seldom meets the lengths.
    /// </summary>
    public static bool Run(ReadOnlySpan<byte> input)
    {
        var accepted = AsItIs(input);
        if (input.Length > TakFrame.MeshHeaderBytes)
        {
            accepted |= AsItIs([TakFrame.Magic, 1, TakFrame.Magic, .. input[TakFrame.MeshHeaderBytes..]]);
        }

        var at = Instant.FromUnixSeconds(1_777_874_400);
        var place = GeoPoint.FromDegrees(latitudeDeg: 48.1, longitudeDeg: 37.2);
        var wrapped = new ArrayBufferWriter<byte>();
        TakEncoder.Write(
            wrapped,
            new CotEvent(
                "u", "u-d-f", "m-g", at, at, at, place,
                More: new CotMore { OtherXml = Encoding.Latin1.GetString(input) }),
            TakFraming.Stream);
        return AsItIs(wrapped.WrittenSpan) | accepted;
    }

    private static bool AsItIs(ReadOnlySpan<byte> input)
    {
        var fault = TakParser.Read(input, out var message);
        if (fault == FrameFault.None && message.Uid.IsPresent)
        {
            FuzzTargets.Require(message.LatitudeDeg is >= -90 and <= 90, "a latitude out of range");
            FuzzTargets.Require(message.LongitudeDeg is >= -180 and <= 180, "a longitude out of range");
            FuzzTargets.Require(message.Stale >= message.Start, "stale before it starts");
        }

        var (decoded, printed) = FuzzTargets.DecodeAndPrint(TakFormat.Format, input);
        FuzzTargets.Require(
            decoded == fault && printed == fault, $"read {fault}, decoded {decoded}, printed {printed}");
        return fault == FrameFault.None;
    }

    private static IEnumerable<byte[]> MadeSeeds()
    {
        var at = Instant.FromUnixSeconds(1_777_874_400);
        var place = GeoPoint.FromDegrees(latitudeDeg: 48.1, longitudeDeg: 37.2);
        var thing = new CotEvent(
            "u-1", "a-n-G", "m-g", at, at, at, place, 100, 5, double.NaN, 271.5, 14, "Post 7", "two\nlines");
        CotEvent[] events =
        [
            thing,
            thing with
            {
                More = new CotMore
                {
                    Access = "Undefined", Endpoint = "*:-1:stcp", Group = "Cyan", Role = "HQ", BatteryPercent = 57,
                    Device = "d", Platform = "p", Os = "o", Version = "v", PointSource = "GPS", HeightSource = "DTED0",
                    OtherXml = "<uid Droid=\"Post 7\"/><contact callsign=\"Post 8\"/>",
                },
            },
            thing with { Type = "u-d-f", More = new CotMore { Vertices = [new(place, 1), new(place)] } },
            thing with { Type = "b-t-f", More = new CotMore { ChatRoom = "All", ChatSender = "Post 7" } },
        ];
        foreach (var happening in events)
        {
            foreach (var framing in new[] { TakFraming.Mesh, TakFraming.Stream })
            {
                var output = new ArrayBufferWriter<byte>();
                TakEncoder.Write(output, happening, framing);
                yield return output.WrittenSpan.ToArray();
            }
        }

        yield return [0xBF, 1, 0xBF, 0x0A, 4, 8, 1, 16, 1];
        yield return [0xBF, 6, 0x0A, 4, 8, 1, 16, 1, 0xBF, 1, 0xBF, 0x0A, 0];
    }
}
