using Trucewatch.Geo.Locating;

namespace Trucewatch.Watch.Blasts;

/// <summary>How arrivals of stations are gathered. The defaults are assumptions, to be set by weather and ground.
/// </summary>
public sealed record BlastSettings
{
    /// <summary>How fast signals travel: air of 0 to 20 degrees, and wind of some metres a second from anywhere.
    /// </summary>
    public WaveMedium Medium { get; init; } = new(10, 10, 0, 0, 5);

    /// <summary>What may be stated of a place.</summary>
    public LocatingLimits Limits { get; init; } = new();

    /// <summary>Farthest that a bang is heard, metres.</summary>
    public double RangeM { get; init; } = 25_000;

    /// <summary>Receive time without arrivals after which those that came are looked at: the way of the sound over the
    /// range.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(75);

    /// <summary>They are looked at so long after the first of them at the latest.</summary>
    public TimeSpan LatestAfter { get; init; } = TimeSpan.FromSeconds(240);

    /// <summary>How long after it was received an arrival waits for others, which may come late.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Most arrivals that are held; more are counted and not used.</summary>
    public int MaxHeld { get; init; } = 384;
}
