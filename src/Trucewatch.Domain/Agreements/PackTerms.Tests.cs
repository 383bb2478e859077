using System.Text.Json;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Domain.Agreements;

public sealed class PackTermsTests
{
    [Fact]
    public void The_published_schema_has_the_terms_of_the_parser()
    {
        Assert.Empty(Differences(Schema()));
    }

    [Theory]
    [InlineData("\"severity\": {\"enum\"", "\"severety\": {\"enum\"")]
    [InlineData("\"required\": [\"line\", \"measure\", \"part\"]", "\"required\": [\"line\", \"part\"]")]
    [InlineData("\"held_by\": {", "\"believed_by\": {}, \"held_by\": {")]
    [InlineData("\"circle\": {\n", "\"disc\": {\n")]
    public void A_planted_difference_is_seen(string from, string to)
    {
        var schema = Schema();
        Assert.Contains(from, schema, StringComparison.Ordinal);
        Assert.NotEmpty(Differences(schema.Replace(from, to, StringComparison.Ordinal)));
    }

    private static string Schema() => File
        .ReadAllText(Path.Combine(RepositoryTree.Root, "agreements", "agreement.schema.json"))
        .ReplaceLineEndings("\n");

    /// <summary>
    /// Each set of terms needs its definition. RuleSchema.Tests.cs holds that other closed definitions have a reader.
    /// </summary>
    private static List<string> Differences(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        var definitions = document.RootElement.GetProperty("$defs");
        var differences = new List<string>();
        foreach (var terms in PackTerms.All)
        {
            if (!definitions.TryGetProperty(terms.Name, out var definition))
            {
                differences.Add($"{terms.Name}: no definition");
                continue;
            }

            var isOpen = !definition.TryGetProperty("additionalProperties", out var more) || more.GetBoolean();
            var properties = definition.GetProperty("properties").EnumerateObject().Select(each => each.Name);
            var required = definition.GetProperty("required").EnumerateArray().Select(each => each.GetString()!);
            Compare(terms.Name, "terms", terms.All, properties);
            Compare(terms.Name, "required terms", terms.Required, required);
            if (isOpen != terms.IsOpen)
            {
                differences.Add($"{terms.Name}: open {terms.IsOpen} and {isOpen}");
            }
        }

        return differences;

        void Compare(string name, string what, IEnumerable<string> parser, IEnumerable<string> published)
        {
            var (a, b) = (parser.Order(StringComparer.Ordinal), published.Order(StringComparer.Ordinal));
            if (!a.SequenceEqual(b, StringComparer.Ordinal))
            {
                differences.Add($"{name}: {what} {string.Join(' ', a)} and {string.Join(' ', b)}");
            }
        }
    }
}
