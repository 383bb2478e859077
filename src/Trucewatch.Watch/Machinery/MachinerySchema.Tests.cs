using System.Text.Json;
using Trucewatch.Domain.Agreements;
using Trucewatch.Tests.House;
using Trucewatch.Watch.Rules;
using Xunit;

namespace Trucewatch.Watch.Machinery;

/// <summary>
/// The published schema against the reader: a map with a term that nobody knows is refused with all terms that are
/// known there, and these have to be the schema's.
/// </summary>
public sealed class MachinerySchemaTests
{
    private const string Stranger = "zzz";

    private static readonly JsonElement Machinery = Schema();

    /// <summary>Each section, and the maps within its entries.</summary>
    public static TheoryData<string> Maps =>
    [
        .. MachineryKinds.All.Select(kind => kind.Section),
        "scales/classes", "recurrence/classes", "responses/cells", "bodies/members", "bodies/decisions",
        "bodies/deadlock", "gates/indicators", "gates/indicators/keep",
    ];

    [Theory]
    [MemberData(nameof(Maps))]
    public void The_schema_has_the_terms_that_the_reader_knows(string path) =>
        Assert.Equal(Known(path), Published(Machinery, path));

    [Fact]
    public void The_schema_has_the_sections_of_the_table() => Assert.Equal(
        MachineryKinds.All.Select(kind => kind.Section).Order(StringComparer.Ordinal),
        Machinery.GetProperty("properties").EnumerateObject().Select(each => each.Name)
            .Order(StringComparer.Ordinal));

    [Fact]
    public void A_planted_difference_is_seen()
    {
        var text = Machinery.GetRawText().Replace("\"daily_quota\"", "\"daily_quotas\"", StringComparison.Ordinal);
        using var planted = JsonDocument.Parse(text);
        Assert.NotEqual(Known("steps"), Published(planted.RootElement, "steps"));
    }

    private static SortedSet<string> Published(JsonElement from, string path)
    {
        foreach (var part in path.Split('/'))
        {
            from = from.GetProperty("properties").GetProperty(part);
            from = from.TryGetProperty("anyOf", out var forms) ? forms[0] : from;
            from = from.TryGetProperty("items", out var items) ? items : from;
        }

        Assert.False(from.GetProperty("additionalProperties").GetBoolean());
        return new SortedSet<string>(
            from.GetProperty("properties").EnumerateObject().Select(each => each.Name), StringComparer.Ordinal);
    }

    /// <summary>What the reader expects at a place; of indicators both kinds.</summary>
    private static SortedSet<string> Known(string path)
    {
        // Readings are resolved before an entry is read.
        var known = new SortedSet<string>(path.Contains('/') ? [] : ["readings"], StringComparer.Ordinal);
        foreach (var kind in path == "gates/indicators" ? ["measured", "attested"] : new[] { "" })
        {
            var words = kind.Length == 0 ? "" : $"kind: {kind}, ";
            var inner = $"{{{words}{Stranger}: 1}}";
            foreach (var part in path.Split('/').Reverse())
            {
                inner = part is "deadlock" or "keep" ? $"{{{part}: {inner}}}" : $"{{{part}: [{inner}]}}";
            }

            var agreement = PackExample.Read(
                $"{PackExample.Yaml}machinery: {inner}\n", ("lines.geojson", PackExample.ShortLines)).Agreement!;
            var message = RuleBook.Compile(agreement).Problems.Select(problem => problem.Message)
                .Single(text => text.EndsWith($"got '{Stranger}'", StringComparison.Ordinal));
            var from = message.IndexOf("expected one of ", StringComparison.Ordinal) + "expected one of ".Length;
            known.UnionWith(message[from..message.LastIndexOf(',')].Split(", "));
        }

        return known;
    }

    private static JsonElement Schema()
    {
        var path = Path.Combine(RepositoryTree.Root, "agreements", "agreement.schema.json");
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.GetProperty("$defs").GetProperty("pack").GetProperty("properties")
            .GetProperty("machinery").Clone();
    }
}
