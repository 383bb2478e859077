using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Watch.Tracking.Plots;

public sealed class PlotMeasuredTests
{
    private const int Trials = 600;
    private const double ScanS = 5;
    private const double NoiseM2S3 = 0.05;
    private const double FirstSpeedMps = 20;

    /// <summary>Slopes against central differences of the plain functions, far from any observer.</summary>
    [Fact]
    public void Slopes_are_those_of_finite_differences()
    {
        var random = new Splitmix(1);
        for (var trial = 0; trial < 200; trial++)
        {
            var state = Sure(
                random.Between(-9e3, 9e3), random.Between(-9e3, 9e3), random.Between(-50, 50), random.Between(-50, 50));
            var (east, north) = (random.Between(-500, 500), random.Between(-500, 500));
            Assert.True(Sight.OfBearing(in state, east, north, out var bearing));
            Assert.True(Sight.OfRangeRate(in state, east, north, out var rate));
            Assert.True(Sight.OfRange(in state, east, north, out var range));
            Close(range, parts => RangeOf(parts, east, north), state);
            Close(bearing, parts => BearingOf(parts, east, north), state);
            Close(rate, parts => RateOf(parts, east, north), state);
        }
    }

    /// <summary>Mean and variance of both numbers over all that is believed, against many draws.</summary>
    [Theory]
    [InlineData(1, 120, 60)]
    [InlineData(2, 60, 120)]
    [InlineData(3, 100, 100)]
    public void What_is_expected_is_the_mean_over_all_that_is_believed(ulong seed, double alongM, double acrossM)
    {
        const int Draws = 100_000;
        var random = new Splitmix(seed);
        var state = Sure(600, 800, 12, -7);
        state.Motion.PositionError = Turned(alongM, acrossM, 0.6, 0.8);
        state.Motion.VelocityError = Covariance2.Circular(3);
        Assert.True(Sight.OfBearing(in state, 0, 0, out var bearing));
        Assert.True(Sight.OfRangeRate(in state, 0, 0, out var rate));
        Assert.True(Sight.OfRange(in state, 0, 0, out var range));
        var (bearings, rates, ranges) = (new double[Draws], new double[Draws], new double[Draws]);
        for (var i = 0; i < Draws; i++)
        {
            var (u, w) = (alongM * random.Normal(), acrossM * random.Normal());
            double[] parts =
            [
                600 + (0.6 * u) + (0.8 * w), 800 + (0.8 * u) - (0.6 * w),
                12 + (3 * random.Normal()), -7 + (3 * random.Normal()),
            ];
            (bearings[i], rates[i]) = (BearingOf(parts, 0, 0), RateOf(parts, 0, 0));
            ranges[i] = RangeOf(parts, 0, 0);
        }

        Assert.Equal(ranges.Average(), range.Expected, 1.5);
        Assert.Equal(1, range.Variance(in state, 0) / VarianceOf(ranges), 0.06);

        Assert.Equal(bearings.Average(), bearing.Expected, 0.002);
        Assert.Equal(1, bearing.Variance(in state, 0) / VarianceOf(bearings), 0.06);
        Assert.Equal(rates.Average(), rate.Expected, 0.05);
        Assert.Equal(1, rate.Variance(in state, 0) / VarianceOf(rates), 0.06);
    }

    [Fact]
    public void A_number_along_one_axis_corrects_as_a_place_does_whose_other_axis_is_unknown()
    {
        var (place, number) = (Sure(10, 20, 3, 4), Sure(10, 20, 3, 4));
        place.Motion.PositionError = number.Motion.PositionError = new Covariance2(900, 200, 500);
        place.Motion.VelocityError = number.Motion.VelocityError = new Covariance2(25, 3, 16);
        place.Motion.Cross = number.Motion.Cross = new Block(40, 10, -20, 30);
        place.Correct(new Covariance2(100, 0, 1e15), 33, 0);
        number.CorrectAlong(new Slope(1, 0, 0, 0), 100, 33);
        Assert.Equal(place.EastM, number.EastM, 1e-9);
        Assert.Equal(place.NorthM, number.NorthM, 1e-6);
        Assert.Equal(place.EastMps, number.EastMps, 1e-9);
        Assert.Equal(place.PositionError.NorthM2, number.PositionError.NorthM2, 1e-6);
        Assert.Equal(place.PositionError.EastNorthM2, number.PositionError.EastNorthM2, 1e-6);
        Assert.Equal(place.Motion.Cross.NE, number.Motion.Cross.NE, 1e-6);
        Assert.Equal(place.Motion.VelocityError.EastM2, number.Motion.VelocityError.EastM2, 1e-6);
    }

    /// <summary>The squared error of a place has mean 2; the plain conversion is off at long range.</summary>
    [Theory]
    [InlineData(100_000, 20, 3, true)]
    [InlineData(60_000, 50, 1.5, true)]
    [InlineData(5_000, 50, 1, false)]
    public void A_range_and_a_bearing_are_a_place_without_bias(
        double rangeM, double rangeSigmaM, double bearingSigmaDeg, bool isPlainBiased)
    {
        var random = new Splitmix(4);
        const int Draws = 20_000;
        var (sum, plain, along) = (0.0, 0.0, 0.0);
        for (var i = 0; i < Draws; i++)
        {
            var bearing = random.Between(0, 360);
            var (sin, cos) = Math.SinCos(bearing * Math.PI / 180);
            var range = rangeM + (rangeSigmaM * random.Normal());
            var seen = bearing + (bearingSigmaDeg * random.Normal());
            var plot = Plot.Polar(100, -200, range, rangeSigmaM, seen, bearingSigmaDeg);
            var (east, north) = (plot.EastM - 100 - (rangeM * sin), plot.NorthM + 200 - (rangeM * cos));
            sum += Square(plot.Error, east, north);
            along += (east * sin) + (north * cos);

            // The plain conversion with the error of its first derivatives.
            var (seenSin, seenCos) = Math.SinCos(seen * Math.PI / 180);
            var across = range * bearingSigmaDeg * Math.PI / 180;
            plain += Square(
                Turned(rangeSigmaM, across, seenSin, seenCos),
                (range * seenSin) - (rangeM * sin), (range * seenCos) - (rangeM * cos));
        }

        var bound = 1.96 * Math.Sqrt(4.0 / Draws);
        Assert.InRange(sum / Draws, 2 - (2 * bound), 2 + (2 * bound));
        Assert.Equal(isPlainBiased, plain / Draws > 2 + (4 * bound));
        var bent = rangeM * bearingSigmaDeg * bearingSigmaDeg * Math.PI * Math.PI / (180 * 180);
        Assert.InRange(
            Math.Abs(along / Draws), 0, 3 * Math.Sqrt(((rangeSigmaM * rangeSigmaM) + (0.5 * bent * bent)) / Draws));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-6)]
    [InlineData(30)]
    [InlineData(90)]
    public void At_range_zero_a_bearing_says_nothing_of_the_place(double rangeM)
    {
        var plot = Plot.Polar(5, 6, rangeM, 30, 45, 1);
        Assert.True(plot.IsUsable);
        Assert.Equal(5 + (rangeM * Math.Sqrt(0.5)), plot.EastM, 0.1);
        Assert.Equal(900, plot.Error.EastM2, 2.0);
        Assert.Equal(900, plot.Error.NorthM2, 2.0);
        Assert.Equal(0, plot.Error.EastNorthM2, 2.0);
    }

    [Fact]
    public void A_bearing_is_the_same_whole_turns_on_and_wraps_around_north()
    {
        foreach (var (degrees, expected) in new[] { (359.8, -0.2), (-0.2, -0.2), (719.8, -0.2), (0.2, 0.2) })
        {
            var state = Sure(0, 10_000, 0, 0);
            state.Motion.PositionError = Covariance2.Circular(200);
            var plot = Plot.OnBearing(0, 0, degrees, 0.5);
            Assert.True(Likelihood.Of(in state, in plot, out var density));
            Likelihood.Correct(ref state, in plot);
            Assert.InRange(state.EastM / (10_000 * expected * Math.PI / 180), 0.5, 1);
            Assert.InRange(density, 10, 40);
        }

        var south = Sure(0, -10_000, 0, 0);
        south.Motion.PositionError = Covariance2.Circular(200);
        var opposite = Plot.OnBearing(0, 0, -180.2, 0.5);
        Assert.True(Likelihood.Of(in south, in opposite, out _));
        Assert.Equal(Math.PI, Math.Abs(Sight.Wrapped(3 * Math.PI)), 1e-12);
        Assert.Equal(-1, Sight.Wrapped((4 * Math.PI) - 1), 1e-12);
    }

    [Fact]
    public void On_top_of_the_observer_neither_bearing_nor_range_rate_says_anything_and_both_are_explained()
    {
        foreach (var east in new[] { 0, 1e-9, 30 })
        {
            var state = Sure(east, 0, 10, 0);
            state.Motion.PositionError = Covariance2.Circular(30);
            var before = state;
            var bearing = Plot.OnBearing(0, 0, 77, 1);
            Assert.True(Likelihood.Of(in state, in bearing, out var density));
            Assert.Equal(1 / (2 * Math.PI), density, 1e-12);
            Likelihood.Correct(ref state, in bearing);
            Assert.Equal(before, state);

            var place = new Plot { EastM = east, Error = Covariance2.Circular(30) };
            var rate = place.WithRangeRate(0, 0, -4, 1);
            Assert.True(Likelihood.Of(in state, in rate, out density));
            Assert.True(density > 0);
            var without = state;
            Likelihood.Correct(ref state, in rate);
            Likelihood.Correct(ref without, in place);
            Assert.Equal(without, state);
        }
    }

    [Theory]
    [InlineData("place")]
    [InlineData("polar")]
    [InlineData("polar far")]
    [InlineData("polar rate")]
    [InlineData("place rate")]
    [InlineData("bearing")]
    public void The_stated_error_is_that_of_the_estimates_under_each_measurement(string model)
    {
        var (mean, _) = Try(model, Likelihood.Correct);

        // Of n independent trials the mean of the squared error lies so near to its four degrees in 95 of 100 cases.
        var bound = 1.96 * Math.Sqrt(8.0 / Trials);
        TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant($"{model}: {mean:F3}"));
        Assert.InRange(mean, 4 - bound, 4 + bound);
    }

    /// <summary>
    /// The edge of a footprint says more than the parts of the mixture do, so that the error is stated a little too
    /// large, never too small.
    /// </summary>
    [Fact]
    public void Footprints_state_no_less_than_the_error_of_the_estimates()
    {
        var (mean, _) = Try("footprint", Likelihood.Correct);
        Assert.InRange(mean, 3.5, 4 + (1.96 * Math.Sqrt(8.0 / Trials)));
    }

    /// <summary>An unscented filter, written here in full matrices, is the yardstick: it is no better.</summary>
    [Theory]
    [InlineData("polar")]
    [InlineData("polar far")]
    [InlineData("polar rate")]
    [InlineData("place rate")]
    [InlineData("bearing")]
    public void An_unscented_filter_is_no_better(string model)
    {
        var (_, own) = Try(model, Likelihood.Correct);
        var (_, unscented) = Try(model, UnscentedOracle.Correct);
        TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant(
            $"{model}: {own:F2} m, unscented {unscented:F2} m, ratio {own / unscented:F4}"));
        Assert.InRange(own / unscented, 0.5, 1.02);
    }

    [Fact]
    public void Footprints_have_the_moments_and_the_flatness_of_their_ellipse()
    {
        var plot = Plot.Footprint(100, 200, 1000, 400, 30);
        Assert.Equal(250_000, plot.Error.Along(0.5, Math.Sqrt(0.75)), 1e-6);
        Assert.Equal(40_000, plot.Error.Along(Math.Sqrt(0.75), -0.5), 1e-6);

        // Of a place of which nothing is known, a footprint leaves its own covariance.
        var state = Sure(100, 200, 0, 0);
        state.Motion.PositionError = Covariance2.Circular(1e6);
        Likelihood.Correct(ref state, in plot);
        Assert.Equal(1, state.PositionError.EastM2 / plot.Error.EastM2, 1e-3);
        Assert.Equal(1, state.PositionError.NorthM2 / plot.Error.NorthM2, 1e-3);
        Assert.Equal(1, state.PositionError.EastNorthM2 / plot.Error.EastNorthM2, 1e-3);

        // Half-way to the edge a sure track is neither drawn to the middle nor less likely than the ellipse is wide.
        var sure = Sure(100 + (500 * 0.5), 200 + (500 * Math.Sqrt(0.75)), 0, 0);
        sure.Motion.PositionError = Covariance2.Circular(20);
        var before = sure;
        Assert.True(Likelihood.Of(in sure, in plot, out var density));
        Assert.Equal(1, density * Math.PI * 1000 * 400, 0.2);
        for (var look = 0; look < 200; look++)
        {
            Likelihood.Correct(ref sure, in plot);
        }

        Assert.InRange(Elementary.Hypot(sure.EastM - before.EastM, sure.NorthM - before.NorthM), 0, 60);
        var drawn = before;
        for (var look = 0; look < 200; look++)
        {
            drawn.Correct(plot.Error, plot.EastM - drawn.EastM, plot.NorthM - drawn.NorthM);
        }

        Assert.True(Elementary.Hypot(drawn.EastM - before.EastM, drawn.NorthM - before.NorthM) > 60);
    }

    [Fact]
    public void A_measurement_from_an_observer_becomes_the_plot_of_its_parts()
    {
        var polar = new PolarMeasurement
        {
            RangeM = 1000, RangeSigmaM = 10, BearingDeg = 90, BearingSigmaDeg = 1,
            RangeRateMps = 3, RangeRateSigmaMps = 0.5,
        };
        bool Try(MeasuredParts parts, out Plot plot) => Plot.TryFrom(polar with { Parts = parts }, 5, 6, out plot);
        Assert.True(Try(MeasuredParts.Bearing, out var one));
        Assert.Equal(Plot.OnBearing(5, 6, 90, 1), one);
        Assert.True(Try(MeasuredParts.Bearing | MeasuredParts.Range, out one));
        Assert.Equal(Plot.Polar(5, 6, 1000, 10, 90, 1), one);
        Assert.True(Try(MeasuredParts.Bearing | MeasuredParts.Range | MeasuredParts.RangeRate, out one));
        Assert.Equal(Plot.Polar(5, 6, 1000, 10, 90, 1).WithRangeRate(5, 6, 3, 0.5), one);
        Assert.False(Try(MeasuredParts.None, out _));
        Assert.False(Try(MeasuredParts.Range, out _));
        Assert.False(Try(MeasuredParts.RangeRate, out _));
        Assert.False(Try(MeasuredParts.Bearing | MeasuredParts.RangeRate, out _));
        Assert.False(Plot.TryFrom(
            polar with { Parts = MeasuredParts.Bearing | MeasuredParts.Range, RangeM = -1 }, 5, 6, out _));
    }

    [Fact]
    public void What_the_arithmetic_cannot_bear_is_not_usable()
    {
        var place = new Plot { Error = Covariance2.Circular(30) };
        Plot[] good =
        [
            place, place.WithRangeRate(1e8, 0, -1e5, 1e-3), place.WithHeight(1e6, 0.01, HeightReference.Ground),
            Plot.OnBearing(0, 0, 720, 2e-4), Plot.OnBearing(0, 0, -720, 30), Plot.Polar(0, 0, 1e7, 1e-3, 45, 2e-4),
            Plot.Polar(0, 0, 1e6, 1, 45, 10), Plot.Footprint(0, 0, 1e5, 1e3, 45), place with { HeightM = double.NaN },
        ];
        Plot[] bad =
        [
            place.WithRangeRate(1.1e8, 0, 1, 1), place.WithRangeRate(0, 0, double.NaN, 1),
            place.WithRangeRate(0, 0, 1, 1e-4), place.WithHeight(1.1e6, 1, HeightReference.Ground),
            place.WithHeight(double.NaN, 1, HeightReference.SeaLevel), place.WithHeight(1, 1, (HeightReference)9),
            Plot.OnBearing(0, 0, 721, 1), Plot.OnBearing(0, 0, double.NaN, 1), Plot.OnBearing(0, 0, 1, 31),
            Plot.OnBearing(0, 0, 1, 1e-4), Plot.OnBearing(double.NaN, 0, 1, 1), Plot.Polar(0, 0, double.NaN, 1, 1, 1),
            Plot.Polar(0, 0, 1, 1, double.NaN, 1), Plot.Footprint(0, 0, 1000, 0.001, 45),
            place with { Class = (ObjectClass)99 },
        ];
        Assert.All(good, plot => Assert.True(plot.IsUsable));
        Assert.All(bad, plot => Assert.False(plot.IsUsable));
    }

    private delegate void Correction(ref PlaneState state, in Plot plot);

    /// <summary>Mean squared error, normalised, and root mean square miss of the place, after twenty scans.</summary>
    private static (double Normalised, double MissM) Try(string model, Correction correct)
    {
        var (normalised, miss) = (0.0, 0.0);
        for (var trial = 0; trial < Trials; trial++)
        {
            var random = new Splitmix((ulong)trial + 1);
            var truth = Sure(
                random.Between(4_000, 9_000), random.Between(4_000, 9_000),
                FirstSpeedMps * random.Normal(), FirstSpeedMps * random.Normal());
            if (model == "polar far")
            {
                (truth.EastM, truth.NorthM) = (15 * truth.EastM, 15 * truth.NorthM);
            }

            var first = model == "bearing"
                ? new Plot
                {
                    EastM = truth.EastM + (400 * random.Normal()), NorthM = truth.NorthM + (400 * random.Normal()),
                    Error = Covariance2.Circular(400),
                }
                : Seen(model, truth, 0, random);
            var state = Likelihood.First(in first, FirstSpeedMps);
            for (var scan = 1; scan <= 20; scan++)
            {
                Move(ref truth, random);
                state.Predict(ScanS, NoiseM2S3);
                var plot = Seen(model, truth, scan, random);
                correct(ref state, in plot);
            }

            normalised += PlotTrackerTests.SquaredError(
                state, new Simulation.World.PlotTruth(0, truth.EastM, truth.NorthM, truth.EastMps, truth.NorthMps));
            var (east, north) = (state.EastM - truth.EastM, state.NorthM - truth.NorthM);
            miss += (east * east) + (north * north);
        }

        return (normalised / Trials, Math.Sqrt(miss / Trials));
    }

    private static Plot Seen(string model, PlaneState truth, int scan, Splitmix random)
    {
        double[] parts = [truth.EastM, truth.NorthM, truth.EastMps, truth.NorthMps];
        var place = new Plot
        {
            EastM = truth.EastM + (30 * random.Normal()),
            NorthM = truth.NorthM + (30 * random.Normal()),
            Error = Covariance2.Circular(30),
        };
        var sigmaDeg = model == "polar far" ? 0.8 : 1;
        var polar = Plot.Polar(
            0, 0,
            Elementary.Hypot(truth.EastM, truth.NorthM) + (20 * random.Normal()), 20,
            (BearingOf(parts, 0, 0) * 180 / Math.PI) + (sigmaDeg * random.Normal()), sigmaDeg);
        var rate = RateOf(parts, 0, 0) + (0.5 * random.Normal());
        switch (model)
        {
            case "polar" or "polar far": return polar;
            case "polar rate": return polar.WithRangeRate(0, 0, rate, 0.5);
            case "place rate": return place.WithRangeRate(0, 0, rate, 0.5);
            case "bearing":
                var east = scan % 2 * 12_000;
                var bearing = BearingOf(parts, east, 0) * 180 / Math.PI;
                return Plot.OnBearing(east, 0, bearing + random.Normal(), 1);
            case "footprint":
                var (sin, cos) = Math.SinCos(random.Between(0, 2 * Math.PI));
                var radius = Math.Sqrt(random.Between(0, 1));
                var deg = random.Between(0, 180);
                var (axisSin, axisCos) = Math.SinCos(deg * Math.PI / 180);
                var (u, w) = (900 * radius * sin, 300 * radius * cos);
                return Plot.Footprint(
                    truth.EastM + (u * axisSin) + (w * axisCos), truth.NorthM + (u * axisCos) - (w * axisSin),
                    900, 300, deg);
            default: return place;
        }
    }

    private static void Move(ref PlaneState truth, Splitmix random)
    {
        var place = Math.Sqrt(NoiseM2S3 * ScanS * ScanS * ScanS / 3);
        var shared = NoiseM2S3 * ScanS * ScanS / 2 / place;
        var own = Math.Sqrt((NoiseM2S3 * ScanS) - (shared * shared));
        var (e, n) = (random.Normal(), random.Normal());
        truth.EastM += (ScanS * truth.EastMps) + (place * e);
        truth.NorthM += (ScanS * truth.NorthMps) + (place * n);
        truth.Motion.EastMps += (shared * e) + (own * random.Normal());
        truth.Motion.NorthMps += (shared * n) + (own * random.Normal());
    }

    private static PlaneState Sure(double eastM, double northM, double eastMps, double northMps) => new()
    {
        EastM = eastM,
        NorthM = northM,
        Motion = new PlaneMotion
        {
            EastMps = eastMps,
            NorthMps = northMps,
            PositionError = Covariance2.Circular(1e-4),
            VelocityError = Covariance2.Circular(1e-4),
        },
    };

    private static Covariance2 Turned(double along, double across, double sin, double cos)
    {
        var (a, b) = (along * along, across * across);
        return new Covariance2(
            (a * sin * sin) + (b * cos * cos), (a - b) * sin * cos, (a * cos * cos) + (b * sin * sin));
    }

    private static double BearingOf(double[] parts, double east, double north) =>
        Math.Atan2(parts[0] - east, parts[1] - north);

    private static double RangeOf(double[] parts, double east, double north) =>
        Elementary.Hypot(parts[0] - east, parts[1] - north);

    private static double RateOf(double[] parts, double east, double north)
    {
        var (x, y) = (parts[0] - east, parts[1] - north);
        return ((x * parts[2]) + (y * parts[3])) / Math.Sqrt((x * x) + (y * y));
    }

    private static void Close(Sight sight, Func<double[], double> function, PlaneState state)
    {
        double[] at = [state.EastM, state.NorthM, state.EastMps, state.NorthMps];
        double[] steps = [1e-2, 1e-2, 1e-3, 1e-3];
        double[] got = [sight.Slope.EastM, sight.Slope.NorthM, sight.Slope.EastMps, sight.Slope.NorthMps];
        Assert.Equal(function(at), sight.Expected, 1e-9);
        for (var part = 0; part < 4; part++)
        {
            double Moved(double by) => function([.. at.Select((value, i) => i == part ? value + by : value)]);
            var slope = (Moved(steps[part]) - Moved(-steps[part])) / (2 * steps[part]);
            Assert.Equal(slope, got[part], 1e-6 * (Math.Abs(slope) + 1e-3));
        }
    }

    private static double Square(Covariance2 error, double east, double north) =>
        ((error.NorthM2 * east * east) - (2 * error.EastNorthM2 * east * north) + (error.EastM2 * north * north))
        / ((error.EastM2 * error.NorthM2) - (error.EastNorthM2 * error.EastNorthM2));

    private static double VarianceOf(double[] values)
    {
        var mean = values.Average();
        return values.Average(value => (value - mean) * (value - mean));
    }
}
