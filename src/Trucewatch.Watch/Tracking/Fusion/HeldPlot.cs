using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Sensors;
using Trucewatch.Watch.Tracking.Plots;

namespace Trucewatch.Watch.Tracking.Fusion;

/// <summary>A plot with what is known of it beside its place; held while a late one may still come before it.</summary>
internal struct HeldPlot
{
    public Plot Plot;
    public Instant At;
    public FrameRef Frame;
    public Sensor? Sensor;
    public ObjectDescription? Description;
    public bool IsAuthenticated;

    /// <summary>The plot of an observation that names nobody.</summary>
    public static HeldPlot From(in Observation observation, in Plot plot, long key) => new()
    {
        Plot = plot with { Key = key },
        At = observation.At,
        Frame = observation.Frame,
        Sensor = observation.Sensor,
        Description = observation.Description,
        IsAuthenticated = observation.IsAuthenticated,
    };
}

/// <summary>What one sensor saw within one slot of time.</summary>
internal sealed class Scan
{
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

    /// <summary>Its plots, by content once it is stepped.</summary>
    public List<HeldPlot> Plots { get; } = [];
}
