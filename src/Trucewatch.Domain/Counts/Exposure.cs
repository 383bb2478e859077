namespace Trucewatch.Domain.Counts;

/// <summary>
/// How much was watched while something was counted. A count says nothing without it: zero seen where nobody looked is
/// not nothing seen.
/// </summary>
public sealed record Exposure
{
    /// <summary>Makes an exposure.</summary>
    /// <param name="watchedKm2H">Square kilometres times hours, each weighed by the chance to see.</param>
    /// <param name="wholeKm2H">Square kilometres times hours that there were.</param>
    /// <param name="from">Begin of the time that is spoken of.</param>
    /// <param name="until">End of it.</param>
    /// <exception cref="ArgumentOutOfRangeException">More was watched than there was, a value is negative or not
    /// finite, or the end lies before the begin.</exception>
    public Exposure(double watchedKm2H, double wholeKm2H, Instant from, Instant until)
    {
        if (!(watchedKm2H >= 0 && watchedKm2H <= wholeKm2H && double.IsFinite(wholeKm2H)) || until < from)
        {
            throw new ArgumentOutOfRangeException(nameof(watchedKm2H), FormattableString.Invariant(
                $"expected 0 <= watched <= whole and an end after the begin, got {watchedKm2H} of {wholeKm2H} km2 h, ")
                + $"{from} to {until}");
        }

        (WatchedKm2H, WholeKm2H, From, Until) = (watchedKm2H, wholeKm2H, from, until);
    }

    /// <summary>Square kilometres times hours, each weighed by the chance to see.</summary>
    public double WatchedKm2H { get; }

    /// <summary>Square kilometres times hours that there were.</summary>
    public double WholeKm2H { get; }

    /// <summary>Begin of the time that is spoken of.</summary>
    public Instant From { get; }

    /// <summary>End of it.</summary>
    public Instant Until { get; }

    /// <summary>Share that was watched, weighed by the chance to see, 0 to 1.</summary>
    public double Share => WholeKm2H > 0 ? WatchedKm2H / WholeKm2H : 0;

    /// <summary>True when anything at all was watched.</summary>
    public bool IsWatched => WatchedKm2H > 0;
}
