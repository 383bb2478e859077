using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Planning;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Planning;

/// <summary>
/// The tasks of a plan as they can be flown: each block in strips, from the corner that makes the whole route shortest,
/// and no faster than the drone is. A drone that is early waits, so that it searches when the plan says.
/// </summary>
internal static class PlanRoutes
{
    /// <summary>The tasks of all sorties that fly and of all satellites.</summary>
    public static ImmutableArray<PlannedTask> Of(PlanDraft draft) =>
    [
        .. draft.Sorties.Where(sortie => !sortie.IsIdle).Select(sortie => RouteOf(draft, sortie)),
        .. draft.Passes.Taken.OrderBy(pass => pass.From).ThenBy(pass => pass.Id, StringComparer.Ordinal),
    ];

    private static DroneTask RouteOf(PlanDraft draft, Sortie sortie)
    {
        var drone = draft.Request.Drones[sortie.Drone];
        var searches = Ways(draft, sortie, drone);
        var points = new List<(double Minute, GeoPoint Place)> { (sortie.Start, drone.Base) };
        var before = draft.BaseOf(sortie);
        for (var index = 0; index < searches.Count; index++)
        {
            foreach (var corner in draft.Travel.Path(before, sortie.Visits[index]))
            {
                Fly(points, corner, 0, drone.SpeedMps);
            }

            before = sortie.Visits[index];
            Fly(points, searches[index][0], sortie.Arrivals[index], drone.SpeedMps);
            foreach (var turn in searches[index].Skip(1))
            {
                Fly(points, turn, 0, drone.SpeedMps);
            }
        }

        foreach (var corner in draft.Travel.Path(before, draft.BaseOf(sortie)))
        {
            Fly(points, corner, 0, drone.SpeedMps);
        }

        Fly(points, drone.Base, 0, drone.SpeedMps);
        var number = Array.IndexOf(draft.SortiesOf[sortie.Drone], sortie) + 1;
        return new DroneTask(
            FormattableString.Invariant($"{drone.Id}-{number}"), drone.Owner, drone.Modality, drone.SwathM,
            [.. points.Select(point => new RoutePoint(TimeOf(draft, point.Minute), point.Place))]);
    }

    /// <summary>The turning points of each search, so that the route as a whole is shortest.</summary>
    private static List<List<GeoPoint>> Ways(PlanDraft draft, Sortie sortie, DroneUnit drone)
    {
        var options = sortie.Visits.Select(block => Enumerable.Range(0, SearchPattern.Ways).Select(way =>
        {
            var points = new List<GeoPoint>();
            SearchPattern.Add(draft.Ground.Blocks[block], drone.SwathM, way, points);
            return points;
        }).ToArray()).ToList();
        var ways = options.Select(_ => new (double Metres, int From)[SearchPattern.Ways]).ToList();
        for (var index = 0; index < options.Count; index++)
        {
            for (var way = 0; way < SearchPattern.Ways; way++)
            {
                var best = (Metres: double.MaxValue, From: 0);
                for (var from = 0; from < SearchPattern.Ways; from++)
                {
                    var metres = index == 0
                        ? Apart(drone.Base, options[0][way][0])
                        : ways[index - 1][from].Metres + Apart(options[index - 1][from][^1], options[index][way][0]);
                    best = metres < best.Metres ? (metres, from) : best;
                }

                var home = index == options.Count - 1 ? Apart(options[index][way][^1], drone.Base) : 0;
                ways[index][way] = (best.Metres + home, best.From);
            }
        }

        var chosen = new List<List<GeoPoint>>();
        var at = Array.IndexOf(ways[^1], ways[^1].MinBy(way => way.Metres));
        for (var index = options.Count - 1; index >= 0; index--)
        {
            chosen.Add(options[index][at]);
            at = ways[index][at].From;
        }

        chosen.Reverse();
        return chosen;
    }

    private static void Fly(
        List<(double Minute, GeoPoint Place)> points, GeoPoint to, double notBefore, double speedMps)
    {
        var (minute, from) = points[^1];
        var there = minute + (Apart(from, to) / speedMps / 60);
        if (there < notBefore)
        {
            points.Add((there, to));
        }

        points.Add((Math.Max(there, notBefore), to));
    }

    private static double Apart(GeoPoint from, GeoPoint to)
    {
        var (east, north) = LocalScale.At(from).Offset(from, to);
        return Math.Sqrt((east * east) + (north * north));
    }

    private static Instant TimeOf(PlanDraft draft, double minute) =>
        new(draft.Request.Standing.From.UnixMicroseconds + (long)Math.Round(minute * 60_000_000));
}
