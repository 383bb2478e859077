using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Trucewatch.Feeds.Ais;

/// <summary>The bits of one message, most significant first (ITU-R M.1371-5, annex 8).</summary>
internal readonly ref struct AisBits
{
    /// <summary>Most payload characters in one message: nine sentences of 128.</summary>
    public const int MaxPayloadChars = 9 * 128;

    /// <summary>Bytes that a buffer needs for the longest payload and the zeros that are read past its end.</summary>
    public const int BufferBytes = (MaxPayloadChars * 6 / 8) + Padding;

    private const int Padding = 16;
    private const int CharsAtOnce = 8;
    private const int BytesAtOnce = 6;
    private const ulong EachOne = 0x0101_0101_0101_0101;
    private const ulong HighBits = 0x80 * EachOne;
    private const ulong Zeros = '0' * EachOne;
    private const ulong FromLeast = (0x80 - '0') * EachOne;
    private const ulong PastMost = (0x80 - 'w' - 1) * EachOne;
    private const ulong GapStart = 88 * EachOne;
    private const ulong GapMask = 0xF8 * EachOne;

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
        var used = buffer.Length;
        return TryUnpack(payload, fillBits, buffer, ref used, out bits);
    }

    /// <summary>
    /// As the other; <paramref name="used"/> says how many bytes of the buffer may not be zero, before and after, so
    /// that only these are cleared.
    /// </summary>
    /// <remarks>Eight characters at a time, in one word: the same on every machine, and no table to miss.</remarks>
    public static bool TryUnpack(
        scoped ReadOnlySpan<byte> payload, int fillBits, Span<byte> buffer, scoped ref int used, out AisBits bits)
    {
        var wrong = 0UL;
        var write = 0;
        var read = 0;
        for (; read + CharsAtOnce <= payload.Length; read += CharsAtOnce, write += BytesAtOnce)
        {
            var word = BinaryPrimitives.ReadUInt64LittleEndian(payload[read..]);
            BinaryPrimitives.WriteUInt64BigEndian(buffer[write..], Pack(word, ref wrong));
        }

        if (read < payload.Length)
        {
            var word = Rest(payload, read);
            BinaryPrimitives.WriteUInt64BigEndian(buffer[write..], Pack(word, ref wrong));
            write += BytesAtOnce;
        }

        var length = (payload.Length * 6) - fillBits;
        if (fillBits > 0 && length >= 0)
        {
            // Fill bits that are not zero are none of the message.
            buffer[length >> 3] &= (byte)(0xFF00 >> (length & 7));
            buffer[(length >> 3) + 1] = 0;
        }

        // What is read past the message's end is zero.
        if (used > write)
        {
            buffer[write..used].Clear();
        }

        used = write;
        bits = new AisBits(buffer, length);
        return (wrong & HighBits) == 0;
    }

    /// <summary>An unsigned field of at most 32 bits; bits past the end are 0, and so is a field of no bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Unsigned(in AisField field) => field.Width == 0 ? 0 : Unsigned(field.Start, field.Width);

    /// <summary>An unsigned field of at most 32 bits; bits past the end are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Unsigned(int start, int width)
    {
        var word = BinaryPrimitives.ReadUInt64BigEndian(packed[(start >> 3)..]);
        return (uint)((word << (start & 7)) >> (64 - width));
    }

    /// <summary>An unsigned field of at most 57 bits; bits past the end are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Wide(int start, int width) =>
        (BinaryPrimitives.ReadUInt64BigEndian(packed[(start >> 3)..]) << (start & 7)) >> (64 - width);

    /// <summary>A two's complement field of at most 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Signed(in AisField field) => Signed(field.Start, field.Width);

    /// <summary>A two's complement field of at most 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Signed(int start, int width)
    {
        var word = BinaryPrimitives.ReadUInt64BigEndian(packed[(start >> 3)..]);
        return (int)((long)(word << (start & 7)) >> (64 - width));
    }

    /// <summary>A field of one bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Flag(in AisField field) => Unsigned(field.Start, 1) != 0;

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

    // The last characters, and for those that are wanting the one that stands for zero.
    private static ulong Rest(ReadOnlySpan<byte> payload, int read)
    {
        var count = payload.Length - read;
        var zeros = Zeros << (8 * count);
        if (read > 0)
        {
            // Those before them come along and are shifted out.
            var last = BinaryPrimitives.ReadUInt64LittleEndian(payload[^CharsAtOnce..]);
            return (last >> (8 * (CharsAtOnce - count))) | zeros;
        }

        var word = zeros;
        for (var i = 0; i < count; i++)
        {
            word |= (ulong)payload[i] << (8 * i);
        }

        return word;
    }

    // Eight characters, the first in the lowest byte, to 48 bits at the top of the word. A character below 48, from 88
    // to 95 or above 119 sets a high bit in what is wrong (IEC 61162-1, 6-bit fields).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Pack(ulong word, ref ulong wrong)
    {
        var gap = (word ^ GapStart) & GapMask;
        wrong |= word | ~(word + FromLeast) | (word + PastMost) | ((gap - EachOne) & ~gap);
        var upper = (word >> 6) & (word >> 5) & EachOne;
        var sixes = BinaryPrimitives.ReverseEndianness(word - Zeros - (upper << 3));
        var twelves = ((sixes & 0x3F00_3F00_3F00_3F00) >> 2) | (sixes & 0x003F_003F_003F_003F);
        var halves = ((twelves & 0x0FFF_0000_0FFF_0000) >> 4) | (twelves & 0x0000_0FFF_0000_0FFF);
        return ((halves & 0x00FF_FFFF_0000_0000) << 8) | ((halves & 0x0000_0000_00FF_FFFF) << 16);
    }
}
