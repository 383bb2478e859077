using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Sensors;
using Trucewatch.Geo;

namespace Trucewatch.Domain.Observations;

/// <summary>Which naming scheme an identity belongs to.</summary>
public enum IdentityScheme
{
    /// <summary>The observation names no object.</summary>
    None,

    /// <summary>Maritime mobile service identity, a nine-digit number.</summary>
    Mmsi,

    /// <summary>Cursor on Target uid, a text.</summary>
    CotUid,

    /// <summary>ICAO 24-bit aircraft address.</summary>
    Icao,

    /// <summary>Serial number that an uncrewed aircraft broadcasts (Remote ID), a text.</summary>
    RemoteId,
}

/// <summary>What an object calls itself. Strong evidence of sameness, never blind truth.</summary>
/// <param name="Scheme">The naming scheme.</param>
/// <param name="Number">The number, for schemes of numbers; else 0.</param>
/// <param name="Text">The text, for schemes of texts; else null. Decoders intern it.</param>
public readonly record struct ObjectIdentity(IdentityScheme Scheme, ulong Number, string? Text)
{
    /// <summary>No identity.</summary>
    public static readonly ObjectIdentity None;

    /// <summary>An MMSI.</summary>
    public static ObjectIdentity Mmsi(uint mmsi) => new(IdentityScheme.Mmsi, mmsi, null);

    /// <summary>A Cursor on Target uid.</summary>
    public static ObjectIdentity CotUid(string uid) => new(IdentityScheme.CotUid, 0, uid);

    /// <summary>The serial number of a Remote ID.</summary>
    public static ObjectIdentity RemoteId(string serial) => new(IdentityScheme.RemoteId, 0, serial);

    /// <summary>For example <c>mmsi:237000001</c> or <c>cot:WEST-7</c>; <c>none</c> without an identity.</summary>
    public override string ToString() => Scheme switch
    {
        IdentityScheme.Mmsi => FormattableString.Invariant($"mmsi:{Number:D9}"),
        IdentityScheme.CotUid => $"cot:{Text}",
        IdentityScheme.Icao => FormattableString.Invariant($"icao:{Number:x6}"),
        IdentityScheme.RemoteId => $"rid:{Text}",
        _ => "none",
    };
}

/// <summary>What kind of object is seen; unknown is a value.</summary>
public enum ObjectClass : byte
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>A ship or boat.</summary>
    Vessel,

    /// <summary>A land vehicle.</summary>
    Vehicle,

    /// <summary>A person or team on foot.</summary>
    Person,

    /// <summary>A crewed aircraft or helicopter.</summary>
    Aircraft,

    /// <summary>An uncrewed aircraft.</summary>
    Drone,

    /// <summary>An aid to navigation, base station or other fixed installation.</summary>
    Installation,
}

/// <summary>
/// What a height is measured from. Heights over different references are never compared as they stand.
/// </summary>
public enum HeightReference : byte
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>The WGS 84 ellipsoid (HAE).</summary>
    Ellipsoid,

    /// <summary>Mean sea level (MSL).</summary>
    SeaLevel,

    /// <summary>The pressure level 1013.25 hPa: a barometric altitude, not a height.</summary>
    Pressure,

    /// <summary>The ground below (AGL).</summary>
    Ground,
}

/// <summary>What an observation says.</summary>
public enum ObservationKind : byte
{
    /// <summary>An object was at a place.</summary>
    Position,

    /// <summary>An object describes itself (name, type, size), without a place.</summary>
    Description,

    /// <summary>A person or a post reports something in writing.</summary>
    Report,

    /// <summary>Something happened at a place: heat, shaking, an explosion. No object is followed.</summary>
    Event,
}

/// <summary>What an object says of itself.</summary>
/// <param name="Name">Its name; empty when not known.</param>
/// <param name="CallSign">Its call sign; empty when not known.</param>
/// <param name="TypeCode">The format's own type code, for example the AIS ship type or the CoT type.</param>
/// <param name="LengthM">Length in metres; 0 when not known.</param>
/// <param name="BeamM">Beam in metres; 0 when not known.</param>
public sealed record ObjectDescription(string Name, string CallSign, string TypeCode, double LengthM, double BeamM);

/// <summary>
/// One statement of one sensor or person about one moment. A struct without heap parts on the hot path; the
/// description and the report are rare and shared.
/// </summary>
public struct Observation
{
    // A nullable field takes eight bytes of every observation; one more than the value, 0 for none, takes one.
    private byte _accuracyAndOne;
    private byte _integrityAndOne;

    /// <summary>The raw frame it was decoded from (for a group, the last one).</summary>
    public FrameRef Frame;

    /// <summary>Frames of the same group before <see cref="Frame"/> (AIS multi-sentence messages), usually 0.</summary>
    public ushort EarlierParts;

    /// <summary>What it says.</summary>
    public ObservationKind Kind;

    /// <summary>Who it is about.</summary>
    public ObjectIdentity Identity;

    /// <summary>What it is about.</summary>
    public ObjectClass Class;

    /// <summary>Best time of the event: the source's own time where it has one, else the receive time.</summary>
    public Instant At;

    /// <summary>When the intake received the frame.</summary>
    public Instant ReceivedAt;

    /// <summary>True when <see cref="At"/> comes from the source.</summary>
    public bool HasSourceTime;

    /// <summary>True when <see cref="Position"/> and <see cref="PositionError"/> are set.</summary>
    public bool HasPosition;

    /// <summary>The sensor that made it, as the registry describes it; null: none is registered for it.</summary>
    public Sensor? Sensor;

    /// <summary>True when a good signature of a registered key covers its frame.</summary>
    public bool IsAuthenticated;

    /// <summary>
    /// True when the source itself marks it as exercise or simulated; a live log refuses it.
    /// </summary>
    public bool IsExercise;

    /// <summary>
    /// True when the message states no error and <see cref="PositionError"/> is the decoder's assumption; a registered
    /// sensor's error model then takes its place.
    /// </summary>
    public bool HasAssumedError;

    /// <summary>
    /// What an aircraft last said of its own navigation: NACp, 0 to 11. Null: it said nothing, which is not 0, "not
    /// known, or worse than ten nautical miles".
    /// </summary>
    public sbyte? NavigationAccuracy
    {
        readonly get => Known(_accuracyAndOne);
        set => _accuracyAndOne = AndOne(value);
    }

    /// <summary>
    /// The navigation integrity category that goes with its position: NIC, 0 to 11. Null: not known, as of the first
    /// version of ADS-B, which is not 0, "no radius that surely contains it".
    /// </summary>
    public sbyte? NavigationIntegrity
    {
        readonly get => Known(_integrityAndOne);
        set => _integrityAndOne = AndOne(value);
    }

    /// <summary>Where.</summary>
    public GeoPoint Position;

    /// <summary>Covariance of the position, in square metres.</summary>
    public Covariance2 PositionError;

    /// <summary>Speed over ground in metres per second; NaN when not known.</summary>
    public double SpeedMps;

    /// <summary>Course over ground in degrees from true north, 0 to 360; NaN when not known.</summary>
    public double CourseDeg;

    /// <summary>Height in metres above <see cref="HeightReference"/>; NaN when not known.</summary>
    public double HeightM;

    /// <summary>Standard deviation of the height in metres; NaN when not known.</summary>
    public double HeightSigmaM;

    /// <summary>What the height is measured from.</summary>
    public HeightReference HeightReference;

    /// <summary>What was measured from where the observer stood; of most observations nothing.</summary>
    public PolarMeasurement Polar;

    /// <summary>
    /// Number by which the source itself follows the object, unique within its sensor and for a while only; 0: none.
    /// </summary>
    public uint SourceTrack;

    /// <summary>What happened, for <see cref="ObservationKind.Event"/>.</summary>
    public ObservedEvent Event;

    /// <summary>The object's words about itself, or null.</summary>
    public ObjectDescription? Description;

    /// <summary>The written report, or null.</summary>
    public WrittenReport? Report;

    private static sbyte? Known(byte andOne) => andOne == 0 ? null : (sbyte)(andOne - 1);

    private static byte AndOne(sbyte? value) => value is { } known ? checked((byte)(known + 1)) : (byte)0;
}
