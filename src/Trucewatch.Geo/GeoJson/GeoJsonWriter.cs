using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Trucewatch.Geo.GeoJson;

/// <summary>The value of a property: a text, a number, or nothing, and then the property is not written.</summary>
/// <param name="Text">The text.</param>
/// <param name="Number">The number; finite.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GeoJsonValue(string? Text, double? Number)
{
    /// <summary>A text as a value.</summary>
    public static implicit operator GeoJsonValue(string? text) => new(text, null);

    /// <summary>A number as a value.</summary>
    public static implicit operator GeoJsonValue(double number) => new(null, number);
}

/// <summary>
/// Writes GeoJSON features (RFC 7946) in one byte form: members in a fixed order, nine decimals (a tenth of a
/// millimetre),
/// outer rings counter-clockwise.
/// </summary>
public sealed class GeoJsonWriter : IDisposable
{
    private readonly Utf8JsonWriter json;

    /// <summary>Begins a FeatureCollection on a stream.</summary>
    public GeoJsonWriter(Stream to)
    {
        json = new Utf8JsonWriter(to);
        json.WriteStartObject();
        json.WriteString("type"u8, "FeatureCollection"u8);
        json.WriteStartArray("features"u8);
    }

    /// <summary>Writes a line as a feature.</summary>
    public void Line(IEnumerable<GeoPoint> points, params ReadOnlySpan<(string Name, GeoJsonValue Value)> properties)
    {
        ArgumentNullException.ThrowIfNull(points);
        Begin("LineString", properties);
        Positions(points);
        End();
    }

    /// <summary>Writes a region as a feature: a Polygon, or a MultiPolygon where it has several.</summary>
    public void Region(Region region, params ReadOnlySpan<(string Name, GeoJsonValue Value)> properties)
    {
        ArgumentNullException.ThrowIfNull(region);
        Polygons(region.Polygons, properties);
    }

    /// <summary>Writes polygons as one feature, as those of a region.</summary>
    public void Polygons(
        ImmutableArray<GeoPolygon> polygons, params ReadOnlySpan<(string Name, GeoJsonValue Value)> properties)
    {
        var single = polygons.Length == 1;
        Begin(single ? "Polygon" : "MultiPolygon", properties);
        if (single)
        {
            Rings(polygons[0]);
        }
        else
        {
            json.WriteStartArray();
            foreach (var polygon in polygons)
            {
                Rings(polygon);
            }

            json.WriteEndArray();
        }

        End();
    }

    /// <summary>Ends the collection.</summary>
    public void Dispose()
    {
        json.WriteEndArray();
        json.WriteEndObject();
        json.Dispose();
    }

    private void Begin(string type, ReadOnlySpan<(string Name, GeoJsonValue Value)> properties)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "Feature"u8);
        json.WriteStartObject("properties"u8);
        foreach (var (name, value) in properties)
        {
            if (value.Text is not null)
            {
                json.WriteString(name, value.Text);
            }
            else if (value.Number is { } number)
            {
                json.WriteNumber(name, number);
            }
        }

        json.WriteEndObject();
        json.WriteStartObject("geometry"u8);
        json.WriteString("type"u8, type);
        json.WritePropertyName("coordinates"u8);
    }

    private void End()
    {
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void Rings(GeoPolygon polygon)
    {
        json.WriteStartArray();
        foreach (var ring in polygon.Rings)
        {
            Positions(ring.Append(ring[0]));
        }

        json.WriteEndArray();
    }

    private void Positions(IEnumerable<GeoPoint> points)
    {
        json.WriteStartArray();
        foreach (var point in points)
        {
            json.WriteStartArray();
            json.WriteNumberValue(Math.Round(point.LongitudeDeg, 9));
            json.WriteNumberValue(Math.Round(point.LatitudeDeg, 9));
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}
