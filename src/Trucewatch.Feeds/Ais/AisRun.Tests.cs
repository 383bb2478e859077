using System.Buffers;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Framing;

namespace Trucewatch.Feeds.Ais;

/// <summary>Runs bytes through framing and decoder or printer, as a feed does, and keeps what came out.</summary>
internal sealed class AisRun
{
    /// <summary>2026-03-01T12:00:00Z.</summary>
    public const long StartUs = 1_772_366_400_000_000;

    private readonly ArrayBufferWriter<byte> lines = new();

    public List<Observation> Observations { get; } = [];

    public SortedDictionary<FrameFault, int> Faults { get; } = [];

    public List<string> Lines { get; } = [];

    public int Frames { get; private set; }

    public static AisRun Decode(string text) => Decode(Encoding.Latin1.GetBytes(text));

    public static AisRun Decode(byte[] bytes, long stepUs = 100_000, AisDecoder? decoder = null)
    {
        var run = new AisRun();
        var output = new ObservationBuffer();
        decoder ??= new AisDecoder();
        run.Drive(bytes, stepUs, (in FrameView frame, LateFaults late) => decoder.Decode(frame, output, late));
        run.Observations.AddRange(output.Items);
        return run;
    }

    public static AisRun Print(byte[] bytes, bool unscaled)
    {
        var run = new AisRun();
        var printer = new AisPrinter(new PrintOptions(unscaled));
        run.Drive(bytes, 1_000, (in FrameView frame, LateFaults late) => printer.Print(frame, run.lines, late));
        run.Lines.AddRange(Encoding.UTF8.GetString(run.lines.WrittenSpan)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries));
        return run;
    }

    public static AisRun Print(string text, bool unscaled = false) => Print(Encoding.Latin1.GetBytes(text), unscaled);

    public string FaultText() => string.Join(
        ' ', Faults.Select(pair => FormattableString.Invariant($"{pair.Key}:{pair.Value}")));

    private delegate FrameFault Step(in FrameView frame, LateFaults late);

    private void Drive(byte[] bytes, long stepUs, Step step)
    {
        var framer = new LineFramer(AisFormat.MaxFrameBytes);
        var late = new LateFaults();
        var rest = bytes.AsSpan();
        while (true)
        {
            var cut = framer.Next(rest, final: true);
            if (cut.Kind == CutKind.NeedMore)
            {
                break;
            }

            if (cut.Kind == CutKind.TooLong)
            {
                Count(FrameFault.TooLong);
            }

            if (cut.Kind == CutKind.Frame)
            {
                var frame = rest.Slice(cut.Start, cut.Length);
                var at = AisLine.TryReadReceiveTime(frame, out var carried) ? carried : StartUs + (Frames * stepUs);
                Count(step(new FrameView(new FrameRef(new FeedId(0), Frames++), new Instant(at), frame), late));
            }

            rest = rest[cut.Consumed..];
        }

        foreach (var (_, fault) in late.Items)
        {
            Count(fault);
        }
    }

    private void Count(FrameFault fault)
    {
        if (fault != FrameFault.None)
        {
            Faults[fault] = Faults.GetValueOrDefault(fault) + 1;
        }
    }
}
