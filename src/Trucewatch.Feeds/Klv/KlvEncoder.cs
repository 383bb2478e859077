using System.Buffers;
using System.Buffers.Binary;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Klv;

/// <summary>Writes UAS datalink local sets: the simulator's counterpart of the decoder.</summary>
public static class KlvEncoder
{
    /// <summary>The edition that is written (ST 0601.17).</summary>
    public const int Version = 17;

    private const int VmtiVersion = 5;

    /// <summary>Writes one packet of KLV.</summary>
    /// <exception cref="ArgumentException">It is longer than a packet may be, or has another number of corners than
    /// none or four.</exception>
    public static void Write(IBufferWriter<byte> output, UasReport report)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(report);
        output.Write(Items(report).Packet(KlvFrame.UasKey));
    }

    /// <summary>Writes the targets of a report as a packet of their own.</summary>
    public static void WriteTargets(IBufferWriter<byte> output, UasReport report)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(report);
        output.Write(Targets(report, hasTime: true).Packet(KlvFrame.VmtiKey));
    }

    /// <summary>The items of a set without its checksum.</summary>
    internal static KlvWriter Items(UasReport report)
    {
        if (report.Corners.Length is not (0 or 4))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"expected no corners or four, got {report.Corners.Length}"),
                nameof(report));
        }

        var set = new KlvWriter();
        set.Time(UasItems.TimeTag, report.Time + TimeSpan.FromSeconds(report.LeapSeconds ?? 0));
        set.Text(UasItems.MissionTag, report.Mission);
        set.Text(UasItems.TailNumberTag, report.TailNumber);
        Known(set, UasItems.HeadingTag, report.HeadingDeg);
        set.Text(UasItems.DesignationTag, report.Designation);
        set.Text(UasItems.ImageSourceTag, report.ImageSource);
        set.Text(12, "Geodetic WGS84");
        Place(set, UasItems.SensorLatitudeTag, report.Sensor);
        Known(set, UasItems.SensorAltitudeTag, report.AltitudeM);
        Known(set, UasItems.HorizontalFovTag, report.HorizontalFovDeg);
        Known(set, UasItems.VerticalFovTag, report.VerticalFovDeg);
        Known(set, UasItems.RelativeAzimuthTag, report.RelativeAzimuthDeg);
        Known(set, UasItems.RelativeElevationTag, report.RelativeElevationDeg);
        Known(set, UasItems.RelativeRollTag, report.RelativeRollDeg);
        Known(set, UasItems.SlantRangeTag, report.SlantRangeM);
        Known(set, UasItems.TargetWidthTag, report.TargetWidthM);
        Place(set, UasItems.CentreLatitudeTag, report.FrameCentre);
        Known(set, UasItems.CentreElevationTag, report.FrameCentreElevationM);
        Security(set, report);
        set.Text(UasItems.CallSignTag, report.CallSign);
        Known(set, UasItems.VersionTag, Version);
        if (report.Targets.Length > 0)
        {
            set.Bytes(UasItems.VmtiTag, Targets(report, hasTime: false).Written);
        }

        Known(set, UasItems.EllipsoidHeightTag, report.EllipsoidHeightM);
        if (report.OperationalMode is { } mode)
        {
            set.Bytes(UasItems.ModeTag, [mode]);
        }

        Known(set, UasItems.CentreHeightTag, report.FrameCentreHeightM);
        Known(set, UasItems.NorthVelocityTag, report.NorthMps);
        Known(set, UasItems.EastVelocityTag, report.EastMps);
        for (var corner = 0; corner < report.Corners.Length; corner++)
        {
            Place(set, UasItems.CornersTag + (2 * corner), report.Corners[corner]);
        }

        Known(set, UasItems.PitchFullTag, report.PitchDeg);
        Known(set, UasItems.RollFullTag, report.RollDeg);
        Known(set, UasItems.LeapSecondsTag, -report.LeapSeconds ?? double.NaN);
        return set;
    }

    private static void Known(KlvWriter set, int tag, double value) => set.Known(UasItems.Find(tag), value);

    private static void Place(KlvWriter set, int latitudeTag, GeoPoint? place)
    {
        if (place is { } known)
        {
            Known(set, latitudeTag, known.LatitudeDeg);
            Known(set, latitudeTag + 1, known.LongitudeDeg);
        }
    }

    private static void Security(KlvWriter set, UasReport report)
    {
        if (report.Classification == 0)
        {
            return;
        }

        var security = new KlvWriter();
        security.Number(SecurityItems.Find(SecurityItems.ClassificationTag)!, report.Classification);
        security.Text(6, report.ReleasingInstructions);
        security.Bytes(22, [0, 12]);
        set.Bytes(UasItems.SecurityTag, security.Written);
    }

    private static KlvWriter Targets(UasReport report, bool hasTime)
    {
        var set = new KlvWriter();
        if (hasTime)
        {
            set.Time(VmtiItems.TimeTag, report.Time);
        }

        set.Number(VmtiItems.Find(VmtiItems.VersionTag)!, VmtiVersion);
        if (report is { FrameWidth: > 0, FrameHeight: > 0 })
        {
            set.Number(VmtiItems.Find(VmtiItems.FrameWidthTag)!, report.FrameWidth);
            set.Number(VmtiItems.Find(VmtiItems.FrameHeightTag)!, report.FrameHeight);
        }

        var series = new KlvWriter();
        foreach (var target in report.Targets)
        {
            series.Piece(Target(target, report.FrameCentre).Written);
        }

        set.Bytes(VmtiItems.TargetsTag, series.Written);
        return set;
    }

    private static KlvWriter Target(in UasTarget target, GeoPoint? centre)
    {
        var items = new KlvWriter();
        items.Oid(target.Number);
        if (target.Place is { } place && target.AsOffset && centre is { } from)
        {
            items.Number(
                VmtiItems.FindOfTarget(VmtiItems.LatitudeOffsetTag)!, place.LatitudeDeg - from.LatitudeDeg);
            items.Number(
                VmtiItems.FindOfTarget(VmtiItems.LongitudeOffsetTag)!, place.LongitudeDeg - from.LongitudeDeg);
        }

        if (!target.AsOffset && target.Place is { } there)
        {
            Span<byte> location = stackalloc byte[16];
            var length = Vmti.WriteLocation(location, there, target.HeightM, target.SigmaM);
            items.Bytes(VmtiItems.LocationTag, location[..length]);
        }
        else
        {
            items.Known(VmtiItems.FindOfTarget(VmtiItems.HeightTag), target.HeightM);
        }

        if (target is { Row: > 0, Column: > 0 })
        {
            items.Number(VmtiItems.FindOfTarget(VmtiItems.RowTag)!, target.Row);
            items.Number(VmtiItems.FindOfTarget(VmtiItems.ColumnTag)!, target.Column);
        }

        return items;
    }
}
