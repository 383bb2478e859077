using System.Collections.Immutable;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Labels;

namespace Trucewatch.Domain.Access;

/// <summary>The policy, or a mutant of it.</summary>
internal sealed record PolicyCalls(
    Func<Demand, Denial?> Decide, Func<Role, Operation, bool> MayAsk, Func<Operation, ImmutableArray<Role>> RolesFor)
{
    public static readonly PolicyCalls Real =
        new(AccessPolicy.Decide, AccessPolicy.MayAsk, AccessPolicy.RolesFor);
}

/// <summary>
/// Every operation by every role, of nations of either party and of none, for every label and state that make a
/// difference to it.
/// </summary>
internal sealed class AccessMatrix
{
    private static readonly ImmutableArray<CaseParty> Parties =
        [new("east", ["east-land"]), new("west", ["west-land", "west-isle"])];

    private static readonly ImmutableArray<Label?> Labels =
    [
        null, Of(Classification.Public, "*"), Of(Classification.Public), Of(Classification.Public, "public"),
        Of(Classification.Restricted, "east"), Of(Classification.Restricted, "*"),
        Of(Classification.Restricted, "mission", "west"), Of(Classification.Restricted, "nation-x"),
        Of(Classification.Restricted, "straits-authority"), Of(Classification.Confidential, "mission"),
        Of(Classification.Confidential, "*"), Of(Classification.Confidential, "trainer"),
        Of(Classification.Confidential, "nation-x"), Of(Classification.Confidential, "east-land"),
        Of(Classification.Public, "*") with { Policy = "elsewhere" },
        Of(Classification.Restricted, "mission", "east") with { Restrictions = ["victims"] },
        Of(Classification.Public, "*") with { Restrictions = ["minors", "victims"] },
    ];

    /// <summary>A prime, so that strides come to every demand.</summary>
    private const int Stride = 100_003;

    private static readonly string[] DenialWords = [.. Enum.GetValues<Denial>().Select(Words.Of)];

    private static readonly ImmutableArray<CaseState> States = [.. Enum.GetValues<CaseState>()];

    private readonly AccessOracle oracle;

    public AccessMatrix(AccessOracle oracle)
    {
        this.oracle = oracle;
        Demands = [.. Enum.GetValues<Operation>().SelectMany(Of)];
        Xunit.Assert.NotEqual(0, Demands.Length % Stride);
        Expected = [.. Demands.Select(oracle.Says)];
    }

    public ImmutableArray<Demand> Demands { get; }

    public ImmutableArray<string> Expected { get; }

    /// <summary>The first demands of which the policy says something else than the table, in words.</summary>
    public IEnumerable<string> Deviations(PolicyCalls policy)
    {
        // In strides, so that each kind of demand comes early: what deviates is mostly found by the first few.
        for (var (step, i) = (0, 0); step < Demands.Length; step++, i = (i + Stride) % Demands.Length)
        {
            var got = policy.Decide(Demands[i]) is { } denial ? DenialWords[(int)denial] : "";
            if (got != Expected[i])
            {
                yield return $"{Demands[i]}: expected '{Expected[i]}', got '{got}'";
            }
        }

        foreach (var to in Enum.GetValues<Operation>())
        {
            var roles = policy.RolesFor(to);
            foreach (var role in Enum.GetValues<Role>())
            {
                var expected = oracle.HasRow(role, to);
                if (policy.MayAsk(role, to) != expected || roles.Count(each => each == role) != (expected ? 1 : 0))
                {
                    yield return $"{to} by {role}: expected {expected}";
                }
            }
        }
    }

    private IEnumerable<Demand> Of(Operation to)
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            var isLabelled = oracle.LabelRuleOf(role, to) is "read" or "live";
            var isOfCases = to >= Operation.ReceiveIncident || to == Operation.ReadCase;
            foreach (var asker in Askers(role, isLabelled))
            {
                foreach (var label in isLabelled ? Labels : [null, Labels[1]])
                {
                    foreach (var state in isOfCases ? States : [CaseState.None, CaseState.Closed])
                    {
                        yield return new Demand(asker, to) { Label = label, State = state };
                        yield return new Demand(asker, to) { Label = label, State = state, Parties = Parties };
                    }
                }
            }
        }
    }

    private static IEnumerable<Asker> Askers(Role role, bool isLabelled)
    {
        foreach (var party in new[] { null, "east", "north" })
        {
            foreach (var nation in new[] { "", "east-land", "west-isle", "nation-x" })
            {
                var asker = new Asker(new Author(nation == "nation-x" ? "p-1" : "p-2", role, nation, party));
                yield return asker;
                yield return asker with { Who = asker.Who with { Person = "" } };
                if (isLabelled)
                {
                    yield return asker with { Holds = ["victims"] };
                    yield return asker with { Holds = ["minors", "victims"] };
                    yield return asker with { HasBrokenGlass = true };
                }
            }
        }
    }

    private static Label Of(Classification level, params ImmutableArray<string> releasedTo) =>
        new("trucewatch", level, releasedTo);
}
