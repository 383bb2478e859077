using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Feeds;

/// <summary>
/// Holds what the parsers promise: a message costs at most 64 times its bytes. What it costs is what decoder or printer
/// allocates for it, whether kept or not, and the room that its observations, looks and lines take in the buffers of
/// the batch. The growth of those is not the message's: they are kept, and grow as often as a feed is begun.
/// </summary>
internal static class MessageCost
{
    /// <summary>Most bytes of memory for a byte of a message.</summary>
    public const int MostTimes = 64;

    /// <summary>Messages one after the other, by one decoder and by one printer.</summary>
    public static void Hold(FeedFormat format, IReadOnlyList<byte[]> messages)
    {
        Assert.All(messages, message => Assert.InRange(message.Length, 1, format.MaxFrameBytes));
        var (decoded, printed) = Of(format, messages);
        var most = (MostTimes * messages.Sum(message => (long)message.Length)) + AllocationNoise.Bytes;
        Assert.InRange(decoded, 0, most);
        Assert.InRange(printed, 0, most);
    }

    /// <summary>What it costs to decode and to print; the first time is for the buffers, and for the runtime.</summary>
    public static (long Decoded, long Printed) Of(FeedFormat format, IReadOnlyList<byte[]> messages)
    {
        var (output, lines) = (new ObservationBuffer(), new ArrayBufferWriter<byte>());
        Cost(format, messages, output, lines);
        return Cost(format, messages, output, lines);
    }

    private static (long Decoded, long Printed) Cost(
        FeedFormat format, IReadOnlyList<byte[]> messages, ObservationBuffer output, ArrayBufferWriter<byte> lines)
    {
        var (decoder, printer) = (format.NewDecoder(), format.NewPrinter(default));
        var (number, decoded, printed, late) = (0L, 0L, 0L, new LateFaults());
        foreach (var message in messages)
        {
            output.Clear();
            lines.ResetWrittenCount();
            late.Clear();
            var frame = new FrameView(new FrameRef(default, number), FormatGolden.Start, message);
            number++;
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(FrameFault.None, decoder.Decode(frame, output, late));
            var between = GC.GetAllocatedBytesForCurrentThread();
            decoded += between - before + (output.Count * (long)Unsafe.SizeOf<Observation>())
                + (output.LookCount * (long)Unsafe.SizeOf<Look>());
            late.Clear();
            between = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(FrameFault.None, printer.Print(frame, lines, late));
            printed += GC.GetAllocatedBytesForCurrentThread() - between + lines.WrittenCount;
        }

        return (decoded, printed);
    }
}
