using Xunit;

namespace Trucewatch.Watch.Rules.Composition;

public sealed class CompositionRuleTests
{
    private const string In = "2030-06-01T00:00:00Z 47,35.5~20 +20m 47,35.1~20 +2m 47,35.1~20";

    [Theory]
    [InlineData("barred_nations: [TR, PL]\nclasses: [\"sighting.*\"]\nreporters: [patrol, post]", $"""
        track mmsi:271000001 {In} -> 1 breach, incidents 1
        track mmsi:261000001 {In} -> 1 breach
        track mmsi:237000001 {In} -> none
        track mmsi:999000001 {In} -> none
        report sighting.troops nation=PL 2030-06-01T00:00:00Z 47,35.1~20 -> 1 breach
        # A report of something else, or by somebody else, is no sighting.
        report statement.thanks nation=PL 2030-06-01T00:00:00Z 47,35.1~20 -> none
        report sighting.troops by=public nation=PL 2030-06-01T00:00:00Z 47,35.1~20 -> none
        report sighting.troops nation=GR 2030-06-01T00:00:00Z 47,35.1~20 -> none
        report sighting.troops nation=PL 2030-06-01T00:00:00Z 47,36~20 -> none
        report sighting.troops nation=PL 2030-06-01T00:00:00Z 47,35.263~500 -> 1 undetermined
        """)]
    [InlineData("allowed_nations: [GR]\nunknown: undetermined", $"""
        track mmsi:237000001 {In} -> none
        track mmsi:271000001 {In} -> 1 breach
        track mmsi:999000001 {In} -> 1 undetermined
        """)]
    public void Each_case_comes_out_as_its_line_says(string settings, string cases) =>
        RuleCases.Hold("kind: composition\nzones: [east-zone]\n" + settings, cases);

    [Theory]
    [InlineData("", "either allowed_nations or barred_nations")]
    [InlineData("barred_nations: [Turkey]", "expected an ISO 3166 code such as TR, got 'Turkey'")]
    [InlineData("barred_nations: [TR]\nallowed_nations: [GR]", "either allowed_nations or barred_nations")]
    public void Faulty_settings_are_refused(string settings, string message) =>
        RuleCases.Refuse("kind: composition\nzones: [east-zone]\n" + settings, message);
}
