using Trucewatch.Feeds.Framing;

namespace Trucewatch.Feeds.Gmti;

/// <summary>
/// Cuts packets by the size that their headers state. What is no header goes up to the next one into a frame of its
/// own, and faults; nothing is dropped.
/// </summary>
internal sealed class GmtiFramer : IFramer
{
    private const int Max = GmtiFormat.MaxFrameBytes;
    private bool insideOverlong;
    private int scanned;

    /// <inheritdoc/>
    public FrameCut Next(ReadOnlySpan<byte> buffer, bool final)
    {
        if (buffer.Length < GmtiPacket.SignBytes && !final)
        {
            return NeedMore();
        }

        if (GmtiPacket.IsHeader(buffer))
        {
            insideOverlong = false;
            scanned = 0;
            var size = (int)GmtiPacket.SizeOf(buffer);
            return buffer.Length >= size ? new FrameCut(CutKind.Frame, 0, size, size)
                : final ? new FrameCut(CutKind.Frame, 0, buffer.Length, buffer.Length)
                : NeedMore();
        }

        return buffer.IsEmpty ? End() : Junk(buffer, final);
    }

    private static FrameCut NeedMore() => new(CutKind.NeedMore, 0, 0, 0);

    private FrameCut End()
    {
        insideOverlong = false;
        return NeedMore();
    }

    private FrameCut Junk(ReadOnlySpan<byte> buffer, bool final)
    {
        // A header is told from its first bytes; where fewer are left, nothing can be said yet.
        var last = buffer.Length - GmtiPacket.SignBytes;
        for (scanned = Math.Max(scanned, 1); scanned <= last && scanned <= Max; scanned++)
        {
            if (GmtiPacket.IsHeader(buffer[scanned..]))
            {
                return Cut(scanned);
            }
        }

        if (scanned > Max || (final && buffer.Length > Max))
        {
            insideOverlong = true;
            scanned = 0;
            return new FrameCut(CutKind.TooLong, 0, Max, Max);
        }

        return final ? Cut(buffer.Length) : NeedMore();
    }

    private FrameCut Cut(int length)
    {
        var kind = insideOverlong ? CutKind.TooLong : CutKind.Frame;
        insideOverlong = false;
        scanned = 0;
        return new FrameCut(kind, 0, length, length);
    }
}
