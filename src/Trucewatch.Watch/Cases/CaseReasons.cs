using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Watch.Cases;

/// <summary>
/// Why a clause came to what it did, a line for each reason, for somebody who has only read the agreement: who, when
/// and where, whether the clause bound them, and which exception covers it.
/// </summary>
internal static class CaseReasons
{
    /// <summary>One reason on a line of its own.</summary>
    public static string Line(string what, string words) => $"\n  {what}: {words}";

    /// <summary>The reasons of a detection; of none, what can be said about what was given.</summary>
    public static string Of(
        Agreement agreement, Reading reading, Detection? detection, IReadOnlyList<Observation> given)
    {
        if (detection is null)
        {
            return given.Count == 0 ? "" : OfNothing(agreement, reading, given);
        }

        var party = detection.Party is { } known ? $"of {known}" : "whose party is not known";
        return Line("why", $"{detection.Actor}, {party}, at {detection.At}{Where(detection)}")
            + string.Concat((detection.Details ?? []).Select(Detailed))
            + Line("why", Force(reading, detection.Party, detection.At))
            + Line("why", detection.Exception is not { } exception ? "no exception covers it"
                : detection.Determination == Determination.Permitted ? $"exception {exception} covers it"
                : $"exception {exception} perhaps covers it");
    }

    private static string OfNothing(Agreement agreement, Reading reading, IReadOnlyList<Observation> given)
    {
        var (first, last) = (given.MinBy(each => each.At), given.MaxBy(each => each.At));
        return Line("why", "the clause has nothing to say of what was given")
            + Line("why", Force(reading, null, first.At))
            + (last.At == first.At ? "" : Line("why", Force(reading, null, last.At)))
            + (last.HasPosition ? Line("why", Zones(agreement, in last)) : Line("why", "no place was given"));
    }

    private static string Detailed(Detail detail) =>
        Line("why", $"{detail.Name.Replace('_', ' ')}: {detail.Value}");

    /// <summary>Where; under a clause that demands presence probability and margin are of being outside.</summary>
    private static string Where(Detection detection)
    {
        if (detection.Place is null || detection.PInside is not { } p)
        {
            return detection.Zone is { } zone ? $", in {zone}" : detection.Place is null ? ", without a place" : "";
        }

        var isOut = detection.Details?.Contains(new Detail("presence", "required")) ?? false;
        var edge = detection.MarginM is { } margin && double.IsFinite(margin)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $", {Math.Abs(margin):#,0} m {(margin >= 0 != isOut ? "inside" : "outside")} its edge")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $", {(isOut ? "out of" : "in")} {detection.Zone} with probability {p:0.###}{edge}");
    }

    /// <summary>Whom the clause bound then, read this way.</summary>
    private static string Force(Reading reading, string? party, Instant at)
    {
        if (reading.InForce is not { } periods)
        {
            return "the clause always binds";
        }

        var whom = party is null ? periods : [.. periods.Where(period => period.Party == party)];
        var told = string.Join("; ", whom.GroupBy(period => period.Period)
            .Select(each => $"{string.Join(" and ", each.Select(period => period.Party))} {each.Key}"));
        var bound = periods.Where(period => period.Period.Contains(at)).Select(period => period.Party)
            .Distinct(StringComparer.Ordinal);
        var names = string.Join(" and ", party is null ? bound : bound.Where(name => name == party));
        return $"at {at} the clause binds {(names.Length == 0 ? party is null ? "nobody" : $"{party} not" : names)}"
            + $" (in force for {(told.Length == 0 ? "nobody" : told)})";
    }

    private static string Zones(Agreement agreement, in Observation observation)
    {
        var zones = new List<string>();
        foreach (var zone in agreement.Zones)
        {
            var standing = zone.Locate(observation.Position, observation.PositionError);
            if (standing.PAtMost >= LocateText.LeastProbability)
            {
                zones.Add(string.Create(
                    CultureInfo.InvariantCulture, $"{zone.Id} with probability {standing.PInside:0.###}"));
            }
        }

        return $"the last place lies in {(zones.Count == 0 ? "no zone" : string.Join(", ", zones))}";
    }
}
