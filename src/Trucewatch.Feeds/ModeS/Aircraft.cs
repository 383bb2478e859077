namespace Trucewatch.Feeds.ModeS;

/// <summary>Half a position as it was received, and when.</summary>
/// <param name="Code">Its bits.</param>
/// <param name="AtUs">When, on the feed's line of time.</param>
/// <param name="IsSurface">Sent on the ground.</param>
/// <param name="IsFast">Sent on the ground at more than 25 knots, or at unknown speed.</param>
internal readonly record struct CprHalf(CprCode Code, long AtUs, bool IsSurface, bool IsFast = false);

/// <summary>
/// What is remembered of one aircraft, so that its next message can be understood. Times are on the feed's own line of
/// time; <see cref="Never"/> where there was no such message.
/// </summary>
internal struct Aircraft
{
    /// <summary>The time of what never happened: older than every limit.</summary>
    public const long Never = long.MinValue / 2;

    /// <summary>Version of ADS-B when it has not been heard.</summary>
    public const byte NoVersion = byte.MaxValue;

    /// <summary>Latest half of the even kind.</summary>
    public CprHalf Even;

    /// <summary>Latest half of the odd kind.</summary>
    public CprHalf Odd;

    /// <summary>Latest position, in degrees.</summary>
    public double LatitudeDeg, LongitudeDeg;

    /// <summary>When it was there.</summary>
    public long PlacedAtUs;

    /// <summary>Latest velocity over ground; NaN where not known.</summary>
    public double SpeedMps, CourseDeg;

    /// <summary>When it moved so.</summary>
    public long MovedAtUs;

    /// <summary>When it last said how accurate its position is.</summary>
    public long QualityAtUs;

    /// <summary>When it last said its version and supplements.</summary>
    public long VersionAtUs;

    /// <summary>Latest accuracy category of the position (NACp).</summary>
    public byte Accuracy;

    /// <summary>Latest accuracy category of the geometric height (GVA), 0 to 3; 0 is not known.</summary>
    public byte HeightAccuracy;

    /// <summary>Version of ADS-B (0 to 2), or <see cref="NoVersion"/>.</summary>
    public byte Version;

    /// <summary>NIC supplements A and C.</summary>
    public bool SupplementA, SupplementC;

    /// <summary>Latest identification message: its category and eight characters; 0 when none came.</summary>
    public ulong Identification;

    /// <summary>An aircraft of which nothing is known.</summary>
    public static Aircraft Unknown => new()
    {
        Even = new CprHalf(default, Never, false),
        Odd = new CprHalf(default, Never, false),
        PlacedAtUs = Never,
        MovedAtUs = Never,
        QualityAtUs = Never,
        VersionAtUs = Never,
        SpeedMps = double.NaN,
        CourseDeg = double.NaN,
        Version = NoVersion,
    };
}
