using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Simulation.Sending;

namespace Trucewatch.Simulation.Scenarios;

/// <summary>States where everybody truly is.</summary>
internal static class Truths
{
    /// <summary>Time between rows of one player.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>One row for each player who is to be seen, each minute from the start.</summary>
    public static IEnumerable<TruthRow> Rows(ImmutableArray<Player> players, ScenarioRun run, Instant start)
    {
        for (var passed = TimeSpan.Zero; passed < run.Length; passed += Every)
        {
            foreach (var player in players)
            {
                if (player.Motion.At(passed.TotalSeconds) is { } here)
                {
                    yield return new TruthRow(start + passed, player.Id, player.Class, here.Position, player.Side);
                }
            }
        }
    }
}
