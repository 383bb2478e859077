using Trucewatch.Feeds.Framing;

namespace Trucewatch.Feeds.Beast;

/// <summary>
/// Cuts a stream at its escapes. A frame begins with an escape and a byte that is no escape, its type; within a frame
/// an escape stands twice. Frames of the known types end with their length; the others, and whatever is no frame, end
/// where the next frame begins. Nothing is dropped: junk becomes frames, too, and those fault.
/// </summary>
internal sealed class BeastFramer : IFramer
{
    private const int MaxFrameBytes = BeastFormat.MaxFrameBytes;
    private bool insideOverlong;

    /// <inheritdoc/>
    public FrameCut Next(ReadOnlySpan<byte> buffer, bool final)
    {
        if (buffer.Length >= 2 && buffer[0] == BeastFrame.Escape && buffer[1] != BeastFrame.Escape)
        {
            insideOverlong = false;
            var length = BeastFrame.LengthOf(buffer[1]);
            if (length > 0)
            {
                // Most frames have no escape inside, and are whole in the buffer.
                if (buffer.Length >= length && buffer[2..length].IndexOf(BeastFrame.Escape) < 0)
                {
                    return new FrameCut(CutKind.Frame, 0, length, length);
                }

                return KnownType(buffer, length, final);
            }
        }

        return Other(buffer, final);
    }

    /// <summary>
    /// A frame of a known type with escapes inside, or not yet whole; it ends early where another frame begins.
    /// </summary>
    private static FrameCut KnownType(ReadOnlySpan<byte> buffer, int length, bool final)
    {
        var at = 2;
        for (var plain = 2; plain < length; plain++)
        {
            if (at >= buffer.Length)
            {
                return AtEnd(buffer, final);
            }

            if (buffer[at] != BeastFrame.Escape)
            {
                at++;
                continue;
            }

            if (at + 1 >= buffer.Length)
            {
                return AtEnd(buffer, final);
            }

            if (buffer[at + 1] != BeastFrame.Escape)
            {
                return new FrameCut(CutKind.Frame, 0, at, at);
            }

            at += 2;
        }

        return new FrameCut(CutKind.Frame, 0, at, at);
    }

    private static FrameCut AtEnd(ReadOnlySpan<byte> buffer, bool final) => final
        ? new FrameCut(CutKind.Frame, 0, buffer.Length, buffer.Length)
        : new FrameCut(CutKind.NeedMore, 0, 0, 0);

    /// <summary>Bytes up to the next frame.</summary>
    private FrameCut Other(ReadOnlySpan<byte> buffer, bool final)
    {
        // The first escape, if there is one, begins this frame; of a doubled one, both are content.
        var at = buffer.Length > 0 && buffer[0] == BeastFrame.Escape ? Math.Min(2, buffer.Length) : 0;
        while (at <= MaxFrameBytes)
        {
            var next = buffer[at..].IndexOf(BeastFrame.Escape);
            if (next < 0 || at + next > MaxFrameBytes)
            {
                at = buffer.Length;
                break;
            }

            at += next;
            if (at + 1 >= buffer.Length)
            {
                break;
            }

            if (buffer[at + 1] != BeastFrame.Escape)
            {
                return End(at);
            }

            at += 2;
        }

        if (buffer.Length > MaxFrameBytes + 1)
        {
            insideOverlong = true;
            var length = EndOfPiece(buffer);
            return new FrameCut(CutKind.TooLong, 0, length, length);
        }

        if (!final)
        {
            return new FrameCut(CutKind.NeedMore, 0, 0, 0);
        }

        return buffer.IsEmpty ? new FrameCut(CutKind.NeedMore, 0, 0, 0) : End(buffer.Length);
    }

    private FrameCut End(int length)
    {
        var isTooLong = insideOverlong || length > MaxFrameBytes;
        insideOverlong = false;
        return new FrameCut(isTooLong ? CutKind.TooLong : CutKind.Frame, 0, length, length);
    }

    /// <summary>A piece does not end between the two of a doubled escape, or the second would begin a frame.</summary>
    private static int EndOfPiece(ReadOnlySpan<byte> buffer)
    {
        var at = 0;
        while (at < MaxFrameBytes)
        {
            at += buffer[at] == BeastFrame.Escape ? 2 : 1;
        }

        return at > MaxFrameBytes ? MaxFrameBytes - 1 : at;
    }
}
