using Trucewatch.Domain.Facts;
using Xunit;

namespace Trucewatch.Watch.Rules.Fire;

public sealed class FireRuleTests
{
    private const string Rule = """
        kind: fire
        classes: ["fire.*"]
        reporters: [patrol, post, station]
        zones: [west-zone, east-zone]
        join_within_m: 2000
        join_within_s: 900
        """;

    [Fact]
    public void Each_case_comes_out_as_its_line_says() => RuleCases.Hold(Rule, """
        # One observer's bursts add up.
        report fire.mortar from=post-1 count=3 2030-06-01T00:00:00Z 47,34.9~50 ; report fire.mortar from=post-1 \
            count=4..6 +5m 47,34.905~50 -> 1 breach, incidents 1, count 7..9
        # Two observers may have counted the same rounds.
        report fire.mortar from=post-1 count=3 2030-06-01T00:00:00Z 47,34.9~50 ; report fire.mortar from=post-2 \
            count=4..6 +5m 47,34.905~50 -> 1 breach, incidents 1, count 4..9
        # Far in place, or late: another shelling.
        report fire.mortar count=3 2030-06-01T00:00:00Z 47,34.9~50 ; report fire.mortar count=3 +5m 47,34.95~50 -> \
            1 breach, incidents 2
        report fire.mortar count=3 2030-06-01T00:00:00Z 47,34.9~50 ; report fire.mortar count=3 +20m 47,34.9~50 -> \
            1 breach, incidents 2
        # 3 km apart by ear, with errors of a kilometre: the same.
        report fire.mortar from=post-1 count=3 2030-06-01T00:00:00Z 47,34.9~1000 ; report fire.gun from=post-2 \
            count=3 +5m 47,34.94~1000 -> 1 breach, incidents 1
        report fire.mortar count=3 2030-06-01T00:00:00Z 47,34.5~50 -> none
        report fire.mortar by=public count=3 2030-06-01T00:00:00Z 47,34.9~50 -> none
        # What one observer tells again of the same instant, in other words, are the same rounds.
        report fire.mortar from=post-1 count=3 2030-06-01T00:00:00Z 47,34.9~50 ; report fire.gun from=post-1 \
            count=3 +0s 47,34.901~50 -> 1 breach, incidents 1, count 3..3
        report fire.mortar from=post-1 count=3..4 2030-06-01T00:00:00Z 47,34.9~50 ; report fire.mortar from=post-1 \
            count=4..6 +0s 47,34.9~50 ; report fire.mortar from=post-1 count=2 +5m 47,34.9~50 -> \
            1 breach, incidents 1, count 6..8
        # Guns and impacts are two facts, however near; who does not say which it was joins the nearest.
        report fire.gun.outgoing 2030-06-01T00:00:00Z 47,34.9~50 ; report fire.gun.impact +1m 47,34.905~50 -> \
            1 breach, incidents 2
        report fire.gun.outgoing 2030-06-01T00:00:00Z 47,34.9~50 ; report fire.gun.outgoing +1m 47,34.905~50 -> \
            1 breach, incidents 1
        report fire.gun 2030-06-01T00:00:00Z 47,34.9~50 ; report fire.gun.impact +1m 47,34.905~50 ; \
            report fire.gun.outgoing +1m 47,34.9~50 -> 1 breach, incidents 2
        # Perhaps in a zone (P(inside) 0.22), or without a place: it cannot be told.
        report fire.mortar 2030-06-01T00:00:00Z 47,35.2731~1000 -> 1 undetermined
        report fire.mortar 2030-06-01T00:00:00Z -> 1 undetermined
        # Who is said to have fired is a claim: that party's permit covers nothing.
        report fire.mortar party=east 2031-01-01T12:00:00Z 47,34.9~50 -> 1 breach
        report fire.mortar id=cot:EAST-1 2031-01-01T12:00:00Z 47,34.9~50 -> 1 breach
        report fire.mortar 2029-12-31T23:59:59Z 47,34.9~50 -> none
        report fire.mortar 2030-01-01T00:00:00Z 47,34.9~50 -> 1 breach
        """);

    [Theory]
    [InlineData(Incidents.OpenIncident.MaxDistinct, 0)]
    [InlineData(Incidents.OpenIncident.MaxDistinct + 1, 1)]
    public void Bursts_are_told_apart_up_to_a_limit_and_then_only_raise_what_fell_at_most(int bursts, int beyond)
    {
        var scene = new Scene();
        for (var burst = 0; burst < bursts; burst++)
        {
            scene.Report(
                FormattableString.Invariant($"r{burst}"), burst * 0.5, "fire", 100, least: 1, most: 1, sigmaM: 10);
        }

        var rule = Scene.Clause("1", "fire", "classes: [fire]");
        var incident = scene.Run(Scene.Agreement(rule)).OfType<IncidentFact>().Last().Incident;
        Assert.Equal((bursts - beyond, bursts), (incident.CountMin, incident.CountMax));
    }

    [Fact]
    public void Labelled_shellings_are_told_apart()
    {
        // Twenty shellings an hour apart in a row of places, each told by three posts that hear it 300 m off.
        var random = new Geo.Splitmix(5);
        var acts = new List<string>();
        for (var shelling = 0; shelling < 20; shelling++)
        {
            for (var post = 1; post <= 3; post++)
            {
                var (north, east) = (0.003 * random.Normal(), 0.004 * random.Normal());
                acts.Add(FormattableString.Invariant(
                    $"report fire.mortar from=post-{post} count=2..5 2030-06-01T{shelling:D2}:0{post}:00Z ")
                    + FormattableString.Invariant($"{46.5 + (0.05 * shelling) + north:F6},{34.9 + east:F6}~300"));
            }
        }

        RuleCases.Hold(Rule, $"{string.Join(" ; ", acts)} -> 1 breach, incidents 20, count 2..15");
    }

    [Fact]
    public void Faulty_settings_are_refused() =>
        RuleCases.Refuse("kind: fire\njoin_within_m: 5", "classes: expected a list, got nothing");
}
