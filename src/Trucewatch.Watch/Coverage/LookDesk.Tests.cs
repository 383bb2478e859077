using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Sensors;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Watch.Coverage;

public sealed class LookDeskTests
{
    private static readonly GeoPoint[] Ring = CoverageLedgerTests.Box(-5_000, -5_000, 5_000, 5_000);

    [Fact]
    public void Looks_that_cannot_be_used_are_counted_by_reason()
    {
        var sector = NewSector();
        var pending = TestSensors.Of("drone-1") with { Consent = Consent.Pending };
        Step(sector, looks:
        [
            LookAt(0, Ring),
            LookAt(0, Ring) with { Sensor = pending },
            LookAt(0, Ring) with { Sensor = TestSensors.Of("drone-2") },
            LookAt(0, Ring) with { Modality = Modality.Unknown },
            LookAt(0, Ring) with { Until = Scene.Time(61) },
            LookAt(0, Ring) with { Until = Scene.Time(60) },
            LookAt(0, Ring) with { From = Scene.Time(-CoverageLedger.HeldHours * 3_600.0) },
            LookAt(0, Ring) with { From = Scene.Time(10) },
            LookAt(0, CoverageLedgerTests.Box(100_000, 0, 101_000, 1_000)),
            LookAt(0, [Scene.At(0, 0), Scene.At(1, 1)]),
        ]);
        Assert.Equal(
            new LookCounts(Taken: 3, WithoutConsent: 1, UnknownModality: 1, OutOfTime: 3, Elsewhere: 2),
            sector.Summary().Looks);
    }

    [Theory]
    [InlineData(double.NaN, double.NaN, 0.8)]
    [InlineData(double.NaN, 0.5, 0.4)]
    [InlineData(0.3, 0.5, 0.3)]
    public void The_chance_is_the_stated_one_or_that_of_the_model(double stated, double clouds, double expected)
    {
        var sector = NewSector();
        Step(sector, looks: [LookAt(0, Ring) with { Modality = Modality.Unknown }]);
        Step(sector, looks: [LookAt(20 * 3_600, Ring) with { CloudShare = clouds, DetectionProbability = stated }]);
        Step(sector, looks: [LookAt(26 * 3_600, Ring) with { Modality = Modality.Unknown }]);
        Assert.Equal(expected * 100, Sum(sector, Modality.Optical).SeenCellHours, 1.0);
    }

    /// <summary>
    /// By the sun over the scene: at 9:46 UTC in March it is bright day, twelve hours later deep night.
    /// </summary>
    [Theory]
    [InlineData(-8, 0.8)]
    [InlineData(4, 0.04)]
    public void At_night_eyes_see_less(int hoursLater, double expected)
    {
        var sector = NewSector();
        var second = (24 + hoursLater) * 3_600;
        Step(sector, looks: [LookAt(0, Ring) with { Modality = Modality.Unknown }]);
        Step(sector, looks: [LookAt(second, Ring)]);
        Step(sector, looks: [LookAt(second + (6 * 3_600), Ring) with { Modality = Modality.Unknown }]);
        Assert.Equal(expected * 100, Sum(sector, Modality.Optical).SeenCellHours, 0.03 * expected * 100);
    }

    [Fact]
    public void A_sensor_that_stands_somewhere_watches_while_it_is_heard_and_its_silence_is_an_outage()
    {
        var post = Post("post-1", 3_000);
        var sector = NewSector();
        Register(sector, post);
        for (var minute = 0; minute <= 30; minute += 5)
        {
            Hear(sector, post, minute * 60);
        }

        Hear(sector, post, 90 * 60);
        Hear(sector, post, 95 * 60);
        Step(sector, looks: [LookAt(6 * 3_600, Ring) with { Modality = Modality.Unknown }]);

        // 36 minutes of looking and a minute's life of a bang around each of the two stretches, in a circle of 3 km.
        var expected = Math.PI * 9 * (31 + 6) / 60;
        Assert.Equal(expected, Sum(sector, Modality.SeismoAcoustic).SeenCellHours, 0.04 * expected);
        var spots = sector.Looks.BlindSpots();
        Assert.Equal(2, spots.Count);
        Assert.All(spots, spot => Assert.Equal((BlindCause.Outage, "post-1"), (spot.Cause, spot.By)));
        Assert.Equal((Scene.Time(30 * 60), Scene.Time(90 * 60)), (spots[0].From, spots[0].Until));
        Assert.Equal((Scene.Time(95 * 60), Scene.Time(6 * 3_600)), (spots[1].From, spots[1].Until));
        Assert.Equal(Math.PI * 9, spots[0].LostKm2H, 1e-6);
        Assert.Equal(new FrameCitation("ais-1", 90 * 60), spots[0].Frame);
    }

    [Theory]
    [InlineData(null, 0, 0, 8_000)]
    [InlineData(25.0, 0, 0, 8_000)]
    [InlineData(0.2, 0, 0, 7_177)]
    [InlineData(null, 350, 80, 8_000)]
    public void A_sensor_sees_as_far_as_its_horizon_and_within_its_bearings(
        double? heightM, double from, double to, double reachM)
    {
        var post = Post("post-1", 8_000);
        var watch = post.Watch! with
        {
            Modality = Modality.Human, HeightM = heightM, FromDeg = from, ToDeg = to, DetectionProbability = 1,
        };
        var sector = NewSector();
        Register(sector, post with { Watch = watch });
        Hear(sector, post with { Watch = watch }, 0);
        var last = (to == from ? 1 : 0.25) * Math.PI * reachM * reachM / 1e6;
        Step(sector, looks: [LookAt(6 * 3_600, Ring) with { Modality = Modality.Unknown }]);

        // Nothing before the first input is spoken of: nine of the fifteen minutes that the look counts for.
        Assert.Equal(last * 9 / 60, Sum(sector, Modality.Human).SeenCellHours, 0.02 * last);
    }

    [Fact]
    public void A_patrol_looks_along_its_way_but_not_where_it_was_refused()
    {
        double Watched(bool isRefused, string uid = "MISSION-1")
        {
            var agreement = Scene.Agreement();
            var sector = new Sector(
                agreement with
                {
                    Actors = agreement.Actors.Add(
                        new ActorEntry(IdentityScheme.CotUid, "MISSION-*", null, "mission", ObjectClass.Vehicle)),
                },
                Scene.Feeds, new SectorSettings());
            var scene = new Scene();
            if (isRefused)
            {
                scene.Report("r-1", 0, "access.denial", -5_000, 0, sigmaM: 1_000);
            }

            for (var second = 0; second <= 1_200; second += 60)
            {
                var at = scene.Position(ObjectIdentity.CotUid(uid), second, -15_000 + (second * 10), 0, 5, 0, 1);
                at.Class = ObjectClass.Vehicle;
                scene.Add(at);
            }

            sector.Step(new SectorInput(0, scene.Observations), new SectorOutput());
            Step(sector, looks: [LookAt(6 * 3_600, Ring) with { Modality = Modality.Unknown }]);
            if (isRefused)
            {
                var spot = Assert.Single(sector.Looks.BlindSpots());
                Assert.Equal(
                    (BlindCause.Restriction, "west", 2_000.0, TimeSpan.FromHours(1)),
                    (spot.Cause, spot.By, spot.RadiusM, spot.Until - spot.From));
            }

            return Sum(sector, Modality.Human).SeenCellHours;
        }

        // Twelve kilometres and half a kilometre wide; what it may have met was there for a quarter of an hour. It is
        // night, and of what people see by day 0.3 are left.
        var free = Watched(isRefused: false);
        Assert.InRange(free, 12.5 * 0.5 * 0.7 * 0.3 * 0.25 * 0.7, 12.5 * 0.5 * 0.7 * 0.3 * 0.35);
        Assert.InRange(Watched(isRefused: true), 0.5 * free, 0.8 * free);
        Assert.Equal(0, Watched(isRefused: false, "WEST-1"));
    }

    [Fact]
    public void Ships_that_are_heard_show_where_ships_are_heard()
    {
        var scene = new Scene();
        for (var second = 0; second <= 3_600; second += 30)
        {
            scene.Vessel(200_900_000, second, 5_000, 5_000);
        }

        var sector = NewSector();
        sector.Step(new SectorInput(0, scene.Observations), new SectorOutput());
        Step(sector, looks: [LookAt(6 * 3_600, Ring) with { Modality = Modality.Unknown }]);
        var sums = Sum(sector, Modality.Reception);

        // A fifth of a degree is 15.2 by 22.2 km; an hour, and five minutes more.
        Assert.Equal(15.2 * 22.2 * 0.95 * 65 / 60, sums.SeenCellHours, 0.06 * 15.2 * 22.2);
        Assert.Equal(0, Sum(sector, Modality.Optical).SeenCellHours);

        // Hearing them is not watching the sea.
        var query = new CoverageQuery(0, long.MaxValue, ModalitySet.Seeing);
        Assert.Equal(0, new CoverageReading(sector.Looks.Ledger).Sum(in query).LookedCellHours);
    }

    [Fact]
    public void However_the_record_is_cut_and_whoever_asks_meanwhile_the_ledger_is_the_same()
    {
        var scene = new Scene();
        var looks = new List<Look>();
        for (var second = 0; second < 20_000; second += 100)
        {
            scene.Vessel(200_900_000, second, 5_000, second / 2.0);
            looks.Add(LookAt(second + 50, CoverageLedgerTests.Box(second - 9_000, -2_000, second, 2_000)));
        }

        var whole = NewSector();
        whole.Step(new SectorInput(0, scene.Observations, looks.ToArray()), new SectorOutput());
        var cut = NewSector();
        for (var index = 0; index < looks.Count; index++)
        {
            cut.Step(new SectorInput(2 * index, scene.Observations.Slice(index, 1)), new SectorOutput());
            Assert.True(cut.Looks.Ledger.HasBegun);
            Step(cut, looks: [looks[index]]);
        }

        Assert.Equal(whole.Looks.Ledger.Hash(), cut.Looks.Ledger.Hash());
        Assert.Equal(whole.Summary().Looks, cut.Summary().Looks);

        // One look less, and the hash says so.
        var other = NewSector();
        other.Step(new SectorInput(0, scene.Observations, looks.Skip(1).ToArray()), new SectorOutput());
        Assert.NotEqual(whole.Looks.Ledger.Hash(), other.Looks.Ledger.Hash());
    }

    [Fact]
    public void What_a_sensor_sees_that_few_may_know_of_is_for_few()
    {
        var secret = TestSensors.Of("drone-9") with { Label = Label.Nobody };
        var sector = NewSector();
        Step(sector, looks: [LookAt(0, Ring)]);
        Assert.Equal(Label.Mission, sector.Looks.Label);
        Step(sector, looks: [LookAt(0, Ring) with { Sensor = secret }]);
        Assert.Equal(Label.Nobody, sector.Looks.Label);
    }

    [Theory]
    [InlineData(LookDesk.MaxPatrols)]
    [InlineData(LookDesk.MaxPatrols + 1)]
    public void Patrols_are_followed_up_to_a_limit(int count)
    {
        var desk = new LookDesk(Scene.Agreement(), new SectorSettings(), Scene.Feeds);
        for (var number = 0; number < count; number++)
        {
            desk.Note(new Domain.Tracks.TrackUpdate
            {
                Id = new Domain.Tracks.TrackId(number),
                Identity = ObjectIdentity.CotUid($"EAST-{number}"),
                Class = ObjectClass.Vehicle,
                At = Scene.Time(number),
                Position = Scene.Middle,
            });
        }

        Assert.Equal(LookDesk.MaxPatrols, desk.PatrolCount);
    }

    [Fact]
    public void Gaps_are_listed_up_to_a_limit_the_largest_first()
    {
        var run = new CoverageLedgerTests.LookRun(Scene.Agreement() with
        {
            Zones = [Scene.Zone("whole", "west", -100_000, -100_000, 100_000, 100_000)],
        });
        run.Later(5 * 3_600);
        var query = run.Query(ModalitySet.Seeing);
        var gaps = new CoverageReading(run.Ledger).Gaps(in query);
        Assert.True(run.Ledger.Ground.TileCount > CoverageReading.MaxGaps);
        Assert.Equal(CoverageReading.MaxGaps, gaps.Count);
        Assert.Equal(gaps.Max(gap => gap.Cells), gaps[0].Cells);
    }

    [Theory]
    [InlineData(BlindSpots.Max, 0)]
    [InlineData(BlindSpots.Max + 1, 1)]
    public void Blind_spots_are_held_up_to_a_limit(int count, long forgotten)
    {
        var spots = new BlindSpots();
        for (var number = 0; number < count; number++)
        {
            spots.Add(Spot(number));
        }

        Assert.Equal((BlindSpots.Max, forgotten), (spots.Held.Count, spots.Forgotten));
        Assert.Equal(Scene.Time(forgotten), spots.Held[0].From);
    }

    [Fact]
    public void What_goes_on_is_one_blind_spot()
    {
        var spots = new BlindSpots();
        foreach (var second in (int[])[0, 100, 3_000, 10_000])
        {
            spots.Continue("gnss:1", Spot(second), TimeSpan.FromHours(1));
        }

        Assert.Equal(
            [(Scene.Time(0), Scene.Time(3_001)), (Scene.Time(10_000), Scene.Time(10_001))],
            spots.Held.Select(spot => (spot.From, spot.Until)));
    }

    [Fact]
    public void Each_modality_has_a_model_that_says_where_it_comes_from_and_what_may_be_wrong()
    {
        Assert.Equal(CoverageLedger.Modalities, DetectionModels.All.Length);
        foreach (var model in DetectionModels.All)
        {
            Assert.Same(model, DetectionModels.Of(model.Modality));
            Assert.InRange(model.Best, 0.01, 1);
            Assert.InRange(model.LastsMinutes, 1, 60);
            Assert.True(model is { Sees.Length: > 10, Source.Length: > 5, Doubt.Length: > 20 });
            var near = model.Chance(1, false, 0);
            Assert.Equal(model.Best, near, 1e-6);
            Assert.InRange(model.Chance(5_000, true, 0.5), 0, near);
            Assert.All(model.Classes, one => Assert.InRange(
                model.Chance(1, false, 0, one.Class), 0, near - 1e-9));
            if (model.HalfRangeM is { } half)
            {
                Assert.Equal(near / 2, model.Chance(half, false, 0), 1e-6);
            }
        }
    }

    private static BlindSpot Spot(int second) => new(
        BlindCause.Interference, "not known", Modality.Reception, Scene.Middle, 1_000, Scene.Time(second),
        Scene.Time(second + 1), null);

    private static Sensor Post(string id, double rangeM) => TestSensors.Of(id) with
    {
        HeardEvery = TimeSpan.FromMinutes(5),
        Watch = new SensorWatch(Modality.SeismoAcoustic, Scene.Middle, rangeM, null, 0, 0, 1),
    };

    private static Sector NewSector() => new(Scene.Agreement(), Scene.Feeds, new SectorSettings());

    private static void Register(Sector sector, Sensor sensor) => sector.Step(
        new SectorInput(0, new SensorRegistry([sensor], sensor.Id), Scene.Time(-60)), new SectorOutput());

    private static void Hear(Sector sector, Sensor sensor, int second) => Step(sector, new Observation
    {
        Frame = new FrameRef(new FeedId(0), second),
        Kind = ObservationKind.Description,
        At = Scene.Time(second),
        ReceivedAt = Scene.Time(second),
        Sensor = sensor,
    });

    private static void Step(Sector sector, Observation observation) =>
        sector.Step(new SectorInput(0, [observation]), new SectorOutput());

    private static void Step(Sector sector, Look[] looks) =>
        sector.Step(new SectorInput(0, [], looks), new SectorOutput());

    private static Look LookAt(double second, GeoPoint[] ring) => new()
    {
        Modality = Modality.Optical,
        From = Scene.Time(second),
        Until = Scene.Time(second),
        ReceivedAt = Scene.Time(second),
        Outline = ImmutableArray.Create(ring),
        CloudShare = double.NaN,
        DetectionProbability = double.NaN,
    };

    private static CoverageSums Sum(Sector sector, Modality modality)
    {
        var query = new CoverageQuery(0, long.MaxValue, ModalitySet.Of(modality));
        return new CoverageReading(sector.Looks.Ledger).Sum(in query);
    }
}
