using System.Text;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Labels;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Domain.Access;

public sealed class AccessPolicyTests
{
    [Fact]
    public void Every_operation_by_every_role_nation_label_and_state_is_as_the_table_says()
    {
        var oracle = new AccessOracle();
        var matrix = new AccessMatrix(oracle);
        Assert.Empty(matrix.Deviations(PolicyCalls.Real).Take(5));
        Assert.True(matrix.Demands.Length > 300_000, $"{matrix.Demands.Length}");
        Assert.Equal(
            Enum.GetValues<Operation>().Select(Words.Of).Order(StringComparer.Ordinal),
            oracle.Operations.Order(StringComparer.Ordinal));

        // Each answer is one that some demand gets, or the matrix would not have asked.
        Assert.Equal(
            ["", "label", "not-a-party", "not-named", "of-a-party", "role", "state"],
            matrix.Expected.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_deviation_is_found()
    {
        var matrix = new AccessMatrix(new AccessOracle());
        var mild = PolicyCalls.Real with
        {
            Decide = demand => demand is { To: Operation.ReadFrames, By.Who.Role: Role.PartyLiaison }
                ? null
                : AccessPolicy.Decide(demand),
        };
        Assert.Contains("ReadFrames", matrix.Deviations(mild).First(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_act_that_the_machine_or_a_stranger_could_mistake_for_one_is_denied()
    {
        Assert.Null(DeedOperation.Of(new CallPlaced("call-1", "mission", "Fire")));
        var nobody = new Demand(new Asker(Author.Machine), Operation.DecideResponse) { State = CaseState.Upheld };
        Assert.Equal(Denial.Role, AccessPolicy.Decide(nobody));
        var unknown = new Demand(new Asker(new Author("p-1", (Role)99, "n")), (Operation)999);
        Assert.Equal(Denial.Role, AccessPolicy.Decide(unknown));
    }

    [Fact]
    public void The_document_of_the_policy_is_the_golden_one() =>
        Golden.Equal("docs/reference/access-policy.md", Document());

    private const string Head =
        """
        # Access policy

        Who may do and see what. Written by a test from the table that runs, `AccessTable.All`; what is in no row is
        denied. `AccessPolicy.Decide` is the one function that everything asks.

        - **Label** *read*: the label's policy is known, its level is within the role's clearance, all its restrictions
          are held, and its release list names the reader (the mission, a party, a nation, `*`). No label, and an empty
          list, deny. *Live*: that, for those of no party whose role sees where forces are.
        - **Parties** *own case*: who speaks for a party speaks for one of this case. *Neither*: that, and everybody
          else, contributors apart, belongs to neither party, by their own word or by nation.
        - **Person**: has to be known by id and nation.
        - Broken glass lets watch officers, analysts and reviewers of no party look past restrictions and release lists
          that are not empty, for a time, announced to all. It lets them do nothing.


        """;

    private static string Document()
    {
        var text = new StringBuilder(Head);
        text.Append("| may | who | label | parties | person | states of the case |\n");
        text.Append("| --- | --- | --- | --- | --- | --- |\n");
        foreach (var rule in AccessTable.All)
        {
            var begun = Enum.GetValues<CaseState>().Length - 1;
            var states = rule.States.IsEmpty ? "" : rule.States.Length == begun ? "any"
                : string.Join(", ", rule.States.Select(Words.Said));
            var distance = rule.Distance switch
            {
                Distance.OwnCase => "own case",
                Distance.NeitherParty => "neither",
                _ => "",
            };
            text.Append($"| {Words.Said(rule.To)} | {string.Join(", ", rule.Roles.Select(Words.Said))} | ");
            text.Append($"{(rule.Label == LabelRule.None ? "" : Words.Said(rule.Label))} | {distance} | ");
            text.Append($"{(rule.NeedsPerson ? "named" : "")} | {states} |\n");
        }

        return text.ToString();
    }
}
