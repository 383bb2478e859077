using Xunit;

namespace Trucewatch.Watch.Rules.NoFly;

public sealed class NoFlyRuleTests
{
    private const string In = "2030-06-01T00:00:00Z 47,34.7~20 +5m 47,34.95~20 +2m 47,35~20";

    [Theory]
    [InlineData("", $"""
        track cot:UAS-1 height=1000 reference=sea-level height_sigma=20 {In} -> 1 breach, incidents 1
        track cot:UAS-1 height=2000 reference=sea-level height_sigma=20 {In} -> none
        track cot:UAS-1 height=400 reference=sea-level height_sigma=20 {In} -> none
        # Another reference, or no height: nobody can say.
        track cot:UAS-1 height=1000 reference=ellipsoid height_sigma=20 {In} -> none
        track cot:UAS-1 {In} -> none
        track cot:EAST-1 height=1000 reference=sea-level height_sigma=20 {In} -> none
        track cot:UAS-1 height=1000 reference=sea-level height_sigma=20 2030-06-01T00:00:00Z 47,34.7~20 +5m \
            47,34.8~20 -> none
        """)]
    [InlineData("\nheight_allowance_m: 50", $"""
        track cot:UAS-1 height=1000 reference=ellipsoid height_sigma=20 {In} -> 1 breach, incidents 1
        track cot:UAS-1 height=1600 reference=ellipsoid height_sigma=20 {In} -> none
        """)]
    public void Each_case_comes_out_as_its_line_says(string settings, string cases) =>
        RuleCases.Hold("kind: no-fly\nzones: [low]\nwho: {classes: [drone]}" + settings, cases);

    [Fact]
    public void Faulty_settings_are_refused() =>
        RuleCases.Refuse("kind: no-fly\nzones: [low]\nheight_allowance: 5", "got 'height_allowance'");
}
