using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Klv;

/// <summary>What a drone says of itself and of its picture, to be written. NaN and null are left out.</summary>
/// <param name="Time">When it was so.</param>
public sealed record UasReport(Instant Time)
{
    /// <summary>Mission id.</summary>
    public string? Mission { get; init; }

    /// <summary>Tail number; a serial number of Remote ID is one, too.</summary>
    public string? TailNumber { get; init; }

    /// <summary>Model of the platform.</summary>
    public string? Designation { get; init; }

    /// <summary>Call sign.</summary>
    public string? CallSign { get; init; }

    /// <summary>Name of the sensor, for example <c>EO</c> or <c>IR</c>.</summary>
    public string? ImageSource { get; init; }

    /// <summary>Where the sensor, and so the platform, is.</summary>
    public GeoPoint? Sensor { get; init; }

    /// <summary>Height above mean sea level in metres.</summary>
    public double AltitudeM { get; init; } = double.NaN;

    /// <summary>Height above the ellipsoid in metres.</summary>
    public double EllipsoidHeightM { get; init; } = double.NaN;

    /// <summary>Heading of the platform in degrees from true north.</summary>
    public double HeadingDeg { get; init; } = double.NaN;

    /// <summary>Pitch of the platform in degrees, nose up positive, -90 to 90.</summary>
    public double PitchDeg { get; init; } = double.NaN;

    /// <summary>Roll of the platform in degrees, right wing down positive, -90 to 90.</summary>
    public double RollDeg { get; init; } = double.NaN;

    /// <summary>Velocity to the north in metres per second.</summary>
    public double NorthMps { get; init; } = double.NaN;

    /// <summary>Velocity to the east in metres per second.</summary>
    public double EastMps { get; init; } = double.NaN;

    /// <summary>Horizontal angle of view in degrees.</summary>
    public double HorizontalFovDeg { get; init; } = double.NaN;

    /// <summary>Vertical angle of view in degrees.</summary>
    public double VerticalFovDeg { get; init; } = double.NaN;

    /// <summary>Azimuth of the sensor from the nose of the platform in degrees, to the right.</summary>
    public double RelativeAzimuthDeg { get; init; } = double.NaN;

    /// <summary>Elevation of the sensor from the platform in degrees, down negative.</summary>
    public double RelativeElevationDeg { get; init; } = double.NaN;

    /// <summary>Turn of the sensor about its line of sight in degrees, clockwise.</summary>
    public double RelativeRollDeg { get; init; } = double.NaN;

    /// <summary>Range to the middle of the picture in metres.</summary>
    public double SlantRangeM { get; init; } = double.NaN;

    /// <summary>Width of ground in the middle of the picture in metres, up to 10 km.</summary>
    public double TargetWidthM { get; init; } = double.NaN;

    /// <summary>The place in the middle of the picture.</summary>
    public GeoPoint? FrameCentre { get; init; }

    /// <summary>Height of that place above mean sea level in metres.</summary>
    public double FrameCentreElevationM { get; init; } = double.NaN;

    /// <summary>Height of that place above the ellipsoid in metres.</summary>
    public double FrameCentreHeightM { get; init; } = double.NaN;

    /// <summary>
    /// Corners of the picture on the ground: upper left, upper right, lower right, lower left; or none.
    /// </summary>
    public ImmutableArray<GeoPoint> Corners { get; init; } = [];

    /// <summary>
    /// Seconds by which the count of the sender is ahead of UTC; null: it counts UTC itself, as most senders do.
    /// </summary>
    public int? LeapSeconds { get; init; }

    /// <summary>Classification by number (1 unclassified to 5 top secret); 0: no security set.</summary>
    public int Classification { get; init; }

    /// <summary>To whom the sender lets it go, in the sender's words.</summary>
    public string? ReleasingInstructions { get; init; }

    /// <summary>Width of the picture in pixels, for targets.</summary>
    public int FrameWidth { get; init; }

    /// <summary>Height of the picture in pixels, for targets.</summary>
    public int FrameHeight { get; init; }

    /// <summary>Operational mode (item 77): 1 operational, 2 training, 3 exercise, 5 test; null: not stated.</summary>
    public byte? OperationalMode { get; init; }

    /// <summary>What moves in the picture.</summary>
    public ImmutableArray<UasTarget> Targets { get; init; } = [];
}

/// <summary>A target to be written: by its place, by its offset from the frame centre, or by its pixel.</summary>
/// <param name="Number">Its number with the sender, from 1.</param>
/// <param name="Place">Where it is, or null.</param>
/// <param name="HeightM">Its height above the ellipsoid in metres; NaN: not known.</param>
/// <param name="SigmaM">Standard deviation of the place in metres, up to 650; NaN: not stated.</param>
/// <param name="AsOffset">True to write the place as an offset from the frame centre, without its error.</param>
/// <param name="Row">Row in the picture, from 1; 0: not known.</param>
/// <param name="Column">Column in the picture, from 1; 0: not known.</param>
public readonly record struct UasTarget(
    long Number,
    GeoPoint? Place = null,
    double HeightM = double.NaN,
    double SigmaM = double.NaN,
    bool AsOffset = false,
    int Row = 0,
    int Column = 0);
