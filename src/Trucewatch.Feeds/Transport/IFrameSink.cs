using Trucewatch.Domain;

namespace Trucewatch.Feeds.Transport;

/// <summary>Takes the frames of one connection, one after the other, as they are cut.</summary>
public interface IFrameSink
{
    /// <summary>Takes one frame; its bytes may change after the call.</summary>
    void Add(ReadOnlySpan<byte> frame, Instant receivedAt);

    /// <summary>Takes a piece of a frame that is longer than the format allows; the piece is longer, too.</summary>
    void AddOverlong(ReadOnlySpan<byte> piece, Instant receivedAt);
}
