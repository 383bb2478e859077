using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Sensors;
using Xunit;

namespace Trucewatch.Watch.Coverage;

public sealed class LatenessLedgerTests
{
    private const double Limit = 300;

    [Fact]
    public void So_many_late_positions_in_a_row_make_a_feed_late_and_as_many_in_time_bring_it_back()
    {
        var ledger = new LatenessLedger(Scene.Feeds, new SectorSettings());
        Positions(ledger, LatenessLedger.InARow - 1, Limit + 1);
        Positions(ledger, 1, Limit);
        Positions(ledger, LatenessLedger.InARow - 1, Limit + 1);
        Assert.Empty(ledger.Late);
        Positions(ledger, 1, Limit + 1);
        Assert.Equal(["ais-1"], ledger.Late);
        Positions(ledger, LatenessLedger.InARow - 1, Limit);
        Assert.Equal(["ais-1"], ledger.Late);
        Positions(ledger, 1, Limit);
        Assert.Empty(ledger.Late);
        Assert.Equal(
            [("ais-1", true), ("ais-1", false)], ledger.Changes.Select(change => (change.Feed, change.IsLate)));
    }

    [Fact]
    public void Reports_and_positions_without_a_source_time_say_nothing_of_lateness()
    {
        var ledger = new LatenessLedger(Scene.Feeds, new SectorSettings());
        Positions(ledger, 100, Limit * 10, (ref Observation seen) => seen.HasSourceTime = false);
        Positions(ledger, 100, Limit * 10, (ref Observation seen) => seen.Kind = ObservationKind.Report);
        Assert.Empty(ledger.Changes);
    }

    [Fact]
    public void A_sensor_that_is_to_be_heard_and_is_not_makes_its_feed_late_by_the_clock_of_the_others()
    {
        var ledger = new LatenessLedger(Scene.Feeds, new SectorSettings());
        var sensor = TestSensors.Of("buoy") with { HeardEvery = TimeSpan.FromSeconds(60) };
        Heard(ledger, feed: 1, 0, sensor);
        Heard(ledger, feed: 0, 60, null);
        Assert.Empty(ledger.Late);
        Heard(ledger, feed: 0, 61, null);
        Assert.Equal(["cot-1"], ledger.Late);
        Heard(ledger, feed: 1, 62, sensor);
        Assert.Empty(ledger.Late);
        Heard(ledger, feed: 0, 122, null);
        Assert.Empty(ledger.Late);
        Heard(ledger, feed: 0, 1000, null);
        Assert.Equal(["cot-1"], ledger.Late);
    }

    [Fact]
    public void A_feed_is_not_silent_when_the_edition_in_force_says_no_more_when_it_is_due()
    {
        var ledger = new LatenessLedger(Scene.Feeds, new SectorSettings());
        var buoy = TestSensors.Of("buoy") with { HeardEvery = TimeSpan.FromSeconds(60), Feeds = ["cot-1"] };
        var other = TestSensors.Of("other") with { HeardEvery = TimeSpan.FromSeconds(60) };
        Heard(ledger, feed: 1, 0, buoy);
        Heard(ledger, feed: 0, 61, null);
        ledger.Use(new SensorRegistry([buoy], "still due"));
        Assert.Equal(["cot-1"], ledger.Late);
        ledger.Use(new SensorRegistry([buoy with { HeardEvery = null }, other], "not due"));
        Assert.Empty(ledger.Late);
        Assert.Equal([true, false], ledger.Changes.Select(change => change.IsLate));

        // It goes on, heard or not, without a time by which it would be late.
        Heard(ledger, feed: 1, 70, buoy with { HeardEvery = null });
        Heard(ledger, feed: 0, 10_000, null);
        Assert.Empty(ledger.Late);
    }

    [Fact]
    public void A_sensor_that_talks_does_not_hide_another_of_its_feed_that_is_silent()
    {
        var ledger = new LatenessLedger(Scene.Feeds, new SectorSettings());
        var (one, two) = (TestSensors.Of("one"), TestSensors.Of("two"));
        one = one with { HeardEvery = TimeSpan.FromSeconds(60) };
        two = two with { HeardEvery = TimeSpan.FromSeconds(100) };
        Heard(ledger, feed: 0, 0, one);
        Heard(ledger, feed: 0, 0, two);
        Heard(ledger, feed: 0, 60, two);
        Assert.Empty(ledger.Late);
        Heard(ledger, feed: 0, 61, two);
        Assert.Equal(["ais-1"], ledger.Late);
        Assert.Contains("sensor one", Assert.Single(ledger.Changes).Words, StringComparison.Ordinal);

        // Both are silent: the feed is late until both are heard again.
        Heard(ledger, feed: 1, 162, null);
        Heard(ledger, feed: 0, 163, one);
        Assert.Equal(["ais-1"], ledger.Late);
        Heard(ledger, feed: 0, 164, two);
        Assert.Empty(ledger.Late);
        Assert.Equal([true, false], ledger.Changes.Select(change => change.IsLate));

        // An edition without the silent one brings the feed back; the other is due as before.
        Heard(ledger, feed: 0, 224, two);
        Assert.Equal(["ais-1"], ledger.Late);
        ledger.Use(new SensorRegistry([two], "one is gone"));
        Assert.Empty(ledger.Late);
        Heard(ledger, feed: 1, 325, null);
        Assert.Equal(["ais-1"], ledger.Late);
    }

    [Fact]
    public void What_is_found_while_a_feed_is_late_is_provisional_until_it_is_in_time_again()
    {
        var agreement = Scene.Agreement(Scene.Clause(
            "4.2(a)", "zone-entry", "zones: [east-zone]; who.classes: [vessel]; min_fixes: 2"));
        var scene = new Scene();
        for (var i = 0; i < LatenessLedger.InARow; i++)
        {
            scene.Vessel(300_000_001, i, -15_000, 20_000, feed: 1, delayS: Limit + 10);
        }

        // A ship goes in and out again by the other feed: its incident is closed before the late feed is back.
        scene.Vessel(200_100_001, 320, -5_000, 0).Vessel(200_100_001, 330, -4_950, 0);
        scene.Vessel(200_100_001, 900, 5_000, 0).Vessel(200_100_001, 910, 5_050, 0);
        scene.Vessel(200_100_001, 1500, -5_000, 0).Vessel(200_100_001, 1510, -5_050, 0);
        scene.Vessel(200_100_001, 1550, -5_300, 0).Vessel(200_100_001, 1590, -5_600, 0);
        var whileLate = scene.Run(agreement);
        for (var i = 0; i < LatenessLedger.InARow; i++)
        {
            scene.Vessel(300_000_001, 1600 + i, -15_000, 20_000, feed: 1);
        }

        var facts = scene.Run(agreement);
        var topics = facts.OfType<OperationalFact>().Select(fact => fact.Topic);
        Assert.Equal(["feed.late", "feed.in-time"], topics);
        Assert.All(Detections(facts), detection => Assert.Equal(["cot-1"], detection.Provisional!.Value));
        Assert.All(Revisions(whileLate), incident => Assert.Equal(["cot-1"], incident.Provisional!.Value));
        var last = Revisions(facts)[^1];
        Assert.Equal(IncidentStatus.Closed, last.Status);
        Assert.Null(last.Provisional);
        Assert.Equal(Revisions(whileLate).Count + 1, Revisions(facts).Count);
    }

    private delegate void Change(ref Observation observation);

    private static void Positions(LatenessLedger ledger, int count, double delayS, Change? change = null)
    {
        var scene = new Scene();
        for (var i = 0; i < count; i++)
        {
            scene.Vessel(300_000_001, i, 0, 0, delayS: delayS);
            var observation = scene.Observations[^1];
            change?.Invoke(ref observation);
            ledger.Note(in observation);
        }
    }

    private static void Heard(LatenessLedger ledger, int feed, double seconds, Sensor? sensor)
    {
        var observation = new Scene().Vessel(300_000_001, seconds, 0, 0, feed: feed).Observations[^1];
        observation.Sensor = sensor;
        ledger.Note(in observation);
    }

    private static List<Detection> Detections(List<Fact> facts) =>
        [.. facts.OfType<DetectionFact>().Select(fact => fact.Detection)];

    private static List<Incident> Revisions(List<Fact> facts) =>
        [.. facts.OfType<IncidentFact>().Select(fact => fact.Incident)];
}
