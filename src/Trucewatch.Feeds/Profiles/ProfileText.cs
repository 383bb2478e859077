using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trucewatch.Feeds.Profiles;

/// <summary>A profile as it is written; <see cref="ProfileReader"/> checks what it says.</summary>
internal sealed record ProfileText(
    [property: JsonRequired] int Profile,
    [property: JsonRequired] string Name,
    [property: JsonRequired] string Says,
    [property: JsonRequired] Dictionary<string, FieldText> Fields,
    string? IdScheme = null,
    string? HeightReference = null,
    string? ReporterKind = null,
    string[]? Absent = null,
    string? Delimiter = null,
    string[]? Columns = null,
    bool Exercise = false);

/// <summary>A field as it is written.</summary>
internal sealed record FieldText(
    [property: JsonConverter(typeof(TextOrTexts))] string[]? From = null,
    string? Value = null,
    double? Times = null,
    double? Plus = null,
    Dictionary<string, string>? Words = null,
    string? Form = null,
    string? Offset = null);

/// <summary>One text, or a list of them.</summary>
internal sealed class TextOrTexts : JsonConverter<string[]>
{
    /// <inheritdoc/>
    public override string[] Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return [reader.GetString()!];
        }

        var texts = new List<string>();
        while (reader.TokenType == JsonTokenType.StartArray || texts.Count > 0)
        {
            if (!reader.Read() || reader.TokenType == JsonTokenType.EndArray)
            {
                break;
            }

            texts.Add(reader.TokenType == JsonTokenType.String
                ? reader.GetString()!
                : throw new JsonException("expected a text, or a list of texts"));
        }

        return texts.Count > 0 ? [.. texts] : throw new JsonException("expected a text, or a list of texts");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string[] value, JsonSerializerOptions options) =>
        throw new NotSupportedException("profiles are read only");
}

/// <summary>Reads profiles strictly: what it does not know, and what stands twice, is refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    MaxDepth = 8)]
[JsonSerializable(typeof(ProfileText))]
internal sealed partial class ProfileJson : JsonSerializerContext;
