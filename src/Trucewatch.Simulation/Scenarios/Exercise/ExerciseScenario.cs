using System.Collections.Immutable;
using Trucewatch.Simulation.Scenarios.Scripts;
using Trucewatch.Simulation.Sending;

namespace Trucewatch.Simulation.Scenarios.Exercise;

/// <summary>
/// The bundled exercise: a day at an invented line, with everyday traffic and the happenings of <see cref="Timeline"/>.
/// </summary>
internal static class ExerciseScenario
{
    /// <summary>The scenario's line in the table.</summary>
    public static readonly Scenario Scenario = ScriptedScenario.Of(
        "exercise",
        "A day at the illustrative line",
        "EXERCISE. Traffic on land, at sea and in the air. A vehicle strays into the zone, a ship enters the protected "
        + "corridor, a drone crosses, shelling is heard, seen, counted, confirmed and disputed, a patrol is refused. "
        + "Over the day both sides do the same.",
        Stage.Exercise,
        TimeSpan.FromHours(24),
        speed: 60,
        Traffic.All,
        _ => Timeline.All);

    /// <summary>Those who do what the script says, without everyday traffic.</summary>
    public static ImmutableArray<Sender> Happenings() => ScriptedScenario.Senders(Timeline.All);
}
