using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Watch.Rules.Encounter;

public sealed class EncounterRuleTests
{
    private const string Ship = "track mmsi:200900001 every=1m 2030-06-01T00:00:00Z 45,35~10";

    /// <summary>At 45 N a degree of longitude is 78.85 km: 100 m are 0.00127 degrees, 400 m are 0.00507.</summary>
    [Theory]
    [InlineData($"""
        # A hundred metres apart for forty minutes; for twenty minutes only.
        {Ship} +40m 45,35~10 ; track mmsi:999000001 every=1m 2030-06-01T00:00:20Z 45,35.00127~10 +40m 45,35.00127~10 \
            -> 1 breach, incidents 1
        {Ship} +20m 45,35~10 ; track mmsi:999000001 every=1m 2030-06-01T00:00:20Z 45,35.00127~10 +20m 45,35.00127~10 \
            -> none
        # Four hundred metres apart: two hours and a half are an encounter, one hour and a half is none.
        {Ship} +150m 45,35~10 ; track mmsi:999000001 every=1m 2030-06-01T00:00:20Z 45,35.00507~10 \
            +150m 45,35.00507~10 -> 1 breach, incidents 1
        {Ship} +90m 45,35~10 ; track mmsi:999000001 every=1m 2030-06-01T00:00:20Z 45,35.00507~10 \
            +90m 45,35.00507~10 -> none
        # Both levels, one after the other, are one incident.
        {Ship} +150m 45,35~10 ; track mmsi:999000001 every=1m 2030-06-01T00:00:20Z 45,35.00127~10 \
            +150m 45,35.00127~10 -> 1 breach, incidents 1
        # A kilometre apart.
        {Ship} +3h 45,35~10 ; track mmsi:999000001 every=1m 2030-06-01T00:00:20Z 45,35.0127~10 \
            +3h 45,35.0127~10 -> none
        # Side by side at 4 m/s.
        {Ship} +3h 45,35.548~10 ; track mmsi:999000001 every=1m 2030-06-01T00:00:20Z 45.0009,35~10 \
            +3h 45.0009,35.548~10 -> none
        # In the masked ring; two that the clause does not concern; one with itself.
        track mmsi:200900001 every=1m 2030-06-01T00:00:00Z 45.25,36.3~10 +1h 45.25,36.3~10 ; track mmsi:999000001 \
            every=1m 2030-06-01T00:00:20Z 45.25,36.30127~10 +1h 45.25,36.30127~10 -> none
        track mmsi:999000002 every=1m 2030-06-01T00:00:00Z 45,35~10 +1h 45,35~10 ; track mmsi:999000001 \
            every=1m 2030-06-01T00:00:20Z 45,35.00127~10 +1h 45,35.00127~10 -> none
        {Ship} +3h 45,35~10 -> none
        # The other fell silent after ten minutes: where it is since then is not known.
        {Ship} +3h 45,35~10 ; track mmsi:999000001 every=1m 2030-06-01T00:00:20Z 45,35.00127~10 \
            +10m 45,35.00127~10 -> none
        """)]
    public void Each_case_comes_out_as_its_line_says(string cases) => RuleCases.Hold(
        "kind: encounter\nwho: {roles: [merchant]}\nexcept_zones: [islands]", cases);

    [Fact]
    public void Both_levels_are_one_incident_that_ends_when_the_last_one_does()
    {
        var scene = new Scene();
        for (var second = 0; second < 12_000; second += 30)
        {
            // Close for 10,000 s, then 400 m apart until 11,000 s, then gone.
            var east = second < 10_000 ? 100 : second < 11_000 ? Math.Min(400, 100 + (0.5 * (second - 10_000)))
                : 400 + (5 * (second - 11_000));
            scene.Vessel(1, second, 0, 0).Vessel(2, second + 5, east, 0);
        }

        var facts = scene.Run(Agreement());
        var said = facts.OfType<DetectionFact>().Select(fact => fact.Detection).ToList();
        Assert.Equal(
            [DetectionKind.Measured, DetectionKind.StillInside, DetectionKind.Left],
            said.Select(detection => detection.Kind));
        Assert.Equal(["close", "wide", "wide"], said.Select(detection => detection.Details!.Value[1].Value));
        Assert.InRange((said[0].KnownAt - said[0].At).TotalSeconds, 1_800, 1_900);
        Assert.InRange((said[1].KnownAt - said[1].At).TotalSeconds, 7_200, 7_300);
        var incident = facts.OfType<IncidentFact>().Last().Incident;
        Assert.Equal(("I-0001", IncidentStatus.Closed), (incident.Id, incident.Status));
    }

    [Fact]
    public void The_pairs_that_are_found_are_those_of_a_search_through_all()
    {
        for (ulong seed = 1; seed <= 10; seed++)
        {
            var random = new Splitmix(seed);
            var places = Enumerable.Range(0, 40)
                .Select(_ => (East: random.Between(-3_000, 3_000), North: random.Between(-3_000, 3_000))).ToList();
            var scene = new Scene();
            for (var second = 0; second <= 2_400; second += 120)
            {
                for (var ship = 0; ship < places.Count; ship++)
                {
                    scene.Vessel((uint)ship + 1, second + ship, places[ship].East, places[ship].North, sigmaM: 2);
                }
            }

            var wanted = new SortedSet<string>(StringComparer.Ordinal);
            var doubtful = new HashSet<string>(StringComparer.Ordinal);
            for (var a = 0; a < places.Count; a++)
            {
                for (var b = a + 1; b < places.Count; b++)
                {
                    var (east, north) = (places[a].East - places[b].East, places[a].North - places[b].North);
                    var apartM = Math.Sqrt((east * east) + (north * north));
                    var name = $"{ObjectIdentity.Mmsi((uint)a + 1)} {ObjectIdentity.Mmsi((uint)b + 1)}";
                    _ = apartM is > 150 and < 250 ? doubtful.Add(name) : apartM < 200 && wanted.Add(name);
                }
            }

            var found = scene.Run(Agreement()).OfType<DetectionFact>()
                .Select(fact => $"{fact.Detection.Actor} {fact.Detection.Details!.Value[0].Value}")
                .Where(name => !doubtful.Contains(name)).Order(StringComparer.Ordinal);
            Assert.Equal(wanted, found);
        }
    }

    [Theory]
    [InlineData(NearLimits.MaxObjects)]
    [InlineData(NearLimits.MaxObjects + 1)]
    public void Slow_objects_are_held_up_to_a_limit(int count)
    {
        var (rule, agreement) = Compiled();
        for (var track = 1; track <= count; track++)
        {
            See(rule, agreement, track, 44.1 + (track / 250 * 0.02), 33 + (track % 250 * 0.015));
        }

        Assert.Equal(NearLimits.MaxObjects, rule.FollowedCount);
        rule.Forget(new TrackId(1));
        Assert.Equal(NearLimits.MaxObjects - 1, rule.FollowedCount);
    }

    [Theory]
    [InlineData(EncounterRule.MaxPairsOfOne)]
    [InlineData(EncounterRule.MaxPairsOfOne + 1)]
    public void One_object_is_followed_in_a_limited_number_of_pairs(int others)
    {
        var (rule, agreement) = Compiled();
        for (var track = 1; track <= others + 1; track++)
        {
            See(rule, agreement, track, 45, 35);
        }

        Assert.Equal(EncounterRule.MaxPairsOfOne, rule.PairsOf(new TrackId(1)));
    }

    [Theory]
    [InlineData(NearLimits.MaxLooked)]
    [InlineData(NearLimits.MaxLooked + 1)]
    public void One_search_looks_at_a_limited_number(int others)
    {
        var grid = new NearGrid<SlowObject>(new TheatreBox(33, 45, 37, 49), 1_000);
        for (var track = 1; track <= others + 1; track++)
        {
            grid.Put(Middle(track));
        }

        var own = Middle(0);
        grid.Put(own);
        Assert.Equal(NearLimits.MaxLooked, grid.Near(own).Count);
    }

    [Theory]
    [InlineData("close_m: 600", "wide_m: expected a distance that is not below close_m")]
    [InlineData("max_age_s: 0", "max_age_s: expected a number from 1 to 3600, got '0'")]
    public void Faulty_settings_are_refused(string settings, string message) =>
        RuleCases.Refuse("kind: encounter\n" + settings, message);

    private static SlowObject Middle(int track) =>
        new(new TrackId(track), RuleCases.Rank(track)) { IsIn = true, State = { Position = Scene.Middle } };

    private static Agreement Agreement() => Scene.Agreement(Scene.Clause("1", "encounter", ""));

    private static (EncounterRule Rule, Agreement Agreement) Compiled()
    {
        var agreement = RuleCases.Read("kind: encounter").Agreement!;
        var clause = agreement.Clauses[0];
        return ((EncounterRule)EncounterRule.Compile(
            new RuleSource(agreement, clause, clause.Readings[0], new SectorSettings(), []))!, agreement);
    }

    private static void See(Rule rule, Agreement agreement, int track, double lat, double lon) =>
        RuleCases.See(rule, agreement, track, new Actor("mmsi:1", null, "merchant", ObjectClass.Vessel), lat, lon);
}
