using Xunit;

namespace Trucewatch.Watch.Rules.ProtectedObject;

public sealed class ProtectedObjectRuleTests
{
    [Theory]
    [InlineData("classes: [\"strike.*\"]\nkinds: [\"energy.*\"]", """
        # The plant stands on the list from 1 February.
        report strike.missile 2030-01-31T23:59:59Z 47,36~50 -> 1 compliant
        report strike.missile 2030-02-01T00:00:00Z 47,36~50 -> 1 breach, incidents 1
        report strike.missile 2030-06-01T00:00:00Z 47,36.03~50 -> none
        report strike.missile 2030-06-01T00:00:00Z 47,36.0105~200 -> 1 undetermined
        # Nobody is named: the eastern side's permit does not cover a strike by whomever.
        report strike.missile party=east 2031-01-01T12:00:00Z 47,36~50 -> 1 breach
        """)]
    [InlineData("classes: [\"equipment.*\"]\nduty: owner\nwithin_m: 1000", """
        report equipment.artillery 2030-06-01T00:00:00Z 47,36.02~20 -> 1 breach
        report equipment.artillery 2030-06-01T00:00:00Z 47,36.03~20 -> none
        # What the other side has there is no breach of the owner's duty.
        report equipment.artillery party=west 2030-06-01T00:00:00Z 47,36.02~20 -> none
        report equipment.artillery id=cot:WEST-1 2030-06-01T00:00:00Z 47,36.02~20 -> none
        report equipment.artillery party=east 2030-06-01T00:00:00Z 47,36.02~20 -> 1 breach
        # Two standard deviations within a circle are 0.865, not the 0.977 of a straight edge.
        report equipment.artillery 2030-06-01T00:00:00Z 47,36~900 -> 1 undetermined
        # The owner's permit covers the owner's duty.
        report equipment.artillery 2031-01-01T12:00:00Z 47,36.02~20 -> 1 permitted permit
        """)]
    public void Each_case_comes_out_as_its_line_says(string settings, string cases) =>
        RuleCases.Hold("kind: protected-object\n" + settings, cases);

    [Fact]
    public void Faulty_settings_are_refused() => RuleCases.Refuse(
        "kind: protected-object\nclasses: [strike.x]\nduty: nobody", "duty: expected one of attacker, owner");
}
