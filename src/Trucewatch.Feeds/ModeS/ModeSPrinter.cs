using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.ModeS;

/// <summary>
/// Prints Mode S messages as JSON. Absent is what the message does not say; angles in degrees, speeds in knots,
/// altitudes in feet and rates in feet a minute, as they are sent.
/// </summary>
internal sealed partial class ModeSPrinter
{
    private readonly bool unscaled;
    private readonly ModeSReader reader;
    private readonly ArrayBufferWriter<byte> line = new(1024);
    private readonly Utf8JsonWriter json;

    /// <summary>Makes a printer for one feed.</summary>
    public ModeSPrinter(PrintOptions print, ModeSSettings? settings = null)
    {
        unscaled = print.Unscaled;
        reader = new ModeSReader(settings);
        json = new Utf8JsonWriter(line);
    }

    /// <summary>Appends one line for a message of 7 or 14 bytes, or gives the fault.</summary>
    public FrameFault Print(ReadOnlySpan<byte> bytes, in Reception reception, IBufferWriter<byte> lines)
    {
        var fault = reader.Read(bytes, reception, out var reading);
        if (fault != FrameFault.None)
        {
            return fault;
        }

        Start();
        WriteHex("hex", bytes);
        WriteReception(reception);
        json.WriteNumber("df"u8, reading.Message.Format);
        WriteAddress(reading);
        WriteContents(reading);
        Finish(lines);
        return FrameFault.None;
    }

    /// <summary>
    /// Appends one line for a Mode A or C reply. Its two bytes are four octal digits of pulses; nothing in them says
    /// whether they are an identity (Mode A) or an altitude (Mode C).
    /// </summary>
    public void PrintModeAC(ReadOnlySpan<byte> bytes, in Reception reception, IBufferWriter<byte> lines)
    {
        var code = (uint)((bytes[0] << 8) | bytes[1]);
        var digits = ((code >> 3) & 0xE00) | ((code >> 2) & 0x1C0) | ((code >> 1) & 0x38) | (code & 7);
        Start();
        WriteHex("hex", bytes);
        WriteReception(reception);
        WriteSquawk("mode_a", digits);
        if (AltitudeCode.Gillham(digits) is not AltitudeCode.NotKnown and var feet)
        {
            json.WriteNumber("mode_c_altitude"u8, feet);
        }

        json.WriteBoolean("ident_pulse"u8, (code & 0x80) != 0);
        Finish(lines);
    }

    private void Start()
    {
        line.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
    }

    private void Finish(IBufferWriter<byte> lines)
    {
        json.WriteEndObject();
        json.Flush();
        lines.Write(line.WrittenSpan);
        lines.Write("\n"u8);
    }

    private void WriteReception(in Reception reception)
    {
        if (reception.Ticks != 0)
        {
            json.WriteNumber("mlat_ticks"u8, reception.Ticks);
        }

        if (reception.Signal >= 0)
        {
            json.WriteNumber("signal"u8, reception.Signal);
        }
    }

    private void WriteAddress(in ModeSReading reading)
    {
        Span<byte> letters = stackalloc byte[6];
        reading.Address.TryFormat(letters, out _, "x6", CultureInfo.InvariantCulture);
        json.WriteString("icao"u8, letters);
        if (reading.Source != AddressSource.Announced)
        {
            json.WriteBoolean("icao_confirmed"u8, reading.Source == AddressSource.ParityKnown);
        }

        if (reading.IsOtherAddress)
        {
            json.WriteBoolean("icao_assigned"u8, false);
        }

        if (reading.CorrectedBit >= 0)
        {
            json.WriteNumber("corrected_bit"u8, reading.CorrectedBit);
        }
    }

    private void WriteContents(in ModeSReading reading)
    {
        var message = reading.Message;
        switch (message.Format)
        {
            case 0 or 16:
                json.WriteBoolean("on_ground"u8, (message.Head & 0x0400_0000) != 0);
                json.WriteNumber("sensitivity_level"u8, (message.Head >> 21) & 7);
                json.WriteNumber("reply_information"u8, (message.Head >> 15) & 0xF);
                WriteAltitude13(message.Code13);
                if (message.IsLong)
                {
                    WriteCoordination(message.Body);
                }

                break;
            case 4 or 20:
                WriteFlight(message.Subformat);
                WriteRequests(message.Head);
                WriteAltitude13(message.Code13);
                break;
            case 5 or 21:
                WriteFlight(message.Subformat);
                WriteRequests(message.Head);
                WriteSquawk("squawk", AltitudeCode.ModeA(message.Code13));
                break;
            case 11:
                json.WriteNumber("capability"u8, message.Subformat);
                json.WriteNumber("interrogator"u8, reading.Interrogator);
                break;
            case 17:
                json.WriteNumber("capability"u8, message.Subformat);
                break;
            case 18:
                json.WriteNumber("control_field"u8, message.Subformat);
                break;
            default:
                json.WriteNumber("segment"u8, (message.Head >> 24) & 0xF);
                break;
        }

        if (ModeSReader.HasUsualContents(message))
        {
            WriteSquitter(reading);
        }
        else if (message.Format is 20 or 21)
        {
            var feet = message.Format == 20 ? AltitudeCode.Feet13(message.Code13) : AltitudeCode.NotKnown;
            WriteCommB(message.Body, feet);
        }
    }

    /// <summary>Flight status: airborne or not, alert, special position identification.</summary>
    private void WriteFlight(uint status)
    {
        json.WriteNumber("flight_status"u8, status);
        if (status <= 5)
        {
            json.WriteBoolean("alert"u8, status is 2 or 3 or 4);
            json.WriteBoolean("spi"u8, status is 4 or 5);
        }

        // 4 and 5 stand for "either airborne or on the ground".
        if (status <= 3)
        {
            json.WriteBoolean("on_ground"u8, status is 1 or 3);
        }
    }

    private void WriteRequests(uint head)
    {
        json.WriteNumber("downlink_request"u8, (head >> 19) & 0x1F);
        json.WriteNumber("utility_message"u8, (head >> 13) & 0x3F);
    }

    private void WriteCoordination(MessageBits body)
    {
        if (body.Unsigned(1, 8) == 0x30)
        {
            WriteAdvisory(body);
        }
        else
        {
            WriteBits("coordination", body);
        }
    }

    /// <summary>A resolution advisory, the same bits in BDS 3,0, format 16 and type 28.</summary>
    private void WriteAdvisory(MessageBits body)
    {
        json.WriteNumber("resolution_advisory"u8, body.Unsigned(9, 22));
        json.WriteNumber("advisory_complement"u8, body.Unsigned(23, 26));
        json.WriteBoolean("advisory_ended"u8, body[27]);
        json.WriteBoolean("multiple_threats"u8, body[28]);
        var kind = body.Unsigned(29, 30);
        if (kind == 1)
        {
            Span<byte> letters = stackalloc byte[6];
            body.Unsigned(31, 54).TryFormat(letters, out _, "x6", CultureInfo.InvariantCulture);
            json.WriteString("threat_icao"u8, letters);
        }
    }

    private void WriteAltitude13(uint code)
    {
        var feet = AltitudeCode.Feet13(code);
        if (unscaled)
        {
            json.WriteNumber("altitude"u8, code);
        }
        else if (feet != AltitudeCode.NotKnown)
        {
            json.WriteNumber("altitude"u8, feet);
        }

        if (AltitudeCode.IsMetric(code))
        {
            json.WriteBoolean("altitude_metric"u8, true);
        }
    }

    private void WriteSquawk(string name, uint digits)
    {
        Span<byte> letters =
        [
            (byte)('0' + (digits >> 9)), (byte)('0' + ((digits >> 6) & 7)), (byte)('0' + ((digits >> 3) & 7)),
            (byte)('0' + (digits & 7)),
        ];
        json.WriteString(name, letters);
    }

    /// <summary>All 56 bits; as a number they would be more than readers of JSON keep.</summary>
    private void WriteBits(string name, MessageBits body)
    {
        Span<byte> letters = stackalloc byte[MessageBits.Count / 4];
        body.Value.TryFormat(letters, out _, "x14", CultureInfo.InvariantCulture);
        json.WriteString(name, letters);
    }

    private void WriteHex(string name, ReadOnlySpan<byte> bytes)
    {
        Span<byte> letters = stackalloc byte[ModeSMessage.LongBytes * 2];
        Convert.TryToHexStringLower(bytes, letters, out var count);
        json.WriteString(name, letters[..count]);
    }

    /// <summary>A raw integer, or its value in so many decimals.</summary>
    private void WriteScaled(string name, long raw, double unit, double offset, string format)
    {
        if (unscaled)
        {
            json.WriteNumber(name, raw);
        }
        else
        {
            WriteDecimals(name, (raw * unit) + offset, format);
        }
    }

    // A fixed number of decimals says how fine the source is; Utf8JsonWriter prints the shortest form of a double.
    private void WriteDecimals(string name, double value, string format)
    {
        Span<byte> digits = stackalloc byte[32];
        if (double.IsFinite(value) && value.TryFormat(digits, out var count, format, CultureInfo.InvariantCulture))
        {
            json.WritePropertyName(name);
            json.WriteRawValue(digits[..count], skipInputValidation: true);
        }
    }
}
