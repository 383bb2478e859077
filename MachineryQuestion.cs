using System.Collections.Immutable;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Watch.Cases;

namespace Trucewatch.Watch.Machinery;

/// <summary>
/// A question to a part of the machinery: its word, plain words, and names with values. A time may be written as a
/// duration after the time that stands before it in the line. What nobody asked for is wrong.
/// </summary>
internal sealed class MachineryQuestion
{
    /// <summary>Most words in a question.</summary>
    public const int MaxWords = 4_096;

    private const string Cuts = "=,/@*";

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);
    private int plainAsked;

    public MachineryQuestion(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > MaxWords)
        {
            Wrong = FormattableString.Invariant($"expected at most {MaxWords} words, got {words.Length}");
        }

        Instant? before = null;
        All = [.. words.Skip(1).Take(MaxWords).Select(word => WithTimes(word, ref before))];
        foreach (var word in All)
        {
            var at = word.IndexOf('=', StringComparison.Ordinal);
            if (at > 0)
            {
                HasTwice |= !values.TryAdd(word[..at], word[(at + 1)..]);
            }
        }

        Plain = [.. All.Where(word => word.IndexOf('=', StringComparison.Ordinal) <= 0)];
    }

    /// <summary>What is wrong with it, or null so far.</summary>
    public string? Wrong { get; private set; }

    /// <summary>All words after the first, times written out.</summary>
    public ImmutableArray<string> All { get; }

    /// <summary>The words without a value.</summary>
    public ImmutableArray<string> Plain { get; }

    /// <summary>True when a name stands twice.</summary>
    private bool HasTwice { get; set; }

    /// <summary>Takes all words as they stand; who asks so checks them.</summary>
    public ImmutableArray<string> Words()
    {
        plainAsked = Plain.Length;
        asked.UnionWith(values.Keys);
        HasTwice = false;
        return All;
    }

    /// <summary>One of the plain words, which must be among others.</summary>
    public string Word(int index, ImmutableArray<string> known)
    {
        plainAsked = Math.Max(plainAsked, index + 1);
        var word = index < Plain.Length ? Plain[index] : "";
        if (!known.Contains(word, StringComparer.Ordinal))
        {
            Wrong ??= $"expected one of {PackWords.AnyOf(known)}, got '{word}'{PackWords.DidYouMean(word, known)}";
        }

        return word;
    }

    public bool Has(string name) => values.ContainsKey(name);

    /// <summary>A value, or null when absent.</summary>
    public string? Text(string name)
    {
        asked.Add(name);
        return values.GetValueOrDefault(name);
    }

    /// <summary>A value that must be among others; null when absent.</summary>
    public string? Among(string name, ImmutableArray<string> known)
    {
        if (Text(name) is { } text && !known.Contains(text, StringComparer.Ordinal))
        {
            return Refuse<string?>(name, $"one of {PackWords.AnyOf(known)}", null);
        }

        return Text(name);
    }

    /// <summary>A value that must stand and be among others.</summary>
    public string Needed(string name, ImmutableArray<string> known) =>
        Among(name, known) ?? Refuse(name, $"one of {PackWords.AnyOf(known)}", "");

    /// <summary>A list with commas; empty for <c>none</c> or nothing.</summary>
    public ImmutableArray<string> List(string name) =>
        Text(name) is { } text && text != "none" ? [.. text.Split(',')] : [];

    /// <summary>A list whose words must be among others.</summary>
    public ImmutableArray<string> ListAmong(string name, ImmutableArray<string> known)
    {
        var list = List(name);
        return list.All(word => known.Contains(word, StringComparer.Ordinal))
            ? list
            : Refuse<ImmutableArray<string>>(name, $"{PackWords.AnyOf(known)}, with commas between", []);
    }

    /// <summary>A time, or null when absent.</summary>
    public Instant? Time(string name) =>
        Text(name) is not { } text ? null
            : Instant.TryParse(text, out var at) ? at
            : Refuse<Instant?>(name, "a time such as 2030-06-01T06:00:00Z, or +10m after the one before", null);

    /// <summary>A time, or two with a slash between; null when absent.</summary>
    public TimeRange? Range(string name) =>
        Text(name) is not { } text ? null
            : TryRange(text, out var range) ? range
            : Refuse<TimeRange?>(name, "TIME or EARLIEST/LATEST", null);

    /// <summary>Ranges with commas between; empty for <c>none</c> or nothing.</summary>
    public ImmutableArray<TimeRange> Ranges(string name)
    {
        var ranges = ImmutableArray.CreateBuilder<TimeRange>();
        foreach (var part in List(name))
        {
            if (!TryRange(part, out var range))
            {
                return Refuse<ImmutableArray<TimeRange>>(name, "TIME or FROM/UNTIL, with commas between", []);
            }

            ranges.Add(range);
        }

        return ranges.ToImmutable();
    }

    /// <summary>A duration, or null when absent.</summary>
    public TimeSpan? Duration(string name) =>
        Text(name) is not { } text ? null
            : CaseWords.TryDuration(text, out var duration) ? duration
            : Refuse<TimeSpan?>(name, "a duration such as 30s, 10m, 24h or 7d", null);

    /// <summary>True, false, or false when absent.</summary>
    public bool Flag(string name) => Among(name, ["true", "false"]) == "true";

    /// <summary>Notes what is wrong at a name.</summary>
    public T Refuse<T>(string name, string expected, T absent)
    {
        Wrong ??= Text(name) is { } got ? $"{name}: expected {expected}, got '{got}'" : $"{name}: expected {expected}";
        return absent;
    }

    /// <summary>Notes what is wrong.</summary>
    public string Refuse(string message)
    {
        Wrong ??= message;
        return "";
    }

    /// <summary>Runs a case: what is asked, and the answer that is expected, word for word up to a closing dots.</summary>
    public static string? Run(Agreement agreement, string given, string wanted)
    {
        var problems = new List<PackProblem>();
        var book = MachineryBook.Compile(agreement, problems);
        var word = given.Split(' ', 2)[0];
        if (problems.Count > 0)
        {
            return problems[0].ToString();
        }

        if (book.Find(word) is not { } part)
        {
            return $"expected a section of the machinery that answers '{word}', got none";
        }

        var question = new MachineryQuestion(given);
        var got = part.Answer(question);
        if ((question.Wrong ?? question.Unasked()) is { } wrong)
        {
            return $"{given}: {wrong}";
        }

        var holds = wanted.EndsWith(" ...", StringComparison.Ordinal)
            ? got.StartsWith(wanted[..^4], StringComparison.Ordinal)
            : got == wanted;
        return holds ? null : $"{given}: expected {wanted}, got {got}";
    }

    public static bool TryRange(string text, out TimeRange range)
    {
        range = default;
        var parts = text.Split('/');
        if (parts.Length > 2 || !Instant.TryParse(parts[0], out var first) || !Instant.TryParse(parts[^1], out var last)
            || last < first)
        {
            return false;
        }

        range = new TimeRange(first, last);
        return true;
    }

    /// <summary>A number, <c>LEAST..MOST</c>, or <c>none</c> for nought.</summary>
    public static bool TryNumbers(string text, out NumberRange range)
    {
        range = default;
        if (text == "none")
        {
            return true;
        }

        var dots = text.IndexOf("..", StringComparison.Ordinal);
        if (!CaseWords.TryNumber(dots < 0 ? text : text[..dots], out var least)
            || !CaseWords.TryNumber(dots < 0 ? text : text[(dots + 2)..], out var most) || most < least)
        {
            return false;
        }

        range = new NumberRange(least, most);
        return true;
    }

    private string? Unasked()
    {
        var known = string.Join(", ", asked.Order(StringComparer.Ordinal));
        return HasTwice ? "expected each name once"
            : Plain.Length > plainAsked ? $"expected no word '{Plain[plainAsked]}' here"
            : values.Keys.Order(StringComparer.Ordinal).FirstOrDefault(name => !asked.Contains(name)) is { } name
                ? $"expected only {known}, got '{name}'"
            : null;
    }

    /// <summary>The word with each <c>+10m</c> in the place of the time that it means.</summary>
    private string WithTimes(string word, ref Instant? before)
    {
        var text = new StringBuilder(word.Length);
        for (var from = 0; from < word.Length;)
        {
            var end = from;
            while (end < word.Length && !Cuts.Contains(word[end], StringComparison.Ordinal))
            {
                end++;
            }

            var part = word[from..end];
            if (CaseWords.TryTime(part, before, out var time))
            {
                (before, part) = (time, time.ToString());
            }
            else if (part.StartsWith('+') && CaseWords.TryDuration(part[1..], out _))
            {
                Wrong ??= $"expected a time before '{part}'";
            }

            text.Append(part).Append(word.AsSpan(end, end < word.Length ? 1 : 0));
            from = end + 1;
        }

        return text.ToString();
    }
}
