using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Trucewatch.Domain.Frames;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Gmti;

/// <summary>A dwell segment: its own fields, and target reports of one layout, as its existence mask says.</summary>
internal ref struct GmtiDwell
{
    private const int MaskBytes = sizeof(ulong);
    private const byte Absent = byte.MaxValue;
    private const double SafeLatitudeDeg = 90;

    // Positions within the dwell, or within a target report.
    private Offsets offsets;
    private ReadOnlySpan<byte> body;

    /// <summary>Which fields stand, from the highest bit.</summary>
    public ulong Mask { get; private set; }

    /// <summary>Number of target reports.</summary>
    public int TargetCount { get; private set; }

    /// <summary>Length of a target report in bytes.</summary>
    public int TargetBytes { get; private set; }

    /// <summary>First byte of the first target report.</summary>
    public int TargetsAt { get; private set; }

    /// <summary>True when targets have a place of 32 bits, false when they stand so far from the centre.</summary>
    public readonly bool IsHighResolution => Has(GmtiField.Latitude);

    /// <summary>Reads a segment's body: everything that is read from it afterwards stands and is in range.</summary>
    public static FrameFault TryRead(ReadOnlySpan<byte> body, out GmtiDwell dwell)
    {
        dwell = default;
        if (body.Length < MaskBytes)
        {
            return FrameFault.WrongLength;
        }

        dwell.body = body;
        dwell.Mask = BinaryPrimitives.ReadUInt64BigEndian(body);
        dwell.TargetsAt = dwell.Place(0, GmtiFields.DwellCount, MaskBytes);
        dwell.TargetBytes = dwell.Place(GmtiFields.DwellCount, GmtiFields.Count, 0);
        if (body.Length < dwell.TargetsAt)
        {
            return FrameFault.WrongLength;
        }

        foreach (var field in Compulsory)
        {
            if (!dwell.Has(field))
            {
                return FrameFault.MissingMember;
            }
        }

        dwell.TargetCount = (int)dwell.Unsigned(GmtiField.TargetCount);
        if (body.Length != dwell.TargetsAt + ((long)dwell.TargetCount * dwell.TargetBytes))
        {
            return FrameFault.WrongLength;
        }

        return dwell.TargetCount == 0 ? FrameFault.None : dwell.CheckTargets();
    }

    /// <summary>True when the field stands.</summary>
    public readonly bool Has(GmtiField field) => offsets[(int)field] != Absent;

    /// <summary>First byte of a target report, for the fields D32.</summary>
    public readonly int TargetAt(int index) => TargetsAt + (index * TargetBytes);

    /// <summary>A field that stands, without a sign; <paramref name="at"/> is that of the target report.</summary>
    public readonly uint Unsigned(GmtiField field, int at = 0) =>
        GmtiNumbers.Unsigned(body[(at + offsets[(int)field])..], GmtiFields.BytesOf(field));

    /// <summary>A field that stands, in two's complement.</summary>
    public readonly int Signed(GmtiField field, int at = 0) =>
        GmtiNumbers.Signed(body[(at + offsets[(int)field])..], GmtiFields.BytesOf(field));

    /// <summary>Where the sensor is.</summary>
    public readonly GeoPoint Sensor() => PointOf(Signed(GmtiField.SensorLatitude), Unsigned(GmtiField.SensorLongitude));

    /// <summary>The middle of what the beam lit.</summary>
    public readonly GeoPoint Centre() => PointOf(Signed(GmtiField.CentreLatitude), Unsigned(GmtiField.CentreLongitude));

    /// <summary>Where a target is.</summary>
    public readonly GeoPoint Target(int at)
    {
        if (IsHighResolution)
        {
            return PointOf(Signed(GmtiField.Latitude, at), Unsigned(GmtiField.Longitude, at));
        }

        // Centre and scale are whole units of the same angle, so that nothing is rounded; longitudes go round.
        var latitude = Signed(GmtiField.CentreLatitude)
            + ((long)Signed(GmtiField.DeltaLatitude, at) * Signed(GmtiField.LatitudeScale));
        var longitude = Unsigned(GmtiField.CentreLongitude)
            + ((long)Signed(GmtiField.DeltaLongitude, at) * Unsigned(GmtiField.LongitudeScale));
        return PointOf(latitude, longitude);
    }

    private static ReadOnlySpan<GmtiField> Compulsory =>
    [
        GmtiField.TargetCount, GmtiField.DwellTime, GmtiField.SensorLatitude, GmtiField.SensorLongitude,
        GmtiField.SensorAltitude, GmtiField.CentreLatitude, GmtiField.CentreLongitude, GmtiField.RangeHalfExtent,
        GmtiField.AngleHalfExtent,
    ];

    private static GeoPoint PointOf(long sa32, long ba32) => GeoPoint.FromDegrees(
        latitudeDeg: sa32 * GmtiNumbers.Sa32Deg, longitudeDeg: GmtiNumbers.LongitudeDeg(ba32));

    /// <summary>Notes where each field stands; gives the end.</summary>
    private int Place(int from, int to, int at)
    {
        for (var field = from; field < to; field++)
        {
            var stands = (Mask & (1UL << (63 - field))) != 0;
            offsets[field] = stands ? (byte)at : Absent;
            at += stands ? GmtiFields.Lengths[field] : 0;
        }

        return at;
    }

    private readonly FrameFault CheckTargets()
    {
        if (IsHighResolution)
        {
            return Has(GmtiField.Longitude) ? FrameFault.None : FrameFault.MissingMember;
        }

        if (!Has(GmtiField.DeltaLatitude) || !Has(GmtiField.DeltaLongitude) || !Has(GmtiField.LatitudeScale)
            || !Has(GmtiField.LongitudeScale))
        {
            return FrameFault.MissingMember;
        }

        // Only near a pole or with a scale that no radar has can a latitude leave its range.
        double centre = Signed(GmtiField.CentreLatitude), scale = Signed(GmtiField.LatitudeScale);
        if ((Math.Abs(centre) + (Math.Abs(scale) * 32768)) * GmtiNumbers.Sa32Deg <= SafeLatitudeDeg)
        {
            return FrameFault.None;
        }

        for (var index = 0; index < TargetCount; index++)
        {
            var latitude = centre + (scale * Signed(GmtiField.DeltaLatitude, TargetAt(index)));
            if (Math.Abs(latitude) * GmtiNumbers.Sa32Deg > SafeLatitudeDeg)
            {
                return FrameFault.OutOfRange;
            }
        }

        return FrameFault.None;
    }

    [InlineArray(GmtiFields.Count)]
    private struct Offsets
    {
        private byte first;
    }
}
