using System.Text.Json;

namespace Trucewatch.SystemTests.Floor;

/// <summary>
/// Finds numbers and lists of incidents that stand without what was watched while they were counted. A number is one by
/// its name, a list by what its items are; an object that has any of them has a member <c>coverage</c> or
/// <c>exposure</c> beside it.
/// </summary>
internal static class NumbersOfIncidents
{
    private static readonly string[] beside = ["coverage", "exposure"];

    /// <summary>Walks an answer.</summary>
    /// <param name="answer">Any JSON.</param>
    /// <param name="path">Where it stands, for the findings.</param>
    public static IEnumerable<string> WithoutCoverage(JsonElement answer, string path)
    {
        if (answer.ValueKind == JsonValueKind.Array)
        {
            return answer.EnumerateArray().SelectMany((item, index) => WithoutCoverage(item, $"{path}[{index}]"));
        }

        if (answer.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var has = beside.Any(name => answer.TryGetProperty(name, out var found)
            && found.ValueKind == JsonValueKind.Object);
        return answer.EnumerateObject()
            .Where(member => !has && IsCounted(member))
            .Select(member => $"{path}.{member.Name}")
            .Concat(answer.EnumerateObject().SelectMany(member =>
                WithoutCoverage(member.Value, $"{path}.{member.Name}")));
    }

    /// <summary>Walks the schemas of an OpenAPI document: what an answer may have, whether one had it or not.</summary>
    public static IEnumerable<string> InSchemas(JsonElement document)
    {
        foreach (var schema in document.GetProperty("components").GetProperty("schemas").EnumerateObject())
        {
            if (!schema.Value.TryGetProperty("properties", out var properties))
            {
                continue;
            }

            var required = schema.Value.TryGetProperty("required", out var names)
                ? names.EnumerateArray().Select(name => name.GetString()).ToList()
                : [];
            foreach (var member in properties.EnumerateObject())
            {
                if ((IsNumberSchema(member) || IsListSchema(member.Value)) && !beside.Any(required.Contains))
                {
                    yield return $"{schema.Name}.{member.Name}";
                }
            }
        }
    }

    private static bool IsCounted(JsonProperty member) =>
        (member.Value.ValueKind == JsonValueKind.Number && IsName(member.Name))
        || (member.Value.ValueKind == JsonValueKind.Array && member.Value.EnumerateArray().Any(item =>
            item.ValueKind == JsonValueKind.Object && item.TryGetProperty("clause", out _)
            && item.TryGetProperty("actors", out _)));

    private static bool IsNumberSchema(JsonProperty member) =>
        IsName(member.Name) && member.Value.TryGetProperty("type", out var type)
        && type.GetRawText() is var text && (text.Contains("integer", StringComparison.Ordinal)
            || text.Contains("number", StringComparison.Ordinal));

    private static bool IsListSchema(JsonElement value) => value.TryGetProperty("items", out var items)
        && items.TryGetProperty("$ref", out var of)
        && of.GetString()!.Contains("/Incident", StringComparison.Ordinal);

    private static bool IsName(string name) =>
        name.Contains("incident", StringComparison.OrdinalIgnoreCase) || name is "count" or "total";
}
