using System.Diagnostics.CodeAnalysis;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Sensors;
using Trucewatch.Watch.Tracking.Plots;

namespace Trucewatch.Watch.Tracking.Fusion;

/// <summary>A plot with what is known of it beside its place; held while a late one may still come before it.</summary>
internal struct HeldPlot
{
    public HeldNumbers Numbers;
    public Sensor? Sensor;
    public ObjectDescription? Description;

    [UnscopedRef]
    public readonly ref readonly Plot Plot => ref Numbers.Plot;

    public readonly Instant At => Numbers.At;

    public readonly FrameRef Frame => Numbers.Frame;

    public readonly bool IsAuthenticated => Numbers.IsAuthenticated;

    /// <summary>The plot of an observation that names nobody.</summary>
    public static HeldPlot From(in Observation observation, in Plot plot, long key) => new()
    {
        Numbers = new HeldNumbers
        {
            Plot = plot with { Key = key },
            At = observation.At,
            Frame = observation.Frame,
            IsAuthenticated = observation.IsAuthenticated,
        },
        Sensor = observation.Sensor,
        Description = observation.Description,
    };
}

/// <summary>What of a held plot points to nothing, so that it can be packed.</summary>
internal struct HeldNumbers
{
    public Plot Plot;
    public Instant At;
    public FrameRef Frame;
    public bool IsAuthenticated;
}
