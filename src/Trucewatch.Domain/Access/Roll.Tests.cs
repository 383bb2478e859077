using Trucewatch.Domain.Adjudication;
using Xunit;

namespace Trucewatch.Domain.Access;

public sealed class RollTests
{
    [Fact]
    public void An_identity_is_of_one_person_in_all_their_roles()
    {
        RollPerson one = new("r-1", Role.Reviewer, "nation-b", Identity: "at-1");
        RollPerson other = new("r-2", Role.Reviewer, "nation-c", Identity: "at-2");
        Assert.Null(Fault(one, other, one with { Role = Role.Analyst }));
        Assert.Null(Fault(one with { Identity = null }, other with { Identity = null }));
        Assert.Equal("r-2", Of(one, other).PersonOf("at-2"));
        Assert.Null(Of(one, other).PersonOf("AT-2"));
        Assert.Null(Of(one with { Identity = null }).PersonOf("r-1"));
        Assert.Contains("nobody else", Fault(one, other with { Identity = "at-1" }), StringComparison.Ordinal);
        Assert.Contains(
            "in all roles", Fault(one, one with { Role = Role.Analyst, Identity = null }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" at-1")]
    [InlineData("at\n1")]
    public void An_identity_has_no_space_around_it_and_a_length(string identity)
    {
        RollPerson one = new("r-1", Role.Reviewer, "nation-b", Identity: identity);
        Assert.NotNull(Fault(one));
        Assert.Null(Fault(one with { Identity = new string('x', Roll.MaxIdentityChars) }));
        Assert.NotNull(Fault(one with { Identity = new string('x', Roll.MaxIdentityChars + 1) }));
    }

    [Fact]
    public void Who_is_vouched_for_comes_in_as_the_roll_says_and_not_while_revoked()
    {
        RollPerson one = new("r-1", Role.Reviewer, "nation-b", Identity: "at-1");
        var rights = new Rights(Of(one));
        var (officer, now) = (new Author("w-1", Role.WatchOfficer, "nation-n"), default(Instant));
        RightsWord Vouched(string person, Role role) => new(RightsDeed.Vouched, one.ToAsker().Who, person, role);
        Assert.Null(rights.Refuses(Vouched("r-1", Role.Reviewer), now));
        Assert.NotNull(rights.Refuses(Vouched("r-1", Role.Analyst), now));
        Assert.NotNull(rights.Refuses(Vouched("r-9", Role.Reviewer), now));
        Assert.Equal([Role.Reviewer], rights.RolesOf("r-1", now));
        rights.Take(1, now, new RightsWord(RightsDeed.Revoked, officer, "r-1"));
        Assert.NotNull(rights.Refuses(Vouched("r-1", Role.Reviewer), now));
        rights.Take(2, now, new RightsWord(RightsDeed.LinkIssued, officer, "r-1", Role.Reviewer));
        Assert.Null(rights.Refuses(Vouched("r-1", Role.Reviewer), now));
    }

    private static Roll Of(params RollPerson[] people) => new([], [.. people]);

    private static string? Fault(params RollPerson[] people) => Of(people).Fault([]);
}
