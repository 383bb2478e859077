using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Sensors;
using Trucewatch.Geo;

namespace Trucewatch.Domain.Looks;

/// <summary>With what a look was taken.</summary>
public enum Modality
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>Visible light.</summary>
    Optical,

    /// <summary>Infrared.</summary>
    Thermal,

    /// <summary>Synthetic aperture radar.</summary>
    ImagingRadar,

    /// <summary>Radar that shows what moves.</summary>
    MovingTargetRadar,

    /// <summary>Ground or coast radar.</summary>
    SurveillanceRadar,

    /// <summary>Sound or shaking of the ground.</summary>
    SeismoAcoustic,

    /// <summary>What objects say of themselves (AIS, ADS-B, Remote ID).</summary>
    Reception,

    /// <summary>Eyes of people: a post or a patrol.</summary>
    Human,
}

/// <summary>The four corners of a footprint, in order around it.</summary>
[InlineArray(Count)]
public struct LookCorners
{
    /// <summary>Number of corners.</summary>
    public const int Count = 4;

    private GeoPoint first;
}

/// <summary>
/// That a sensor looked at a piece of ground for a while, whatever it saw there. Silence means something only where one
/// looked.
/// </summary>
public struct Look
{
    /// <summary>The frame that says so.</summary>
    public FrameRef Frame;

    /// <summary>The sensor, as the registry describes it; null: none is registered for it.</summary>
    public Sensor? Sensor;

    /// <summary>True when a good signature of a registered key covers its frame.</summary>
    public bool IsAuthenticated;

    /// <summary>True when the source itself marks it as exercise or simulated; a live log refuses it.</summary>
    public bool IsExercise;

    /// <summary>With what.</summary>
    public Modality Modality;

    /// <summary>Begin of the look; equal to <see cref="Until"/> for a single picture.</summary>
    public Instant From;

    /// <summary>End of the look.</summary>
    public Instant Until;

    /// <summary>When the intake received the frame.</summary>
    public Instant ReceivedAt;

    /// <summary>True when <see cref="Corners"/> hold the footprint; else <see cref="Outline"/> does.</summary>
    public bool HasCorners;

    /// <summary>The footprint as four corners.</summary>
    public LookCorners Corners;

    /// <summary>The footprint as a ring without its closing point; default when <see cref="HasCorners"/>.</summary>
    public ImmutableArray<GeoPoint> Outline;

    /// <summary>Where the sensor was; it counts only when <see cref="HasSensorPosition"/>.</summary>
    public GeoPoint SensorPosition;

    /// <summary>True when the place of the sensor is known.</summary>
    public bool HasSensorPosition;

    /// <summary>
    /// How high the sensor was above the ground that it looked at, in metres; 0: not known, and the range is that along
    /// the ground.
    /// </summary>
    public double SensorHeightM;

    /// <summary>
    /// Its chance to see what it looks for, where somebody states it; NaN: it follows from the modality, range, light
    /// and clouds.
    /// </summary>
    public double DetectionProbability;

    /// <summary>Share of the footprint that clouds hide, 0 to 1; NaN when not known.</summary>
    public double CloudShare;
}
