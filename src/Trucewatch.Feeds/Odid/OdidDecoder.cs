using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Feeds.Odid;

/// <summary>Turns lines of one feed into observations.</summary>
internal sealed class OdidDecoder : IFrameDecoder
{
    private readonly OdidObserver observer = new();

    /// <inheritdoc/>
    public FrameFault Decode(in FrameView frame, ObservationBuffer output, LateFaults late)
    {
        Span<byte> room = stackalloc byte[OdidMessage.MaxPackBytes];
        var fault = Open(frame.Bytes, room, out var line, out var messages, out _);
        if (fault != FrameFault.None || line.IsComment)
        {
            return fault;
        }

        observer.ObserveAll(
            frame, messages, line.HasAddress ? OdidTransmitter.OfAddress(line.Address) : OdidTransmitter.None, output);
        return FrameFault.None;
    }

    /// <summary>The messages of a line, all of which stand.</summary>
    public static FrameFault Open(
        ReadOnlySpan<byte> text, Span<byte> room, out OdidLine line, out ReadOnlySpan<byte> messages, out bool isPack)
    {
        messages = default;
        isPack = false;
        var fault = OdidLine.TryRead(text, out line);
        if (fault != FrameFault.None || line.IsComment)
        {
            return fault;
        }

        fault = line.TryUnpack(room, out var count);
        return fault != FrameFault.None ? fault : OdidMessage.TryOpen(room[..count], out messages, out isPack);
    }
}
