using System.Buffers;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.ModeS;

/// <summary>Gives messages to a decoder and a printer, as a feed does, and keeps what came out.</summary>
internal sealed class ModeSRun(ModeSSettings? settings = null, int maxAircraft = AircraftTable.MaxAircraft)
{
    /// <summary>2026-03-01T12:00:00Z.</summary>
    public const long StartUs = 1_772_366_400_000_000;

    private readonly ModeSDecoder decoder = new(settings, maxAircraft);
    private readonly ModeSPrinter printer = new(default, settings);
    private readonly ObservationBuffer output = new();
    private readonly ArrayBufferWriter<byte> lines = new();
    private long sequence;

    public static GeoPoint Place(double latitudeDeg, double longitudeDeg) =>
        GeoPoint.FromDegrees(latitudeDeg: latitudeDeg, longitudeDeg: longitudeDeg);

    /// <summary>The fault, the observations and the line of one message at a second.</summary>
    public (FrameFault Fault, Observation[] Seen, string Line) Give(
        ModeSMessage message, double atS, ulong ticks = 0, int signal = -1)
    {
        Span<byte> bytes = stackalloc byte[ModeSMessage.LongBytes];
        var size = message.Write(bytes);
        var at = new Instant(StartUs + (long)(atS * 1e6));
        var frame = new FrameView(new FrameRef(new FeedId(0), sequence++), at, bytes[..size]);
        var reception = new Reception(at, ticks, signal);
        output.Clear();
        lines.ResetWrittenCount();
        var fault = decoder.Decode(frame, bytes[..size], reception, output);
        var printed = printer.Print(bytes[..size], reception, lines);
        Xunit.Assert.Equal(fault, printed);
        return (fault, output.Items.ToArray(), Encoding.UTF8.GetString(lines.WrittenSpan));
    }

    /// <summary>Gives a squitter of aircraft 4840d6 and wants no fault.</summary>
    public Observation[] Squitter(MessageBits body, double atS, uint address = 0x4840D6)
    {
        var (fault, seen, _) = Give(ModeSEncoder.Squitter(address, body), atS);
        Xunit.Assert.Equal(FrameFault.None, fault);
        return seen;
    }

    /// <summary>Gives both halves of a position in the air, the even one first; gives what the second says.</summary>
    public Observation[] Fly(GeoPoint at, double atS, int typeCode = 11, uint address = 0x4840D6)
    {
        Squitter(ModeSEncoder.AirbornePosition(typeCode, at, 10_000, odd: false), atS, address);
        return Squitter(ModeSEncoder.AirbornePosition(typeCode, at, 10_000, odd: true), atS, address);
    }
}
