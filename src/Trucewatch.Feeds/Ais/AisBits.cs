using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Trucewatch.Feeds.Ais;

/// <summary>The bits of one message, most significant first (ITU-R M.1371-5, annex 8).</summary>
internal readonly ref struct AisBits
{
    /// <summary>Most payload characters in one message: nine sentences of 128.</summary>
    public const int MaxPayloadChars = 9 * 128;

    /// <summary>Bytes that a buffer needs for the longest payload and the zeros that are read past its end.</summary>
    public const int BufferBytes = (MaxPayloadChars * 6 / 8) + Padding;

    private const int Padding = 16;
    private const int CharsAtOnce = 32;
    private const int BytesAtOnce = 24;

    /// <summary>The place of no byte: a zero is put there.</summary>
    private const byte None = byte.MaxValue;

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
    /// <remarks>Whole numbers in fixed lanes: the same on every machine, and no table to miss.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool TryUnpack(
        scoped ReadOnlySpan<byte> payload, int fillBits, Span<byte> buffer, scoped ref int used, out AisBits bits)
    {
        var wrong = Vector128<byte>.Zero;
        var write = 0;
        for (var read = 0; read < payload.Length; read += CharsAtOnce, write += BytesAtOnce)
        {
            var first = Pack(Letters(payload, read), ref wrong);
            var second = Pack(Letters(payload, read + Vector128<byte>.Count), ref wrong);
            // One store: a field that lies across two would have to wait until both are done.
            Vector256.Create(
                Vector128.Shuffle(first, Vector128.Create(
                    2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, None, None, None, None))
                | Vector128.Shuffle(second, Vector128.Create(
                    None, None, None, None, None, None, None, None, None, None, None, None, 2, 1, 0, 6)),
                Vector128.Shuffle(second, Vector128.Create(
                    5, 4, 10, 9, 8, 14, 13, 12, None, None, None, None, None, None, None, None)))
                .CopyTo(buffer[write..]);
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
        return wrong == Vector128<byte>.Zero;
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
    public int Text(in AisField field, Span<byte> letters) => Text(field.Start, field.Width, letters);

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

    // Sixteen characters, and for those that are wanting the one that stands for zero.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Letters(ReadOnlySpan<byte> payload, int read)
    {
        var zeros = Vector128.Create((byte)'0');
        var count = payload.Length - read;
        if (count >= Vector128<byte>.Count)
        {
            return Vector128.Create(payload[read..]);
        }

        if (count <= 0)
        {
            return zeros;
        }

        // Those before the last ones come along and are shifted out.
        var last = payload.Length >= Vector128<byte>.Count ? Vector128.Create(payload[^Vector128<byte>.Count..])
            : Short(payload);
        var places = Vector128<byte>.Indices;
        return Vector128.ConditionalSelect(
            Vector128.LessThan(places, Vector128.Create((byte)count)),
            Vector128.Shuffle(last, places + Vector128.Create((byte)(Vector128<byte>.Count - count))),
            zeros);
    }

    private static Vector128<byte> Short(ReadOnlySpan<byte> payload)
    {
        Span<byte> room = stackalloc byte[Vector128<byte>.Count];
        room.Clear();
        payload.CopyTo(room[^payload.Length..]);
        return Vector128.Create((ReadOnlySpan<byte>)room);
    }

    // Sixteen characters to four numbers of 24 bits. A character below 48, from 88 to 95 or above 119 is no armour
    // (IEC 61162-1, 6-bit fields).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Pack(Vector128<byte> letters, ref Vector128<byte> wrong)
    {
        var low = letters - Vector128.Create((byte)'0');
        var isLow = Vector128.LessThanOrEqual(low, Vector128.Create((byte)('W' - '0')));
        var isHigh = Vector128.LessThanOrEqual(
            letters - Vector128.Create((byte)'`'), Vector128.Create((byte)('w' - '`')));
        wrong |= ~(isLow | isHigh);
        var sixes = (low - (isHigh & Vector128.Create((byte)8))).AsUInt16();
        var twelves = (((sixes & Vector128.Create((ushort)0x3F)) << 6) | (sixes >>> 8)).AsUInt32();
        return (((twelves & Vector128.Create(0xFFFu)) << 12) | (twelves >>> 16)).AsByte();
    }
}
