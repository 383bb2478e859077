using Trucewatch.Domain.Frames;
using Trucewatch.Feeds.Framing;

namespace Trucewatch.Feeds.Mavlink;

/// <summary>
/// Cuts packets by their stated lengths, each with the time that a log wrote before it. The first bytes of packets
/// stand in contents, too; so a packet counts as one only with a good checksum, or where one must begin and its message
/// is not known. What is none goes up to the next good one into a frame of its own, and faults.
/// </summary>
internal sealed class MavlinkFramer : IFramer
{
    private const int Max = MavlinkFormat.MaxFrameBytes;
    private bool insideOverlong;
    private int scanned;

    private enum Found
    {
        Good,
        Unknown,
        Bad,
        NeedMore,
    }

    /// <inheritdoc/>
    public FrameCut Next(ReadOnlySpan<byte> buffer, bool final)
    {
        if (buffer.IsEmpty)
        {
            insideOverlong = insideOverlong && !final;
            return NeedMore();
        }

        if (scanned == 0)
        {
            var mayBeStamp = buffer[0] == 0 && buffer.Length <= MavlinkPacket.StampBytes;
            if (mayBeStamp && !final)
            {
                return NeedMore();
            }

            var start = MavlinkPacket.StartOf(buffer);
            var found = Look(buffer[start..], out var length);
            if (found is Found.Good or Found.Unknown)
            {
                insideOverlong = false;
                return new FrameCut(CutKind.Frame, 0, start + length, start + length);
            }

            if (found == Found.NeedMore && !final)
            {
                return NeedMore();
            }

            scanned = 1;
        }

        return Junk(buffer, final);
    }

    private static FrameCut NeedMore() => new(CutKind.NeedMore, 0, 0, 0);

    private static Found Look(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        if (!MavlinkPacket.IsMagic(bytes[0]))
        {
            return Found.Bad;
        }

        length = MavlinkPacket.LengthOf(bytes);
        if (length == 0 || bytes.Length < length)
        {
            return Found.NeedMore;
        }

        return MavlinkPacket.Check(bytes[..length]) switch
        {
            FrameFault.None => Found.Good,
            FrameFault.UnsupportedType => Found.Unknown,
            _ => Found.Bad,
        };
    }

    private FrameCut Junk(ReadOnlySpan<byte> buffer, bool final)
    {
        for (; scanned < buffer.Length && scanned <= Max + MavlinkPacket.StampBytes; scanned++)
        {
            var found = Look(buffer[scanned..], out _);
            if (found == Found.NeedMore && !final)
            {
                return NeedMore();
            }

            if (found == Found.Good)
            {
                var stamp = scanned - MavlinkPacket.StampBytes;
                var end = stamp > 0 && MavlinkPacket.IsStamp(buffer[stamp..]) ? stamp : scanned;
                if (end <= Max)
                {
                    return Cut(end);
                }
            }
        }

        if (scanned > Max + MavlinkPacket.StampBytes || (final && buffer.Length > Max))
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
