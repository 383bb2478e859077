using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Planning;
using Trucewatch.Domain.Tasking;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Tasking;

/// <summary>
/// Which drone is in which block of the air when: a block is a tenth of a degree each way, and no two drones are in one
/// at one time in heights that overlap. Who is near an edge is in both blocks, and early and late by two minutes.
/// </summary>
internal sealed class Airspace
{
    /// <summary>Blocks of a degree.</summary>
    public const int BlocksPerDegree = 10;

    /// <summary>A drone within so many degrees of a block counts as in it, some 500 m.</summary>
    private const double EdgeDeg = 0.005;

    private static readonly TimeSpan step = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan margin = TimeSpan.FromMinutes(2);

    private readonly Dictionary<(int Row, int Column), List<Stay>> stays = [];

    /// <summary>A drone that a route would meet, with the time, or null. The first one by time, then by id.</summary>
    public (string Offer, Instant At)? Meeting(DroneTask drone, HeightBand heights)
    {
        (string Offer, Instant At)? first = null;
        foreach (var (block, from, until) in StaysOf(drone))
        {
            foreach (var other in stays.GetValueOrDefault(block) ?? [])
            {
                var at = from > other.From ? from : other.From;
                if (from < other.Until && other.From < until && heights.LowM < other.Heights.HighM
                    && other.Heights.LowM < heights.HighM
                    && (first is not { } known || at < known.At
                        || (at == known.At && string.CompareOrdinal(other.Offer, known.Offer) < 0)))
                {
                    first = (other.Offer, at);
                }
            }
        }

        return first;
    }

    /// <summary>A drone's route is agreed.</summary>
    public void Add(DroneTask drone, HeightBand heights)
    {
        foreach (var (block, from, until) in StaysOf(drone))
        {
            if (!stays.TryGetValue(block, out var list))
            {
                stays.Add(block, list = []);
            }

            list.Add(new Stay(drone.Id, from, until, heights));
        }
    }

    /// <summary>A drone's route is agreed no more.</summary>
    public void Remove(string offer)
    {
        foreach (var list in stays.Values)
        {
            list.RemoveAll(stay => stay.Offer == offer);
        }
    }

    /// <summary>The blocks that a route leads through, each with the first and the last time in it on end.</summary>
    private static List<((int Row, int Column) Block, Instant From, Instant Until)> StaysOf(DroneTask drone)
    {
        var found = new List<((int Row, int Column) Block, Instant From, Instant Until)>();
        var open = new SortedDictionary<(int Row, int Column), (Instant From, Instant Last)>();
        for (var leg = 1; leg < drone.Route.Length; leg++)
        {
            var (from, to) = (drone.Route[leg - 1], drone.Route[leg]);
            var steps = Math.Max(1, (int)Math.Ceiling((to.At - from.At) / step));
            for (var index = 0; index <= steps; index++)
            {
                var share = index / (double)steps;
                var at = from.At + ((to.At - from.At) * share);
                var lat = from.Place.LatitudeDeg + ((to.Place.LatitudeDeg - from.Place.LatitudeDeg) * share);
                var lon = from.Place.LongitudeDeg + ((to.Place.LongitudeDeg - from.Place.LongitudeDeg) * share);
                for (var row = Index(lat - EdgeDeg); row <= Index(lat + EdgeDeg); row++)
                {
                    for (var column = Index(lon - EdgeDeg); column <= Index(lon + EdgeDeg); column++)
                    {
                        var known = open.TryGetValue((row, column), out var stay) && at - stay.Last <= 2 * margin;
                        if (!known && stay != default)
                        {
                            found.Add(((row, column), stay.From - margin, stay.Last + margin));
                        }

                        open[(row, column)] = (known ? stay.From : at, at);
                    }
                }
            }
        }

        found.AddRange(open.Select(one => (one.Key, one.Value.From - margin, one.Value.Last + margin)));
        return found;
    }

    private static int Index(double degrees) => (int)Math.Floor(degrees * BlocksPerDegree);

    private readonly record struct Stay(string Offer, Instant From, Instant Until, HeightBand Heights);
}
