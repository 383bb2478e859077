using System.Buffers.Binary;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Klv;

/// <summary>Which set a packet holds.</summary>
internal enum KlvKind
{
    /// <summary>One that is not read.</summary>
    Other,

    /// <summary>UAS datalink local set (ST 0601).</summary>
    Uas,

    /// <summary>Moving targets in video (ST 0903), on its own.</summary>
    Vmti,
}

/// <summary>Whether a piece could be read.</summary>
internal enum KlvToken
{
    /// <summary>It could.</summary>
    Read,

    /// <summary>The bytes end in the middle of it.</summary>
    Short,

    /// <summary>It is none, whatever may follow.</summary>
    Bad,
}

/// <summary>
/// One packet: a universal key of 16 bytes, the length in BER, and the value (SMPTE ST 336); and the pieces inside:
/// tags in BER-OID, lengths in BER.
/// </summary>
internal static class KlvFrame
{
    /// <summary>Longest packet in bytes, its key included.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Length of a universal key.</summary>
    public const int KeyBytes = 16;

    /// <summary>Most bytes of a length after the first: far more than a packet may have.</summary>
    public const int MaxLengthBytes = 4;

    /// <summary>Most bytes of a tag: 2,097,151 tags, of which the standard uses less than 200.</summary>
    public const int MaxTagBytes = 3;

    /// <summary>Most bytes of a target's number.</summary>
    public const int MaxNumberBytes = 5;

    /// <summary>The byte of the key that only counts editions of the register.</summary>
    private const int VersionAt = 7;

    /// <summary>What every universal key of SMPTE begins with.</summary>
    public static ReadOnlySpan<byte> Prefix => [0x06, 0x0E, 0x2B, 0x34];

    /// <summary>Key of the UAS datalink local set (ST 0601).</summary>
    public static ReadOnlySpan<byte> UasKey =>
        [0x06, 0x0E, 0x2B, 0x34, 0x02, 0x0B, 0x01, 0x01, 0x0E, 0x01, 0x03, 0x01, 0x01, 0x00, 0x00, 0x00];

    /// <summary>Key of the VMTI local set (ST 0903).</summary>
    public static ReadOnlySpan<byte> VmtiKey =>
        [0x06, 0x0E, 0x2B, 0x34, 0x02, 0x0B, 0x01, 0x01, 0x0E, 0x01, 0x03, 0x03, 0x06, 0x00, 0x00, 0x00];

    /// <summary>Which set a packet with this key holds.</summary>
    public static KlvKind KindOf(ReadOnlySpan<byte> packet) =>
        IsKey(packet, UasKey) ? KlvKind.Uas : IsKey(packet, VmtiKey) ? KlvKind.Vmti : KlvKind.Other;

    /// <summary>
    /// Length of the packet that begins here, key and length included. Short: more bytes are needed, of which
    /// <paramref name="length"/> says how many in all, or 0 where that is not known yet.
    /// </summary>
    public static KlvToken Measure(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        var known = Math.Min(bytes.Length, Prefix.Length);
        if (!bytes[..known].SequenceEqual(Prefix[..known]))
        {
            return KlvToken.Bad;
        }

        if (bytes.Length <= KeyBytes)
        {
            return KlvToken.Short;
        }

        var rest = bytes[KeyBytes..];
        var token = TryLength(ref rest, out var value);
        if (token != KlvToken.Read)
        {
            return token;
        }

        length = bytes.Length - rest.Length + value;
        return length > MaxBytes ? KlvToken.Bad : length > bytes.Length ? KlvToken.Short : KlvToken.Read;
    }

    /// <summary>The value of a packet that fills these bytes.</summary>
    public static FrameFault Open(ReadOnlySpan<byte> packet, out KlvKind kind, out ReadOnlySpan<byte> value)
    {
        kind = KlvKind.Other;
        value = default;
        if (packet.Length <= KeyBytes)
        {
            return FrameFault.Truncated;
        }

        kind = KindOf(packet);
        value = packet[KeyBytes..];
        return TryLength(ref value, out var length) != KlvToken.Read || length != value.Length ? FrameFault.Truncated
            : kind == KlvKind.Other ? FrameFault.UnsupportedType
            : FrameFault.None;
    }

    /// <summary>Takes a length off the front; one that no packet has is none, nor is the indefinite form.</summary>
    public static KlvToken TryLength(ref ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        if (bytes.IsEmpty)
        {
            return KlvToken.Short;
        }

        var first = bytes[0];
        if (first < 0x80)
        {
            length = first;
            bytes = bytes[1..];
            return KlvToken.Read;
        }

        var count = first & 0x7F;
        if (count is 0 or > MaxLengthBytes)
        {
            return KlvToken.Bad;
        }

        if (bytes.Length <= count)
        {
            return KlvToken.Short;
        }

        var said = 0L;
        for (var i = 1; i <= count; i++)
        {
            said = (said << 8) | bytes[i];
        }

        if (said > MaxBytes)
        {
            return KlvToken.Bad;
        }

        length = (int)said;
        bytes = bytes[(count + 1)..];
        return KlvToken.Read;
    }

    /// <summary>Takes a number in BER-OID off the front: seven bits a byte, the highest first.</summary>
    public static KlvToken TryNumber(ref ReadOnlySpan<byte> bytes, int maxBytes, out long number)
    {
        number = 0;
        for (var i = 0; i < maxBytes; i++)
        {
            if (i == bytes.Length)
            {
                return KlvToken.Short;
            }

            var part = bytes[i];
            if (i == 0 && part == 0x80)
            {
                return KlvToken.Bad;
            }

            number = (number << 7) | (uint)(part & 0x7F);
            if (part < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return KlvToken.Read;
            }
        }

        return KlvToken.Bad;
    }

    /// <summary>Takes a tag, a length and so many bytes off the front.</summary>
    public static FrameFault TryItem(scoped ref ReadOnlySpan<byte> bytes, out int tag, out ReadOnlySpan<byte> item)
    {
        item = default;
        // Nearly all tags and lengths are one byte.
        if (bytes.Length >= 2 && bytes[0] < 0x80 && bytes[1] < 0x80 && bytes.Length - 2 >= bytes[1])
        {
            tag = bytes[0];
            item = bytes.Slice(2, bytes[1]);
            bytes = bytes[(2 + item.Length)..];
            return FrameFault.None;
        }

        var token = TryNumber(ref bytes, MaxTagBytes, out var number);
        tag = (int)number;
        var length = 0;
        token = token == KlvToken.Read ? TryLength(ref bytes, out length) : token;
        if (token != KlvToken.Read || length > bytes.Length)
        {
            return token == KlvToken.Bad ? FrameFault.BadEncoding : FrameFault.Truncated;
        }

        item = bytes[..length];
        bytes = bytes[length..];
        return FrameFault.None;
    }

    /// <summary>
    /// The sum of 16-bit words over a packet without its last two bytes, which should say the same (ST 0601, item 1).
    /// </summary>
    public static ushort Checksum(ReadOnlySpan<byte> packetWithoutSum)
    {
        var sum = 0u;
        var rest = packetWithoutSum;
        for (; rest.Length >= 2; rest = rest[2..])
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(rest);
        }

        return (ushort)(rest.IsEmpty ? sum : sum + ((uint)rest[0] << 8));
    }

    private static bool IsKey(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> key) =>
        packet.Length >= KeyBytes && packet[..VersionAt].SequenceEqual(key[..VersionAt])
        && packet[(VersionAt + 1)..KeyBytes].SequenceEqual(key[(VersionAt + 1)..]);
}
