namespace Trucewatch.Domain.Observations;

/// <summary>What happened at a place, as a sensor saw it.</summary>
public enum EventClass
{
    /// <summary>Not an event.</summary>
    None,

    /// <summary>Something hot on the ground, seen from a satellite: a fire, a plant, an explosion.</summary>
    ThermalAnomaly,

    /// <summary>A seismic or acoustic event whose cause is not known.</summary>
    SeismoAcoustic,

    /// <summary>An explosion, as the source itself classes it.</summary>
    Explosion,

    /// <summary>An earthquake, as the source itself classes it.</summary>
    Earthquake,

    /// <summary>A blast in a quarry or mine, as the source itself classes it.</summary>
    QuarryBlast,
}

/// <summary>
/// Why an event may have a harmless cause. A reason stands on the observation, and never removes it.
/// </summary>
[Flags]
public enum ScreeningReasons
{
    /// <summary>None is known.</summary>
    None = 0,

    /// <summary>By the source, heat stands there at all times (FIRMS type 2), or the place is known for it.</summary>
    StaticHeat = 1,

    /// <summary>A volcano.</summary>
    Volcano = 2,

    /// <summary>Fields are burnt at this time of the year.</summary>
    HarvestSeason = 4,

    /// <summary>Lightning was near in place and time.</summary>
    Thunder = 8,

    /// <summary>A known quarry or mine is near.</summary>
    Quarry = 16,

    /// <summary>The source itself is not sure of it.</summary>
    LowConfidence = 32,

    /// <summary>It was seen at sea, where gas is flared.</summary>
    Offshore = 64,
}

/// <summary>An event, with its size and how sure the source is.</summary>
public struct ObservedEvent
{
    /// <summary>What happened.</summary>
    public EventClass Class;

    /// <summary>Harmless causes that it may have.</summary>
    public ScreeningReasons Reasons;

    /// <summary>How sure the source is, 0 to 1; NaN when it does not say.</summary>
    public float Confidence;

    /// <summary>Size: radiative power in megawatts of a thermal anomaly, magnitude of a seismic event; NaN: not
    /// known.</summary>
    public float Size;
}
