using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Watch.Cases;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Machinery;

/// <summary>Terms that several sections share, and how answers write them.</summary>
internal static class Terms
{
    private const long DaySeconds = 86_400;

    /// <summary>A duration such as <c>24h</c> or <c>7d</c>; null when absent.</summary>
    public static TimeSpan? Duration(SettingsReader reader, string name)
    {
        if (reader.OptionalText(name) is not { } text)
        {
            return null;
        }

        if (CaseWords.TryDuration(text, out var duration) && duration > TimeSpan.Zero)
        {
            return duration;
        }

        reader.Refuse(name, "a duration such as 30s, 10m, 24h or 7d");
        return null;
    }

    /// <summary>A duration that must stand.</summary>
    public static TimeSpan NeededDuration(SettingsReader reader, string name)
    {
        if (!reader.Has(name))
        {
            reader.Refuse(name, "a duration such as 24h or 7d");
        }

        return Duration(reader, name) ?? TimeSpan.Zero;
    }

    /// <summary>True or false; false when absent.</summary>
    public static bool Flag(SettingsReader reader, string name) =>
        reader.Word(name, "false", "true", "false") == "true";

    /// <summary>A word that must stand.</summary>
    public static string NeededWord(SettingsReader reader, string name, params ReadOnlySpan<string> words)
    {
        if (!reader.Has(name))
        {
            reader.Refuse(name, $"one of {string.Join(", ", words.ToArray())}");
        }

        return reader.Word(name, words[0], words);
    }

    /// <summary>A text, or texts in several languages of which English is compulsory; null when absent.</summary>
    public static LocalText? Title(SettingsReader reader, string name = "title")
    {
        if (reader.Node(name) is not PackNode.Mapping)
        {
            return reader.OptionalText(name) is { } text ? new LocalText(text) : null;
        }

        var map = reader.Inner(name);
        var title = new LocalText(map.Text("en"), map.OptionalText("uk"), map.OptionalText("ru"));
        map.RefuseRest();
        return title;
    }

    /// <summary>For example <c>24h</c>, <c>72h</c>, <c>7d</c>: days from more than three on, hours below.</summary>
    public static string Words(TimeSpan duration)
    {
        var seconds = (long)duration.TotalSeconds;
        var (unit, word) = seconds % DaySeconds == 0 && seconds > 3 * DaySeconds ? (DaySeconds, "d")
            : seconds % 3_600 == 0 ? (3_600, "h")
            : seconds % 60 == 0 ? (60, "m")
            : (1, "s");
        return (seconds / unit).ToString(CultureInfo.InvariantCulture) + word;
    }

    /// <summary>An instant without a fraction where it has none.</summary>
    public static string Words(Instant at) => at.ToString().Replace(".000Z", "Z", StringComparison.Ordinal);

    /// <summary>An instant, or two with <c>to</c> between.</summary>
    public static string Words(TimeRange range) =>
        range.IsExact ? Words(range.Earliest) : $"{Words(range.Earliest)} to {Words(range.Latest)}";

    /// <summary>A number as it would be written by hand.</summary>
    public static string Words(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>A number, or two with dots between.</summary>
    public static string Words(NumberRange range) =>
        range.Least == range.Most ? Words(range.Least) : $"{Words(range.Least)}..{Words(range.Most)}";

    /// <summary><c>a</c>, <c>a and b</c>, <c>a, b and c</c>.</summary>
    public static string And(IReadOnlyList<string> words) => words.Count < 2
        ? string.Concat(words)
        : $"{string.Join(", ", words.Take(words.Count - 1))} and {words[^1]}";

    /// <summary>Words behind a lead, or nothing where there are none.</summary>
    public static string After(string lead, ImmutableArray<string> words) =>
        words.IsEmpty ? "" : lead + string.Join(", ", words);
}

/// <summary>A number that is known to lie between two.</summary>
internal readonly record struct NumberRange(double Least, double Most);
