namespace Trucewatch.Domain.Counts;

/// <summary>Between which limits a rate lies.</summary>
/// <param name="Least">Least that fits; 0 where nothing was seen.</param>
/// <param name="Likeliest">Count by exposure.</param>
/// <param name="Most">Most that fits.</param>
public readonly record struct RateLimits(double Least, double Likeliest, double Most);

/// <summary>How two counts compare, each over what was watched.</summary>
public enum RateChange
{
    /// <summary>One of the times was not watched: nothing can be said.</summary>
    NotWatched,

    /// <summary>Chance alone may make the difference.</summary>
    CannotBeToldApart,

    /// <summary>The later rate is greater.</summary>
    Rose,

    /// <summary>The later rate is smaller.</summary>
    Dropped,
}

/// <summary>
/// How often something was counted, and how much was watched meanwhile. The only way in which a number of incidents
/// leaves the house: there is none without its exposure, so that none can be made.
/// </summary>
public sealed record ExposedCount
{
    /// <summary>Most that is counted.</summary>
    public const int MaxCount = 1_000_000;

    /// <summary>The level of all intervals: they miss the true rate in at most so many of all cases.</summary>
    public const double Level = 0.05;

    /// <summary>Makes a count.</summary>
    /// <exception cref="ArgumentNullException">There is no exposure.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative or above <see cref="MaxCount"/>.</exception>
    public ExposedCount(int count, Exposure exposure)
    {
        ArgumentNullException.ThrowIfNull(exposure);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxCount);
        (Count, Exposure) = (count, exposure);
    }

    /// <summary>How many.</summary>
    public int Count { get; }

    /// <summary>What was watched.</summary>
    public Exposure Exposure { get; }

    /// <summary>
    /// The rate in 1,000 square kilometres and 24 hours that are fully watched, between its exact limits; with zero
    /// seen the upper one alone, which misses in 5 % of all cases (2.996 by exposure). Null: not watched.
    /// </summary>
    public RateLimits? RatePer1000Km2Day()
    {
        if (!Exposure.IsWatched)
        {
            return null;
        }

        var scale = 24_000 / Exposure.WatchedKm2H;
        var (least, most) = Count == 0
            ? (0, IncompleteGamma.Inverse(1, 1 - Level))
            : IncompleteGamma.Interval(Count, Level);
        return new RateLimits(least * scale, Count * scale, most * scale);
    }

    /// <summary>
    /// How the rate has changed since an earlier count: given the sum of both, the later one is binomial (the
    /// conditional test of two Poisson counts, Przyborowski and Wilenski 1940), so that small numbers decide nothing.
    /// </summary>
    public RateChange ChangeSince(ExposedCount earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        if (!Exposure.IsWatched || !earlier.Exposure.IsWatched)
        {
            return RateChange.NotWatched;
        }

        var (least, most) = RatioLimits(
            earlier.Count, earlier.Exposure.WatchedKm2H, Count, Exposure.WatchedKm2H, Level);
        return least > 1 ? RateChange.Rose : most < 1 ? RateChange.Dropped : RateChange.CannotBeToldApart;
    }

    /// <summary>The exact limits of the later rate by the earlier one; with nothing counted they say nothing.</summary>
    /// <param name="before">Earlier count.</param>
    /// <param name="watchedBefore">What was watched for it, above zero.</param>
    /// <param name="after">Later count.</param>
    /// <param name="watchedAfter">What was watched for it, above zero, in the same unit.</param>
    /// <param name="level">The share of all cases in which they may miss.</param>
    public static (double Least, double Most) RatioLimits(
        int before, double watchedBefore, int after, double watchedAfter, double level)
    {
        if (before + after == 0)
        {
            return (0, double.PositiveInfinity);
        }

        // Given the sum the later count has the share r e / (1 + r e) of it, with e the ratio of what was watched.
        var (low, high) = IncompleteBeta.Interval(after, before + after, level);
        var scale = watchedBefore / watchedAfter;
        return (Odds(low) * scale, Odds(high) * scale);
    }

    private static double Odds(double share) => share >= 1 ? double.PositiveInfinity : share / (1 - share);
}
