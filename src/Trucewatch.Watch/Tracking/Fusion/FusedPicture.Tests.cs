using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using CsCheck;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Sensors;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;
using Trucewatch.Tests.House;
using Trucewatch.Watch.Tracking.Plots;
using Xunit;

namespace Trucewatch.Watch.Tracking.Fusion;

public sealed class FusedPictureTests
{
    private const int Radar = 1;

    private static readonly Agreement East = Scene.Agreement(
        Scene.Clause("1", "zone-entry", "zones: [east-zone]; min_fixes: 3"));

    [Fact]
    public void What_a_radar_sees_goes_into_a_zone_as_what_tells_who_it_is_does()
    {
        var sea = new Sea(1);
        sea.Radar(100, [new Ship(-900, 2_000, 12, 0)]);
        var (output, _) = sea.Run(East);
        var entered = output.Facts.OfType<DetectionFact>().Select(fact => fact.Detection)
            .First(detection => detection.Kind == DetectionKind.Entered);
        Assert.Equal("T-000001", entered.Track);
        Assert.Equal("T-000001", entered.Actor);
        Assert.Null(entered.Party);
        Assert.InRange(entered.At.SecondsSince(Scene.Start), 60, 120);
        var tracks = output.Tracks;
        Assert.All(tracks, track => Assert.Equal(ObjectIdentity.None, track.Identity));
        Assert.All(tracks.Where(track => track.Status == TrackStatus.Confirmed), track =>
            Assert.InRange(track.Existence, 0.5, 1));
        Assert.InRange(tracks[^1].EastMps, 11, 13);
        Assert.InRange(tracks[^1].NorthMps, -1, 1);
    }

    [Fact]
    public void Clutter_raises_nothing_and_takes_no_number()
    {
        var sea = new Sea(2) { Clutter = 10 };
        sea.Radar(100, []);
        var (output, sector) = sea.Run(Scene.Agreement(
            Scene.Clause("1", "zone-entry", "zones: [west-zone, east-zone]; min_fixes: 1")));
        Assert.Empty(output.Facts);
        Assert.Empty(output.Tracks);
        Assert.NotEqual(0, sector.Picture.Scans.Watch.Tracker.Tracks.Length);
    }

    [Fact]
    public void A_ship_seen_and_told_is_one_object()
    {
        var sea = new Sea(3) { Clutter = 5 };
        var ships = Enumerable.Range(0, 20)
            .Select(ship => new Ship(-8_000 + (800 * ship), -5_000 + (700 * (ship % 7)), 5 - (ship % 3), ship % 4))
            .ToArray();
        sea.Told(600, ships);
        sea.Radar(600, ships);
        var (output, sector) = sea.Run(Scene.Agreement());
        var merges = output.Facts.OfType<MergeFact>().ToList();
        Assert.Equal(ships.Length, merges.Count);
        Assert.All(merges, fact => Assert.Equal(MergeAct.Merged, fact.Merge.Act));
        Assert.All(merges, fact => Assert.Equal(2, fact.Merge.Frames.Length));
        Assert.Equal(ships.Length, merges.Select(fact => fact.Merge.Into).Distinct().Count());
        Assert.Equal(ships.Length, sector.Picture.Merges.Count);

        // From the third minute on all that is shown is shown as a ship that tells who it is.
        var late = output.Tracks.Where(track => track.At > Scene.Time(180)).ToList();
        Assert.All(late, track => Assert.NotEqual(IdentityScheme.None, track.Identity.Scheme));
        Assert.Contains(late, track => track.Status == TrackStatus.Confirmed);
        foreach (var track in late)
        {
            var ship = ships[(int)track.Identity.Number - 1];
            var (east, north) = ship.At(track.At.SecondsSince(Scene.Start));
            var scale = LocalScale.At(Scene.Middle);
            var (isEast, isNorth) = scale.Offset(Scene.Middle, track.Position);
            Assert.InRange(Math.Abs(isEast - east) + Math.Abs(isNorth - north), 0, 150);
        }
    }

    [Fact]
    public void A_ship_that_falls_silent_is_still_shown_as_itself_while_a_radar_sees_it()
    {
        var sea = new Sea(4);
        Ship[] ships = [new Ship(-3_000, 0, 6, 1)];
        sea.Told(200, ships);
        sea.Radar(900, ships);
        var (output, _) = sea.Run(Scene.Agreement());
        var last = output.Tracks.Where(track => track.At > Scene.Time(850)).ToList();
        Assert.NotEmpty(last);
        Assert.All(last, track => Assert.Equal(ObjectIdentity.Mmsi(1), track.Identity));
        Assert.All(last, track => Assert.Equal(TrackStatus.Confirmed, track.Status));
    }

    [Fact]
    public void A_ship_beside_one_that_tells_who_it_is_stays_another()
    {
        var sea = new Sea(5);
        sea.Told(600, [new Ship(-3_000, 0, 6, 1)]);
        sea.Radar(600, [new Ship(-3_000, 0, 6, 1), new Ship(-3_000, 500, 6, 1)]);
        var (output, sector) = sea.Run(Scene.Agreement());
        Assert.Single(output.Facts.OfType<MergeFact>());
        Assert.Equal(1, sector.Picture.Merges.Count);
        Assert.Contains(output.Tracks, track => track.Identity == ObjectIdentity.None && track.At > Scene.Time(590));
    }

    [Fact]
    public void A_ship_that_tells_a_false_place_is_taken_apart_from_what_is_seen()
    {
        // It tells the truth for five minutes, and then that it sails on while the radar sees it turn away.
        var sea = new Sea(6);
        sea.Told(900, [new Ship(-3_000, 0, 6, 0)]);
        sea.Radar(300, [new Ship(-3_000, 0, 6, 0)]);
        sea.Radar(900, [new Ship(-2_400, -900, 4, 3)], from: 300);
        var (output, sector) = sea.Run(Scene.Agreement());
        var acts = output.Facts.OfType<MergeFact>().Select(fact => fact.Merge).ToList();
        Assert.Equal([MergeAct.Merged, MergeAct.Reversed], acts.Select(merge => merge.Act));
        Assert.Equal(output.Facts.OfType<MergeFact>().First().Number, acts[1].Reverses);
        Assert.Equal(0, sector.Picture.Merges.Count);
        Assert.Contains(output.Tracks, track => track.Identity == ObjectIdentity.None && track.At > Scene.Time(890));
    }

    [Fact]
    public void Clones_and_damaged_numbers_never_merge()
    {
        for (ulong seed = 1; seed <= 10; seed++)
        {
            var sea = new Sea(seed) { Clutter = 3 };

            // One number at two places at a time, each seen; and now and then one bit of the other ship's is wrong.
            Ship[] clones = [new Ship(-9_000, 0, 5, 0), new Ship(9_000, 4_000, -5, 0)];
            Ship[] honest = [new Ship(0, -8_000, 2, 4)];
            sea.Told(600, clones, mmsiOf: _ => 77);
            sea.Told(600, honest, mmsiOf: _ => 237_000_001, flips: 10);
            sea.Radar(600, [.. clones, .. honest]);
            var (output, sector) = sea.Run(Scene.Agreement());
            var merges = output.Facts.OfType<MergeFact>().Select(fact => fact.Merge).ToList();

            // Nothing that tells who it is was ever taken over, and no two seen objects went into one.
            var identified = output.Tracks.Where(track => track.Status == TrackStatus.Told)
                .Select(track => track.Id.ToString()).ToHashSet();
            Assert.All(merges, merge => Assert.DoesNotContain(merge.Track, identified));
            Assert.All(merges, merge => Assert.Equal(MergeAct.Merged, merge.Act));
            Assert.Equal(merges.Count, merges.Select(merge => merge.Into).Distinct().Count());
            Assert.Equal(3, sector.Picture.Merges.Count);
            Assert.Equal(2, merges.Count(merge => merge.Identity == "mmsi:000000077"));
            Assert.Equal(1, merges.Count(merge => merge.Identity == "mmsi:237000001"));
        }
    }

    [Fact]
    public void The_order_of_equal_times_leaves_no_trace() =>
        Gen.Int[1, int.MaxValue].Sample(HoldsInAnyOrder, iter: 10);

    [Fact]
    public void What_is_told_together_with_the_first_plot_counts_in_no_order() => HoldsInAnyOrder(19_529_149);

    [Fact]
    public void Late_plots_within_the_window_are_put_in_their_place()
    {
        for (ulong seed = 1; seed <= 10; seed++)
        {
            var sea = Busy(seed);
            var inTime = sea.Observations;
            var random = new Splitmix(seed);
            var delayed = inTime.Select(observation =>
            {
                if (observation.Identity == ObjectIdentity.None && random.Next() % 10 == 0)
                {
                    observation.ReceivedAt = observation.At + TimeSpan.FromSeconds(random.Between(0, 59));
                }

                return observation;
            }).OrderBy(observation => observation.ReceivedAt).ToArray();
            var (_, there) = sea.Run(Scene.Agreement(), inTime);
            var (_, here) = sea.Run(Scene.Agreement(), delayed);
            Assert.Equal(States(there), States(here));
            Assert.True(here.Picture.Counts.SteppedAgain > 0);
            Assert.Equal(0, here.Picture.Counts.Late);
            Assert.Equal(0, there.Picture.Counts.PutInPlace);

            // The checker can fail: a plot that is left out changes the states.
            var (_, without) = sea.Run(
                Scene.Agreement(),
                inTime.Where(one => one.Frame.Sequence != 900 || one.Frame.Feed.Value != Radar));
            Assert.NotEqual(States(there), States(without));
        }
    }

    [Theory]
    [InlineData(60, 0)]
    [InlineData(60.001, 1)]
    public void Beyond_the_window_a_plot_is_counted_as_late(double delayS, long late)
    {
        var sea = new Sea(7);
        sea.Radar(200, [new Ship(0, 0, 5, 0)]);
        var last = sea.Observations[^1];
        last.At = last.ReceivedAt - TimeSpan.FromSeconds(delayS);
        last.Frame = last.Frame with { Sequence = last.Frame.Sequence + 1 };
        var (_, sector) = sea.Run(Scene.Agreement(), [.. sea.Observations, last]);
        Assert.Equal(late, sector.Summary().UnusedPlots.Late);
        Assert.Equal(1 - late, sector.Summary().UnusedPlots.PutInPlace);
    }

    /// <summary>A plot that comes so late that its slot is settled waits for the next receive time.</summary>
    [Fact]
    public void A_late_plot_is_not_due_at_its_own_receive_time()
    {
        var picture = Empty();
        var plot = new Scene().Position(ObjectIdentity.None, 0, 0, 0, 20, 30, Radar);
        Assert.False(picture.IsDue(plot.ReceivedAt));
        picture.Take(in plot);
        Assert.False(picture.IsDue(plot.ReceivedAt));
        Assert.True(picture.IsDue(Scene.Time(30.001)));
    }

    [Fact]
    public void A_second_copy_of_a_plot_counts_once()
    {
        var sea = new Sea(8);
        sea.Radar(100, [new Ship(0, 0, 5, 0)]);
        var twice = sea.Observations.SelectMany(observation => new[] { observation, observation }).ToArray();
        var (_, once) = sea.Run(Scene.Agreement());
        var (_, both) = sea.Run(Scene.Agreement(), twice);
        Assert.Equal(States(once), States(both));
        Assert.True(both.Picture.Counts.Duplicate > 0);
    }

    [Fact]
    public void A_merge_that_is_taken_back_leaves_no_trace()
    {
        for (ulong seed = 1; seed <= 10; seed++)
        {
            var sea = Busy(seed);
            var cut = sea.Observations.Length * 2 / 3;
            var (plain, afterPlain) = sea.RunWith(East, cut, _ => []);
            var seen = NamedAt(sea, cut);
            Assert.True(seen.Count >= 2);
            var (merged, afterMerged) = sea.RunWith(East, cut, last =>
            [
                FusionOrder.Merge(seen[0], seen[1], "analyst-1", "one wake"),
                FusionOrder.Reverse(last + 1, "analyst-1", "two wakes"),
            ]);
            Assert.Equal(Digest(afterPlain), Digest(afterMerged));
            Assert.Equal(Tracks(plain), Tracks(merged));
            Assert.Equal(Facts(plain), Facts(merged));
            Assert.Equal(
                [MergeAct.Merged, MergeAct.Reversed],
                merged.Facts.OfType<MergeFact>().Where(fact => fact.Merge.By == "analyst-1")
                    .Select(fact => fact.Merge.Act));

            // The checker can fail: a merge that stands shows in the state and in what comes out later.
            var (standing, afterStanding) = sea.RunWith(
                East, cut, _ => [FusionOrder.Merge(seen[0], seen[1], "analyst-1", "one wake")]);
            Assert.NotEqual(Digest(afterPlain), Digest(afterStanding));
            Assert.NotEqual(Tracks(plain), Tracks(standing));
        }
    }

    [Fact]
    public void A_split_that_is_taken_back_leaves_no_trace()
    {
        var sea = Busy(3);
        var cut = sea.Observations.Length * 2 / 3;
        var (plain, afterPlain) = sea.RunWith(East, cut, _ => []);
        var track = plain.Facts.OfType<MergeFact>().First().Merge.Track;
        var id = new TrackId(int.Parse(track[2..], System.Globalization.CultureInfo.InvariantCulture));
        var (split, afterSplit) = sea.RunWith(East, cut, last =>
        [
            FusionOrder.Split(id, "analyst-1", "another ship"),
            FusionOrder.Reverse(last + 1, "analyst-1", "the same ship"),
        ]);
        Assert.Equal(Digest(afterPlain), Digest(afterSplit));
        Assert.Equal(Tracks(plain), Tracks(split));
        Assert.Equal(Facts(plain), Facts(split));

        // A split that stands holds against the comparison that led to the merge.
        var (apart, afterApart) = sea.RunWith(East, cut, _ => [FusionOrder.Split(id, "analyst-1", "another ship")]);
        Assert.Null(afterApart.Picture.Merges.Of(id));
        Assert.Contains(apart.Tracks, update => update.Id == id);
        Assert.DoesNotContain(plain.Tracks, update => update.Id == id && update.At > Scene.Time(300));
    }

    [Fact]
    public void A_merge_by_the_tracker_that_a_person_reverses_stays_reversed()
    {
        var sea = Busy(4);
        var cut = sea.Observations.Length * 2 / 3;
        var (plain, _) = sea.RunWith(East, cut, _ => []);
        var fact = plain.Facts.OfType<MergeFact>().First();
        var (_, sector) = sea.RunWith(East, cut, _ => [FusionOrder.Reverse(fact.Number, "analyst-1", "not it")]);
        Assert.DoesNotContain(sector.Picture.Merges.Links, link => link.Fact == fact.Number);
        Assert.Single(sector.Picture.Merges.Splits);
    }

    [Fact]
    public void What_a_person_cannot_order_is_refused_in_words()
    {
        var sea = Busy(5);
        var cut = sea.Observations.Length * 2 / 3;
        var seen = NamedAt(sea, cut);
        var told = new TrackId(1);
        var (output, _) = sea.RunWith(East, cut, last =>
        [
            FusionOrder.Merge(told, seen[0], "p", "r"),
            FusionOrder.Merge(seen[0], new TrackId(9_999), "p", "r"),
            FusionOrder.Merge(seen[0], seen[0], "p", "r"),
            FusionOrder.Split(seen[0], "p", "r"),
            FusionOrder.Reverse(0, "p", "r"),
        ]);
        var refusals = output.Facts.OfType<OperationalFact>().Where(fact => fact.Topic == "merge.refused").ToList();
        Assert.Equal(5, refusals.Count);
        Assert.All(refusals, fact => Assert.Contains("expected", fact.Words, StringComparison.Ordinal));
    }

    [Fact]
    public void A_decision_can_be_asked_for_and_the_track_took_what_it_says()
    {
        var sea = new Sea(6) { Clutter = 4 };
        Ship[] ships = [new Ship(0, 0, 5, 0), new Ship(0, 70, 5, 0), new Ship(5_000, 0, 5, 0)];
        sea.Told(300, ships[2..]);
        sea.Radar(300, ships);
        var (output, sector) = sea.Run(Scene.Agreement());
        var all = sector.Explain();
        Assert.NotEmpty(all);
        Assert.Contains(all, decision => decision.Choice == PairChoice.PassedOver);
        Assert.All(all.Where(decision => decision.Choice != PairChoice.Started), decision =>
        {
            Assert.True(decision.Cost < 0);
            Assert.InRange(decision.Distance, 0, 4.01);
        });
        var last = output.Tracks.Last(track => track.Status == TrackStatus.Confirmed);
        var taken = all.Where(decision => decision.Choice == PairChoice.Taken
            && decision.Plot.Sequence == last.Evidence.Sequence).ToList();
        Assert.Single(taken);
        Assert.Equal(last.At, taken[0].At);
        var id = taken[0].Track!.Value;
        Assert.All(sector.Explain(id), decision => Assert.Equal(id, decision.Track));

        // It changes nothing, and can be asked again.
        Assert.Equal(all, sector.Explain());
        var merged = sector.Picture.Merges.Links.Single();
        var candidate = Assert.Single(sector.Candidates(merged.Track));
        Assert.Equal((merged.Into, true), (candidate.Into, candidate.IsChosen));
        Assert.True(candidate.Odds > MergeDesk.MinOdds);
    }

    [Fact]
    public void Labels_of_sensors_hold_for_what_they_saw()
    {
        var secret = TestSensors.Of("radar-1") with { Label = Label.Nobody };
        var sea = new Sea(9);
        sea.Told(300, [new Ship(-3_000, 0, 6, 1)]);
        sea.Radar(300, [new Ship(-3_000, 0, 6, 1), new Ship(4_000, 0, -6, 1)]);
        var observations = sea.Observations;
        foreach (ref var observation in observations.AsSpan())
        {
            observation.Sensor = observation.Frame.Feed.Value == Radar ? secret : null;
        }

        var (output, _) = sea.Run(East, observations);
        Assert.All(
            output.Tracks.Where(track => track.Status != TrackStatus.Told),
            track => Assert.Equal(Label.Nobody, track.Label));
        Assert.All(output.Facts.OfType<MergeFact>(), fact => Assert.Empty(fact.Label.ReleasableTo));
        Assert.All(
            output.Facts.OfType<DetectionFact>().Where(fact => fact.Detection.Actor!.StartsWith('T')),
            fact => Assert.Equal("radar-1@1", fact.Detection.Sensor));
        Assert.Contains(output.Facts.OfType<DetectionFact>(), fact => fact.Detection.Actor!.StartsWith('T'));

        // What was shown with the radar's help stays as restricted as the radar.
        var told = output.Tracks.Last(track => track.Status == TrackStatus.Told);
        Assert.Equal(Label.Nobody, told.Label);
    }

    [Fact]
    public void Two_radars_with_circles_of_their_own_do_not_call_each_others_objects_missing()
    {
        var sea = new Sea(10);
        sea.Radar(400, [new Ship(-9_000, 0, 1, 0)], feed: Radar);
        sea.Radar(400, [new Ship(9_000, 0, 1, 0)], feed: 0);
        var (output, _) = sea.Run(Scene.Agreement());
        Assert.Equal(2, output.Tracks.Select(track => track.Id).Distinct().Count());
        Assert.DoesNotContain(output.Tracks, track => track.Status == TrackStatus.Lost);
    }

    [Fact]
    public void A_radar_that_turns_confirms_and_loses_what_it_no_longer_sees()
    {
        // Four seconds a turn, each ship at its own time of the turn; one ship sinks.
        var sea = new Sea(11) { TurnS = 4 };
        Ship[] all = [.. Enumerable.Range(0, 10).Select(i => new Ship(-9_000 + (1_900 * i), 3_000 * (i % 3), 3, 1))];
        sea.Radar(400, all);
        sea.Radar(800, all[1..], from: 400);
        var (output, _) = sea.Run(Scene.Agreement());
        Assert.Equal(10, output.Tracks.Select(track => track.Id).Distinct().Count());
        var lost = Assert.Single(output.Tracks, track => track.Status == TrackStatus.Lost);
        Assert.InRange(lost.At.SecondsSince(Scene.Start), 390, 400);
    }

    [Fact]
    public void Nothing_is_allocated_for_a_plot_in_the_steady_state()
    {
        var sea = new Sea(12) { Clutter = 4 };
        Ship[] ships = [.. Enumerable.Range(0, 10).Select(i => new Ship(-9_000 + (1_900 * i), 3_000 * (i % 3), 3, 1))];
        sea.Told(1_500, ships[..5]);
        sea.Radar(1_500, ships);
        var sector = new Sector(Scene.Agreement(), Scene.Feeds, new SectorSettings());
        var output = new SectorOutput();
        var observations = sea.Observations;
        var warm = observations.Length / 2;
        Step(0, warm);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Step(warm, observations.Length);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(observations.Length - warm > 2_000);
        Assert.InRange(bytes, 0, AllocationNoise.Bytes);

        void Step(int from, int to)
        {
            for (var at = from; at < to; at += 50)
            {
                sector.Step(new SectorInput(at, observations.AsSpan(at, Math.Min(50, to - at))), output);
                output.Clear();
            }
        }
    }

    [Fact]
    public void A_live_track_takes_no_more_than_a_hundred_thousandth_of_400_MB()
    {
        // The track in the tracker and its copies; what is known of it beside; two entries of a map; and its share of
        // the most plots that are held.
        const int mapEntry = 40;
        var tracks = (ScanBook.CopiesInWindow + 3) * Unsafe.SizeOf<PlotTrack>();
        var plots = 2 * ScanBook.MaxHeld / 100_000 * Unsafe.SizeOf<HeldPlot>();
        Assert.InRange(tracks + Unsafe.SizeOf<SeenTrack>() + (2 * mapEntry) + plots, 1_000, 4_000);
    }

    [Theory]
    [InlineData(PlotSensor.MaxSensors, 0)]
    [InlineData(PlotSensor.MaxSensors + 1, 1)]
    public void Sensors_beyond_the_limit_are_counted(int sensors, long over)
    {
        var picture = Empty();
        var scene = new Scene();
        for (var sensor = 0; sensor < sensors; sensor++)
        {
            var plot = scene.Position(ObjectIdentity.None, 0, 100 * sensor, 0, 20, 0, Radar);
            plot.Sensor = TestSensors.Of(FormattableString.Invariant($"radar-{sensor}"));
            picture.Take(in plot);
        }

        Assert.Equal(over, picture.Counts.OverLimit);
        Assert.Equal(sensors - over, picture.Scans.HeldCount);
    }

    [Fact]
    public void Twice_the_plots_that_may_be_held_and_no_more_are_taken()
    {
        var picture = Empty();
        var plot = new Scene().Position(ObjectIdentity.None, 0, 0, 0, 20, 0, Radar);
        for (var count = 0; count <= 2 * ScanBook.MaxHeld; count++)
        {
            picture.Take(in plot);
        }

        Assert.Equal(2 * ScanBook.MaxHeld, picture.Scans.HeldCount);
        Assert.Equal(1, picture.Counts.OverLimit);
    }

    [Theory]
    [InlineData(MergeBook.MaxSplits, true)]
    [InlineData(MergeBook.MaxSplits + 1, false)]
    public void The_oldest_split_is_forgotten_at_the_limit(int splits, bool isKept)
    {
        var book = new MergeBook();
        for (var split = 1; split <= splits; split++)
        {
            book.Keep(new MergeLink(new TrackId(split), new TrackId(0)), split);
        }

        Assert.Equal(isKept, book.IsSplit(new TrackId(1), new TrackId(0)));
        Assert.True(book.IsSplit(new TrackId(2), new TrackId(0)));
    }

    [Theory]
    [InlineData(20, 60, 10, 0)]
    [InlineData(20, 60.001, 10, 1)]
    [InlineData(2_000_000, 0, 10, 1)]
    [InlineData(20, 0, 1e7, 1)]
    [InlineData(20, 0, 1e-3, 1)]
    public void What_the_plane_the_clock_or_the_arithmetic_cannot_bear_is_counted(
        double eastM, double aheadS, double sigmaM, long unusable)
    {
        var picture = Empty();
        var plot = new Scene().Position(ObjectIdentity.None, 0, Math.Min(eastM, 400_000), 0, sigmaM, -aheadS, Radar);
        picture.Take(in plot);
        Assert.Equal(unusable, picture.Counts.Unusable);
    }

    [Fact]
    public void A_theatre_keeps_places_velocities_and_errors_across_its_plane()
    {
        var plane = new TheatrePlane(new TheatreBox(30, 44, 38, 50));
        foreach (var (lat, lon) in new[] { (47.0, 34.0), (44.5, 30.5), (49.5, 37.5), (46.0, 30.2) })
        {
            var point = GeoPoint.FromDegrees(latitudeDeg: lat, longitudeDeg: lon);
            var (east, north) = plane.Of(point);
            var again = plane.PointOf(east, north);
            Assert.InRange(Math.Abs(again.LatitudeDeg - lat) + Math.Abs(again.LongitudeDeg - lon), 0, 1e-9);
            var moved = LocalScale.At(point).Move(point, 30, 40);
            var (eastMoved, northMoved) = plane.Of(moved);
            var (eastM, northM) = TheatrePlane.Turned(
                TheatrePlane.Back(plane.TurnAt(point)), eastMoved - east, northMoved - north);
            Assert.InRange(Math.Abs(eastM - 30) + Math.Abs(northM - 40), 0, 1e-3);
        }
    }

    private static void HoldsInAnyOrder(int seed)
    {
        var sea = Busy((ulong)seed);
        var straight = sea.Hash(sea.Observations);
        var random = new Splitmix((ulong)seed + 1);
        Assert.Equal(straight, sea.Hash(Sea.Permuted(sea.Observations, random)));
    }

    private static FusedPicture Empty() => new(
        new TheatreBox(30, 44, 40, 50), new SectorSettings(), new TrackBook(null), new FactLedger(), Scene.Feeds);

    /// <summary>Ships that tell and ships that do not, some late to tell, among clutter.</summary>
    private static Sea Busy(ulong seed)
    {
        var sea = new Sea(seed) { Clutter = 4 };
        var random = new Splitmix(seed);
        var ships = Enumerable.Range(0, 12).Select(_ => new Ship(
            random.Between(-9_000, 9_000), random.Between(-9_000, 9_000), random.Between(-8, 8), random.Between(-8, 8)))
            .ToArray();
        sea.Told(500, ships[..6]);
        sea.Radar(500, ships);
        return sea;
    }

    private static List<TrackId> NamedAt(Sea sea, int cut)
    {
        var (_, sector) = sea.Run(East, sea.Observations[..cut]);
        var seen = sector.Picture.Seen;
        return
        [
            .. Enumerable.Range(0, seen.SlotCount)
                .Where(slot => seen[slot].Id != default && sector.Picture.Merges.Of(seen[slot].Id) is null
                    && seen[slot].Existence > 0.99)
                .Select(slot => seen[slot].Id).OrderBy(id => id.Value),
        ];
    }

    /// <summary>All tracks of plots, bit by bit, without the names that follow the order of arrival.</summary>
    private static string States(Sector sector)
    {
        var lines = sector.Picture.Scans.Watch.Tracker.Tracks.ToArray().Select(track => FormattableString.Invariant(
            $"{track.Id} {track.Status} {track.Odds:R} {track.State.EastM:R} {track.State.NorthM:R} ")
            + FormattableString.Invariant($"{track.State.EastMps:R} {track.State.PositionError} {track.Hits}"));
        return string.Join('\n', lines);
    }

    /// <summary>The whole picture, bit by bit: tracks, their names and labels, merges and splits.</summary>
    private static string Digest(Sector sector)
    {
        var picture = sector.Picture;
        var merges = picture.Merges.Links.Select(link => $"{link.Track}>{link.Into} {link.IsOrdered} {link.Misses}");
        var splits = picture.Merges.Splits.Select(split => $"{split.Link.Track}/{split.Link.Into}");
        var names = Enumerable.Range(0, picture.Seen.SlotCount).Select(slot => FormattableString.Invariant(
            $"{picture.Seen[slot].Birth} {picture.Seen[slot].Id} {picture.Seen[slot].Label} {picture.Seen[slot].At}"));
        var text = string.Join('\n', [States(sector), .. merges, .. splits, .. names]);
        return Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
    }

    private static string Tracks(SectorOutput output)
    {
        using var hash = new OutputHash(Scene.Feeds);
        foreach (var update in output.Tracks)
        {
            hash.Add(in update);
        }

        return hash.Hex();
    }

    /// <summary>All facts but a person's, without their numbers, which the person's own move on.</summary>
    private static List<string> Facts(SectorOutput output) =>
    [
        .. output.Facts.Where(fact => fact is not MergeFact { Merge.By: "analyst-1" })
            .Select(fact => System.Text.Encoding.UTF8.GetString(FactJson.Write(fact with { Number = 0 }))),
    ];
}
