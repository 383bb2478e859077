using System.Runtime.CompilerServices;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.ModeS;

namespace Trucewatch.Feeds.Beast;

/// <summary>Turns frames of one feed into observations.</summary>
internal sealed class BeastDecoder(ModeSSettings settings) : IFrameDecoder
{
    private readonly ModeSDecoder messages = new(settings);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public FrameFault Decode(in FrameView frame, ObservationBuffer output, LateFaults late)
    {
        Span<byte> room = stackalloc byte[BeastFrame.HeaderBytes + ModeSMessage.LongBytes];
        var fault = BeastFrame.TryRead(frame.Bytes, room, out var message, out var reception, out var kind);
        // A Mode A or C reply names nobody, and the receiver's state is not about the picture.
        return fault != FrameFault.None || kind != BeastKind.ModeS
            ? fault
            : messages.Decode(frame, message, reception with { ReceivedAt = frame.ReceivedAt }, output);
    }
}
