using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Odid;

/// <summary>A drone's flight as an encoder writes it; NaN: not known.</summary>
/// <param name="Position">Where.</param>
/// <param name="GeodeticAltitudeM">Height over the ellipsoid.</param>
/// <param name="SpeedMps">Speed over ground, at most 254.</param>
/// <param name="TrackDeg">Course, 0 to 360.</param>
/// <param name="ClimbMps">Climb.</param>
/// <param name="HeightOverGroundM">Height over the ground.</param>
/// <param name="HorizontalAccuracy">Category, 10: better than ten metres.</param>
/// <param name="VerticalAccuracy">Category, 4: better than ten metres.</param>
public readonly record struct OdidFlight(
    GeoPoint Position,
    double GeodeticAltitudeM = double.NaN,
    double SpeedMps = double.NaN,
    double TrackDeg = double.NaN,
    double ClimbMps = double.NaN,
    double HeightOverGroundM = double.NaN,
    int HorizontalAccuracy = 10,
    int VerticalAccuracy = 4);

/// <summary>Writes messages of 25 bytes and lines of them, for the simulator and the tests.</summary>
public static class OdidEncoder
{
    /// <summary>Length of a message.</summary>
    public const int MessageBytes = OdidMessage.Bytes;

    private const byte Version = 2;

    /// <summary>Who a drone is: its serial number (CTA-2063-A), at most 20 letters.</summary>
    public static byte[] BasicId(string serial, int droneKind = 2)
    {
        var message = Start(OdidKind.BasicId);
        message[1] = (byte)(0x10 | droneKind);
        Encoding.ASCII.GetBytes(serial, message.AsSpan(2, OdidMessage.IdBytes));
        return message;
    }

    /// <summary>Where a drone is, at a time whose hour the message does not say.</summary>
    public static byte[] Location(in OdidFlight flight, Instant at)
    {
        var message = Start(OdidKind.Location);
        var flags = 0x20 | (double.IsNaN(flight.HeightOverGroundM) ? 0 : 4);
        var track = double.IsNaN(flight.TrackDeg) ? 361 : (int)Math.Round(flight.TrackDeg) % 360;
        flags |= track >= 180 ? 2 : 0;
        message[2] = (byte)(track >= 180 ? track - 180 : track);
        var speed = double.IsNaN(flight.SpeedMps) ? 255 : flight.SpeedMps;
        var isFast = speed > 63.75;
        flags |= isFast ? 1 : 0;
        message[3] = (byte)Math.Round(isFast ? (speed - 63.75) / 0.75 : speed / 0.25);
        message[4] = (byte)(sbyte)Math.Round(double.IsNaN(flight.ClimbMps) ? 126 : flight.ClimbMps / 0.5);
        message[1] = (byte)flags;
        WritePlace(message.AsSpan(5), flight.Position);
        WriteAltitude(message.AsSpan(15), flight.GeodeticAltitudeM);
        WriteAltitude(message.AsSpan(17), flight.HeightOverGroundM);
        message[19] = (byte)((flight.VerticalAccuracy << 4) | flight.HorizontalAccuracy);
        var tenths = at.UnixMicroseconds / 100_000 % OdidLocation.MaxTenthsOfHour;
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(21), (ushort)tenths);
        message[23] = 1;
        return message;
    }

    /// <summary>Where the operator is: about a person.</summary>
    public static byte[] System(GeoPoint operatorAt)
    {
        var message = Start(OdidKind.System);
        message[1] = 1;
        WritePlace(message.AsSpan(2), operatorAt);
        message[10] = 1;
        return message;
    }

    /// <summary>What a flight is for, at most 23 letters.</summary>
    public static byte[] SelfId(string words)
    {
        var message = Start(OdidKind.SelfId);
        Encoding.ASCII.GetBytes(words, message.AsSpan(2, 23));
        return message;
    }

    /// <summary>Who the operator is: about a person, at most 20 letters.</summary>
    public static byte[] OperatorId(string id)
    {
        var message = Start(OdidKind.OperatorId);
        Encoding.ASCII.GetBytes(id, message.AsSpan(2, OdidMessage.IdBytes));
        return message;
    }

    /// <summary>Several messages in one, at most nine.</summary>
    public static byte[] Pack(params ReadOnlySpan<byte[]> messages)
    {
        var pack = new byte[OdidMessage.PackHeaderBytes + (messages.Length * OdidMessage.Bytes)];
        (pack[0], pack[1], pack[2]) = (((byte)OdidKind.Pack << 4) | Version, OdidMessage.Bytes, (byte)messages.Length);
        for (var index = 0; index < messages.Length; index++)
        {
            messages[index].CopyTo(pack, OdidMessage.PackHeaderBytes + (index * OdidMessage.Bytes));
        }

        return pack;
    }

    /// <summary>Appends a message or pack as a line, with the time and address that are known.</summary>
    public static void WriteLine(
        IBufferWriter<byte> to, ReadOnlySpan<byte> message, Instant? receivedAt = null, ulong? address = null)
    {
        var line = new StringBuilder();
        if (receivedAt is { } at)
        {
            line.Append(CultureInfo.InvariantCulture, $"{at.UnixMicroseconds / 1_000_000}.");
            line.Append(CultureInfo.InvariantCulture, $"{at.UnixMicroseconds % 1_000_000:D6},");
        }

        if (address is { } known)
        {
            for (var shift = 40; shift >= 0; shift -= 8)
            {
                line.Append(CultureInfo.InvariantCulture, $"{(byte)(known >> shift):x2}{(shift > 0 ? ":" : ",")}");
            }
        }

        line.Append(Convert.ToHexStringLower(message)).Append('\n');
        to.Write(Encoding.ASCII.GetBytes(line.ToString()));
    }

    private static byte[] Start(OdidKind kind)
    {
        var message = new byte[OdidMessage.Bytes];
        message[0] = (byte)(((int)kind << 4) | Version);
        return message;
    }

    private static void WritePlace(Span<byte> to, GeoPoint place)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to, (int)Math.Round(place.LatitudeDeg * 1e7));
        BinaryPrimitives.WriteInt32LittleEndian(to[4..], (int)Math.Round(place.LongitudeDeg * 1e7));
    }

    private static void WriteAltitude(Span<byte> to, double altitudeM) => BinaryPrimitives.WriteUInt16LittleEndian(
        to, double.IsNaN(altitudeM) ? (ushort)0 : (ushort)Math.Round((altitudeM + 1000) * 2));
}
