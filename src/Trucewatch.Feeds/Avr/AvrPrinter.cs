using System.Buffers;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds.ModeS;

namespace Trucewatch.Feeds.Avr;

/// <summary>Prints lines as JSON; a receiver's sign of life (a reply of zeros) prints nothing.</summary>
internal sealed class AvrPrinter(PrintOptions print, ModeSSettings settings) : IMessagePrinter
{
    private readonly ModeSPrinter messages = new(print, settings);

    /// <inheritdoc/>
    public FrameFault Print(in FrameView frame, IBufferWriter<byte> lines, LateFaults late)
    {
        Span<byte> bytes = stackalloc byte[ModeSMessage.LongBytes];
        var fault = AvrLine.TryRead(frame.Bytes, out var line);
        if (fault != FrameFault.None || line.IsComment)
        {
            return fault;
        }

        fault = line.TryUnpack(bytes, out var count);
        if (fault != FrameFault.None)
        {
            return fault;
        }

        var reception = new Reception(frame.ReceivedAt, line.Ticks, line.Signal);
        if (count >= ModeSMessage.ShortBytes)
        {
            return messages.Print(bytes[..count], reception, lines);
        }

        if (bytes[..count].ContainsAnyExcept((byte)0))
        {
            messages.PrintModeAC(bytes[..count], reception, lines);
        }

        return FrameFault.None;
    }
}
