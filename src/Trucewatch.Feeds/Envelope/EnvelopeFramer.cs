using Trucewatch.Feeds.Framing;

namespace Trucewatch.Feeds.Envelope;

/// <summary>
/// Cuts envelopes by the length that their header states. What stands between envelopes is cut into lines, so that it
/// is kept, counted as not signed, and cannot hide the next envelope.
/// </summary>
public sealed class EnvelopeFramer : IFramer
{
    /// <summary>Longest envelope in bytes.</summary>
    public const int MaxFrameBytes = EnvelopeHeader.MaxBytes + EnvelopeHeader.MaxPayloadBytes;

    private readonly LineFramer lines = new(MaxFrameBytes);
    private bool insideLine;

    /// <inheritdoc/>
    public FrameCut Next(ReadOnlySpan<byte> buffer, bool final)
    {
        var start = EnvelopeHeader.Start;
        var common = Math.Min(start.Length, buffer.Length);
        if (insideLine || !buffer[..common].SequenceEqual(start[..common]))
        {
            return Line(buffer, final);
        }

        if (!EnvelopeHeader.TryRead(buffer, out var header))
        {
            var mayCome = !final && buffer.Length < EnvelopeHeader.MaxBytes && !buffer.Contains((byte)'\n');
            return mayCome ? new FrameCut(CutKind.NeedMore, 0, 0, 0) : Line(buffer, final);
        }

        var whole = header.Bytes + header.PayloadBytes;
        if (buffer.Length >= whole)
        {
            return new FrameCut(CutKind.Frame, 0, whole, whole);
        }

        return final
            ? new FrameCut(CutKind.Frame, 0, buffer.Length, buffer.Length)
            : new FrameCut(CutKind.NeedMore, 0, 0, 0);
    }

    private FrameCut Line(ReadOnlySpan<byte> buffer, bool final)
    {
        var cut = lines.Next(buffer, final);
        insideLine = cut.Kind == CutKind.TooLong && cut.Consumed == MaxFrameBytes;
        return cut;
    }
}
