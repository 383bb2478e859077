using Trucewatch.Domain.Facts;
using Xunit;

namespace Trucewatch.Watch.Rules.LineCrossing;

public sealed class LineCrossingRuleTests
{
    [Theory]
    [InlineData("lines: [front]\ndirection: left-to-right", """
        track cot:EAST-1 2030-06-01T00:00:00Z 46.5,34.98~20 +10m 46.5,35.02~20 -> 1 breach, incidents 1
        track cot:EAST-1 2030-06-01T00:00:00Z 46.5,35.02~20 +10m 46.5,34.98~20 -> none
        track cot:EAST-1 2030-06-01T00:00:00Z 46.5,34.98~20 +10m 46.5,34.9999~20 -> none
        # Round the end of the line nobody goes over it.
        track cot:EAST-1 2030-06-01T00:00:00Z 46.05,34.98~20 +1h 45.9,34.98~20 +1h 45.9,35.02~20 +1h \
            46.05,35.02~20 -> none
        # First seen beyond the line: nobody saw it go over.
        track cot:EAST-1 2030-06-01T00:00:00Z 46.5,35.02~20 +10m 46.5,35.03~20 -> none
        track cot:EAST-1 2031-01-01T00:00:00Z 46.5,34.98~20 +10m 46.5,35.02~20 -> 1 permitted permit, incidents 1
        """)]
    [InlineData("lines: [front]", """
        track cot:WEST-1 2030-06-01T00:00:00Z 46.5,35.02~20 +10m 46.5,34.98~20 -> 1 breach, incidents 1
        track cot:WEST-1 2030-06-01T00:00:00Z 46.5,34.98~20 +10m 46.5,35.02~20 +10m 46.5,34.98~20 -> 1 breach, \
            incidents 2
        """)]
    [InlineData("lines: [open]", """
        track cot:WEST-1 2030-06-01T00:00:00Z 47.0,34.98~20 +10m 47.0,35.02~20 -> 1 undetermined
        track cot:WEST-1 2030-06-01T00:00:00Z 46.5,34.98~20 +10m 46.5,35.02~20 -> 1 breach
        """)]
    public void Each_case_comes_out_as_its_line_says(string settings, string cases) =>
        RuleCases.Hold("kind: line-crossing\n" + settings, cases);

    /// <summary>
    /// Two ships of one identity, 15 km to either side. A late message of the eastern one is older than all of the
    /// western one, and makes it the first track: what was the western track is the eastern one from then on.
    /// </summary>
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 0)]
    public void A_track_that_late_messages_put_together_anew_has_crossed_nothing(bool isLate, int expected)
    {
        var agreement = RuleCases.Read("kind: line-crossing\nlines: [front]\nmin_fixes: 1").Agreement!;
        var scene = new Scene();
        for (var second = 0; second < 300; second += 20)
        {
            scene.Vessel(200_100_001, second, -15_000 + second, -60_000);
            if (second >= 60)
            {
                scene.Vessel(200_100_001, second + 1, 15_000 + second, -60_000, feed: 1);
            }
            else if (isLate && second == 40)
            {
                scene.Vessel(200_100_001, -5, 15_000, -60_000, delayS: 46, feed: 1);
            }
        }

        var said = scene.Run(agreement).OfType<DetectionFact>().Select(fact => fact.Detection);
        Assert.Equal(expected, said.Count());
    }

    [Theory]
    [InlineData("lines: [none]", "lines: expected one of front, old, open, got 'none'")]
    [InlineData("lines: [front]\ndirection: up", "direction: expected one of left-to-right, right-to-left, either")]
    [InlineData("lines: [front]\nwithn_m: 5", "got 'withn_m'")]
    public void Faulty_settings_are_refused(string settings, string message) =>
        RuleCases.Refuse("kind: line-crossing\n" + settings, message);
}
