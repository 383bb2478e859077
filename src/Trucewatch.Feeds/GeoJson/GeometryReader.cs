using System.Text.Json;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds.Profiles;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.GeoJson;

/// <summary>Reads where a geometry is: a point, or the middle and spread of its lines or areas.</summary>
internal ref struct GeometryReader
{
    /// <summary>Most positions of a geometry.</summary>
    public const int MaxPositions = 100_000;

    /// <summary>Most numbers of a position; those after the second are not used.</summary>
    public const int MaxNumbers = 4;

    private ShapeMoments moments;
    private int positions;

    private GeometryReader(bool isArea) => moments = new ShapeMoments(isArea);

    /// <summary>Reads the object at which a reader is.</summary>
    public static FrameFault Read(Utf8JsonReader at, out ShapePlace? place)
    {
        place = null;
        var types = JsonMembers.Find(at, "type"u8, out var type);
        if (types != 1 || type.TokenType != JsonTokenType.String)
        {
            return types == 1 ? FrameFault.BadSyntax : JsonMembers.FaultOf(types);
        }

        // Depth of the lists around the positions.
        var depth = type.ValueTextEquals("Point"u8) ? 0
            : type.ValueTextEquals("LineString"u8) ? 1
            : type.ValueTextEquals("MultiLineString"u8) || type.ValueTextEquals("Polygon"u8) ? 2
            : type.ValueTextEquals("MultiPolygon"u8) ? 3
            : -1;
        if (depth < 0)
        {
            return FrameFault.UnsupportedType;
        }

        if (JsonMembers.Find(at, "coordinates"u8, out var coordinates) is var found && found != 1)
        {
            return JsonMembers.FaultOf(found);
        }

        if (depth == 0)
        {
            var fault = Position(ref coordinates, out var point);
            place = new ShapePlace(point, default);
            return fault;
        }

        var isArea = depth == 3 || type.ValueTextEquals("Polygon"u8);
        var reader = new GeometryReader(isArea);
        return reader.Shape(ref coordinates, depth, isArea, out place);
    }

    private FrameFault Shape(ref Utf8JsonReader at, int depth, bool isArea, out ShapePlace? place)
    {
        var fault = Lists(ref at, depth, isArea, isHole: false);
        place = null;
        if (fault != FrameFault.None)
        {
            return fault;
        }

        if (!moments.TryPlace(out var mean, out var spread))
        {
            return FrameFault.OutOfRange;
        }

        place = new ShapePlace(mean, spread);
        return FrameFault.None;
    }

    private FrameFault Lists(ref Utf8JsonReader at, int depth, bool isArea, bool isHole)
    {
        if (depth == 1)
        {
            return Positions(ref at, isArea, isHole);
        }

        if (at.TokenType != JsonTokenType.StartArray)
        {
            return FrameFault.BadSyntax;
        }

        for (var index = 0; at.Read() && at.TokenType != JsonTokenType.EndArray; index++)
        {
            // The rings of an area after its first are holes.
            var fault = Lists(ref at, depth - 1, isArea, isArea && depth == 2 && index > 0);
            if (fault != FrameFault.None)
            {
                return fault;
            }
        }

        return FrameFault.None;
    }

    private FrameFault Positions(ref Utf8JsonReader at, bool isArea, bool isHole)
    {
        if (at.TokenType != JsonTokenType.StartArray)
        {
            return FrameFault.BadSyntax;
        }

        moments.Begin();
        var (count, first, last) = (0, default(GeoPoint), default(GeoPoint));
        for (; at.Read() && at.TokenType != JsonTokenType.EndArray; count++)
        {
            var fault = ++positions > MaxPositions ? FrameFault.TooMany : Position(ref at, out last);
            if (fault != FrameFault.None)
            {
                return fault;
            }

            first = count == 0 ? last : first;
            moments.Add(last);
        }

        if (count < (isArea ? 4 : 2) || (isArea && first != last))
        {
            return FrameFault.BadSyntax;
        }

        moments.End(isHole);
        return FrameFault.None;
    }

    private static FrameFault Position(ref Utf8JsonReader at, out GeoPoint point)
    {
        point = default;
        if (at.TokenType != JsonTokenType.StartArray)
        {
            return FrameFault.BadSyntax;
        }

        var (longitude, latitude, count) = (0.0, 0.0, 0);
        while (at.Read() && at.TokenType != JsonTokenType.EndArray)
        {
            if (at.TokenType != JsonTokenType.Number || count == MaxNumbers || !at.TryGetDouble(out var number))
            {
                return FrameFault.BadSyntax;
            }

            if (!double.IsFinite(number))
            {
                return FrameFault.NotFinite;
            }

            longitude = count == 0 ? number : longitude;
            latitude = count == 1 ? number : latitude;
            count++;
        }

        return count < 2 ? FrameFault.BadSyntax
            : GeoPoint.TryFromDegrees(latitudeDeg: latitude, longitudeDeg: longitude, out point) ? FrameFault.None
            : FrameFault.OutOfRange;
    }
}
