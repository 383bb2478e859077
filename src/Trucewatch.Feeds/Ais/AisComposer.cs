using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Trucewatch.Feeds.Ais;

/// <summary>Composes a message from the object that <see cref="AisPrinter"/> prints of it, unscaled.</summary>
internal static class AisComposer
{
    /// <summary>
    /// Most armour characters of one message of five slots, and room for an item that its end cuts off.
    /// </summary>
    public const int MostSixes = (AisLinkLayouts.MostBits / 6) + 16;

    private const int PartWithName = 0;

    private static readonly SearchValues<char> hexDigits = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly AisLayout[] all = [.. AisLayouts.All];

    /// <summary>Messages that the object stands for: two for type 24 with both parts.</summary>
    public static int Parts(JsonElement printed) =>
        IsStaticB(printed) && Has(printed, AisLayouts.StaticB.ShipType.Name) ? 2 : 1;

    /// <summary>Writes one of the messages; gives the number of its bits.</summary>
    /// <exception cref="ArgumentException">No layout has the object's members, or a value does not fit.</exception>
    public static int Compose(JsonElement printed, int part, AisBitWriter to)
    {
        if (printed.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException($"expected an object, got {printed.ValueKind}", nameof(printed));
        }

        var layout = IsStaticB(printed) && part == PartWithName ? AisLayouts.StaticB.LayoutA : Find(printed);
        PutNumber(to, AisLayouts.Type, 0, printed);
        PutNumber(to, AisLayouts.Repeat, 0, printed);
        PutNumber(to, AisLayouts.Mmsi, 0, printed);
        foreach (var (field, value) in layout.Selected)
        {
            to.Put(field, value);
        }

        var end = layout.ComposedBits;
        foreach (var field in layout.Printed)
        {
            end = Math.Max(end, Put(to, field, 0, printed));
        }

        return end;
    }

    // Of the layouts whose members the object has, the one with most of them.
    private static AisLayout Find(JsonElement printed)
    {
        var type = Number(printed, AisLayouts.Type);
        AisLayout? best = null;
        foreach (var layout in all)
        {
            if (layout.Types.Contains((int)type) && layout != AisLayouts.StaticB.LayoutA && Fits(layout, printed)
                && (best is null || best.Printed.Length < layout.Printed.Length))
            {
                best = layout;
            }
        }

        return best ?? throw new ArgumentException(
            $"expected an object with the members of a message of its type, got {printed}", nameof(printed));
    }

    private static bool Fits(AisLayout layout, JsonElement printed) =>
        Array.TrueForAll(layout.Printed, field =>
            Has(printed, field.Name)
            && (field is not { Meaning: AisMeaning.Number, Width: 0 } || Number(printed, field) == 0))
        && Array.TrueForAll(layout.Selected, one =>
            !Has(printed, one.Field.Name) || Number(printed, one.Field) == one.Value);

    private static bool IsStaticB(JsonElement printed) =>
        Has(printed, AisLayouts.Type.Name) && Number(printed, AisLayouts.Type) == 24;

    private static bool Has(JsonElement printed, string name) =>
        printed.ValueKind == JsonValueKind.Object && printed.TryGetProperty(name, out _);

    // Gives the first bit behind the field, where it may go beyond the layout's own bits; else 0.
    private static int Put(AisBitWriter to, AisField field, int from, JsonElement printed)
    {
        var start = from + field.Start;
        switch (field.Meaning)
        {
            case AisMeaning.Text:
                return PutText(to, field, start, printed);
            case AisMeaning.AidName:
                return PutAidName(to, field, Words(printed, field.Name));
            case AisMeaning.Moment:
                PutMoment(to, (AisMoment)field.Form!, field.Name, Words(printed, field.Name));
                return 0;
            case AisMeaning.Hex:
                return PutHex(to, field, Words(printed, field.Name));
            case AisMeaning.Rows:
                return PutRows(to, field, Member(printed, field.Name));
            default:
                PutNumber(to, field, from, printed);
                return 0;
        }
    }

    private static void PutNumber(AisBitWriter to, AisField field, int from, JsonElement printed)
    {
        var value = Number(printed, field);
        var isSigned = field.Meaning is AisMeaning.Signed or AisMeaning.SignedScaled or AisMeaning.SignedScaledText
            or AisMeaning.Turn;
        var least = isSigned ? -(1L << (field.Width - 1)) : 0;
        var most = isSigned ? -(least + 1) : (1L << field.Width) - 1;
        if (value < least || value > most)
        {
            throw AisEncoder.Wrong(field.Name, value);
        }

        to.Put(from + field.Start, field.Width, (ulong)value);
    }

    private static int PutText(AisBitWriter to, AisField field, int start, JsonElement printed)
    {
        var text = Words(printed, field.Name);
        var width = field.Width > 0 ? field.Width : Math.Min(6 * text.Length, AisLinkLayouts.MostBits - start);
        to.Put(field.Name, start, width, text);
        return field.Width > 0 ? 0 : start + width;
    }

    private static int PutAidName(AisBitWriter to, AisField field, string name)
    {
        var letters = field.Width / 6;
        if (name.Length <= letters)
        {
            to.Put(field, name);
            return 0;
        }

        to.Put(field, name[..letters]);
        var rest = name[letters..];
        to.Put(field.Name, AisLayouts.Aid.ExtensionStart, 6 * AisLayouts.Aid.ExtensionLetters, rest);
        return AisLayouts.Aid.ExtensionStart + (6 * rest.Length);
    }

    private static void PutMoment(AisBitWriter to, AisMoment moment, string name, string text)
    {
        var at = 0;
        foreach (var letter in moment.Pattern)
        {
            var (start, width) = moment.Part(letter);
            var digits = at;
            while (width > 0 && at < text.Length && char.IsAsciiDigit(text[at]))
            {
                at++;
            }

            if (width > 0 && at > digits && at - digits <= 5)
            {
                var value = int.Parse(text.AsSpan(digits, at - digits), CultureInfo.InvariantCulture);
                var raw = letter == 'Y' ? value - moment.YearOf(0) : value;
                to.Put(start, width, raw >= 0 && raw < 1 << width ? (ulong)raw : throw AisEncoder.Wrong(name, text));
            }
            else if (width > 0 || at == text.Length || text[at++] != letter)
            {
                throw AisEncoder.Wrong(name, text);
            }
        }
    }

    private static int PutHex(AisBitWriter to, AisField field, string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var isCount = int.TryParse(text.AsSpan(0, Math.Max(colon, 0)), CultureInfo.InvariantCulture, out var count);
        var digits = text.AsSpan(colon + 1);
        var end = field.Start + count - field.Width;
        if (!isCount || count < 0 || digits.Length < (count + 3) / 4 || end > AisLinkLayouts.MostBits
            || digits.ContainsAnyExcept(hexDigits))
        {
            throw AisEncoder.Wrong(field.Name, text);
        }

        // The digits behind the last bit are those of what follows in the message.
        for (var bit = 0; bit < 4 * digits.Length && field.Start + bit < end; bit += 4)
        {
            var width = Math.Min(4, end - field.Start - bit);
            var digit = (uint)Convert.FromHexString(['0', digits[bit / 4]])[0];
            to.Put(field.Start + bit, width, digit >> (4 - width));
        }

        return end;
    }

    private static int PutRows(AisBitWriter to, AisField field, JsonElement items)
    {
        var rows = (AisRows)field.Form!;
        var count = items.ValueKind == JsonValueKind.Array ? items.GetArrayLength() : -1;
        var end = field.Start + (count * rows.Size);
        end = rows.KeepsCut && end < AisLinkLayouts.MostBits + rows.Size ? Math.Min(end, AisLinkLayouts.MostBits) : end;
        if (count < 0 || end > AisLinkLayouts.MostBits || (rows.Count is { } few && count >= 1 << few.Width))
        {
            throw AisEncoder.Wrong(field.Name, items);
        }

        if (rows.Count is { } counted)
        {
            to.Put(counted, (uint)count);
        }

        var start = field.Start;
        foreach (var item in items.EnumerateArray())
        {
            var selector = rows.Shapes[0][0];
            var shape = rows.SelectorBits == 0 ? 0 : Number(item, selector);
            if (shape < 0 || shape >= rows.Shapes.Length)
            {
                throw AisEncoder.Wrong(field.Name, item);
            }

            foreach (var part in rows.Shapes[shape])
            {
                Put(to, part, start, item);
            }

            start += rows.Size;
        }

        return end;
    }

    private static string Words(JsonElement printed, string name)
    {
        var value = Member(printed, name);
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw AisEncoder.Wrong(name, value);
    }

    private static JsonElement Member(JsonElement printed, string name) => Has(printed, name)
        ? printed.GetProperty(name)
        : throw new ArgumentException($"{name}: expected such a member, got {printed}", nameof(printed));

    private static long Number(JsonElement printed, AisField field)
    {
        var value = Member(printed, field.Name);
        long number = 0;
        var isNumber = value.ValueKind switch
        {
            JsonValueKind.True => (number = 1) == 1,
            JsonValueKind.False => true,
            JsonValueKind.Number => value.TryGetInt64(out number),
            JsonValueKind.String => long.TryParse(value.GetString(), CultureInfo.InvariantCulture, out number),
            _ => false,
        };
        return isNumber ? number : throw AisEncoder.Wrong(field.Name, value);
    }
}
