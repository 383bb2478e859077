using System.Collections.Immutable;
using Trucewatch.Simulation.Scenarios.Exercise;
using Trucewatch.Simulation.Scenarios.FullFront;
using Trucewatch.Simulation.Scenarios.Scripts;
using Trucewatch.Simulation.Scenarios.SeaTraffic;

namespace Trucewatch.Simulation.Scenarios;

/// <summary>All scenarios, one line each.</summary>
public static class Scenarios
{
    /// <summary>The table. To add a scenario, add a script, or its folder and its line here.</summary>
    public static readonly ImmutableArray<Scenario> All =
    [
        ExerciseScenario.Scenario,
        SeaTrafficScenario.Scenario,
        FullFrontScenario.Scenario,
        .. Script.All(),
    ];

    /// <summary>The scenario with this id, or null.</summary>
    public static Scenario? Find(string id) => All.FirstOrDefault(scenario => scenario.Id == id);
}
