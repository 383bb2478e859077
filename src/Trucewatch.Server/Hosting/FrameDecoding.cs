using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds;

namespace Trucewatch.Server.Hosting;

/// <summary>Decodes recorded batches, each feed with a decoder of its own, and counts what cannot be decoded.</summary>
internal sealed class FrameDecoding(FeedTable feeds)
{
    private readonly Dictionary<FeedId, IFrameDecoder> decoders = [];
    private readonly ObservationBuffer observations = new();
    private readonly LateFaults late = new();

    /// <summary>Faults by feed and reason.</summary>
    public Quarantine Quarantine { get; } = new();

    /// <summary>The observations of a batch; they stand until the next one is decoded.</summary>
    public ReadOnlySpan<Observation> Decode(FrameBatch batch)
    {
        observations.Clear();
        var format = feeds.FormatOf(batch.Feed);
        if (!decoders.TryGetValue(batch.Feed.Id, out var decoder))
        {
            decoder = format.NewDecoder();
            decoders.Add(batch.Feed.Id, decoder);
        }

        for (var index = 0; index < batch.Count; index++)
        {
            var frame = batch[index];
            var fault = format.IsTooLong(frame) ? FrameFault.TooLong : decoder.Decode(frame, observations, late);
            if (fault != FrameFault.None)
            {
                Quarantine.Note(batch.Feed.Name, frame.Ref.Sequence, fault);
            }

            foreach (var (earlier, reason) in late.Items)
            {
                Quarantine.Note(batch.Feed.Name, earlier.Sequence, reason);
            }

            late.Clear();
        }

        return observations.Items;
    }
}
