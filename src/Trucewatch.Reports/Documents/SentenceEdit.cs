using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trucewatch.Reports.Documents;

/// <summary>A change that a person made to a sentence; what stood there stays in the report.</summary>
/// <param name="Sentence">Id of the sentence.</param>
/// <param name="Was">What the program wrote: the change holds for nothing else.</param>
/// <param name="Is">What stands there instead.</param>
/// <param name="By">Who changed it.</param>
/// <param name="Why">Why.</param>
public sealed record SentenceEdit(string Sentence, string Was, string Is, string By, string Why)
{
    /// <summary>Most bytes of a file of changes.</summary>
    public const int MaxFileBytes = 1 << 20;

    /// <summary>Reads a file of changes: one JSON object a line.</summary>
    /// <exception cref="FormatException">A line is no change; the message says which and why.</exception>
    public static ImmutableArray<SentenceEdit> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var edits = ImmutableArray.CreateBuilder<SentenceEdit>();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.Trim().Length > 0)
            {
                edits.Add(ReadLine(line, number));
            }
        }

        return edits.ToImmutable();
    }

    private static SentenceEdit ReadLine(string line, int number)
    {
        var place = FormattableString.Invariant($"line {number}");
        try
        {
            var edit = JsonSerializer.Deserialize(line, EditJson.Default.SentenceEdit);
            return edit is { Sentence: not null, Was: not null } && Has(edit.Is) && Has(edit.By) && Has(edit.Why)
                ? edit
                : throw new FormatException(
                    $"{place}: expected sentence, was, is, by and why, each with words, got less");
        }
        catch (JsonException problem)
        {
            throw new FormatException($"{place}: expected a JSON object, got {problem.Message}", problem);
        }
    }

    private static bool Has(string? text) => !string.IsNullOrWhiteSpace(text);
}

/// <summary>The JSON form of changes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SentenceEdit))]
internal sealed partial class EditJson : JsonSerializerContext;
