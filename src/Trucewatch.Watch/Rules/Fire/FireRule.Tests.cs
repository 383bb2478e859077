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
        report fire.mortar 2029-12-31T23:59:59Z 47,34.9~50 -> none
        report fire.mortar 2030-01-01T00:00:00Z 47,34.9~50 -> 1 breach
        """);

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
