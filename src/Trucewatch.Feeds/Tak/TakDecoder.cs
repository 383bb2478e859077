using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Cot;

namespace Trucewatch.Feeds.Tak;

/// <summary>Turns messages of the TAK protocol into observations, as <see cref="CotDecoder"/> does with XML.</summary>
internal sealed class TakDecoder : IFrameDecoder
{
    private readonly CotObserver observer = new();

    /// <inheritdoc/>
    public FrameFault Decode(in FrameView frame, ObservationBuffer output, LateFaults late)
    {
        var fault = TakParser.Read(frame.Bytes, out var message);
        if (fault == FrameFault.None && message.Uid.IsPresent)
        {
            observer.Observe(frame, message, output);
        }

        return fault;
    }
}
