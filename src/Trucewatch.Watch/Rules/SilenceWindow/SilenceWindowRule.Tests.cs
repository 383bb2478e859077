using System.Globalization;
using Xunit;

namespace Trucewatch.Watch.Rules.SilenceWindow;

public sealed class SilenceWindowRuleTests
{
    private const string Rule = """
        kind: silence-window
        classes: ["fire.*"]
        reporters: [patrol, post, hotline]
        windows:
          - {id: pump, from: 2030-06-01T06:00:00Z, until: 2030-06-01T12:00:00Z, circle: {lat_deg: 47, lon_deg: 35.1,
             radius_m: 3000}}
          - {id: harvest, from: 2030-07-01T00:00:00Z, until: 2030-07-08T00:00:00Z, zones: [west-zone]}
          - {id: feast, from: "2030-08-01T00:00:00+03:00", until: "2030-08-02T00:00:00+03:00"}
        """;

    [Fact]
    public void Each_case_comes_out_as_its_line_says() => RuleCases.Hold(Rule, """
        # To the second.
        report fire.mortar 2030-06-01T05:59:59Z 47,35.1~50 -> none
        report fire.mortar 2030-06-01T06:00:00Z 47,35.1~50 -> 1 breach, incidents 1
        report fire.mortar 2030-06-01T11:59:59Z 47,35.1~50 -> 1 breach
        report fire.mortar 2030-06-01T12:00:00Z 47,35.1~50 -> none
        # 3 km are 0.0394 degrees: outside, at the edge, without a place.
        report fire.mortar 2030-06-01T08:00:00Z 47,35.15~50 -> none
        report fire.mortar 2030-06-01T08:00:00Z 47,35.1394~300 -> 1 undetermined
        report fire.mortar 2030-06-01T08:00:00Z -> 1 undetermined
        report fire.mortar by=hotline means=told 2030-06-01T08:00:00Z 47,35.1~50 -> 1 breach
        report fire.mortar by=public 2030-06-01T08:00:00Z 47,35.1~50 -> none
        report works.trench 2030-06-01T08:00:00Z 47,35.1~50 -> none
        # Another window has another place, and one has none.
        report fire.mortar 2030-07-03T00:00:00Z 47,35.1~50 -> none
        report fire.mortar 2030-07-03T00:00:00Z 47,34.9~50 -> 1 breach
        report fire.mortar 2030-07-31T21:00:00Z 49,37~50 -> 1 breach
        report fire.mortar 2030-07-31T20:59:59Z 49,37~50 -> none
        # No claim lets a permit cover it.
        report fire.mortar party=east 2030-06-01T08:00:00Z 47,35.1~50 -> 1 breach
        """);

    [Theory]
    [InlineData("classes: [fire]", "windows: expected windows with id, from and until, got nothing")]
    [InlineData(
        "classes: [fire]\nwindows: [{id: a, from: 2030-06-01T06:00:00Z, until: 2030-06-01T06:00:00Z}]",
        "windows[1].until: expected a time from and a later time until")]
    [InlineData("classes: [fire]\nwindows: [{id: a, form: 2030-06-01T06:00:00Z}]", "got 'form'")]
    public void Faulty_settings_are_refused(string settings, string message) =>
        RuleCases.Refuse("kind: silence-window\n" + settings, message);

    [Fact]
    public void There_are_no_more_windows_than_the_limit()
    {
        RuleCases.Hold(Many(SilenceWindowRule.MaxWindows), "report fire 2030-06-01T00:00:00Z 47,35.1~50 -> 1 breach");
        RuleCases.Refuse(Many(SilenceWindowRule.MaxWindows + 1), "windows: expected at most 1000 windows");
    }

    private static string Many(int count) => "kind: silence-window\nclasses: [fire]\nwindows:\n" + string.Join(
        '\n',
        Enumerable.Range(0, count).Select(index => string.Create(
            CultureInfo.InvariantCulture,
            $"  - {{id: w{index}, from: {2030 + index}-06-01T00:00:00Z, until: {2030 + index}-06-02T00:00:00Z}}")));
}
