using System.Globalization;
using Trucewatch.Geo;
using Trucewatch.Geo.Geodesics;
using Xunit;

namespace Trucewatch.Watch.Rules.Withdrawal;

public sealed class WithdrawalRuleTests
{
    private const string Rule = """
        kind: withdrawal
        lines:
          - {party: west, line: front, side: left}
          - {party: east, line: old, side: right}
        limits:
          - {classes: ["equipment.artillery.*"], measure: width, width_m: 50000}
          - {classes: [equipment.mlrs.grad], measure: width, width_m: 70000}
          - {classes: [equipment.mortar.cal120], measure: per-side, distance_m: 8000}
          - {classes: ["equipment.mortar.*"], measure: per-side, distance_m: 15000}
        """;

    /// <summary>Each limit along the geodesic, one per cent short of it and one beyond, from either line.</summary>
    [Fact]
    public void A_weapon_is_judged_at_its_own_limit_from_its_partys_own_line()
    {
        (string Class, double LimitM)[] table =
        [
            ("equipment.artillery.cal152", 25_000), ("equipment.mlrs.grad", 35_000),
            ("equipment.mortar.cal120", 8_000), ("equipment.mortar.cal82", 15_000),
        ];
        foreach (var (kind, limit) in table)
        {
            foreach (var (party, lon, azimuth) in new[] { ("west", 35.0, 270.0), ("east", 35.1, 90.0) })
            {
                var from = GeoPoint.FromDegrees(latitudeDeg: 47, longitudeDeg: lon);
                var near = Geodesic.Direct(from, azimuth, limit * 0.99).Point;
                var far = Geodesic.Direct(from, azimuth, limit * 1.01).Point;
                RuleCases.Hold(Rule, string.Create(
                    CultureInfo.InvariantCulture,
                    $"""
                    report {kind} party={party} 2030-06-01T00:00:00Z \
                        {near.LatitudeDeg:F9},{near.LongitudeDeg:F9}~10 -> 1 breach
                    report {kind} party={party} 2030-06-01T00:00:00Z {far.LatitudeDeg:F9},{far.LongitudeDeg:F9}~10 \
                        -> 1 compliant
                    """));
            }
        }
    }

    [Fact]
    public void Each_case_comes_out_as_its_line_says() => RuleCases.Hold(Rule, """
        # On the wrong side of its own line.
        report equipment.artillery.cal152 party=west 2030-06-01T00:00:00Z 47,35.5~10 -> 1 breach
        # Between the two lines: near for both.
        report equipment.artillery.cal152 party=east 2030-06-01T00:00:00Z 47,35.05~10 -> 1 breach
        # 25 km are 0.3287 degrees; an error of 500 m leaves it open.
        report equipment.artillery.cal152 party=west 2030-06-01T00:00:00Z 47,34.672~500 -> 1 undetermined
        # A class too vague: 8 or 15 km. At 10 km it depends, at 20 km both are met.
        report equipment.mortar party=west 2030-06-01T00:00:00Z 47,34.87~10 -> 1 undetermined
        report equipment.mortar party=west 2030-06-01T00:00:00Z 47,34.73~10 -> 1 compliant
        report equipment.artillery.cal152 2030-06-01T00:00:00Z 47,34.9~10 -> 1 undetermined
        report equipment.tank party=west 2030-06-01T00:00:00Z 47,34.99~10 -> none
        # Each class of a list for itself; the strongest shows.
        report inspection.find items=equipment.mlrs.grad:2,equipment.mortar.cal120:4 party=west \
            2030-06-01T00:00:00Z 47,34.6~10 -> 1 breach
        report equipment.artillery.cal152 id=cot:WEST-7 2030-06-01T00:00:00Z 47,34.9~10 -> 1 breach
        report equipment.artillery.cal152 party=east 2031-01-01T00:00:00Z 47,35.2~10 -> 1 permitted permit
        report equipment.artillery.cal152 party=west 2031-01-01T00:00:00Z 47,34.9~10 -> 1 breach
        """);

    [Theory]
    [InlineData("measure: per-side, ", "", "measure: expected per-side or width, got nothing")]
    [InlineData("measure: per-side, distance_m: 8000", "measure: width, distance_m: 8000", "distance_m with per-side")]
    [InlineData("line: old", "line: new", "line: expected one of front, old, open, got 'new'")]
    [InlineData("party: east", "party: north", "party: expected one of west, east, got 'north'")]
    [InlineData("side: right", "side: up", "side: expected one of left, right, got 'up'")]
    public void Faulty_settings_are_refused(string from, string to, string message)
    {
        var at = Rule.IndexOf(from, StringComparison.Ordinal);
        RuleCases.Refuse(Rule[..at] + to + Rule[(at + from.Length)..], message);
    }
}
