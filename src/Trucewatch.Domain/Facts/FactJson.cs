using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trucewatch.Domain.Facts;

/// <summary>
/// The one byte form of a fact: what is stored, committed to in the log and hashed. Members stand in declared order,
/// numbers in the shortest form that reads back the same, so that equal facts have equal bytes on every machine.
/// </summary>
public static class FactJson
{
    /// <summary>The fact as UTF-8 JSON.</summary>
    public static byte[] Write(Fact fact) =>
        JsonSerializer.SerializeToUtf8Bytes(fact, FactJsonContext.Default.Fact);

    /// <summary>Reads a fact back.</summary>
    /// <exception cref="JsonException">The bytes are not a fact, or have members that a fact has not.</exception>
    public static Fact Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, FactJsonContext.Default.Fact)
        ?? throw new JsonException("expected a fact, got null");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(Fact))]
internal sealed partial class FactJsonContext : JsonSerializerContext;
