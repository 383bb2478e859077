using System.Collections;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Changes;

/// <summary>
/// How much noise there is at each brightness, and beside edges: an instrument's own noise weighs more in the dark, and
/// what is left of a shift shows where brightness changes from pixel to pixel. Log-ratios are divided by it. For
/// speckle
/// of equal looks the sum of both pictures says nothing of their ratio, so that to sort by it takes nothing away.
/// </summary>
internal sealed class NoiseLevels
{
    private const int Bright = 16;
    private const int Smooth = 3;

    // Half of the pixels are plain; the last twentieth are the sharpest edges.
    private static readonly double[] edges = [0.5, 0.75, 0.85, 0.9, 0.95];

    private readonly byte[] levels;

    /// <summary>Sorts the pixels by brightness, and those of each by how steep it is.</summary>
    public NoiseLevels(PicturePair pair)
    {
        var bright = Brightness(pair);
        var steep = Steepness(bright);
        levels = new byte[bright.Values.Length];
        double[] shares = [.. Enumerable.Range(1, Bright - 1).Select(step => step / (double)Bright)];
        var brightSteps = Quantiles(bright.Values, shares);
        var steepSteps = Quantiles(steep, edges);
        for (var at = 0; at < levels.Length; at++)
        {
            levels[at] = (byte)((Of(brightSteps, bright.Values[at]) * (edges.Length + 1)) + Of(steepSteps, steep[at]));
        }
    }

    /// <summary>Log-ratios in units of the noise of their level, the median of each level 0.</summary>
    public PixelBox Divide(PixelBox ratios, BitArray leftOut)
    {
        var members = new List<float>[Bright * (edges.Length + 1)];
        for (var level = 0; level < members.Length; level++)
        {
            members[level] = [];
        }

        for (var at = 0; at < levels.Length; at++)
        {
            if (!float.IsNaN(ratios.Values[at]) && !leftOut[at])
            {
                members[levels[at]].Add(ratios.Values[at]);
            }
        }

        var (middles, scales) = (new float[members.Length], new float[members.Length]);
        for (var level = 0; level < members.Length; level++)
        {
            var own = members[level];
            own.Sort();
            (middles[level], scales[level]) = own.Count < 100
                ? (0, 1)
                : (own[own.Count / 2], Math.Max(1e-6f, own[own.Count * 5 / 6] - own[own.Count / 6]));
        }

        var divided = new float[ratios.Values.Length];
        for (var at = 0; at < divided.Length; at++)
        {
            divided[at] = (ratios.Values[at] - middles[levels[at]]) / scales[levels[at]];
        }

        return ratios with { Values = divided };
    }

    /// <summary>The logarithm of the sum of both pictures, smoothed.</summary>
    private static PixelBox Brightness(PicturePair pair)
    {
        var sums = new float[pair.Before.Values.Length];
        for (var at = 0; at < sums.Length; at++)
        {
            var (less, more) = (pair.Before.Values[at], pair.After.Values[at]);
            (less, more) = less > more ? (more, less) : (less, more);
            sums[at] = (float)(more + Elementary.Log1p(Elementary.Exp(less - more)));
        }

        return (pair.Before with { Values = sums }).Means(Smooth, 0.5);
    }

    private static float[] Steepness(PixelBox bright)
    {
        var steep = new float[bright.Values.Length];
        for (var row = 0; row < bright.Height; row++)
        {
            for (var column = 0; column < bright.Width; column++)
            {
                float At(int x, int y) => bright.Values[
                    (Math.Clamp(y, 0, bright.Height - 1) * bright.Width) + Math.Clamp(x, 0, bright.Width - 1)];
                var (east, south) = (
                    At(column + 1, row) - At(column - 1, row), At(column, row + 1) - At(column, row - 1));
                steep[(row * bright.Width) + column] = (east * east) + (south * south);
            }
        }

        return steep;
    }

    private static float[] Quantiles(float[] values, double[] shares)
    {
        var sorted = values.Where(float.IsFinite).ToArray();
        Array.Sort(sorted);
        return sorted.Length == 0
            ? new float[shares.Length]
            : [.. shares.Select(share => sorted[(int)(share * (sorted.Length - 1))])];
    }

    private static int Of(float[] steps, float value)
    {
        var level = 0;
        while (level < steps.Length && value > steps[level])
        {
            level++;
        }

        return level;
    }
}
