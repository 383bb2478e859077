using System.Globalization;
using System.Security.Cryptography;
using Trucewatch.Domain;
using Trucewatch.Geo;
using Trucewatch.Simulation.World;
using Trucewatch.Tests.House;
using Trucewatch.Watch.Tracking.Scores;
using Xunit;

namespace Trucewatch.Watch.Tracking.Plots;

public sealed class PlotTrackerTests
{
    internal const int ScansBeforeScore = 8;
    private static readonly PlotSensor Radar = new(0, PlotScene.DetectionProbability);

    /// <summary>Goals of the shared scenes; the tracker knows nothing of which is which.</summary>
    [Theory]
    [InlineData(100, 292, 32.5)]
    [InlineData(1000, 1150, 43)]
    public void The_shared_scenes_are_tracked_as_well_as_stated(int count, double gospa, double ospa)
    {
        var score = new PictureScore(ScoreSettings.Usual);
        var tracker = new PlotTracker(new PlotSettings());
        foreach (var (scan, number) in Numbered(SharedScene(count)))
        {
            tracker.Step(At(scan.Seconds), in Radar, scan.Plots.AsSpan());
            if (number >= ScansBeforeScore)
            {
                score.Add(Truth(scan), Shown(tracker));
            }
        }

        Assert.InRange(score.MeanGospa, 0.9 * gospa, gospa);
        Assert.InRange(score.MeanOspa, 0.9 * ospa, ospa);
    }

    /// <summary>
    /// The oracle knows which plot is whose. It starts a track at an object's third plot and deletes it after three
    /// misses, with the same filter.
    /// </summary>
    [Fact]
    public void Other_scenes_come_within_three_hundredths_of_perfect_association()
    {
        var (got, best) = (0.0, 0.0);
        for (var seed = 1UL; seed <= 8; seed++)
        {
            var (score, oracle) = (new PictureScore(ScoreSettings.Usual), new PictureScore(ScoreSettings.Usual));
            var tracker = new PlotTracker(new PlotSettings());
            var known = new SortedDictionary<int, (PlaneState State, int Hits, int Misses)>();
            foreach (var (scan, number) in Numbered(PlotScene.Of(seed, 100, 60_000, 100)))
            {
                tracker.Step(At(scan.Seconds), in Radar, scan.Plots.AsSpan());
                Associate(known, scan);
                if (number >= ScansBeforeScore)
                {
                    score.Add(Truth(scan), Shown(tracker));
                    oracle.Add(Truth(scan), [.. known.Where(each => each.Value.Hits >= 3 && each.Value.Misses < 3)
                        .Select(each => new ScorePoint(each.Key, each.Value.State.EastM, each.Value.State.NorthM))]);
                }
            }

            Assert.InRange(score.MeanGospa / oracle.MeanGospa, 0.95, 1.04);
            got += score.MeanGospa;
            best += oracle.MeanGospa;
        }

        Assert.InRange(got / best, 0.98, 1.03);
    }

    /// <summary>
    /// The mean of the normalised squared error of place and velocity is 4 for a filter that states its own error
    /// rightly. Scans far apart are independent, so that the mean of n lies within 1.96 sqrt(8 / n) with probability
    /// 0.95.
    /// </summary>
    [Fact]
    public void The_stated_error_is_that_of_the_estimates()
    {
        var (sum, count) = (0.0, 0);
        for (var seed = 11UL; seed <= 20; seed++)
        {
            var tracker = new PlotTracker(new PlotSettings());
            foreach (var (scan, number) in Numbered(PlotScene.Of(seed, 100, 60_000, 100)))
            {
                tracker.Step(At(scan.Seconds), in Radar, scan.Plots.AsSpan());
                if (number is 30 or 60 or 95)
                {
                    var truth = scan.Truth.ToDictionary(object_ => object_.Id);
                    foreach (var track in tracker.Tracks.ToArray().Where(IsShown))
                    {
                        if (truth.TryGetValue(track.Tag, out var object_))
                        {
                            sum += SquaredError(track.State, object_);
                            count++;
                        }
                    }
                }
            }
        }

        Assert.InRange(count, 2_000, 3_000);
        var bound = 1.96 * Math.Sqrt(8.0 / count);
        Assert.InRange(sum / count, 4 - bound, 4 + bound);
    }

    [Theory]
    [InlineData("cv")]
    [InlineData("ct")]
    [InlineData("imm")]
    public void The_order_of_plots_within_a_scan_leaves_no_trace(string model)
    {
        var scans = PlotScene.Of(5, 100, 20_000, 30);
        string Hash(ulong shuffle)
        {
            var random = new Splitmix(shuffle);
            var tracker = new PlotTracker(TrackText.Settings(areShips: false, model)!);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var scan in scans)
            {
                // The tag is the caller's own word: it may name the line of a file, which another order changes.
                var plots = scan.Plots.OrderBy(_ => random.Next()).ToArray();
                tracker.Step(At(scan.Seconds), in Radar, plots);
                foreach (var track in tracker.Tracks)
                {
                    hash.AppendData(BitConverter.GetBytes(track.Id));
                    hash.AppendData(BitConverter.GetBytes(track.Odds));
                    hash.AppendData(BitConverter.GetBytes(track.State.EastM));
                    hash.AppendData(BitConverter.GetBytes(track.State.NorthMps));
                    hash.AppendData(BitConverter.GetBytes(track.State.PositionError.EastNorthM2));
                }
            }

            return Convert.ToHexString(hash.GetHashAndReset());
        }

        Assert.Equal(Hash(1), Hash(2));
    }

    [Theory]
    [InlineData("cv")]
    [InlineData("imm")]
    public void A_scan_allocates_nothing_once_the_buffers_have_grown(string model)
    {
        var scans = PlotScene.Of(3, 100, 60_000, 60);
        var tracker = new PlotTracker(TrackText.Settings(areShips: false, model)!);
        void Run()
        {
            tracker.Clear();
            foreach (var scan in scans)
            {
                tracker.Step(At(scan.Seconds), in Radar, scan.Plots.AsSpan());
            }
        }

        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllocationNoise.Bytes);
    }

    [Fact]
    public void A_cleared_tracker_answers_like_a_new_one()
    {
        var (used, fresh) = (new PlotTracker(new PlotSettings()), new PlotTracker(new PlotSettings()));
        foreach (var scan in PlotScene.Of(1, 100, 60_000, 10))
        {
            used.Step(At(scan.Seconds), in Radar, scan.Plots.AsSpan());
        }

        used.Clear();
        foreach (var scan in PlotScene.Of(2, 100, 60_000, 10))
        {
            used.Step(At(scan.Seconds), in Radar, scan.Plots.AsSpan());
            fresh.Step(At(scan.Seconds), in Radar, scan.Plots.AsSpan());
        }

        Assert.Equal(fresh.Tracks.ToArray(), used.Tracks.ToArray());
    }

    [Fact]
    public void A_hundred_thousand_tracks_take_less_than_400_MB()
    {
        const int Count = 100_000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var tracker = new PlotTracker(new PlotSettings());
        var plots = new Plot[Count];
        for (var scan = 0; scan < 4; scan++)
        {
            for (var i = 0; i < Count; i++)
            {
                plots[i] = Spot((i % 320 * 2000) + (50 * scan), i / 320 * 2000);
            }

            tracker.Step(At(5 * scan), in Radar, plots);
        }

        Assert.Equal(Count, tracker.Tracks.ToArray().Count(IsShown));

        // All that was ever allocated, buffers outgrown included, so that what is held is less still.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 400_000_000);
    }

    [Fact]
    public void Three_plots_confirm_and_silence_unconfirms_and_deletes()
    {
        var tracker = new PlotTracker(new PlotSettings());
        var random = new Splitmix(2);
        var states = string.Empty;
        for (var scan = 0; scan < 16; scan++)
        {
            // Clutter tells the tracker how large the scene is; the object stands still for four scans in its middle.
            var plots = Enumerable.Range(0, 20)
                .Select(_ => Spot(random.Between(-3e4, 3e4), random.Between(5e3, 3e4))).ToList();
            plots.AddRange(scan < 4 ? [Spot(10 * scan, 0)] : []);
            tracker.Step(At(5 * scan), in Radar, [.. plots]);
            var track = tracker.Tracks.ToArray().Where(each => Math.Abs(each.State.NorthM) < 2_000).ToArray();
            states += track.Length == 0 ? "-" : Assert.Single(track).Status.ToString()[..1];
        }

        Assert.Matches("^TTCCC+T+D-+$", states);
    }

    [Theory]
    [InlineData("cv")]
    [InlineData("imm")]
    public void A_gap_of_any_length_ends_the_tracks_and_nothing_else(string model)
    {
        var tracker = new PlotTracker(TrackText.Settings(areShips: false, model)!);
        tracker.Step(At(-1e11), in Radar, [Spot(0, 0), Spot(9000, 0)]);
        tracker.Step(At(1e11), in Radar, [Spot(0, 0), Spot(9000, 0)]);
        Assert.Equal([1, 2, 3, 4], tracker.Tracks.ToArray().Select(track => track.Id));
        tracker.Step(At(1e11 + 5), in Radar, [Spot(0, 0), Spot(9000, 0)]);
        Assert.Equal([3, 4], tracker.Tracks.ToArray().Select(track => track.Id));
        Assert.All(tracker.Tracks.ToArray(), track => Assert.True(track.State.IsSound));
    }

    [Fact]
    public void What_a_sensor_does_not_cover_is_not_missed()
    {
        var odds = new[] { new PlotBox(-1000, 1000, -1000, 1000), new PlotBox(500, 1000, -1000, 1000) }.Select(box =>
        {
            var tracker = new PlotTracker(new PlotSettings());
            for (var scan = 0; scan < 4; scan++)
            {
                tracker.Step(At(5 * scan), in Radar, [Spot(0, 0)]);
            }

            tracker.Step(At(20), Radar with { Coverage = box }, []);
            return tracker.Tracks[0].Odds;
        }).ToArray();
        Assert.Equal(0.1, odds[0] / odds[1], 1e-9);
    }

    [Fact]
    public void Told_objects_are_confirmed_at_once_and_told_silence_says_nothing()
    {
        var tracker = new PlotTracker(PlotSettings.Ships);
        var told = new PlotSensor(0, 0);
        tracker.Step(At(0), in told, [Plot.Reported(0, 0, 2, 0, 0)]);
        tracker.Step(At(170), in told, [Plot.Reported(5000, 0, 2, 5, 90)]);
        tracker.Step(At(180), in told, [Plot.Reported(5050, 0, 2, 5, 90)]);
        Assert.Equal([1, 2], tracker.Tracks.ToArray().Select(track => track.Id));
        Assert.All(tracker.Tracks.ToArray(), track => Assert.True(IsShown(track)));
        Assert.Equal([1, 2], tracker.Tracks.ToArray().Select(track => track.Hits));
    }

    [Fact]
    public void Two_ships_moored_side_by_side_stay_two()
    {
        var tracker = new PlotTracker(PlotSettings.Ships);
        var told = new PlotSensor(0, 0);
        var random = new Splitmix(9);
        for (var report = 0; report < 60; report++)
        {
            var east = (report % 2 * 15) + random.Normal();
            tracker.Step(At(5 * report), in told,
                [Plot.Reported(east, random.Normal(), 2, 0, 0) with { Tag = report % 2 }]);
            foreach (var track in tracker.Tracks)
            {
                Assert.Equal(track.Id - 1, track.Tag);
            }
        }

        Assert.Equal(2, tracker.Tracks.Length);
    }

    [Fact]
    public void Plots_that_arithmetic_cannot_bear_are_counted()
    {
        var tracker = new PlotTracker(new PlotSettings());
        Plot[] bad =
        [
            Spot(double.NaN, 0), Spot(0, double.PositiveInfinity), Spot(1.1e8, 0), Spot(0, 0) with { Error = default },
            Spot(0, 0) with { VelocitySigmaMps = 1, EastMps = double.NaN },
        ];
        tracker.Step(At(0), in Radar, bad);
        Assert.Equal(bad.Length, tracker.Unused);
        Assert.True(tracker.Tracks.IsEmpty);
        tracker.Step(At(1), in Radar, [Spot(1e8, 0)]);
        Assert.Equal(bad.Length, tracker.Unused);
        Assert.Throws<ArgumentOutOfRangeException>(() => tracker.Step(At(0.5), in Radar, []));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => tracker.Step(At(2), new PlotSensor(PlotSensor.MaxSensors, 0.5), []));
        tracker.Step(At(2), new PlotSensor(PlotSensor.MaxSensors - 1, 0.5), []);
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(4, 1)]
    public void Tracks_beyond_the_limit_are_not_started(int plots, int unused)
    {
        var tracker = new PlotTracker(new PlotSettings { MaxTracks = 3 });
        tracker.Step(At(0), in Radar, [.. Enumerable.Range(0, plots).Select(i => Spot(5000 * i, 0))]);
        Assert.Equal(3, tracker.Tracks.Length);
        Assert.Equal(unused, tracker.Unused);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Plots_beyond_the_limit_of_a_scan_are_counted(int beyond)
    {
        var tracker = new PlotTracker(new PlotSettings());
        var plots = new Plot[PlotTracker.MaxPlots + beyond];
        Array.Fill(plots, Spot(0, 0));
        tracker.Step(At(0), in Radar, plots);
        Assert.Equal(PlotTracker.MaxPlots, tracker.Tracks.Length);
        Assert.Equal(beyond, tracker.Unused);
    }

    [Theory]
    [InlineData(PlotTracker.MaxNear, PlotTracker.MaxNear)]
    [InlineData(PlotTracker.MaxNear + 1, PlotTracker.MaxNear)]
    public void A_track_is_weighed_against_the_likeliest_plots_of_a_flood(int plots, int pairs)
    {
        var tracker = new PlotTracker(new PlotSettings());
        for (var scan = 0; scan < 4; scan++)
        {
            tracker.Step(At(5 * scan), in Radar, [Spot(0, 0)]);
        }

        tracker.Step(At(20), in Radar, [.. Enumerable.Range(0, plots).Select(i => Spot(0.2 * i, 0) with { Tag = i })]);
        Assert.Equal(pairs, tracker.PairCount);
        Assert.Equal(0, tracker.Tracks[0].Tag);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(MotionBank.MaxModes, true)]
    [InlineData(MotionBank.MaxModes + 1, false)]
    [InlineData(0, false)]
    public void A_bank_has_one_way_to_move_at_least_and_a_limit(int count, bool isGood)
    {
        var bank = new MotionBank([.. Enumerable.Repeat(new MotionMode(0, 1, 60), count)]);
        var problem = Record.Exception(() => new PlotTracker(new PlotSettings { Motion = bank }));
        Assert.Equal(isGood, problem is null);
    }

    private static IEnumerable<(PlotScan Scan, int Number)> Numbered(IEnumerable<PlotScan> scans) =>
        scans.Select((scan, number) => (scan, number));

    private static bool IsShown(PlotTrack track) => track.Status == PlotTrackStatus.Confirmed;

    private static Instant At(double seconds) => new((long)(seconds * 1e6));

    private static Plot Spot(double east, double north) =>
        new() { EastM = east, NorthM = north, Error = Covariance2.Circular(30) };

    internal static ScorePoint[] Truth(PlotScan scan) =>
        [.. scan.Truth.Select(each => new ScorePoint(each.Id, each.EastM, each.NorthM))];

    internal static ScorePoint[] Shown(PlotTracker tracker) =>
    [
        .. tracker.Tracks.ToArray().Where(IsShown)
            .Select(track => new ScorePoint(track.Id, track.State.EastM, track.State.NorthM)),
    ];

    private static void Associate(SortedDictionary<int, (PlaneState State, int Hits, int Misses)> known, PlotScan scan)
    {
        foreach (var id in known.Keys.ToArray())
        {
            var one = known[id];
            one.State.Predict(PlotScene.ScanS, PlotScene.NoiseM2S3);
            known[id] = (one.State, one.Hits, one.Misses + 1);
        }

        foreach (var plot in scan.Plots.Where(plot => plot.Tag >= 0))
        {
            if (known.TryGetValue(plot.Tag, out var one))
            {
                Likelihood.Correct(ref one.State, in plot);
                known[plot.Tag] = (one.State, one.Hits + 1, 0);
            }
            else
            {
                known[plot.Tag] = (Likelihood.First(in plot, new PlotSettings().FirstSpeedMps), 1, 0);
            }
        }
    }

    /// <summary>e' P^-1 e by elimination.</summary>
    internal static double SquaredError(PlaneState s, PlotTruth truth)
    {
        double[] e =
        [
            truth.EastM - s.EastM, truth.NorthM - s.NorthM, truth.EastMps - s.EastMps, truth.NorthMps - s.NorthMps,
        ];
        double[][] p =
        [
            [s.PositionError.EastM2, s.PositionError.EastNorthM2, s.Motion.Cross.EE, s.Motion.Cross.EN, e[0]],
            [s.PositionError.EastNorthM2, s.PositionError.NorthM2, s.Motion.Cross.NE, s.Motion.Cross.NN, e[1]],
            [s.Motion.Cross.EE, s.Motion.Cross.NE, s.Motion.VelocityError.EastM2,
             s.Motion.VelocityError.EastNorthM2, e[2]],
            [s.Motion.Cross.EN, s.Motion.Cross.NN, s.Motion.VelocityError.EastNorthM2,
             s.Motion.VelocityError.NorthM2, e[3]],
        ];
        for (var i = 0; i < 4; i++)
        {
            for (var row = 0; row < 4; row++)
            {
                var factor = row == i ? 0 : p[row][i] / p[i][i];
                for (var column = i; column < 5; column++)
                {
                    p[row][column] -= factor * p[i][column];
                }
            }
        }

        return Enumerable.Range(0, 4).Sum(i => e[i] * p[i][4] / p[i][i]);
    }

    internal static IEnumerable<PlotScan> SharedScene(int count)
    {
        double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
        string[][] Rows(string name) =>
        [
            .. File.ReadLines(RepositoryTree.CorpusFile($"tracking/scenarios/{name}_{count}.csv")).Skip(1)
                .Select(line => line.Split(',')),
        ];
        var truth = Rows("truth").ToLookup(row => Number(row[0]), row =>
            new PlotTruth(int.Parse(row[1], CultureInfo.InvariantCulture), Number(row[2]), Number(row[3]), 0, 0));
        return Rows("detections").GroupBy(row => Number(row[0])).Select(group => new PlotScan(
            group.Key,
            [.. truth[group.Key]],
            [
                .. group.Select(row => new Plot
                {
                    EastM = Number(row[2]), NorthM = Number(row[3]), Error = Covariance2.Circular(Number(row[4])),
                }),
            ]));
    }
}
