using Trucewatch.Fuzz;
using Xunit;

namespace Trucewatch.Tests;

public sealed class FuzzTests
{
    private const int Cases = 20_000;

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Mutated_inputs_break_no_property(string name)
    {
        var target = FuzzTargets.All.Single(target => target.Name == name);
        var outcome = FuzzRun.Smoke(target, seed: 1, Cases);
        if (target.MustFail)
        {
            Assert.NotNull(outcome.Failure);
            return;
        }

        Assert.Null(outcome.Failure);
        Assert.Equal(Cases, outcome.Cases);
        // Differential targets prove nothing unless both sides accept something.
        Assert.InRange(outcome.Accepted, Cases / 50, Cases);
    }
}
