namespace Trucewatch.Geo.Locating;

/// <summary>What carries a signal to a station.</summary>
public enum WavePath
{
    /// <summary>Sound in the air.</summary>
    Air,

    /// <summary>A wave in the ground.</summary>
    Ground,
}

/// <summary>A signal as one station heard it.</summary>
/// <param name="Station">Where the station is.</param>
/// <param name="TimeS">When it arrived, seconds from a time that all arrivals share.</param>
/// <param name="SigmaS">Standard deviation of that time, seconds: clock and picking of the onset, without what all
/// stations share through the <see cref="WaveMedium"/>.</param>
/// <param name="Path">What carried it.</param>
public readonly record struct Arrival(GeoPoint Station, double TimeS, double SigmaS, WavePath Path = WavePath.Air);
