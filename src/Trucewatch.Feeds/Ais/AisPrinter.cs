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

        var bits = message.Bits;
        var layout = AisLayouts.Find(bits);
        if (layout is null)
        {
            return FrameFault.UnsupportedType;
        }

        if (bits.Length < layout.MinBits || bits.Length > layout.MaxBits)
        {
            return FrameFault.WrongLength;
        }

        var mmsi = bits.Unsigned(AisLayouts.Mmsi);
        if (bits.Unsigned(AisLayouts.Type) == 24)
        {
            return PrintStaticB(bits, mmsi, lines);
        }

        Begin(bits, mmsi);
        WriteFields(bits, layout);
        End(lines);
        return FrameFault.None;
    }

    private FrameFault PrintStaticB(in AisBits bits, uint mmsi, IBufferWriter<byte> lines)
    {
        var part = bits.Unsigned(AisLayouts.StaticB.Part);
        var at = Array.FindIndex(waiting, name => name.Name is not null && name.Mmsi == mmsi);
        if (part > 1)
        {
            return FrameFault.OutOfRange;
        }

        if (part == 0)
        {
            Span<byte> letters = stackalloc byte[20];
            var name = Encoding.ASCII.GetString(letters[..bits.Text(AisLayouts.StaticB.Name, letters)]);
            waiting[at >= 0 ? at : nextWaiting] = (mmsi, name);
            nextWaiting = at >= 0 ? nextWaiting : (nextWaiting + 1) % MaxWaitingNames;
            return FrameFault.None;
        }

        if (at >= 0)
        {
            Begin(bits, mmsi);
            json.WriteString("shipname"u8, waiting[at].Name);
            waiting[at] = default;
            WriteFields(bits, AisLayouts.StaticB.IsAuxiliaryCraft(mmsi)
                ? AisLayouts.StaticB.LayoutOfAuxiliaryCraft
                : AisLayouts.StaticB.LayoutB);
            End(lines);
        }

        return FrameFault.None;
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

    private void WriteFields(in AisBits bits, AisLayout layout)
    {
        foreach (var field in layout.Printed)
        {
            switch (field.Meaning)
            {
                case AisMeaning.Number:
                    WriteNumber(bits, field);
                    break;
                case AisMeaning.Flag:
                    json.WriteBoolean(field.Name, bits.Flag(field));
                    break;
                case AisMeaning.Text:
                case AisMeaning.AidName:
                    WriteText(bits, field);
                    break;
                case AisMeaning.Arrival:
                case AisMeaning.Timestamp:
                    WriteTime(bits, field);
                    break;
                case AisMeaning.FineAngle:
                    WriteScaled(field.Name, bits.Signed(field), 600_000, "F7");
                    break;
                case AisMeaning.CoarseAngle:
                    WriteScaled(field.Name, bits.Signed(field), 600, "F4");
                    break;
                case AisMeaning.Tenths:
                    WriteScaled(field.Name, (int)bits.Unsigned(field), 10, "F1");
                    break;
                case AisMeaning.Turn:
                    WriteTurn(field.Name, bits.Signed(field));
                    break;
                case AisMeaning.SpeedTenths:
                    WriteLimited(field, bits.Unsigned(field), 1022, "fast", 10, "F1");
                    break;
                case AisMeaning.SpeedWhole:
                    WriteLimited(field, bits.Unsigned(field), 1022, "fast", 1, "F0");
                    break;
                case AisMeaning.Altitude:
                    WriteLimited(field, bits.Unsigned(field), 4094, "high", 1, "F0");
                    break;
                default:
                    WriteCoded(field, bits.Unsigned(field));
                    break;
            }
        }
    }

    // Where a message ends inside a number, the number is made of the bits that came.
    private void WriteNumber(in AisBits bits, AisField field)
    {
        var width = Math.Min(field.Width, bits.Length - field.Start);
        json.WriteNumber(field.Name, width > 0 ? bits.Unsigned(field.Start, width) : 0);
    }

    private void WriteText(in AisBits bits, AisField field)
    {
        Span<byte> letters = stackalloc byte[20 + AisLayouts.Aid.ExtensionLetters];
        var count = field.Meaning == AisMeaning.AidName
            ? AisLayouts.Aid.ReadName(bits, letters)
            : bits.Text(field, letters);
        json.WriteString(field.Name, letters[..count]);
    }

    // Not a time type: what was sent is printed as it was sent, also month 0 and hour 24, which mean "not known".
    private void WriteTime(in AisBits bits, AisField field)
    {
        var at = field.Start;
        var text = field.Meaning == AisMeaning.Arrival
            ? string.Create(CultureInfo.InvariantCulture,
                $"{bits.Unsigned(at, 4):D2}-{bits.Unsigned(at + 4, 5):D2}T" +
                $"{bits.Unsigned(at + 9, 5):D2}:{bits.Unsigned(at + 14, 6):D2}Z")
            : string.Create(CultureInfo.InvariantCulture,
                $"{bits.Unsigned(at, 14):D4}-{bits.Unsigned(at + 14, 4):D2}-{bits.Unsigned(at + 18, 5):D2}T" +
                $"{bits.Unsigned(at + 23, 5):D2}:{bits.Unsigned(at + 28, 6):D2}:{bits.Unsigned(at + 34, 6):D2}Z");
        json.WriteString(field.Name, text);
    }

    private void WriteScaled(string name, int raw, int divisor, string format)
    {
        if (unscaled)
        {
            json.WriteNumber(name, raw);
        }
        else
        {
            WriteDecimals(name, (double)raw / divisor, format);
        }
    }

    // Utf8JsonWriter prints the shortest form of a double; a fixed number of decimals says how fine the source is.
    private void WriteDecimals(string name, double value, string format)
    {
        Span<byte> digits = stackalloc byte[32];
        if (value.TryFormat(digits, out var count, format, CultureInfo.InvariantCulture))
        {
            json.WritePropertyName(name);
            json.WriteRawValue(digits[..count], skipInputValidation: true);
        }
    }

    private void WriteTurn(string name, int raw)
    {
        if (unscaled)
        {
            json.WriteNumber(name, raw);
            return;
        }

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
                WriteDecimals(name, root * Math.Abs(root), "F2");
                break;
        }
    }

    private void WriteLimited(AisField field, uint raw, uint most, string word, int divisor, string format)
    {
        if (!unscaled && raw >= most)
        {
            json.WriteString(field.Name, raw == most ? word : "nan");
        }
        else
        {
            WriteScaled(field.Name, (int)raw, divisor, format);
        }
    }

    private void WriteCoded(AisField field, uint code)
    {
        json.WriteNumber(field.Name, code);
        switch (field.Meaning)
        {
            case AisMeaning.Status:
                json.WriteString("status_text"u8, AisLegends.Status(code));
                break;
            case AisMeaning.LongRangeStatus when !unscaled:
                json.WriteString("status_text"u8, AisLegends.Status(code));
                break;
            case AisMeaning.FixDevice:
                json.WriteString("epfd_text"u8, AisLegends.FixDevice(code));
                break;
            case AisMeaning.ShipType:
                json.WriteString("shiptype_text"u8, AisLegends.ShipType(code));
                break;
            case AisMeaning.AidType:
                json.WriteString("aid_type_text"u8, AisLegends.Aid(code));
                break;
            default:
                break;
        }
    }
}
