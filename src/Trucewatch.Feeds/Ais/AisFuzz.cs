using System.Buffers;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Framing;

namespace Trucewatch.Feeds.Ais;

/// <summary>Drives all that reads AIS with any bytes; throws only where a promise is broken.</summary>
public static class AisFuzz
{
    /// <summary>Runs the bytes through everything that reads AIS.</summary>
    /// <exception cref="InvalidOperationException">A frame gave both a fault and an observation or a line.</exception>
    public static void Run(ReadOnlySpan<byte> data)
    {
        var framer = new LineFramer(AisFormat.MaxFrameBytes);
        var decoder = new AisDecoder();
        IMessagePrinter[] printers = [new AisPrinter(new PrintOptions(false)), new AisPrinter(new PrintOptions(true))];
        var output = new ObservationBuffer();
        var lines = new ArrayBufferWriter<byte>();
        var late = new LateFaults();
        for (long sequence = 0; ; sequence++)
        {
            var cut = framer.Next(data, final: true);
            if (cut.Kind == CutKind.NeedMore)
            {
                return;
            }

            if (cut.Kind == CutKind.Frame)
            {
                var bytes = data.Slice(cut.Start, cut.Length);
                AisLine.TryReadReceiveTime(bytes, out var at);
                var frame = new FrameView(new FrameRef(new FeedId(0), sequence), new Instant(at), bytes);
                Check(decoder.Decode(frame, output, late), output.Count);
                output.Clear();
                foreach (var printer in printers)
                {
                    Check(printer.Print(frame, lines, late), lines.WrittenCount);
                    lines.ResetWrittenCount();
                }
            }

            data = data[cut.Consumed..];
        }
    }

    private static void Check(FrameFault fault, int written)
    {
        if (fault != FrameFault.None && written > 0)
        {
            throw new InvalidOperationException($"a frame with the fault {fault} gave output");
        }
    }
}
