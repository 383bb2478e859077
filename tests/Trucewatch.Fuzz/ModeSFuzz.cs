using System.Buffers;
using System.Text;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Avr;
using Trucewatch.Feeds.Beast;
using Trucewatch.Feeds.Framing;
using Trucewatch.Feeds.ModeS;
using Trucewatch.Feeds.Sbs;

namespace Trucewatch.Fuzz;

/// <summary>Drives the readers of aircraft formats with any bytes, frame after frame, as a feed does.</summary>
internal static class ModeSFuzz
{
    private const int MaxFrames = 10_000;

    [ThreadStatic]
    private static ObservationBuffer? Observations;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? Lines;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? Mended;

    /// <summary>
    /// Published messages: identification, a pair of positions, velocities, positions on the ground, replies; in all
    /// forms of a line.
    /// </summary>
    public static IReadOnlyList<byte[]> AvrSeeds { get; } = Texts(
        "*8D4840D6202CC371C32CE0576098;\n*8D40621D58C386435CC412692AD6;\n*8D40621D58C382D690C8AC2863A7;\n",
        "@016CE3671C748D485020994409940838175B284F;\n@016CE3671C758DA05F219B06B6AF189400CBC33F;\n",
        "<016CE3671C74A58C4841753AAB238733C8CD4020B1;\n*8C4841753A8A35323FAEBDAC702D;\n",
        "*5D4D20237A55A6;\n*20000f1f684a6c;\n*280010248c796b;\n*A000083E202CC371C31DE0AA1CCF;\n*7700;\n",
        "1457996400,\"8D406B909945DE10000405999BE4\",\"406B90\",19\n1457996401,8D406B9058B975870B738754F480\n");

    /// <summary>Pieces of lines.</summary>
    public static IReadOnlyList<byte[]> AvrWords { get; } = Texts(
        "*", "@", "<", "%", ":", ";", "\n", "\r\n", ",", "\"", "#", "00", "FF", "8D", "90", "5D", "A8", "0000", " ",
        "*8D40621D58C382D690C8AC2863A7;\n", "*8D40621D58C386435CC412692AD6;\n", "1457996400,", "FFFFFFFFFFFF", "\0");

    /// <summary>Lines as they are, and again with the parity of every message put right: else few would hold.</summary>
    public static bool Avr(ReadOnlySpan<byte> input)
    {
        var accepted = Run(AvrFormat.Format, input);
        var mended = Mended ??= new ArrayBufferWriter<byte>();
        mended.ResetWrittenCount();
        Span<byte> bytes = stackalloc byte[ModeSMessage.LongBytes];
        foreach (var range in input.Split((byte)'\n'))
        {
            if (AvrLine.TryRead(input[range], out var line) == FrameFault.None && !line.IsComment
                && line.TryUnpack(bytes, out var count) == FrameFault.None
                && ModeSMessage.TryRead(bytes[..count], out var message) == FrameFault.None)
            {
                AvrEncoder.Write(mended, Mend(message), line.Ticks);
            }
        }

        return Run(AvrFormat.Format, mended.WrittenSpan) | accepted;
    }

    /// <summary>The message with the parity of its data, and with an address that messages share.</summary>
    private static ModeSMessage Mend(in ModeSMessage message)
    {
        const uint Shared = 0x4840D6;
        var isAnnounced = message.Format is 11 or 17 or 18;
        var head = isAnnounced ? (message.Head & 0xFF00_0000) | (Shared + (message.Head & 1)) : message.Head;
        return ModeSEncoder.Seal(head, message.Body, message.IsLong, isAnnounced ? 0 : Shared);
    }

    /// <summary>The same messages as frames: a pair, a short one, a reply, the receiver's state, doubled escapes.
    /// </summary>
    public static IReadOnlyList<byte[]> BeastSeeds { get; } = Bytes(
        "1A330000007270E0648D40621D58C386435CC412692AD61A330000007271E0648D40621D58C382D690C8AC2863A7",
        "1A32083E27B6CB6A1A1A00A1841A1AC3B31D1A3200000000010A5D4D20237A55A61A31000000000001027700",
        "1A3400000000000100001A33FF004D4C4154008D4840D6202CC371C32CE0576098",
        "1A331A1A1A1A00000000648D485020994409940838175B284F1A3300000000000A648C4841753AAB238733C8CD4020B1");

    /// <summary>Pieces of frames.</summary>
    public static IReadOnlyList<byte[]> BeastWords { get; } = Bytes(
        "1A", "1A1A", "1A31", "1A32", "1A33", "1A34", "1A35", "00", "FF", "000000000000", "8D", "5D", "90",
        "1A330000007271E0648D40621D58C382D690C8AC2863A7", "1A330000007270E0648D40621D58C386435CC412692AD6");

    /// <summary>Frames as they are, and again with the parity of every message put right.</summary>
    public static bool Beast(ReadOnlySpan<byte> input)
    {
        var accepted = Run(BeastFormat.Format, input);
        var mended = Mended ??= new ArrayBufferWriter<byte>();
        mended.ResetWrittenCount();
        Span<byte> room = stackalloc byte[BeastFrame.HeaderBytes + ModeSMessage.LongBytes];
        var framer = BeastFormat.Format.NewFramer();
        for (var rest = input; framer.Next(rest, final: true) is { Kind: not CutKind.NeedMore } cut;
            rest = rest[cut.Consumed..])
        {
            var frame = rest.Slice(cut.Start, cut.Length);
            if (BeastFrame.TryRead(frame, room, out var bytes, out var reception, out _) == FrameFault.None
                && ModeSMessage.TryRead(bytes, out var message) == FrameFault.None)
            {
                BeastEncoder.Write(mended, Mend(message), reception.Ticks, (byte)reception.Signal);
            }
        }

        return Run(BeastFormat.Format, mended.WrittenSpan) | accepted;
    }

    /// <summary>Lines of each kind.</summary>
    public static IReadOnlyList<byte[]> SbsSeeds { get; } = Texts(
        "MSG,3,5,1,4CA2D6,7,2008/11/28,14:53:50.594,2008/11/28,14:58:51.153,,37000,,,51.45735,-1.02826,,,0,0,0,0\n",
        "MSG,4,5,211,4CA2D6,10057,2008/11/28,14:53:49.986,2008/11/28,14:58:51.153,,,408.3,146.4,,,64,,,,,\r\n",
        "MSG,1,,,4B1908,,,,,,SWR40   ,,,,,,,,0,0,0,0\nMSG,6,,,A92D10,,,,,,,,,,,,,4622,0,0,-1,0\n",
        "MLAT,3,1,1,~4CA2D6,1,,,,,BAW4J,17750,381,097,51.4854,-1.9028,-2496,4244,0,0,0,0\n",
        "STA,,5,179,400AE7,10103,2008/11/28,14:58:51.153,2008/11/28,14:58:51.153,RM\nCLK,,496,-1,,-1,,,,\n");

    /// <summary>Pieces of lines.</summary>
    public static IReadOnlyList<byte[]> SbsWords { get; } = Texts(
        ",", ",,,,", "MSG", "MLAT", "ID", "SEL", "STA", "AIR", "CLK", "1", "9", "~", "-", ".", "-1", "90", "180", "360",
        "4CA2D6", "2008/11/28", "14:53:50.594", "9999/12/31", "\n", "\r\n", " ", "NaN", "1e9", "\0", "\u00E9");

    /// <summary>Lines as they are.</summary>
    public static bool Sbs(ReadOnlySpan<byte> input)
    {
        foreach (var range in input.Split((byte)'\n'))
        {
            SbsMessage.TryReadReceiveTime(input[range], out _);
        }

        return Run(SbsFormat.Format, input);
    }

    /// <summary>
    /// Decoder and both printers agree on every frame's fault, a fault gives no output, lines are JSON, and positions
    /// and speeds are what their fields allow. True when some frame had no fault.
    /// </summary>
    public static bool Run(FeedFormat format, ReadOnlySpan<byte> input)
    {
        var framer = format.NewFramer();
        var decoder = format.NewDecoder();
        IMessagePrinter[] printers = [format.NewPrinter(default), format.NewPrinter(new PrintOptions(Unscaled: true))];
        var output = Observations ??= new ObservationBuffer();
        var lines = Lines ??= new ArrayBufferWriter<byte>();
        var late = new LateFaults();
        var accepted = false;
        for (long sequence = 0; ; sequence++)
        {
            Require(sequence < MaxFrames, "more frames than bytes");
            var cut = framer.Next(input, final: true);
            if (cut.Kind == CutKind.NeedMore)
            {
                return accepted;
            }

            if (cut.Kind == CutKind.Frame)
            {
                var at = new Instant(sequence * 100_000);
                var frame = new FrameView(
                    new FrameRef(new FeedId(0), sequence), at, input.Slice(cut.Start, cut.Length));
                output.Clear();
                var fault = decoder.Decode(frame, output, late);
                accepted |= fault == FrameFault.None;
                Require(fault == FrameFault.None || output.Count == 0, $"fault {fault} with an observation");
                CheckObservations(output);
                foreach (var printer in printers)
                {
                    lines.ResetWrittenCount();
                    var printed = printer.Print(frame, lines, late);
                    Require(printed == fault, $"decoded {fault}, printed {printed}");
                    Require(fault == FrameFault.None || lines.WrittenCount == 0, $"fault {fault} with a line");
                    CheckLine(lines.WrittenSpan);
                }
            }

            input = input[cut.Consumed..];
        }
    }

    private static void CheckObservations(ObservationBuffer output)
    {
        foreach (ref readonly var seen in output.Items)
        {
            Require(!seen.HasPosition || seen.PositionError.EastM2 > 0, "a position without an error");
            Require(double.IsNaN(seen.SpeedMps) || seen.SpeedMps is >= 0 and < 1e6, "a speed out of range");
            Require(double.IsNaN(seen.CourseDeg) || seen.CourseDeg is >= 0 and <= 360, "a course out of range");
            Require(seen.Kind != ObservationKind.Description || seen.Description is not null, "a bare description");
        }
    }

    private static void CheckLine(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            return;
        }

        Require(line[^1] == '\n' && line.Count((byte)'\n') == 1, "not one line");
        var reader = new Utf8JsonReader(line[..^1]);
        var names = new Stack<HashSet<string>>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    names.Push(new HashSet<string>(StringComparer.Ordinal));
                    break;
                case JsonTokenType.EndObject:
                    names.Pop();
                    break;
                case JsonTokenType.PropertyName:
                    Require(names.Peek().Add(reader.GetString()!), "a name that stands twice");
                    break;
            }
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }

    private static byte[][] Bytes(params string[] texts) => [.. texts.Select(Convert.FromHexString)];

    private static byte[][] Texts(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}
