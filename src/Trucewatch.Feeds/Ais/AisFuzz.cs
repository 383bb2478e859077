using System.Buffers;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Framing;

namespace Trucewatch.Feeds.Ais;

/// <summary>Drives all that reads AIS with any bytes; throws only where a promise is broken.</summary>
public static class AisFuzz
{
    // Large, and the same for every run, so that they are made once a thread.
    [ThreadStatic]
    private static ObservationBuffer? output;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? lines;

    /// <summary>
    /// Writes the right checksum wherever a sentence or a tag block has one, so that what lies behind it is reached.
    /// </summary>
    public static void RepairChecksums(Span<byte> data)
    {
        // From behind, because a tag block at the front of a line is summed by itself.
        for (var star = data.LastIndexOf((byte)'*'); star >= 0; star = data[..star].LastIndexOf((byte)'*'))
        {
            var start = data[..star].LastIndexOfAny((byte)'!', (byte)'$', (byte)'\\') + 1;
            if (star + 2 < data.Length)
            {
                AisLine.Checksum(data[start..star]).TryFormat(data[(star + 1)..], out _, "X2");
            }
        }
    }

    /// <summary>Runs the bytes through everything that reads AIS.</summary>
    /// <exception cref="InvalidOperationException">A frame gave both a fault and an observation or a line.</exception>
    public static void Run(ReadOnlySpan<byte> data)
    {
        var framer = new LineFramer(AisFormat.MaxFrameBytes);
        var decoder = new AisDecoder();
        IMessagePrinter[] printers = [new AisPrinter(new PrintOptions(false)), new AisPrinter(new PrintOptions(true))];
        var seen = output ??= new ObservationBuffer();
        var printed = lines ??= new ArrayBufferWriter<byte>();
        // A run that broke a promise may have left something.
        seen.Clear();
        printed.ResetWrittenCount();
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
                var at = ReadBothWays(bytes);
                var frame = new FrameView(new FrameRef(new FeedId(0), sequence), new Instant(at), bytes);
                Check(decoder.Decode(frame, seen, late), seen.Count);
                seen.Clear();
                foreach (var printer in printers)
                {
                    Check(printer.Print(frame, printed, late), printed.WrittenCount);
                    printed.ResetWrittenCount();
                }
            }

            data = data[cut.Consumed..];
        }
    }

    // What is read in a short way is read the same in the long way; gives the receive time.
    private static long ReadBothWays(ReadOnlySpan<byte> line)
    {
        var found = AisLine.TryReadReceiveTime(line, out var at);
        if (found != AisLine.TrySearchReceiveTime(line, out var searched) || at != searched)
        {
            throw new InvalidOperationException(
                FormattableString.Invariant($"two receive times, {at} and {searched}"));
        }

        Span<byte> packed = stackalloc byte[AisBits.BufferBytes];
        if (AisLine.TryReadPlain(line, out var payload, out var fillBits, out _)
            && AisBits.TryUnpack(payload, fillBits, packed, out _))
        {
            var fault = AisLine.Parse(line, out var sentence);
            if (fault != (payload.IsEmpty ? FrameFault.Empty : FrameFault.None) || sentence.Parts != 1
                || sentence.FillBits != fillBits || !sentence.Payload.SequenceEqual(payload))
            {
                throw new InvalidOperationException($"a plain line that is {fault} in the long way");
            }
        }

        return at;
    }

    private static void Check(FrameFault fault, int written)
    {
        if (fault != FrameFault.None && written > 0)
        {
            throw new InvalidOperationException($"a frame with the fault {fault} gave output");
        }
    }
}
