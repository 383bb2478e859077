using Xunit;

namespace Trucewatch.Watch.Rules.Access;

public sealed class AccessRuleTests
{
    [Fact]
    public void Each_case_comes_out_as_its_line_says() => RuleCases.Hold(
        """
        kind: access
        classes: ["access.*"]
        zones: [west-zone, east-zone]
        allowed_reasons: [access.denial.mines]
        delay_classes: ["access.delay.*"]
        max_delay_min: 30
        """,
        """
        report access.denial 2030-06-01T00:00:00Z 47,35.1~20 -> 1 breach
        report access.denial.mines 2030-06-01T00:00:00Z 47,35.1~20 -> 1 compliant
        report access.delay count=31 2030-06-01T00:00:00Z 47,35.1~20 -> 1 breach
        report access.delay count=30 2030-06-01T00:00:00Z 47,35.1~20 -> 1 compliant
        report access.delay count=20..40 2030-06-01T00:00:00Z 47,35.1~20 -> 1 undetermined
        report access.delay 2030-06-01T00:00:00Z 47,35.1~20 -> 1 undetermined
        report access.denial 2030-06-01T00:00:00Z 47,36~20 -> none
        # The duty is the eastern side's there, and the exception is the eastern side's.
        report access.denial 2031-01-01T12:00:00Z 47,35.1~20 -> 1 permitted permit
        report access.denial 2031-01-01T12:00:00Z 47,34.9~20 -> 1 breach
        """);

    [Fact]
    public void A_clause_without_zones_finds_whose_duty_it_is() => RuleCases.Hold(
        """
        kind: access
        classes: ["access.*"]
        """,
        """
        report access.denial 2031-01-01T12:00:00Z 47,35.1~20 -> 1 permitted permit
        report access.denial 2031-01-01T12:00:00Z 47,34.9~20 -> 1 breach
        # On the line nobody is known to have the duty, and no party's permit covers it.
        report access.denial 2031-01-01T12:00:00Z 47,35~20 -> 1 breach
        report access.denial 2030-06-01T00:00:00Z -> 1 breach
        """);

    [Fact]
    public void A_clause_with_zones_says_nothing_of_a_place_that_is_not_surely_in_one() => RuleCases.Hold(
        """
        kind: access
        classes: ["access.*"]
        zones: [west-zone, east-zone]
        """,
        """
        report access.denial 2030-06-01T00:00:00Z 47,35.2~1000 -> 1 breach
        report access.denial 2030-06-01T00:00:00Z 47,35.2731~1000 -> 1 undetermined
        report access.denial 2030-06-01T00:00:00Z -> 1 undetermined
        """);

    [Fact]
    public void Faulty_settings_are_refused() => RuleCases.Refuse(
        "kind: access\nclasses: [access.x]\nmax_delay: 4", "got 'max_delay'");
}
