using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Rules;

/// <summary>An object that a rule looks for others near: its newest state, and its cell of the grid.</summary>
internal abstract class NearObject(TrackId id, TrackRank rank)
{
    public TrackUpdate State;

    /// <summary>The scale at its place; set with the state, as many others are measured from it.</summary>
    public LocalScale Scale;

    public TrackId Id { get; } = id;

    /// <summary>Its place in the order of tracks: who is first of two that came at one time.</summary>
    public TrackRank Rank { get; } = rank;

    public TrackMemory? Track { get; set; }

    /// <summary>What its newest state rests on.</summary>
    public Provenance Provenance { get; set; }

    /// <summary>True while its newest state waits to be weighed with what else comes at that time.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>True while others may be found near it: it is in the grid.</summary>
    public bool IsIn { get; set; }

    /// <summary>Its cell of the grid; null while it is not in it.</summary>
    public (int North, int East)? Cell { get; set; }

    /// <summary>Takes the newest state in.</summary>
    public void Take(in TrackSight sight, bool isIn, Provenance provenance)
    {
        // What only betters a state that waits is not what it is shown by.
        Provenance = IsWaiting && State.At == sight.Update.At ? Provenance : provenance;
        (State, Scale, Track, IsIn) = (sight.Update, LocalScale.At(sight.Update.Position), sight.Memory, isIn);
    }

    /// <summary>The one of two whose state is the newer; of one time, the first in order.</summary>
    public static T Newer<T>(T a, T b)
        where T : NearObject => a.State.At > b.State.At || (a.State.At == b.State.At && a.Rank.CompareTo(b.Rank) < 0)
            ? a
            : b;

    /// <summary>Metres to another one, from place to place as each was last heard.</summary>
    public double DistanceM(NearObject other)
    {
        var (eastM, northM) = Scale.Offset(State.Position, other.State.Position);
        return Math.Sqrt((eastM * eastM) + (northM * northM));
    }

    /// <summary>Where it is at a time; a time before its state changes nothing.</summary>
    public GeoPoint PlaceAt(Domain.Instant at)
    {
        var seconds = at.SecondsSince(State.At);
        return seconds > 0
            ? Scale.Move(State.Position, seconds * State.EastMps, seconds * State.NorthMps)
            : State.Position;
    }
}

/// <summary>Objects of which news waits to be weighed, and the order in which it is.</summary>
internal sealed class Waiting<T>
    where T : NearObject
{
    private readonly List<T> all = [];

    /// <summary>Adds one, once.</summary>
    public void Add(T own)
    {
        if (!own.IsWaiting)
        {
            own.IsWaiting = true;
            all.Add(own);
        }
    }

    /// <summary>Takes one out: it is no more.</summary>
    public void Remove(T own)
    {
        if (own.IsWaiting)
        {
            own.IsWaiting = false;
            all.Remove(own);
        }
    }

    /// <summary>All, in the order of tracks, put in place.</summary>
    public List<T> InOrder()
    {
        if (all.Count > 1)
        {
            all.Sort((a, b) => a.Rank.CompareTo(b.Rank));
        }

        return all;
    }

    /// <summary>True for the other one of a pair that is weighed when its turn comes.</summary>
    public static bool HasItsTurnFirst(T other, T own) => other.IsWaiting && other.Rank.CompareTo(own.Rank) < 0;

    /// <summary>Nothing waits any more.</summary>
    public void Clear()
    {
        all.ForEach(own => own.IsWaiting = false);
        all.Clear();
    }
}

/// <summary>Limits of a grid.</summary>
internal static class NearLimits
{
    /// <summary>Most objects in the grid; further ones are not paired, until one leaves it.</summary>
    public const int MaxObjects = 50_000;

    /// <summary>Most objects that one search looks at: a crowded roadstead has to be masked by its polygon.</summary>
    public const int MaxLooked = 512;
}

/// <summary>Objects by cells that are nowhere narrower than the reach, so that nine cells hold all who are near.
/// </summary>
internal sealed class NearGrid<T>
    where T : NearObject
{
    private readonly Dictionary<(int North, int East), List<T>> cells = [];
    private readonly List<T> near = [];
    private readonly double northDeg;
    private readonly double eastDeg;

    /// <summary>Makes a grid for a theatre.</summary>
    public NearGrid(TheatreBox theatre, double reachM)
    {
        // Degrees are shortest to the east at the edge that is farthest from the equator.
        var farthest = Math.Max(Math.Abs(theatre.SouthDeg), Math.Abs(theatre.NorthDeg));
        var scale = LocalScale.At(GeoPoint.FromDegrees(latitudeDeg: Math.Min(farthest, 89), longitudeDeg: 0));
        (northDeg, eastDeg) = (reachM / 110_000, reachM / scale.EastMPerDegree);
    }

    /// <summary>Number of objects in the grid.</summary>
    public int Count { get; private set; }

    /// <summary>Puts an object where it is now, or takes it out when it is not to be in.</summary>
    public void Put(T own)
    {
        var point = own.State.Position;
        (int, int)? cell = own.IsIn
            ? ((int)Math.Floor(point.LatitudeDeg / northDeg), (int)Math.Floor(point.LongitudeDeg / eastDeg))
            : null;
        if (cell == own.Cell)
        {
            return;
        }

        Remove(own);
        if (cell is { } now && Count < NearLimits.MaxObjects)
        {
            if (!cells.TryGetValue(now, out var list))
            {
                cells.Add(now, list = []);
            }

            list.Add(own);
            own.Cell = cell;
            Count++;
        }
    }

    /// <summary>Takes an object out.</summary>
    public void Remove(T own)
    {
        if (own.Cell is { } cell)
        {
            var list = cells[cell];
            list.Remove(own);
            if (list.Count == 0)
            {
                cells.Remove(cell);
            }

            own.Cell = null;
            Count--;
        }
    }

    /// <summary>Others in its cell and those beside it; the list is used again.</summary>
    public List<T> Near(T own)
    {
        near.Clear();
        if (own.Cell is not { } cell)
        {
            return near;
        }

        for (var dn = -1; dn <= 1; dn++)
        {
            for (var de = -1; de <= 1; de++)
            {
                if (cells.TryGetValue((cell.North + dn, cell.East + de), out var list))
                {
                    AddOthers(list, own);
                }
            }
        }

        return near;
    }

    private void AddOthers(List<T> list, T own)
    {
        foreach (var other in list)
        {
            if (near.Count == NearLimits.MaxLooked)
            {
                return;
            }

            if (other != own)
            {
                near.Add(other);
            }
        }
    }
}
