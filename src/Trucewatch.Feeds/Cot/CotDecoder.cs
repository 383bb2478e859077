using System.Runtime.CompilerServices;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Feeds.Cot;

/// <summary>Turns XML events into observations.</summary>
internal sealed class CotDecoder : IFrameDecoder
{
    private readonly CotObserver observer = new();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public FrameFault Decode(in FrameView frame, ObservationBuffer output, LateFaults late)
    {
        var fault = CotParser.Read(frame.Bytes, out var message);
        if (fault == FrameFault.None)
        {
            observer.Observe(frame, message, output);
        }

        return fault;
    }
}
