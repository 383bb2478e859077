using System.Collections.Immutable;

namespace Trucewatch.Watch.Tracking.Plots;

/// <summary>One way to move: a turn at a known rate with white acceleration on top.</summary>
/// <param name="TurnDegPerS">Rate of turn, clockwise; 0 is straight on.</param>
/// <param name="NoiseM2S3">Density of the acceleration's white noise in m2/s3.</param>
internal readonly record struct MotionMode(double TurnDegPerS, double NoiseM2S3);

/// <summary>
/// The ways to move that a track is weighed against. One is a plain Kalman filter; several interact, each object
/// changing its way now and then (interacting multiple models: Blom and Bar-Shalom, IEEE Trans. AC 33(8), 1988).
/// </summary>
/// <param name="Modes">The ways, at most <see cref="MaxModes"/>; the first is the usual one.</param>
/// <param name="StayS">Mean time for which an object keeps its way.</param>
internal sealed record MotionBank(ImmutableArray<MotionMode> Modes, double StayS)
{
    /// <summary>Most ways to move in one bank.</summary>
    public const int MaxModes = 8;

    /// <summary>Constant velocity.</summary>
    public static MotionBank Straight(double noise) => new([new(0, noise)], double.PositiveInfinity);

    /// <summary>Coordinated turns: straight on, and a slow and a standard turn to either side.</summary>
    public static MotionBank Turning(double noise) =>
        new([new(0, noise), new(-1, noise), new(1, noise), new(-3, noise), new(3, noise)], 60);

    /// <summary>Straight on, a standard turn to either side, and speeding up or slowing down.</summary>
    public static MotionBank Mixed(double noise) =>
        new([new(0, noise), new(-3, noise), new(3, noise), new(0, 40 * noise)], 60);
}
