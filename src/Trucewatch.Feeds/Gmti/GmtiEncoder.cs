using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Gmti;

/// <summary>The header of the packets that an encoder writes.</summary>
/// <param name="Platform">Name of the platform, at most ten letters.</param>
/// <param name="MissionId">Number of the mission.</param>
/// <param name="JobId">Number of the job.</param>
/// <param name="Exercise">0 for an operation with real data, 129 for a simulated exercise.</param>
/// <param name="Nationality">Two letters.</param>
/// <param name="Version">Two digits.</param>
public sealed record GmtiHeader(
    string Platform, uint MissionId, uint JobId, byte Exercise = 129, string Nationality = "XN", string Version = "30");

/// <summary>One target as an encoder writes it; NaN: not said, and then no target of the dwell may say it.</summary>
/// <param name="Position">Where.</param>
/// <param name="HeightM">Height over the ellipsoid.</param>
/// <param name="RadialVelocityMps">Above zero goes away from the sensor.</param>
/// <param name="Classification">Number of field D32.10.</param>
/// <param name="SlantRangeErrorM">Sigma along the line of sight.</param>
/// <param name="CrossRangeErrorM">Sigma across it.</param>
public readonly record struct GmtiTarget(
    GeoPoint Position,
    double HeightM = double.NaN,
    double RadialVelocityMps = double.NaN,
    byte Classification = 0,
    double SlantRangeErrorM = double.NaN,
    double CrossRangeErrorM = double.NaN);

/// <summary>One dwell as an encoder writes it.</summary>
/// <param name="TimeMs">Milliseconds since the mission's day began.</param>
/// <param name="Sensor">Where the sensor is.</param>
/// <param name="SensorHeightM">Its height over the ellipsoid.</param>
/// <param name="Centre">Middle of the lit ground.</param>
/// <param name="RangeHalfExtentM">Half of its length along the line of sight, below 256 km.</param>
/// <param name="AngleHalfExtentDeg">Half of its angle.</param>
/// <param name="Targets">The targets, all with the same fields.</param>
/// <param name="ScaleUnits">Steps of small reports in units of SA32 (and half as many of BA32); 0 writes large ones.
/// </param>
public sealed record GmtiDwellReport(
    uint TimeMs,
    GeoPoint Sensor,
    double SensorHeightM,
    GeoPoint Centre,
    double RangeHalfExtentM,
    double AngleHalfExtentDeg,
    IReadOnlyList<GmtiTarget> Targets,
    int ScaleUnits = 0);

/// <summary>Writes packets of one segment each, for the simulator and the tests.</summary>
public static class GmtiEncoder
{
    /// <summary>Appends a mission segment.</summary>
    public static void WriteMission(
        IBufferWriter<byte> to, GmtiHeader header, string plan, byte platformType, int year, int month, int day)
    {
        var body = new byte[GmtiMission.Bytes];
        Pad(body.AsSpan(0, 12), plan);
        Pad(body.AsSpan(12, 12), "");
        body[24] = platformType;
        Pad(body.AsSpan(25, 10), "");
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(35), (ushort)year);
        body[37] = (byte)month;
        body[38] = (byte)day;
        Write(to, header, (byte)GmtiSegmentKind.Mission, body);
    }

    /// <summary>Appends a job definition of a radar that watches for what moves, with these standard deviations.
    /// </summary>
    public static void WriteJob(
        IBufferWriter<byte> to, GmtiHeader header, double slantRangeM, double crossRangeDeg, double radialVelocityMps)
    {
        ArgumentNullException.ThrowIfNull(header);
        var body = new byte[GmtiJob.Bytes];
        BinaryPrimitives.WriteUInt32BigEndian(body, header.JobId);
        body[4] = GmtiJob.NoStatement8;
        Pad(body.AsSpan(5, 6), "");
        body[12] = 99;
        body[45] = 1;
        body.AsSpan(48).Fill(0xFF);
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(57), (ushort)Math.Round(slantRangeM * 100));
        BinaryPrimitives.WriteUInt16BigEndian(
            body.AsSpan(59), (ushort)Math.Round(crossRangeDeg / GmtiNumbers.Ba16Deg));
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(61), (ushort)Math.Round(radialVelocityMps * 100));
        body[66] = body[67] = 0;
        Write(to, header, (byte)GmtiSegmentKind.JobDefinition, body);
    }

    /// <summary>Appends words.</summary>
    public static void WriteFreeText(
        IBufferWriter<byte> to, GmtiHeader header, string originator, string recipient, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var body = new byte[20 + text.Length];
        Pad(body.AsSpan(0, 10), originator);
        Pad(body.AsSpan(10, 10), recipient);
        Pad(body.AsSpan(20), text);
        Write(to, header, (byte)GmtiSegmentKind.FreeText, body);
    }

    /// <summary>Appends where the platform is.</summary>
    public static void WritePlatformLocation(
        IBufferWriter<byte> to, GmtiHeader header, uint timeMs, GeoPoint at, double heightM, double trackDeg,
        double speedMps)
    {
        var body = new byte[GmtiPlatformLocation.Bytes];
        BinaryPrimitives.WriteUInt32BigEndian(body, timeMs);
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(4), Sa32(at.LatitudeDeg));
        BinaryPrimitives.WriteUInt32BigEndian(body.AsSpan(8), Ba32(at.LongitudeDeg));
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(12), (int)Math.Round(heightM * 100));
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(16), Ba16(trackDeg));
        BinaryPrimitives.WriteUInt32BigEndian(body.AsSpan(18), (uint)Math.Round(speedMps * 1000));
        Write(to, header, (byte)GmtiSegmentKind.PlatformLocation, body);
    }

    /// <summary>Appends a dwell with its targets.</summary>
    public static void WriteDwell(IBufferWriter<byte> to, GmtiHeader header, GmtiDwellReport dwell)
    {
        ArgumentNullException.ThrowIfNull(dwell);
        var fields = new FieldWriter(new byte[128 + (32 * dwell.Targets.Count)]);
        fields.Put(GmtiField.RevisitIndex, 0);
        fields.Put(GmtiField.DwellIndex, 0);
        fields.Put(GmtiField.LastDwell, 0);
        fields.Put(GmtiField.TargetCount, dwell.Targets.Count);
        fields.Put(GmtiField.DwellTime, dwell.TimeMs);
        fields.Put(GmtiField.SensorLatitude, Sa32(dwell.Sensor.LatitudeDeg));
        fields.Put(GmtiField.SensorLongitude, Ba32(dwell.Sensor.LongitudeDeg));
        fields.Put(GmtiField.SensorAltitude, (long)Math.Round(dwell.SensorHeightM * 100));
        if (dwell.ScaleUnits > 0)
        {
            fields.Put(GmtiField.LatitudeScale, dwell.ScaleUnits);
            fields.Put(GmtiField.LongitudeScale, Math.Max(dwell.ScaleUnits / 2, 1));
        }

        fields.Put(GmtiField.CentreLatitude, Sa32(dwell.Centre.LatitudeDeg));
        fields.Put(GmtiField.CentreLongitude, Ba32(dwell.Centre.LongitudeDeg));
        fields.Put(GmtiField.RangeHalfExtent, (long)Math.Round(dwell.RangeHalfExtentM / 1000 * 128));
        fields.Put(GmtiField.AngleHalfExtent, Ba16(dwell.AngleHalfExtentDeg));
        foreach (var (index, target) in dwell.Targets.Index())
        {
            PutTarget(ref fields, dwell, index, target);
        }

        Write(to, header, (byte)GmtiSegmentKind.Dwell, fields.Written);
    }

    /// <summary>Appends a packet with one segment of any kind.</summary>
    public static void Write(IBufferWriter<byte> to, GmtiHeader header, byte kind, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(header);
        var size = GmtiPacket.HeaderBytes + GmtiSegment.HeaderBytes + body.Length;
        var packet = to.GetSpan(size)[..size];
        packet[..GmtiPacket.HeaderBytes].Clear();
        Pad(packet[..2], header.Version);
        BinaryPrimitives.WriteInt32BigEndian(packet[2..], size);
        Pad(packet[6..8], header.Nationality);
        packet[8] = 5;
        Pad(packet[9..11], header.Nationality);
        packet[13] = header.Exercise;
        Pad(packet.Slice(14, GmtiPacket.PlatformBytes), header.Platform);
        BinaryPrimitives.WriteUInt32BigEndian(packet[24..], header.MissionId);
        BinaryPrimitives.WriteUInt32BigEndian(packet[28..], header.JobId);
        packet[GmtiPacket.HeaderBytes] = kind;
        BinaryPrimitives.WriteInt32BigEndian(
            packet[(GmtiPacket.HeaderBytes + 1)..], GmtiSegment.HeaderBytes + body.Length);
        body.CopyTo(packet[(GmtiPacket.HeaderBytes + GmtiSegment.HeaderBytes)..]);
        to.Advance(size);
    }

    private static void PutTarget(ref FieldWriter fields, GmtiDwellReport dwell, int index, in GmtiTarget target)
    {
        fields.Put(GmtiField.ReportIndex, index);
        if (dwell.ScaleUnits > 0)
        {
            var north = Sa32(target.Position.LatitudeDeg) - (long)Sa32(dwell.Centre.LatitudeDeg);
            var east = (int)(Ba32(target.Position.LongitudeDeg) - Ba32(dwell.Centre.LongitudeDeg));
            fields.Put(GmtiField.DeltaLatitude, (long)Math.Round((double)north / dwell.ScaleUnits));
            fields.Put(GmtiField.DeltaLongitude, (long)Math.Round((double)east / Math.Max(dwell.ScaleUnits / 2, 1)));
        }
        else
        {
            fields.Put(GmtiField.Latitude, Sa32(target.Position.LatitudeDeg));
            fields.Put(GmtiField.Longitude, Ba32(target.Position.LongitudeDeg));
        }

        fields.PutKnown(GmtiField.Height, target.HeightM, 1);
        fields.PutKnown(GmtiField.RadialVelocity, target.RadialVelocityMps, 100);
        fields.PutKnown(GmtiField.WrapVelocity, double.IsNaN(target.RadialVelocityMps) ? double.NaN : 300, 100);
        fields.Put(GmtiField.Classification, target.Classification);
        fields.PutKnown(GmtiField.SlantRangeError, target.SlantRangeErrorM, 100);
        fields.PutKnown(GmtiField.CrossRangeError, target.CrossRangeErrorM, 10);
    }

    private static int Sa32(double degrees) =>
        (int)Math.Min(Math.Round(degrees / GmtiNumbers.Sa32Deg), int.MaxValue);

    private static uint Ba32(double degrees) => (uint)(long)Math.Round(degrees / GmtiNumbers.Ba32Deg);

    private static ushort Ba16(double degrees) => (ushort)(long)Math.Round(degrees / GmtiNumbers.Ba16Deg);

    private static void Pad(Span<byte> to, string text)
    {
        to.Fill((byte)' ');
        Encoding.ASCII.GetBytes(text.AsSpan(0, Math.Min(text.Length, to.Length)), to);
    }

    /// <summary>Puts fields after an existence mask that grows with them.</summary>
    private ref struct FieldWriter(Span<byte> body)
    {
        private readonly Span<byte> body = body;
        private int at = sizeof(ulong);

        public readonly ReadOnlySpan<byte> Written => body[..at];

        public void PutKnown(GmtiField field, double value, double units)
        {
            if (!double.IsNaN(value))
            {
                Put(field, (long)Math.Round(value * units));
            }
        }

        public void Put(GmtiField field, long value)
        {
            body[(int)field / 8] |= (byte)(0x80 >> ((int)field % 8));
            for (var shift = (GmtiFields.BytesOf(field) - 1) * 8; shift >= 0; shift -= 8)
            {
                body[at++] = (byte)(value >> shift);
            }
        }
    }
}
