using System.Collections.Immutable;

namespace Trucewatch.Geo.Locating;

/// <summary>Why no place is stated.</summary>
public enum LocatingRefusal
{
    /// <summary>A place is stated.</summary>
    None,

    /// <summary>A value is not usable: not finite, a standard deviation not above zero, stations too far apart or too
    /// near a pole.</summary>
    UnusableInput,

    /// <summary>Fewer than three stations at different places.</summary>
    TooFewStations,

    /// <summary>More arrivals than are looked at together.</summary>
    TooManyArrivals,

    /// <summary>No start came to an end within the limit of iterations.</summary>
    NotSolved,

    /// <summary>The place would be farther from the stations than a signal is heard.</summary>
    OutOfBounds,

    /// <summary>The times do not fit one source, and it is not clear that one of five or more stations is wrong.
    /// </summary>
    ResidualsTooLarge,

    /// <summary>Two places explain the times alike; one beyond the bound counts, and is not named.</summary>
    Ambiguous,

    /// <summary>The stations hardly tell places along one direction apart.</summary>
    IllConditioned,

    /// <summary>The ellipse of 95 % is longer than the limit, at the place or at one of its ends.</summary>
    EllipseTooLarge,

    /// <summary>The area that the times allow is curved or lopsided, so that no ellipse describes it.</summary>
    NotAnEllipse,

    /// <summary>The range is zero, or greater than the limit.</summary>
    RangeOutOfLimits,
}

/// <summary>What may be stated of a place.</summary>
/// <param name="SemiMajorM">Longest semi-axis of the ellipse of 95 %, metres.</param>
/// <param name="ConditionNumber">Greatest ratio of the variances along the axes of the ellipse.</param>
/// <param name="RangeM">Farthest from the middle of the stations, metres; at most
/// <see cref="ArrivalLocator.MaxRangeM"/>.</param>
/// <param name="ResidualProbability">Times that fit a source less well than so rare a chance are refused.</param>
public sealed record LocatingLimits(
    double SemiMajorM = 1_000,
    double ConditionNumber = 10_000,
    double RangeM = 60_000,
    double ResidualProbability = 0.001);

/// <summary>
/// Where and when a signal started, or why that is not stated. It says where something happened, and nothing of who did
/// it or where a shot came from.
/// </summary>
public sealed record LocatedSource
{
    /// <summary>Why no place is stated.</summary>
    public required LocatingRefusal Refusal { get; init; }

    /// <summary>The place; null where none is stated.</summary>
    public GeoPoint? Place { get; init; }

    /// <summary>Its error, with what the stations share.</summary>
    public Covariance2 Error { get; init; }

    /// <summary>The ellipse of 95 %, also of a place that is refused for it.</summary>
    public ErrorEllipse Ellipse { get; init; }

    /// <summary>When it happened, seconds from the time that the arrivals share.</summary>
    public double TimeS { get; init; }

    /// <summary>Standard deviation of that time, seconds.</summary>
    public double TimeSigmaS { get; init; }

    /// <summary>Sum of the squared residuals, each over its standard deviation.</summary>
    public double ChiSquare { get; init; }

    /// <summary>Degrees of freedom of that sum: arrivals that were used, less three.</summary>
    public int DegreesOfFreedom { get; init; }

    /// <summary>Ratio of the variances along the axes of the ellipse.</summary>
    public double ConditionNumber { get; init; }

    /// <summary>Number of the arrival that was left out because all others agree without it; null where none was.
    /// </summary>
    public int? Excluded { get; init; }

    /// <summary>By how much each arrival came late, seconds, in the order given; empty without a solution.</summary>
    public ImmutableArray<double> ResidualsS { get; init; } = [];

    /// <summary>All places that explain the times, best first, where there is more than one.</summary>
    public ImmutableArray<GeoPoint> Candidates { get; init; } = [];
}
