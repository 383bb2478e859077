using System.Buffers;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Geo.Geodesics;
using Xunit;

namespace Trucewatch.Feeds.Klv;

public sealed class KlvObserverTests
{
    private static readonly Instant At = Instant.FromUnixSeconds(1_900_000_000);
    private static readonly GeoPoint Here = GeoPoint.FromDegrees(latitudeDeg: 48.5, longitudeDeg: 37.25);

    /// <summary>A drone that says everything: two kilometres south of what it looks at.</summary>
    internal static readonly UasReport Full = new(At)
    {
        Mission = "Line 4",
        TailNumber = "OM-101",
        Designation = "Quad 8",
        CallSign = "WATCH 1",
        ImageSource = "EO Nose",
        Sensor = Moved(0, -2000),
        AltitudeM = 700,
        EllipsoidHeightM = 725,
        HeadingDeg = 10,
        PitchDeg = 1.5,
        RollDeg = -2,
        NorthMps = 12,
        EastMps = -5,
        HorizontalFovDeg = 20,
        VerticalFovDeg = 12,
        RelativeAzimuthDeg = 350,
        RelativeElevationDeg = -15,
        RelativeRollDeg = 0,
        SlantRangeM = 2062,
        TargetWidthM = 720,
        FrameCentre = Here,
        FrameCentreElevationM = 200,
        FrameCentreHeightM = 225,
        Corners = [Moved(-400, 500), Moved(400, 500), Moved(300, -300), Moved(-300, -300)],
        Classification = 1,
        ReleasingInstructions = "OSCE",
        FrameWidth = 1920,
        FrameHeight = 1080,
        Targets =
        [
            new UasTarget(7, Moved(10, 20), 230, 4.5),
            new UasTarget(130, Moved(-50, 60), AsOffset: true),
            new UasTarget(9, Row: 540, Column: 960),
        ],
    };

    [Fact]
    public void A_full_set_gives_the_platform_its_look_and_its_targets()
    {
        var seen = Observe(Full);
        Assert.Equal((4, 1), (seen.Count, seen.LookCount));
        ref readonly var platform = ref seen.Items[0];
        Assert.Equal((ObservationKind.Position, ObjectClass.Drone), (platform.Kind, platform.Class));
        Assert.Equal((IdentityScheme.None, At, true), (platform.Identity.Scheme, platform.At, platform.HasSourceTime));
        Near(Moved(0, -2000), platform.Position, 0.05);
        Assert.True(platform.HasAssumedError);
        Assert.Equal(13, platform.SpeedMps, 0.01);
        Assert.Equal(337.38, platform.CourseDeg, 0.1);
        Assert.Equal((HeightReference.Ellipsoid, 725.0), (platform.HeightReference, Math.Round(platform.HeightM)));
        Assert.Equal(new ObjectDescription("OM-101", "WATCH 1", "Quad 8", 0, 0), platform.Description);
        ref readonly var look = ref seen.Looks[0];
        Assert.Equal((Modality.Optical, At, At, true), (look.Modality, look.From, look.Until, look.HasCorners));
        for (var corner = 0; corner < LookCorners.Count; corner++)
        {
            Near(Full.Corners[corner], look.Corners[corner], 0.05);
        }

        Assert.True(look.HasSensorPosition);
        Near(Moved(0, -2000), look.SensorPosition, 0.05);
    }

    [Fact]
    public void Targets_stand_where_location_offset_or_pixel_put_them()
    {
        var seen = Observe(Full).Items[1..];
        Assert.Equal([7u, 130u, 9u], seen.ToArray().Select(target => target.SourceTrack));
        Assert.All(seen.ToArray(), target => Assert.Equal(ObjectClass.Unknown, target.Class));
        Near(Moved(10, 20), seen[0].Position, 0.1);
        Assert.False(seen[0].HasAssumedError);
        Assert.Equal(4.5 * 4.5, seen[0].PositionError.EastM2, 0.5);
        Assert.Equal((HeightReference.Ellipsoid, 230.0), (seen[0].HeightReference, seen[0].HeightM));
        // A step of an offset is 0.85 m of latitude, rounded down.
        Near(Moved(-50, 60), seen[1].Position, 1.1);
        Assert.True(seen[1].HasAssumedError);
        // The diagonals of the corners cross where the middle of the picture lies: 3/7 up from the near side.
        Near(Moved(0, -300 + (800 * 3.0 / 7)), seen[2].Position, 2);
        // 2 km off and 500 m up, half a degree is 18 m across, and four times as much along.
        Assert.InRange(Math.Sqrt(seen[2].PositionError.EastM2), 28, 33);
        Assert.InRange(Math.Sqrt(seen[2].PositionError.NorthM2), 70, 85);
    }

    [Fact]
    public void Targets_alone_are_observed_by_their_locations()
    {
        var output = new ArrayBufferWriter<byte>();
        KlvEncoder.WriteTargets(output, Full);
        var seen = Decode(output.WrittenSpan);
        Assert.Equal((1, 0), (seen.Count, seen.LookCount));
        Assert.Equal((7u, At), (seen.Items[0].SourceTrack, seen.Items[0].At));
    }

    /// <summary>Editions before the fourth laid offsets over integers in another way.</summary>
    [Fact]
    public void Places_of_an_old_edition_are_not_read()
    {
        foreach (var (version, count) in new[] { (3.0, 1), (4.0, 2) })
        {
            var seen = Decode(KlvSetTests.Packet(set =>
            {
                set.Known(UasItems.Find(13), 48);
                set.Known(UasItems.Find(14), 37);
                var target = new KlvWriter();
                target.Oid(5);
                target.Bytes(VmtiItems.LocationTag, Convert.FromHexString("27BA9302344A1ADF1014"));
                var series = new KlvWriter();
                series.Piece(target.Written);
                var vmti = new KlvWriter();
                vmti.Number(VmtiItems.Find(VmtiItems.VersionTag)!, version);
                vmti.Bytes(VmtiItems.TargetsTag, series.Written);
                set.Bytes(UasItems.VmtiTag, vmti.Written);
            }));
            Assert.Equal(count, seen.Count);
        }
    }

    /// <summary>A number that meets the number of a platform is none.</summary>
    [Fact]
    public void Numbers_of_targets_and_of_platforms_never_meet()
    {
        var seen = Observe(Full with
        {
            Targets = [new(PlatformNames.FirstTrack - 1L, Here), new(PlatformNames.FirstTrack, Here)],
        }).Items;
        Assert.True(seen[0].SourceTrack >= PlatformNames.FirstTrack);
        Assert.Equal((PlatformNames.FirstTrack - 1, 0u), (seen[1].SourceTrack, seen[2].SourceTrack));
    }

    [Fact]
    public void A_platform_keeps_its_number_and_another_has_another()
    {
        var decoder = new KlvDecoder();
        UasReport[] reports =
        [
            Full, Full with { TailNumber = "OM-102" }, Full, Full with { TailNumber = null, CallSign = "OM-101" },
            Full with { TailNumber = null, CallSign = null, Designation = null },
            Full with { TailNumber = "1581F5FJD229600A1B2C" },
        ];
        var seen = reports.Select(report =>
        {
            var output = new ArrayBufferWriter<byte>();
            KlvEncoder.Write(output, report with { Targets = [] });
            return Decode(output.WrittenSpan, decoder).Items[0];
        }).ToArray();
        Assert.Equal(seen[0].SourceTrack, seen[2].SourceTrack);
        Assert.Equal(4, seen[..4].Select(one => one.SourceTrack).Append(seen[4].SourceTrack).Distinct().Count());
        Assert.Equal((0u, (ObjectDescription?)null), (seen[4].SourceTrack, seen[4].Description));
        Assert.Equal(ObjectIdentity.RemoteId("1581F5FJD229600A1B2C"), seen[5].Identity);
    }

    [Fact]
    public void What_is_remembered_of_platforms_changes_nothing_that_is_put_out()
    {
        var decoder = new KlvDecoder();
        for (var round = 0; round < 3; round++)
        {
            for (var number = 0; number < 3 * PlatformNames.MaxPlatforms; number++)
            {
                var report = Full with { TailNumber = FormattableString.Invariant($"T{number}"), Targets = [] };
                var output = new ArrayBufferWriter<byte>();
                KlvEncoder.Write(output, report);
                var (old, fresh) = (Decode(output.WrittenSpan, decoder).Items[0], Decode(output.WrittenSpan).Items[0]);
                Assert.Equal(fresh.Description, old.Description);
                Assert.Equal(fresh.SourceTrack, old.SourceTrack);
            }
        }
    }

    [Fact]
    public void Without_a_time_the_receive_time_stands_and_without_a_fix_nothing_does()
    {
        var received = Instant.FromUnixSeconds(5);
        var seen = Decode(KlvSetTests.Packet(set =>
        {
            set.Bytes(2, new byte[8]);
            set.Known(UasItems.Find(13), 48);
            set.Known(UasItems.Find(14), 37);
        }));
        Assert.Equal((received, false), (seen.Items[0].At, seen.Items[0].HasSourceTime));
        Assert.Equal(0, Observe(Full with { Sensor = GeoPoint.FromDegrees(0, 0), Targets = [] }).Count);
        Assert.False(Observe(Full with { Sensor = null }).Looks[0].HasSensorPosition);
    }

    [Theory]
    [InlineData("EO", Modality.Optical)]
    [InlineData("EO Nose", Modality.Optical)]
    [InlineData("EO Zoom (DLTV)", Modality.Optical)]
    [InlineData("IR Mitsubishi PtSi Model 500", Modality.Thermal)]
    [InlineData("IR InSb Amber Model TBT", Modality.Thermal)]
    [InlineData("MWIR", Modality.Thermal)]
    [InlineData("LYNX SAR Imagery", Modality.ImagingRadar)]
    [InlineData("TESAR Imagery", Modality.ImagingRadar)]
    [InlineData("SWIR", Modality.Unknown)]
    [InlineData("EO/IR", Modality.Unknown)]
    [InlineData("BLEND", Modality.Unknown)]
    [InlineData("MIRROR", Modality.Unknown)]
    [InlineData("GEODE", Modality.Unknown)]
    [InlineData("", Modality.Unknown)]
    public void A_name_of_a_sensor_says_with_what_it_sees(string source, Modality modality) =>
        Assert.Equal(modality, KlvObserver.ModalityOf(Encoding.UTF8.GetBytes(source)));

    private static GeoPoint Moved(double eastM, double northM) => LocalScale.At(GeoPoint.FromDegrees(
        latitudeDeg: 48.5, longitudeDeg: 37.25)).Move(
        GeoPoint.FromDegrees(latitudeDeg: 48.5, longitudeDeg: 37.25), eastM, northM);

    private static void Near(GeoPoint expected, GeoPoint got, double withinM) =>
        Assert.InRange(Geodesic.Inverse(expected, got).DistanceM, 0, withinM);

    internal static ObservationBuffer Observe(UasReport report)
    {
        var output = new ArrayBufferWriter<byte>();
        KlvEncoder.Write(output, report);
        return Decode(output.WrittenSpan);
    }

    internal static ObservationBuffer Decode(ReadOnlySpan<byte> packet, KlvDecoder? decoder = null)
    {
        var buffer = new ObservationBuffer();
        var frame = new FrameView(default, Instant.FromUnixSeconds(5), packet);
        Assert.Equal(FrameFault.None, (decoder ?? new KlvDecoder()).Decode(frame, buffer, new LateFaults()));
        return buffer;
    }
}
