namespace Trucewatch.Watch.Tracking.Plots;

/// <summary>What the tracker of plots assumes of the objects. One set serves small and large scenes alike.</summary>
internal sealed record PlotSettings
{
    /// <summary>How objects move.</summary>
    public MotionBank Motion { get; init; } = MotionBank.Straight(0.05);

    /// <summary>Standard deviation of an unknown first velocity, per axis.</summary>
    public double FirstSpeedMps { get; init; } = 26;

    /// <summary>Nothing moves faster.</summary>
    public double MaxSpeedMps { get; init; } = 100;

    /// <summary>Mean time for which an object goes on existing within the scene.</summary>
    public double MeanLifeS { get; init; } = 2500;

    /// <summary>Odds that a plot which no track explains is of a new object.</summary>
    public double NewOdds { get; init; } = 0.001;

    /// <summary>A track is confirmed while its object exists with this probability at least.</summary>
    public double ConfirmAt { get; init; } = 0.5;

    /// <summary>A track is deleted when the odds that its object exists fall below.</summary>
    public double DeleteOdds { get; init; } = 1e-4;

    /// <summary>A track is deleted when its place has become as unsure as this, per axis.</summary>
    public double MaxSigmaM { get; init; } = 20_000;

    /// <summary>Most tracks at a time; a plot that would start one more is counted.</summary>
    public int MaxTracks { get; init; } = 1 << 20;
}

/// <summary>How a sensor sees.</summary>
/// <param name="Number">Its number, from 0 and below <see cref="MaxSensors"/>.</param>
/// <param name="DetectionProbability">
/// The chance that it sees an object that is there when it looks; 0 for one that is told now and then, whose silence says
/// nothing.
/// </param>
/// <param name="ClutterPerM2">False plots for each square metre and scan; 0 when it is to be learnt.</param>
internal readonly record struct PlotSensor(int Number, double DetectionProbability, double ClutterPerM2)
{
    /// <summary>Most sensors of one tracker.</summary>
    public const int MaxSensors = 256;
}
