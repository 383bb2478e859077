using System.Collections.Immutable;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Watch.Tracking.Plots;

/// <summary>How plots are given to tracks.</summary>
public enum PlotAssociation
{
    /// <summary>The likeliest way to share plots out, exactly: each track takes one plot or none.</summary>
    Assignment,

    /// <summary>
    /// All ways, weighed: each track takes a mixture of its plots. A cluster of tracks too large for that is assigned.
    /// </summary>
    Joint,
}

/// <summary>What is assumed of how a class of objects moves, once a plot has named it.</summary>
/// <param name="NoiseM2S3">Density of the acceleration's white noise in m2/s3.</param>
/// <param name="FirstSpeedMps">Standard deviation of an unknown first velocity, per axis.</param>
public readonly record struct ClassMotion(double NoiseM2S3, double FirstSpeedMps);

/// <summary>What the tracker of plots assumes of the objects. One set serves small and large scenes alike.</summary>
public sealed record PlotSettings
{
    /// <summary>Ships that report themselves: most of them lie still for long, and none is faster than 60 kn.</summary>
    public static readonly PlotSettings Ships = new()
    {
        Motion = MotionBank.Resting(0.03),
        FirstSpeedMps = 8,
        MaxSpeedMps = 60 * Tracking.Motion.KnotMps,
        RestingShare = 0.7,
    };

    /// <summary>How objects move.</summary>
    public MotionBank Motion { get; init; } = MotionBank.Straight(0.05);

    /// <summary>Standard deviation of an unknown first velocity, per axis.</summary>
    public double FirstSpeedMps { get; init; } = 26;

    /// <summary>Hardly anything moves faster.</summary>
    public double MaxSpeedMps { get; init; } = 60;

    /// <summary>
    /// The same for each <see cref="ObjectClass"/> that plots name, by its number; the first, of the unknown, does not
    /// count. The usual ones are those of the tracker of identified objects.
    /// </summary>
    public ImmutableArray<ClassMotion> Classes { get; init; } =
    [
        .. Enum.GetValues<ObjectClass>().Select(kind => new ClassMotion(
            Tracking.Motion.Of(kind).NoiseM2S3, Tracking.Motion.Of(kind).FirstSpeedMps)),
    ];

    /// <summary>How plots are given to tracks.</summary>
    public PlotAssociation Association { get; init; }

    /// <summary>Density of the white noise of the acceleration upwards, in m2/s3.</summary>
    public double HeightNoiseM2S3 { get; init; } = 1;

    /// <summary>Standard deviation of an unknown first rate of climb.</summary>
    public double FirstClimbMps { get; init; } = 10;

    /// <summary>Heights that no track explains are spread evenly over so much.</summary>
    public double HeightSpreadM { get; init; } = 12_000;

    /// <summary>Share of the objects that lie still when they are first seen.</summary>
    public double RestingShare { get; init; } = 0.5;

    /// <summary>Mean time for which an object goes on existing within the scene.</summary>
    public double MeanLifeS { get; init; } = 2500;

    /// <summary>Odds that a plot which no track explains is of a new object.</summary>
    public double NewOdds { get; init; } = 0.001;

    /// <summary>The same for a sensor that is told by the objects: what it says is not made up.</summary>
    public double ToldOdds { get; init; } = 1000;

    /// <summary>A track is confirmed while its object exists with this probability at least.</summary>
    public double ConfirmAt { get; init; } = 0.5;

    /// <summary>A track is deleted when the odds that its object exists fall below.</summary>
    public double DeleteOdds { get; init; } = 1e-4;

    /// <summary>A track is deleted when its place has become as unsure as this, per axis.</summary>
    public double MaxSigmaM { get; init; } = 20_000;

    /// <summary>Most tracks at a time; a plot that would start one more is counted.</summary>
    public int MaxTracks { get; init; } = 1 << 20;

    /// <summary>Standard deviation of the first velocity of an object of a class.</summary>
    internal double FirstSpeedOf(ObjectClass kind) => IsNamed(kind) ? Classes[(int)kind].FirstSpeedMps : FirstSpeedMps;

    /// <summary>What the noise of each way to move is multiplied by for a class.</summary>
    internal double NoiseFactor(ObjectClass kind) =>
        IsNamed(kind) && Motion.Modes[0].NoiseM2S3 > 0 ? Classes[(int)kind].NoiseM2S3 / Motion.Modes[0].NoiseM2S3 : 1;

    private bool IsNamed(ObjectClass kind) => kind != ObjectClass.Unknown && (uint)kind < (uint)Classes.Length;
}

/// <summary>How a sensor sees.</summary>
/// <param name="Number">Its number, from 0 and below <see cref="MaxSensors"/>.</param>
/// <param name="DetectionProbability">
/// The chance that it sees an object that is there when it looks; 0 for one that is told by the objects themselves, now
/// and then, so that silence says nothing and a plot is no clutter.
/// </param>
/// <param name="Coverage">Where it looks; null is everywhere. What lies outside is not missed.</param>
public readonly record struct PlotSensor(int Number, double DetectionProbability, PlotBox? Coverage = null)
{
    /// <summary>Most sensors of one tracker.</summary>
    public const int MaxSensors = 256;

    /// <summary>True when it is told by the objects themselves.</summary>
    public bool IsTold => DetectionProbability == 0;

    /// <summary>The chance that it sees what is at a place.</summary>
    internal double ChanceAt(in PlaneState state) =>
        Coverage is not { } box || box.Contains(state.EastM, state.NorthM) ? DetectionProbability : 0;
}

/// <summary>A box in the plane of the tracker, its edges included.</summary>
/// <param name="WestM">Least east.</param>
/// <param name="EastM">Greatest east.</param>
/// <param name="SouthM">Least north.</param>
/// <param name="NorthM">Greatest north.</param>
public readonly record struct PlotBox(double WestM, double EastM, double SouthM, double NorthM)
{
    /// <summary>True for a place in it or on its edge.</summary>
    public bool Contains(double eastM, double northM) =>
        eastM >= WestM && eastM <= EastM && northM >= SouthM && northM <= NorthM;
}
