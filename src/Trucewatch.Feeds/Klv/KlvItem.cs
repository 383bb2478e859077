using System.Text.Json;

namespace Trucewatch.Feeds.Klv;

/// <summary>How the bytes of an item are to be read.</summary>
internal enum KlvForm : byte
{
    /// <summary>Not read.</summary>
    Opaque,

    /// <summary>All values of an unsigned integer of fixed length, laid evenly over a range.</summary>
    Unsigned,

    /// <summary>
    /// A signed integer of fixed length, laid evenly over a range around zero; the least value says that there is none.
    /// </summary>
    Signed,

    /// <summary>An unsigned integer of fixed length that counts steps.</summary>
    Count,

    /// <summary>A signed integer of fixed length that counts steps.</summary>
    SignedCount,

    /// <summary>An unsigned integer of any length up to a limit.</summary>
    FreeCount,

    /// <summary>A signed integer of any length up to a limit.</summary>
    FreeSignedCount,

    /// <summary>A mapped number of any length (ST 1201, IMAPB).</summary>
    Mapped,

    /// <summary>Words in UTF-8.</summary>
    Text,

    /// <summary>Words in UTF-16, the highest byte first.</summary>
    WideText,

    /// <summary>Microseconds since 1970, eight bytes.</summary>
    Time,

    /// <summary>A set of its own.</summary>
    Set,
}

/// <summary>One line in the table of a set's items.</summary>
internal sealed class KlvItem
{
    /// <summary>Makes a line.</summary>
    /// <param name="tag">Its tag.</param>
    /// <param name="name">Its name in print.</param>
    /// <param name="form">How to read it.</param>
    /// <param name="bytes">Its length; of free lengths the greatest; 0: any up to the limit of texts.</param>
    /// <param name="min">Least value of the range.</param>
    /// <param name="max">Greatest value of the range; for counts the size of a step.</param>
    /// <param name="repeats">True where it may stand in a set more than once.</param>
    public KlvItem(
        int tag, string name, KlvForm form, int bytes = 0, double min = 0, double max = 1, bool repeats = false)
    {
        (Tag, Form, Bytes, Min, Max, Repeats) = (tag, form, bytes, min, max, repeats);
        Name = JsonEncodedText.Encode(name);
        Mapping = new KlvMapping(min, max);
        (Scale, Zero) = form switch
        {
            KlvForm.Unsigned => ((max - min) / ((1UL << (8 * bytes)) - 1), min),
            KlvForm.Signed => (max / ((1UL << ((8 * bytes) - 1)) - 1), 0),
            _ => (max, 0),
        };
    }

    /// <summary>Its tag.</summary>
    public int Tag { get; }

    /// <summary>Its name in print.</summary>
    public JsonEncodedText Name { get; }

    /// <summary>How to read it.</summary>
    public KlvForm Form { get; }

    /// <summary>Its length in bytes; of free lengths the greatest; 0: any up to the limit of texts.</summary>
    public int Bytes { get; }

    /// <summary>Least value of the range.</summary>
    public double Min { get; }

    /// <summary>Greatest value of the range.</summary>
    public double Max { get; }

    /// <summary>True where it may stand in a set more than once.</summary>
    public bool Repeats { get; }

    /// <summary>How a mapped number is read.</summary>
    public KlvMapping Mapping { get; }

    /// <summary>Value of one step of the integer.</summary>
    public double Scale { get; }

    /// <summary>Value of the integer zero.</summary>
    public double Zero { get; }

    /// <summary>True where it is a number.</summary>
    public bool IsNumber => Form is >= KlvForm.Unsigned and <= KlvForm.Mapped;

    /// <summary>True where the integer has a sign.</summary>
    public bool IsSigned => Form is KlvForm.Signed or KlvForm.SignedCount or KlvForm.FreeSignedCount;

    /// <summary>True where the length is free up to a limit.</summary>
    public bool HasFreeLength => Form is KlvForm.FreeCount or KlvForm.FreeSignedCount or KlvForm.Mapped;

    /// <summary>True where an item of this length is what the standard allows; an empty one says "not known".</summary>
    public bool Fits(int length) => length == 0
        || (HasFreeLength ? length <= Bytes : IsNumber || Form == KlvForm.Time ? length == Bytes : true);

    /// <summary>The raw integer: signed ones with their sign, all others as they stand.</summary>
    public long Raw(ReadOnlySpan<byte> item)
    {
        var raw = IsSigned && item[0] >= 0x80 ? -1L : 0L;
        foreach (var part in item)
        {
            raw = (raw << 8) | part;
        }

        return raw;
    }

    /// <summary>The value of a number; NaN where the sender says that there is none.</summary>
    public double Value(ReadOnlySpan<byte> item)
    {
        if (item.IsEmpty)
        {
            return double.NaN;
        }

        var raw = Raw(item);
        return Form switch
        {
            KlvForm.Mapped => Mapping.Read((ulong)raw, item.Length),
            KlvForm.Signed when raw == -1L << ((8 * Bytes) - 1) => double.NaN,
            KlvForm.FreeCount => (ulong)raw,
            _ => (raw * Scale) + Zero,
        };
    }
}
