using Trucewatch.Simulation.World;
using Trucewatch.Watch.Planning;

namespace Trucewatch.Server.Bench.Planning;

/// <summary>Days of 40 drones along 600 km, planned.</summary>
internal static class PlanBenchmarks
{
    /// <summary>The seeds that are planned in turn.</summary>
    public const int Seeds = 3;

    public static readonly Benchmark Day = new(
        "plan-day",
        "days of 40 drones and four satellites planned over 24,000 km2, three seeds in turn, and by how much the plans "
        + "gain more than the greedy ones",
        () =>
        {
            var scene = new TaskingScene();
            var greedy = new DayPlan?[Seeds];
            var plans = new DayPlan?[Seeds];
            return
            [
                new Trial("plan-day", 1, turn =>
                {
                    var seed = turn % Seeds;
                    plans[seed] = DayPlanner.Plan(scene.Agreement, scene.Of((ulong)seed + 1), 1);
                    return plans[seed]!.Tasks.Length;
                })
                {
                    Figures = () => FiguresOf(scene, greedy, plans),
                },
            ];
        });

    private static IReadOnlyList<(string Name, double Value)> FiguresOf(
        TaskingScene scene, DayPlan?[] greedy, DayPlan?[] plans)
    {
        var (before, after, most) = (0.0, 0.0, 0.0);
        for (var seed = 0; seed < Seeds; seed++)
        {
            if (plans[seed] is { } plan)
            {
                greedy[seed] ??= DayPlanner.Greedy(scene.Agreement, scene.Of((ulong)seed + 1));
                (before, after, most) = (before + greedy[seed]!.Gain, after + plan.Gain, most + plan.MostGain);
            }
        }

        return
        [
            ("greedy_gain", before), ("gain", after), ("gain_over_greedy", after / before), ("most_gain", most),
            ("fair", plans.All(plan => plan?.IsFair != false) ? 1 : 0),
        ];
    }
}
