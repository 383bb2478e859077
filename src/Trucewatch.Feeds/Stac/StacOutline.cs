using System.Collections.Immutable;
using System.Text.Json;
using Trucewatch.Domain.Frames;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Stac;

/// <summary>
/// Reads what area a picture shows: that of its geometry, else that of its bounding box. Holes are refused: nothing was
/// seen in them, and an outline has none.
/// </summary>
internal static class StacOutline
{
    /// <summary>Most points of all rings together.</summary>
    public const int MaxPoints = 100_000;

    private const int MaxNumbers = 4;

    /// <summary>The rings; none where the item tells no area.</summary>
    public static FrameFault Read(JsonElement item, out ImmutableArray<ImmutableArray<GeoPoint>> rings)
    {
        rings = [];
        if (!item.TryGetProperty("geometry", out var geometry) || geometry.ValueKind == JsonValueKind.Null)
        {
            return item.TryGetProperty("bbox", out var box) && box.ValueKind == JsonValueKind.Array
                ? ReadBox(box, out rings)
                : FrameFault.None;
        }

        if (geometry.ValueKind != JsonValueKind.Object || !geometry.TryGetProperty("type", out var type)
            || type.ValueKind != JsonValueKind.String)
        {
            return FrameFault.BadSyntax;
        }

        var kind = type.GetString();
        if (kind is not ("Polygon" or "MultiPolygon"))
        {
            // A point or a line has no area.
            return FrameFault.None;
        }

        if (!geometry.TryGetProperty("coordinates", out var coordinates)
            || coordinates.ValueKind != JsonValueKind.Array)
        {
            return FrameFault.MissingMember;
        }

        var (read, left) = (ImmutableArray.CreateBuilder<ImmutableArray<GeoPoint>>(), MaxPoints);
        var fault = FrameFault.None;
        if (kind == "Polygon")
        {
            fault = ReadPolygon(coordinates, read, ref left);
        }
        else
        {
            foreach (var polygon in coordinates.EnumerateArray())
            {
                fault = polygon.ValueKind == JsonValueKind.Array
                    ? ReadPolygon(polygon, read, ref left)
                    : FrameFault.BadSyntax;
                if (fault != FrameFault.None)
                {
                    break;
                }
            }
        }

        rings = fault == FrameFault.None ? read.ToImmutable() : [];
        return fault;
    }

    private static FrameFault ReadPolygon(
        JsonElement polygon, ImmutableArray<ImmutableArray<GeoPoint>>.Builder rings, ref int left)
    {
        if (polygon.GetArrayLength() != 1 || polygon[0].ValueKind != JsonValueKind.Array)
        {
            return polygon.GetArrayLength() > 1 ? FrameFault.UnsupportedType : FrameFault.BadSyntax;
        }

        var ring = ImmutableArray.CreateBuilder<GeoPoint>();
        var (first, count) = (default(GeoPoint), 0);
        foreach (var position in polygon[0].EnumerateArray())
        {
            var fault = left-- == 0 ? FrameFault.TooMany : ReadPoint(position, out first);
            if (fault != FrameFault.None)
            {
                return fault;
            }

            count++;
            if (ring.Count == 0 || ring[^1] != first)
            {
                ring.Add(first);
            }
        }

        // The ring ends where it began; a point that stands twice in a row is one.
        if (count < 4 || ring.Count < 4 || ring[0] != ring[^1])
        {
            return FrameFault.BadSyntax;
        }

        ring.RemoveAt(ring.Count - 1);
        rings.Add(ring.ToImmutable());
        return FrameFault.None;
    }

    private static FrameFault ReadPoint(JsonElement position, out GeoPoint point)
    {
        point = default;
        if (position.ValueKind != JsonValueKind.Array || position.GetArrayLength() is < 2 or > MaxNumbers)
        {
            return FrameFault.BadSyntax;
        }

        var fault = Number(position[0], out var longitude);
        fault = fault == FrameFault.None ? Number(position[1], out var latitude) : fault;
        return fault != FrameFault.None ? fault : Place(longitude, position[1].GetDouble(), out point);
    }

    /// <summary>West, south, east and north, with heights between or without.</summary>
    private static FrameFault ReadBox(JsonElement box, out ImmutableArray<ImmutableArray<GeoPoint>> rings)
    {
        rings = [];
        if (box.GetArrayLength() is not (4 or 6))
        {
            return FrameFault.WrongLength;
        }

        var half = box.GetArrayLength() / 2;
        var fault = Number(box[0], out var west);
        fault = First(fault, Number(box[1], out var south));
        fault = First(fault, Number(box[half], out var east));
        fault = First(fault, Number(box[half + 1], out var north));
        if (fault != FrameFault.None)
        {
            return fault;
        }

        GeoPoint a = default, b = default, c = default, d = default;
        fault = First(Place(west, south, out a), Place(east, south, out b));
        fault = First(fault, First(Place(east, north, out c), Place(west, north, out d)));
        if (fault != FrameFault.None || south >= north || west == east)
        {
            return FrameFault.OutOfRange;
        }

        rings = [[a, b, c, d]];
        return FrameFault.None;
    }

    private static FrameFault Place(double longitude, double latitude, out GeoPoint point) =>
        GeoPoint.TryFromDegrees(latitudeDeg: latitude, longitudeDeg: longitude, out point)
            ? FrameFault.None
            : FrameFault.OutOfRange;

    private static FrameFault Number(JsonElement node, out double value)
    {
        value = double.NaN;
        return node.ValueKind != JsonValueKind.Number || !node.TryGetDouble(out value) ? FrameFault.BadSyntax
            : double.IsFinite(value) ? FrameFault.None
            : FrameFault.NotFinite;
    }

    private static FrameFault First(FrameFault a, FrameFault b) => a == FrameFault.None ? b : a;
}
