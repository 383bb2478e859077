using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Trucewatch.Geo.GeoJson;

/// <summary>
/// A strict reader of GeoJSON (RFC 7946): a FeatureCollection, a Feature or a bare geometry. Numbers that are not
/// finite, positions out of range, duplicate members, open rings, foreign coordinate systems and anything beyond the
/// limits are refused with the line they stand on.
/// </summary>
public static class GeoJsonReader
{
    /// <summary>Longest file in bytes.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Deepest nesting.</summary>
    public const int MaxDepth = 32;

    /// <summary>Most positions in the file.</summary>
    public const int MaxPositions = 100_000;

    /// <summary>Most features in the file.</summary>
    public const int MaxFeatures = 10_000;

    /// <summary>Longest property value in bytes.</summary>
    public const int MaxValueBytes = 4096;

    /// <summary>Reads all features, or says what is wrong first.</summary>
    public static ImmutableArray<GeoJsonFeature> Read(ReadOnlySpan<byte> json, out GeoJsonProblem? problem)
    {
        problem = null;
        if (json.Length > MaxBytes)
        {
            problem = new GeoJsonProblem(
                1, FormattableString.Invariant($"expected at most {MaxBytes} bytes, got {json.Length}"));
            return [];
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            var parser = new Parser();
            reader.Read();
            var features = parser.Collection(ref reader);
            if (reader.Read())
            {
                throw new JsonException("expected the end of the file");
            }

            // While parsing, a feature's place is its byte offset; only whole files pay for the counting of lines.
            var lines = ImmutableArray.CreateBuilder<GeoJsonFeature>(features.Length);
            foreach (var feature in features)
            {
                lines.Add(feature with { Line = LineOf(json, feature.Line) });
            }

            return lines.ToImmutable();
        }
        catch (GeoJsonException wrong)
        {
            problem = new GeoJsonProblem(LineOf(json, reader.TokenStartIndex), wrong.Message);
        }
        catch (InvalidOperationException)
        {
            // The framework's reader says so when a text is not UTF-8, or an escape is half a surrogate pair.
            problem = new GeoJsonProblem(LineOf(json, reader.TokenStartIndex), "not JSON: a text is not valid UTF-8");
        }
        catch (JsonException wrong)
        {
            var words = wrong.Message.Split(" LineNumber:", 2)[0];
            problem = new GeoJsonProblem(LineOf(json, reader.BytesConsumed), $"not JSON: {words}");
        }

        return [];
    }

    private static int LineOf(ReadOnlySpan<byte> json, long at) =>
        1 + json[..(int)Math.Min(at, json.Length)].Count((byte)'\n');

    private sealed class GeoJsonException(string message) : Exception(message);

    /// <summary>
    /// One pass over the tokens; members may stand in any order, so a geometry's type may come after its numbers.
    /// </summary>
    private sealed class Parser
    {
        private int positions;

        public ImmutableArray<GeoJsonFeature> Collection(ref Utf8JsonReader reader)
        {
            var type = Peek(reader, "type");
            switch (type)
            {
                case "FeatureCollection":
                    return Features(ref reader);
                case "Feature":
                    return [Feature(ref reader)];
                case "Point" or "LineString" or "MultiLineString" or "Polygon" or "MultiPolygon":
                    return [FromGeometry(string.Empty, 0, Geometry(ref reader), [])];
                default:
                    throw new GeoJsonException(
                        $"type: expected FeatureCollection, Feature or a geometry, got {type ?? "none"}");
            }
        }

        /// <summary>The text of a member of the object at hand, read ahead on a copy of the reader.</summary>
        private static string? Peek(Utf8JsonReader ahead, string name)
        {
            Expect(ahead.TokenType == JsonTokenType.StartObject, "an object", ahead);
            while (ahead.Read() && ahead.TokenType == JsonTokenType.PropertyName)
            {
                var hit = ahead.ValueTextEquals(name);
                ahead.Read();
                if (hit)
                {
                    return ahead.TokenType == JsonTokenType.String ? ahead.GetString() : null;
                }

                ahead.Skip();
            }

            return null;
        }

        private ImmutableArray<GeoJsonFeature> Features(ref Utf8JsonReader reader)
        {
            var features = ImmutableArray.CreateBuilder<GeoJsonFeature>();
            var seen = new HashSet<string>(StringComparer.Ordinal);
            while (NextMember(ref reader, seen, out var name))
            {
                if (name == "crs")
                {
                    ReferenceSystem(ref reader);
                    continue;
                }

                if (name != "features")
                {
                    reader.Skip();
                    continue;
                }

                Expect(reader.TokenType == JsonTokenType.StartArray, "an array of features", reader);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    Expect(features.Count < MaxFeatures, $"at most {MaxFeatures} features", reader);
                    features.Add(Feature(ref reader));
                }
            }

            Expect(seen.Contains("features"), "a member features", reader);
            return features.ToImmutable();
        }

        /// <summary>
        /// The 2008 edition of the format let files name their coordinate system, and common tools still write the
        /// name of the only one that is left: WGS 84, longitude first.
        /// </summary>
        private static void ReferenceSystem(ref Utf8JsonReader reader)
        {
            var members = 0;
            var name = string.Empty;
            var end = reader.CurrentDepth;
            while (reader.Read() && reader.CurrentDepth > end)
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    members++;
                }
                else if (reader.TokenType == JsonTokenType.String && reader.CurrentDepth == end + 2)
                {
                    name = reader.GetString();
                }
            }

            // A type, the properties, and in them the name.
            Expect(
                members == 3 && name is "urn:ogc:def:crs:OGC:1.3:CRS84" or "urn:ogc:def:crs:OGC::CRS84",
                "WGS 84 without a crs member, or with urn:ogc:def:crs:OGC:1.3:CRS84",
                reader);
        }

        private GeoJsonFeature Feature(ref Utf8JsonReader reader)
        {
            var type = Peek(reader, "type");
            Expect(type == "Feature", "type Feature", reader);
            var start = reader.TokenStartIndex;
            var (id, seen) = (string.Empty, new HashSet<string>(StringComparer.Ordinal));
            Geometry? geometry = null;
            ImmutableArray<KeyValuePair<string, string>> properties = [];
            while (NextMember(ref reader, seen, out var name))
            {
                switch (name)
                {
                    case "geometry":
                        geometry = Geometry(ref reader);
                        break;
                    case "properties":
                        properties = Properties(ref reader);
                        break;
                    case "id":
                        id = Text(reader);
                        break;
                    default:
                        reader.Skip();
                        break;
                }
            }

            Expect(geometry is not null, "a geometry in the feature", reader);
            var feature = FromGeometry(id, 0, geometry!, properties);
            return feature with { Id = id.Length > 0 ? id : feature.Property("id") ?? string.Empty, Line = (int)start };
        }

        private static ImmutableArray<KeyValuePair<string, string>> Properties(ref Utf8JsonReader reader)
        {
            if (reader.TokenType == JsonTokenType.Null)
            {
                return [];
            }

            Expect(reader.TokenType == JsonTokenType.StartObject, "properties as an object or null", reader);
            var found = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
            var seen = new HashSet<string>(StringComparer.Ordinal);
            while (NextMember(ref reader, seen, out var name))
            {
                Expect(
                    reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject),
                    $"property {name} as a text, number or truth value",
                    reader);
                found.Add(new(name, Text(reader)));
            }

            return found.ToImmutable();
        }

        private Geometry Geometry(ref Utf8JsonReader reader)
        {
            var type = Peek(reader, "type");
            var seen = new HashSet<string>(StringComparer.Ordinal);
            Geometry? geometry = null;
            while (NextMember(ref reader, seen, out var name))
            {
                if (name == "coordinates")
                {
                    geometry = Coordinates(ref reader, type);
                }
                else
                {
                    reader.Skip();
                }
            }

            Expect(geometry is not null, "coordinates in the geometry", reader);
            return geometry!;
        }

        private Geometry Coordinates(ref Utf8JsonReader reader, string? type)
        {
            switch (type)
            {
                case "Point":
                    return new Geometry(GeoJsonKind.Point, Position(ref reader), [], []);
                case "LineString":
                    return new Geometry(GeoJsonKind.Line, default, [Positions(ref reader, 2)], []);
                case "MultiLineString":
                    var lines = List(ref reader, (ref Utf8JsonReader part) => Positions(ref part, 2));
                    return new Geometry(GeoJsonKind.Line, default, lines, []);
                case "Polygon":
                    return new Geometry(GeoJsonKind.Polygon, default, [], [Polygon(ref reader)]);
                case "MultiPolygon":
                    return new Geometry(GeoJsonKind.Polygon, default, [], List(ref reader, Polygon));
                default:
                    throw new GeoJsonException(
                        "geometry: expected Point, LineString, MultiLineString, Polygon or MultiPolygon, got "
                        + (type ?? "none"));
            }
        }

        private GeoPolygon Polygon(ref Utf8JsonReader reader)
        {
            var rings = List(ref reader, (ref Utf8JsonReader part) => Ring(ref part));
            Expect(rings.Length > 0, "a ring in the polygon", reader);
            return new GeoPolygon(rings[0], rings[1..]);
        }

        private ImmutableArray<GeoPoint> Ring(ref Utf8JsonReader reader)
        {
            var ring = Positions(ref reader, 4);
            Expect(ring[0] == ring[^1], "a ring whose last position is its first", reader);
            return ring[..^1];
        }

        private ImmutableArray<GeoPoint> Positions(ref Utf8JsonReader reader, int least)
        {
            var points = List(ref reader, Position);
            Expect(points.Length >= least, FormattableString.Invariant($"at least {least} positions"), reader);
            return points;
        }

        private GeoPoint Position(ref Utf8JsonReader reader)
        {
            Expect(reader.TokenType == JsonTokenType.StartArray, "a position as [longitude, latitude]", reader);
            Expect(++positions <= MaxPositions, $"at most {MaxPositions} positions", reader);
            Span<double> numbers = stackalloc double[3];
            var count = 0;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                Expect(count < 3 && reader.TokenType == JsonTokenType.Number, "two or three numbers", reader);
                Expect(
                    reader.TryGetDouble(out var number) && double.IsFinite(number), "a finite number", reader);
                numbers[count++] = number;
            }

            Expect(count >= 2, "two or three numbers", reader);
            Expect(
                GeoPoint.TryFromDegrees(latitudeDeg: numbers[1], longitudeDeg: numbers[0], out var point),
                FormattableString.Invariant(
                    $"longitude -180..180 and then latitude -90..90, and not {numbers[0]}, {numbers[1]}"),
                reader);
            return point;
        }

        private delegate T PartReader<out T>(ref Utf8JsonReader reader);

        private static ImmutableArray<T> List<T>(ref Utf8JsonReader reader, PartReader<T> part)
        {
            Expect(reader.TokenType == JsonTokenType.StartArray, "an array", reader);
            var list = ImmutableArray.CreateBuilder<T>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                list.Add(part(ref reader));
            }

            return list.ToImmutable();
        }

        /// <summary>
        /// Goes to the value of the next member; false at the end of the object. The same name twice is refused.
        /// </summary>
        private static bool NextMember(ref Utf8JsonReader reader, HashSet<string> seen, out string name)
        {
            if (seen.Count == 0)
            {
                Expect(reader.TokenType == JsonTokenType.StartObject, "an object", reader);
            }

            reader.Read();
            name = string.Empty;
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                return false;
            }

            name = reader.GetString()!;
            Expect(seen.Add(name), $"member {name} once", reader);
            reader.Read();
            return true;
        }

        private static string Text(in Utf8JsonReader reader)
        {
            Expect(reader.ValueSpan.Length <= MaxValueBytes, $"a value of at most {MaxValueBytes} bytes", reader);
            return reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString()!,
                JsonTokenType.Null => string.Empty,
                _ => Encoding.UTF8.GetString(reader.ValueSpan),
            };
        }

        private static GeoJsonFeature FromGeometry(
            string id, int line, Geometry geometry, ImmutableArray<KeyValuePair<string, string>> properties) =>
            new(id, line, geometry.Kind, geometry.Point, geometry.Lines, geometry.Polygons, properties);

        private static void Expect(bool condition, string expected, in Utf8JsonReader reader)
        {
            if (!condition)
            {
                var got = reader.TokenType is JsonTokenType.Number or JsonTokenType.String or JsonTokenType.PropertyName
                    ? Encoding.UTF8.GetString(reader.ValueSpan[..Math.Min(40, reader.ValueSpan.Length)])
                    : reader.TokenType.ToString();
                throw new GeoJsonException(
                    string.Create(CultureInfo.InvariantCulture, $"expected {expected}, got {got}"));
            }
        }
    }

    private sealed record Geometry(
        GeoJsonKind Kind,
        GeoPoint Point,
        ImmutableArray<ImmutableArray<GeoPoint>> Lines,
        ImmutableArray<GeoPolygon> Polygons);
}
