using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Feeds.Klv;

/// <summary>Turns the frames of one feed into observations and looks.</summary>
internal sealed class KlvDecoder : IFrameDecoder
{
    private readonly KlvReader reader = new();
    private readonly KlvObserver observer = new();

    /// <inheritdoc/>
    public FrameFault Decode(in FrameView frame, ObservationBuffer output, LateFaults late)
    {
        reader.Open(frame, late, out var packets);
        while (reader.Next(frame, late, ref packets, out var value))
        {
            observer.Observe(frame, reader.EarlierParts, reader.Set, value, output);
        }

        return reader.Close(frame, late);
    }
}
