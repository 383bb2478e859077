using System.Security.Cryptography;
using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Simulation.World;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Watch.Tracking.Plots;

public sealed class PlotKindsTests
{
    // Root mean square of the error of a plot, both axes together.
    private const double PlotMissM = 30 * 1.4142135623730951;

    private static readonly PlotSensor Radar = new(0, PlotScene.DetectionProbability);
    private static readonly PlotSensor West = new(1, 0.9);
    private static readonly PlotSensor East = new(2, 0.9);

    [Fact]
    public void Two_crossing_bearings_start_a_track_and_more_confirm_it()
    {
        var random = new Splitmix(3);
        var tracker = new PlotTracker(new PlotSettings());
        for (var look = 0; look < 12; look++)
        {
            var (east, north) = (5_000 + (20.0 * look), 8_000 - (10.0 * look));
            tracker.Step(At(2 * look), in West, [Bearing(0, 0, east, north, random)]);
            Assert.Equal(look == 0, tracker.Tracks.IsEmpty);
            tracker.Step(At((2 * look) + 1), in East, [Bearing(12_000, 0, east, north, random)]);
        }

        var track = Assert.Single(tracker.Tracks.ToArray());
        Assert.Equal(PlotTrackStatus.Confirmed, track.Status);
        Assert.InRange(Elementary.Hypot(track.State.EastM - 5_220, track.State.NorthM - 7_890), 0, 150);
        Assert.Equal(23, track.Hits);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Bearings_of_one_sensor_or_far_apart_in_time_start_no_track(bool isLate)
    {
        var random = new Splitmix(3);
        var tracker = new PlotTracker(new PlotSettings());
        for (var look = 0; look < 12; look++)
        {
            var sensor = isLate && look % 2 == 1 ? East : West;
            tracker.Step(
                At((OpenBearings.WaitS + 0.001) * look), in sensor,
                [Bearing(look % 2 * 12_000, 0, 5_000, 8_000, random)]);
        }

        Assert.True(tracker.Tracks.IsEmpty);
        tracker.Step(At(((OpenBearings.WaitS + 0.001) * 11) + OpenBearings.WaitS), isLate ? West : East,
            [Bearing(isLate ? 0 : 6_000, -9_000, 5_000, 8_000, random)]);
        Assert.Single(tracker.Tracks.ToArray());
    }

    [Theory]
    [InlineData(45, 45)]
    [InlineData(45, 50)]
    [InlineData(225, 315)]
    [InlineData(45, 45.0001)]
    public void Rays_that_do_not_cross_before_both_observers_start_no_track(double west, double east)
    {
        var tracker = new PlotTracker(new PlotSettings());
        tracker.Step(At(0), in West, [Plot.OnBearing(0, 0, west, 1)]);
        tracker.Step(At(1), in East, [Plot.OnBearing(12_000, 0, east, 1)]);
        Assert.True(tracker.Tracks.IsEmpty);
        tracker.Step(At(2), in East, [Plot.OnBearing(12_000, 0, 315, 1)]);
        Assert.Equal(west == 225 ? 0 : 1, tracker.Tracks.Length);
    }

    [Fact]
    public void Crossings_of_no_object_are_given_up_and_those_of_objects_stay()
    {
        var random = new Splitmix(7);
        var tracker = new PlotTracker(new PlotSettings());
        (double East, double North)[] objects = [(3_000, 8_000), (7_000, 9_000), (9_000, 6_000)];
        for (var look = 0; look < 40; look++)
        {
            Plot[] Seen(double east, double north) =>
                [.. objects.Select(one => Bearing(east, north, one.East + (12 * look), one.North, random))];
            tracker.Step(At(2 * look), in West, Seen(0, 0));
            tracker.Step(At((2 * look) + 0.5), in East, Seen(12_000, 0));
            tracker.Step(At((2 * look) + 1), new PlotSensor(3, 0.9), Seen(7_000, 20_000));
        }

        var shown = tracker.Tracks.ToArray().Where(track => track.Status == PlotTrackStatus.Confirmed).ToArray();
        Assert.Equal(3, shown.Length);
        Assert.All(objects, one => Assert.Single(shown, track =>
            Elementary.Hypot(track.State.EastM - one.East - (12 * 39), track.State.NorthM - one.North) < 250));
    }

    [Theory]
    [InlineData(OpenBearings.MaxOpen, 0)]
    [InlineData(OpenBearings.MaxOpen + 1, 1)]
    public void Bearings_that_wait_have_a_limit(int count, int unused)
    {
        var tracker = new PlotTracker(new PlotSettings());
        tracker.Step(At(0), in West, [.. Enumerable.Range(0, count).Select(i => Plot.OnBearing(0, 0, 0.1 * i, 1))]);
        Assert.Equal(unused, tracker.Unused);
    }

    [Fact]
    public void A_bearing_pulls_a_track_of_places_across_and_leaves_it_along()
    {
        var (with, without) = (new PlotTracker(new PlotSettings()), new PlotTracker(new PlotSettings()));
        foreach (var tracker in new[] { with, without })
        {
            for (var look = 0; look < 4; look++)
            {
                tracker.Step(At(5 * look), in Radar, [Spot(0, 10_000)]);
            }
        }

        with.Step(At(20), in West, [Plot.OnBearing(0, 0, 0.1, 0.05)]);
        without.Step(At(20), in West, []);
        Assert.Equal(4, without.Tracks[0].Hits);
        Assert.Equal(5, with.Tracks[0].Hits);
        Assert.InRange(with.Tracks[0].State.EastM - without.Tracks[0].State.EastM, 5, 18);
        Assert.Equal(without.Tracks[0].State.NorthM, with.Tracks[0].State.NorthM, 0.5);
    }

    [Fact]
    public void A_height_is_followed_by_itself_and_tells_apart_what_the_plane_cannot()
    {
        var random = new Splitmix(5);
        var tracker = new PlotTracker(new PlotSettings());
        for (var look = 0; look < 20; look++)
        {
            // Two aircraft on one line, one above the other, the upper one climbing at 5 m/s.
            tracker.Step(At(5 * look), in Radar,
            [
                Noisy(50 * look, 0, random).WithHeight(1_000 + (20 * random.Normal()), 20, HeightReference.Pressure)
                    with { Tag = 1 },
                Noisy(50 * look, 0, random).WithHeight(
                    3_000 + (25 * look) + (20 * random.Normal()), 20, HeightReference.Pressure) with { Tag = 2 },
            ]);
        }

        Assert.Equal(2, tracker.Tracks.Length);
        for (var index = 0; index < 2; index++)
        {
            Assert.Equal(20, tracker.Tracks[index].Hits);
            Assert.True(tracker.TryHeight(index, HeightReference.Pressure, out var height));
            var (expected, rate) = tracker.Tracks[index].Tag == 1 ? (1_000, 0) : (3_475, 5);
            Assert.InRange(height.HeightM, expected - (4 * height.SigmaM), expected + (4 * height.SigmaM));
            Assert.InRange(height.RateMps, rate - (4 * height.RateSigmaMps), rate + (4 * height.RateSigmaMps));
            Assert.InRange(height.SigmaM, 5, 20);
            Assert.False(tracker.TryHeight(index, HeightReference.SeaLevel, out _));
        }
    }

    [Fact]
    public void Heights_above_two_references_are_two_and_one_above_an_unknown_one_is_none()
    {
        var tracker = new PlotTracker(new PlotSettings());
        HeightReference[] references =
        [
            HeightReference.Ellipsoid, HeightReference.SeaLevel, HeightReference.Pressure, HeightReference.Ground,
        ];
        for (var look = 0; look < 8; look++)
        {
            var reference = references[look % 4];
            tracker.Step(At(5 * look), in Radar, [Spot(0, 0).WithHeight(1_000 * (look % 4), 10, reference)]);
        }

        // None was out of the others' reach, for none was measured by them.
        Assert.Equal(8, Assert.Single(tracker.Tracks.ToArray()).Hits);
        for (var i = 0; i < references.Length; i++)
        {
            Assert.True(tracker.TryHeight(0, references[i], out var height));
            Assert.Equal(1_000 * i, height.HeightM, 1e-6);
        }

        tracker.Step(At(40), in Radar, [Spot(0, 0).WithHeight(9_999, 10, HeightReference.Unknown)]);
        Assert.Equal(9, Assert.Single(tracker.Tracks.ToArray()).Hits);
        Assert.False(tracker.TryHeight(0, HeightReference.Unknown, out _));
        tracker.Step(At(45), in Radar, [Spot(0, 0).WithHeight(9_999, 10, HeightReference.Ground)]);
        Assert.Equal(2, tracker.Tracks.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => tracker.TryHeight(2, HeightReference.Ground, out _));
    }

    /// <summary>Two degrees of freedom: mean 2, and 1.96 sqrt(4 / n) to either side.</summary>
    [Fact]
    public void The_stated_error_of_height_and_rate_is_that_of_the_estimates()
    {
        const int Trials = 800;
        var (settings, sum) = (new PlotSettings(), 0.0);
        for (var trial = 1UL; trial <= Trials; trial++)
        {
            var random = new Splitmix(trial);
            var states = new HeightStates(settings);
            var (height, rate) = (3_000.0, settings.FirstClimbMps * random.Normal());
            for (var look = 0; look < 15; look++)
            {
                if (look > 0)
                {
                    var place = Math.Sqrt(settings.HeightNoiseM2S3 * 64 / 3);
                    var shared = settings.HeightNoiseM2S3 * 8 / place;
                    var own = Math.Sqrt((4 * settings.HeightNoiseM2S3) - (shared * shared));
                    var draw = random.Normal();
                    height += (4 * rate) + (place * draw);
                    rate += (shared * draw) + (own * random.Normal());
                }

                var plot = Spot(0, 0).WithHeight(height + (30 * random.Normal()), 30, HeightReference.SeaLevel);
                states.Correct(0, in plot, At(4 * look));
            }

            Assert.True(states.TryGet(0, HeightReference.SeaLevel, At(56), out var got));
            var cross = states.CrossOf(0, HeightReference.SeaLevel);
            var (h2, r2) = (got.SigmaM * got.SigmaM, got.RateSigmaMps * got.RateSigmaMps);
            var (dh, dr) = (got.HeightM - height, got.RateMps - rate);
            sum += ((r2 * dh * dh) - (2 * cross * dh * dr) + (h2 * dr * dr)) / ((h2 * r2) - (cross * cross));
        }

        var bound = 1.96 * Math.Sqrt(4.0 / Trials);
        Assert.InRange(sum / Trials, 2 - bound, 2 + bound);
    }

    [Fact]
    public void A_class_that_a_plot_names_sets_how_its_object_moves()
    {
        double Spread(ObjectClass kind, PlotSettings settings)
        {
            var tracker = new PlotTracker(settings);
            for (var look = 0; look < 4; look++)
            {
                tracker.Step(At(5 * look), in Radar, [Spot(0, 0) with { Class = kind }]);
            }

            tracker.Step(At(40), in Radar, []);
            Assert.Equal(kind, tracker.Tracks[0].Class);
            return tracker.Tracks[0].State.PositionError.EastM2;
        }

        var usual = new PlotSettings();
        Assert.True(Spread(ObjectClass.Person, usual) < Spread(ObjectClass.Unknown, usual));
        Assert.True(Spread(ObjectClass.Aircraft, usual) > 5 * Spread(ObjectClass.Vessel, usual));
        Assert.Equal(Spread(ObjectClass.Unknown, usual), Spread(ObjectClass.Vessel, usual with { Classes = [] }));
        Assert.Equal(
            Spread(ObjectClass.Vessel, usual),
            Spread(ObjectClass.Vessel, usual with { Motion = MotionBank.Straight(7) }), 1e-6);
    }

    /// <summary>
    /// The yardstick knows the rate of the turn and stays in it: no estimate of the rate could do better. At each rate
    /// up to four degrees a second the bank is better than the plots themselves.
    /// </summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(1.5)]
    [InlineData(2)]
    [InlineData(2.5)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_bank_of_turns_lies_between_the_filter_that_knows_the_rate_and_the_plots(double rateDegPerS)
    {
        const double Noise = 0.05;
        var (bank, estimated) = MissInTurn(MotionBank.Turning(Noise), rateDegPerS);
        var (known, _) = MissInTurn(
            new MotionBank([new MotionMode(rateDegPerS, Noise, double.PositiveInfinity)]), rateDegPerS);
        var (straight, _) = MissInTurn(MotionBank.Straight(Noise), rateDegPerS);
        TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant(
            $"{rateDegPerS}: {bank:F2} m, known {known:F2}, straight {straight:F2}, rate {estimated:F2}"));
        Assert.InRange(bank, known, PlotMissM);
        Assert.True(bank < 0.4 * straight);
        Assert.Equal(rateDegPerS, estimated, 0.6);
    }

    /// <summary>Why assignment is the usual one: the mixture is no better on either shared scene.</summary>
    [Theory]
    [InlineData(100, 292, 32.5)]
    [InlineData(1000, 1150, 43)]
    public void Joint_association_is_nearly_as_good_on_the_shared_scenes_and_never_better(
        int count, double gospa, double ospa)
    {
        var (joint, assigned) = (Score(count, PlotAssociation.Joint), Score(count, PlotAssociation.Assignment));
        TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant(
            $"{count}: joint {joint.Gospa:F2} {joint.Ospa:F2}, assigned {assigned.Gospa:F2} {assigned.Ospa:F2}"));
        Assert.InRange(joint.Gospa, assigned.Gospa, gospa);
        Assert.InRange(joint.Ospa, assigned.Ospa, ospa);
        Assert.Equal(PlotAssociation.Assignment, new PlotSettings().Association);
    }

    /// <summary>All ways to share three plots out among three tracks, written down one by one.</summary>
    [Fact]
    public void Shares_are_those_of_all_ways_to_share_out()
    {
        var random = new Splitmix(6);
        for (var trial = 0; trial < 50; trial++)
        {
            var odds = Enumerable.Range(0, 9)
                .Select(_ => random.Between(0, 1) < 0.3 ? 0 : Math.Exp(random.Between(0.1, 4))).ToArray();
            var (matching, joint) = (new Matching(), new JointAssociation());
            matching.Begin(3);
            for (var row = 0; row < 3; row++)
            {
                for (var column = 0; column < 3; column++)
                {
                    if (odds[(3 * row) + column] > 0)
                    {
                        matching.Add(column, -Math.Log(odds[(3 * row) + column]));
                    }
                }

                matching.EndRow();
            }

            joint.Solve(matching, 0.5);
            var (sums, all) = (new double[3, 4], 0.0);
            for (var way = 0; way < 64; way++)
            {
                int[] chosen = [way % 4, way / 4 % 4, way / 16];
                if (chosen.Where(column => column < 3).GroupBy(column => column).Any(group => group.Count() > 1))
                {
                    continue;
                }

                var weight = 1.0;
                for (var row = 0; row < 3; row++)
                {
                    weight *= chosen[row] == 3 ? 1 : 0.5 * odds[(3 * row) + chosen[row]];
                }

                all += weight;
                for (var row = 0; row < 3; row++)
                {
                    sums[row, chosen[row]] += weight;
                }
            }

            for (var row = 0; row < 3; row++)
            {
                Assert.True(joint.IsShared(row));
                Assert.Equal(sums[row, 3] / all, joint.MissOf(row), 1e-12);
                var columns = matching.ColumnsOf(row).ToArray();
                Assert.Equal(
                    columns.Select(column => sums[row, column] / all), joint.SharesOf(row).ToArray(),
                    (a, b) => Math.Abs(a - b) < 1e-12);
            }
        }
    }

    [Theory]
    [InlineData(JointAssociation.MaxTracks, 1, false)]
    [InlineData(JointAssociation.MaxTracks + 1, 1, true)]
    [InlineData(4, 10, false)]
    [InlineData(4, 12, true)]
    public void A_cluster_beyond_the_limits_is_left_to_the_assignment(int tracks, int plots, bool isLeft)
    {
        var (matching, joint) = (new Matching(), new JointAssociation());
        matching.Begin(plots);
        for (var row = 0; row < tracks; row++)
        {
            for (var column = 0; column < plots; column++)
            {
                matching.Add(column, -1 - row - column);
            }

            matching.EndRow();
        }

        joint.Solve(matching, 1);
        Assert.Equal(isLeft ? 1 : 0, joint.Left);
        Assert.All(Enumerable.Range(0, tracks), row => Assert.Equal(!isLeft, joint.IsShared(row)));
        joint.Clear();
        Assert.Equal(0, joint.Left);
    }

    /// <summary>
    /// Initiation is one number, the odds of existence: a sequential test of object against clutter. In usual clutter
    /// it does what three hits of four looks would, asks for one more after two misses, and gives a single plot up.
    /// </summary>
    [Theory]
    [InlineData("111", "TTC")]
    [InlineData("1101", "TTTC")]
    [InlineData("110011", "TTTTTC")]
    [InlineData("1000", "TD--")]
    public void Existence_starts_tracks_as_three_hits_of_a_few_looks_would(string looks, string expected)
    {
        var tracker = new PlotTracker(new PlotSettings());
        var random = new Splitmix(2);
        void Look(int number, bool isSeen)
        {
            var plots = Enumerable.Range(0, 100)
                .Select(_ => Spot(random.Between(-3e4, 3e4), random.Between(5e3, 6.5e4))).ToList();
            plots.AddRange(isSeen ? [Spot(100 * number, 0)] : []);
            tracker.Step(At(5 * number), in Radar, [.. plots]);
        }

        for (var warm = -10; warm < 0; warm++)
        {
            Look(warm, isSeen: false);
        }

        var states = string.Empty;
        for (var look = 0; look < looks.Length; look++)
        {
            Look(look, looks[look] == '1');
            var track = tracker.Tracks.ToArray().Where(each => Math.Abs(each.State.NorthM) < 2_000).ToArray();
            states += track.Length == 0 ? "-" : Assert.Single(track).Status.ToString()[..1];
        }

        Assert.Equal(expected, states);
    }

    [Theory]
    [InlineData(PlotAssociation.Assignment)]
    [InlineData(PlotAssociation.Joint)]
    public void The_order_of_measurements_of_all_kinds_leaves_no_trace_and_none_allocates(PlotAssociation association)
    {
        var settings = new PlotSettings { Association = association, Motion = MotionBank.Mixed(0.05) };
        string Hash(PlotTracker tracker, ulong shuffle)
        {
            var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            KindsScene.Run(tracker, seed: 4, scans: 25, shuffle, hash);
            return Convert.ToHexString(hash.GetHashAndReset());
        }

        var tracker = new PlotTracker(settings);
        Assert.Equal(Hash(tracker, 1), Hash(new PlotTracker(settings), 2));
        Assert.True(tracker.Tracks.Length > 50);
        var looks = KindsScene.Of(seed: 4, scans: 25);
        void Run()
        {
            tracker.Clear();
            foreach (var look in looks)
            {
                tracker.Step(look.At, look.Sensor, look.Plots);
            }
        }

        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllocationNoise.Bytes);
    }

    private static (double MissM, double RateDegPerS) MissInTurn(MotionBank bank, double rateDegPerS)
    {
        var (sum, count, rate) = (0.0, 0, 0.0);
        for (var trial = 1UL; trial <= 40; trial++)
        {
            var random = new Splitmix(trial);
            var modes = new ModeStates(bank);
            var estimate = default(PlaneState);
            var radius = 60 / (rateDegPerS * Math.PI / 180);
            for (var scan = 0; scan < 40; scan++)
            {
                var angle = Math.PI / 180 * rateDegPerS * scan * 4;
                var (east, north) = (-radius * Math.Cos(angle), radius * Math.Sin(angle));
                var plot = Noisy(east, north, random);
                if (scan == 0)
                {
                    estimate = Likelihood.First(in plot, 40);
                    modes.Start(0, in estimate, 0.5);
                    continue;
                }

                modes.Prepare(4);
                modes.Predict(0, ref estimate);
                _ = modes.Correct(0, in plot, ref estimate);
                if (scan >= 15)
                {
                    var (dx, dy) = (east - estimate.EastM, north - estimate.NorthM);
                    (sum, count) = (sum + (dx * dx) + (dy * dy), count + 1);
                    rate += modes.TurnDegPerS(0);
                }
            }
        }

        return (Math.Sqrt(sum / count), rate / count);
    }

    private static (double Gospa, double Ospa) Score(int count, PlotAssociation association)
    {
        var score = new Scores.PictureScore(Scores.ScoreSettings.Usual);
        var tracker = new PlotTracker(new PlotSettings { Association = association });
        var number = 0;
        foreach (var scan in PlotTrackerTests.SharedScene(count))
        {
            tracker.Step(At(scan.Seconds), in Radar, scan.Plots.AsSpan());
            if (number++ >= PlotTrackerTests.ScansBeforeScore)
            {
                score.Add(PlotTrackerTests.Truth(scan), PlotTrackerTests.Shown(tracker));
            }
        }

        return (score.MeanGospa, score.MeanOspa);
    }

    private static Plot Bearing(double observerEast, double observerNorth, double east, double north, Splitmix random)
    {
        var bearing = Math.Atan2(east - observerEast, north - observerNorth) * 180 / Math.PI;
        return Plot.OnBearing(observerEast, observerNorth, bearing + (0.5 * random.Normal()), 0.5);
    }

    private static Plot Noisy(double east, double north, Splitmix random) =>
        Spot(east + (30 * random.Normal()), north + (30 * random.Normal()));

    private static Instant At(double seconds) => new((long)Math.Round(seconds * 1e6));

    private static Plot Spot(double east, double north) =>
        new() { EastM = east, NorthM = north, Error = Covariance2.Circular(30) };
}
