using System.Buffers;
using System.Text.Json;
using Trucewatch.Domain;

namespace Trucewatch.Reports.OpenData;

/// <summary>The open data as GeoJSON (RFC 7946): a feature for each incident, without a place where it has none.
/// </summary>
public static class OpenGeoJson
{
    private static readonly JsonWriterOptions options = new() { Indented = true, NewLine = "\n" };

    /// <summary>The collection in UTF-8.</summary>
    public static byte[] Write(OpenTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, options))
        {
            json.WriteStartObject();
            json.WriteString("type", "FeatureCollection");
            json.WriteBoolean("exercise", table.IsExercise);
            if (table.IsExercise)
            {
                json.WriteString("mark", "EXERCISE");
            }

            json.WriteString("as_of", table.Until.ToString());
            json.WriteNumber("delay_min", table.DelayMin);
            json.WriteNumber("place_step_deg", table.PlaceStepDeg);
            json.WriteStartArray("features");
            foreach (var row in table.Rows)
            {
                json.WriteStartObject();
                json.WriteString("type", "Feature");
                json.WritePropertyName("geometry");
                if (row.Incident.Place is { } place)
                {
                    json.WriteStartObject();
                    json.WriteString("type", "Point");
                    json.WriteStartArray("coordinates");
                    json.WriteNumberValue(place.Longitude);
                    json.WriteNumberValue(place.Latitude);
                    json.WriteEndArray();
                    json.WriteEndObject();
                }
                else
                {
                    json.WriteNullValue();
                }

                json.WriteStartObject("properties");
                foreach (var column in table.Columns)
                {
                    json.WritePropertyName(column.Name);
                    Write(json, column.Of(row));
                }

                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case long whole:
                json.WriteNumberValue(whole);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case Instant at:
                json.WriteStringValue(at.ToString());
                break;
            default:
                throw new InvalidOperationException($"expected a value of a column, got {value.GetType().Name}");
        }
    }
}
