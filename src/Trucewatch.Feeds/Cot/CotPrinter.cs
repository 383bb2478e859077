using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Cot;

/// <summary>Prints each event as one JSON object; what the sender does not know or say is null.</summary>
internal sealed class CotPrinter : IMessagePrinter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private byte[] text = new byte[1024];

    /// <inheritdoc/>
    public FrameFault Print(in FrameView frame, IBufferWriter<byte> lines, LateFaults late)
    {
        var fault = CotParser.Read(frame.Bytes, out var message);
        if (fault != FrameFault.None)
        {
            return fault;
        }

        using (var json = new Utf8JsonWriter(lines, Options))
        {
            json.WriteStartObject();
            json.WriteString("uid"u8, Attribute(message.Uid));
            json.WriteString("type"u8, message.Type);
            WriteText(json, "how"u8, !message.How.IsEmpty, message.How);
            WriteTime(json, "time"u8, message.Time);
            WriteTime(json, "start"u8, message.Start);
            WriteTime(json, "stale"u8, message.Stale);
            WriteNumber(json, "lat"u8, message.LatitudeDeg);
            WriteNumber(json, "lon"u8, message.LongitudeDeg);
            WriteNumber(json, "hae"u8, message.HaeM);
            WriteNumber(json, "ce"u8, message.CircularErrorM);
            WriteNumber(json, "le"u8, message.LinearErrorM);
            WriteNumber(json, "course"u8, message.CourseDeg);
            WriteNumber(json, "speed"u8, message.SpeedMps);
            WriteText(json, "callsign"u8, message.HasCallSign, Attribute(message.CallSign));
            WriteText(json, "remarks"u8, message.HasRemarks, Content(message.Remarks));
            json.WriteEndObject();
        }

        lines.Write("\n"u8);
        return FrameFault.None;
    }

    private static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, Instant time) =>
        json.WriteString(name, time.ToString());

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, double value)
    {
        if (double.IsNaN(value))
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteNumber(name, value);
        }
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, bool present, ReadOnlySpan<byte> value)
    {
        if (present)
        {
            json.WriteString(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private ReadOnlySpan<byte> Attribute(ReadOnlySpan<byte> raw)
    {
        MakeRoom(raw.Length);
        return text.AsSpan(0, XmlText.DecodeAttribute(raw, text));
    }

    private ReadOnlySpan<byte> Content(ReadOnlySpan<byte> raw)
    {
        MakeRoom(raw.Length);
        return text.AsSpan(0, XmlText.DecodeContent(raw, text));
    }

    private void MakeRoom(int length)
    {
        if (text.Length < length)
        {
            text = new byte[Math.Max(length, text.Length * 2)];
        }
    }
}
