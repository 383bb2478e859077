using System.Collections.Immutable;
using Trucewatch.Domain.Planning;
using Trucewatch.Geo;
using Trucewatch.Geo.Lines;

namespace Trucewatch.Watch.Patrols;

/// <summary>A leg of a route that no patrol may go.</summary>
/// <param name="Leg">Number of the leg, from 0.</param>
/// <param name="Hazard">Id of what is there.</param>
public readonly record struct RefusedLeg(int Leg, string Hazard);

/// <summary>Whether there is a route.</summary>
public enum PatrolOutcome
{
    /// <summary>There is one.</summary>
    Open,

    /// <summary>The begin is on no way.</summary>
    BeginOffWays,

    /// <summary>The end is on no way.</summary>
    EndOffWays,

    /// <summary>The ways do not lead there.</summary>
    Apart,

    /// <summary>All ways there lead past hazards.</summary>
    PastHazards,
}

/// <summary>An answer to where a patrol can go.</summary>
/// <param name="Outcome">Whether there is a route.</param>
/// <param name="Route">The route, from the first place to the last; empty: there is none.</param>
/// <param name="LengthM">Its length in metres.</param>
/// <param name="Hazards">Where there is no route: the hazards that lie in the way of the shortest one.</param>
/// <param name="Words">Why there is no route, or empty.</param>
public sealed record PatrolAnswer(
    PatrolOutcome Outcome, ImmutableArray<GeoPoint> Route, double LengthM, ImmutableArray<string> Hazards,
    string Words);

/// <summary>
/// The ways that a mission knows, and which of them a patrol may go: none that comes nearer to a hazard than a
/// distance. It proposes nothing beside the ways, because nobody knows what lies there.
/// </summary>
public sealed class PatrolWays
{
    /// <summary>A place is on a way within so many metres.</summary>
    public const double OnWayM = 50;

    private readonly ImmutableArray<GeoPoint> nodes;
    private readonly List<(int To, double Metres, int Hazard)>[] legs;
    private readonly ImmutableArray<Hazard> hazards;
    private readonly ImmutableArray<Region> kept;

    /// <summary>Takes the ways and the hazards.</summary>
    /// <param name="ways">Lines; where they have a point in common one can turn from one into the other.</param>
    /// <param name="hazards">The hazards.</param>
    /// <param name="distanceM">The distance that is kept from each, metres, above 0.</param>
    /// <exception cref="ArgumentException">There are too many points, or a hazard cannot be grown by the distance.
    /// </exception>
    public PatrolWays(
        ImmutableArray<ImmutableArray<GeoPoint>> ways, ImmutableArray<Hazard> hazards, double distanceM)
    {
        if (ways.Sum(way => way.Length) > PatrolTerms.MaxWayPoints)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"expected at most {PatrolTerms.MaxWayPoints} points, got {ways.Sum(way => way.Length)}"),
                nameof(ways));
        }

        this.hazards = hazards;
        kept = [.. hazards.Select(hazard => RegionSets.Grown(hazard.Area, distanceM))];
        var numbers = new Dictionary<GeoPoint, int>();
        var all = ImmutableArray.CreateBuilder<GeoPoint>();
        foreach (var point in ways.SelectMany(way => way))
        {
            if (numbers.TryAdd(point, all.Count))
            {
                all.Add(point);
            }
        }

        nodes = all.ToImmutable();
        legs = [.. nodes.Select(_ => new List<(int, double, int)>())];
        foreach (var way in ways)
        {
            for (var index = 1; index < way.Length; index++)
            {
                var (from, to) = (numbers[way[index - 1]], numbers[way[index]]);
                var (metres, hazard) = (Apart(nodes[from], nodes[to]), HazardOf(nodes[from], nodes[to]));
                legs[from].Add((to, metres, hazard));
                legs[to].Add((from, metres, hazard));
            }
        }
    }

    /// <summary>What the terms of a mission's patrols say.</summary>
    /// <exception cref="ArgumentException">A hazard cannot be grown by the distance.</exception>
    public static PatrolWays Of(PatrolTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return new PatrolWays(terms.Ways, terms.Hazards, terms.HazardDistanceM);
    }

    /// <summary>The legs of a patrol's route that it may not go.</summary>
    public ImmutableArray<RefusedLeg> Refused(PatrolTask patrol)
    {
        ArgumentNullException.ThrowIfNull(patrol);
        return Refused([.. patrol.Route.Select(point => point.Place)]);
    }

    /// <summary>The legs of a route that a patrol may not go, whoever proposed it.</summary>
    public ImmutableArray<RefusedLeg> Refused(ImmutableArray<GeoPoint> route)
    {
        var refused = ImmutableArray.CreateBuilder<RefusedLeg>();
        for (var leg = 1; leg < route.Length; leg++)
        {
            for (var hazard = 0; hazard < kept.Length; hazard++)
            {
                if (Meets(kept[hazard], route[leg - 1], route[leg]))
                {
                    refused.Add(new RefusedLeg(leg - 1, hazards[hazard].Id));
                }
            }
        }

        return refused.ToImmutable();
    }

    /// <summary>The shortest route over known ways that no hazard forbids.</summary>
    public PatrolAnswer Find(GeoPoint from, GeoPoint to)
    {
        var (start, end) = (NodeOf(from), NodeOf(to));
        if (start < 0 || end < 0)
        {
            var outcome = start < 0 ? PatrolOutcome.BeginOffWays : PatrolOutcome.EndOffWays;
            return new PatrolAnswer(outcome, [], 0, [], FormattableString.Invariant(
                $"expected places within {OnWayM} m of a way's point, got {(start < 0 ? from : to)}"));
        }

        // Who stays at a place goes no leg, and can stand in a hazard all the same.
        var stands = start == end ? Refused([nodes[start], nodes[start]]) : [];
        if (stands.IsEmpty && Shortest(start, end, mayEnter: false) is { } open)
        {
            return new PatrolAnswer(
                PatrolOutcome.Open, [.. open.Nodes.Select(node => nodes[node])], open.Metres, [], "");
        }

        if (Shortest(start, end, mayEnter: true) is not { } closed)
        {
            return new PatrolAnswer(PatrolOutcome.Apart, [], 0, [], "the known ways do not lead there");
        }

        var inTheWay = stands.Concat(Refused([.. closed.Nodes.Select(node => nodes[node])]))
            .Select(leg => leg.Hazard);
        return new PatrolAnswer(
            PatrolOutcome.PastHazards, [], 0, [.. new SortedSet<string>(inTheWay, StringComparer.Ordinal)],
            "all known ways lead past hazards");
    }

    /// <summary>Dijkstra 1959; of equal ways the one over points that were named first.</summary>
    private (List<int> Nodes, double Metres)? Shortest(int start, int end, bool mayEnter)
    {
        var metres = new double[nodes.Length];
        var before = new int[nodes.Length];
        Array.Fill(metres, double.MaxValue);
        Array.Fill(before, -1);
        var queue = new PriorityQueue<int, (double, int)>();
        metres[start] = 0;
        queue.Enqueue(start, (0, start));
        while (queue.TryDequeue(out var node, out var priority))
        {
            if (priority.Item1 > metres[node])
            {
                continue;
            }

            foreach (var (to, length, hazard) in legs[node])
            {
                if ((mayEnter || hazard < 0) && metres[node] + length < metres[to])
                {
                    (metres[to], before[to]) = (metres[node] + length, node);
                    queue.Enqueue(to, (metres[to], to));
                }
            }
        }

        if (metres[end] == double.MaxValue)
        {
            return null;
        }

        var path = new List<int>();
        for (var at = end; at >= 0; at = before[at])
        {
            path.Add(at);
        }

        path.Reverse();
        return (path, metres[end]);
    }

    private int NodeOf(GeoPoint place)
    {
        var (best, found) = (OnWayM, -1);
        for (var node = 0; node < nodes.Length; node++)
        {
            var apart = Apart(place, nodes[node]);
            (best, found) = apart < best || (found < 0 && apart <= best) ? (apart, node) : (best, found);
        }

        return found;
    }

    private int HazardOf(GeoPoint from, GeoPoint to)
    {
        for (var hazard = 0; hazard < kept.Length; hazard++)
        {
            if (Meets(kept[hazard], from, to))
            {
                return hazard;
            }
        }

        return -1;
    }

    /// <summary>True when a leg touches an area: an end lies in it, or it crosses its rim.</summary>
    private static bool Meets(Region area, GeoPoint from, GeoPoint to)
    {
        var bounds = area.Bounds;
        if (Math.Max(from.LongitudeDeg, to.LongitudeDeg) < bounds.WestDeg
            || Math.Min(from.LongitudeDeg, to.LongitudeDeg) > bounds.EastDeg
            || Math.Max(from.LatitudeDeg, to.LatitudeDeg) < bounds.SouthDeg
            || Math.Min(from.LatitudeDeg, to.LatitudeDeg) > bounds.NorthDeg)
        {
            return false;
        }

        if (area.Contains(from) || area.Contains(to))
        {
            return true;
        }

        foreach (var ring in area.Polygons.SelectMany(polygon => polygon.Holes.Prepend(polygon.Outer)))
        {
            for (var corner = 0; corner < ring.Length; corner++)
            {
                var (a, b) = (ring[corner], ring[(corner + 1) % ring.Length]);
                if (Side(from, to, a) * Side(from, to, b) <= 0 && Side(a, b, from) * Side(a, b, to) <= 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static double Side(GeoPoint from, GeoPoint to, GeoPoint of) =>
        ((to.LongitudeDeg - from.LongitudeDeg) * (of.LatitudeDeg - from.LatitudeDeg))
        - ((to.LatitudeDeg - from.LatitudeDeg) * (of.LongitudeDeg - from.LongitudeDeg));

    private static double Apart(GeoPoint from, GeoPoint to)
    {
        var (east, north) = LocalScale.At(from).Offset(from, to);
        return Math.Sqrt((east * east) + (north * north));
    }
}
