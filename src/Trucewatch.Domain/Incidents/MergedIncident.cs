using System.Collections.Immutable;
using Trucewatch.Domain.Detections;

namespace Trucewatch.Domain.Incidents;

/// <summary>
/// What is said of incidents that are one. It says nothing that its parts do not say: a merge is a person's word and no
/// new evidence, so that neither places nor probabilities get better by it, and origins do not add up.
/// </summary>
public static class MergedIncident
{
    /// <summary>The one that stands for all, with what the others say.</summary>
    /// <param name="into">Id of the one that stands for all.</param>
    /// <param name="parts">Newest revisions of all, that one among them; of one clause.</param>
    public static Incident Of(string into, IReadOnlyList<Incident> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var own = parts.First(one => string.Equals(one.Id, into, StringComparison.Ordinal));
        if (parts.Count == 1)
        {
            return own;
        }

        var all = parts.OrderBy(one => one.First).ThenBy(one => one.Id, StringComparer.Ordinal).ToList();
        var surest = all.MaxBy(one => one.PInside ?? -1)!;
        var (min, max) = Counts(all);
        return own with
        {
            Status = all.Exists(one => one.Status == IncidentStatus.Open) ? IncidentStatus.Open : IncidentStatus.Closed,
            Readings = Union(all, one => one.Readings),
            ReadingsTried = Union(all, one => one.ReadingsTried),
            Zone = all.TrueForAll(one => one.Zone == own.Zone) ? own.Zone : null,
            Severity = all.Max(one => one.Severity),
            First = all.Min(one => one.First),
            Last = all.Max(one => one.Last),
            KnownAt = all.Max(one => one.KnownAt),
            Actors = Union(all, one => one.Actors),
            Parties = Union(all, one => one.Parties),
            Tracks = Union(all, one => one.Tracks),
            Place = all.Where(one => one.Place is not null).MinBy(one => Spread(one.Place!))?.Place,
            FirstSeenInside = all.Exists(one => one.FirstSeenInside),
            PInside = surest.PInside,
            MarginM = surest.MarginM,
            CountMin = min,
            CountMax = max,
            Origins = all.Max(one => one.Origins),
            Means = Union(all, one => one.Means),
            Detections = FirstAndLast([.. all.SelectMany(one => one.Detections).Distinct().Order()]),
            DetectionCount = all.Sum(one => one.DetectionCount),
            Frames = FirstAndLast([.. all.SelectMany(one => one.Frames).Distinct()]),
            FrameCount = all.Sum(one => one.FrameCount),
            Outcomes = Outcomes(all),
            Details = all.Where(one => one.Details is not null).MaxBy(one => one.KnownAt)?.Details,
            Sensors = all.Exists(one => one.Sensors is not null) ? Union(all, one => one.Sensors ?? []) : null,
            Authenticated = all.TrueForAll(one => one.Authenticated),
            Provisional = all.Exists(one => one.Provisional is not null)
                ? Union(all, one => one.Provisional ?? [])
                : null,
        };
    }

    /// <summary>
    /// Each part may have counted the same: at least as many as one of them counted, and at most as many as all
    /// together. Where a part has no count, nothing is known of how many more it adds.
    /// </summary>
    private static (int? Min, int? Max) Counts(List<Incident> all)
    {
        var counted = all.Where(one => one.CountMin is not null || one.CountMax is not null).ToList();
        var most = counted.Sum(one => (long)(one.CountMax ?? one.CountMin ?? 0));
        return counted.Count == 0
            ? (null, null)
            : (counted.Max(one => one.CountMin), (int)Math.Min(most, int.MaxValue));
    }

    /// <summary>What a reading has said most strongly of any part stays.</summary>
    private static ImmutableArray<ReadingOutcome> Outcomes(List<Incident> all) =>
    [
        .. all.SelectMany(one => one.Outcomes).GroupBy(one => one.Reading, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.MaxBy(one => one.Determination)!),
    ];

    private static ImmutableArray<string> Union(List<Incident> all, Func<Incident, ImmutableArray<string>> of) =>
    [
        .. all.SelectMany(one => of(one)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Take(Incident.MaxListed),
    ];

    private static ImmutableArray<T> FirstAndLast<T>(ImmutableArray<T> items) => items.Length <= Incident.MaxListed
        ? items
        : [.. items[..(Incident.MaxListed / 2)], .. items[^(Incident.MaxListed / 2)..]];

    private static double Spread(Place place) =>
        (place.SigmaEastM * place.SigmaEastM) + (place.SigmaNorthM * place.SigmaNorthM);
}
