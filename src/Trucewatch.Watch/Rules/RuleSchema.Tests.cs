using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Trucewatch.Domain.Agreements;
using Trucewatch.Tests.House;
using Trucewatch.Watch.Exceptions;
using Xunit;

namespace Trucewatch.Watch.Rules;

/// <summary>
/// The published schema against the readers of rules and exceptions: a reader that is given a term which nobody knows
/// lists the terms that it asked for, and these have to be the definition's, at every depth.
/// </summary>
public sealed partial class RuleSchemaTests
{
    private const string Unknown = "zzz";

    private static readonly Agreement Sound = RuleCases.Read("kind: fire\nclasses: [fire]").Agreement!;

    public static TheoryData<string> Kinds => [.. RuleKinds.All.Select(kind => kind.Id)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_has_the_terms_of_its_reader(string kind) =>
        Assert.Empty(new Walk(Schema()).OfRule(kind));

    [Fact]
    public void Exceptions_have_the_terms_of_their_reader() => Assert.Empty(new Walk(Schema()).OfExceptions());

    [Fact]
    public void Every_closed_definition_is_read_by_somebody()
    {
        var walk = new Walk(Schema());
        _ = RuleKinds.All.SelectMany(kind => walk.OfRule(kind.Id)).Concat(walk.OfExceptions()).Count();
        walk.Seen.UnionWith(PackTerms.All.Select(terms => terms.Name));
        Assert.Empty(walk.Closed().Except(walk.Seen));
    }

    [Theory]
    [InlineData("fire", "\"apart\"", "\"asunder\"")]
    [InlineData("ceiling", "\"except\": {\"$ref\"", "\"expect\": {\"$ref\"")]
    [InlineData("weapons-register", "\"count\": {\"type\": \"integer\"", "\"number\": {\"type\": \"integer\"")]
    [InlineData("works", "{\"$ref\": \"#/$defs/known-work\"}", "{\"type\": \"string\"}")]
    [InlineData("works", "\"grown_word\": {", "\"grown_word\": {\"$ref\": \"#/$defs/who\"}, \"old\": {")]
    [InlineData(
        "fire", "\"rule-fire\": {\n      \"type\": \"object\",\n      \"additionalProperties\": false",
        "\"rule-fire\": {\n      \"type\": \"object\",\n      \"additionalProperties\": true")]
    public void A_planted_difference_is_seen(string kind, string from, string to)
    {
        Assert.Contains(from, Schema(), StringComparison.Ordinal);
        Assert.NotEmpty(new Walk(Schema().Replace(from, to, StringComparison.Ordinal)).OfRule(kind));
    }

    private static string Schema() => File
        .ReadAllText(Path.Combine(RepositoryTree.Root, "agreements", "agreement.schema.json"))
        .ReplaceLineEndings("\n");

    private static List<string> MessagesOfRule(string kind, string settings)
    {
        var clause = Sound.Clauses[0];
        var problems = new List<PackProblem>();
        var reading = clause.Readings[0] with { Settings = Map(settings) };
        _ = RuleKinds.Find(kind)!.Compile(new RuleSource(Sound, clause, reading, new SectorSettings(), problems));
        return [.. problems.Select(problem => problem.Message)];
    }

    private static List<string> MessagesOfException(string text)
    {
        var problems = new List<PackProblem>();
        _ = ExceptionBook.Compile(Sound with { Sections = Map($"exceptions: [{{{text}}}]") }, problems);
        return [.. problems.Select(problem => problem.Message)];
    }

    private static PackNode.Mapping Map(string yaml) =>
        (PackNode.Mapping)PackYaml.Read("x", Encoding.UTF8.GetBytes(yaml), new ProblemList())!;

    [GeneratedRegex($"{Unknown}: expected one of (.*), got '{Unknown}'$")]
    private static partial Regex Listing();

    private sealed class Walk(string schema)
    {
        private readonly JsonElement definitions = JsonDocument.Parse(schema).RootElement.GetProperty("$defs");

        public HashSet<string> Seen { get; } = [];

        public IEnumerable<string> Closed() => definitions.EnumerateObject()
            .Where(definition => IsClosed(definition.Value)).Select(definition => definition.Name);

        public List<string> OfRule(string kind) =>
            Of($"rule-{kind}", inner => MessagesOfRule(kind, inner));

        public List<string> OfExceptions() => Of("exception", MessagesOfException);

        private static bool IsClosed(JsonElement definition) =>
            definition.TryGetProperty("additionalProperties", out var more) && !more.GetBoolean();

        /// <summary>The differences between a definition and what a reader asks for, and so on within it.</summary>
        private List<string> Of(string name, Func<string, List<string>> read)
        {
            Seen.Add(name);
            var definition = definitions.GetProperty(name);
            var properties = definition.GetProperty("properties").EnumerateObject()
                .Where(property => property.Name != "kind" || name == "exception").ToList();
            var differences = new List<string>();
            var published = properties.Select(property => property.Name).Order(StringComparer.Ordinal);
            var asked = Asked(read($"{Unknown}: 1")) ?? [];
            if (!asked.SequenceEqual(published) || !IsClosed(definition))
            {
                differences.Add($"{name}: asked {string.Join(' ', asked)}, published {string.Join(' ', published)}");
            }

            foreach (var property in properties)
            {
                List<string> OfMap(string inner) => read($"{property.Name}: {{{inner}}}");
                List<string> OfList(string inner) => read($"{property.Name}: [{{{inner}}}]");
                var isMap = Asked(OfMap($"{Unknown}: 1")) is not null;
                var isList = Asked(OfList($"{Unknown}: 1")) is not null;
                var inner = Inner(property.Value, isList);
                if ((inner is not null) != (isMap || isList))
                {
                    var whose = inner is null ? "reader" : "schema";
                    differences.Add($"{name}.{property.Name}: a map for the {whose} only");
                }
                else if (inner is not null)
                {
                    differences.AddRange(Of(inner, isList ? OfList : OfMap));
                }
            }

            return differences;
        }

        /// <summary>The closed definition that a property refers to, itself or for its items.</summary>
        private string? Inner(JsonElement property, bool isList)
        {
            var at = isList && property.TryGetProperty("items", out var items) ? items : property;
            var name = at.TryGetProperty("$ref", out var to) ? to.GetString()!["#/$defs/".Length..] : "";
            return definitions.TryGetProperty(name, out var definition) && IsClosed(definition) ? name : null;
        }

        private static List<string>? Asked(List<string> messages) =>
            messages.Select(message => Listing().Match(message)).FirstOrDefault(match => match.Success) is { } found
                ? [.. found.Groups[1].Value.Split(", ").Distinct().Order(StringComparer.Ordinal)]
                : null;
    }
}
