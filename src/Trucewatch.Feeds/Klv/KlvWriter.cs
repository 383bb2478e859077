using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Klv;

/// <summary>Writes items of a set one after the other.</summary>
internal sealed class KlvWriter
{
    private readonly ArrayBufferWriter<byte> output = new(512);

    /// <summary>The items so far.</summary>
    public ReadOnlySpan<byte> Written => output.WrittenSpan;

    /// <summary>Writes a number as its line says; one that does not fit becomes the pattern for "not known".</summary>
    public void Number(KlvItem line, double value, int bytes = 0)
    {
        bytes = bytes == 0 ? line.HasFreeLength ? DefaultBytes(line, value) : line.Bytes : bytes;
        var raw = line.Form == KlvForm.Mapped
            ? line.Mapping.Write(value, bytes)
            : line.Form == KlvForm.Signed && !(Math.Abs(value) <= line.Max)
            ? 1UL << ((8 * bytes) - 1)
            : (ulong)(long)Math.Round((value - line.Zero) / line.Scale, MidpointRounding.AwayFromZero);
        Span<byte> item = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(item, raw);
        Bytes(line.Tag, item[^bytes..]);
    }

    /// <summary>Writes a number if it is known.</summary>
    public void Known(KlvItem? line, double value)
    {
        if (!double.IsNaN(value))
        {
            Number(line!, value);
        }
    }

    /// <summary>Writes words, if there are any.</summary>
    public void Text(int tag, string? words)
    {
        if (words is not null)
        {
            Bytes(tag, Encoding.UTF8.GetBytes(words));
        }
    }

    /// <summary>Writes a time.</summary>
    public void Time(int tag, Instant time)
    {
        Span<byte> item = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(item, time.UnixMicroseconds);
        Bytes(tag, item);
    }

    /// <summary>Writes an item as it stands.</summary>
    public void Bytes(int tag, ReadOnlySpan<byte> item)
    {
        Oid(output, tag);
        Length(output, item.Length);
        output.Write(item);
    }

    /// <summary>Writes a piece without a tag: its length and its bytes.</summary>
    public void Piece(ReadOnlySpan<byte> bytes)
    {
        Length(output, bytes.Length);
        output.Write(bytes);
    }

    /// <summary>Writes the number that a target begins with.</summary>
    public void Oid(long number) => Oid(output, number);

    /// <summary>The set as a packet: its key, its length, its items and its checksum.</summary>
    /// <exception cref="ArgumentException">It is longer than a packet may be.</exception>
    public byte[] Packet(ReadOnlySpan<byte> key)
    {
        var packet = new ArrayBufferWriter<byte>(output.WrittenCount + 32);
        packet.Write(key);
        Length(packet, output.WrittenCount + 4);
        packet.Write(output.WrittenSpan);
        packet.Write((ReadOnlySpan<byte>)[UasItems.ChecksumTag, 2]);
        BinaryPrimitives.WriteUInt16BigEndian(packet.GetSpan(2), KlvFrame.Checksum(packet.WrittenSpan));
        packet.Advance(2);
        return packet.WrittenCount <= KlvFrame.MaxBytes
            ? packet.WrittenSpan.ToArray()
            : throw new ArgumentException(FormattableString.Invariant(
                $"expected a set that fits into {KlvFrame.MaxBytes} bytes, got {packet.WrittenCount}"));
    }

    private static int DefaultBytes(KlvItem line, double value)
    {
        if (line.Form == KlvForm.Mapped)
        {
            return Math.Min(line.Bytes, 3);
        }

        var bytes = 1;
        for (var room = line.IsSigned ? 128.0 : 256; bytes < line.Bytes && Math.Abs(value) >= room; room *= 256)
        {
            bytes++;
        }

        return bytes;
    }

    private static void Oid(ArrayBufferWriter<byte> output, long number)
    {
        var groups = 1;
        while (number >> (7 * groups) != 0)
        {
            groups++;
        }

        for (var group = groups - 1; group >= 0; group--)
        {
            output.Write([(byte)(((number >> (7 * group)) & 0x7F) | (group > 0 ? 0x80L : 0))]);
        }
    }

    private static void Length(ArrayBufferWriter<byte> output, int length)
    {
        if (length >= 0x80)
        {
            output.Write((ReadOnlySpan<byte>)(length < 0x100 ? [0x81] : length < 0x1_0000 ? [0x82] : [0x83]));
        }

        for (var shift = length < 0x100 ? 0 : length < 0x1_0000 ? 8 : 16; shift >= 0; shift -= 8)
        {
            output.Write([(byte)(length >> shift)]);
        }
    }
}
