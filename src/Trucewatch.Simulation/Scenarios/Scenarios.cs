using System.Collections.Immutable;
using Trucewatch.Simulation.Scenarios.Exercise;
using Trucewatch.Simulation.Scenarios.SeaTraffic;

namespace Trucewatch.Simulation.Scenarios;

/// <summary>All scenarios, one line each.</summary>
public static class Scenarios
{
    /// <summary>The table. To add a scenario, add its folder and its line here.</summary>
    public static readonly ImmutableArray<Scenario> All =
    [
        ExerciseScenario.Scenario,
        SeaTrafficScenario.Scenario,
    ];

    /// <summary>The scenario with this id, or null.</summary>
    public static Scenario? Find(string id) => All.FirstOrDefault(scenario => scenario.Id == id);
}
