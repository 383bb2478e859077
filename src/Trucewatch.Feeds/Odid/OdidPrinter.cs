using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Odid;

/// <summary>
/// Prints lines as JSON: each message, or a pack with its messages. Absent is what is not known. It prints where the
/// operator is, because the message says so; no observation does.
/// </summary>
internal sealed class OdidPrinter(PrintOptions print) : IMessagePrinter
{
    private readonly Utf8JsonWriter json = new(Stream.Null);

    /// <inheritdoc/>
    public FrameFault Print(in FrameView frame, IBufferWriter<byte> lines, LateFaults late)
    {
        Span<byte> room = stackalloc byte[OdidMessage.MaxPackBytes];
        var fault = OdidDecoder.Open(frame.Bytes, room, out var line, out var messages, out var isPack);
        if (fault != FrameFault.None || line.IsComment)
        {
            return fault;
        }

        json.Reset(lines);
        json.WriteStartObject();
        if (OdidLine.TryReadReceiveTime(frame.Bytes, out var receivedUs))
        {
            json.WriteString("received"u8, new Domain.Instant(receivedUs).ToString());
        }

        if (line.HasAddress)
        {
            json.WriteString("mac"u8, line.Address.ToString("x12", CultureInfo.InvariantCulture));
        }

        if (isPack)
        {
            json.WriteString("type"u8, "pack"u8);
            json.WriteStartArray("messages"u8);
            for (var at = 0; at < messages.Length; at += OdidMessage.Bytes)
            {
                json.WriteStartObject();
                Write(json, print, messages.Slice(at, OdidMessage.Bytes));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
        else
        {
            Write(json, print, messages);
        }

        json.WriteEndObject();
        json.Flush();
        lines.Write("\n"u8);
        return FrameFault.None;
    }

    /// <summary>Writes the members of a message of 25 bytes that has no fault.</summary>
    public static void Write(Utf8JsonWriter json, PrintOptions print, ReadOnlySpan<byte> bytes)
    {
        OdidMessage.TryRead(bytes, out var message);
        switch (message.Kind)
        {
            case OdidKind.BasicId:
                Start(json, "basic_id", message);
                json.WriteNumber("id_type"u8, message.Upper);
                json.WriteString("id_words"u8, OdidWords.Id(message.Upper));
                json.WriteNumber("drone_type"u8, message.Lower);
                json.WriteString("drone_words"u8, OdidWords.Drone(message.Lower));
                WriteText(json, "id", message.Id);
                break;
            case OdidKind.Location:
                Start(json, "location", message);
                WriteLocation(json, print, bytes);
                break;
            case OdidKind.Authentication:
                Start(json, "authentication", message);
                WritePage(json, message);
                break;
            case OdidKind.SelfId:
                Start(json, "self_id", message);
                json.WriteNumber("description_type"u8, message.Second);
                WriteText(json, "description", message.Rest);
                break;
            case OdidKind.System:
                Start(json, "system", message);
                WriteSystem(json, print, message);
                break;
            case OdidKind.OperatorId:
                Start(json, "operator_id", message);
                json.WriteNumber("id_type"u8, message.Second);
                WriteText(json, "id", message.Id);
                break;
        }
    }

    /// <summary>Names and words come from strangers: whatever is no printable ASCII becomes a question mark.</summary>
    public static void WriteText(Utf8JsonWriter json, string name, ReadOnlySpan<byte> text)
    {
        text = text.TrimEnd("\0 "u8);
        Span<byte> letters = stackalloc byte[256];
        text = text[..Math.Min(text.Length, letters.Length)];
        for (var at = 0; at < text.Length; at++)
        {
            letters[at] = text[at] is >= 0x20 and < 0x7F ? text[at] : (byte)'?';
        }

        json.WriteString(name, letters[..text.Length]);
    }

    private static void Start(Utf8JsonWriter json, string type, in OdidMessage message)
    {
        json.WriteString("type"u8, type);
        json.WriteNumber("version"u8, message.Version);
    }

    private static void WriteLocation(Utf8JsonWriter json, PrintOptions print, ReadOnlySpan<byte> bytes)
    {
        OdidMessage.TryRead(bytes, out var message);
        OdidLocation.TryRead(bytes, out var location);
        json.WriteNumber("status"u8, location.Status);
        json.WriteString("status_words"u8, OdidWords.Status(location.Status));
        json.WriteString("height_over"u8, location.IsAboveGround ? "ground"u8 : "take-off"u8);
        if (print.Unscaled)
        {
            json.WriteNumber("direction"u8, message[2]);
            json.WriteBoolean("direction_west"u8, (message[1] & 2) != 0);
            json.WriteNumber("speed"u8, message[3]);
            json.WriteBoolean("speed_multiplier"u8, (message[1] & 1) != 0);
            json.WriteNumber("climb"u8, (sbyte)message[4]);
            json.WriteNumber("lat"u8, message.Int32(5));
            json.WriteNumber("lon"u8, message.Int32(9));
            json.WriteNumber("alt_pressure"u8, message.UInt16(13));
            json.WriteNumber("alt_geodetic"u8, message.UInt16(15));
            json.WriteNumber("height"u8, message.UInt16(17));
        }
        else
        {
            WriteKnown(json, "track", location.TrackDeg);
            WriteKnown(json, "speed", location.SpeedMps);
            WriteKnown(json, "climb", location.ClimbMps);
            WriteKnown(json, "lat", Math.Round(location.LatitudeDeg, 7));
            WriteKnown(json, "lon", Math.Round(location.LongitudeDeg, 7));
            WriteKnown(json, "alt_pressure", location.PressureAltitudeM);
            WriteKnown(json, "alt_geodetic", location.GeodeticAltitudeM);
            WriteKnown(json, "height", location.HeightM);
        }

        json.WriteNumber("horizontal_accuracy"u8, location.HorizontalAccuracy);
        json.WriteNumber("vertical_accuracy"u8, location.VerticalAccuracy);
        json.WriteNumber("baro_accuracy"u8, location.BaroAccuracy);
        json.WriteNumber("speed_accuracy"u8, location.SpeedAccuracy);
        if (location.TenthsOfHour != OdidLocation.NoTime)
        {
            json.WriteNumber("timestamp"u8, location.TenthsOfHour);
        }

        json.WriteNumber("timestamp_accuracy"u8, location.TimeAccuracy);
    }

    private static void WritePage(Utf8JsonWriter json, in OdidMessage message)
    {
        json.WriteNumber("auth_type"u8, message.Upper);
        json.WriteNumber("page"u8, message.Lower);
        var contents = message.Rest;
        if (message.Lower == 0)
        {
            json.WriteNumber("last_page"u8, message[2]);
            json.WriteNumber("length"u8, message[3]);
            WriteTime(json, message.UInt32(4));
            contents = contents[6..];
        }

        json.WriteString("contents"u8, Convert.ToHexStringLower(contents));
    }

    private static void WriteSystem(Utf8JsonWriter json, PrintOptions print, in OdidMessage message)
    {
        json.WriteNumber("operator_location_type"u8, message.Second & 3);
        json.WriteNumber("classification_type"u8, (message.Second >> 2) & 7);
        var (latitude, longitude) = (message.Int32(2), message.Int32(6));
        if (print.Unscaled || latitude != 0 || longitude != 0)
        {
            json.WriteNumber("operator_lat"u8, print.Unscaled ? latitude : Math.Round(latitude * 1e-7, 7));
            json.WriteNumber("operator_lon"u8, print.Unscaled ? longitude : Math.Round(longitude * 1e-7, 7));
        }

        json.WriteNumber("area_count"u8, message.UInt16(10));
        json.WriteNumber("area_radius"u8, print.Unscaled ? message[12] : message[12] * 10);
        WriteAltitude(json, print, "area_ceiling", message.UInt16(13));
        WriteAltitude(json, print, "area_floor", message.UInt16(15));
        // What follows came with version 2; before, these bytes were reserved.
        if (message.Version >= 2)
        {
            json.WriteNumber("category"u8, message[17] >> 4);
            json.WriteNumber("class"u8, message[17] & 0xF);
            WriteAltitude(json, print, "operator_alt", message.UInt16(18));
            WriteTime(json, message.UInt32(20));
        }
    }

    private static void WriteAltitude(Utf8JsonWriter json, PrintOptions print, string name, int raw) =>
        WriteKnown(json, name, print.Unscaled ? raw : OdidLocation.Altitude(raw));

    private static void WriteKnown(Utf8JsonWriter json, string name, double value)
    {
        if (!double.IsNaN(value))
        {
            json.WriteNumber(name, value);
        }
    }

    /// <summary>Seconds since the first of January 2019; 0 is not known.</summary>
    private static void WriteTime(Utf8JsonWriter json, uint seconds)
    {
        const long Begin = 1_546_300_800;
        if (seconds != 0)
        {
            json.WriteString("time"u8, Domain.Instant.FromUnixSeconds(Begin + seconds).ToString());
        }
    }
}
