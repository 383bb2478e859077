using System.Collections.Immutable;

namespace Trucewatch.Feeds.Asterix;

/// <summary>How the length of an item is told.</summary>
internal enum ItemForm
{
    /// <summary>The category has no such item.</summary>
    None,

    /// <summary>Always so many bytes.</summary>
    Fixed,

    /// <summary>Parts of so many bytes; the last bit of each says whether another follows.</summary>
    Extended,

    /// <summary>A count, then so many bytes each.</summary>
    Repeated,

    /// <summary>Its first byte is its length.</summary>
    Explicit,

    /// <summary>Bits that say which parts follow.</summary>
    Compound,
}

/// <summary>An item of a category.</summary>
/// <param name="Name">Number in the category, for example <c>040</c>.</param>
/// <param name="Form">How long it is.</param>
/// <param name="Size">Bytes, of one part.</param>
/// <param name="Parts">Parts of a compound item in the order of their bits.</param>
internal sealed record AsterixItem(string Name, ItemForm Form, int Size, ImmutableArray<AsterixItem> Parts);

/// <summary>
/// The user application profiles: which item each bit of a field specification means (EUROCONTROL specifications
/// SUR.ET1.ST05.2000-STD-02 and -04, and parts 9, 12 and 15 of the ASTERIX series).
/// </summary>
internal static class AsterixItems
{
    /// <summary>
    /// One item a word: number, <c>:</c> and how long: <c>2</c> bytes, <c>x1</c> extended by its last bit, <c>r8</c>
    /// repeated, <c>e</c> explicit, <c>c(...)</c> compound; <c>-</c> is a bit without an item.
    /// </summary>
    private const string Category21 =
        "010:2 040:x1 161:2 015:1 071:3 130:6 131:8 072:3 150:2 151:2 080:3 073:3 074:4 075:3 076:4 140:2 090:x1 210:1 "
        + "070:2 230:2 145:2 152:2 200:1 155:2 157:2 160:4 165:2 077:3 170:6 020:1 220:c(2 2 2 1) 146:2 148:2 "
        + "110:c(x1 r15) 016:1 008:1 271:x1 132:1 250:r8 260:7 400:1 "
        + "295:c(1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1) - - - - - RE:e SP:e";

    private const string Category34 =
        "010:2 000:1 030:3 020:1 041:2 050:c(1 - - 1 1 2) 060:c(1 - - 1 1 1) 070:r2 100:8 110:1 120:8 090:2 RE:e SP:e";

    private const string Category48 =
        "010:2 140:3 020:x1 040:4 070:2 090:2 130:c(1 1 1 1 1 1 1) 220:3 240:6 250:r8 161:2 042:4 200:4 170:x1 210:4 "
        + "030:x1 080:2 100:4 110:2 120:c(2 r6) 230:2 260:7 055:1 050:2 065:1 060:2 SP:e RE:e";

    private const string Category62 =
        "010:2 - 015:1 070:3 105:8 100:6 185:4 210:2 060:2 245:7 "
        + "380:c(3 6 2 2 2 2 2 x1 r15 2 2 7 2 2 2 2 2 2 1 8 1 6 2 1 r8 2 2 2) 040:2 080:x1 "
        + "290:c(1 1 1 1 2 1 1 1 1 1) 200:1 "
        + "295:c(1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1) 136:2 130:2 135:2 220:2 "
        + "390:c(2 7 4 1 4 1 4 4 3 2 2 r4 6 1 7 7 2 7) 270:x1 300:1 110:c(1 4 6 2 2 1 1) 120:2 510:x3 "
        + "500:c(4 2 4 1 1 2 2 1) 340:c(2 4 2 2 2 1) - - - - - RE:e SP:e";

    private const string Category65 = "010:2 000:1 015:1 030:3 020:1 040:1 050:1 - - - - - RE:e SP:e";

    private static readonly ImmutableArray<AsterixItem>[] categories = MakeCategories();

    /// <summary>True for a category whose records are read.</summary>
    public static bool IsKnown(byte category) => !categories[category].IsDefault;

    /// <summary>The items of a category by their place in the field specification, from 0.</summary>
    public static ImmutableArray<AsterixItem> Of(byte category) => categories[category];

    /// <summary>Place of an item in its category's field specification.</summary>
    public static int Place(byte category, string name)
    {
        var items = categories[category];
        for (var place = 0; place < items.Length; place++)
        {
            if (items[place].Name == name)
            {
                return place;
            }
        }

        throw new ArgumentOutOfRangeException(
            nameof(name), FormattableString.Invariant($"category {category} has no item {name}"));
    }

    /// <summary>Length of an item whose bytes these begin with; -1 where they end before it, or it is none.</summary>
    public static int Length(ReadOnlySpan<byte> bytes, AsterixItem item)
    {
        var length = item.Form switch
        {
            ItemForm.Fixed => item.Size,
            ItemForm.Extended => Extended(bytes, item.Size),
            ItemForm.Repeated when bytes.Length > 0 => 1 + (bytes[0] * item.Size),
            ItemForm.Explicit when bytes.Length > 0 && bytes[0] > 0 => bytes[0],
            ItemForm.Compound => Compound(bytes, item, -1, out _),
            _ => -1,
        };
        return length > bytes.Length ? -1 : length;
    }

    /// <summary>Finds a part of a compound item whose length is right.</summary>
    public static bool TryPart(ReadOnlySpan<byte> bytes, AsterixItem item, int part, out ReadOnlySpan<byte> found)
    {
        var length = Compound(bytes, item, part, out var start);
        found = start > 0 ? bytes[start..] : [];
        return length > 0 && start > 0;
    }

    private static int Extended(ReadOnlySpan<byte> bytes, int size)
    {
        for (var end = size; end <= bytes.Length; end += size)
        {
            if ((bytes[end - 1] & 1) == 0)
            {
                return end;
            }
        }

        return -1;
    }

    /// <summary>Length of a compound item, and where one of its parts starts; 0 where it has not got it.</summary>
    private static int Compound(ReadOnlySpan<byte> bytes, AsterixItem item, int wanted, out int start)
    {
        start = 0;
        var head = Extended(bytes, 1);
        if (head < 0 || head > (item.Parts.Length + 6) / 7)
        {
            return -1;
        }

        var length = head;
        for (var part = 0; part < head * 7; part++)
        {
            if ((bytes[part / 7] & (0x80 >> (part % 7))) == 0)
            {
                continue;
            }

            var own = part < item.Parts.Length ? Length(bytes[length..], item.Parts[part]) : -1;
            if (own < 0)
            {
                return -1;
            }

            start = part == wanted ? length : start;
            length += own;
        }

        return length;
    }

    private static ImmutableArray<AsterixItem>[] MakeCategories()
    {
        var made = new ImmutableArray<AsterixItem>[256];
        made[21] = Read(Category21);
        made[34] = Read(Category34);
        made[48] = Read(Category48);
        made[62] = Read(Category62);
        made[65] = Read(Category65);
        return made;
    }

    private static ImmutableArray<AsterixItem> Read(string profile)
    {
        var items = ImmutableArray.CreateBuilder<AsterixItem>();
        for (var at = 0; at < profile.Length;)
        {
            var isOpen = false;
            var end = at;
            while (end < profile.Length && (isOpen || profile[end] != ' '))
            {
                isOpen = profile[end] == '(' || (isOpen && profile[end] != ')');
                end++;
            }

            var word = profile[at..end];
            var colon = word.IndexOf(':', StringComparison.Ordinal);
            items.Add(colon < 0 ? Item("", "-") : Item(word[..colon], word[(colon + 1)..]));
            at = end + 1;
        }

        return items.ToImmutable();
    }

    private static AsterixItem Item(string name, string form)
    {
        var size = form.Length > 1 && form[0] is 'x' or 'r' ? form[1..] : form;
        var bytes = int.TryParse(
            size, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture,
            out var read) ? read : 0;
        return form[0] switch
        {
            '-' => new AsterixItem(name, ItemForm.None, 0, []),
            'x' => new AsterixItem(name, ItemForm.Extended, bytes, []),
            'r' => new AsterixItem(name, ItemForm.Repeated, bytes, []),
            'e' => new AsterixItem(name, ItemForm.Explicit, 0, []),
            'c' => new AsterixItem(
                name, ItemForm.Compound, 0, [.. form[2..^1].Split(' ').Select(part => Item("", part))]),
            _ => new AsterixItem(name, ItemForm.Fixed, bytes, []),
        };
    }
}
