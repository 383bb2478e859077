using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Stac;

/// <summary>A picture as the simulator and the tests write it.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Platform">Platform.</param>
/// <param name="Instrument">Instrument, such as <c>msi</c> or <c>c-sar</c>.</param>
/// <param name="From">Begin of the taking.</param>
/// <param name="Until">End of the taking.</param>
/// <param name="Outline">The outline without its closing point.</param>
/// <param name="CloudPercent">Clouds, 0 to 100; null: not told.</param>
public sealed record StacPicture(
    string Id, string Platform, string Instrument, Instant From, Instant Until, ImmutableArray<GeoPoint> Outline,
    double? CloudPercent = null);

/// <summary>Writes items, for the simulator and the tests.</summary>
public static class StacEncoder
{
    /// <summary>Appends an item with a line end.</summary>
    public static void Write(IBufferWriter<byte> to, StacPicture picture)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(picture);
        using (var json = new Utf8JsonWriter(to))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "Feature"u8);
            json.WriteString("stac_version"u8, "1.1.0"u8);
            json.WriteString("id"u8, picture.Id);
            json.WriteStartObject("geometry"u8);
            json.WriteString("type"u8, "Polygon"u8);
            json.WriteStartArray("coordinates"u8);
            json.WriteStartArray();
            foreach (var point in picture.Outline.Append(picture.Outline[0]))
            {
                json.WriteStartArray();
                json.WriteNumberValue(point.LongitudeDeg);
                json.WriteNumberValue(point.LatitudeDeg);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteStartObject("properties"u8);
            json.WriteNull("datetime"u8);
            json.WriteString("start_datetime"u8, picture.From.ToString());
            json.WriteString("end_datetime"u8, picture.Until.ToString());
            json.WriteString("platform"u8, picture.Platform);
            json.WriteStartArray("instruments"u8);
            json.WriteStringValue(picture.Instrument);
            json.WriteEndArray();
            if (picture.CloudPercent is { } clouds)
            {
                json.WriteNumber("eo:cloud_cover"u8, clouds);
            }

            json.WriteEndObject();
            json.WriteStartArray("links"u8);
            json.WriteEndArray();
            json.WriteStartObject("assets"u8);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        to.Write("\n"u8);
    }
}
