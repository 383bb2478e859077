using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Watch.Cases;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Machinery;

/// <summary>Terms that several sections share.</summary>
internal static class Terms
{
    /// <summary>A duration such as <c>24h</c> or <c>7d</c>; null when absent.</summary>
    public static TimeSpan? Duration(SettingsReader reader, string name)
    {
        if (reader.OptionalText(name) is not { } text)
        {
            return null;
        }

        if (CaseWords.TryDuration(text, out var duration))
        {
            return duration;
        }

        reader.Refuse(name, "a duration such as 30s, 10m, 24h or 7d");
        return null;
    }

    /// <summary>A duration that must be there.</summary>
    public static TimeSpan NeededDuration(SettingsReader reader, string name)
    {
        if (!reader.Has(name))
        {
            reader.Refuse(name, "a duration such as 30s, 10m, 24h or 7d");
        }

        return Duration(reader, name) ?? TimeSpan.Zero;
    }

    /// <summary>For example <c>24h</c>: whole days, hours, minutes or seconds.</summary>
    public static string Words(TimeSpan duration)
    {
        var seconds = (long)duration.TotalSeconds;
        var (unit, word) = seconds % 86_400 == 0 && seconds > 86_400 ? (86_400, "d")
            : seconds % 3_600 == 0 ? (3_600, "h")
            : seconds % 60 == 0 ? (60, "m")
            : (1, "s");
        return (seconds / unit).ToString(CultureInfo.InvariantCulture) + word;
    }

    /// <summary>Texts in their order; empty when absent.</summary>
    public static ImmutableArray<string> Texts(SettingsReader reader, string name) =>
        [.. (reader.OptionalTexts(name) ?? []).Select(text => text.Text)];

    /// <summary>Reads what may be said beside the terms that run: it explains and decides nothing.</summary>
    public static void Explanation(SettingsReader reader)
    {
        foreach (var name in new[] { "title", "note" })
        {
            _ = reader.Node(name);
        }
    }

    /// <summary>A whole number, or null when absent.</summary>
    public static int? Whole(SettingsReader reader, string name, int least, int most) =>
        reader.Node(name) is null ? null : reader.Whole(name, least, least, most);

    /// <summary><c>yes</c> or <c>no</c>; no when absent.</summary>
    public static bool Yes(SettingsReader reader, string name) => reader.Word(name, "no", "yes", "no") == "yes";

    /// <summary>What follows, after a mark; empty where nothing is stated to follow.</summary>
    public static string Then(string mark, ImmutableArray<string> effects) =>
        effects.IsEmpty ? "" : mark + string.Join(", ", effects);
}
