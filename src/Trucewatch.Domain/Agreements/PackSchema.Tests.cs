using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Domain.Agreements;

/// <summary>The bundled packs against the published schema, by the keywords that it uses.</summary>
public sealed class PackSchemaTests
{
    private static readonly JsonElement Schema = JsonDocument.Parse(File.ReadAllText(
        Path.Combine(RepositoryTree.Root, "agreements", "agreement.schema.json"))).RootElement;

    public static TheoryData<string> Packs =>
    [
        .. Directory.EnumerateDirectories(Path.Combine(RepositoryTree.Root, "agreements"))
            .Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Packs))]
    public void The_schema_takes_the_bundled_packs(string name)
    {
        var yaml = PackExample.Bundled(name).Find(AgreementPack.MainFile)!.Bytes.Span;
        Assert.Null(Refusal(PackYaml.Read("x", yaml, new ProblemList())!));
    }

    [Theory]
    [InlineData("dwell_s: 30", "dwell_s: 30", null)]
    [InlineData("dwell_s: 30", "dwel_s: 30", "clauses.1.rule.dwel_s")]
    [InlineData("dwell_s: 30", "dwell_s: soon", "clauses.1.rule.dwell_s")]
    [InlineData("dwell_s: 30", "first_seen_inside: maybe", "clauses.1.rule.first_seen_inside")]
    [InlineData("roles: [forces]", "rolls: [forces]", "clauses.1.rule.who.rolls")]
    [InlineData("settings: {dwell_s: 600}", "settings: {dwel_s: 600}", "clauses.1.readings.2.settings.dwel_s")]
    [InlineData("kind: zone-entry", "kind: zone-entree", "clauses.1.rule.kind")]
    [InlineData("zones: [west-zone]", "p_leave: 0.05", "clauses.1.rule: zones")]
    [InlineData("measure: per-side", "measure: width", "zones.1.buffer")]
    [InlineData("severity: 3", "severity: 5", "clauses.1.severity")]
    [InlineData("radius_m: 5000", "radius_m: 0", "zones.2.circle.radius_m")]
    public void What_is_wrong_is_refused_at_its_place(string from, string to, string? where)
    {
        var yaml = Encoding.UTF8.GetBytes(PackExample.With(from, to));
        Assert.Equal(where, Refusal(PackYaml.Read("x", yaml, new ProblemList())!));
    }

    /// <summary>The path of the first node that the schema refuses, or null.</summary>
    private static string? Refusal(PackNode node) => Refusal(Schema, node, "");

    private static string? Refusal(JsonElement schema, PackNode node, string path)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return schema.GetBoolean() ? null : path;
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            if (Refusal(schema, keyword.Name, keyword.Value, node, path) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private static string? Refusal(
        JsonElement schema, string keyword, JsonElement value, PackNode node, string path) => keyword switch
    {
        "$schema" or "$id" or "$defs" or "title" or "description" or "then" or "uniqueItems" => null,
        "$ref" => Refusal(Schema.GetProperty("$defs").At(value.GetString()!["#/$defs/".Length..]), node, path),
        "allOf" => First(value.EnumerateArray(), each => Refusal(each, node, path)),
        "anyOf" => value.EnumerateArray().Any(each => Refusal(each, node, path) is null) ? null : path,
        "oneOf" => value.EnumerateArray().Count(each => Refusal(each, node, path) is null) == 1 ? null : path,
        "not" => Refusal(value, node, path) is null ? path : null,
        "if" => Refusal(value, node, path) is null ? Refusal(schema.GetProperty("then"), node, path) : null,
        "type" => Types(value).Any(type => IsOf(type, node)) ? null : path,
        "const" => node is PackNode.Scalar text && text.Text == Word(value) ? null : path,
        "enum" => node is PackNode.Scalar text && value.EnumerateArray().Any(each => text.Text == Word(each))
            ? null : path,
        "pattern" => node is not PackNode.Scalar text || Regex.IsMatch(text.Text, value.GetString()!) ? null : path,
        "minLength" => node is not PackNode.Scalar text || text.Text.Length >= value.GetInt32() ? null : path,
        "minimum" => node is not PackNode.Scalar text || Number(text.Text) >= value.GetDouble() ? null : path,
        "maximum" => node is not PackNode.Scalar text || Number(text.Text) <= value.GetDouble() ? null : path,
        "minItems" => node is not PackNode.Sequence list || list.Items.Length >= value.GetInt32() ? null : path,
        "maxItems" => node is not PackNode.Sequence list || list.Items.Length <= value.GetInt32() ? null : path,
        "items" => node is not PackNode.Sequence list ? null : First(
            list.Items.Index(), item => Refusal(value, item.Item, Joined(path, Text(item.Index + 1)))),
        "required" => node is not PackNode.Mapping map ? null : First(
            value.EnumerateArray(), name => map.Find(name.GetString()!) is null ? $"{path}: {name}" : null),
        "properties" => node is not PackNode.Mapping map ? null : First(
            map.Entries, entry => value.TryGetProperty(entry.Key, out var own)
                ? Refusal(own, entry.Value, Joined(path, entry.Key)) : null),
        "additionalProperties" => node is not PackNode.Mapping map ? null : First(
            map.Entries, entry => schema.TryGetProperty("properties", out var own)
                && own.TryGetProperty(entry.Key, out _) ? null : Refusal(value, entry.Value, Joined(path, entry.Key))),
        _ => throw new InvalidOperationException($"the schema's keyword {keyword} is not known here"),
    };

    private static string? First<T>(IEnumerable<T> all, Func<T, string?> refusal) =>
        all.Select(refusal).FirstOrDefault(found => found is not null);

    private static IEnumerable<string> Types(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray().Select(type => type.GetString()!)
        : [value.GetString()!];

    private static bool IsOf(string type, PackNode node) => (type, node) switch
    {
        ("object", PackNode.Mapping) or ("array", PackNode.Sequence) or ("string", PackNode.Scalar) => true,
        ("number", PackNode.Scalar scalar) => !double.IsNaN(Number(scalar.Text)),
        ("integer", PackNode.Scalar scalar) => double.IsInteger(Number(scalar.Text)),
        ("boolean", PackNode.Scalar scalar) => scalar.Text is "true" or "false",
        _ => false,
    };

    private static string Word(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static double Number(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Joined(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}

/// <summary>Goes down by the names of a pointer.</summary>
internal static class SchemaPointer
{
    public static JsonElement At(this JsonElement element, string pointer) =>
        pointer.Split('/').Aggregate(element, (at, name) => at.GetProperty(name));
}
