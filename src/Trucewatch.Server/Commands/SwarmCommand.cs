using System.CommandLine;
using Trucewatch.Evidence;
using Trucewatch.Server.Swarm;
using Trucewatch.Simulation.Checks;
using Trucewatch.Simulation.Swarm;

namespace Trucewatch.Server.Commands;

/// <summary><c>swarm</c>: many small drawn worlds through the whole program, each with all checks.</summary>
internal static class SwarmCommand
{
    public static Command Build()
    {
        var from = new Option<ulong>("--from")
        {
            Description = "First seed", DefaultValueFactory = _ => 1, HelpName = "SEED",
        };
        var count = new Option<int>("--count")
        {
            Description = "Number of seeds", DefaultValueFactory = _ => 10, HelpName = "N",
        };
        var plant = new Option<string?>("--plant")
        {
            Description = "Plant a failure, which the check of that name must find", HelpName = "CHECK",
        };
        var keep = new Option<string?>("--keep")
        {
            Description = "Keep what each seed's plays wrote, in a folder of its own under this one", HelpName = "DIR",
        };
        var command = new Command(
            "swarm",
            "Draw small worlds from seeds, play each through the whole program (live with stops, replayed, in another "
            + "order, with the parties exchanged), and check: "
            + string.Join(", ", TrialChecks.All.Select(check => check.Name)))
        {
            from, count, plant, keep,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var (first, most) = (parsed.GetValue(from), parsed.GetValue(count));
            if (most < 1)
            {
                throw new UnusableException(FormattableString.Invariant($"--count: expected at least 1, got {most}"));
            }

            var planted = Planted(parsed.GetValue(plant));
            var (done, bad) = (0, 0);
            using (new Progress(() => FormattableString.Invariant($"{done} of {most} seeds played, {bad} failed")))
            {
                // Seeds are played side by side on all processors, and told in their order whichever ends first.
                var (playing, next) = (new Queue<Task<List<string>>>(), first);
                while (done < most)
                {
                    for (; playing.Count < 2 * Environment.ProcessorCount && next - first < (ulong)most; next++)
                    {
                        var seed = next;
                        playing.Enqueue(
                            Task.Run(() => ProblemsAsync(seed, planted, stop, parsed.GetValue(keep)), stop));
                    }

                    var problems = await playing.Dequeue();
                    problems.ForEach(problem => Console.Out.WriteLine($"{ExerciseMark.Word} {problem}"));
                    bad += problems.Count > 0 ? 1 : 0;
                    done++;
                }
            }

            await Console.Out.WriteLineAsync(FormattableString.Invariant(
                $"{ExerciseMark.Word} {done - bad} seeds passed, {bad} failed"));
            return bad == 0 ? CommandTable.Done : CommandTable.Negative;
        });
        return command;
    }

    private static Plant Planted(string? check) => check is null
        ? Plant.None
        : TrialChecks.All.Any(known => known.Name == check) ? Enum.Parse<Plant>(check, ignoreCase: true)
        : throw new UnusableException(
            $"--plant: expected one of {string.Join(", ", TrialChecks.All.Select(known => known.Name))}, got {check}");

    /// <summary>What the checks find wrong with a seed, one line each.</summary>
    internal static async Task<List<string>> ProblemsAsync(
        ulong seed, Plant plant, CancellationToken stop, string? keep = null)
    {
        var folder = keep is null
            ? Directory.CreateTempSubdirectory("trucewatch-swarm-").FullName
            : Directory.CreateDirectory(Path.Combine(keep, FormattableString.Invariant($"seed-{seed}"))).FullName;
        try
        {
            var plays = await TrialPlay.PlayAsync(Trial.Draw(seed), folder, plant, stop);
            return
            [
                .. TrialChecks.All
                    .Select(check => (check.Name, Problem: check.Find(plays)))
                    .Where(found => found.Problem is not null)
                    .Select(found => FormattableString.Invariant($"seed {seed}: {found.Name}: {found.Problem}")),
            ];
        }
        finally
        {
            if (keep is null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }
}
