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

    [Theory]
    [InlineData("lines: [none]", "lines: expected one of front, old, open, got 'none'")]
    [InlineData("lines: [front]\ndirection: up", "direction: expected one of left-to-right, right-to-left, either")]
    [InlineData("lines: [front]\nwithn_m: 5", "got 'withn_m'")]
    public void Faulty_settings_are_refused(string settings, string message) =>
        RuleCases.Refuse("kind: line-crossing\n" + settings, message);
}
