using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Report;

namespace Trucewatch.Feeds.Profiles;

/// <summary>
/// Reads each sender of a mapped format by what that sender said itself: a profile or a header of one connection says
/// nothing of the rows of another. A new sender begins with the profile that the feed's own side said last.
/// </summary>
internal sealed class SenderDecoder : IFrameDecoder, IProfiled
{
    /// <summary>
    /// Most senders whose profiles and columns are kept; of one more, those of the sender heard longest ago are
    /// forgotten, and its rows are faults until it says them again.
    /// </summary>
    public const int MaxSenders = 256;

    private readonly Dictionary<long, Known> senders = [];
    private readonly ReportDecoder reports = new();
    private readonly ObservationBuffer unused = new();
    private readonly Func<ReportDecoder, IFrameDecoder> newDecoder;
    private readonly IFrameDecoder own;
    private IFrameDecoder? current;
    private byte[]? ownProfile;

    /// <summary>Makes the decoder of a feed.</summary>
    /// <param name="newDecoder">Makes that of one sender; a report's id is taken once, whoever sends it.</param>
    public SenderDecoder(Func<ReportDecoder, IFrameDecoder> newDecoder)
    {
        this.newDecoder = newDecoder;
        own = newDecoder(reports);
    }

    /// <inheritdoc/>
    public void ForgetProfile() => (own as IProfiled)?.ForgetProfile();

    /// <inheritdoc/>
    public FrameFault Decode(in FrameView frame, ObservationBuffer output, LateFaults late)
    {
        if (frame.Bytes.StartsWith((byte)'\n') && SenderMark.TryRead(frame.Bytes, out var sender))
        {
            current = sender == SenderMark.Own ? null : Find(sender, in frame, late);
            return FrameFault.None;
        }

        if (current is { } one)
        {
            return one.Decode(in frame, output, late);
        }

        if (frame.Bytes.StartsWith(Profile.Mark))
        {
            ownProfile = frame.Bytes.ToArray();
        }

        return own.Decode(in frame, output, late);
    }

    private IFrameDecoder Find(long sender, in FrameView mark, LateFaults late)
    {
        if (!senders.TryGetValue(sender, out var known))
        {
            if (senders.Count == MaxSenders)
            {
                senders.Remove(senders.MinBy(pair => pair.Value.MarkedAt).Key);
            }

            known = new Known(newDecoder(reports));
            senders.Add(sender, known);
            if (ownProfile is { } profile)
            {
                known.Decoder.Decode(new FrameView(mark.Ref, mark.ReceivedAt, profile), unused, late);
            }
        }

        known.MarkedAt = mark.Ref.Sequence;
        return known.Decoder;
    }

    private sealed class Known(IFrameDecoder decoder)
    {
        public IFrameDecoder Decoder { get; } = decoder;

        public long MarkedAt { get; set; }
    }
}
