using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Ais;

/// <summary>
/// Prints messages as JSON with the field names and scaling of gpsd's AIS objects. Part A of a type 24 message prints
/// nothing; part B prints both parts as one object, or nothing when part A is not known.
/// </summary>
internal sealed class AisPrinter : IMessagePrinter
{
    /// <summary>Most names that wait for their part B; the oldest is given up.</summary>
    public const int MaxWaitingNames = 64;

    private static readonly JsonWriterOptions options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly AisScale whole = new(0, 1, 0);

    private readonly bool unscaled;
    private readonly AisGroups groups = new();
    private readonly ArrayBufferWriter<byte> line = new(1024);
    private readonly Utf8JsonWriter json;
    private readonly (uint Mmsi, string Name)[] waiting = new (uint, string)[MaxWaitingNames];
    private int nextWaiting;

    /// <summary>Makes a printer for one feed.</summary>
    public AisPrinter(PrintOptions print)
    {
        unscaled = print.Unscaled;
        json = new Utf8JsonWriter(line, options);
    }

    /// <inheritdoc/>
    public FrameFault Print(in FrameView frame, IBufferWriter<byte> lines, LateFaults late)
    {
        var fault = groups.Accept(frame, late, out var message);
        if (fault != FrameFault.None || !message.IsComplete)
        {
            return fault;
        }

        ref readonly var bits = ref message.Bits;
        fault = AisLayouts.Judge(bits, out var layout);
        if (fault != FrameFault.None)
        {
            return fault;
        }

        var mmsi = bits.Unsigned(AisLayouts.Mmsi);
        if (bits.Unsigned(AisLayouts.Type) == 24)
        {
            PrintStaticB(bits, layout, mmsi, lines);
            return FrameFault.None;
        }

        Begin(bits, mmsi);
        WriteFields(bits, layout.Printed, 0);
        End(lines);
        return FrameFault.None;
    }

    private void PrintStaticB(in AisBits bits, AisLayout layout, uint mmsi, IBufferWriter<byte> lines)
    {
        var at = Array.FindIndex(waiting, name => name.Name is not null && name.Mmsi == mmsi);
        if (layout == AisLayouts.StaticB.LayoutA)
        {
            Span<byte> letters = stackalloc byte[20];
            var name = Encoding.ASCII.GetString(letters[..bits.Text(AisLayouts.StaticB.Name, letters)]);
            waiting[at >= 0 ? at : nextWaiting] = (mmsi, name);
            nextWaiting = at >= 0 ? nextWaiting : (nextWaiting + 1) % MaxWaitingNames;
        }
        else if (at >= 0)
        {
            Begin(bits, mmsi);
            json.WriteString("shipname"u8, waiting[at].Name);
            waiting[at] = default;
            WriteFields(bits, layout.Printed, 0);
            End(lines);
        }
    }

    private void Begin(in AisBits bits, uint mmsi)
    {
        json.WriteStartObject();
        json.WriteString("class"u8, "AIS"u8);
        json.WriteNumber("type"u8, bits.Unsigned(AisLayouts.Type));
        json.WriteNumber("repeat"u8, bits.Unsigned(AisLayouts.Repeat));
        json.WriteNumber("mmsi"u8, mmsi);
        json.WriteBoolean("scaled"u8, !unscaled);
    }

    private void End(IBufferWriter<byte> lines)
    {
        json.WriteEndObject();
        json.Flush();
        lines.Write(line.WrittenSpan);
        lines.Write("\n"u8);
        line.ResetWrittenCount();
        json.Reset();
    }

    private void WriteFields(in AisBits bits, AisField[] fields, int from)
    {
        foreach (var field in fields)
        {
            var start = from + field.Start;
            switch (field.Meaning)
            {
                case AisMeaning.Number:
                    json.WriteNumber(field.Name, field.Width == 0 ? 0 : bits.Unsigned(start, field.Width));
                    break;
                case AisMeaning.CutNumber:
                    var width = Math.Min(field.Width, bits.Length - start);
                    json.WriteNumber(field.Name, width > 0 ? bits.Unsigned(start, width) : 0);
                    break;
                case AisMeaning.NumberText:
                    json.WriteString(
                        field.Name, bits.Wide(start, field.Width).ToString(CultureInfo.InvariantCulture));
                    break;
                case AisMeaning.Signed:
                    json.WriteNumber(field.Name, bits.Signed(start, field.Width));
                    break;
                case AisMeaning.Flag:
                    json.WriteBoolean(field.Name, bits.Unsigned(start, 1) != 0);
                    break;
                case AisMeaning.Text or AisMeaning.AidName:
                    WriteText(bits, field, start);
                    break;
                case AisMeaning.Moment:
                    WriteMoment(bits, field);
                    break;
                case AisMeaning.Hex:
                    WriteHex(bits, field);
                    break;
                case AisMeaning.Rows:
                    WriteRows(bits, field);
                    break;
                default:
                    WriteMeant(bits, field, start);
                    break;
            }
        }
    }

    // Numbers that are printed otherwise when scaled.
    private void WriteMeant(in AisBits bits, AisField field, int start)
    {
        var signed = field.Meaning is AisMeaning.SignedScaled or AisMeaning.SignedScaledText or AisMeaning.Turn;
        var raw = signed ? bits.Signed(start, field.Width) : (int)bits.Unsigned(start, field.Width);
        switch (field.Meaning)
        {
            case AisMeaning.Code:
                WriteCode(field, (uint)raw);
                break;
            case var _ when unscaled:
                json.WriteNumber(field.Name, raw);
                break;
            case AisMeaning.Word:
                json.WriteString(field.Name, ((AisLegend)field.Form!).Of((uint)raw));
                break;
            case AisMeaning.Turn:
                WriteTurn(field.Name, raw);
                break;
            case AisMeaning.SpeedTenths:
                WriteLimited(field.Name, raw, 1022, "fast", AisLayouts.Tenths);
                break;
            case AisMeaning.SpeedWhole:
                WriteLimited(field.Name, raw, 1022, "fast", whole);
                break;
            case AisMeaning.Altitude:
                WriteLimited(field.Name, raw, 4094, "high", whole);
                break;
            default:
                WriteScaled(field.Name, raw, (AisScale)field.Form!, field.Meaning == AisMeaning.SignedScaledText);
                break;
        }
    }

    private void WriteRows(in AisBits bits, AisField field)
    {
        var rows = (AisRows)field.Form!;
        json.WriteStartArray(field.Name);
        var count = rows.CountIn(bits, field.Start);
        for (var row = 0; row < count; row++)
        {
            var start = field.Start + (row * rows.Size);
            json.WriteStartObject();
            WriteFields(bits, rows.ShapeAt(bits, start), start);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteText(in AisBits bits, AisField field, int start)
    {
        Span<byte> letters = stackalloc byte[AisLinkLayouts.MostBits / 6];
        var count = field.Meaning == AisMeaning.AidName
            ? AisLayouts.Aid.ReadName(bits, letters)
            : bits.Text(start, field.Width, letters);
        json.WriteString(field.Name, letters[..count]);
    }

    // Not a time type: what was sent is printed as it was sent, also month 0 and hour 24, which mean "not known".
    private void WriteMoment(in AisBits bits, AisField field)
    {
        var moment = (AisMoment)field.Form!;
        Span<byte> text = stackalloc byte[32];
        var length = 0;
        foreach (var letter in moment.Pattern)
        {
            var (start, width) = moment.Part(letter);
            if (width == 0)
            {
                text[length++] = (byte)letter;
                continue;
            }

            var value = bits.Unsigned(start, width);
            var number = letter == 'Y' ? moment.YearOf(value) : (int)value;
            ReadOnlySpan<char> format = letter == 'Y' ? "D4" : moment.Digits == 2 ? "D2" : "D1";
            // Six parts of at most five digits, and what stands between them, always fit.
            number.TryFormat(text[length..], out var written, format, CultureInfo.InvariantCulture);
            length += written;
        }

        json.WriteString(field.Name, text[..length]);
    }

    // The last digits hold what follows in the message, as gpsd prints it; past the message's end that is zero.
    private void WriteHex(in AisBits bits, AisField field)
    {
        var count = Math.Max(0, bits.Length + field.Width - field.Start);
        Span<byte> text = stackalloc byte[16 + (AisLinkLayouts.MostBits / 4)];
        count.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        text[length++] = (byte)':';
        for (var bit = 0; bit < count; bit += 8)
        {
            bits.Unsigned(field.Start + bit, 8).TryFormat(
                text[length..], out var written, "x2", CultureInfo.InvariantCulture);
            length += written;
        }

        json.WriteString(field.Name, text[..length]);
    }

    private void WriteScaled(string name, int raw, AisScale scale, bool asText = false)
    {
        // A fixed number of decimals says how fine the source is; the shortest form of a double does not.
        var value = (double)(raw + scale.Offset) / scale.Divisor;
        Span<byte> digits = stackalloc byte[32];
        value.TryFormat(digits, out var count, scale.Format, CultureInfo.InvariantCulture);
        if (asText)
        {
            json.WriteString(name, digits[..count]);
        }
        else
        {
            json.WritePropertyName(name);
            json.WriteRawValue(digits[..count], skipInputValidation: true);
        }
    }

    private void WriteTurn(string name, int raw)
    {
        switch (raw)
        {
            case -128:
                json.WriteString(name, "n/a"u8);
                break;
            case -127:
                json.WriteString(name, "fastleft"u8);
                break;
            case 127:
                json.WriteString(name, "fastright"u8);
                break;
            default:
                var root = raw / 4.733;
                Span<byte> digits = stackalloc byte[32];
                (root * Math.Abs(root)).TryFormat(digits, out var count, "F2", CultureInfo.InvariantCulture);
                json.WritePropertyName(name);
                json.WriteRawValue(digits[..count], skipInputValidation: true);
                break;
        }
    }

    private void WriteLimited(string name, int raw, int most, string word, AisScale scale)
    {
        if (raw >= most)
        {
            json.WriteString(name, raw == most ? word : "nan");
        }
        else
        {
            WriteScaled(name, raw, scale);
        }
    }

    private void WriteCode(AisField field, uint code)
    {
        var legend = (AisLegend)field.Form!;
        json.WriteNumber(field.Name, code);
        if (!unscaled || !legend.OnlyScaled)
        {
            json.WriteString(legend.TextName, legend.Of(code));
        }
    }
}
