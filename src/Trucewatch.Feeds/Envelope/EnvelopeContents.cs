using System.Buffers;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Profiles;
using Trucewatch.Feeds.Transport;

namespace Trucewatch.Feeds.Envelope;

/// <summary>
/// Cuts the payload of envelopes into frames of the inner format and hands them on, each under the envelope's own frame
/// number: that is what was recorded and what the signature covers. Each key has a reader of its own, so that what one
/// key signed never completes what another began: the result would count as signed by the one that came last.
/// </summary>
/// <typeparam name="TReader">What reads the inner frames.</typeparam>
internal abstract class EnvelopeContents<TReader>(FeedFormat inner, Func<TReader> newReader) : IFrameSink
    where TReader : class
{
    /// <summary>Most keys whose readers are kept; the one used longest ago gives way, with what it had open.</summary>
    public const int MaxKeys = 256;

    private readonly StreamCutter cutter = new(inner);
    private readonly Dictionary<string, Keyed> readers = new(StringComparer.Ordinal);
    private FrameRef envelope;
    private TReader? reader;
    private long opened;

    protected LateFaults Late { get; private set; } = new();

    public void Add(ReadOnlySpan<byte> frame, Instant receivedAt)
    {
        var fault = Handle(reader!, new FrameView(envelope, receivedAt, frame));
        if (fault != FrameFault.None)
        {
            Late.Add(envelope, fault);
        }
    }

    public void AddOverlong(ReadOnlySpan<byte> piece, Instant receivedAt) => Late.Add(envelope, FrameFault.TooLong);

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
        reader = ReaderOf(header.Key);
        (reader as IProfiled)?.ForgetProfile();
        cutter.Write(frame.Bytes[header.Bytes..]);
        cutter.Cut(this, final: true, frame.ReceivedAt);
        return FrameFault.None;
    }

    protected abstract FrameFault Handle(TReader reader, in FrameView frame);

    private TReader ReaderOf(ReadOnlySpan<byte> key)
    {
        // Ids of registered keys are ASCII; what else stands there is its own key in Latin-1, byte for byte.
        Span<char> name = stackalloc char[EnvelopeHeader.MaxBytes];
        name = name[..Encoding.Latin1.GetChars(key, name)];
        var byName = readers.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!byName.TryGetValue(name, out var known))
        {
            if (readers.Count == MaxKeys)
            {
                readers.Remove(readers.MinBy(pair => pair.Value.Used).Key);
            }

            known = new Keyed(newReader());
            readers.Add(name.ToString(), known);
        }

        known.Used = opened++;
        return known.Reader;
    }

    private sealed class Keyed(TReader reader)
    {
        public TReader Reader { get; } = reader;

        public long Used { get; set; }
    }
}

/// <summary>Decodes what stands in envelopes. Whether to believe their signatures is decided before.</summary>
internal sealed class EnvelopeDecoder(FeedFormat inner)
    : EnvelopeContents<IFrameDecoder>(inner, inner.NewDecoder), IFrameDecoder
{
    private ObservationBuffer output = new();

    public FrameFault Decode(in FrameView frame, ObservationBuffer output, LateFaults late)
    {
        this.output = output;
        return Open(in frame, late);
    }

    protected override FrameFault Handle(IFrameDecoder reader, in FrameView frame) =>
        reader.Decode(in frame, output, Late);
}

/// <summary>Prints what stands in envelopes, without a word about their signatures: it knows no keys.</summary>
internal sealed class EnvelopePrinter(FeedFormat inner, PrintOptions options)
    : EnvelopeContents<IMessagePrinter>(inner, () => inner.NewPrinter(options)), IMessagePrinter
{
    private IBufferWriter<byte> lines = new ArrayBufferWriter<byte>();

    public FrameFault Print(in FrameView frame, IBufferWriter<byte> lines, LateFaults late)
    {
        this.lines = lines;
        return Open(in frame, late);
    }

    protected override FrameFault Handle(IMessagePrinter reader, in FrameView frame) =>
        reader.Print(in frame, lines, Late);
}
