using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Klv;

/// <summary>
/// Reads the packets of one feed out of its frames: a frame is a packet of KLV, or a packet of a transport stream that
/// may end a unit of several. What is bad among several is counted, and does not cost the others.
/// </summary>
internal sealed class KlvReader
{
    /// <summary>What <see cref="Pid"/> says of a packet that came as it stands.</summary>
    public const int NoPid = -1;

    private readonly TransportStream transport = new();
    private FrameFault fault;
    private int goodPackets;

    /// <summary>The last packet.</summary>
    public KlvSet Set { get; } = new();

    /// <summary>The stream that the packets came from, or <see cref="NoPid"/>.</summary>
    public int Pid { get; private set; }

    /// <summary>Frames that carried parts of the packets before the last.</summary>
    public ushort EarlierParts { get; private set; }

    /// <summary>Takes a frame; what it completes is in <paramref name="packets"/>.</summary>
    public void Open(in FrameView frame, LateFaults late, out ReadOnlySpan<byte> packets)
    {
        packets = frame.Bytes;
        (Pid, EarlierParts, goodPackets) = (NoPid, 0, 0);
        fault = packets.IsEmpty ? FrameFault.Empty
            : packets.Length > KlvFrame.MaxBytes ? FrameFault.TooLong
            : FrameFault.None;
        if (fault != FrameFault.None)
        {
            packets = default;
        }
        else if (packets[0] == TransportPacket.Sync)
        {
            fault = transport.Take(frame, late, out packets);
            (Pid, EarlierParts) = (transport.Pid, transport.EarlierParts);
        }
    }

    /// <summary>Reads on to the next good packet, whose items stand in <paramref name="value"/>.</summary>
    public bool Next(
        in FrameView frame, LateFaults late, ref ReadOnlySpan<byte> packets, out ReadOnlySpan<byte> value)
    {
        value = default;
        while (!packets.IsEmpty)
        {
            var token = KlvFrame.Measure(packets, out var length);
            if (token == KlvToken.Bad)
            {
                // Some writers fill up their units.
                var isFill = goodPackets > 0 && !packets.ContainsAnyExcept(packets[0]) && packets[0] is 0 or 0xFF;
                packets = default;
                Blame(isFill ? FrameFault.None : FrameFault.BadSyntax, frame, late);
                return false;
            }

            var packet = token == KlvToken.Read ? packets[..length] : packets;
            packets = packets[packet.Length..];
            var found = Set.Read(packet, out value);
            if (found == FrameFault.None)
            {
                goodPackets++;
                return true;
            }

            Blame(found, frame, late);
        }

        return false;
    }

    /// <summary>The fault of the frame: none where any of its packets was good.</summary>
    public FrameFault Close(in FrameView frame, LateFaults late)
    {
        if (goodPackets == 0 || fault == FrameFault.None)
        {
            return fault;
        }

        late.Add(frame.Ref, fault);
        return FrameFault.None;
    }

    private void Blame(FrameFault found, in FrameView frame, LateFaults late)
    {
        if (fault == FrameFault.None)
        {
            fault = found;
        }
        else if (found != FrameFault.None)
        {
            late.Add(frame.Ref, found);
        }
    }
}
