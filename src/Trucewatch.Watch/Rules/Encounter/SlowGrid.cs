using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Rules.Encounter;

/// <summary>An object that is slow, or is in a pair since it was.</summary>
internal sealed class SlowObject(TrackId id)
{
    public TrackUpdate State;

    public TrackId Id { get; } = id;

    public TrackMemory? Track { get; set; }

    public bool IsSlow { get; set; }

    public bool IsWho { get; set; }

    public bool IsWith { get; set; }

    /// <summary>Its cell of the grid; null while it is not in it.</summary>
    public (int North, int East)? Cell { get; set; }

    /// <summary>The pairs that it is in, by the other one, in the order of the tracks.</summary>
    public SortedDictionary<TrackId, SlowPair> Pairs { get; } = new(
        Comparer<TrackId>.Create((a, b) => a.Value.CompareTo(b.Value)));
}

/// <summary>Two objects near each other, with one machine for each level.</summary>
/// <param name="Subject">Whom detections name.</param>
/// <param name="Other">The one that it meets.</param>
internal sealed record SlowPair(SlowObject Subject, SlowObject Other)
{
    public Crossing[] Levels { get; } = new Crossing[2];
}

/// <summary>Slow objects by cells that are nowhere narrower than the reach, so that nine cells hold all who are near.
/// </summary>
internal sealed class SlowGrid
{
    /// <summary>Most objects in the grid; further ones are not paired, until one leaves it.</summary>
    public const int MaxObjects = 50_000;

    /// <summary>Most objects that one search looks at: a crowded roadstead has to be masked by its polygon.</summary>
    public const int MaxLooked = 512;

    private readonly Dictionary<(int North, int East), List<SlowObject>> cells = [];
    private readonly List<SlowObject> near = [];
    private readonly double northDeg;
    private readonly double eastDeg;

    /// <summary>Makes a grid for a theatre.</summary>
    public SlowGrid(TheatreBox theatre, double reachM)
    {
        // Degrees are shortest to the east at the edge that is farthest from the equator.
        var farthest = Math.Max(Math.Abs(theatre.SouthDeg), Math.Abs(theatre.NorthDeg));
        var scale = LocalScale.At(GeoPoint.FromDegrees(latitudeDeg: Math.Min(farthest, 89), longitudeDeg: 0));
        (northDeg, eastDeg) = (reachM / 110_000, reachM / scale.EastMPerDegree);
    }

    /// <summary>Number of objects in the grid.</summary>
    public int Count { get; private set; }

    /// <summary>Puts an object where it is now, or takes it out when it is not slow.</summary>
    public void Put(SlowObject own)
    {
        var point = own.State.Position;
        (int, int)? cell = own.IsSlow
            ? ((int)Math.Floor(point.LatitudeDeg / northDeg), (int)Math.Floor(point.LongitudeDeg / eastDeg))
            : null;
        if (cell == own.Cell)
        {
            return;
        }

        Remove(own);
        if (cell is { } now && Count < MaxObjects)
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
    public void Remove(SlowObject own)
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
    public List<SlowObject> Near(SlowObject own)
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

    private void AddOthers(List<SlowObject> list, SlowObject own)
    {
        foreach (var other in list)
        {
            if (near.Count == MaxLooked)
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
