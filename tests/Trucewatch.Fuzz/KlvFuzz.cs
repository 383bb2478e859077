using System.Buffers;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Framing;
using Trucewatch.Feeds.Klv;
using Trucewatch.Geo;

namespace Trucewatch.Fuzz;

/// <summary>Drives the reader of drone metadata with any bytes, frame after frame, as a feed does.</summary>
internal static class KlvFuzz
{
    [ThreadStatic]
    private static ObservationBuffer? Observations;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? Lines;

    /// <summary>Everything that a drone says, targets alone, both forms of a stream, and junk between.</summary>
    public static IReadOnlyList<byte[]> Seeds { get; } = [.. MadeSeeds()];

    /// <summary>Pieces of packets.</summary>
    public static IReadOnlyList<byte[]> Words { get; } =
    [
        .. new[]
        {
            "00", "FF", "47", "80", "81", "82FFFF", "83010000", "060E2B34", "01020000", "0D0480000000", "0602", "4A",
            "6505040111", "110A27BA9302344A1ADF1014", "1110", "1116", "0A033A6667", "3003010101", "64", "8148",
            "880802001D", "8101", "FFFFFF7F", "0204", "5A04", "68030FFFFF", "47400010", "47410110", "000001BD",
            "000001FC",
        }.Select(Convert.FromHexString),
        [.. KlvFrame.UasKey],
        [.. KlvFrame.VmtiKey],
    ];

    /// <summary>
    /// The input as it is; again with every packet's length and checksum put right, because a mutation seldom meets
    /// them; and again as the value of a set, and as targets in one.
    /// </summary>
    public static bool Run(ReadOnlySpan<byte> input)
    {
        var accepted = Drive(input);
        accepted |= Drive(Mend(input));
        return Drive(Sealed(KlvFrame.UasKey, input)) | accepted;
    }

    /// <summary>
    /// Decoder and both printers agree on every frame's fault and on those that came late, a fault gives no output,
    /// and whatever is put out is in range. True when some frame said something.
    /// </summary>
    private static bool Drive(ReadOnlySpan<byte> input)
    {
        var decoder = new KlvDecoder();
        KlvPrinter[] printers = [new(default), new(new PrintOptions(Unscaled: true))];
        var output = Observations ??= new ObservationBuffer();
        var lines = Lines ??= new ArrayBufferWriter<byte>();
        var framer = new KlvFramer();
        var accepted = false;
        var sequence = 0L;
        for (var rest = input; framer.Next(rest, final: true) is { Kind: not CutKind.NeedMore } cut;
            rest = rest[cut.Consumed..])
        {
            var (late, lateInPrint) = (new LateFaults(), new LateFaults());
            var frame = new FrameView(
                new FrameRef(default, sequence), new Instant(sequence++), rest.Slice(cut.Start, cut.Length));
            output.Clear();
            var fault = decoder.Decode(frame, output, late);
            FuzzTargets.Require(
                fault == FrameFault.None || output.Count + output.LookCount == 0, $"fault {fault} with output");
            CheckObservations(output);
            CheckLooks(output);
            foreach (var printer in printers)
            {
                lines.ResetWrittenCount();
                lateInPrint.Clear();
                var printed = printer.Print(frame, lines, lateInPrint);
                FuzzTargets.Require(
                    printed == fault && late.Items.SequenceEqual(lateInPrint.Items),
                    $"decoded {fault}, printed {printed}");
                FuzzTargets.Require(fault == FrameFault.None || lines.WrittenCount == 0, $"fault {fault} with a line");
                accepted |= lines.WrittenCount > 0;
                CheckLines(lines.WrittenSpan);
            }
        }

        return accepted;
    }

    private static void CheckObservations(ObservationBuffer output)
    {
        foreach (ref readonly var seen in output.Items)
        {
            var (east, both, north) = seen.PositionError;
            FuzzTargets.Require(east > 0 && north > 0 && both * both < east * north, "a position without an error");
            FuzzTargets.Require(double.IsNaN(seen.SpeedMps) || seen.SpeedMps is >= 0 and < 500, "a speed out of range");
            FuzzTargets.Require(
                double.IsNaN(seen.CourseDeg) || seen.CourseDeg is >= 0 and <= 360, "a course out of range");
            FuzzTargets.Require(
                double.IsNaN(seen.HeightM) || seen.HeightM is >= -900 and <= 40_000, "a height out of range");
        }
    }

    private static void CheckLines(ReadOnlySpan<byte> lines)
    {
        while (!lines.IsEmpty)
        {
            var end = lines.IndexOf((byte)'\n');
            JsonDocument.Parse(
                lines[..end].ToArray(), new JsonDocumentOptions { AllowDuplicateProperties = false }).Dispose();
            lines = lines[(end + 1)..];
        }
    }

    private static byte[] Sealed(ReadOnlySpan<byte> key, ReadOnlySpan<byte> items)
    {
        var length = items.Length + 4;
        byte[] packet = [.. key, 0x82, (byte)(length >> 8), (byte)length, .. items, 1, 2, 0, 0];
        var sum = KlvFrame.Checksum(packet.AsSpan()[..^2]);
        (packet[^2], packet[^1]) = ((byte)(sum >> 8), (byte)sum);
        return packet;
    }

    /// <summary>Takes apart what the framer finds, and writes each set with the sum that it should have.</summary>
    private static byte[] Mend(ReadOnlySpan<byte> input)
    {
        var output = new ArrayBufferWriter<byte>(input.Length + 64);
        var framer = new KlvFramer();
        for (var rest = input; framer.Next(rest, final: true) is { Kind: not CutKind.NeedMore } cut;
            rest = rest[cut.Consumed..])
        {
            var frame = rest.Slice(cut.Start, cut.Length);
            if (frame.Length >= KlvFrame.KeyBytes + 6 && frame[0] == KlvFrame.Prefix[0])
            {
                output.Write(Sealed(
                    KlvFrame.KindOf(frame) == KlvKind.Vmti ? KlvFrame.VmtiKey : KlvFrame.UasKey,
                    frame[(KlvFrame.KeyBytes + (frame[KlvFrame.KeyBytes] < 0x80 ? 1 : 2))..^4]));
            }
            else
            {
                output.Write(frame);
            }
        }

        return output.WrittenSpan.ToArray();
    }

    private static void CheckLooks(ObservationBuffer output)
    {
        foreach (ref readonly var look in output.Looks)
        {
            var scale = LocalScale.At(look.Corners[0]);
            for (var corner = 1; corner < LookCorners.Count; corner++)
            {
                var (east, north) = scale.Offset(look.Corners[0], look.Corners[corner]);
                FuzzTargets.Require(
                    Math.Abs(east) <= Footprint.MaxSpanM && Math.Abs(north) <= Footprint.MaxSpanM,
                    "a look wider than the limit");
            }
        }
    }

    private static IEnumerable<byte[]> MadeSeeds()
    {
        var place = GeoPoint.FromDegrees(latitudeDeg: 48.5, longitudeDeg: 37.25);
        var scale = LocalScale.At(place);
        var report = new UasReport(Instant.FromUnixSeconds(1_900_000_000))
        {
            Mission = "Line 4", TailNumber = "1581F5FJD229600A1B2C", Designation = "Quad 8", CallSign = "WATCH 1",
            ImageSource = "EO Nose", Sensor = scale.Move(place, 0, -2000), AltitudeM = 700, EllipsoidHeightM = 725,
            HeadingDeg = 10, PitchDeg = 1.5, RollDeg = -2, NorthMps = 12, EastMps = -5, HorizontalFovDeg = 20,
            VerticalFovDeg = 12, RelativeAzimuthDeg = 350, RelativeElevationDeg = -15, RelativeRollDeg = 0,
            SlantRangeM = 2062, TargetWidthM = 720, FrameCentre = place, FrameCentreElevationM = 200,
            FrameCentreHeightM = 225, Classification = 1, ReleasingInstructions = "OSCE", FrameWidth = 1920,
            FrameHeight = 1080, LeapSeconds = 29,
            Targets = [new(7, place, 230, 4.5), new(130, place, AsOffset: true), new(9, Row: 540, Column: 960)],
        };
        var full = report with
        {
            Corners =
            [
                scale.Move(place, -400, 500), scale.Move(place, 400, 500), scale.Move(place, 300, -300),
                scale.Move(place, -300, -300),
            ],
        };
        var output = new ArrayBufferWriter<byte>();
        foreach (var one in new[] { report, full, report with { HeadingDeg = double.NaN } })
        {
            output.ResetWrittenCount();
            KlvEncoder.Write(output, one);
            yield return output.WrittenSpan.ToArray();
        }

        var klv = output.WrittenSpan.ToArray();
        output.ResetWrittenCount();
        KlvEncoder.WriteTargets(output, report);
        yield return output.WrittenSpan.ToArray();
        foreach (var form in new[] { TransportForm.Private, TransportForm.Cells })
        {
            output.ResetWrittenCount();
            var writer = new TransportWriter(form);
            writer.WriteLists(output);
            writer.Write(output, klv, 90_000);
            writer.Write(output, klv, 180_000);
            yield return output.WrittenSpan.ToArray();
        }

        yield return [1, 2, 3, .. klv, 0x47, .. output.WrittenSpan, 0xFF];
    }
}
