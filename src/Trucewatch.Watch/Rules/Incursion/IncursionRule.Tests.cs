using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;
using Xunit;

namespace Trucewatch.Watch.Rules.Incursion;

public sealed class IncursionRuleTests
{
    private const string Rule = """
        kind: incursion
        zones: [east-zone]
        who: {parties: [west], roles: [forces]}
        min_fixes: 2
        classes: ["sighting.*"]
        reporters: [patrol, post]
        table:
          - {name: mistake, who: [forces], what: [vehicle, person], depth_m: "<=500", duration_s: "<=600",
             result: compliant}
          - {name: deep, depth_m: ">2000", result: breach}
          - {name: long, duration_s: ">600", result: breach}
          - {name: between, result: undetermined}
        """;

    /// <summary>At 47 N 0.005 degrees are 380 m, 0.01 degrees 761 m, 0.04 degrees 3 km.</summary>
    [Fact]
    public void Each_case_comes_out_as_its_line_says() => RuleCases.Hold(Rule, """
        # Near the line and not for long: no incident.
        track cot:WEST-1 2030-06-01T00:00:00Z 47,34.99~5 +1m 47,35.005~5 +4m 47,35.005~5 +1m 47,34.99~5 -> none, \
            incidents 0
        # The same for eleven minutes.
        track cot:WEST-1 2030-06-01T00:00:00Z 47,34.99~5 +1m 47,35.005~5 +11m 47,35.005~5 +1m 47,34.99~5 -> 1 \
            breach, incidents 1
        # Three kilometres deep.
        track cot:WEST-1 2030-06-01T00:00:00Z 47,34.99~5 +4m 47,35.04~5 +1m 47,35.04~5 -> 1 breach, incidents 1
        # Neither near nor deep.
        track cot:WEST-1 2030-06-01T00:00:00Z 47,34.99~5 +4m 47,35.015~5 +2m 47,35.015~5 -> 1 undetermined
        track cot:EAST-1 2030-06-01T00:00:00Z 47,35.1~5 +4m 47,35.04~5 +2m 47,35.04~5 -> none
        report sighting.troops party=west role=forces count=5 2030-06-01T00:00:00Z 47,35.04~20 -> 1 breach
        report sighting.troops party=west role=forces count=5 2030-06-01T00:00:00Z 47,35.015~20 -> 1 undetermined
        # A report of something else, or by somebody else, is no sighting.
        report statement.thanks party=west role=forces 2030-06-01T00:00:00Z 47,35.04~20 -> none
        report sighting.troops by=public party=west role=forces 2030-06-01T00:00:00Z 47,35.04~20 -> none
        # First seen inside: it may have been there for long, so that nobody can call it a mistake; after eleven
        # minutes it is long in any case.
        track cot:WEST-1 2030-06-01T00:00:00Z 47,35.005~5 +4m 47,35.005~5 -> 1 undetermined, incidents 1
        track cot:WEST-1 2030-06-01T00:00:00Z 47,35.005~5 +11m 47,35.005~5 -> 1 breach, incidents 1
        """);

    /// <summary>What was announced, or is permitted, is told as notified from its first fix.</summary>
    [Fact]
    public void What_a_permit_or_a_notice_covers_is_notified_at_its_entry() => RuleCases.Hold("""
        kind: incursion
        zones: [west-zone]
        who: {roles: [forces]}
        classes: ["sighting.*"]
        table:
          - {name: announced, notified: "yes", result: compliant}
          - {name: not announced, notified: "no", result: breach}
        """, """
        track cot:EAST-1 2031-01-01T06:00:00Z 47,35.02~5 +4m 47,34.9~5 +1m 47,34.9~5 -> none, incidents 0
        track cot:EAST-1 2030-06-01T06:00:00Z 47,35.02~5 +4m 47,34.9~5 +1m 47,34.9~5 -> 1 breach, incidents 1
        # The permit ends while the object is inside.
        track cot:EAST-1 2031-01-01T23:50:00Z 47,35.02~5 +4m 47,34.9~5 +5m 47,34.9~5 -> none, incidents 0
        track cot:EAST-1 2031-01-01T23:50:00Z 47,35.02~5 +4m 47,34.9~5 +7m 47,34.9~5 -> 1 breach, incidents 1
        report sighting.troops party=east role=forces 2031-01-01T12:00:00Z 47,34.9~20 -> none
        report sighting.troops party=east role=forces 2030-06-01T12:00:00Z 47,34.9~20 -> 1 breach
        """);

    [Fact]
    public void How_many_are_together_forgets_the_tracks_that_were_given_up()
    {
        var reading = RuleCases.Read(Rule);
        var agreement = reading.Agreement!;
        var clause = agreement.Clauses[0];
        var rule = (IncursionRule)IncursionRule.Compile(
            new RuleSource(agreement, clause, clause.Readings[0], new SectorSettings(), []))!;
        var actor = new Actor("cot:WEST-1", "west", "forces", ObjectClass.Vehicle);
        var own = rule.Remember(in actor, ObjectClass.Vehicle)!;
        RuleCases.See(rule, agreement, 7, actor, 47, 35.04, 0, own);
        RuleCases.See(rule, agreement, 7, actor, 47, 35.04, 30, own);
        Assert.Equal(1, rule.InsideCount);
        rule.Forget(new TrackId(8));
        Assert.Equal(1, rule.InsideCount);
        rule.Forget(new TrackId(7));
        Assert.Equal(0, rule.InsideCount);
    }

    [Theory]
    [InlineData("<=5", 0, 5, RowAnswer.Yes)]
    [InlineData("<=5", 0, 6, RowAnswer.Maybe)]
    [InlineData("<=5", 6, 9, RowAnswer.No)]
    [InlineData("<5", 5, 5, RowAnswer.No)]
    [InlineData(">5", 5, 5, RowAnswer.No)]
    [InlineData(">=5", 5, 9, RowAnswer.Yes)]
    [InlineData(">=5", 4, double.PositiveInfinity, RowAnswer.Maybe)]
    internal void A_bound_on_a_range(string bound, double least, double most, RowAnswer expected) =>
        Assert.Equal(expected, Bound.TryParse(bound)!.Value.Asks(new Span2(least, most)));

    [Fact]
    public void A_row_that_may_hold_before_the_one_that_does_leaves_it_open_unless_both_say_the_same()
    {
        DecisionRow Row(string name, string depth, Determination result) =>
            new(name, null, null, null, Bound.TryParse(depth), null, null, null, result);
        var sheet = new ScoreSheet(null, null, "z", new Span2(400, 600), Span2.Unknown, Span2.Unknown, null);
        var open = new DecisionTable([
            Row("a", "<=500", Determination.Compliant), Row("b", ">0", Determination.Breach)]);
        Assert.Equal((Determination.Undetermined, "a or b"), open.Decide(in sheet));
        var same = new DecisionTable([
            Row("a", "<=500", Determination.Breach), Row("b", ">0", Determination.Breach)]);
        Assert.Equal((Determination.Breach, "b"), same.Decide(in sheet));
        Assert.Equal((Determination.Undetermined, "no row"), new DecisionTable([]).Decide(in sheet));
    }

    [Theory]
    [InlineData("kind: incursion\nzones: [east-zone]", "table: expected rows of conditions with results, got nothing")]
    [InlineData(
        "kind: incursion\nzones: [east-zone]\ntable: [{depth_m: deep, result: breach}]", "a bound such as <=500")]
    [InlineData(
        "kind: incursion\nzones: [east-zone]\ntable: [{depth_m: \"<5\"}]", "result: expected breach, compliant or")]
    public void Faulty_settings_are_refused(string rule, string message) => RuleCases.Refuse(rule, message);
}
