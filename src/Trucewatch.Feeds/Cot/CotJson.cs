using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Trucewatch.Domain;

namespace Trucewatch.Feeds.Cot;

/// <summary>
/// Writes events as JSON lines, alike for XML and TAK protocol. What every event may say stands in every line, null
/// where the sender does not know or say it; what few events say stands only where it is said.
/// </summary>
internal sealed class CotJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Utf8JsonWriter json = new(Stream.Null, Options);
    private byte[] text = new byte[1024];

    /// <summary>Writes one line.</summary>
    public void Write(IBufferWriter<byte> lines, in CotMessage message)
    {
        json.Reset(lines);
        json.WriteStartObject();
        json.WriteString("uid"u8, Words(message.Uid));
        json.WriteString("type"u8, message.Type);
        WriteText("how"u8, message.How.IsEmpty ? default : new CotText(message.How, CotTextForm.Plain));
        WriteTime("time"u8, message.Time);
        WriteTime("start"u8, message.Start);
        WriteTime("stale"u8, message.Stale);
        WriteNumber("lat"u8, message.LatitudeDeg);
        WriteNumber("lon"u8, message.LongitudeDeg);
        WriteNumber("hae"u8, message.HaeM);
        WriteNumber("ce"u8, message.CircularErrorM);
        WriteNumber("le"u8, message.LinearErrorM);
        WriteNumber("course"u8, message.CourseDeg);
        WriteNumber("speed"u8, message.SpeedMps);
        WriteText("callsign"u8, message.CallSign);
        WriteText("remarks"u8, message.Remarks);
        WriteRest(message);
        json.WriteEndObject();
        json.Flush();
        lines.Write("\n"u8);
    }

    private void WriteRest(in CotMessage message)
    {
        WriteSaid("access"u8, message.Access);
        WriteSaid("qos"u8, message.Qos);
        WriteSaid("opex"u8, message.Opex);
        WriteSaid("endpoint"u8, message.Endpoint);
        WriteSaid("group"u8, message.Group);
        WriteSaid("role"u8, message.Role);
        WriteBattery(message);
        WriteSaid("device"u8, message.Device);
        WriteSaid("platform"u8, message.Platform);
        WriteSaid("os"u8, message.Os);
        WriteSaid("version"u8, message.Version);
        WriteSaid("geopointsrc"u8, message.PointSource);
        WriteSaid("altsrc"u8, message.HeightSource);
        if (message.EmergencyType.IsPresent || message.EmergencyWords.IsPresent)
        {
            json.WriteStartObject("emergency"u8);
            WriteText("type"u8, message.EmergencyType);
            json.WriteBoolean("cancel"u8, message.IsCancelled);
            WriteText("text"u8, message.EmergencyWords);
            json.WriteEndObject();
        }

        if (message.ChatRoom.IsPresent || message.ChatSender.IsPresent)
        {
            json.WriteStartObject("chat"u8);
            WriteText("room"u8, message.ChatRoom);
            WriteText("sender"u8, message.ChatSender);
            json.WriteEndObject();
        }

        WriteShape(message);
    }

    private void WriteBattery(in CotMessage message)
    {
        // In XML it is any words, in the TAK protocol a number; both come out as a number where they are one.
        var percent = message.BatteryPercent;
        if (percent >= 0 || (message.Battery.IsPresent && uint.TryParse(
            Words(message.Battery), System.Globalization.NumberStyles.None, null, out var said)
            && (percent = said) >= 0))
        {
            json.WriteNumber("battery"u8, percent);
        }
        else
        {
            WriteSaid("battery"u8, message.Battery);
        }
    }

    private void WriteShape(in CotMessage message)
    {
        if (!double.IsNaN(message.MajorM))
        {
            json.WriteStartObject("ellipse"u8);
            WriteNumber("major"u8, message.MajorM);
            WriteNumber("minor"u8, message.MinorM);
            WriteNumber("angle"u8, message.AngleDeg);
            json.WriteEndObject();
        }

        if (message.VertexCount == 0)
        {
            return;
        }

        json.WriteBoolean("closed"u8, message.IsClosed);
        json.WriteStartArray("points"u8);
        var scanner = new XmlScanner(message.Detail, content: true);
        for (var token = scanner.Read(); token is not (XmlToken.End or XmlToken.Fault); token = scanner.Read())
        {
            if (token == XmlToken.StartElement)
            {
                WriteVertex(scanner);
            }
        }

        json.WriteEndArray();
    }

    /// <summary>The parser has found every vertex good.</summary>
    private void WriteVertex(scoped in XmlScanner scanner)
    {
        if (scanner.Depth == 1 && scanner.Name.SequenceEqual("link"u8)
            && scanner.Find("point"u8) is { IsPresent: true } point)
        {
            CotDetail.ReadVertex(point.Raw, out var lat, out var lon, out var hae);
            WritePlace(lat, lon, hae);
            WriteSaid("uid"u8, scanner.Find("uid"u8));
            WriteSaid("type"u8, scanner.Find("type"u8));
            WriteSaid("callsign"u8, scanner.Find("callsign"u8));
            json.WriteEndObject();
        }
        else if (scanner.Depth == 3 && scanner.Name.SequenceEqual("vertex"u8))
        {
            CotDetail.ReadVertex(scanner, out var lat, out var lon, out var hae);
            WritePlace(lat, lon, hae);
            json.WriteEndObject();
        }
    }

    private void WritePlace(double latitudeDeg, double longitudeDeg, double haeM)
    {
        json.WriteStartObject();
        WriteNumber("lat"u8, latitudeDeg);
        WriteNumber("lon"u8, longitudeDeg);
        WriteNumber("hae"u8, haeM);
    }

    private void WriteTime(ReadOnlySpan<byte> name, Instant time) => json.WriteString(name, time.ToString());

    private void WriteNumber(ReadOnlySpan<byte> name, double value)
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

    private void WriteText(ReadOnlySpan<byte> name, CotText value)
    {
        if (value.IsPresent)
        {
            json.WriteString(name, Words(value));
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private void WriteSaid(ReadOnlySpan<byte> name, CotText value)
    {
        if (value.IsPresent)
        {
            json.WriteString(name, Words(value));
        }
    }

    private ReadOnlySpan<byte> Words(CotText value)
    {
        if (text.Length < value.Raw.Length)
        {
            text = new byte[Math.Max(value.Raw.Length, text.Length * 2)];
        }

        return text.AsSpan(0, value.Decode(text));
    }
}
