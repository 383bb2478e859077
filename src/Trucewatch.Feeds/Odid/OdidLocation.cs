using System.Buffers.Binary;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Odid;

/// <summary>What a location message says, whatever carried it; NaN: not known.</summary>
internal struct OdidLocation
{
    /// <summary>Value of <see cref="TenthsOfHour"/> that is not known.</summary>
    public const int NoTime = ushort.MaxValue;

    /// <summary>Greatest time in tenths of a second: a full hour.</summary>
    public const int MaxTenthsOfHour = 36_000;

    private const int EastWestBit = 2;
    private const int HeightBit = 4;
    private const int UnknownClimb = 126;
    private const int HalfTurn = 180;
    private const double DegreesPerUnit = 1e-7;
    private const double LowestAltitudeM = -1000;
    private const long HourUs = 3_600_000_000;

    /// <summary>0 undeclared, 1 on the ground, 2 in the air, 3 emergency, 4 failure of the Remote ID system.</summary>
    public int Status;

    /// <summary>Latitude in degrees.</summary>
    public double LatitudeDeg;

    /// <summary>Longitude in degrees.</summary>
    public double LongitudeDeg;

    /// <summary>Pressure altitude in metres.</summary>
    public double PressureAltitudeM;

    /// <summary>Height over the ellipsoid in metres.</summary>
    public double GeodeticAltitudeM;

    /// <summary>Height over the ground or the place of take-off in metres.</summary>
    public double HeightM;

    /// <summary>True when <see cref="HeightM"/> is over the ground.</summary>
    public bool IsAboveGround;

    /// <summary>Speed over ground in metres per second.</summary>
    public double SpeedMps;

    /// <summary>Climb in metres per second.</summary>
    public double ClimbMps;

    /// <summary>Course over ground in degrees.</summary>
    public double TrackDeg;

    /// <summary>Category of the horizontal accuracy, 0 to 12.</summary>
    public int HorizontalAccuracy;

    /// <summary>Category of the vertical accuracy, 0 to 6.</summary>
    public int VerticalAccuracy;

    /// <summary>Category of the accuracy of the pressure altitude, 0 to 6.</summary>
    public int BaroAccuracy;

    /// <summary>Category of the accuracy of the speed, 0 to 4.</summary>
    public int SpeedAccuracy;

    /// <summary>Tenths of a second since the full hour (UTC), or <see cref="NoTime"/>.</summary>
    public int TenthsOfHour;

    /// <summary>Accuracy of the time in tenths of a second; 0: not known.</summary>
    public int TimeAccuracy;

    /// <summary>True when it says where.</summary>
    public readonly bool HasPlace => !double.IsNaN(LatitudeDeg);

    /// <summary>Nothing is known.</summary>
    public static OdidLocation NotKnown() => new()
    {
        LatitudeDeg = double.NaN,
        LongitudeDeg = double.NaN,
        PressureAltitudeM = double.NaN,
        GeodeticAltitudeM = double.NaN,
        HeightM = double.NaN,
        SpeedMps = double.NaN,
        ClimbMps = double.NaN,
        TrackDeg = double.NaN,
        TenthsOfHour = NoTime,
    };

    /// <summary>Reads a location message of 25 bytes.</summary>
    public static FrameFault TryRead(ReadOnlySpan<byte> bytes, out OdidLocation location)
    {
        var flags = bytes[1];
        location = NotKnown();
        location.Status = flags >> 4;
        location.IsAboveGround = (flags & HeightBit) != 0;
        location.TrackDeg = bytes[2] < HalfTurn ? bytes[2] + ((flags & EastWestBit) != 0 ? HalfTurn : 0) : double.NaN;
        location.SpeedMps = Speed(bytes[3], (flags & 1) != 0);
        location.ClimbMps = (sbyte)bytes[4] is > -UnknownClimb and < UnknownClimb ? (sbyte)bytes[4] * 0.5 : double.NaN;
        var latitude = BinaryPrimitives.ReadInt32LittleEndian(bytes[5..]);
        var longitude = BinaryPrimitives.ReadInt32LittleEndian(bytes[9..]);
        // Zero and zero stand for a drone that does not know.
        if (latitude != 0 || longitude != 0)
        {
            (location.LatitudeDeg, location.LongitudeDeg) = (latitude * DegreesPerUnit, longitude * DegreesPerUnit);
        }

        location.PressureAltitudeM = Altitude(BinaryPrimitives.ReadUInt16LittleEndian(bytes[13..]));
        location.GeodeticAltitudeM = Altitude(BinaryPrimitives.ReadUInt16LittleEndian(bytes[15..]));
        location.HeightM = Altitude(BinaryPrimitives.ReadUInt16LittleEndian(bytes[17..]));
        (location.VerticalAccuracy, location.HorizontalAccuracy) = (bytes[19] >> 4, bytes[19] & 0xF);
        (location.BaroAccuracy, location.SpeedAccuracy) = (bytes[20] >> 4, bytes[20] & 0xF);
        location.TenthsOfHour = BinaryPrimitives.ReadUInt16LittleEndian(bytes[21..]);
        location.TimeAccuracy = bytes[23] & 0xF;
        return OdidMessage.IsPlace(latitude, longitude) && location.TenthsOfHour is <= MaxTenthsOfHour or NoTime
            ? FrameFault.None
            : FrameFault.OutOfRange;
    }

    /// <summary>An altitude in half metres above a thousand metres below zero; 0 is not known.</summary>
    public static double Altitude(int raw) => raw == 0 ? double.NaN : (raw * 0.5) + LowestAltitudeM;

    /// <summary>The time that lies nearest to the reception: the message does not say which hour it means.</summary>
    public readonly Instant TimeNear(Instant receivedAt)
    {
        var us = receivedAt.UnixMicroseconds;
        var at = us - (((us % HourUs) + HourUs) % HourUs) + (TenthsOfHour * 100_000L);
        return new Instant(at - us > HourUs / 2 ? at - HourUs : us - at > HourUs / 2 ? at + HourUs : at);
    }

    private static double Speed(byte raw, bool isFast) =>
        !isFast ? raw * 0.25 : raw == byte.MaxValue ? double.NaN : (raw * 0.75) + (byte.MaxValue * 0.25);
}
