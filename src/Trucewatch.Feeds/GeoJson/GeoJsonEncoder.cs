using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Feeds.GeoJson;

/// <summary>Writes positions as features under the plain profile, for the simulator and the tests.</summary>
public static class GeoJsonEncoder
{
    private static readonly JsonWriterOptions options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Appends one feature on one line, without the line's end. The error is written as a circle of the same mean
    /// variance; what is not known is absent.
    /// </summary>
    public static void Write(IBufferWriter<byte> to, in Observation position)
    {
        ArgumentNullException.ThrowIfNull(to);
        using var json = new Utf8JsonWriter(to, options);
        json.WriteStartObject();
        json.WriteString("type"u8, "Feature"u8);
        json.WriteStartObject("geometry"u8);
        json.WriteString("type"u8, "Point"u8);
        json.WriteStartArray("coordinates"u8);
        json.WriteNumberValue(position.Position.LongitudeDeg);
        json.WriteNumberValue(position.Position.LatitudeDeg);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject("properties"u8);
        if (position.HasSourceTime)
        {
            json.WriteString("time"u8, position.At.ToString());
        }

        if (position.Identity != ObjectIdentity.None)
        {
            json.WriteString("id"u8, position.Identity.ToString());
        }

        if (position.Description is { Name.Length: > 0 } description)
        {
            json.WriteString("name"u8, description.Name);
        }

        json.WriteString("class"u8, position.Class.ToString().ToLowerInvariant());
        WriteKnown(
            json, "sigmaM", Math.Sqrt((position.PositionError.EastM2 + position.PositionError.NorthM2) / 2));
        WriteKnown(json, "speedMps", position.SpeedMps);
        WriteKnown(json, "courseDeg", position.CourseDeg);
        WriteKnown(json, "heightM", position.HeightM);
        WriteKnown(json, "heightSigmaM", position.HeightSigmaM);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteKnown(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
    }
}
