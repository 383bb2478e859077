using Trucewatch.Domain.Observations;

namespace Trucewatch.Watch.Tracking;

/// <summary>
/// What is assumed of how a kind of object moves. The density of white-noise acceleration lets the velocity wander by
/// sqrt(q t): the figure in the comment is after a minute. They are assumptions to be calibrated on real tracks; too
/// large a value only makes the stated error larger.
/// </summary>
/// <param name="NoiseM2S3">Density of the acceleration's white noise in m2/s3.</param>
/// <param name="FirstSpeedMps">Standard deviation of an unknown first velocity, per axis.</param>
/// <param name="MaxSpeedMps">A move that needs more is impossible for one object.</param>
internal readonly record struct Motion(double NoiseM2S3, double FirstSpeedMps, double MaxSpeedMps)
{
    /// <summary>Metres per second in a knot.</summary>
    public const double KnotMps = 1852.0 / 3600;

    // 60 kn is above ferries and patrol boats; a ship alters speed and course by some 3 kn in a minute.
    private static readonly Motion Vessel = new(0.05, 8, 60 * KnotMps);

    // 200 km/h is above any vehicle off a motorway; braking and turning change the velocity by 8 m/s in a minute.
    private static readonly Motion Vehicle = new(1, 12, 200 / 3.6);

    // 12 m/s is a sprint; walking pace changes by 1 m/s in a minute.
    private static readonly Motion Person = new(0.02, 1.5, 12);

    // 1,200 kn covers military aircraft and loitering munitions alike; a turn changes 25 m/s and more in a minute.
    private static readonly Motion Aircraft = new(10, 120, 1200 * KnotMps);
    private static readonly Motion Drone = new(5, 40, 1200 * KnotMps);

    // A buoy swings on its chain; its place in the message is sometimes corrected by hand.
    private static readonly Motion Installation = new(0.0001, 0.1, 5);

    // Nothing is known, so that the loosest speed and a lively motion stand.
    private static readonly Motion Unknown = new(5, 40, 1200 * KnotMps);

    /// <summary>The assumptions for a kind of object.</summary>
    public static ref readonly Motion Of(ObjectClass kind)
    {
        switch (kind)
        {
            case ObjectClass.Vessel: return ref Vessel;
            case ObjectClass.Vehicle: return ref Vehicle;
            case ObjectClass.Person: return ref Person;
            case ObjectClass.Aircraft: return ref Aircraft;
            case ObjectClass.Drone: return ref Drone;
            case ObjectClass.Installation: return ref Installation;
            default: return ref Unknown;
        }
    }
}
