using System.Globalization;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Watch.Rules.Formation;

public sealed class FormationRuleTests
{
    private const string First = "track mmsi:200100001 every=1m 2030-06-01T00:00:00Z 45,35~10 +1h 45,35.2~10";
    private const string Second = "track mmsi:200100002 every=1m 2030-06-01T00:00:00Z 45.005,35~10 +1h 45.005,35.2~10";

    /// <summary>At 45 N a degree of longitude is 78.85 km: 0.2 degrees an hour are 4.4 m/s.</summary>
    [Theory]
    [InlineData($"""
        # Three side by side, 556 m apart, for an hour.
        {First} ; {Second} ; track mmsi:200100003 every=1m 2030-06-01T00:00:00Z 45.01,35~10 +1h 45.01,35.2~10 \
            -> 1 breach, incidents 1
        # Two are fewer than three; the third comes the other way, is too far, too slow, or goes with them too briefly.
        {First} ; {Second} -> none
        {First} ; {Second} ; track mmsi:200100003 every=1m 2030-06-01T00:00:00Z 45.01,35.2~10 +1h 45.01,35~10 -> none
        {First} ; {Second} ; track mmsi:200100003 every=1m 2030-06-01T00:00:00Z 45.03,35~10 +1h 45.03,35.2~10 -> none
        {First} ; {Second} ; track mmsi:200100003 every=1m 2030-06-01T00:00:00Z 45.01,35.01~10 +1h 45.01,35.1~10 \
            -> none
        {First} ; {Second} ; track mmsi:200100003 every=1m 2030-06-01T00:00:00Z 45.01,35~10 +20m 45.01,35.06667~10 \
            -> none
        # Whom the clause does not concern.
        {First} ; {Second} ; track mmsi:200900003 every=1m 2030-06-01T00:00:00Z 45.01,35~10 +1h 45.01,35.2~10 -> none
        # At rest.
        track mmsi:200100001 every=1m 2030-06-01T00:00:00Z 45,35~10 +1h 45,35~10 ; \
            track mmsi:200100002 every=1m 2030-06-01T00:00:00Z 45.001,35~10 +1h 45.001,35~10 ; \
            track mmsi:200100003 every=1m 2030-06-01T00:00:00Z 45.002,35~10 +1h 45.002,35~10 -> none
        """)]
    public void Each_case_comes_out_as_its_line_says(string cases) => RuleCases.Hold(
        "kind: formation\nwho: {roles: [forces]}\nzones: [lane]", cases);

    [Fact]
    public void A_formation_grows_and_names_a_party_only_where_all_are_of_it()
    {
        var scene = new Scene();
        for (var second = 0; second < 8_000; second += 20)
        {
            scene.Vessel(200100001, second, 5 * second, 0).Vessel(200100002, second + 1, 5 * second, 500);
            scene.Vessel(200100003, second + 2, 5 * second, -500);
            if (second >= 2_000)
            {
                // One of the east joins.
                scene.Vessel(200200004, second + 3, (5 * second) - 600, 0);
            }
        }

        var facts = scene.Run(Scene.Agreement(Scene.Clause("1", "formation", "min_objects: 3")));
        var said = facts.OfType<DetectionFact>().Select(fact => fact.Detection).ToList();
        Assert.Equal([DetectionKind.Measured, DetectionKind.StillInside], said.Select(one => one.Kind));
        Assert.Equal(["west", null], said.Select(one => one.Party));
        Assert.Equal(["3", "4"], said.Select(one => one.Details!.Value[0].Value));
        Assert.InRange((said[0].At - Scene.Time(0)).TotalSeconds, 1_800, 1_900);
        Assert.InRange((said[1].At - Scene.Time(2_000)).TotalSeconds, 1_800, 1_900);
        Assert.Single(facts.OfType<IncidentFact>().Select(fact => fact.Incident.Id).Distinct());
    }

    [Fact]
    public void It_ends_when_fewer_are_left()
    {
        var scene = new Scene();
        for (var second = 0; second < 5_000; second += 20)
        {
            var aside = Math.Max(0, second - 3_000) * 4;
            scene.Vessel(200100001, second, 5 * second, 0).Vessel(200100002, second + 1, 5 * second, 500 + aside);
            scene.Vessel(200100003, second + 2, 5 * second, -500 - aside);
        }

        var facts = scene.Run(Scene.Agreement(Scene.Clause("1", "formation", "")));
        Assert.Equal(
            [DetectionKind.Measured, DetectionKind.Left],
            facts.OfType<DetectionFact>().Select(fact => fact.Detection.Kind));
        Assert.Equal(IncidentStatus.Closed, facts.OfType<IncidentFact>().Last().Incident.Status);
    }

    /// <summary>The oracle knows who was sent out together; strangers cross the way of all.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Columns_that_were_sent_out_are_found_whole_and_no_others(ulong seed)
    {
        var random = new Splitmix(seed);
        var all = new List<(double Second, uint Ship, double East, double North)>();
        uint next = 200_100_000;
        var wanted = new SortedSet<string>(StringComparer.Ordinal);
        for (var column = 0; column < 6; column++)
        {
            var size = (int)random.Between(1, 7);
            var (east, north) = (random.Between(-20_000, 20_000), (column * 8_000) - 20_000);
            var mps = random.Between(3, 9) * (column % 2 == 0 ? 1 : -1);
            var members = new List<string>();
            for (var place = 0; place < size; place++)
            {
                var ship = ++next;
                members.Add($"mmsi:{ship}");
                for (double second = place; second < 4_000; second += 20)
                {
                    all.Add((second, ship, east - (place * 600) + (mps * second), north + random.Between(-20, 20)));
                }
            }

            _ = size >= 3 && wanted.Add(string.Join(' ', members));
        }

        for (var stranger = 0; stranger < 10; stranger++)
        {
            var ship = ++next;
            var (east, mps) = (random.Between(-20_000, 20_000), random.Between(5, 12));
            for (double second = stranger; second < 4_000; second += 20)
            {
                all.Add((second, ship, east, -30_000 + (mps * second)));
            }
        }

        var scene = new Scene();
        foreach (var one in all.OrderBy(one => one.Second).ThenBy(one => one.Ship))
        {
            scene.Vessel(one.Ship, one.Second, one.East, one.North);
        }

        var found = scene.Run(Scene.Agreement(Scene.Clause("1", "formation", ""))).OfType<DetectionFact>()
            .GroupBy(fact => fact.Detection.Zone).Select(own => own.Last().Detection.Details!.Value[2].Value);
        Assert.Equal(wanted, found.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(FormationRule.MaxPairsOfOne)]
    [InlineData(FormationRule.MaxPairsOfOne + 1)]
    public void One_object_is_followed_with_a_limited_number_of_others(int others)
    {
        var (rule, agreement) = Compiled();
        for (var track = 1; track <= others + 1; track++)
        {
            See(rule, agreement, track, 0);
        }

        Assert.Equal(FormationRule.MaxPairsOfOne, rule.PairsOf(new TrackId(1)));
        Assert.Equal(others + 1, rule.FollowedCount);
        rule.Forget(new TrackId(1));
        Assert.Equal(others, rule.FollowedCount);
    }

    [Theory]
    [InlineData(FormationRule.MaxMembers)]
    [InlineData(FormationRule.MaxMembers + 1)]
    public void One_formation_has_a_limited_number_of_members(int members)
    {
        var (rule, agreement) = Compiled();
        var voice = new RuleVoice(Scene.Feeds);
        for (var seconds = 0; seconds <= 60; seconds += 10)
        {
            for (var track = 1; track <= members; track++)
            {
                // A column 300 m from one to the next, so that each has few beside it.
                See(rule, agreement, track, seconds, 300 * track, voice);
            }
        }

        Assert.Equal(
            Math.Min(members, FormationRule.MaxMembers).ToString(CultureInfo.InvariantCulture),
            voice.Sayings.Max(saying => int.Parse(
                saying.Detection.Details!.Value[0].Value, CultureInfo.InvariantCulture))
                .ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("min_objects: 1", "min_objects: expected a whole number from 2 to 100, got '1'")]
    [InlineData("course_deg: 91", "course_deg: expected a number from 1 to 90, got '91'")]
    public void Faulty_settings_are_refused(string settings, string message) =>
        RuleCases.Refuse("kind: formation\n" + settings, message);

    private static (FormationRule Rule, Agreement Agreement) Compiled()
    {
        var agreement = RuleCases.Read("kind: formation\nafter_s: 30").Agreement!;
        var clause = agreement.Clauses[0];
        return ((FormationRule)FormationRule.Compile(
            new RuleSource(agreement, clause, clause.Readings[0], new SectorSettings(), []))!, agreement);
    }

    private static void See(
        FormationRule rule, Agreement agreement, int track, double seconds, double eastM = 0, RuleVoice? voice = null)
    {
        var actor = new Actor($"mmsi:{track}", null, "merchant", ObjectClass.Vessel);
        var survey = new ZoneSurvey(agreement.Zones, skipFar: false);
        var memory = new TrackMemory(actor, actor.Name, [FormationSettings.Concerned], survey.Count)
        {
            Class = actor.Class,
            Rank = RuleCases.Rank(track),
        };
        var update = new TrackUpdate
        {
            Id = new TrackId(track),
            At = Scene.Time(seconds),
            KnownAt = Scene.Time(seconds),
            Position = Scene.At(eastM + (5 * seconds), 0),
            PositionError = Geo.Covariance2.Circular(5),
            EastMps = 5,
            Class = actor.Class,
        };
        survey.Begin(in update, memory);
        voice ??= new RuleVoice(Scene.Feeds);
        rule.OnTrack(new TrackSight(in update, memory, survey), FormationSettings.Concerned, voice);
        rule.OnSettled(update.KnownAt, voice);
    }
}
