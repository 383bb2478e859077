using System.Buffers;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Profiles;
using Trucewatch.Feeds.Transport;

namespace Trucewatch.Feeds.Envelope;

/// <summary>
/// Cuts the payload of envelopes into frames of the inner format and hands them on, each under the envelope's own frame
/// number: that is what was recorded and what the signature covers.
/// </summary>
internal abstract class EnvelopeContents(FeedFormat inner) : IFrameSink
{
    private readonly StreamCutter cutter = new(inner);
    private FrameRef envelope;

    protected LateFaults Late { get; private set; } = new();

    public void Add(ReadOnlySpan<byte> frame, Instant receivedAt)
    {
        var fault = Handle(new FrameView(envelope, receivedAt, frame));
        if (fault != FrameFault.None)
        {
            Late.Add(envelope, fault);
        }
    }

    public void AddOverlong(ReadOnlySpan<byte> piece, Instant receivedAt) => Late.Add(envelope, FrameFault.TooLong);

    /// <summary>What reads the inner frames.</summary>
    protected abstract object Reader { get; }

    /// <summary>Opens one envelope; what is wrong inside is noted as late faults.</summary>
    protected FrameFault Open(in FrameView frame, LateFaults late)
    {
        if (!EnvelopeHeader.TryRead(frame.Bytes, out var header))
        {
            return FrameFault.NotSigned;
        }

        if (frame.Bytes.Length != header.Bytes + header.PayloadBytes)
        {
            return FrameFault.Truncated;
        }

        (envelope, Late) = (frame.Ref, late);
        (Reader as IProfiled)?.ForgetProfile();
        cutter.Write(frame.Bytes[header.Bytes..]);
        cutter.Cut(this, final: true, frame.ReceivedAt);
        return FrameFault.None;
    }

    protected abstract FrameFault Handle(in FrameView frame);
}

/// <summary>Decodes what stands in envelopes. Whether to believe their signatures is decided before.</summary>
internal sealed class EnvelopeDecoder(FeedFormat inner) : EnvelopeContents(inner), IFrameDecoder
{
    private readonly IFrameDecoder decoder = inner.NewDecoder();
    private ObservationBuffer output = new();

    public FrameFault Decode(in FrameView frame, ObservationBuffer output, LateFaults late)
    {
        this.output = output;
        return Open(in frame, late);
    }

    protected override object Reader => decoder;

    protected override FrameFault Handle(in FrameView frame) => decoder.Decode(in frame, output, Late);
}

/// <summary>Prints what stands in envelopes, without a word about their signatures: it knows no keys.</summary>
internal sealed class EnvelopePrinter(FeedFormat inner, PrintOptions options) : EnvelopeContents(inner), IMessagePrinter
{
    private readonly IMessagePrinter printer = inner.NewPrinter(options);
    private IBufferWriter<byte> lines = new ArrayBufferWriter<byte>();

    public FrameFault Print(in FrameView frame, IBufferWriter<byte> lines, LateFaults late)
    {
        this.lines = lines;
        return Open(in frame, late);
    }

    protected override object Reader => printer;

    protected override FrameFault Handle(in FrameView frame) => printer.Print(in frame, lines, Late);
}
