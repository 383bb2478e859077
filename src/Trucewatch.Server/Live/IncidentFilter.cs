using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Incidents;

namespace Trucewatch.Server.Live;

/// <summary>A box of places, degrees; a western edge east of the eastern one goes across the antimeridian.</summary>
internal sealed record PlaceBox(double West, double South, double East, double North)
{
    /// <summary>True for places in it or on its edge.</summary>
    public bool Has(double latitude, double longitude) => latitude >= South && latitude <= North
        && (West <= East ? longitude >= West && longitude <= East : longitude >= West || longitude <= East);
}

/// <summary>
/// Which incidents a reader asks for. It is put to what the reader is told of them and to nothing else: a filter on
/// exact places would tell, question by question, what a coarse one withholds.
/// </summary>
internal sealed record IncidentFilter
{
    /// <summary>Longest text that is looked for, characters.</summary>
    public const int MaxText = 100;

    /// <summary>All there are.</summary>
    public static readonly IncidentFilter Any = new();

    /// <summary>Open ones.</summary>
    public static readonly IncidentFilter Open = new() { Status = IncidentStatus.Open };

    /// <summary>Whether it goes on; null: either.</summary>
    public IncidentStatus? Status { get; init; }

    /// <summary>Clause id.</summary>
    public string? Clause { get; init; }

    /// <summary>Class, or the begin of one up to a dot.</summary>
    public string? Class { get; init; }

    /// <summary>Zone id.</summary>
    public string? Zone { get; init; }

    /// <summary>A party that registers name for an actor; <c>undetermined</c>: they name none.</summary>
    public string? Side { get; init; }

    /// <summary>A reading of the clause under which it is a possible breach.</summary>
    public string? Reading { get; init; }

    /// <summary>Where it was.</summary>
    public PlaceBox? Box { get; init; }

    /// <summary>It went on then or later.</summary>
    public Instant? From { get; init; }

    /// <summary>It had begun by then.</summary>
    public Instant? Until { get; init; }

    /// <summary>Words that all stand somewhere in its names.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>For each of the words, the clauses whose title has it.</summary>
    public ImmutableArray<ImmutableHashSet<string>> TitledClauses { get; init; } = [];

    /// <summary>Whether ids of the record are looked through: not for readers who know others.</summary>
    public bool LooksAtIds { get; init; }

    /// <summary>The name of nobody in <see cref="Side"/>.</summary>
    public const string Undetermined = "undetermined";

    /// <summary>True where an incident, as the reader is told it, is asked for.</summary>
    public bool Matches(Incident seen) =>
        (Status is null || seen.Status == Status)
        && (Clause is null || seen.Clause == Clause)
        && (Class is null || IsClass(seen.Class))
        && (Zone is null || seen.Zone == Zone)
        && (Side is null || IsSide(seen.Parties))
        && (Reading is null || seen.Readings.Contains(Reading, StringComparer.Ordinal))
        && (Box is null || (seen.Place is { } place && Box.Has(place.Latitude, place.Longitude)))
        && (From is null || seen.Last >= From)
        && (Until is null || seen.First <= Until)
        && HasWords(seen);

    private bool IsSide(ImmutableArray<string> parties) =>
        Side == Undetermined ? parties.IsEmpty : parties.Contains(Side!, StringComparer.Ordinal);

    private bool IsClass(string own) => own.StartsWith(Class!, StringComparison.Ordinal)
        && (own.Length == Class!.Length || own[Class.Length] == '.');

    private bool HasWords(Incident seen)
    {
        for (var index = 0; index < Words.Length; index++)
        {
            if (!HasWord(seen, Words[index]) && !TitledClauses[index].Contains(seen.Clause))
            {
                return false;
            }
        }

        return true;
    }

    private bool HasWord(Incident seen, string word) =>
        Has(seen.Clause, word) || Has(seen.Class, word) || Has(seen.Zone, word)
        || (LooksAtIds && Has(seen.Id, word))
        || HasAny(seen.Actors, word) || HasAny(seen.Parties, word) || HasAny(seen.Means, word)
        || HasAny(seen.Tracks, word);

    private static bool HasAny(ImmutableArray<string> names, string word)
    {
        foreach (var name in names)
        {
            if (Has(name, word))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Has(string? name, string word) =>
        name?.Contains(word, StringComparison.OrdinalIgnoreCase) == true;
}
