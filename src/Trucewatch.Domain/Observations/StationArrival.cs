namespace Trucewatch.Domain.Observations;

/// <summary>What carried a signal to a station.</summary>
public enum SignalPath
{
    /// <summary>Sound in the air.</summary>
    Air,

    /// <summary>A wave in the ground.</summary>
    Ground,

    /// <summary>Light: a flash that a camera saw, at the time that it happened.</summary>
    Light,
}

/// <summary>
/// A signal of something sudden, as one station heard or saw it. The observation's place is the station's own and its
/// time that of the onset: where and when it happened is for several stations to say.
/// </summary>
/// <param name="Station">Name of the station, unique among those that one event may be heard by.</param>
/// <param name="SigmaS">Standard deviation of the time: clock and picking of the onset, seconds.</param>
/// <param name="Path">What carried it.</param>
/// <param name="BearingDeg">Direction from the station in degrees from true north, 0 to 360; null: not known.</param>
/// <param name="BearingSigmaDeg">Standard deviation of the direction, degrees; null when not known.</param>
public sealed record StationArrival(
    string Station, double SigmaS, SignalPath Path, double? BearingDeg = null, double? BearingSigmaDeg = null);
