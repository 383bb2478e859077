using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Xunit;

namespace Trucewatch.Watch.Rules.Stop;

public sealed class StopRuleTests
{
    private const string Ship = "track mmsi:200900001 every=1m 2030-06-01T00:00:00Z";

    /// <summary>At 45 N a degree of longitude is 78.85 km.</summary>
    [Theory]
    [InlineData($"""
        # It comes, lies still for a quarter of an hour in the lane, and goes on.
        {Ship} 45,35~10 +15m 45,35.05~10 +15m 45,35.05~10 +15m 45,35.1~10 -> 1 breach, incidents 1
        # Five minutes are no stop, nor is a slow way: a kilometre in a quarter of an hour.
        {Ship} 45,35~10 +15m 45,35.05~10 +5m 45,35.05~10 +15m 45,35.1~10 -> none
        {Ship} 45,35~10 +60m 45,35.05~10 -> none
        # Beside the lane, which reaches 60 km, and whom the clause does not concern.
        {Ship} 45.7,35~10 +30m 45.7,35~10 -> none
        track mmsi:999000001 every=1m 2030-06-01T00:00:00Z 45,35~10 +30m 45,35~10 -> none
        # A silence of an hour between two places: where it was meanwhile is not known.
        {Ship} 45,35~10 +2m 45,35~10 ; track mmsi:200900001 every=1m 2030-06-01T01:00:00Z 45,35~10 +2m 45,35~10 \
            -> none
        # Two stops, two incidents.
        {Ship} 45,35~10 +20m 45,35~10 +20m 45,35.1~10 +20m 45,35.1~10 -> 1 breach, incidents 2
        """)]
    public void Each_case_comes_out_as_its_line_says(string cases) => RuleCases.Hold(
        "kind: stop\nwho: {roles: [merchant]}\nzones: [lane]", cases);

    [Fact]
    public void A_stop_is_stated_with_its_beginning_and_its_end()
    {
        var scene = new Scene();
        for (var second = 0; second < 4_000; second += 10)
        {
            // Under way for 1,000 s, then it swings on a chain of 100 m, then it goes on.
            var swing = second / 500 % 2 == 0 ? -90 : 90;
            var east = second < 1_000 ? 5 * (second - 1_000) : second < 3_000 ? swing : 5 * (second - 3_000);
            scene.Vessel(200100001, second, east + 8_000, 0);
        }

        var facts = scene.Run(Scene.Agreement(Scene.Clause("1", "stop", "zones: [east-zone]; who.roles: [forces]")));
        var said = facts.OfType<DetectionFact>().Select(fact => fact.Detection).ToList();
        Assert.Equal([DetectionKind.Measured, DetectionKind.Left], said.Select(detection => detection.Kind));
        Assert.Equal([Determination.Breach, Determination.Compliant], said.Select(one => one.Determination));
        Assert.InRange((said[0].At - Scene.Time(1_000)).TotalSeconds, -60, 600);
        Assert.InRange((said[0].KnownAt - said[0].At).TotalSeconds, 600, 620);
        Assert.InRange((said[1].At - Scene.Time(3_000)).TotalSeconds, 0, 200);
        Assert.All(said, one => Assert.Equal(("east-zone", "west"), (one.Zone, one.Party)));
        Assert.Equal(IncidentStatus.Closed, facts.OfType<IncidentFact>().Last().Incident.Status);
    }

    [Fact]
    public void Where_it_may_stop_is_left_out() => RuleCases.Hold(
        "kind: stop\nzones: [lane]\nexcept_zones: [lane]", $"{Ship} 45,35~10 +30m 45,35~10 -> none");

    [Theory]
    [InlineData(20, 1)]
    [InlineData(150, 0)]
    public void A_place_as_unsure_as_the_circle_says_nothing(double sigmaM, int expected)
    {
        var scene = new Scene();
        for (var second = 0; second < 2_000; second += 700)
        {
            scene.Vessel(200100001, second, 8_000, 0, sigmaM);
        }

        Assert.Equal(expected, scene.Run(Scene.Agreement(Scene.Clause("1", "stop", "zones: [east-zone]")))
            .OfType<DetectionFact>().Count());
    }

    [Theory]
    [InlineData("", "zones: expected a list of zones, got nothing")]
    [InlineData("zones: [lane]\nwithin_m: 9", "within_m: expected a number from 10 to 10000, got '9'")]
    [InlineData("zones: [lane]\nmin_fixes: 1", "min_fixes: expected a whole number from 2 to 100, got '1'")]
    public void Faulty_settings_are_refused(string settings, string message) =>
        RuleCases.Refuse("kind: stop\n" + settings, message);
}
