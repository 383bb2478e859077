using System.Runtime.InteropServices;
using Trucewatch.Domain;

namespace Trucewatch.Watch.Tracking.Fusion;

/// <summary>What one sensor saw within one slot of time.</summary>
internal sealed class Scan
{
    private readonly PackedPlots packed = new();
    private List<HeldPlot>? open;

    /// <summary>Number of the slot.</summary>
    public long Slot { get; set; }

    /// <summary>Number of the sensor.</summary>
    public int Sensor { get; set; }

    /// <summary>True when the sensor follows the objects itself: what it tells of is no clutter.</summary>
    public bool IsTold { get; set; }

    /// <summary>Time of its newest plot, to which its tracks are carried.</summary>
    public Instant At { get; set; }

    /// <summary>True while the tracker stands after it.</summary>
    public bool IsStepped { get; set; }

    /// <summary>Plots that are held of it.</summary>
    public int Count => open?.Count ?? packed.Count;

    /// <summary>Its plots while it is open, by content once it is stepped.</summary>
    /// <exception cref="InvalidOperationException">It is not open.</exception>
    public List<HeldPlot> Plots => open ?? throw new InvalidOperationException("expected an open scan");

    /// <summary>Opens it, if it is not, so that its plots can be read and added to.</summary>
    /// <param name="free">Lists that nobody uses.</param>
    public void Open(Stack<List<HeldPlot>> free)
    {
        if (open is null)
        {
            open = free.TryPop(out var list) ? list : [];
            packed.Unpack(open);
            packed.Clear();
        }
    }

    /// <summary>Packs its plots until something asks for them again.</summary>
    /// <param name="free">Takes the list back.</param>
    public void Close(Stack<List<HeldPlot>> free)
    {
        packed.Pack(CollectionsMarshal.AsSpan(Plots));
        Plots.Clear();
        free.Push(Plots);
        open = null;
    }

    /// <summary>Lets go of its plots.</summary>
    /// <param name="free">Takes the list back, where it is open.</param>
    public void Clear(Stack<List<HeldPlot>> free)
    {
        if (open is not null)
        {
            open.Clear();
            free.Push(open);
            open = null;
        }

        packed.Clear();
    }
}
