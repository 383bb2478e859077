using Trucewatch.Geo;
using Trucewatch.Geo.Rasters;

namespace Trucewatch.Watch.Changes;

/// <summary>Two pictures of the same ground as logarithms on one grid.</summary>
/// <param name="Before">Logarithms of the earlier picture; NaN where it shows nothing.</param>
/// <param name="After">Those of the later one.</param>
/// <param name="Place">Where the grid lies.</param>
/// <param name="Shift">The shift that was taken back.</param>
internal sealed record PicturePair(PixelBox Before, PixelBox After, RasterPlace Place, PictureShift Shift)
{
    /// <summary>Shifts below are left: taking them back would cost more sharpness than they do harm.</summary>
    private const double LeastShift = 0.1;

    private const double DecibelsToLog = 0.23025850929940458;

    /// <summary>Lays one picture over the other, or says why it cannot.</summary>
    public static PicturePair? Of(Raster before, Raster after, ChangeSettings settings, out string? problem)
    {
        var (one, two) = (before.Place, after.Place);
        if (one.Epsg != two.Epsg || Math.Abs((two.PixelWidth / one.PixelWidth) - 1) > 1e-6
            || Math.Abs((two.PixelHeight / one.PixelHeight) - 1) > 1e-6)
        {
            problem = FormattableString.Invariant(
                $"expected two pictures in one projection with one pixel, got EPSG {one.Epsg} with {one.PixelWidth} ")
                + FormattableString.Invariant($"and EPSG {two.Epsg} with {two.PixelWidth}");
            return null;
        }

        // Where the earlier picture's first pixel lies in the later one.
        var (east, south) = ((one.West - two.West) / one.PixelWidth, (two.North - one.North) / one.PixelHeight);
        if (!(Math.Abs(east) < Raster.MaxSide && Math.Abs(south) < Raster.MaxSide))
        {
            problem = "expected two pictures of the same ground, got two that do not overlap";
            return null;
        }

        var (columns, rows) = ((int)Math.Round(east), (int)Math.Round(south));
        var (left, top) = (Math.Max(0, -columns), Math.Max(0, -rows));
        var width = Math.Min(before.Width, after.Width - columns) - left;
        var height = Math.Min(before.Height, after.Height - rows) - top;
        if (width < TileRanks.Side || height < TileRanks.Side || (long)width * height > ChangeSettings.MaxPixels)
        {
            problem = FormattableString.Invariant($"expected {TileRanks.Side} or more pixels each way and at most ")
                + FormattableString.Invariant($"{ChangeSettings.MaxPixels} in common, got {width} x {height}");
            return null;
        }

        var earlier = Logs(before, (left, top), (width, height), settings.IsDecibels, 0);
        var later = Logs(after, (left + columns, top + rows), (width, height), settings.IsDecibels, 1);
        var shift = PictureShift.Of(earlier, later, settings.MostShift, out problem);
        if (problem is not null)
        {
            return null;
        }

        if (!shift.IsMeasured)
        {
            shift = new PictureShift(east - columns, south - rows, IsMeasured: false);
        }

        (earlier, later) = Math.Max(Math.Abs(shift.East), Math.Abs(shift.South)) < LeastShift
            ? (earlier, later)
            : shift.TakeBack(earlier, later);

        // The grid lies halfway: half the shift to the north-west of the earlier picture's.
        var place = one with
        {
            West = one.West + (left * one.PixelWidth), North = one.North - (top * one.PixelHeight),
        };
        return new PicturePair(earlier, later, place, shift);
    }

    /// <summary>Logarithms of the ratios; NaN where one of the pictures shows nothing.</summary>
    public PixelBox Ratios()
    {
        var ratios = new float[Before.Values.Length];
        for (var at = 0; at < ratios.Length; at++)
        {
            ratios[at] = After.Values[at] - Before.Values[at];
        }

        return Before with { Values = ratios };
    }

    private static PixelBox Logs(
        Raster raster, (int Left, int Top) from, (int Width, int Height) size, bool isDecibels, uint salt)
    {
        var isWhole = !isDecibels && Array.TrueForAll(raster.Values, IsWhole);
        var full = isWhole ? Full(raster.Values) : float.PositiveInfinity;
        var logs = new float[size.Width * size.Height];
        for (var row = 0; row < size.Height; row++)
        {
            var line = raster.Values.AsSpan(((from.Top + row) * raster.Width) + from.Left, size.Width);
            for (var column = 0; column < size.Width; column++)
            {
                // A power of nothing has no logarithm; it is what instruments write where they saw nothing.
                var (at, value) = ((row * size.Width) + column, line[column]);
                logs[at] = isDecibels ? (float)(value * DecibelsToLog)
                    : value > 0 && value < full ? (float)Elementary.Log(value + (isWhole ? Rest((uint)at, salt) : 0))
                    : float.NaN;
            }
        }

        return new PixelBox(size.Width, size.Height, logs);
    }

    /// <summary>
    /// The greatest value that 8 or 16 bits hold, where a picture has it: what is as bright or brighter looks the same
    /// in both pictures, so that nothing is shown there.
    /// </summary>
    private static float Full(float[] values)
    {
        var most = 0f;
        foreach (var value in values)
        {
            most = value > most ? value : most;
        }

        return most is byte.MaxValue or ushort.MaxValue ? most : float.PositiveInfinity;
    }

    private static bool IsWhole(float value) =>
        float.IsNaN(value) || (value is >= 0 and <= ushort.MaxValue && value == (int)value);

    /// <summary>
    /// What rounding to whole numbers may have taken away, drawn evenly: ratios of small whole numbers would else take
    /// few
    /// values, and many pixels have the same rank. (The finisher of MurmurHash3, Appleby.)
    /// </summary>
    private static float Rest(uint at, uint salt)
    {
        var bits = unchecked((at * 2) + salt + 0x9E3779B9);
        bits = unchecked((bits ^ (bits >> 16)) * 0x85EBCA6B);
        bits = unchecked((bits ^ (bits >> 13)) * 0xC2B2AE35);
        return ((bits ^ (bits >> 16)) >> 8) * (1f / (1 << 24)) - 0.5f;
    }
}
