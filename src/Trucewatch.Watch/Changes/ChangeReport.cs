using System.Collections.Immutable;
using Trucewatch.Geo;
using Trucewatch.Geo.Rasters;

namespace Trucewatch.Watch.Changes;

/// <summary>A change that was found.</summary>
/// <param name="Pixels">Its pixels by number, row by row, in rising order.</param>
/// <param name="IsRise">True where the later picture is the brighter one.</param>
/// <param name="Peak">The greatest score, in standard deviations of noise.</param>
/// <param name="MeanLogRatio">Mean of the natural logarithm of later by earlier.</param>
/// <param name="ExpectedFalse">How many polygons as strong noise alone makes in such a pair, in the mean.</param>
public sealed record FoundChange(
    int[] Pixels, bool IsRise, double Peak, double MeanLogRatio, double ExpectedFalse)
{
    /// <summary>The chance that noise makes none as strong anywhere in such a pair.</summary>
    public double Confidence => Elementary.Exp(-ExpectedFalse);
}

/// <summary>What was found in a pair of pictures, and how far it can be trusted.</summary>
public sealed record ChangeReport
{
    /// <summary>Where the compared grid lies.</summary>
    public required RasterPlace Place { get; init; }

    /// <summary>Its columns.</summary>
    public required int Width { get; init; }

    /// <summary>Its rows.</summary>
    public required int Height { get; init; }

    /// <summary>Pixels that the later picture was shifted to the east, and that were taken back.</summary>
    public required double ShiftEast { get; init; }

    /// <summary>The same to the south.</summary>
    public required double ShiftSouth { get; init; }

    /// <summary>False where the pictures have too little in common to tell a shift.</summary>
    public required bool IsShiftMeasured { get; init; }

    /// <summary>Pixels that could be tested: only of these something is said.</summary>
    public required long TestedPixels { get; init; }

    /// <summary>The threshold that the stated rate gives, in standard deviations.</summary>
    public required double Threshold { get; init; }

    /// <summary>Correlation of the noise of neighbours in a row.</summary>
    public required double CorrelationAcross { get; init; }

    /// <summary>Correlation of the noise of neighbours in a column.</summary>
    public required double CorrelationDown { get; init; }

    /// <summary>How many polygons noise alone makes in the tested pixels, in the mean.</summary>
    public required double ExpectedFalse { get; init; }

    /// <summary>
    /// Tiles of <see cref="TileSide"/> pixels, row by row, whose middle log-ratio is another than that of the picture:
    /// all
    /// of them changed. What stands out in one stands out against its surroundings.
    /// </summary>
    public required ImmutableArray<bool> WideTiles { get; init; }

    /// <summary>Edge of a tile in pixels; the last ones of a row or column are larger.</summary>
    public static int TileSide => TileRanks.Side;

    /// <summary>What was found, in the order of its first pixel.</summary>
    public required ImmutableArray<FoundChange> Changes { get; init; }

    /// <summary>True where most of a change lies in tiles that changed as a whole.</summary>
    public bool IsWide(FoundChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var (across, down) = (Math.Max(1, Width / TileSide), Math.Max(1, Height / TileSide));
        var wide = change.Pixels.Count(pixel => WideTiles[
            (Math.Min(down - 1, pixel / Width / TileSide) * across)
                + Math.Min(across - 1, pixel % Width / TileSide)]);
        return 2 * wide >= change.Pixels.Length;
    }

    /// <summary>Area of a change in square metres.</summary>
    public double AreaM2(FoundChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var (width, height) = Place.PixelM(change.Pixels[0] / Width);
        return change.Pixels.Length * width * height;
    }

    /// <summary>The outline of a change along the edges of its pixels; null where they lie nowhere.</summary>
    public GeoPolygon? Outline(FoundChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return PixelOutline.Of(change.Pixels, Width, Place.Points());
    }

    /// <summary>The same in columns and rows of the grid: a ring around it, and one for each hole.</summary>
    public IReadOnlyList<IReadOnlyList<(int Column, int Row)>> Rings(FoundChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return PixelOutline.Rings([.. change.Pixels], Width);
    }

    /// <summary>The ground that was compared.</summary>
    public GeoPolygon? Ground()
    {
        var points = Place.Points();
        var corners = ImmutableArray.CreateBuilder<GeoPoint>();
        foreach (var (column, row) in ((int, int)[])[(0, 0), (0, Height), (Width, Height), (Width, 0)])
        {
            if (!points.TryAt(column, row, out var corner))
            {
                return null;
            }

            corners.Add(corner);
        }

        return new GeoPolygon(corners.ToImmutable());
    }
}
