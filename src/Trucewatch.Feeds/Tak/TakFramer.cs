using Trucewatch.Feeds.Framing;

namespace Trucewatch.Feeds.Tak;

/// <summary>
/// Cuts messages of both framings out of bytes. A stream's header states the length. A datagram's does not; but a
/// message's fields say where each ends, and no field begins with the magic byte, so that datagrams written one after
/// the other into a file are cut, too. What is neither goes up to the next magic byte into a frame of its own, and
/// faults.
/// </summary>
internal sealed class TakFramer : IFramer
{
    private int scanned;
    private bool isJunk;
    private bool overlong;

    /// <inheritdoc/>
    public FrameCut Next(ReadOnlySpan<byte> buffer, bool final)
    {
        if (buffer.IsEmpty)
        {
            overlong = overlong && !final;
            return new FrameCut(CutKind.NeedMore, 0, 0, 0);
        }

        isJunk |= overlong || buffer[0] != TakFrame.Magic;
        var end = isJunk ? FindMagic(buffer) : FindEnd(buffer, final);
        if (end > TakFrame.MaxBytes || (end < 0 && buffer.Length > TakFrame.MaxBytes))
        {
            return Cut(TakFrame.MaxBytes, CutKind.TooLong, stays: true);
        }

        // Whatever is left when the bytes are over is a frame, too.
        end = end < 0 && final ? buffer.Length : end;
        return end < 0
            ? new FrameCut(CutKind.NeedMore, 0, 0, 0)
            : end == 0
            ? Restart(buffer, final)
            : Cut(end, overlong ? CutKind.TooLong : CutKind.Frame, stays: false);
    }

    /// <summary>An overlong frame ended right where a piece of it did.</summary>
    private FrameCut Restart(ReadOnlySpan<byte> buffer, bool final)
    {
        overlong = false;
        isJunk = false;
        return Next(buffer, final);
    }

    private FrameCut Cut(int length, CutKind kind, bool stays)
    {
        overlong = stays;
        isJunk = false;
        scanned = 0;
        return new FrameCut(kind, 0, length, length);
    }

    /// <summary>Where the frame ends that begins with the magic byte; -1 when more bytes are needed.</summary>
    private int FindEnd(ReadOnlySpan<byte> buffer, bool final)
    {
        if (buffer.Length < TakFrame.MeshHeaderBytes && !final)
        {
            return -1;
        }

        if (TakFrame.IsMesh(buffer))
        {
            return FindMeshEnd(buffer);
        }

        var rest = buffer[1..];
        if (!ProtobufReader.TryVarint(ref rest, TakFrame.MaxLengthBytes, out var length))
        {
            return rest.Length < TakFrame.MaxLengthBytes ? -1 : FindMagicAfter(buffer, 1);
        }

        // A length that no frame has is no length.
        var end = buffer.Length - rest.Length + (long)length;
        return end > TakFrame.MaxBytes ? FindMagicAfter(buffer, 1) : end <= buffer.Length ? (int)end : -1;
    }

    /// <summary>
    /// Where the fields of a datagram's message end: at the next magic byte, or with the bytes. What is no field goes
    /// up to the next magic byte with it.
    /// </summary>
    private int FindMeshEnd(ReadOnlySpan<byte> buffer)
    {
        scanned = Math.Max(scanned, TakFrame.MeshHeaderBytes);
        while (scanned < buffer.Length && buffer[scanned] != TakFrame.Magic)
        {
            var fields = new ProtobufReader(buffer[scanned..]);
            switch (fields.Read())
            {
                case ProtobufToken.Field:
                    scanned = buffer.Length - fields.Left;
                    break;
                case ProtobufToken.Bad:
                    return FindMagicAfter(buffer, scanned);
                default:
                    return -1;
            }
        }

        return scanned < buffer.Length ? scanned : -1;
    }

    private int FindMagicAfter(ReadOnlySpan<byte> buffer, int from)
    {
        isJunk = true;
        scanned = from;
        return FindMagic(buffer);
    }

    private int FindMagic(ReadOnlySpan<byte> buffer)
    {
        var at = buffer[scanned..].IndexOf(TakFrame.Magic);
        scanned = at < 0 ? buffer.Length : scanned + at;
        return at < 0 ? -1 : scanned;
    }
}
