using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Sbs;

/// <summary>Prints lines as JSON, with the names that the Mode S formats use; what is empty is absent.</summary>
internal sealed class SbsPrinter : IMessagePrinter
{
    private static readonly JsonEncodedText[] kinds =
    [
        JsonEncodedText.Encode("MSG"), JsonEncodedText.Encode("MLAT"), JsonEncodedText.Encode("SEL"),
        JsonEncodedText.Encode("ID"), JsonEncodedText.Encode("AIR"), JsonEncodedText.Encode("STA"),
        JsonEncodedText.Encode("CLK"),
    ];

    private readonly ArrayBufferWriter<byte> line = new(512);
    private readonly Utf8JsonWriter json;

    /// <summary>Makes a printer for one feed.</summary>
    public SbsPrinter() => json = new Utf8JsonWriter(line);

    /// <inheritdoc/>
    public FrameFault Print(in FrameView frame, IBufferWriter<byte> lines, LateFaults late)
    {
        var fault = SbsMessage.TryRead(frame.Bytes, out var message);
        if (fault != FrameFault.None)
        {
            return fault;
        }

        line.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        json.WriteString("message"u8, kinds[(int)message.Kind]);
        if (message.Transmission > 0)
        {
            json.WriteNumber("transmission"u8, message.Transmission);
        }

        WriteHead(message);
        WriteValues(message);
        json.WriteEndObject();
        json.Flush();
        lines.Write(line.WrittenSpan);
        lines.Write("\n"u8);
        return FrameFault.None;
    }

    private void WriteHead(in SbsMessage message)
    {
        if (message.HasAddress)
        {
            Span<byte> letters = stackalloc byte[6];
            message.Address.TryFormat(letters, out _, "x6", CultureInfo.InvariantCulture);
            json.WriteString("icao"u8, letters);
        }

        if (message.IsOtherAddress)
        {
            json.WriteBoolean("icao_assigned"u8, false);
        }

        WriteTime("generated", message.GeneratedUs);
        WriteTime("logged", message.LoggedUs);
        if (!message.CallSign.IsEmpty)
        {
            WriteLetters(message.Kind == SbsKind.Status ? "status" : "callsign", message.CallSign);
        }
    }

    private void WriteValues(in SbsMessage message)
    {
        if (message.Kind is not (SbsKind.Message or SbsKind.Computed))
        {
            return;
        }

        WriteNumber("altitude", message.AltitudeFt);
        WriteNumber("groundspeed", message.SpeedKn);
        WriteNumber("track", message.TrackDeg);
        if (message.HasPosition)
        {
            json.WriteNumber("lat"u8, message.LatitudeDeg);
            json.WriteNumber("lon"u8, message.LongitudeDeg);
        }

        WriteNumber("vertical_rate", message.VerticalRate);
        if (!message.Squawk.IsEmpty)
        {
            // Some senders leave leading zeros out.
            Span<byte> digits = [(byte)'0', (byte)'0', (byte)'0', (byte)'0'];
            message.Squawk.CopyTo(digits[(4 - message.Squawk.Length)..]);
            json.WriteString("squawk"u8, digits);
        }

        WriteFlag("alert", message.Alert);
        WriteFlag("emergency", message.Emergency);
        WriteFlag("spi", message.Ident);
        WriteFlag("on_ground", message.OnGround);
    }

    // Names come from strangers: whatever is no printable ASCII becomes a question mark.
    private void WriteLetters(string name, ReadOnlySpan<byte> text)
    {
        Span<byte> letters = stackalloc byte[SbsFormat.MaxFrameBytes];
        text = text[..Math.Min(text.Length, letters.Length)];
        for (var at = 0; at < text.Length; at++)
        {
            letters[at] = text[at] is >= 0x20 and < 0x7F ? text[at] : (byte)'?';
        }

        json.WriteString(name, letters[..text.Length]);
    }

    private void WriteTime(string name, long unixMicroseconds)
    {
        if (unixMicroseconds != SbsMessage.NoTime)
        {
            json.WriteString(name, new Instant(unixMicroseconds).ToString());
        }
    }

    private void WriteNumber(string name, double value)
    {
        if (!double.IsNaN(value))
        {
            json.WriteNumber(name, value);
        }
    }

    private void WriteFlag(string name, bool? value)
    {
        if (value is { } known)
        {
            json.WriteBoolean(name, known);
        }
    }
}
