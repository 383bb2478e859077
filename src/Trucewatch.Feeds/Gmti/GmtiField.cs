using System.Collections.Immutable;

namespace Trucewatch.Feeds.Gmti;

/// <summary>
/// Fields that stand in a dwell where its existence mask has their bit, in the order of the bits: D2 to D31, then those
/// of each target report, D32.1 to D32.18.
/// </summary>
internal enum GmtiField
{
    /// <summary>D2.</summary>
    RevisitIndex,

    /// <summary>D3.</summary>
    DwellIndex,

    /// <summary>D4.</summary>
    LastDwell,

    /// <summary>D5.</summary>
    TargetCount,

    /// <summary>D6.</summary>
    DwellTime,

    /// <summary>D7.</summary>
    SensorLatitude,

    /// <summary>D8.</summary>
    SensorLongitude,

    /// <summary>D9.</summary>
    SensorAltitude,

    /// <summary>D10.</summary>
    LatitudeScale,

    /// <summary>D11.</summary>
    LongitudeScale,

    /// <summary>D12.</summary>
    AlongTrackError,

    /// <summary>D13.</summary>
    CrossTrackError,

    /// <summary>D14.</summary>
    AltitudeError,

    /// <summary>D15.</summary>
    SensorTrack,

    /// <summary>D16.</summary>
    SensorSpeed,

    /// <summary>D17.</summary>
    SensorClimb,

    /// <summary>D18.</summary>
    TrackError,

    /// <summary>D19.</summary>
    SpeedError,

    /// <summary>D20.</summary>
    ClimbError,

    /// <summary>D21.</summary>
    PlatformHeading,

    /// <summary>D22.</summary>
    PlatformPitch,

    /// <summary>D23.</summary>
    PlatformRoll,

    /// <summary>D24.</summary>
    CentreLatitude,

    /// <summary>D25.</summary>
    CentreLongitude,

    /// <summary>D26.</summary>
    RangeHalfExtent,

    /// <summary>D27.</summary>
    AngleHalfExtent,

    /// <summary>D28.</summary>
    SensorHeading,

    /// <summary>D29.</summary>
    SensorPitch,

    /// <summary>D30.</summary>
    SensorRoll,

    /// <summary>D31.</summary>
    MinimumVelocity,

    /// <summary>D32.1.</summary>
    ReportIndex,

    /// <summary>D32.2.</summary>
    Latitude,

    /// <summary>D32.3.</summary>
    Longitude,

    /// <summary>D32.4.</summary>
    DeltaLatitude,

    /// <summary>D32.5.</summary>
    DeltaLongitude,

    /// <summary>D32.6.</summary>
    Height,

    /// <summary>D32.7.</summary>
    RadialVelocity,

    /// <summary>D32.8.</summary>
    WrapVelocity,

    /// <summary>D32.9.</summary>
    SignalToNoise,

    /// <summary>D32.10.</summary>
    Classification,

    /// <summary>D32.11.</summary>
    ClassificationProbability,

    /// <summary>D32.12.</summary>
    SlantRangeError,

    /// <summary>D32.13.</summary>
    CrossRangeError,

    /// <summary>D32.14.</summary>
    HeightError,

    /// <summary>D32.15.</summary>
    RadialVelocityError,

    /// <summary>D32.16.</summary>
    TruthApplication,

    /// <summary>D32.17.</summary>
    TruthEntity,

    /// <summary>D32.18.</summary>
    CrossSection,
}

/// <summary>How a field is laid out and printed.</summary>
/// <param name="Name">Name in printed messages.</param>
/// <param name="Bytes">1, 2 or 4.</param>
/// <param name="Form">How its bits are a number.</param>
/// <param name="Divisor">What divides a decimal number into metres, seconds, decibels or what it is.</param>
internal sealed record GmtiFieldForm(string Name, int Bytes, GmtiNumberForm Form, double Divisor = 1);

/// <summary>How bits are a number.</summary>
internal enum GmtiNumberForm
{
    /// <summary>Without a sign (I, E, FL).</summary>
    Unsigned,

    /// <summary>Two's complement (S).</summary>
    Signed,

    /// <summary>An angle with a sign (SA).</summary>
    SignedAngle,

    /// <summary>A part of a full turn (BA).</summary>
    Angle,

    /// <summary>A part of a full turn that is a longitude, printed from -180 to 180.</summary>
    Longitude,

    /// <summary>A binary decimal of kilometres (B), printed in metres.</summary>
    Kilometres,
}

/// <summary>All fields of a dwell, in the order of <see cref="GmtiField"/>.</summary>
internal static class GmtiFields
{
    /// <summary>Number of fields of the dwell itself.</summary>
    public const int DwellCount = (int)GmtiField.ReportIndex;

    /// <summary>Number of all fields.</summary>
    public const int Count = (int)GmtiField.CrossSection + 1;

    /// <summary>The forms; centimetres, millimetres and the like are divided into metres.</summary>
    public static readonly ImmutableArray<GmtiFieldForm> Forms =
    [
        new("revisit", 2, GmtiNumberForm.Unsigned),
        new("dwell", 2, GmtiNumberForm.Unsigned),
        new("last_of_revisit", 1, GmtiNumberForm.Unsigned),
        new("target_count", 2, GmtiNumberForm.Unsigned),
        new("dwell_time", 4, GmtiNumberForm.Unsigned, 1000),
        new("sensor_lat", 4, GmtiNumberForm.SignedAngle),
        new("sensor_lon", 4, GmtiNumberForm.Longitude),
        new("sensor_alt", 4, GmtiNumberForm.Signed, 100),
        new("lat_scale", 4, GmtiNumberForm.SignedAngle),
        new("lon_scale", 4, GmtiNumberForm.Angle),
        new("along_track_error", 4, GmtiNumberForm.Unsigned, 100),
        new("cross_track_error", 4, GmtiNumberForm.Unsigned, 100),
        new("alt_error", 2, GmtiNumberForm.Unsigned, 100),
        new("sensor_track", 2, GmtiNumberForm.Angle),
        new("sensor_speed", 4, GmtiNumberForm.Unsigned, 1000),
        new("sensor_climb", 1, GmtiNumberForm.Signed, 10),
        new("track_error", 1, GmtiNumberForm.Unsigned),
        new("speed_error", 2, GmtiNumberForm.Unsigned, 1000),
        new("climb_error", 2, GmtiNumberForm.Unsigned, 100),
        new("platform_heading", 2, GmtiNumberForm.Angle),
        new("platform_pitch", 2, GmtiNumberForm.SignedAngle),
        new("platform_roll", 2, GmtiNumberForm.SignedAngle),
        new("centre_lat", 4, GmtiNumberForm.SignedAngle),
        new("centre_lon", 4, GmtiNumberForm.Longitude),
        new("range_half_extent", 2, GmtiNumberForm.Kilometres),
        new("angle_half_extent", 2, GmtiNumberForm.Angle),
        new("sensor_heading", 2, GmtiNumberForm.Angle),
        new("sensor_pitch", 2, GmtiNumberForm.SignedAngle),
        new("sensor_roll", 2, GmtiNumberForm.SignedAngle),
        new("minimum_velocity", 1, GmtiNumberForm.Unsigned, 10),
        new("index", 2, GmtiNumberForm.Unsigned),
        new("hi_res_lat", 4, GmtiNumberForm.SignedAngle),
        new("hi_res_lon", 4, GmtiNumberForm.Longitude),
        new("delta_lat", 2, GmtiNumberForm.Signed),
        new("delta_lon", 2, GmtiNumberForm.Signed),
        new("height", 2, GmtiNumberForm.Signed),
        new("radial_velocity", 2, GmtiNumberForm.Signed, 100),
        new("wrap_velocity", 2, GmtiNumberForm.Unsigned, 100),
        new("snr", 1, GmtiNumberForm.Signed),
        new("class", 1, GmtiNumberForm.Unsigned),
        new("class_probability", 1, GmtiNumberForm.Unsigned),
        new("slant_range_error", 2, GmtiNumberForm.Unsigned, 100),
        new("cross_range_error", 2, GmtiNumberForm.Unsigned, 10),
        new("height_error", 1, GmtiNumberForm.Unsigned),
        new("radial_velocity_error", 2, GmtiNumberForm.Unsigned, 100),
        new("truth_application", 1, GmtiNumberForm.Unsigned),
        new("truth_entity", 4, GmtiNumberForm.Unsigned),
        new("cross_section", 1, GmtiNumberForm.Signed, 2),
    ];

    /// <summary>Length of a field in bytes.</summary>
    public static int BytesOf(GmtiField field) => Lengths[(int)field];

    /// <summary>Lengths in the order of the bits; a test holds them against <see cref="Forms"/>.</summary>
    public static ReadOnlySpan<byte> Lengths =>
    [
        2, 2, 1, 2, 4, 4, 4, 4, 4, 4, 4, 4, 2, 2, 4, 1, 1, 2, 2, 2, 2, 2, 4, 4, 2, 2, 2, 2, 2, 1,
        2, 4, 4, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 1, 2, 1, 4, 1,
    ];
}
