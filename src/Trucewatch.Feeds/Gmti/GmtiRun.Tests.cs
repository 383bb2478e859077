using System.Buffers;
using System.Globalization;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Framing;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Gmti;

/// <summary>Runs bytes through framer, decoder and printer, and words for what comes out.</summary>
internal sealed class GmtiRun
{
    public static readonly GmtiHeader Header = new("Radar 1", MissionId: 7, JobId: 3);
    public static readonly GeoPoint Sensor = GeoPoint.FromDegrees(latitudeDeg: 48, longitudeDeg: 37);
    public static readonly GeoPoint Centre = GeoPoint.FromDegrees(latitudeDeg: 48.5, longitudeDeg: 37.25);

    public List<Observation> Observations { get; } = [];

    public List<Look> Looks { get; } = [];

    public List<FrameFault> Faults { get; } = [];

    public List<string> Lines { get; } = [];

    public static GmtiRun Over(ReadOnlySpan<byte> bytes, bool unscaled = false)
    {
        var run = new GmtiRun();
        var framer = new GmtiFramer();
        var (decoder, printer) = (new GmtiDecoder(), new GmtiPrinter(new PrintOptions(unscaled)));
        var (output, late, lines) = (new ObservationBuffer(), new LateFaults(), new ArrayBufferWriter<byte>());
        while (framer.Next(bytes, final: true) is { Kind: not CutKind.NeedMore } cut)
        {
            var frame = new FrameView(
                new FrameRef(default, run.Faults.Count), Instant.FromUnixSeconds(1_900_000_000), bytes[..cut.Length]);
            var fault = cut.Kind == CutKind.TooLong ? FrameFault.TooLong : decoder.Decode(frame, output, late);
            var printed = cut.Kind == CutKind.TooLong ? fault : printer.Print(frame, lines, late);
            Xunit.Assert.Equal(fault, printed);
            run.Faults.Add(fault);
            bytes = bytes[cut.Consumed..];
        }

        run.Observations.AddRange(output.Items);
        run.Looks.AddRange(output.Looks);
        run.Lines.AddRange(
            Encoding.UTF8.GetString(lines.WrittenSpan).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        return run;
    }

    public static byte[] Dwell(GmtiDwellReport dwell, GmtiHeader? header = null)
    {
        var to = new ArrayBufferWriter<byte>();
        GmtiEncoder.WriteDwell(to, header ?? Header, dwell);
        return to.WrittenSpan.ToArray();
    }

    public static GmtiDwellReport Report(params GmtiTarget[] targets) =>
        new(28_800_000, Sensor, 9000, Centre, 5000, 1.5, targets);

    public static string Describe(in Observation o) => string.Create(
        CultureInfo.InvariantCulture,
        $"{o.Kind} {o.Class}{(o.IsExercise ? " exercise" : "")} at {o.At}{(o.HasSourceTime ? " by source" : "")} "
        + $"{o.Position} error {o.PositionError.EastM2:F1} {o.PositionError.EastNorthM2:F1} "
        + $"{o.PositionError.NorthM2:F1}"
        + $"{(o.HasAssumedError ? " assumed" : "")} height {o.HeightM:F0} "
        + $"{o.Polar.Parts} {o.Polar.RangeRateMps:F2} sigma {o.Polar.RangeRateSigmaMps:F2}");

    public static string Describe(in Look look)
    {
        var corners = string.Join(", ", Enumerable.Range(0, 4).Select(new Corners(look.Corners).At));
        return $"Look {look.Modality}{(look.IsExercise ? " exercise" : "")} at {look.From} from {look.SensorPosition} "
            + $"on {corners}";
    }

    private sealed class Corners(LookCorners corners)
    {
        public string At(int index) => corners[index].ToString();
    }
}
