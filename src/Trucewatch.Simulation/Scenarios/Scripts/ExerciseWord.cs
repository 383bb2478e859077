using System.Text.Json;
using System.Text.Json.Serialization;
using Trucewatch.Domain;

namespace Trucewatch.Simulation.Scenarios.Scripts;

/// <summary>Which exercise a record is of.</summary>
/// <param name="Scenario">Id of the scenario.</param>
/// <param name="Seed">Its seed.</param>
public sealed record ExerciseBegin(string Scenario, ulong Seed);

/// <summary>The watch says that it has seen an incident.</summary>
/// <param name="Incident">Id of the incident.</param>
/// <param name="By">Audience of who says so.</param>
public sealed record Acknowledgement(string Incident, string By);

/// <summary>
/// A word of the exercise's direction or of its watch, as it stands in the record beside the wire bytes: the first one
/// begins the exercise, the others put acts in or acknowledge incidents. Exactly one of the three stands in each.
/// </summary>
/// <param name="Format">1.</param>
/// <param name="Begins">The exercise begins.</param>
/// <param name="Injects">An act is put in.</param>
/// <param name="Acknowledges">An incident is acknowledged.</param>
public sealed record ExerciseWord(
    int Format, ExerciseBegin? Begins = null, Injection? Injects = null, Acknowledgement? Acknowledges = null)
{
    /// <summary>Longest word in bytes.</summary>
    public const int MaxBytes = 4096;

    /// <summary>The word as UTF-8 JSON on one line.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, ExerciseWordJson.Default.ExerciseWord);

    /// <summary>Reads a word, or gives null: it is none.</summary>
    public static ExerciseWord? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return json.Length <= MaxBytes
                && JsonSerializer.Deserialize(json, ExerciseWordJson.Default.ExerciseWord) is { Format: 1 } word
                && word.Parts == 1 && word.Injects?.Problem() is null
                ? word
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private int Parts => (Begins is null ? 0 : 1) + (Injects is null ? 0 : 1) + (Acknowledges is null ? 0 : 1);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 8)]
[JsonSerializable(typeof(ExerciseWord))]
internal sealed partial class ExerciseWordJson : JsonSerializerContext;
