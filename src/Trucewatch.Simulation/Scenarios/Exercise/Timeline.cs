using System.Collections.Immutable;
using static Trucewatch.Simulation.Scenarios.Exercise.Side;

namespace Trucewatch.Simulation.Scenarios.Exercise;

/// <summary>
/// The script of the exercise: one line for each happening, in hours, minutes and seconds from its start. What one side
/// does at one time, the other does at another.
/// </summary>
internal static class Timeline
{
    /// <summary>The happenings.</summary>
    public static readonly ImmutableArray<Happening> All =
    [
        // The first hour: the whole story once.
        new Strays("X-01", At(0, 0, 0), West, Unit: 12, LineKm: 671, StaysMinutes: 30),
        new EntersCorridor("X-02", At(0, 0, 0), East, East.AuxiliaryMmsi + 7, LaneKm: 98, StaysMinutes: 25),
        new CrossesZone("X-03", At(0, 16, 0), East, Unit: 3, LineKm: 548),
        new Shelling("X-04", At(0, 27, 0), East, LineKm: 606, FromLineKm: 11, Station: 4),
        new Refusal("X-05", At(0, 38, 0), West, Patrol: 2, LineKm: 497, FromLineKm: 9),

        // The same, mirrored.
        new Strays("X-06", At(3, 10, 0), East, Unit: 12, LineKm: 665, StaysMinutes: 30),
        new CrossesZone("X-07", At(4, 30, 0), West, Unit: 3, LineKm: 552),
        new EntersCorridor("X-08", At(6, 0, 0), West, West.AuxiliaryMmsi + 7, LaneKm: 112, StaysMinutes: 25),
        new Shelling("X-09", At(7, 40, 0), West, LineKm: 448, FromLineKm: 11, Station: 7),
        new Refusal("X-10", At(9, 15, 0), East, Patrol: 5, LineKm: 340, FromLineKm: 9),

        // The rest of the day, in pairs. A stray of six minutes counts under one reading of 4.2(a) and not the other.
        new Strays("X-11", At(10, 0, 0), East, Unit: 18, LineKm: 398, StaysMinutes: 3),
        new Works("X-12", At(11, 30, 0), West, LineKm: 278, FromLineKm: 13),
        new HeavyWeapon("X-13", At(12, 20, 0), East, LineKm: 228, FromLineKm: 15),
        new LooksIn("X-14", At(13, 0, 0), West, Unit: 8, LineKm: 340),
        new DriftingMine("X-15", At(14, 0, 0), LaneKm: 80, FromLaneKm: 12),
        new Strays("X-16", At(15, 20, 0), West, Unit: 18, LineKm: 340, StaysMinutes: 3),
        new Delay("X-17", At(16, 10, 0), West, LineKm: 606, FromLineKm: 14),
        new Works("X-18", At(17, 0, 0), East, LineKm: 167, FromLineKm: 13),
        new HeavyWeapon("X-19", At(18, 10, 0), West, LineKm: 606, FromLineKm: 15),
        new LooksIn("X-20", At(19, 0, 0), East, Unit: 8, LineKm: 448),
        new Delay("X-21", At(20, 0, 0), East, LineKm: 497, FromLineKm: 14),
        new EntersCorridor("X-22", At(20, 20, 0), West, West.ForcesMmsi + 5, LaneKm: 105, StaysMinutes: 10),
        new EntersCorridor("X-23", At(22, 10, 0), East, East.ForcesMmsi + 5, LaneKm: 90, StaysMinutes: 10),
    ];

    private static double At(int hours, int minutes, int seconds) => (hours * 3600) + (minutes * 60) + seconds;
}
