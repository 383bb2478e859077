using Xunit;

namespace Trucewatch.Watch.Rules.Ceiling;

public sealed class CeilingRuleTests
{
    private const string Rule = """
        kind: ceiling
        zones: [west-zone, east-zone]
        window_s: 86400
        same_place_m: 500
        limits:
          - {classes: [equipment.tank], most: 10}
          - {classes: ["personnel.*"], except: [personnel.police], most: 100}
          - {classes: [equipment.drone], most: not-stated}
        """;

    [Fact]
    public void Each_case_comes_out_as_its_line_says() => RuleCases.Hold(Rule, """
        report inspection.count items=equipment.tank:10 party=west 2030-06-01T00:00:00Z 47,34.9~20 -> 1 compliant
        report inspection.count items=equipment.tank:11 party=west 2030-06-01T00:00:00Z 47,34.9~20 -> 1 breach
        report inspection.count items=equipment.tank:10..11 party=west 2030-06-01T00:00:00Z 47,34.9~20 -> 1 undetermined
        report inspection.count items=equipment.tank:11 party=east 2030-06-01T00:00:00Z 47,35.1~20 -> 1 breach
        report inspection.count items=equipment.tank:11 2030-06-01T00:00:00Z 47,34.9~20 -> 1 undetermined
        report inspection.count items=equipment.tank:11 party=west 2030-06-01T00:00:00Z 47,34~20 -> none
        # Perhaps outside: it counts towards the greatest sum only.
        report inspection.count items=equipment.tank:11 party=west 2030-06-01T00:00:00Z 47,34.738~500 -> 1 undetermined
        # A vague class likewise.
        report inspection.count items=equipment:11 party=west 2030-06-01T00:00:00Z 47,34.9~20 -> 1 undetermined
        # Two sites add up; the same site, or the same unit, is counted anew; an old count lapses.
        report inspection.count items=equipment.tank:6 party=west 2030-06-01T00:00:00Z 47,34.9~20 ; report \
            inspection.count items=equipment.tank:5 party=west +1h 47.1,34.9~20 -> 1 breach, incidents 1
        report inspection.count items=equipment.tank:6 party=west 2030-06-01T00:00:00Z 47,34.9~20 ; report \
            inspection.count items=equipment.tank:5 party=west +1h 47.001,34.9~20 -> 1 compliant
        report inspection.count items=equipment.tank:6 party=west unit=first 2030-06-01T00:00:00Z 47,34.9~20 ; \
            report inspection.count items=equipment.tank:5 party=west unit=first +1h 47.1,34.9~20 -> 1 compliant
        report inspection.count items=equipment.tank:6 party=west 2030-06-01T00:00:00Z 47,34.9~20 ; report \
            inspection.count items=equipment.tank:5 party=west +25h 47.1,34.9~20 -> 1 compliant
        report inspection.count items=personnel.troops:90,personnel.police:50 party=west 2030-06-01T00:00:00Z \
            47,34.9~20 -> 1 compliant
        report inspection.count items=equipment.drone:1 party=west 2030-06-01T00:00:00Z 47,34.9~20 -> 1 undetermined
        report equipment.tank count=11 party=west 2030-06-01T00:00:00Z 47,34.9~20 -> 1 breach
        """);

    [Theory]
    [InlineData("most: 10", "most: ten", "most: expected a whole number from 0 to 10000000, got 'ten'")]
    [InlineData(", most: 10}", "}", "most: expected a whole number, or not-stated, got nothing")]
    public void Faulty_settings_are_refused(string from, string to, string message) =>
        RuleCases.Refuse(Rule.Replace(from, to, StringComparison.Ordinal), message);
}
