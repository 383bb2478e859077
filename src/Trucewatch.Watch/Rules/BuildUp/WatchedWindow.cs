using System.Numerics;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Rules.BuildUp;

/// <summary>A cell of latitude and longitude, in steps of its grid, rounded down.</summary>
internal readonly record struct GridCell(int North, int East)
{
    /// <summary>The cell of a point in a grid of so many degrees.</summary>
    public static GridCell Of(GeoPoint point, double stepDeg) => new(
        (int)Math.Floor(point.LatitudeDeg / stepDeg), (int)Math.Floor(point.LongitudeDeg / stepDeg));
}

/// <summary>
/// One window of time: which objects were in which cell, and in which of its slots anything was heard around. An object
/// counts once in each cell, however often it is heard.
/// </summary>
internal sealed class WatchedWindow
{
    /// <summary>Slots of a window, in each of which the surroundings of a cell were heard or not.</summary>
    public const int Slots = 24;

    /// <summary>Most objects that are counted in one window, over all cells; further ones are not.</summary>
    public const int MaxCounted = 100_000;

    /// <summary>Most frames that are kept for one cell, to be cited.</summary>
    public const int MaxFrames = 16;

    /// <summary>Degrees of the cells by which it is known where anything was heard: 22 km south to north.</summary>
    public const double HeardDeg = 0.2;

    private readonly Dictionary<GridCell, Count> counts = [];
    private readonly Dictionary<GridCell, uint> heard = [];
    private int counted;

    /// <summary>What was counted in one cell.</summary>
    public sealed class Count
    {
        public HashSet<ObjectIdentity> Objects { get; } = [];

        public int Number { get; set; }

        public List<FrameRef> Frames { get; } = [];

        public Label? Label { get; set; }
    }

    /// <summary>The cells with anything in them.</summary>
    public IEnumerable<GridCell> Cells => counts.Keys;

    /// <summary>Number of objects that are counted, over all cells.</summary>
    public int Counted => counted;

    /// <summary>What was counted in a cell, or null.</summary>
    public Count? Of(GridCell cell) => counts.GetValueOrDefault(cell);

    /// <summary>Notes that something was heard there in a slot.</summary>
    public void Hear(GeoPoint point, int slot)
    {
        var cell = GridCell.Of(point, HeardDeg);
        heard[cell] = heard.GetValueOrDefault(cell) | (1u << slot);
    }

    /// <summary>Counts an object in a cell.</summary>
    public void Add(GridCell cell, ObjectIdentity identity, FrameRef frame, Label? label)
    {
        if (!counts.TryGetValue(cell, out var count))
        {
            counts.Add(cell, count = new Count());
        }

        if (counted < MaxCounted && count.Objects.Add(identity))
        {
            counted++;
            count.Number++;
            count.Label = count.Label is { } known && label is not null ? known.Meet(label) : count.Label ?? label;
            if (count.Frames.Count < MaxFrames)
            {
                count.Frames.Add(frame);
            }
        }
    }

    /// <summary>Keeps the numbers alone: it was judged, and is a baseline from now on.</summary>
    public void Close()
    {
        foreach (var count in counts.Values)
        {
            count.Objects.Clear();
            count.Objects.TrimExcess();
            count.Frames.Clear();
        }
    }

    /// <summary>The share of the window in which anything was heard in the surroundings of a place.</summary>
    public double Share(GeoPoint point)
    {
        var (bits, middle) = (0u, GridCell.Of(point, HeardDeg));
        for (var north = -1; north <= 1; north++)
        {
            for (var east = -1; east <= 1; east++)
            {
                bits |= heard.GetValueOrDefault(new GridCell(middle.North + north, middle.East + east));
            }
        }

        return BitOperations.PopCount(bits) / (double)Slots;
    }
}
