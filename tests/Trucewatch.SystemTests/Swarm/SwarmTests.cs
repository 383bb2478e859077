using Trucewatch.Server.Commands;
using Trucewatch.Simulation.Checks;
using Trucewatch.Simulation.Swarm;
using Xunit;

namespace Trucewatch.SystemTests.Swarm;

public sealed class SwarmTests
{
    [Fact]
    public async Task Two_hundred_drawn_worlds_pass_all_checks()
    {
        var problems = await ProblemsAsync(Enumerable.Range(1, 200), Plant.None);
        Assert.Empty(problems);
    }

    /// <summary>Each check is seen to fail on a world into which its own failure was planted.</summary>
    [Theory]
    [InlineData(Plant.Frames, "frames")]
    [InlineData(Plant.Replay, "replay")]
    [InlineData(Plant.Order, "order")]
    [InlineData(Plant.Mirror, "mirror")]
    [InlineData(Plant.Citations, "citations")]
    [InlineData(Plant.Watched, "watched")]
    [InlineData(Plant.Evidence, "evidence")]
    [InlineData(Plant.Sure, "sure")]
    [InlineData(Plant.Innocent, "innocent")]
    public async Task A_planted_failure_is_found_by_its_check(Plant plant, string check)
    {
        var problems = await ProblemsAsync([3], plant);
        Assert.Contains(problems, problem => problem.StartsWith($"seed 3: {check}: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_check_has_its_planted_failure() => Assert.Equal(
        TrialChecks.All.Select(check => check.Name).Order(StringComparer.Ordinal),
        Enum.GetValues<Plant>().Where(plant => plant != Plant.None)
            .Select(plant => plant.ToString().ToLowerInvariant()).Order(StringComparer.Ordinal));

    [Fact]
    public void The_worlds_differ_and_hold_what_the_checks_ask_for()
    {
        var worlds = Enumerable.Range(1, 200).Select(seed => Trial.Draw((ulong)seed)).ToList();
        Assert.Equal(200, worlds.Select(world => world.Agreement().Hash).Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(worlds.Count(world => world.Stops > 0), 100, 180);
        Assert.InRange(worlds.Count(world => !world.Sure.IsEmpty), 120, 200);
        Assert.InRange(worlds.Count(world => !world.Innocent.IsEmpty), 120, 200);
        Assert.InRange(worlds.Count(world => world.Play().GroupBy(sent => sent.At).Any(group =>
            group.Select(sent => sent.Feed).Distinct().Count() > 1)), 120, 200);
    }

    private static async Task<List<string>> ProblemsAsync(IEnumerable<int> seeds, Plant plant)
    {
        var problems = new System.Collections.Concurrent.ConcurrentBag<string>();
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = 2, CancellationToken = TestContext.Current.CancellationToken,
        };
        await Parallel.ForEachAsync(seeds, options, async (seed, stop) =>
        {
            foreach (var problem in await SwarmCommand.ProblemsAsync((ulong)seed, plant, stop))
            {
                problems.Add(problem);
            }
        });
        return [.. problems.Order(StringComparer.Ordinal)];
    }
}
