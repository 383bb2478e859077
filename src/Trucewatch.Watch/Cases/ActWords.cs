using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Watch.Cases;

/// <summary>The words of one act: its subject, its names with values, then times and places.</summary>
internal sealed class ActWords(string[] words, Instant? before)
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private int next;

    /// <summary>What is wrong, or null so far.</summary>
    public string? Wrong { get; private set; }

    /// <summary>The word after the act's own.</summary>
    public string Subject => words.Length > 1 ? words[1] : "";

    /// <summary>The last time that was read.</summary>
    public Instant? Time { get; private set; } = before;

    /// <summary>
    /// Reads all <c>name=value</c> words after the subject; false with a reason at one that is unknown.
    /// </summary>
    public bool Names(int subjects, params ReadOnlySpan<string> known)
    {
        next = 1 + subjects;
        while (next < words.Length && words[next].IndexOf('=', StringComparison.Ordinal) is var at and > 0)
        {
            var name = words[next][..at];
            if (!known.Contains(name) || !values.TryAdd(name, words[next][(at + 1)..]))
            {
                Wrong = $"expected each of {string.Join(", ", known.ToArray())} at most once, got '{words[next]}'";
                return false;
            }

            next++;
        }

        return true;
    }

    public bool Has(string name) => values.ContainsKey(name);

    public string? Text(string name) => values.GetValueOrDefault(name);

    public double Number(string name, double absent) =>
        Text(name) is not { } text ? absent
            : CaseWords.TryNumber(text, out var value) ? value
            : Refuse(name, "a number", absent);

    public TimeSpan Duration(string name, TimeSpan absent) =>
        Text(name) is not { } text ? absent
            : CaseWords.TryDuration(text, out var value) ? value
            : Refuse(name, "a duration such as 30s, 10m, 2h or 3d", absent);

    public (int Least, int Most)? Range(string name) =>
        Text(name) is not { } text ? null
            : CaseWords.TryRange(text, out var least, out var most) ? (least, most)
            : Refuse<(int, int)?>(name, "a number or LEAST..MOST", null);

    /// <summary>One of an enumeration's names in lower case; words of several parts are joined by hyphens.</summary>
    public T Enumerated<T>(string name, T absent)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
        {
            return absent;
        }

        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(
                value.ToString(), text.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return Refuse(name, $"one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}", absent);
    }

    /// <summary>Who writes: <c>patrol</c>, or <c>party:west</c>; a patrol where nothing is said.</summary>
    public (ReporterKind Kind, string? Party) Reporter()
    {
        var text = Text("by") ?? "patrol";
        var parts = text.Split(':', 2);
        foreach (var kind in Enum.GetValues<ReporterKind>())
        {
            if (kind.ToString().ToLowerInvariant() == parts[0] && (kind == ReporterKind.Party) == (parts.Length == 2))
            {
                return (kind, parts.Length == 2 ? parts[1] : null);
            }
        }

        const string Expected = "patrol, post, station, imagery, public, hotline or party:ID";
        return Refuse("by", Expected, (ReporterKind.Patrol, (string?)null));
    }

    /// <summary>For example <c>equipment.tank:3..5,personnel.troops:40</c>.</summary>
    public ImmutableArray<CountedItem> Items(string name)
    {
        if (Text(name) is not { } text)
        {
            return [];
        }

        var items = ImmutableArray.CreateBuilder<CountedItem>();
        foreach (var part in text.Split(','))
        {
            var pair = part.Split(':', 2);
            if (pair.Length != 2 || !CaseWords.TryRange(pair[1], out var least, out var most))
            {
                return Refuse<ImmutableArray<CountedItem>>(name, "CLASS:COUNT with commas between", []);
            }

            items.Add(new CountedItem(pair[0], least, most));
        }

        return items.ToImmutable();
    }

    /// <summary>For example <c>2030-06-01T06:00:00Z/+2h</c>.</summary>
    public TimeWindow? Window(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var pair = text.Split('/', 2);
        return pair.Length == 2 && CaseWords.TryTime(pair[0], Time, out var from)
            && CaseWords.TryTime(pair[1], from, out var until) && until > from
            ? new TimeWindow(from, until)
            : Refuse<TimeWindow?>(name, "FROM/UNTIL", null);
    }

    public ImmutableArray<string> Means() =>
        Text("means") is { } text ? [.. text.Split(',').Order(StringComparer.Ordinal)] : ["seen"];

    /// <summary>The times and places that end the act; null with a reason where they do not.</summary>
    public List<(Instant At, CasePlace? Place)>? Stops(int least, bool placeNeeded)
    {
        var stops = new List<(Instant At, CasePlace? Place)>();
        while (next < words.Length)
        {
            if (!CaseWords.TryTime(words[next], Time, out var time))
            {
                Wrong ??= $"expected a time such as 2030-06-01T06:00:00Z or +10m, got '{words[next]}'";
                return null;
            }

            Time = time;
            next++;
            CasePlace? place = null;
            if (next < words.Length && CaseWords.TryPlace(words[next], out var read))
            {
                place = read;
                next++;
            }
            else if (placeNeeded)
            {
                Wrong ??= $"expected a place LAT,LON or LAT,LON~SIGMA_M after {words[next - 1]}";
                return null;
            }

            stops.Add((time, place));
        }

        if (stops.Count < least)
        {
            Wrong ??= "expected a time, got none";
            return null;
        }

        return stops;
    }

    private T Refuse<T>(string name, string expected, T absent)
    {
        Wrong ??= string.Create(CultureInfo.InvariantCulture, $"{name}: expected {expected}, got '{Text(name)}'");
        return absent;
    }
}
