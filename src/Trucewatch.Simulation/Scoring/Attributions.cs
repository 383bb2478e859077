using System.Collections.Immutable;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Incidents;
using Trucewatch.Simulation.Scenarios;

namespace Trucewatch.Simulation.Scoring;

/// <summary>A statement against the truth.</summary>
public enum Answer
{
    /// <summary>Nothing is determined: a full answer.</summary>
    None,

    /// <summary>What is determined is true.</summary>
    Right,

    /// <summary>What is determined is not true.</summary>
    Wrong,
}

/// <summary>
/// The four statements that are kept apart: direction of fire, area of origin, controlling side, and who ordered or did
/// it. Each is a detail of a detection under its own name, and <c>undetermined</c> or absent unless it was determined.
/// </summary>
public static class Attributions
{
    /// <summary>Names of the details.</summary>
    public static readonly ImmutableArray<string> Names =
        ["direction_of_fire", "area_of_origin", "controlling_side", "attribution"];

    /// <summary>The word for what is not determined.</summary>
    public const string Undetermined = "undetermined";

    /// <summary>What is determined by one detection, by its name.</summary>
    public static IEnumerable<Detail> Determined(Detection detection)
    {
        ArgumentNullException.ThrowIfNull(detection);
        return (detection.Details ?? []).Where(detail =>
            Names.Contains(detail.Name, StringComparer.Ordinal)
            && !detail.Value.StartsWith(Undetermined, StringComparison.Ordinal));
    }

    /// <summary>
    /// Whether what was determined of an incident names the one whose doing it is. A direction, an area of origin or a
    /// controlling side that is a party's counts as naming that party.
    /// </summary>
    public static Answer Of(
        TrueIncident truth, Incident found, IReadOnlyDictionary<int, Detection> detections)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(detections);
        ImmutableArray<Detail> determined =
        [
            .. found.Detections.Where(detections.ContainsKey).SelectMany(id => Determined(detections[id])),
            .. (found.Details ?? []).Where(detail => Names.Contains(detail.Name, StringComparer.Ordinal)
                && !detail.Value.StartsWith(Undetermined, StringComparison.Ordinal)),
        ];
        return determined.IsEmpty ? Answer.None
            : determined.All(detail => detail.Value == truth.Side) ? Answer.Right
            : Answer.Wrong;
    }
}
