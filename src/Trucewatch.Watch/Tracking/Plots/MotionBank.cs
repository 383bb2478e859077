using System.Collections.Immutable;

namespace Trucewatch.Watch.Tracking.Plots;

/// <summary>One way to move: a turn at a known rate with white acceleration on top, or lying still.</summary>
/// <param name="TurnDegPerS">Rate of turn, clockwise; 0 is straight on.</param>
/// <param name="NoiseM2S3">Density of the acceleration's white noise in m2/s3.</param>
/// <param name="StayS">Mean time for which an object keeps to it before it changes to one of the others.</param>
/// <param name="DriftM2PerS">Above zero for lying still: how fast the place's variance grows.</param>
public readonly record struct MotionMode(
    double TurnDegPerS, double NoiseM2S3, double StayS, double DriftM2PerS = 0);

/// <summary>
/// The ways to move that a track is weighed against. One is a plain Kalman filter; several interact, each object
/// changing its way now and then (interacting multiple models: Blom and Bar-Shalom, IEEE Trans. AC 33(8), 1988).
/// </summary>
/// <param name="Modes">The ways, at most <see cref="MaxModes"/>; the first is the usual one.</param>
public sealed record MotionBank(ImmutableArray<MotionMode> Modes)
{
    /// <summary>Most ways to move in one bank.</summary>
    public const int MaxModes = 8;

    private const double TurnS = 60;

    /// <summary>Constant velocity.</summary>
    public static MotionBank Straight(double noise) => new([new(0, noise, double.PositiveInfinity)]);

    /// <summary>Straight on, or lying still on moorings for half an hour and more.</summary>
    public static MotionBank Resting(double noise) => new([new(0, noise, 3 * TurnS), new(0, 0, 2000, 0.01)]);

    /// <summary>
    /// Coordinated turns: straight on, and three rates to either side, so far apart that with their wider noise they
    /// follow each rate up to four degrees a second better than the plots do.
    /// </summary>
    public static MotionBank Turning(double noise) => new(
    [
        new(0, noise, TurnS),
        new(-1, 4 * noise, TurnS), new(1, 4 * noise, TurnS),
        new(-2.2, 4 * noise, TurnS), new(2.2, 4 * noise, TurnS),
        new(-3.8, 4 * noise, TurnS), new(3.8, 4 * noise, TurnS),
    ]);

    /// <summary>Straight on, a standard turn to either side, and speeding up or slowing down.</summary>
    public static MotionBank Mixed(double noise) => new(
    [
        new(0, noise, 4 * TurnS), new(-3, noise, TurnS), new(3, noise, TurnS), new(0, 40 * noise, TurnS),
    ]);
}
