using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.ModeS;

namespace Trucewatch.Feeds.Avr;

/// <summary>Turns lines of one feed into observations.</summary>
internal sealed class AvrDecoder(ModeSSettings settings) : IFrameDecoder
{
    private readonly ModeSDecoder messages = new(settings);

    /// <inheritdoc/>
    public FrameFault Decode(in FrameView frame, ObservationBuffer output, LateFaults late)
    {
        Span<byte> bytes = stackalloc byte[ModeSMessage.LongBytes];
        var fault = AvrLine.TryRead(frame.Bytes, out var line);
        if (fault != FrameFault.None || line.IsComment)
        {
            return fault;
        }

        fault = line.TryUnpack(bytes, out var count);
        // A Mode A or C reply names nobody, so it says nothing about the picture.
        return fault != FrameFault.None || count < ModeSMessage.ShortBytes
            ? fault
            : messages.Decode(frame, bytes[..count], new Reception(frame.ReceivedAt, line.Ticks, line.Signal), output);
    }
}
