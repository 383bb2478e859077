using System.Buffers.Binary;

namespace Trucewatch.Feeds.Ais;

/// <summary>The bits of one message, most significant first (ITU-R M.1371-5, annex 8).</summary>
internal readonly ref struct AisBits
{
    /// <summary>Most payload characters in one message: nine sentences of 128.</summary>
    public const int MaxPayloadChars = 9 * 128;

    /// <summary>Bytes that a buffer needs for the longest payload and the zeros that are read past its end.</summary>
    public const int BufferBytes = (MaxPayloadChars * 6 / 8) + Padding;

    private const int Padding = 16;

    /// <summary>Value of each armour character; 0xC0 and above is not one (IEC 61162-1, 6-bit fields).</summary>
    private static readonly byte[] armour = MakeArmour();

    private readonly ReadOnlySpan<byte> packed;

    private AisBits(ReadOnlySpan<byte> packed, int length)
    {
        this.packed = packed;
        Length = length;
    }

    /// <summary>Number of bits.</summary>
    public int Length { get; }

    /// <summary>Takes off the armour into <paramref name="buffer"/>; false when a character is not armour.</summary>
    public static bool TryUnpack(
        scoped ReadOnlySpan<byte> payload, int fillBits, Span<byte> buffer, out AisBits bits)
    {
        var table = armour;
        var wrong = 0u;
        var write = 0;
        var read = 0;
        for (; read + 4 <= payload.Length; read += 4)
        {
            uint a = table[payload[read]], b = table[payload[read + 1]];
            uint c = table[payload[read + 2]], d = table[payload[read + 3]];
            wrong |= a | b | c | d;
            var three = (a << 18) | (b << 12) | (c << 6) | d;
            buffer[write + 2] = (byte)three;
            buffer[write + 1] = (byte)(three >> 8);
            buffer[write] = (byte)(three >> 16);
            write += 3;
        }

        // What is read past the message's end is zero.
        buffer[write..].Clear();
        for (var bit = write * 8; read < payload.Length; read++, bit += 6)
        {
            uint value = table[payload[read]];
            wrong |= value;
            var spread = (value & 0x3F) << (10 - (bit & 7));
            buffer[bit >> 3] |= (byte)(spread >> 8);
            buffer[(bit >> 3) + 1] |= (byte)spread;
        }

        var length = (payload.Length * 6) - fillBits;
        if (fillBits > 0 && length >= 0)
        {
            // Fill bits that are not zero are none of the message.
            buffer[length >> 3] &= (byte)(0xFF00 >> (length & 7));
            buffer[(length >> 3) + 1] = 0;
        }

        bits = new AisBits(buffer, length);
        return wrong < 0xC0;
    }

    /// <summary>An unsigned field of at most 32 bits; bits past the end are 0, and so is a field of no bits.</summary>
    public uint Unsigned(AisField field) => field.Width == 0 ? 0 : Unsigned(field.Start, field.Width);

    /// <summary>An unsigned field of at most 32 bits; bits past the end are 0.</summary>
    public uint Unsigned(int start, int width)
    {
        var word = BinaryPrimitives.ReadUInt64BigEndian(packed[(start >> 3)..]);
        return (uint)((word << (start & 7)) >> (64 - width));
    }

    /// <summary>An unsigned field of at most 57 bits; bits past the end are 0.</summary>
    public ulong Wide(int start, int width) =>
        (BinaryPrimitives.ReadUInt64BigEndian(packed[(start >> 3)..]) << (start & 7)) >> (64 - width);

    /// <summary>A two's complement field of at most 32 bits.</summary>
    public int Signed(AisField field) => Signed(field.Start, field.Width);

    /// <summary>A two's complement field of at most 32 bits.</summary>
    public int Signed(int start, int width)
    {
        var word = BinaryPrimitives.ReadUInt64BigEndian(packed[(start >> 3)..]);
        return (int)((long)(word << (start & 7)) >> (64 - width));
    }

    /// <summary>A field of one bit.</summary>
    public bool Flag(AisField field) => Unsigned(field.Start, 1) != 0;

    /// <summary>
    /// A text in 6-bit ASCII: it ends at the first <c>@</c> or at the field's end, and trailing spaces are not part of
    /// it. Gives the number of letters written.
    /// </summary>
    public int Text(AisField field, Span<byte> letters) => Text(field.Start, field.Width, letters);

    /// <summary>The text that starts at this bit; its width 0 means that it goes on to the message's end.</summary>
    public int Text(int first, int width, Span<byte> letters)
    {
        var count = 0;
        var end = width == 0 ? Length : first + width;
        for (var start = first; start + 6 <= end && count < letters.Length; start += 6)
        {
            var six = (byte)Unsigned(start, 6);
            if (six == 0)
            {
                break;
            }

            letters[count++] = six < 32 ? (byte)(six + 64) : six;
        }

        return letters[..count].TrimEnd((byte)' ').Length;
    }

    private static byte[] MakeArmour()
    {
        var table = new byte[256];
        Array.Fill(table, (byte)0xFF);
        for (var value = 0; value < 64; value++)
        {
            table[value < 40 ? value + 48 : value + 56] = (byte)value;
        }

        return table;
    }
}
