using System.Buffers;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds.ModeS;

namespace Trucewatch.Feeds.Beast;

/// <summary>Prints frames as JSON; the receiver's state prints nothing.</summary>
internal sealed class BeastPrinter(PrintOptions print, ModeSSettings settings) : IMessagePrinter
{
    private readonly ModeSPrinter messages = new(print, settings);

    /// <inheritdoc/>
    public FrameFault Print(in FrameView frame, IBufferWriter<byte> lines, LateFaults late)
    {
        Span<byte> room = stackalloc byte[BeastFrame.HeaderBytes + ModeSMessage.LongBytes];
        var fault = BeastFrame.TryRead(frame.Bytes, room, out var message, out var reception, out var kind);
        if (fault != FrameFault.None || kind == BeastKind.Status)
        {
            return fault;
        }

        reception = reception with { ReceivedAt = frame.ReceivedAt };
        if (kind == BeastKind.ModeS)
        {
            return messages.Print(message, reception, lines);
        }

        if (message.ContainsAnyExcept((byte)0))
        {
            messages.PrintModeAC(message, reception, lines);
        }

        return FrameFault.None;
    }
}
