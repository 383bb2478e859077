using System.Buffers.Binary;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.ModeS;

/// <summary>
/// One Mode S downlink message of 56 or 112 bits: the first 32 bits, for long ones 56 more, and 24 of parity
/// (ICAO Annex 10, volume IV, 3.1.2.3).
/// </summary>
/// <param name="Head">The first 32 bits.</param>
/// <param name="Body">The ME, MB or MV field of a long message; 0 in a short one.</param>
/// <param name="Parity">The last 24 bits.</param>
/// <param name="IsLong">True for 112 bits.</param>
internal readonly record struct ModeSMessage(uint Head, MessageBits Body, uint Parity, bool IsLong)
{
    /// <summary>Bytes of a short message.</summary>
    public const int ShortBytes = 7;

    /// <summary>Bytes of a long message.</summary>
    public const int LongBytes = 14;

    /// <summary>Downlink format 0 to 23, or 24 for an extended length message.</summary>
    public int Format => Math.Min((int)(Head >> 27), 24);

    /// <summary>The three bits behind the format: CA, CF or FS.</summary>
    public uint Subformat => (Head >> 24) & 7;

    /// <summary>The announced address (AA) of formats 11, 17 and 18.</summary>
    public uint Announced => Head & 0xFF_FFFF;

    /// <summary>The 13 bits of an altitude or identity code (AC, ID) in formats 0, 4, 5, 16, 20 and 21.</summary>
    public uint Code13 => Head & 0x1FFF;

    /// <summary>Type code of an extended squitter.</summary>
    public int TypeCode => (int)Body.Unsigned(1, 5);

    /// <summary>Reads a message; formats from 16 on have 112 bits, the others 56.</summary>
    public static FrameFault TryRead(ReadOnlySpan<byte> bytes, out ModeSMessage message)
    {
        if (bytes.Length == LongBytes)
        {
            message = new ModeSMessage(
                BinaryPrimitives.ReadUInt32BigEndian(bytes),
                new MessageBits(BinaryPrimitives.ReadUInt64BigEndian(bytes[3..]) & 0xFF_FFFF_FFFF_FFFF),
                BinaryPrimitives.ReadUInt32BigEndian(bytes[10..]) & 0xFF_FFFF,
                IsLong: true);
            return message.Head >> 31 != 0 ? FrameFault.None : FrameFault.WrongLength;
        }

        if (bytes.Length == ShortBytes)
        {
            message = new ModeSMessage(
                BinaryPrimitives.ReadUInt32BigEndian(bytes),
                default,
                BinaryPrimitives.ReadUInt32BigEndian(bytes[3..]) & 0xFF_FFFF,
                IsLong: false);
            return message.Head >> 31 == 0 ? FrameFault.None : FrameFault.WrongLength;
        }

        message = default;
        return FrameFault.WrongLength;
    }

    /// <summary>Writes the message; gives the number of bytes.</summary>
    public int Write(Span<byte> to)
    {
        BinaryPrimitives.WriteUInt32BigEndian(to, Head);
        if (!IsLong)
        {
            WriteParity(to[4..]);
            return ShortBytes;
        }

        BinaryPrimitives.WriteUInt64BigEndian(to[4..], Body.Value << 8);
        WriteParity(to[11..]);
        return LongBytes;
    }

    private void WriteParity(Span<byte> to)
    {
        to[0] = (byte)(Parity >> 16);
        to[1] = (byte)(Parity >> 8);
        to[2] = (byte)Parity;
    }
}
