using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Klv;

/// <summary>What a stream of a transport stream carries, as far as it is read.</summary>
internal enum StreamRole
{
    /// <summary>The list of programs.</summary>
    Programs,

    /// <summary>The list of a program's streams.</summary>
    Streams,

    /// <summary>Private data that may be metadata (stream type 0x06, without a registration).</summary>
    Perhaps,

    /// <summary>Metadata without cells (stream type 0x06, registered as KLVA).</summary>
    Registered,

    /// <summary>Metadata in cells (stream type 0x15).</summary>
    Cells,
}

/// <summary>Puts the packets of one stream together.</summary>
internal sealed class Assembly(int pid, StreamRole role, int program)
{
    /// <summary>Longest unit: the header of a PES packet and the most that its length can say.</summary>
    public const int MaxBytes = 6 + ushort.MaxValue;

    /// <summary>
    /// Most packets of a unit: three times what the longest needs, so that packets with next to nothing in them cost no
    /// memory without end.
    /// </summary>
    public const int MaxParts = 1_024;

    private const int FirstBytes = 256;
    private const int NoCounter = -1;

    private readonly List<FrameRef> parts = [];
    private byte[] buffer = [];
    private int counter = NoCounter;
    private bool isRepeat;

    /// <summary>Its stream.</summary>
    public int Pid { get; } = pid;

    /// <summary>What it carries.</summary>
    public StreamRole Role { get; } = role;

    /// <summary>The program that it belongs to.</summary>
    public int Program { get; } = program;

    /// <summary>True while a unit has begun and not ended.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Bytes so far.</summary>
    public Span<byte> Unit => buffer.AsSpan(0, Length);

    /// <summary>Number of bytes so far.</summary>
    public int Length { get; private set; }

    /// <summary>Packets of the unit before the last.</summary>
    public ushort EarlierParts => (ushort)Math.Max(0, parts.Count - 1);

    /// <summary>The last list that was taken over, by its checksum; 0: none.</summary>
    public uint LastList { get; set; }

    /// <summary>
    /// Takes the counter of a packet. False for a packet that is sent again, as is allowed once; what was begun before
    /// a packet was lost is given up.
    /// </summary>
    public bool Count(in TransportPacket packet, LateFaults late)
    {
        var last = counter;
        counter = packet.Counter;
        if (last == NoCounter || packet.IsBreak)
        {
            isRepeat = false;
            if (packet.IsBreak)
            {
                GiveUp(late);
            }

            return true;
        }

        if (packet.Counter == last && !isRepeat)
        {
            isRepeat = true;
            return false;
        }

        isRepeat = false;
        if (packet.Counter != ((last + 1) & 0x0F))
        {
            GiveUp(late);
        }

        return true;
    }

    /// <summary>Begins a unit.</summary>
    public void Open()
    {
        parts.Clear();
        (Length, IsOpen) = (0, true);
    }

    /// <summary>Ends the unit, whose bytes stay until the next one begins.</summary>
    public void Close() => IsOpen = false;

    /// <summary>Takes a packet's bytes; false when bytes or packets are more than a unit may have.</summary>
    public bool TryAppend(FrameRef frame, ReadOnlySpan<byte> bytes)
    {
        if (Length + bytes.Length > MaxBytes || parts.Count == MaxParts)
        {
            return false;
        }

        if (Length + bytes.Length > buffer.Length)
        {
            var least = Math.Max(FirstBytes, Length + bytes.Length);
            Array.Resize(ref buffer, Math.Clamp(buffer.Length * 2, least, MaxBytes));
        }

        bytes.CopyTo(buffer.AsSpan(Length));
        Length += bytes.Length;
        parts.Add(frame);
        return true;
    }

    /// <summary>Gives up what was begun: each of its packets is a part of a group that never completed.</summary>
    public void GiveUp(LateFaults late)
    {
        if (IsOpen)
        {
            foreach (var part in parts)
            {
                late.Add(part, FrameFault.IncompleteGroup);
            }
        }

        parts.Clear();
        (Length, IsOpen) = (0, false);
    }
}
