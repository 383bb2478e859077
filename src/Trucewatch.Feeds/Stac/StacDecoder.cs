using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Feeds.Stac;

/// <summary>Turns items into looks: one for each ring of the outline.</summary>
internal sealed class StacDecoder : IFrameDecoder
{
    private readonly List<StacItem> items = [];

    /// <inheritdoc/>
    public FrameFault Decode(in FrameView frame, ObservationBuffer output, LateFaults late)
    {
        var fault = StacReader.Read(in frame, items, late);
        foreach (var item in items)
        {
            foreach (var ring in item.Rings)
            {
                ref var look = ref output.AddLook();
                look.Frame = frame.Ref;
                look.Modality = item.Modality;
                (look.From, look.Until, look.ReceivedAt) = (item.From, item.Until, frame.ReceivedAt);
                look.Outline = ring;
                look.CloudShare = item.CloudShare;
            }
        }

        return fault;
    }
}
