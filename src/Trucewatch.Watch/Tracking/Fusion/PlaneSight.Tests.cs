using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Geo.Geodesics;
using Trucewatch.Watch.Tracking.Plots;
using Xunit;

namespace Trucewatch.Watch.Tracking.Fusion;

public sealed class PlaneSightTests
{
    private static readonly TheatreBox Box = new(30, 44, 40, 50);
    private static readonly TheatrePlane Plane = new(Box);

    [Fact]
    public void A_range_and_a_bearing_end_where_their_geodesic_ends()
    {
        var (random, most, naiveMost) = (new Splitmix(1), 0.0, 0.0);
        for (var draw = 0; draw < 2_000; draw++)
        {
            var observer = Drawn(random);
            var (bearing, range) = (random.Between(0, 360), random.Between(1_000, 150_000));
            var end = Geodesic.Direct(observer, bearing, range).Point;
            if (!Box.Contains(end))
            {
                continue;
            }

            var seen = Measured(observer, MeasuredParts.Bearing | MeasuredParts.Range, bearing, range);
            Assert.True(PlaneSight.TryPlot(in seen, Box, Plane, out var plot));
            var (eastM, northM) = Plane.Of(end);
            var (sin, cos) = Elementary.SinCosDegrees(plot.BearingDeg);
            most = Math.Max(most, Apart(
                plot.ObserverEastM + (plot.RangeM * sin) - eastM, plot.ObserverNorthM + (plot.RangeM * cos) - northM));

            // As it stands, from true north and along the ground, the ray misses by kilometres at this reach.
            (sin, cos) = Elementary.SinCosDegrees(bearing);
            naiveMost = Math.Max(naiveMost, Apart(
                plot.ObserverEastM + (range * sin) - eastM, plot.ObserverNorthM + (range * cos) - northM));
        }

        Assert.InRange(most, 0, 1e-3);
        Assert.InRange(naiveMost, 3_000, 20_000);
    }

    [Fact]
    public void The_scale_of_the_plane_would_matter_to_a_radar_and_is_out()
    {
        // Two hundred kilometres to the west of the middle, a range of a hundred along a slant course.
        var observer = LocalScale.At(Middle).Move(Middle, -300_000, 150_000);
        var seen = Measured(observer, MeasuredParts.Bearing | MeasuredParts.Range, 45, 100_000);
        Assert.True(PlaneSight.TryPlot(in seen, Box, Plane, out var plot));
        Assert.InRange(Math.Abs(plot.RangeM - 100_000), 50, 5_000);
    }

    [Fact]
    public void A_bearing_alone_runs_along_its_geodesic()
    {
        var (random, most, naiveMost) = (new Splitmix(2), 0.0, 0.0);
        for (var draw = 0; draw < 1_000; draw++)
        {
            var (observer, bearing) = (Drawn(random), random.Between(0, 360));
            var seen = Measured(observer, MeasuredParts.Bearing, bearing, 0);
            Assert.True(PlaneSight.TryPlot(in seen, Box, Plane, out var plot));
            Assert.Equal(PlotKind.Bearing, plot.Kind);
            var (eastM, northM) = Plane.Of(Geodesic.Direct(observer, bearing, random.Between(500, 60_000)).Point);
            var drawn = Elementary.Atan2Degrees(eastM - plot.ObserverEastM, northM - plot.ObserverNorthM);
            most = Math.Max(most, Math.Abs(Math.IEEERemainder(plot.BearingDeg - drawn, 360)));
            naiveMost = Math.Max(naiveMost, Math.Abs(Math.IEEERemainder(bearing - drawn, 360)));
        }

        Assert.InRange(most, 0, 0.5);
        Assert.InRange(naiveMost, 1.5, 3);
    }

    [Fact]
    public void A_range_rate_beside_a_place_is_that_of_the_geodesic()
    {
        var (random, most) = (new Splitmix(3), 0.0);
        for (var draw = 0; draw < 500; draw++)
        {
            var observer = Drawn(random);
            var place = Geodesic.Direct(observer, random.Between(0, 360), random.Between(10_000, 120_000)).Point;
            if (!Box.Contains(place))
            {
                continue;
            }

            // Twenty metres a second: the range a second later, less that now.
            var (course, later) = (random.Between(0, 360), 1.0);
            var moved = Geodesic.Direct(place, course, 20 * later).Point;
            var rate = (Geodesic.Inverse(observer, moved).DistanceM - Geodesic.Inverse(observer, place).DistanceM)
                / later;
            var seen = Measured(observer, MeasuredParts.RangeRate, 0, 0);
            (seen.HasPosition, seen.Position, seen.PositionError) = (true, place, Covariance2.Circular(30));
            (seen.Polar.RangeRateMps, seen.Polar.RangeRateSigmaMps) = (rate, 1);
            Assert.True(PlaneSight.TryPlot(in seen, Box, Plane, out var plot));
            Assert.True(plot.HasRangeRate);
            var (sin, cos) = Elementary.SinCosDegrees(course);
            var (eastMps, northMps) = TheatrePlane.Turned(Plane.TurnAt(place), 20 * sin, 20 * cos);
            var (east, north) = (plot.EastM - plot.ObserverEastM, plot.NorthM - plot.ObserverNorthM);
            var expected = ((east * eastMps) + (north * northMps)) / Apart(east, north);
            most = Math.Max(most, Math.Abs(expected - plot.RangeRateMps));
        }

        // Half of the drift within the second, and nothing that the plane does.
        Assert.InRange(most, 0, 0.03);
    }

    [Fact]
    public void What_a_plot_says_beside_its_place_is_kept()
    {
        var seen = new Scene().Position(ObjectIdentity.None, 0, 0, 0, 20, 0, 1);
        (seen.Class, seen.SourceTrack) = (ObjectClass.Drone, 7);
        (seen.HeightM, seen.HeightReference) = (120, HeightReference.Ground);
        Assert.True(PlaneSight.TryPlot(in seen, Box, Plane, out var plot));
        Assert.Equal((ObjectClass.Drone, 7u), (plot.Class, plot.SourceNumber));
        Assert.Equal(
            (120, PlaneSight.UnstatedHeightSigmaM, HeightReference.Ground),
            (plot.HeightM, plot.HeightSigmaM, plot.HeightReference));
        (seen.HeightSigmaM, seen.HeightReference) = (5, HeightReference.Unknown);
        Assert.True(PlaneSight.TryPlot(in seen, Box, Plane, out plot));
        Assert.False(plot.HasHeight);
    }

    [Theory]
    [InlineData(MeasuredParts.None)]
    [InlineData(MeasuredParts.Range)]
    [InlineData(MeasuredParts.RangeRate)]
    [InlineData(MeasuredParts.Range | MeasuredParts.RangeRate)]
    public void Without_a_place_and_a_bearing_there_is_no_plot(MeasuredParts parts)
    {
        var seen = Measured(Middle, parts, 10, 1_000);
        Assert.False(FusedPicture.IsPlot(in seen));
        Assert.False(PlaneSight.TryPlot(in seen, Box, Plane, out _));
    }

    [Fact]
    public void An_event_is_no_plot()
    {
        var seen = new Scene().Position(ObjectIdentity.None, 0, 0, 0, 20, 0, 1);
        Assert.True(FusedPicture.IsPlot(in seen));
        seen.Kind = ObservationKind.Event;
        Assert.False(FusedPicture.IsPlot(in seen));
    }

    [Theory]
    [InlineData(double.NaN, 1_000)]
    [InlineData(10, double.NaN)]
    [InlineData(10, -1)]
    [InlineData(10, 1e9)]
    [InlineData(1e9, 1_000)]
    public void What_the_arithmetic_cannot_bear_is_no_plot(double bearingDeg, double rangeM)
    {
        var seen = Measured(Middle, MeasuredParts.Bearing | MeasuredParts.Range, bearingDeg, rangeM);
        Assert.False(PlaneSight.TryPlot(in seen, Box, Plane, out _));
    }

    private static GeoPoint Middle => GeoPoint.FromDegrees(latitudeDeg: 47, longitudeDeg: 35);

    private static GeoPoint Drawn(Splitmix random) => GeoPoint.FromDegrees(
        latitudeDeg: random.Between(44.5, 49.5), longitudeDeg: random.Between(31, 39));

    private static double Apart(double eastM, double northM) => Math.Sqrt((eastM * eastM) + (northM * northM));

    private static Observation Measured(GeoPoint observer, MeasuredParts parts, double bearingDeg, double rangeM)
    {
        var seen = new Scene().Position(ObjectIdentity.None, 0, 0, 0, 20, 0, 1);
        (seen.HasPosition, seen.Position, seen.Class) = (false, default, ObjectClass.Unknown);
        seen.Polar = new PolarMeasurement
        {
            Parts = parts,
            Observer = observer,
            BearingDeg = bearingDeg,
            BearingSigmaDeg = 0.5,
            RangeM = rangeM,
            RangeSigmaM = 50,
        };
        return seen;
    }
}
