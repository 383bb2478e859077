using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Watch.Cases;

namespace Trucewatch.Watch.Machinery;

/// <summary>
/// A question to a part of the machinery: its word, plain words, and names with values. A name that the part does not
/// ask for, and a value that it cannot read, are faults, so that a misspelt question never gets an answer.
/// </summary>
internal sealed class MachineryQuestion
{
    private readonly SortedDictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly List<string> asked = [];
    private readonly Queue<string> plain = [];

    public MachineryQuestion(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        CaseWord = words.FirstOrDefault() ?? "";
        foreach (var word in words.Skip(1))
        {
            var at = word.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
            {
                plain.Enqueue(word);
            }
            else if (!values.TryAdd(word[..at], word[(at + 1)..]))
            {
                Refuse(word[..at], "one value");
            }
        }
    }

    /// <summary>The word that says which section is asked.</summary>
    public string CaseWord { get; }

    /// <summary>What is wrong with the question, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>The next word without a value; empty after the last.</summary>
    public string TakeWord() => plain.TryDequeue(out var word) ? word : "";

    /// <summary>A value as it stands, or null.</summary>
    public string? Text(string name)
    {
        asked.Add(name);
        return values.GetValueOrDefault(name);
    }

    /// <summary>A value that is one of some words; null when absent.</summary>
    public string? Word(string name, IEnumerable<string> words)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (!words.Contains(text, StringComparer.Ordinal))
        {
            Refuse(name, $"one of {string.Join(", ", words)}");
        }

        return text;
    }

    /// <summary>A value that has to be there and is one of some words.</summary>
    public string Needed(string name, IEnumerable<string> words)
    {
        if (Word(name, words) is { } word)
        {
            return word;
        }

        Refuse(name, $"one of {string.Join(", ", words)}");
        return "";
    }

    /// <summary>A list with commas; empty for <c>none</c> or nothing.</summary>
    public ImmutableArray<string> List(string name) =>
        Text(name) is { } text && text != "none" ? [.. text.Split(',')] : [];

    /// <summary>A list with commas of words that are known, each once.</summary>
    public ImmutableArray<string> List(string name, IEnumerable<string> known)
    {
        var list = List(name);
        if (list.Any(word => !known.Contains(word, StringComparer.Ordinal))
            || list.Distinct(StringComparer.Ordinal).Count() != list.Length)
        {
            Refuse(name, $"each at most once of {string.Join(", ", known)}");
        }

        return list;
    }

    /// <summary>A time that may be an interval; null when absent.</summary>
    public Span? Times(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (Span.TryParse(text, out var span))
        {
            return span;
        }

        Refuse(name, "a time such as 2030-01-01T00:00:00Z, or two with / between");
        return null;
    }

    /// <summary>One time; null when absent.</summary>
    public Instant? Time(string name)
    {
        if (Times(name) is { } span && !span.IsOne)
        {
            Refuse(name, "one time");
        }

        return Times(name)?.First;
    }

    /// <summary>A whole number; null when absent.</summary>
    public int? Whole(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return value;
        }

        Refuse(name, "a whole number");
        return null;
    }

    /// <summary>Notes what is wrong with a value; the first fault counts.</summary>
    public void Refuse(string name, string expected)
    {
        var got = values.TryGetValue(name, out var text) ? $"'{text}'" : "nothing";
        Fault ??= $"{CaseWord}: {name}: expected {expected}, got {got}";
    }

    /// <summary>Notes what is wrong with a word without a value; the first fault counts.</summary>
    public void RefuseWord(string word, string expected) =>
        Fault ??= $"{CaseWord}: expected {expected}, got '{word}'";

    /// <summary>Notes words and names that nobody asked for.</summary>
    public void RefuseRest()
    {
        var names = string.Join(", ", asked.Distinct(StringComparer.Ordinal));
        foreach (var name in values.Keys)
        {
            if (!asked.Contains(name, StringComparer.Ordinal))
            {
                RefuseWord(name, names.Length == 0 ? "no names" : $"one of {names}");
            }
        }

        if (plain.TryPeek(out var word))
        {
            RefuseWord(word, "names with =");
        }
    }

    /// <summary>Runs a case: what is asked, and the answer that is expected, word for word.</summary>
    public static string? Run(Agreement agreement, string given, string wanted)
    {
        var problems = new List<PackProblem>();
        var book = MachineryBook.Compile(agreement, problems);
        if (problems.Count > 0)
        {
            return problems[0].ToString();
        }

        var (answer, fault) = book.Answer(given);
        return fault ?? (answer == wanted ? null : $"{given}: expected {wanted}, got {answer}");
    }
}
