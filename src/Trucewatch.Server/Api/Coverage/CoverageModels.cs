using System.Diagnostics.CodeAnalysis;
using Trucewatch.Domain;
using Trucewatch.Domain.Counts;
using Trucewatch.Domain.Frames;
using Trucewatch.Watch.Coverage;

namespace Trucewatch.Server.Api.Coverage;

/// <summary>Whether a place and a time were watched, as far as a reader may know.</summary>
internal enum WatchState
{
    /// <summary>Somebody looked, with the chance that the share says.</summary>
    Watched,

    /// <summary>Nobody looked: zero seen is not nothing seen.</summary>
    NotWatched,

    /// <summary>This reader may not know who looked.</summary>
    Withheld,
}

/// <summary>What was watched while something was counted.</summary>
internal sealed record ExposureView(
    WatchState State, Instant? From, Instant? Until, double? WatchedKm2H, double? WholeKm2H, double? Share)
{
    /// <summary>What a reader may not know.</summary>
    public static readonly ExposureView Withheld = new(WatchState.Withheld, null, null, null, null, null);

    public static ExposureView Of(Exposure? exposure) => exposure is null
        ? Withheld
        : new(
            exposure.IsWatched ? WatchState.Watched : WatchState.NotWatched,

            // Before the first frame came there is no time of which anything could be said.
            exposure.From < exposure.Until ? exposure.From : null,
            exposure.From < exposure.Until ? exposure.Until : null,
            Math.Round(exposure.WatchedKm2H, 3), Math.Round(exposure.WholeKm2H, 3), Math.Round(exposure.Share, 5));
}

/// <summary>Limits of a rate in 1,000 square kilometres and days that are fully watched.</summary>
internal sealed record RateView(double Least, double Likeliest, double Most)
{
    public static RateView? Of(RateLimits? limits) => limits is { } one
        ? new(Math.Round(one.Least, 5), Math.Round(one.Likeliest, 5), Math.Round(one.Most, 5))
        : null;
}

/// <summary>A number with what was watched for it; there is no other way to put a number of incidents out.</summary>
internal sealed record CountView
{
    [SetsRequiredMembers]
    private CountView(int count, ExposureView coverage, RateView? ratePer1000Km2Day) =>
        (Count, Coverage, RatePer1000Km2Day) = (count, coverage, ratePer1000Km2Day);

    /// <summary>How many.</summary>
    public required int Count { get; init; }

    /// <summary>What was watched.</summary>
    public required ExposureView Coverage { get; init; }

    /// <summary>The rate; null: not watched, or not for this reader.</summary>
    public required RateView? RatePer1000Km2Day { get; init; }

    public static CountView Of(int count, Exposure? exposure) => exposure is null
        ? new CountView(count, ExposureView.Withheld, null)
        : Of(new ExposedCount(count, exposure));

    private static CountView Of(ExposedCount counted) => new(
        counted.Count, ExposureView.Of(counted.Exposure), RateView.Of(counted.RatePer1000Km2Day()));
}

internal sealed record CoverageSumView(
    string? Side, Light Light, string Modality, double WatchedKm2H, double LookedKm2H, double WholeKm2H, double Share);

internal sealed record CoverageGapView(
    string? Zone, string? Side, double Latitude, double Longitude, double AreaKm2, Instant From, Instant Until,
    double Share);

internal sealed record BlindSpotView(
    BlindCause Cause, string By, string Modality, double Latitude, double Longitude, double RadiusM, Instant From,
    Instant Until, double LostKm2H, FrameCitation? Frame);

internal sealed record DetectionModelView(
    string Modality, string Sees, double Best, double? HalfRangeM, double NightFactor, bool CloudsHide,
    int LastsMinutes, string Source, string Doubt);

internal sealed record CoverageView(
    WatchState State, Instant? From, Instant? Until, Instant? Now, double? CellM, IReadOnlyList<CoverageSumView> Sums,
    IReadOnlyList<CoverageGapView> Gaps, IReadOnlyList<BlindSpotView> BlindSpots,
    IReadOnlyList<DetectionModelView> Models, CoverageTerrainView? Terrain);

/// <summary>What the ground hid from sensors that stand somewhere; there is none where no terrain was taken into
/// account.</summary>
/// <param name="Tiles">The tiles that are registered.</param>
/// <param name="Sensors">The sensors that were heard.</param>
internal sealed record CoverageTerrainView(IReadOnlyList<string> Tiles, IReadOnlyList<SensorTerrainView> Sensors);

/// <summary>What the ground hid from a sensor.</summary>
/// <param name="Sensor">Its id.</param>
/// <param name="Use">Whether its lines of sight were followed, or why not.</param>
/// <param name="KnownShare">Of the ground within its range and bearings, the share that terrain says of whether it is
/// hidden.</param>
/// <param name="MaskedShare">The share that is hidden.</param>
internal sealed record SensorTerrainView(string Sensor, TerrainUse Use, double KnownShare, double MaskedShare);

/// <summary>
/// The cells of the map from the south-west, row by row: 0 is no ground, 1 not watched, and v above it a chance of
/// ((v - 1) / 254) squared; packed with gzip.
/// </summary>
internal sealed record CoverageMapView(
    WatchState State, Instant From, Instant Until, double CellM, int Columns, int Rows, double WestDeg, double EastDeg,
    IReadOnlyList<double> RowEdgesDeg, string CellsGzipBase64);
