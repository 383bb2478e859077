using Trucewatch.Domain;
using Trucewatch.Feeds.Profiles;

namespace Trucewatch.Feeds.Transport;

/// <summary>
/// Writes into the feed of a mapped format whose frames follow, where that changes: the order of a feed's frames alone
/// does not tell which connection sent them, and what a row means depends on it.
/// </summary>
/// <param name="batcher">Takes the frames.</param>
/// <param name="isFirst">True when nothing of the feed is recorded: so far all is its own side's.</param>
internal sealed class SenderMarking(FrameBatcher batcher, bool isFirst) : IFrameSink
{
    // What an earlier run recorded last is not known here; so its successor says at once whose its frames are.
    private long marked = isFirst ? SenderMark.Own : -1;
    private StreamCutter? from;

    /// <summary>Takes the next frames from this cutter.</summary>
    public IFrameSink From(StreamCutter cutter)
    {
        from = cutter;
        return this;
    }

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> frame, Instant receivedAt)
    {
        Mark(receivedAt);
        batcher.Add(frame, receivedAt);
    }

    /// <inheritdoc/>
    public void AddOverlong(ReadOnlySpan<byte> piece, Instant receivedAt)
    {
        Mark(receivedAt);
        batcher.AddOverlong(piece, receivedAt);
    }

    private void Mark(Instant receivedAt)
    {
        var sender = from!.IsOneOfMany ? from.Sender ??= batcher.NextSequence + 1 : SenderMark.Own;
        if (sender != marked)
        {
            batcher.Add(SenderMark.Of(sender), receivedAt);
            marked = sender;
        }
    }
}
