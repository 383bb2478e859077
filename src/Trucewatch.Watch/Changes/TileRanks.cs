using System.Collections;

namespace Trucewatch.Watch.Changes;

/// <summary>
/// Turns log-ratios into normal scores by their rank among those around them: whatever the noise is (speckle of any
/// number of looks, texture, an instrument's own), without change the scores are normal, in each part of the picture. A
/// pixel stands among those of the four tiles around it, in proportion to their nearness.
/// </summary>
internal sealed class TileRanks
{
    /// <summary>Edge of a tile in pixels: far larger than what is looked for, and enough to rank among.</summary>
    public const int Side = 128;

    /// <summary>A tile with fewer pixels that count ranks among all of the picture.</summary>
    public const int LeastPixels = 2_000;

    private readonly PixelBox ratios;
    private readonly int across;
    private readonly int down;
    private readonly float[][] sorted;

    /// <summary>Sorts what counts, tile by tile.</summary>
    /// <param name="ratios">Log-ratios.</param>
    /// <param name="leftOut">Pixels that are ranked, but that nothing is ranked among.</param>
    public TileRanks(PixelBox ratios, BitArray leftOut)
    {
        this.ratios = ratios;
        (across, down) = (Math.Max(1, ratios.Width / Side), Math.Max(1, ratios.Height / Side));
        sorted = new float[across * down][];
        float[]? whole = null;
        for (var tile = 0; tile < sorted.Length; tile++)
        {
            var (column, row) = (tile % across, tile / across);
            var own = Sorted(
                leftOut, column * Side, column == across - 1 ? ratios.Width : (column + 1) * Side, row * Side,
                row == down - 1 ? ratios.Height : (row + 1) * Side);
            sorted[tile] = own.Length >= LeastPixels
                ? own
                : whole ??= Sorted(leftOut, 0, ratios.Width, 0, ratios.Height);
        }
    }

    /// <summary>Median of each tile's log-ratios, row by row; NaN where a tile is too empty to have one.</summary>
    public float[] Medians() => [.. sorted.Select(own => own.Length == 0 ? float.NaN : own[own.Length / 2])];

    /// <summary>The scores.</summary>
    public PixelBox Scores()
    {
        var scores = new float[ratios.Values.Length];
        for (var row = 0; row < ratios.Height; row++)
        {
            var (above, below, down1) = Between(row, down);
            for (var column = 0; column < ratios.Width; column++)
            {
                var at = (row * ratios.Width) + column;
                var value = ratios.Values[at];
                if (float.IsNaN(value))
                {
                    scores[at] = float.NaN;
                    continue;
                }

                var (left, right, across1) = Between(column, across);
                var upper = Rank(sorted[(above * across) + left], value);
                var lower = upper;
                upper = left == right ? upper
                    : (upper * (1 - across1)) + (Rank(sorted[(above * across) + right], value) * across1);
                if (above != below)
                {
                    lower = Rank(sorted[(below * across) + left], value);
                    lower = left == right ? lower
                        : (lower * (1 - across1)) + (Rank(sorted[(below * across) + right], value) * across1);
                }
                else
                {
                    lower = upper;
                }

                scores[at] = NormalScores.Of((upper * (1 - down1)) + (lower * down1));
            }
        }

        return ratios with { Values = scores };
    }

    /// <summary>The two tiles whose middles a pixel lies between, and how far it is to the second.</summary>
    private static (int First, int Second, double Share) Between(int at, int tiles)
    {
        var place = ((at + 0.5) / Side) - 0.5;
        var first = Math.Clamp((int)Math.Floor(place), 0, tiles - 1);
        var second = Math.Min(first + 1, tiles - 1);
        return (first, second, first == second ? 0 : Math.Clamp(place - first, 0, 1));
    }

    /// <summary>The share of values below, and half of those that are equal.</summary>
    private static double Rank(float[] values, float value)
    {
        var low = Below(values, value);
        var high = low;
        while (high < values.Length && values[high] == value && high < low + 16)
        {
            high++;
        }

        // Whole numbers give long runs of equal ratios: their end is searched for.
        high = high == low + 16 ? Below(values, MathF.BitIncrement(value)) : high;
        return (low + high + 1) / (2.0 * (values.Length + 1));
    }

    private static int Below(float[] values, float value)
    {
        var (low, high) = (0, values.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = values[middle] < value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private float[] Sorted(BitArray leftOut, int west, int east, int north, int south)
    {
        var values = new List<float>((east - west) * (south - north));
        for (var row = north; row < south; row++)
        {
            for (var column = west; column < east; column++)
            {
                var at = (row * ratios.Width) + column;
                if (!float.IsNaN(ratios.Values[at]) && !leftOut[at])
                {
                    values.Add(ratios.Values[at]);
                }
            }
        }

        values.Sort();
        return [.. values];
    }
}
