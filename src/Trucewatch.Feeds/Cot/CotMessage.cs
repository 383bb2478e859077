using Trucewatch.Domain;

namespace Trucewatch.Feeds.Cot;

/// <summary>
/// One event as it stands in the frame, be it XML or TAK protocol. Numbers that the sender does not know are NaN.
/// </summary>
internal ref struct CotMessage
{
    /// <summary>The object's own name.</summary>
    public CotText Uid;

    /// <summary>The type, for example <c>a-n-G</c>: plain ASCII.</summary>
    public ReadOnlySpan<byte> Type;

    /// <summary>How the position came about, for example <c>m-g</c>: plain ASCII; empty when not said.</summary>
    public ReadOnlySpan<byte> How;

    /// <summary>What the type makes of the event.</summary>
    public CotKind Kind;

    /// <summary>When the event was generated.</summary>
    public Instant Time;

    /// <summary>When it begins to hold.</summary>
    public Instant Start;

    /// <summary>When it ceases to hold.</summary>
    public Instant Stale;

    /// <summary>Latitude in degrees, -90 to 90.</summary>
    public double LatitudeDeg;

    /// <summary>Longitude in degrees, -180 to 180.</summary>
    public double LongitudeDeg;

    /// <summary>Height above the WGS 84 ellipsoid in metres, or NaN.</summary>
    public double HaeM;

    /// <summary>Circular error in metres, one sigma, or NaN.</summary>
    public double CircularErrorM;

    /// <summary>Linear error in metres, one sigma, or NaN.</summary>
    public double LinearErrorM;

    /// <summary>Course in degrees from true north, 0 to below 360, or NaN.</summary>
    public double CourseDeg;

    /// <summary>Speed in metres per second, or NaN.</summary>
    public double SpeedMps;

    /// <summary>Call sign of the contact element.</summary>
    public CotText CallSign;

    /// <summary>Remarks.</summary>
    public CotText Remarks;

    /// <summary>Who may see it, in the sender's words.</summary>
    public CotText Access;

    /// <summary>Quality of service that the sender asks for.</summary>
    public CotText Qos;

    /// <summary>Operation, exercise or simulation, in the sender's words.</summary>
    public CotText Opex;

    /// <summary>Where the contact can be reached.</summary>
    public CotText Endpoint;

    /// <summary>Name of the sender's group, and its role in it.</summary>
    public CotText Group;

    /// <summary>Role in the group.</summary>
    public CotText Role;

    /// <summary>Charge of the battery in percent, in the sender's words.</summary>
    public CotText Battery;

    /// <summary>Charge of the battery in percent where it comes as a number; else -1.</summary>
    public long BatteryPercent;

    /// <summary>The sender's device.</summary>
    public CotText Device;

    /// <summary>The sender's program.</summary>
    public CotText Platform;

    /// <summary>The sender's operating system.</summary>
    public CotText Os;

    /// <summary>Version of the sender's program.</summary>
    public CotText Version;

    /// <summary>Where the position comes from, for example <c>GPS</c>.</summary>
    public CotText PointSource;

    /// <summary>Where the height comes from, for example <c>DTED2</c>.</summary>
    public CotText HeightSource;

    /// <summary>Type of an emergency.</summary>
    public CotText EmergencyType;

    /// <summary>Words of an emergency: as a rule the call sign of whoever raises it.</summary>
    public CotText EmergencyWords;

    /// <summary>True when an emergency is called off.</summary>
    public bool IsCancelled;

    /// <summary>The room that a chat message goes to.</summary>
    public CotText ChatRoom;

    /// <summary>Call sign of whoever writes a chat message.</summary>
    public CotText ChatSender;

    /// <summary>Vertices of a drawn line or a route; they stand in <see cref="Detail"/>.</summary>
    public int VertexCount;

    /// <summary>True when the line that is drawn ends where it began.</summary>
    public bool IsClosed;

    /// <summary>Greater half axis of a drawn ellipse in metres, or NaN.</summary>
    public double MajorM;

    /// <summary>Lesser half axis of a drawn ellipse in metres, or NaN.</summary>
    public double MinorM;

    /// <summary>Direction of the greater axis in degrees from true north, or NaN.</summary>
    public double AngleDeg;

    /// <summary>XML inside the detail element, accepted by the scanner.</summary>
    public ReadOnlySpan<byte> Detail;

    /// <summary>Says of every number that it is not known.</summary>
    public void ForgetNumbers()
    {
        HaeM = double.NaN;
        CircularErrorM = double.NaN;
        LinearErrorM = double.NaN;
        CourseDeg = double.NaN;
        SpeedMps = double.NaN;
        MajorM = double.NaN;
        MinorM = double.NaN;
        AngleDeg = double.NaN;
        BatteryPercent = -1;
    }
}
