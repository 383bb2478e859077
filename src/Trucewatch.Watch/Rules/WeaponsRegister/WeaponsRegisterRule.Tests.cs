using Xunit;

namespace Trucewatch.Watch.Rules.WeaponsRegister;

public sealed class WeaponsRegisterRuleTests
{
    private const string Rule = """
        kind: weapons-register
        inspections: [inspection.storage]
        stale_s: 864000
        sites:
          - {id: depot, party: east, lat_deg: 47, lon_deg: 36, radius_m: 500, items: [{class: equipment.tank,
             count: 10}], serials: ["hull:77"]}
        """;

    [Fact]
    public void Each_case_comes_out_as_its_line_says() => RuleCases.Hold(Rule, """
        report inspection.storage items=equipment.tank:10 2030-06-01T00:00:00Z 47,36~20 -> 1 compliant
        report inspection.storage items=equipment.tank:9 2030-06-01T00:00:00Z 47,36~20 -> 1 breach, incidents 1
        report inspection.storage items=equipment.tank:8..10 2030-06-01T00:00:00Z 47,36~20 -> 1 undetermined
        report inspection.storage items=equipment.truck:3 2030-06-01T00:00:00Z 47,36~20 -> 1 undetermined
        report inspection.storage items=equipment.tank:9 2030-06-01T00:00:00Z 47,36.1~20 -> none
        # A registered piece seen elsewhere has moved; the site's own party may have a permit for it.
        report sighting.tank id=hull:77 2030-06-01T00:00:00Z 47,35.5~20 -> 1 breach
        report sighting.tank id=hull:78 2030-06-01T00:00:00Z 47,35.5~20 -> none
        report sighting.tank id=hull:77 2031-01-01T12:00:00Z 47,35.5~20 -> 1 permitted permit
        # Ten days later nobody knows any more.
        report inspection.storage items=equipment.tank:10 2030-06-01T00:00:00Z 47,36~20 ; report sighting.tank \
            +240h 47,35.5~20 -> 1 compliant
        report inspection.storage items=equipment.tank:10 2030-06-01T00:00:00Z 47,36~20 ; report sighting.tank \
            +241h 47,35.5~20 -> 1 undetermined
        """);

    [Fact]
    public void Faulty_settings_are_refused() =>
        RuleCases.Refuse(
            Rule.Replace("party: east", "party: north", StringComparison.Ordinal),
            "party: expected one of west, east, got 'north'");
}
