using System.Buffers.Binary;
using Trucewatch.Domain.Frames;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Gmti;

/// <summary>Mission segment, M1 to M7.</summary>
internal readonly ref struct GmtiMission
{
    /// <summary>Bytes after the segment's header.</summary>
    public const int Bytes = 39;

    private const int FirstYear = 1970;
    private readonly ReadOnlySpan<byte> body;

    private GmtiMission(ReadOnlySpan<byte> body) => this.body = body;

    /// <summary>Name of the plan, padded.</summary>
    public ReadOnlySpan<byte> Plan => body[..12];

    /// <summary>Name of the flight plan, padded.</summary>
    public ReadOnlySpan<byte> FlightPlan => body.Slice(12, 12);

    /// <summary>Type of platform by its number.</summary>
    public byte PlatformType => body[24];

    /// <summary>Further name of the platform, padded.</summary>
    public ReadOnlySpan<byte> Configuration => body.Slice(25, 10);

    /// <summary>The day that dwell times count from, in Unix microseconds.</summary>
    public long DayUs => (new DateTime(Year, body[37], body[38], 0, 0, 0, DateTimeKind.Utc).Ticks
        - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private int Year => BinaryPrimitives.ReadUInt16BigEndian(body[35..]);

    /// <summary>Reads a segment's body.</summary>
    public static FrameFault TryRead(ReadOnlySpan<byte> body, out GmtiMission mission)
    {
        mission = new GmtiMission(body);
        return body.Length != Bytes ? FrameFault.WrongLength
            : mission.Year is < FirstYear or > 9999 || body[37] is < 1 or > 12
                || body[38] < 1 || body[38] > DateTime.DaysInMonth(mission.Year, body[37]) ? FrameFault.OutOfRange
            : FrameFault.None;
    }
}

/// <summary>Job definition segment, J1 to J28.</summary>
internal readonly ref struct GmtiJob
{
    /// <summary>Bytes after the segment's header.</summary>
    public const int Bytes = 68;

    /// <summary>Value of two bytes that says nothing.</summary>
    public const int NoStatement = ushort.MaxValue;

    /// <summary>Value of one byte that says nothing.</summary>
    public const int NoStatement8 = byte.MaxValue;

    private const int HalfTurn = 0x8000;
    private readonly ReadOnlySpan<byte> body;

    private GmtiJob(ReadOnlySpan<byte> body) => this.body = body;

    /// <summary>Number of the job.</summary>
    public uint Id => BinaryPrimitives.ReadUInt32BigEndian(body);

    /// <summary>Type of sensor by its number.</summary>
    public byte SensorType => body[4];

    /// <summary>Name of the sensor's model, padded.</summary>
    public ReadOnlySpan<byte> Model => body.Slice(5, 6);

    /// <summary>Which targets were left out.</summary>
    public byte Filtering => body[11];

    /// <summary>1 is the most urgent; 99 where none is meant.</summary>
    public byte Priority => body[12];

    /// <summary>Mode of the radar by its number.</summary>
    public byte RadarMode => body[45];

    /// <summary>Time after which the radar looks again, in tenths of a second.</summary>
    public int RevisitDs => U16(46);

    /// <summary>Error of the sensor's place along its track, in decimetres.</summary>
    public int AlongTrackDm => U16(48);

    /// <summary>Error of the sensor's place across its track, in decimetres.</summary>
    public int CrossTrackDm => U16(50);

    /// <summary>Error of the sensor's height, in decimetres.</summary>
    public int AltitudeDm => U16(52);

    /// <summary>Error of the track in degrees.</summary>
    public int TrackDeg => body[54];

    /// <summary>Error of the speed in millimetres per second.</summary>
    public int SpeedMmps => U16(55);

    /// <summary>Standard deviation of the slant range, in centimetres.</summary>
    public int SlantRangeCm => U16(57);

    /// <summary>Standard deviation across the line of sight, as an angle; half a turn or more says nothing.</summary>
    public int CrossRangeBa16 => U16(59) < HalfTurn ? U16(59) : NoStatement;

    /// <summary>Standard deviation of the radial velocity, in centimetres per second.</summary>
    public int RadialVelocityCmps => U16(61);

    /// <summary>Slowest target that is seen, in decimetres per second.</summary>
    public int MinimumVelocityDmps => body[63];

    /// <summary>Probability of detection in percent.</summary>
    public int DetectionPercent => body[64];

    /// <summary>Density of false alarms in decibels below one.</summary>
    public int FalseAlarmDb => body[65];

    /// <summary>Model of the ground by its number.</summary>
    public byte TerrainModel => body[66];

    /// <summary>Model of the geoid by its number.</summary>
    public byte GeoidModel => body[67];

    /// <summary>Reads a segment's body.</summary>
    public static FrameFault TryRead(ReadOnlySpan<byte> body, out GmtiJob job)
    {
        job = new GmtiJob(body);
        return body.Length == Bytes ? FrameFault.None : FrameFault.WrongLength;
    }

    /// <summary>A corner of the area that the job is for, 0 to 3, in raw SA32 and BA32.</summary>
    public (int Latitude, uint Longitude) Corner(int index) =>
        (BinaryPrimitives.ReadInt32BigEndian(body[(13 + (8 * index))..]),
            BinaryPrimitives.ReadUInt32BigEndian(body[(17 + (8 * index))..]));

    private int U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(body[at..]);
}

/// <summary>Free text segment, F1 to F3.</summary>
internal readonly ref struct GmtiFreeText
{
    private const int NameBytes = 10;

    private GmtiFreeText(ReadOnlySpan<byte> body) => Body = body;

    /// <summary>Who writes, padded.</summary>
    public ReadOnlySpan<byte> Originator => Body[..NameBytes];

    /// <summary>For whom, padded.</summary>
    public ReadOnlySpan<byte> Recipient => Body.Slice(NameBytes, NameBytes);

    /// <summary>The words.</summary>
    public ReadOnlySpan<byte> Text => Body[(2 * NameBytes)..];

    private ReadOnlySpan<byte> Body { get; }

    /// <summary>Reads a segment's body.</summary>
    public static FrameFault TryRead(ReadOnlySpan<byte> body, out GmtiFreeText text)
    {
        text = new GmtiFreeText(body);
        return body.Length >= 2 * NameBytes ? FrameFault.None : FrameFault.WrongLength;
    }
}

/// <summary>Platform location segment, L1 to L7.</summary>
internal readonly ref struct GmtiPlatformLocation
{
    /// <summary>Bytes after the segment's header.</summary>
    public const int Bytes = 23;

    private readonly ReadOnlySpan<byte> body;

    private GmtiPlatformLocation(ReadOnlySpan<byte> body) => this.body = body;

    /// <summary>Milliseconds since the mission's day began.</summary>
    public uint TimeMs => BinaryPrimitives.ReadUInt32BigEndian(body);

    /// <summary>Latitude as SA32.</summary>
    public int Latitude => BinaryPrimitives.ReadInt32BigEndian(body[4..]);

    /// <summary>Longitude as BA32.</summary>
    public uint Longitude => BinaryPrimitives.ReadUInt32BigEndian(body[8..]);

    /// <summary>Height over the ellipsoid in centimetres.</summary>
    public int AltitudeCm => BinaryPrimitives.ReadInt32BigEndian(body[12..]);

    /// <summary>Track as BA16.</summary>
    public int Track => BinaryPrimitives.ReadUInt16BigEndian(body[16..]);

    /// <summary>Speed in millimetres per second.</summary>
    public uint SpeedMmps => BinaryPrimitives.ReadUInt32BigEndian(body[18..]);

    /// <summary>Climb in decimetres per second.</summary>
    public int ClimbDmps => (sbyte)body[22];

    /// <summary>Reads a segment's body.</summary>
    public static FrameFault TryRead(ReadOnlySpan<byte> body, out GmtiPlatformLocation location)
    {
        location = new GmtiPlatformLocation(body);
        return body.Length == Bytes ? FrameFault.None : FrameFault.WrongLength;
    }
}
