using System.Collections.Immutable;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Simulation.World;

/// <summary>
/// How sensors of the simulated world see, whatever anybody assumes of them: the chance to see a thing at its own place
/// in the light that is there then. What counts coverage knows nothing of it, and states what it assumes; that both
/// agree is measured (<see cref="SensedDay"/>).
/// </summary>
/// <param name="Modality">With what it looks.</param>
/// <param name="Best">The chance to see a vehicle near by, by day.</param>
/// <param name="HalfRangeM">Where half of it is left, metres; infinite: range does not matter.</param>
/// <param name="AtNight">What is left of it in the dark.</param>
/// <param name="LastsS">How long a thing stays that it looks for, seconds.</param>
/// <param name="Person">What is left of it for a person.</param>
/// <param name="Drone">What is left of it for a drone.</param>
/// <param name="SeesThroughClouds">True where clouds hide nothing from it.</param>
public sealed record TrueSensor(
    Modality Modality, double Best, double HalfRangeM, double AtNight, double LastsS, double Person, double Drone,
    bool SeesThroughClouds)
{
    /// <summary>All kinds of sensors of the world.</summary>
    public static ImmutableArray<TrueSensor> All { get; } =
    [
        new(Modality.Optical, 0.8, 4_000, 0.05, 3_600, 0.4, 0.2, false),
        new(Modality.Thermal, 0.75, 5_000, 1, 3_600, 0.6, 0.3, false),
        new(Modality.ImagingRadar, 0.6, double.PositiveInfinity, 1, 3_600, 0, 0, true),
        new(Modality.Human, 0.7, 2_000, 0.3, 900, 1, 1, true),
    ];

    /// <summary>That of a modality.</summary>
    public static TrueSensor Of(Modality modality) => All.Single(one => one.Modality == modality);

    /// <summary>The chance to see a thing.</summary>
    /// <param name="rangeM">How far it is from the sensor, up and along the ground, metres.</param>
    /// <param name="isDark">True where the sun has set over it.</param>
    /// <param name="kind">What it is.</param>
    public double Chance(double rangeM, bool isDark, ObjectClass kind)
    {
        var ratio = rangeM / HalfRangeM;
        var left = kind switch
        {
            ObjectClass.Person => Person,
            ObjectClass.Drone => Drone,
            _ => 1,
        };
        return Best / (1 + (ratio * ratio * ratio)) * (isDark ? AtNight : 1) * left;
    }
}
