using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Firms;
using Trucewatch.Feeds.ModeS;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Watch.Rules.SensedEvent;

public sealed class SensedEventRuleTests
{
    private const string Rule = """
        kind: sensed-event
        classes: [thermal-anomaly, explosion]
        zones: [west-zone, east-zone]
        min_size: 2
        min_confidence: 0.3
        seasons: [{from: 07-01, until: 08-31}, {from: 12-30, until: 01-02}]
        known: [{lat_deg: 47.3, lon_deg: 34.9, radius_m: 1500}, {lat_deg: 47.4, lon_deg: 34.9, reason: quarry}]
        join_within_m: 2000
        join_within_s: 3600
        """;

    [Fact]
    public void Each_case_comes_out_as_its_line_says() => RuleCases.Hold(Rule, """
        event thermal-anomaly size=12 confidence=0.9 2030-06-01T00:00:00Z 47,34.9~300 -> 1 undetermined, incidents 1
        event explosion 2030-06-01T00:00:00Z 47,34.9~300 -> 1 undetermined, incidents 1
        # Another class, and a place surely outside.
        event earthquake size=3 2030-06-01T00:00:00Z 47,34.9~300 -> none
        event thermal-anomaly size=12 2030-06-01T00:00:00Z 47,34.5~300 -> none
        # Reasons of the source, the season and known places: stated, and no incident.
        event thermal-anomaly size=12 reasons=static-heat 2030-06-01T00:00:00Z 47,34.9~300 -> \
            1 undetermined, incidents 0
        event thermal-anomaly size=12 2030-06-30T23:59:00Z 47,34.9~300 -> 1 undetermined, incidents 1
        event thermal-anomaly size=12 2030-07-01T00:00:00Z 47,34.9~300 -> 1 undetermined, incidents 0
        event thermal-anomaly size=12 2030-08-31T23:59:00Z 47,34.9~300 -> 1 undetermined, incidents 0
        event thermal-anomaly size=12 2030-09-01T00:00:00Z 47,34.9~300 -> 1 undetermined, incidents 1
        event thermal-anomaly size=12 2030-12-31T00:00:00Z 47,34.9~300 -> 1 undetermined, incidents 0
        event thermal-anomaly size=12 2031-01-02T00:00:00Z 47,34.9~300 -> 1 undetermined, incidents 0
        event explosion 2030-07-01T00:00:00Z 47,34.9~300 -> 1 undetermined, incidents 1
        event thermal-anomaly size=12 2030-06-01T00:00:00Z 47.3,34.9~300 -> 1 undetermined, incidents 0
        event thermal-anomaly size=12 2030-06-01T00:00:00Z 47.32,34.9~300 -> 1 undetermined, incidents 1
        event explosion 2030-06-01T00:00:00Z 47.4,34.9~100 -> 1 undetermined, incidents 0
        # Below a limit; what is not known is not small.
        event thermal-anomaly size=1.9 confidence=0.9 2030-06-01T00:00:00Z 47,34.9~300 -> 1 undetermined, incidents 0
        event thermal-anomaly size=12 confidence=0.2 2030-06-01T00:00:00Z 47,34.9~300 -> 1 undetermined, incidents 0
        event thermal-anomaly 2030-06-01T00:00:00Z 47,34.9~300 -> 1 undetermined, incidents 1
        # Pixels of one fire; farther, later, another class; one with a reason joins nothing; a row served again.
        event thermal-anomaly size=12 2030-06-01T00:00:00Z 47,34.9~300 ; \
            event thermal-anomaly size=9 +0s 47.01,34.9~300 -> 1 undetermined, incidents 1
        event thermal-anomaly size=12 2030-06-01T00:00:00Z 47,34.9~300 ; \
            event thermal-anomaly size=9 +0s 47.02,34.9~300 -> 1 undetermined, incidents 2
        event thermal-anomaly size=12 2030-06-01T00:00:00Z 47,34.9~300 ; \
            event thermal-anomaly size=9 +2h 47,34.9~300 -> 1 undetermined, incidents 2
        event thermal-anomaly size=12 2030-06-01T00:00:00Z 47,34.9~300 ; \
            event explosion size=9 +0s 47,34.9~300 -> 1 undetermined, incidents 2
        event thermal-anomaly size=12 2030-06-01T00:00:00Z 47,34.9~300 ; \
            event thermal-anomaly size=12 +0s 47,34.9~300 -> 1 undetermined, incidents 1
        event thermal-anomaly size=12 2029-12-29T23:59:59Z 47,34.9~300 -> none
        """);

    private const string Storm = """
        kind: sensed-event
        classes: [seismo-acoustic, explosion]
        known:
          - {lat_deg: 47.4, lon_deg: 34.9, reason: quarry, from: "08:00", until: "15:59"}
          - {lat_deg: 47.6, lon_deg: 34.9, reason: quarry, from: "22:00", until: "01:00"}
        thunder: {within_m: 10000, within_s: 120}
        """;

    [Fact]
    public void A_bang_near_lightning_or_in_the_hours_of_a_quarry_is_stated_and_opens_nothing() => RuleCases.Hold(
        Storm, """
        report weather.thunder by=station 2030-06-01T00:00:00Z 47,34.9~300 ; \
            event seismo-acoustic +120s 47.08,34.9~300 -> 1 undetermined, incidents 0
        # Too late, too far, another class, a party's word, and lightning of which is heard afterwards.
        report weather.thunder by=station 2030-06-01T00:00:00Z 47,34.9~300 ; \
            event seismo-acoustic +121s 47.08,34.9~300 -> 1 undetermined, incidents 1
        report weather.thunder by=station 2030-06-01T00:00:00Z 47,34.9~300 ; \
            event seismo-acoustic +60s 47.1,34.9~300 -> 1 undetermined, incidents 1
        report weather.rain by=station 2030-06-01T00:00:00Z 47,34.9~300 ; \
            event seismo-acoustic +60s 47,34.9~300 -> 1 undetermined, incidents 1
        report weather.thunder by=party:west 2030-06-01T00:00:00Z 47,34.9~300 ; \
            event seismo-acoustic +60s 47,34.9~300 -> 1 undetermined, incidents 1
        report weather.thunder by=station delay=10m 2030-06-01T00:00:00Z 47,34.9~300 ; \
            event seismo-acoustic +60s 47,34.9~300 -> 1 undetermined, incidents 1
        # What its source calls an explosion stays one.
        report weather.thunder by=station 2030-06-01T00:00:00Z 47,34.9~300 ; \
            event explosion +60s 47,34.9~300 -> 1 undetermined, incidents 1
        # The source's own thunder, and another bang beside it.
        event seismo-acoustic reasons=thunder 2030-06-01T00:00:00Z 47,34.9~300 ; \
            event seismo-acoustic +60s 47.01,34.9~300 -> 1 undetermined, incidents 0
        event seismo-acoustic 2030-06-01T07:59:59Z 47.4,34.9~100 -> 1 undetermined, incidents 1
        event seismo-acoustic 2030-06-01T08:00:00Z 47.4,34.9~100 -> 1 undetermined, incidents 0
        event seismo-acoustic 2030-06-01T15:59:59Z 47.4,34.9~100 -> 1 undetermined, incidents 0
        event seismo-acoustic 2030-06-01T16:00:00Z 47.4,34.9~100 -> 1 undetermined, incidents 1
        event seismo-acoustic 2030-06-01T23:00:00Z 47.6,34.9~100 -> 1 undetermined, incidents 0
        event seismo-acoustic 2030-06-01T01:00:59Z 47.6,34.9~100 -> 1 undetermined, incidents 0
        event seismo-acoustic 2030-06-01T01:01:00Z 47.6,34.9~100 -> 1 undetermined, incidents 1
        """);

    [Theory]
    [InlineData(ThunderLedger.Most, true)]
    [InlineData(ThunderLedger.Most + 1, false)]
    public void So_much_lightning_is_remembered(int count, bool isNear)
    {
        var ledger = new ThunderLedger(new ClassPattern("weather.thunder"), 1_000, TimeSpan.FromSeconds(1));
        var strike = new Observation { Kind = ObservationKind.Event, HasPosition = true };
        strike.Event.Reasons = ScreeningReasons.Thunder;
        for (var i = 0; i < count; i++)
        {
            strike.At = new Instant(0) + TimeSpan.FromMinutes(i);
            ledger.Note(in strike);
        }

        strike.At = new Instant(0);
        Assert.Equal(isNear, ledger.IsNear(in strike));
        Assert.Equal(ThunderLedger.Most, ledger.Count);
    }

    [Theory]
    [InlineData(
        "classes: [explosion]\nknown: [{reason: quarry, from: \"24:00\"}]",
        "known[1].from: expected a time of day (UTC) such as 07:30, got '24:00'")]
    [InlineData(
        "classes: [explosion]\nthunder: {within_s: 0}", "thunder.within_s: expected a number from 1 to 3600, got '0'")]
    [InlineData("classes: [fire]", "classes: expected each one of thermal-anomaly, ")]
    [InlineData("classes: [explosion]\nscreen: [rain]", "screen: expected one of static-heat, ")]
    [InlineData(
        "classes: [explosion]\nseasons: [{from: 02-30, until: 03-01}]",
        "seasons[1].from: expected a month and a day such as 07-01, got '02-30'")]
    [InlineData("classes: [explosion]\nmin_confidence: 2", "min_confidence: expected a number from 0 to 1, got '2'")]
    public void Faulty_settings_are_refused(string settings, string message) =>
        RuleCases.Refuse("kind: sensed-event\n" + settings, message);

    [Theory]
    [InlineData(3, false)]
    [InlineData(2, true)]
    public void So_many_events_are_remembered(int most, bool isForgotten)
    {
        var keys = new EventKeys(most);
        var seen = new Observation { Kind = ObservationKind.Event };
        foreach (var size in new[] { 1f, 2f, 3f })
        {
            seen.Event.Size = size;
            Assert.True(keys.IsFirst(in seen));
            Assert.False(keys.IsFirst(in seen));
        }

        seen.Event.Size = 1;
        Assert.Equal(isForgotten, keys.IsFirst(in seen));
        Assert.Equal(most, keys.Count);
    }

    /// <summary>
    /// A year of the region before the war, all of it harmless. The bundled agreement comes into force in 2030, so that
    /// the dates are moved on by nine years; places and times of the year stay.
    /// </summary>
    [Fact]
    public void A_year_of_peace_opens_few_incidents_and_none_by_static_heat()
    {
        var (run, facts) = Year(screened: true);
        var detections = facts.OfType<DetectionFact>().Select(fact => fact.Detection).ToList();
        var incidents = facts.OfType<IncidentFact>().GroupBy(fact => fact.Incident.Id)
            .Select(all => all.Last().Incident).ToList();
        var rows = incidents.SelectMany(one => one.Detections).Distinct()
            .Select(id => run[(int)detections[id - 1].Frames[0].Sequence]).ToList();
        Assert.DoesNotContain(rows, seen => seen.Event.Reasons.HasFlag(ScreeningReasons.StaticHeat));
        Assert.All(incidents, one => Assert.Equal(("4.2(d)", "fire.heat"), (one.Clause, one.Class)));
        Assert.All(incidents, one => Assert.Empty(one.Parties));

        // Nothing is removed: each row in a zone is stated, and says why it opened nothing.
        var silent = detections.Where(one => one.Kind == DetectionKind.Undetermined).ToList();
        Assert.All(silent, one => Assert.Contains(one.Details!.Value, detail => detail.Name == "screening"));
        var reasons = silent.SelectMany(one => one.Details!.Value.Single(detail => detail.Name == "screening")
            .Value.Split(", ")).GroupBy(word => word).OrderBy(all => all.Key, StringComparer.Ordinal)
            .Select(all => string.Create(CultureInfo.InvariantCulture, $"{all.Key} {all.Count()}"));
        Assert.Equal((23, 963, 930), (incidents.Count, detections.Count, silent.Count));
        Assert.Equal(["harvest-season 902", "low-confidence 53", "static-heat 109"], reasons);
    }

    [Fact]
    public void Without_the_screen_the_same_year_would_open_hundreds()
    {
        var (_, facts) = Year(screened: false);
        Assert.Equal(563, facts.OfType<IncidentFact>().DistinctBy(fact => fact.Incident.Id).Count());
    }

    private static (List<Observation> Rows, List<Fact> Facts) Year(bool screened)
    {
        var bytes = File.ReadAllBytes(RepositoryTree.CorpusFile("events/MODIS-2021.csv"));
        var rows = FeedRun.Decode(FirmsFormat.Format, bytes).Observations;
        var agreement = PackExample.BundledAgreement("illustrative-eastern-line");
        var nineYears = TimeSpan.FromDays(9 * 365 + 2);
        var moved = rows.Select((seen, index) =>
        {
            var later = seen;
            later.At = seen.At + nineYears;
            later.ReceivedAt = later.At;
            later.Frame = new FrameRef(new FeedId(0), index);
            later.Event.Reasons = screened ? seen.Event.Reasons : ScreeningReasons.None;
            return later;
        }).OrderBy(seen => seen.ReceivedAt).ToArray();
        if (!screened)
        {
            agreement = agreement with
            {
                Clauses = [.. agreement.Clauses.Where(clause => clause.RuleKind == "sensed-event").Select(Bare)],
            };
        }

        var output = new SectorOutput();
        new Sector(agreement, new FeedNames("firms-1"), new SectorSettings())
            .Step(new SectorInput(0, moved), output);
        return (rows, output.Facts);
    }

    private static Clause Bare(Clause clause) => clause with
    {
        Readings =
        [
            .. clause.Readings.Select(reading => reading with
            {
                Settings = Scene.Settings("classes: [thermal-anomaly]; zones: [west-zone, east-zone]"),
            }),
        ],
    };
}
