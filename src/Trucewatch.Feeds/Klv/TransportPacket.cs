using System.Buffers.Binary;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Klv;

/// <summary>One packet of an MPEG transport stream (ISO/IEC 13818-1, 2.4.3.2).</summary>
internal readonly ref struct TransportPacket
{
    /// <summary>Length of a packet.</summary>
    public const int Bytes = 188;

    /// <summary>First byte of a packet.</summary>
    public const byte Sync = 0x47;

    /// <summary>Length of the fixed header.</summary>
    public const int HeaderBytes = 4;

    private TransportPacket(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, bool isBreak)
    {
        var word = BinaryPrimitives.ReadUInt16BigEndian(header[1..]);
        Pid = word & 0x1FFF;
        IsStart = (word & 0x4000) != 0;
        IsBroken = (word & 0x8000) != 0;
        IsScrambled = (header[3] & 0xC0) != 0;
        HasPayload = (header[3] & 0x10) != 0;
        Counter = header[3] & 0x0F;
        IsBreak = isBreak;
        Payload = payload;
    }

    /// <summary>Which stream it belongs to.</summary>
    public int Pid { get; }

    /// <summary>A unit, or a section, begins in it.</summary>
    public bool IsStart { get; }

    /// <summary>The receiver could not mend its bits.</summary>
    public bool IsBroken { get; }

    /// <summary>Its payload is scrambled.</summary>
    public bool IsScrambled { get; }

    /// <summary>It has a payload, and so counts.</summary>
    public bool HasPayload { get; }

    /// <summary>Continuity counter, 0 to 15.</summary>
    public int Counter { get; }

    /// <summary>The sender says that the counter may jump here.</summary>
    public bool IsBreak { get; }

    /// <summary>What it carries.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Reads a packet.</summary>
    public static FrameFault TryRead(ReadOnlySpan<byte> frame, out TransportPacket packet)
    {
        packet = default;
        if (frame.Length != Bytes)
        {
            return frame.Length < Bytes ? FrameFault.Truncated : FrameFault.WrongLength;
        }

        var control = (frame[3] >> 4) & 3;
        if (frame[0] != Sync || control == 0)
        {
            return FrameFault.BadSyntax;
        }

        var payload = frame[HeaderBytes..];
        var isBreak = false;
        if ((control & 2) != 0)
        {
            var length = payload[0];
            // With a payload the adaptation field leaves room for at least one byte.
            if (length > Bytes - HeaderBytes - 1 - (control & 1))
            {
                return FrameFault.BadSyntax;
            }

            isBreak = length > 0 && (payload[1] & 0x80) != 0;
            payload = payload[(length + 1)..];
        }

        packet = new TransportPacket(frame, (control & 1) != 0 ? payload : default, isBreak);
        return FrameFault.None;
    }
}
