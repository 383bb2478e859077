using Trucewatch.Domain;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Watch.Tracking.Plots;

/// <summary>How surely the object of a track exists.</summary>
public enum PlotTrackStatus
{
    /// <summary>It may be clutter.</summary>
    Tentative,

    /// <summary>It is more likely there than not.</summary>
    Confirmed,

    /// <summary>It was given up in the last step.</summary>
    Deleted,
}

/// <summary>A track of plots.</summary>
public struct PlotTrack
{
    /// <summary>Its number, from 1, never used again.</summary>
    public int Id;

    /// <summary>How surely it exists.</summary>
    public PlotTrackStatus Status;

    /// <summary>Its best single estimate, all ways to move together.</summary>
    public PlaneState State;

    /// <summary>Odds that its object exists.</summary>
    public double Odds;

    /// <summary>Time of the last plot that it took.</summary>
    public Instant SeenAt;

    /// <summary>Plots that it took.</summary>
    public int Hits;

    /// <summary>Tag of the last plot that it took.</summary>
    public int Tag;

    /// <summary>Key of the plot that started it.</summary>
    public long Birth;

    /// <summary>Number of the sensor of the last plot that it took.</summary>
    public int Sensor;

    /// <summary>Time between its last two plots where one sensor made both; else NaN.</summary>
    public double RevisitS;

    /// <summary>By what numbers sensors follow its object.</summary>
    internal SourceNumbers Sources;

    /// <summary>Class of its object, as the last plot that named one said.</summary>
    public ObjectClass Class;

    /// <summary>True when it took a plot in the last step.</summary>
    public bool IsFresh;

    /// <summary>Probability that its object exists.</summary>
    public readonly double Existence => Odds / (1 + Odds);
}
