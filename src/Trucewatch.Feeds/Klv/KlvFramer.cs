using Trucewatch.Feeds.Framing;

namespace Trucewatch.Feeds.Klv;

/// <summary>
/// Cuts packets out of bytes, whichever they are: KLV as it stands, with its length, or packets of a transport stream,
/// 188 bytes each, every one a frame, video too. What is neither goes up to where either begins into a frame of its
/// own, and faults.
/// </summary>
internal sealed class KlvFramer : IFramer
{
    private const int Whole = TransportPacket.Bytes;

    private int scanned;
    private bool overlong;

    /// <summary>The last frame was a packet of a transport stream, so that the next need not be proved.</summary>
    private bool isLocked;

    /// <inheritdoc/>
    public FrameCut Next(ReadOnlySpan<byte> buffer, bool final)
    {
        if (buffer.IsEmpty)
        {
            overlong = overlong && !final;
            isLocked = isLocked && !final;
            return new FrameCut(CutKind.NeedMore, 0, 0, 0);
        }

        if (!overlong && scanned == 0)
        {
            var length = Begin(buffer, final);
            if (length >= 0)
            {
                // A frame that is cut off ends with the bytes.
                length = length == 0 && final ? buffer.Length : length;
                return length == 0
                    ? new FrameCut(CutKind.NeedMore, 0, 0, 0)
                    : Cut(length, CutKind.Frame, isPacket: buffer[0] == TransportPacket.Sync && length == Whole);
            }

            // Whatever stands at the start is no start.
            scanned = 1;
        }

        return Junk(buffer, final);
    }

    /// <summary>Length of the frame that begins the buffer; 0: more bytes are needed; -1: none begins here.</summary>
    private int Begin(ReadOnlySpan<byte> buffer, bool final)
    {
        if (buffer[0] == TransportPacket.Sync)
        {
            return buffer.Length < Whole ? (final ? -1 : 0)
                : isLocked || (buffer.Length == Whole && final) ? Whole
                : buffer.Length == Whole ? 0
                : buffer[Whole] == TransportPacket.Sync || buffer[Whole] == KlvFrame.Prefix[0] ? Whole
                : -1;
        }

        var token = KlvFrame.Measure(buffer, out var length);
        return token == KlvToken.Read ? length : token == KlvToken.Short ? 0 : -1;
    }

    private FrameCut Junk(ReadOnlySpan<byte> buffer, bool final)
    {
        var isFound = FindStart(buffer, final);
        if (scanned > KlvFrame.MaxBytes)
        {
            var piece = Cut(KlvFrame.MaxBytes, CutKind.TooLong, isPacket: false);
            overlong = true;
            return piece;
        }

        if (!isFound && !final)
        {
            return new FrameCut(CutKind.NeedMore, 0, 0, 0);
        }

        if (scanned == 0)
        {
            // An overlong frame ended right where a piece of it did.
            overlong = false;
            return Next(buffer, final);
        }

        var kind = overlong ? CutKind.TooLong : CutKind.Frame;
        overlong = false;
        return Cut(scanned, kind, isPacket: false);
    }

    private FrameCut Cut(int length, CutKind kind, bool isPacket)
    {
        scanned = 0;
        isLocked = isPacket;
        return new FrameCut(kind, 0, length, length);
    }

    /// <summary>
    /// Moves on to where a packet begins; false when that needs more bytes, or there is none up to the end.
    /// </summary>
    private bool FindStart(ReadOnlySpan<byte> buffer, bool final)
    {
        while (true)
        {
            var at = buffer[scanned..].IndexOfAny(TransportPacket.Sync, KlvFrame.Prefix[0]);
            if (at < 0)
            {
                scanned = buffer.Length;
                return false;
            }

            scanned += at;
            var rest = buffer[scanned..];
            bool? begins = rest[0] == TransportPacket.Sync
                ? rest.Length > Whole ? rest[Whole] == TransportPacket.Sync : final ? rest.Length == Whole : null
                : rest.Length >= KlvFrame.Prefix.Length ? rest.StartsWith(KlvFrame.Prefix) : final ? false : null;
            if (begins != false)
            {
                return begins == true;
            }

            scanned++;
        }
    }
}
