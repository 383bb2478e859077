using System.Buffers.Binary;
using System.Text.Unicode;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Klv;

/// <summary>One item where it stands in the value of its packet.</summary>
/// <param name="Tag">Its tag.</param>
/// <param name="Start">Its first byte.</param>
/// <param name="Length">Its length.</param>
internal readonly record struct KlvPlace(int Tag, int Start, int Length);

/// <summary>
/// One packet, read: its numbers by tag, and where its items stand. Filled again and again, so that nothing is
/// allocated for a packet.
/// </summary>
internal sealed class KlvSet
{
    /// <summary>Most items of a set.</summary>
    public const int MaxItems = 1000;

    /// <summary>Longest text in bytes; the standard's own limit is 127.</summary>
    public const int MaxTextBytes = 4096;

    /// <summary>No count of leap seconds is greater; one that is, is another number.</summary>
    public const int MaxLeapSeconds = 60;

    /// <summary>The last microsecond of the year 9999.</summary>
    private const ulong MaxUnixUs = 253_402_300_799_999_999;

    private const int SumBytes = 4;

    private readonly double[] values = new double[UasItems.MaxTag + 1];
    private readonly short[] slots = new short[UasItems.MaxTag + 1];
    private KlvPlace[] places = new KlvPlace[64];
    private int count;

    /// <summary>Which set it is.</summary>
    public KlvKind Kind { get; private set; }

    /// <summary>Its items in the order in which they stand.</summary>
    public ReadOnlySpan<KlvPlace> Places => places.AsSpan(0, count);

    /// <summary>The number under a tag; NaN where it is not known.</summary>
    public double this[int tag] => values[tag];

    /// <summary>The line for a tag of this set; null where it is not read.</summary>
    public KlvItem? Find(int tag) => Kind == KlvKind.Uas ? UasItems.Find(tag) : VmtiItems.Find(tag);

    /// <summary>The item under a tag that may stand once; empty where it does not stand.</summary>
    public ReadOnlySpan<byte> Bytes(int tag, ReadOnlySpan<byte> value)
    {
        var slot = slots[tag];
        return slot < 0 ? default : value.Slice(places[slot].Start, places[slot].Length);
    }

    /// <summary>The place that two tags name; false where either is not known, or both are zero, as without a
    /// fix.</summary>
    public bool TryPlace(int latitudeTag, int longitudeTag, out GeoPoint place)
    {
        var (latitude, longitude) = (values[latitudeTag], values[longitudeTag]);
        return GeoPoint.TryFromDegrees(latitudeDeg: latitude, longitudeDeg: longitude, out place)
            && (latitude != 0 || longitude != 0);
    }

    /// <summary>
    /// The time of the set in UTC. The count of the standard runs on through leap seconds where the sender says how
    /// many there were (item 136): UTC lags by them, whichever sign the sender writes.
    /// </summary>
    /// <param name="item">The item that states it; may be empty.</param>
    /// <param name="time">The time.</param>
    public bool TryTime(ReadOnlySpan<byte> item, out Instant time)
    {
        time = default;
        var said = item.IsEmpty ? 0 : BinaryPrimitives.ReadUInt64BigEndian(item);
        if (said == 0)
        {
            return false;
        }

        var leap = Kind == KlvKind.Uas ? Math.Abs(values[UasItems.LeapSecondsTag]) : 0;
        var correction = Kind == KlvKind.Uas ? values[UasItems.CorrectionTag] : 0;
        var shift = (correction is > -1e15 and < 1e15 ? (long)correction : 0)
            - (leap <= MaxLeapSeconds ? (long)leap * 1_000_000 : 0);
        time = new Instant((long)said + shift);
        return true;
    }

    /// <summary>Reads a packet; the items stand in <paramref name="value"/>.</summary>
    public FrameFault Read(ReadOnlySpan<byte> packet, out ReadOnlySpan<byte> value)
    {
        count = 0;
        values.AsSpan().Fill(double.NaN);
        slots.AsSpan().Fill(-1);
        var fault = KlvFrame.Open(packet, out var kind, out value);
        Kind = kind;
        fault = fault == FrameFault.None ? CheckSum(packet, value) : fault;
        var rest = value;
        while (fault == FrameFault.None && !rest.IsEmpty)
        {
            fault = KlvFrame.TryItem(ref rest, out var tag, out var item);
            if (fault == FrameFault.None)
            {
                fault = count == MaxItems ? FrameFault.TooMany : Take(tag, item, value.Length - rest.Length);
            }
        }

        return fault == FrameFault.None && places[count - 1].Tag != UasItems.ChecksumTag
            ? FrameFault.BadChecksum
            : fault;
    }

    /// <summary>True where an item is as its line says.</summary>
    public static FrameFault Check(KlvItem line, ReadOnlySpan<byte> item)
    {
        if (!line.Fits(item.Length))
        {
            return FrameFault.WrongLength;
        }

        switch (line.Form)
        {
            case KlvForm.Text:
                return item.Length > MaxTextBytes ? FrameFault.WrongLength
                    : Utf8.IsValid(item) ? FrameFault.None : FrameFault.BadEncoding;
            case KlvForm.WideText:
                return item.Length > MaxTextBytes || item.Length % 2 != 0 ? FrameFault.WrongLength : FrameFault.None;
            case KlvForm.Time:
                return !item.IsEmpty && BinaryPrimitives.ReadUInt64BigEndian(item) > MaxUnixUs
                    ? FrameFault.OutOfRange
                    : FrameFault.None;
            default:
                return FrameFault.None;
        }
    }

    /// <summary>Checks the items of a set that stands inside another.</summary>
    public static FrameFault CheckAll(ReadOnlySpan<byte> set, Func<int, KlvItem?> find)
    {
        var seen = default(UInt128);
        while (!set.IsEmpty)
        {
            var fault = KlvFrame.TryItem(ref set, out var tag, out var item);
            if (fault == FrameFault.None && find(tag) is { } line)
            {
                var bit = UInt128.One << tag;
                fault = (seen & bit) != 0 ? FrameFault.DuplicateMember : Check(line, item);
                seen |= bit;
            }

            if (fault != FrameFault.None)
            {
                return fault;
            }
        }

        return FrameFault.None;
    }

    private FrameFault Take(int tag, ReadOnlySpan<byte> item, int end)
    {
        if (count == places.Length)
        {
            Array.Resize(ref places, Math.Min(MaxItems, count * 2));
        }

        places[count++] = new KlvPlace(tag, end - item.Length, item.Length);
        if (Find(tag) is not { } line)
        {
            return FrameFault.None;
        }

        if (slots[tag] >= 0)
        {
            return line.Repeats ? FrameFault.None : FrameFault.DuplicateMember;
        }

        slots[tag] = (short)(count - 1);
        if (line.IsNumber)
        {
            if (!line.Fits(item.Length))
            {
                return FrameFault.WrongLength;
            }

            values[tag] = line.Value(item);
            return FrameFault.None;
        }

        return line.Form != KlvForm.Set ? Check(line, item)
            : tag == UasItems.SecurityTag ? CheckAll(item, SecurityItems.Find)
            : Kind == KlvKind.Uas ? Vmti.Check(item)
            : Vmti.CheckTargets(item);
    }

    /// <summary>The checksum stands last, and covers all that stands before it.</summary>
    private static FrameFault CheckSum(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> value)
    {
        if (value.Length < SumBytes || value[^SumBytes] != UasItems.ChecksumTag || value[^(SumBytes - 1)] != 2)
        {
            return FrameFault.BadChecksum;
        }

        return KlvFrame.Checksum(packet[..^2]) == BinaryPrimitives.ReadUInt16BigEndian(packet[^2..])
            ? FrameFault.None
            : FrameFault.BadChecksum;
    }
}
