using Xunit;

namespace Trucewatch.Watch.Rules.Works;

public sealed class WorksRuleTests
{
    [Fact]
    public void Each_case_comes_out_as_its_line_says() => RuleCases.Hold(
        """
        kind: works
        classes: ["works.*"]
        zones: [west-zone, east-zone]
        baseline: [{id: old-trench, class: "works.trench.*", lat_deg: 47, lon_deg: 35.1, radius_m: 200}]
        """,
        """
        report works.trench.dug 2030-06-01T00:00:00Z 47,35.2~20 -> 1 breach
        report works.trench.seen 2030-06-01T00:00:00Z 47,35.1~20 -> 1 compliant
        report works.trench.extended 2030-06-01T00:00:00Z 47,35.1~20 -> 1 breach
        report works.bunker.seen 2030-06-01T00:00:00Z 47,35.1~20 -> 1 breach
        report works.trench.seen 2030-06-01T00:00:00Z 47,35.1~300 -> 1 undetermined
        report works.trench.dug 2030-06-01T00:00:00Z 47,36~20 -> none
        report works.trench.dug party=east 2031-01-01T12:00:00Z 47,35.2~20 -> 1 permitted permit
        report works.trench.dug party=east 2031-01-01T23:59:59Z 47,35.2~20 -> 1 permitted
        report works.trench.dug party=east 2031-01-02T00:00:00Z 47,35.2~20 -> 1 breach
        report works.trench.dug party=west 2031-01-01T12:00:00Z 47,34.9~20 -> 1 breach
        # Without a place it may be the old trench, or no work of the zones.
        report works.trench.dug 2030-06-01T00:00:00Z -> 1 undetermined
        report works.bunker.dug 2030-06-01T00:00:00Z -> 1 undetermined
        # A class vaguer than the baseline's may be the trench where it stands, and is not where nothing stood.
        report works 2030-06-01T00:00:00Z 47,35.1~20 -> 1 undetermined
        report works 2030-06-01T00:00:00Z 47,35.2~20 -> 1 breach
        # Perhaps outside all zones: P(inside) 0.22.
        report works.trench.dug 2030-06-01T00:00:00Z 47,35.2731~1000 -> 1 undetermined
        """);

    [Fact]
    public void Faulty_settings_are_refused() => RuleCases.Refuse(
        "kind: works\nclasses: [works.x]\nbaseline: [{id: a, class: b, lat: 4}]", "got 'lat'");
}
