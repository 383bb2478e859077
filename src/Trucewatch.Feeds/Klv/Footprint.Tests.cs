using Trucewatch.Domain;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Feeds.Klv;

public sealed class FootprintTests
{
    private static readonly GeoPoint Here = GeoPoint.FromDegrees(latitudeDeg: 48.5, longitudeDeg: 37.25);

    /// <summary>Straight down from 1000 m, 40 by 30 degrees, heading north: the sides are known.</summary>
    private static readonly UasReport Down = new(Instant.FromUnixSeconds(1_900_000_000))
    {
        Sensor = Here,
        AltitudeM = 1200,
        FrameCentreElevationM = 200,
        HeadingDeg = 0,
        PitchDeg = 0,
        RollDeg = 0,
        HorizontalFovDeg = 40,
        VerticalFovDeg = 30,
        RelativeAzimuthDeg = 0,
        RelativeElevationDeg = -90,
        RelativeRollDeg = 0,
    };

    [Fact]
    public void Straight_down_the_footprint_is_a_rectangle_drawn_in_by_its_error()
    {
        // tan 19 and tan 14 of 1000 m; and each corner moves in by 100 m.
        var (x, y) = (344.3, 249.3);
        var keep = 1 - (100 / Math.Sqrt((x * x) + (y * y)));
        Corners(Down, [(-x * keep, y * keep), (x * keep, y * keep), (x * keep, -y * keep), (-x * keep, -y * keep)], 2);
    }

    [Fact]
    public void Turns_of_platform_and_sensor_turn_the_footprint()
    {
        var plain = Ground(Down);
        // Heading east: what was north is east.
        Same(Ground(Down with { HeadingDeg = 90 }), plain.Select(at => (at.North, -at.East)));
        Same(Ground(Down with { RelativeRollDeg = 180 }), plain.Select(at => (-at.East, -at.North)));
        Same(
            Ground(Down with { HeadingDeg = 30, RelativeAzimuthDeg = 330, RelativeElevationDeg = -60 }),
            Ground(Down with { RelativeElevationDeg = -60 }));
        Same(Ground(Down with { PitchDeg = -30, RelativeElevationDeg = -60 }), plain);
        // The right wing down looks left: a roll of 20 degrees moves the ground by the tangent.
        var rolled = Ground(Down with { RollDeg = 20 });
        Assert.InRange(rolled.Average(at => at.East), -480, -350);
        // Looking ahead by 30 degrees, the far side is further off and wider.
        var ahead = Ground(Down with { RelativeElevationDeg = -60 });
        Assert.InRange(ahead.Average(at => at.North), 560, 760);
        Assert.True(ahead[1].East - ahead[0].East > ahead[2].East - ahead[3].East);
    }

    [Theory]
    [InlineData("horizon")]
    [InlineData("narrow")]
    [InlineData("height")]
    [InlineData("references")]
    [InlineData("attitude")]
    [InlineData("angle")]
    [InlineData("low")]
    public void Where_it_cannot_be_computed_honestly_there_is_no_footprint(string why)
    {
        var report = why switch
        {
            // The upper edge meets the ground at less than six degrees.
            "horizon" => Down with { RelativeElevationDeg = -18 },
            // Two degrees of view are no more than the error of the aim on both sides.
            "narrow" => Down with { VerticalFovDeg = 2 },
            "height" => Down with { FrameCentreElevationM = double.NaN },
            "references" => Down with { FrameCentreElevationM = double.NaN, FrameCentreHeightM = 225 },
            "attitude" => Down with { RollDeg = double.NaN },
            "angle" => Down with { RelativeElevationDeg = double.NaN },
            _ => Down with { AltitudeM = 300 },
        };
        Assert.Equal(1, KlvObserverTests.Observe(Down).LookCount);
        Assert.Equal(0, KlvObserverTests.Observe(report).LookCount);
    }

    [Fact]
    public void Corners_as_the_sender_states_them_come_before_what_is_computed()
    {
        var stated = Down with { Corners = [Moved(-9, 9), Moved(9, 9), Moved(9, -9), Moved(-9, -9)] };
        Corners(stated, [(-9, 9), (9, 9), (9, -9), (-9, -9)], 0.1);
        // Two of them changed places: no picture of flat ground looks like that.
        var crossed = stated with { Corners = [Moved(-9, 9), Moved(9, 9), Moved(-9, -9), Moved(9, -9)] };
        Same(Ground(crossed), Ground(Down));
        var far = stated with { Corners = [Moved(-9, 60_000), Moved(9, 60_000), Moved(9, -9), Moved(-9, -9)] };
        Same(Ground(far), Ground(Down));
    }

    [Fact]
    public void Offset_corners_are_from_the_frame_centre_and_one_that_is_not_known_spoils_them()
    {
        Assert.Equal(1, Offsets(0.01).LookCount);
        Assert.Equal(0, Offsets(double.NaN).LookCount);
        var look = Offsets(0.01).Looks[0];
        Assert.Equal(48.51, look.Corners[0].LatitudeDeg, 1e-5);
        Assert.Equal(-179.99, look.Corners[1].LongitudeDeg, 1e-5);

        static ObservationBuffer Offsets(double last) => KlvObserverTests.Decode(KlvSetTests.Packet(set =>
        {
            set.Number(UasItems.Find(23)!, 48.5);
            set.Number(UasItems.Find(24)!, 180);
            for (var corner = 0; corner < 4; corner++)
            {
                set.Number(UasItems.Find(26 + (2 * corner))!, corner < 2 ? 0.01 : -0.01);
                set.Number(UasItems.Find(27 + (2 * corner))!, corner == 1 ? 0.01 : corner == 2 ? last : -0.01);
            }
        }));
    }

    [Fact]
    public void From_the_frame_centre_and_a_width_a_square_is_taken_that_is_surely_shown()
    {
        var centred = new UasReport(Down.Time) { FrameCentre = Here, TargetWidthM = 2000 };
        // 2000 m wide and 9/16 as high: a radius of 562.5 m, less twice 150 m.
        Corners(centred, [(-262.5, 0), (0, 262.5), (262.5, 0), (0, -262.5)], 1);
        Assert.Equal(0, KlvObserverTests.Observe(centred with { TargetWidthM = 1000 }).LookCount);
        // A picture as high as wide shows more, and a sensor that is known to be near errs less.
        var near = centred with
        {
            HorizontalFovDeg = 40, VerticalFovDeg = 40, Sensor = Moved(1, 0), AltitudeM = 1200,
            FrameCentreElevationM = 200,
        };
        Corners(near, [(-946.9, 0), (0, 946.9), (946.9, 0), (0, -946.9)], 2);
    }

    /// <summary>The error of a place is largest along the line of sight, whichever way that runs.</summary>
    [Fact]
    public void The_error_lies_along_the_line_of_sight()
    {
        var set = new KlvSet();
        set.Read(KlvSetTests.Packet(items =>
        {
            items.Number(UasItems.Find(13)!, Here.LatitudeDeg);
            items.Number(UasItems.Find(14)!, Here.LongitudeDeg);
            items.Number(UasItems.Find(113)!, 500);
        }), out _);
        var error = Footprint.ErrorAt(set, Moved(1500, 1500));
        var diagonal = Math.Sqrt(0.5);
        Assert.True(error.EastNorthM2 > 0);
        Assert.True(error.Along(diagonal, diagonal) > 7 * error.Along(diagonal, -diagonal));
        Assert.True(Footprint.ErrorAt(set, Here).EastM2 < 30 * 30);
    }

    private static void Corners(UasReport report, (double, double)[] expected, double withinM) =>
        Same(Ground(report), expected, withinM);

    private static void Same(
        (double East, double North)[] got, IEnumerable<(double East, double North)> expected, double withinM = 1)
    {
        foreach (var (at, wanted) in got.Zip(expected))
        {
            Assert.Equal(wanted.East, at.East, withinM);
            Assert.Equal(wanted.North, at.North, withinM);
        }
    }

    private static (double East, double North)[] Ground(UasReport report)
    {
        var look = Assert.Single(KlvObserverTests.Observe(report).Looks.ToArray());
        var ground = new (double East, double North)[LookCorners.Count];
        for (var corner = 0; corner < LookCorners.Count; corner++)
        {
            ground[corner] = LocalScale.At(Here).Offset(Here, look.Corners[corner]);
        }

        return ground;
    }

    private static GeoPoint Moved(double eastM, double northM) => LocalScale.At(Here).Move(Here, eastM, northM);
}
