using System.Runtime.CompilerServices;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Asterix;

/// <summary>One record of a data block: which items it has, and where.</summary>
internal ref struct AsterixRecord
{
    /// <summary>Most items of a record: the places of seven bytes of a field specification.</summary>
    public const int MaxItems = 49;

    private ReadOnlySpan<byte> bytes;
    private Starts starts;

    /// <summary>Category.</summary>
    public byte Category { get; private set; }

    /// <summary>Length in bytes.</summary>
    public int Length { get; private set; }

    /// <summary>Reads the record that begins here.</summary>
    public static FrameFault TryRead(byte category, ReadOnlySpan<byte> bytes, out AsterixRecord record)
    {
        record = new AsterixRecord { Category = category, bytes = bytes };
        var items = AsterixItems.Of(category);
        var head = 0;
        while (head < bytes.Length && (bytes[head] & 1) != 0)
        {
            head++;
        }

        if (++head > bytes.Length)
        {
            return FrameFault.Truncated;
        }

        if (head > (items.Length + 6) / 7)
        {
            return FrameFault.TooMany;
        }

        var at = head;
        for (var place = 0; place < head * 7; place++)
        {
            if ((bytes[place / 7] & (0x80 >> (place % 7))) == 0)
            {
                continue;
            }

            if (place >= items.Length || items[place].Form == ItemForm.None)
            {
                return FrameFault.UnknownMember;
            }

            var length = AsterixItems.Length(bytes[at..], items[place]);
            if (length < 0)
            {
                return FrameFault.Truncated;
            }

            record.starts[place] = (ushort)at;
            at += length;
        }

        record.Length = at;
        return FrameFault.None;
    }

    /// <summary>True when the record has the item at this place.</summary>
    public readonly bool Has(int place) => starts[place] > 0;

    /// <summary>The item at this place, and whatever comes after it; empty where there is none.</summary>
    public readonly ReadOnlySpan<byte> this[int place] => starts[place] > 0 ? bytes[starts[place]..] : [];

    /// <summary>An unsigned number of so many bytes, or -1 where there is no such item.</summary>
    public readonly long Unsigned(int place, int size)
    {
        if (!Has(place))
        {
            return -1;
        }

        return (long)Bits.Unsigned(this[place], 0, size);
    }

    /// <summary>A part of a compound item; empty where there is none.</summary>
    public readonly ReadOnlySpan<byte> Part(int place, int part) =>
        Has(place) && AsterixItems.TryPart(this[place], AsterixItems.Of(Category)[place], part, out var found)
            ? found
            : [];

    [InlineArray(MaxItems)]
    private struct Starts
    {
        private ushort first;
    }
}

/// <summary>Big-endian numbers.</summary>
internal static class Bits
{
    /// <summary>An unsigned number.</summary>
    public static ulong Unsigned(ReadOnlySpan<byte> bytes, int start, int size)
    {
        var value = 0UL;
        foreach (var next in bytes.Slice(start, size))
        {
            value = (value << 8) | next;
        }

        return value;
    }

    /// <summary>A number in two's complement.</summary>
    public static long Signed(ReadOnlySpan<byte> bytes, int start, int size)
    {
        var shift = 64 - (8 * size);
        return (long)(Unsigned(bytes, start, size) << shift) >> shift;
    }
}
