namespace Trucewatch.Watch.Changes;

/// <summary>A plane of numbers, and means over squares of it by running sums.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Values">Row by row.</param>
internal sealed record PixelBox(int Width, int Height, float[] Values)
{
    /// <summary>
    /// The sum of a square around each pixel divided by the root of how many of its pixels count: of independent
    /// numbers it has their own variance. NaN where fewer than the least of them count.
    /// </summary>
    /// <param name="side">Edge of the square; odd.</param>
    /// <param name="least">Least share of it that must count.</param>
    public PixelBox Means(int side, double least)
    {
        var (half, area) = (side / 2, side * side);
        var (sums, counts) = (new double[Width], new int[Width]);
        var means = new float[Values.Length];
        Array.Fill(means, float.NaN);
        for (var row = 0; row < Height; row++)
        {
            // Columns of the square are sums of their own: one row comes in, one goes.
            Take(row, 1, sums, counts);
            Take(row - side, -1, sums, counts);
            var middle = row - half;
            if (row < side - 1)
            {
                continue;
            }

            var (sum, count) = (0.0, 0);
            for (var column = 0; column < Width; column++)
            {
                (sum, count) = (sum + sums[column], count + counts[column]);
                if (column >= side)
                {
                    (sum, count) = (sum - sums[column - side], count - counts[column - side]);
                }

                if (column >= side - 1 && count >= least * area)
                {
                    means[(middle * Width) + column - half] = (float)(sum / Math.Sqrt(count));
                }
            }
        }

        return this with { Values = means };
    }

    private void Take(int row, int sign, double[] sums, int[] counts)
    {
        if (row < 0)
        {
            return;
        }

        var line = Values.AsSpan(row * Width, Width);
        for (var column = 0; column < line.Length; column++)
        {
            if (!float.IsNaN(line[column]))
            {
                (sums[column], counts[column]) = (sums[column] + (sign * (double)line[column]), counts[column] + sign);
            }
        }
    }
}
