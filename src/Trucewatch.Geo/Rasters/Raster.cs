namespace Trucewatch.Geo.Rasters;

/// <summary>A picture of one band that lies somewhere.</summary>
public sealed class Raster
{
    /// <summary>Most pixels.</summary>
    public const int MaxPixels = 1 << 26;

    /// <summary>Most columns, and most rows.</summary>
    public const int MaxSide = 65_535;

    /// <summary>Makes a raster.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="place">Where it lies.</param>
    /// <param name="values">Row by row from the north; NaN where there is none.</param>
    /// <exception cref="ArgumentException">The sizes do not fit each other or the limits.</exception>
    public Raster(int width, int height, RasterPlace place, float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (width is < 1 or > MaxSide || height is < 1 or > MaxSide || (long)width * height != values.Length
            || values.Length > MaxPixels)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"expected {width} by {height} values and at most {MaxPixels}, got {values.Length}"));
        }

        (Width, Height, Place, Values) = (width, height, place, values);
    }

    /// <summary>Columns, from west to east.</summary>
    public int Width { get; }

    /// <summary>Rows, from north to south.</summary>
    public int Height { get; }

    /// <summary>Where it lies.</summary>
    public RasterPlace Place { get; }

    /// <summary>Row by row from the north; NaN where there is none.</summary>
    public float[] Values { get; }

    /// <summary>When it was taken, by the file's own words (<c>YYYY:MM:DD HH:MM:SS</c>); null when it says nothing.
    /// </summary>
    public string? TakenAt { get; init; }
}
