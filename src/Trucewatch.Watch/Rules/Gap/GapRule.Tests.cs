using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Watch.Rules.Gap;

public sealed class GapRuleTests
{
    private const string Silent = "track mmsi:200900001 2030-06-01T00:00:00Z 45,35~20 +20m 45,35.05~20";
    private const string Other = "track mmsi:200900009 every=1m 2030-06-01T00:00:00Z 45.05,35.1~20 +2h 45.05,35.11~20";

    [Theory]
    [InlineData($"""
        # Others around it are heard, and it is not.
        {Silent} ; {Other} -> 1 breach, incidents 1
        # Nobody is heard there: the silence may be the receiver's.
        {Silent} -> none
        {Silent} ; track mmsi:200900009 2030-06-01T00:00:00Z 49,35~20 +2h 49,35.1~20 -> none
        # The receiver falls silent ten minutes after it.
        {Silent} ; track mmsi:200900009 every=1m 2030-06-01T00:00:00Z 45.05,35.1~20 +30m 45.05,35.11~20 ; \
            track mmsi:200900009 2030-06-01T03:00:00Z 45.05,35.1~20 -> none
        # Heard again after 25 minutes, which is less than half an hour.
        {Silent} ; track mmsi:200900001 2030-06-01T00:45:00Z 45,35.1~20 +75m 45,35.3~20 ; {Other} -> none
        # It lay still when it was last heard.
        track mmsi:200900001 2030-06-01T00:00:00Z 45,35~20 +20m 45,35~20 ; {Other} -> none
        # It went on to where nobody is heard, 63 km away.
        track mmsi:200900001 2030-06-01T00:00:00Z 45,35~20 +20m 45,35.5~20 ; {Other} -> none
        # Warships are excepted in the clause; what no register knows is not of the role.
        track mmsi:200100001 2030-06-01T00:00:00Z 45,35~20 +20m 45,35.05~20 ; {Other} -> none
        track mmsi:999100001 2030-06-01T00:00:00Z 45,35~20 +20m 45,35.05~20 ; {Other} -> none
        # Beside the lane.
        track mmsi:200900001 2030-06-01T00:00:00Z 45.7,35~20 +20m 45.7,35.05~20 ; track mmsi:200900009 every=1m \
            2030-06-01T00:00:00Z 45.7,35~20 +2h 45.7,35.01~20 -> none
        """)]
    public void Each_case_comes_out_as_its_line_says(string cases) => RuleCases.Hold(
        "kind: gap\nwho: {roles: [merchant]}\nzones: [lane]", cases);

    [Theory]
    [InlineData("mmsi:200900001", "none")]
    [InlineData("mmsi:200900002", "1 breach, incidents 1")]
    public void Whom_the_clause_excepts_may_be_silent(string identity, string expected) => RuleCases.Hold(
        "kind: gap\nwho: {except: [\"mmsi:200900001\"]}",
        $"track {identity} 2030-06-01T00:00:00Z 45,35~20 +20m 45,35.05~20 ; {Other} -> {expected}");

    [Fact]
    public void A_gap_opens_an_incident_and_being_heard_again_closes_it()
    {
        var facts = Play(late: false, feedOfOthers: 0, back: 4_000);
        var said = facts.OfType<DetectionFact>().Select(fact => fact.Detection).ToList();
        Assert.Equal([DetectionKind.Measured, DetectionKind.Left], said.Select(detection => detection.Kind));
        Assert.Equal([Scene.Time(1_190), Scene.Time(4_000)], said.Select(detection => detection.At));
        Assert.Equal("2810", said[1].Details!.Value[0].Value);
        Assert.Equal(IncidentStatus.Closed, facts.OfType<IncidentFact>().Last().Incident.Status);
        Assert.Contains("no evidence of wrongdoing", said[0].Details!.Value[3].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gap_is_stated_once_and_soon_after_it_is_due()
    {
        var said = Assert.Single(Play(late: false, feedOfOthers: 0, back: null).OfType<DetectionFact>()).Detection;
        Assert.InRange((said.KnownAt - said.At).TotalSeconds, 1_800, 1_800 + 60);
    }

    [Fact]
    public void What_another_feed_hears_says_nothing_of_this_one() =>
        Assert.Empty(Play(late: false, feedOfOthers: 1, back: null).OfType<DetectionFact>());

    [Fact]
    public void A_feed_that_is_late_says_nothing() =>
        Assert.Empty(Play(late: true, feedOfOthers: 0, back: null).OfType<DetectionFact>());

    [Fact]
    public void One_seed_after_another_the_gaps_that_were_made_are_found_and_no_others()
    {
        for (ulong seed = 1; seed <= 12; seed++)
        {
            var random = new Splitmix(seed);
            var (quiet, all) = (new SortedSet<string>(StringComparer.Ordinal), new List<Observation>());
            var maker = new Scene();
            for (uint ship = 1; ship <= 20; ship++)
            {
                var silentFrom = ship <= 5 ? random.Between(1_000, 3_000) : double.MaxValue;
                var (east, north) = (random.Between(-9_000, 9_000), random.Between(-9_000, 9_000));
                var speed = random.Between(2, 4);
                for (var second = random.Between(0, 60); second < Math.Min(silentFrom, 6_000); second += 60)
                {
                    all.Add(maker.Position(
                        ObjectIdentity.Mmsi(ship), second, east + (speed * second), north, 10, 1, 0));
                }

                if (ship <= 5)
                {
                    quiet.Add(ObjectIdentity.Mmsi(ship).ToString());
                }
            }

            var scene = new Scene();
            foreach (var observation in all.OrderBy(each => each.ReceivedAt))
            {
                scene.Add(observation);
            }

            var found = scene.Run(Agreement()).OfType<DetectionFact>().Select(fact => fact.Detection.Actor);
            Assert.Equal(quiet, found.Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData(GapRule.MaxFollowed)]
    [InlineData(GapRule.MaxFollowed + 1)]
    public void Objects_are_followed_up_to_a_limit(int count)
    {
        var agreement = RuleCases.Read("kind: gap").Agreement!;
        var clause = agreement.Clauses[0];
        var rule = (GapRule)GapRule.Compile(
            new RuleSource(agreement, clause, clause.Readings[0], new SectorSettings(), []))!;
        var actor = new Actor("mmsi:1", null, "merchant", ObjectClass.Vessel);
        var memory = new TrackMemory(actor, actor.Name, [new object()], 0) { Class = actor.Class, Rank = default };
        var (survey, voice) = (new ZoneSurvey([], skipFar: false), new RuleVoice(Scene.Feeds));
        for (var track = 1; track <= count; track++)
        {
            var update = new TrackUpdate { Id = new TrackId(track), Identity = ObjectIdentity.Mmsi((uint)track) };
            rule.OnTrack(new TrackSight(in update, memory, survey), memory, voice);
        }

        Assert.Equal(GapRule.MaxFollowed, rule.FollowedCount);
        rule.Forget(new TrackId(1));
        Assert.Equal(GapRule.MaxFollowed - 1, rule.FollowedCount);
    }

    [Theory]
    [InlineData("after_s: 59", "after_s: expected a number from 60 to 604800, got '59'")]
    [InlineData("min_reception: 0", "min_reception: expected a number from 0.1 to 1, got '0'")]
    [InlineData("except_zones: [port]", "expected one of")]
    public void Faulty_settings_are_refused(string settings, string message) =>
        RuleCases.Refuse("kind: gap\n" + settings, message);

    private static Agreement Agreement() => Scene.Agreement(Scene.Clause("1", "gap", ""));

    /// <summary>Ship 1 sails for twenty minutes; others are heard for two hours; it comes back, or not.</summary>
    private static List<Fact> Play(bool late, int feedOfOthers, double? back)
    {
        var scene = new Scene();
        for (var second = 0; second < 7_200; second += 10)
        {
            if (second < 1_200 || second == back)
            {
                scene.Vessel(1, second, 4 * second, 0);
            }

            var isLate = late && second > 1_500;
            scene.Vessel(2, isLate ? second - 600 : second, 1, 500, delayS: isLate ? 600 : 0, feed: feedOfOthers);
        }

        return scene.Run(Agreement());
    }
}
