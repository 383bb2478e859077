using Trucewatch.Domain;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Feeds.Mavlink;

/// <summary>What is remembered of one vehicle, because its messages say it one by one.</summary>
internal struct MavlinkVehicle
{
    /// <summary>Kind by its heartbeats.</summary>
    public ObjectClass Class;

    /// <summary>True for a ground station: where it stands is where a person stands.</summary>
    public bool IsStation;

    /// <summary>True while its heartbeats say that it flies in a simulation (HIL).</summary>
    public bool IsSimulated;

    /// <summary>Unix time in microseconds at which it was switched on, if <see cref="HasClock"/>.</summary>
    public long BootUs;

    /// <summary>True when it said what time it is.</summary>
    public bool HasClock;

    /// <summary>Horizontal sigma that its receiver stated, metres; 0: none.</summary>
    public double HorizontalSigmaM;

    /// <summary>Vertical sigma, metres; NaN: none.</summary>
    public double VerticalSigmaM;

    /// <summary>True when the sigma is a guess from the geometry of satellites.</summary>
    public bool IsGuess;

    /// <summary>When the accuracy came.</summary>
    public long AccuracyAtUs;

    /// <summary>When it last gave its own estimate of its place.</summary>
    public long EstimateAtUs;

    /// <summary>Horizontal field of view of its camera in degrees; 0: not known.</summary>
    public double FieldDeg;

    /// <summary>Vertical field of view in degrees.</summary>
    public double FieldHeightDeg;
}

/// <summary>All vehicles of a feed by their number, of which there are 256.</summary>
internal sealed class MavlinkVehicles
{
    /// <summary>Longest time for which a stated accuracy is believed.</summary>
    public const long AccuracyUs = 10_000_000;

    /// <summary>
    /// Longest time since an estimate for which the receiver's own place is left out: it is in the estimate.
    /// </summary>
    public const long EstimateUs = 5_000_000;

    // Unix times in microseconds; smaller ones count from when the vehicle was switched on.
    private const ulong LeastUnixUs = 1_000_000_000_000_000;
    private const ulong GreatestUnixUs = 4_000_000_000_000_000;

    private readonly MavlinkVehicle[] vehicles = new MavlinkVehicle[256];

    /// <summary>Makes the table.</summary>
    public MavlinkVehicles()
    {
        foreach (ref var vehicle in vehicles.AsSpan())
        {
            (vehicle.EstimateAtUs, vehicle.AccuracyAtUs) = (long.MinValue / 2, long.MinValue / 2);
        }
    }

    /// <summary>One vehicle.</summary>
    public ref MavlinkVehicle this[byte system] => ref vehicles[system];

    /// <summary>True for a number that is a Unix time in microseconds.</summary>
    public static bool IsUnix(ulong microseconds) => microseconds is >= LeastUnixUs and <= GreatestUnixUs;

    /// <summary>The time of milliseconds since the vehicle was switched on, if it said what time it is.</summary>
    public static bool TryTime(in MavlinkVehicle vehicle, uint bootMs, out Instant at)
    {
        at = new Instant(vehicle.BootUs + (bootMs * 1000L));
        return vehicle.HasClock;
    }

    /// <summary>What a heartbeat's type of vehicle is (MAV_TYPE); false for a part of one.</summary>
    public static bool TryClass(byte type, out ObjectClass found)
    {
        found = type switch
        {
            10 => ObjectClass.Vehicle,
            11 or 12 => ObjectClass.Vessel,
            5 or 31 => ObjectClass.Installation,
            (>= 1 and <= 4) or 7 or 8 or 9 or (>= 13 and <= 17) or (>= 19 and <= 25) or 28 or 29 or 35 or 43
                => ObjectClass.Drone,
            _ => ObjectClass.Unknown,
        };
        return found != ObjectClass.Unknown;
    }
}
