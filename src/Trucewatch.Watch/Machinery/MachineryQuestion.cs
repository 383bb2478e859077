using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Watch.Cases;

namespace Trucewatch.Watch.Machinery;

/// <summary>A question to a part of the machinery: its word, plain words, and names with values.</summary>
internal sealed class MachineryQuestion
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    public MachineryQuestion(string text)
    {
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            var at = word.IndexOf('=', StringComparison.Ordinal);
            if (at > 0)
            {
                values[word[..at]] = word[(at + 1)..];
            }
            else
            {
                Plain = Plain.Add(word);
            }
        }
    }

    /// <summary>The words without a value, in order.</summary>
    public ImmutableArray<string> Plain { get; } = [];

    /// <summary>Names in the order of the alphabet.</summary>
    public IEnumerable<string> Names => values.Keys.Order(StringComparer.Ordinal);

    public string? Text(string name) => values.GetValueOrDefault(name);

    /// <summary>A list with commas; empty for <c>none</c> or nothing.</summary>
    public ImmutableArray<string> List(string name) =>
        Text(name) is { } text && text != "none" ? [.. text.Split(',')] : [];

    public Instant? Time(string name) => Text(name) is { } text && Instant.TryParse(text, out var at) ? at : null;

    /// <summary>Runs a case: what is asked, and the answer that is expected, word for word.</summary>
    public static string? Run(Agreement agreement, string given, string wanted)
    {
        var word = given.Split(' ', 2)[0];
        var problems = new List<PackProblem>();
        var book = MachineryBook.Compile(agreement, problems);
        if (problems.Count > 0)
        {
            return problems[0].ToString();
        }

        if (book.Find(word) is not { } part)
        {
            return $"expected a section of the machinery that answers '{word}', got none";
        }

        var got = part.Answer(new MachineryQuestion(given));
        return got is null ? $"{given}: this is no question that the section can answer"
            : got == wanted ? null
            : $"{given}: expected {wanted}, got {got}";
    }
}
