using Trucewatch.Server.Commands;
using Trucewatch.Simulation.Checks;
using Trucewatch.Simulation.Swarm;
using Trucewatch.SystemTests.Programs;
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
    [InlineData(3, Plant.Frames, "frames")]
    [InlineData(3, Plant.Replay, "replay")]
    [InlineData(3, Plant.Order, "order")]
    [InlineData(3, Plant.Mirror, "mirror")]
    [InlineData(3, Plant.Citations, "citations")]
    [InlineData(3, Plant.Watched, "watched")]
    [InlineData(3, Plant.Evidence, "evidence")]
    [InlineData(3, Plant.Sure, "sure")]
    [InlineData(3, Plant.Innocent, "innocent")]
    [InlineData(16, Plant.Merge, "merge")]
    [InlineData(5, Plant.Disk, "disk")]
    public async Task A_planted_failure_is_found_by_its_check(int seed, Plant plant, string check)
    {
        var problems = await ProblemsAsync([seed], plant);
        Assert.Contains(problems, problem => problem.StartsWith($"seed {seed}: {check}: ", StringComparison.Ordinal));
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

        // Each format and each further kind of rule is in many of them, and missing in many.
        var heard = worlds.SelectMany(world => world.Play().Select(sent => world.Feeds[sent.Feed].Format).Distinct())
            .CountBy(format => format).ToDictionary();
        Assert.Equal(
            ["ais", "beast", "cot", "gmti", "klv", "odid", "report"], heard.Keys.Order(StringComparer.Ordinal));
        Assert.All(heard.Values, count => Assert.InRange(count, 60, 200));
        var kinds = worlds.SelectMany(world => world.Agreement().Clauses.Select(clause => clause.RuleKind).Distinct())
            .CountBy(kind => kind).ToDictionary();
        Assert.Equal(13, kinds.Count);
        Assert.All(kinds.Values, count => Assert.InRange(count, 60, 200));
    }

    /// <summary>Seeds are told in their order though played side by side, and each line says: an exercise.</summary>
    [Fact]
    public void What_is_said_of_drawn_worlds_is_marked_and_in_the_order_of_their_seeds()
    {
        var played = TrucewatchProgram.Run("swarm", "--from", "2", "--count", "5", "--plant", "frames");
        Assert.Equal(1, played.ExitCode);
        var lines = played.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.StartsWith("EXERCISE ", line, StringComparison.Ordinal));
        var seeds = lines[..^1].Select(line => line.Split(' ', ':')[2]).ToList();
        Assert.Equal(seeds.Order(StringComparer.Ordinal), seeds);
        Assert.Equal(["2", "3", "4", "5", "6"], seeds.Distinct());
        Assert.Equal("EXERCISE 0 seeds passed, 5 failed", lines[^1]);
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
