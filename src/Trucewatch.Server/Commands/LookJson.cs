using System.Buffers;
using System.Text.Json;
using Trucewatch.Domain.Looks;
using Trucewatch.Geo;

namespace Trucewatch.Server.Commands;

/// <summary>A look as one JSON line.</summary>
internal static class LookJson
{
    public static void Write(IBufferWriter<byte> lines, in Look look)
    {
        using (var json = new Utf8JsonWriter(lines))
        {
            json.WriteStartObject();
            json.WriteNumber("frame"u8, look.Frame.Sequence);
            json.WriteString("kind"u8, "look"u8);
            json.WriteString("modality"u8, look.Modality.ToString().ToLowerInvariant());
            json.WriteString("from"u8, look.From.ToString());
            json.WriteString("until"u8, look.Until.ToString());
            json.WriteString("receivedAt"u8, look.ReceivedAt.ToString());
            if (look.IsExercise)
            {
                json.WriteBoolean("isExercise"u8, true);
            }

            if (look.HasSensorPosition)
            {
                json.WriteNumber("sensorLatitude"u8, look.SensorPosition.LatitudeDeg);
                json.WriteNumber("sensorLongitude"u8, look.SensorPosition.LongitudeDeg);
            }

            if (look.SensorHeightM > 0)
            {
                json.WriteNumber("sensorHeightM"u8, look.SensorHeightM);
            }

            if (double.IsFinite(look.CloudShare))
            {
                json.WriteNumber("cloudShare"u8, look.CloudShare);
            }

            WriteRing(json, look.HasCorners ? look.Corners : look.Outline.AsSpan());
            json.WriteEndObject();
        }

        lines.Write("\n"u8);
    }

    private static void WriteRing(Utf8JsonWriter json, ReadOnlySpan<GeoPoint> ring)
    {
        json.WriteStartArray("footprint"u8);
        foreach (var corner in ring)
        {
            json.WriteStartArray();
            json.WriteNumberValue(corner.LongitudeDeg);
            json.WriteNumberValue(corner.LatitudeDeg);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}
