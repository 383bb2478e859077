using Trucewatch.Simulation.Sending;

namespace Trucewatch.Simulation.Scenarios.Exercise;

/// <summary>The feeds of the exercise, and the ways that its messages take, with the faults of real ones.</summary>
internal static class Links
{
    /// <summary>AIS: some sentences damaged, held up or heard by two stations; six minutes of silence.</summary>
    public static readonly Link Sea = new(
        0, 0.4, LateChance: 0.01, RepeatChance: 0.02, DamageChance: 0.001, [Minutes(130, 136)]);

    /// <summary>Air pictures come quickly; four minutes of silence.</summary>
    public static readonly Link Air = new(
        1, 0.3, LateChance: 0.01, RepeatChance: 0.01, DamageChance: 0, [Minutes(342, 346)]);

    /// <summary>Ground positions come by radio, slowly at times; five minutes of silence.</summary>
    public static readonly Link Land = new(
        2, 0.8, LateChance: 0.02, RepeatChance: 0.01, DamageChance: 0, [Minutes(525, 530)]);

    /// <summary>Reports are sent once more when the confirmation is slow.</summary>
    public static readonly Link Posts = new(3, 1.5, LateChance: 0.1, RepeatChance: 0.2, DamageChance: 0, []);

    /// <summary>Mode S carries no time: what a receiver hands on comes at once, in order, and each once.</summary>
    public static readonly Link Sky = Link.Clean(4, 0.1);

    /// <summary>Lists of what satellites saw come minutes later, and some rows again.</summary>
    public static readonly Link Orbit = new(5, 300, LateChance: 0, RepeatChance: 0.1, DamageChance: 0, []);

    /// <summary>Seismic networks locate within a minute.</summary>
    public static readonly Link Tremors = new(6, 40, LateChance: 0.1, RepeatChance: 0.1, DamageChance: 0, []);

    private static Outage Minutes(double from, double to) => new(from * 60, to * 60);
}
