using Trucewatch.Geo;

namespace Trucewatch.Watch.Changes;

/// <summary>
/// How many clusters noise alone makes: counted in drawn fields of normal noise that hang together from pixel to pixel
/// as
/// the pair's own does, and that are searched in the same way. So that neighbouring pixels are not taken for
/// independent
/// witnesses.
/// </summary>
internal sealed class NoiseClusters
{
    /// <summary>Least and greatest threshold, in standard deviations.</summary>
    public const double LeastThreshold = 2.6;
    public const double MostThreshold = 6;

    private const int Side = 1_024;
    private const double Step = 0.1;
    private const int Steps = (int)((MostThreshold - LeastThreshold) / Step) + 2;

    // Where so many were counted, the count is good to a tenth; beyond, its logarithm is a straight line in the square
    // of the threshold, as the clusters of a smooth normal field are (Adler 1981).
    private const int EnoughClusters = 100;
    private const int FitSteps = 8;

    private readonly double[] logRate = new double[Steps];

    /// <summary>Draws fields until enough clusters were counted at the wanted rate, or the most fields are drawn.
    /// </summary>
    /// <param name="side">Edge of the square that is averaged over.</param>
    /// <param name="leastPixels">Least pixels of a cluster.</param>
    /// <param name="acrossSigma">Width of the noise's correlation in pixels, across.</param>
    /// <param name="downSigma">The same, down.</param>
    /// <param name="wanted">Clusters for each pixel that are asked about.</param>
    /// <param name="mostFields">Most fields of a million pixels.</param>
    public NoiseClusters(
        int side, int leastPixels, double acrossSigma, double downSigma, double wanted, int mostFields)
    {
        var counts = new long[Steps];
        var field = new NoiseField(Side, side, acrossSigma, downSigma);
        var clusters = new Clusters(Side);
        var (pixels, fields) = (0L, 0);
        while (fields < mostFields && (fields < 4 || pixels * wanted < EnoughClusters))
        {
            var scores = field.Draw((ulong)fields);
            clusters.Take(scores.Values, LeastThreshold);
            for (var step = 0; step < Steps; step++)
            {
                var found = clusters.Of(LeastThreshold + (step * Step), leastPixels).Count;
                counts[step] += found;
                if (found == 0)
                {
                    break;
                }
            }

            pixels += field.Tested;
            fields++;
        }

        Fit(counts, pixels);
    }

    /// <summary>Clusters for each pixel at a threshold.</summary>
    public double Rate(double threshold)
    {
        var place = Math.Clamp((threshold - LeastThreshold) / Step, 0, Steps - 1.001);
        var (step, share) = ((int)place, place - Math.Floor(place));
        return Elementary.Exp((logRate[step] * (1 - share)) + (logRate[step + 1] * share));
    }

    /// <summary>The threshold with so many clusters for each pixel, within the least and the greatest.</summary>
    public double Threshold(double rate)
    {
        var (low, high) = (LeastThreshold, MostThreshold);
        for (var half = 0; half < 40; half++)
        {
            var middle = (low + high) / 2;
            (low, high) = Rate(middle) > rate ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    private void Fit(long[] counts, long pixels)
    {
        var last = Array.FindLastIndex(counts, count => count >= EnoughClusters / 2);
        last = Math.Max(last, FitSteps);
        for (var step = 0; step <= last; step++)
        {
            logRate[step] = Elementary.Log(Math.Max(0.5, counts[step]) / pixels);
        }

        static double Square(int step) => (LeastThreshold + (step * Step)) * (LeastThreshold + (step * Step));
        var slope = (logRate[last] - logRate[last - FitSteps]) / (Square(last) - Square(last - FitSteps));
        for (var step = last + 1; step < Steps; step++)
        {
            logRate[step] = logRate[last] + (slope * (Square(step) - Square(last)));
        }
    }
}

/// <summary>Draws fields of normal noise that hangs together, and averages them over squares.</summary>
internal sealed class NoiseField
{
    private readonly int edge;
    private readonly int side;
    private readonly float[] across;
    private readonly float[] down;

    /// <summary>Fields of an edge, with noise as wide as the kernels of two standard deviations.</summary>
    public NoiseField(int edge, int side, double acrossSigma, double downSigma)
    {
        (this.edge, this.side, across, down) = (edge, side, Kernel(acrossSigma), Kernel(downSigma));
        var whole = edge - side + 1 - (2 * Math.Max(across.Length / 2, down.Length / 2));
        Tested = (long)whole * whole;
    }

    /// <summary>Pixels of a field that have a whole square and all of its noise.</summary>
    public long Tested { get; }

    /// <summary>The standard deviation of a Gaussian kernel that gives neighbours a correlation.</summary>
    public static double SigmaOf(double correlation)
    {
        var (low, high) = (0.0, 5.0);
        for (var half = 0; half < 40; half++)
        {
            var middle = (low + high) / 2;
            (low, high) = Neighbours(Kernel(middle)) < correlation ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    /// <summary>A field of scores with the variance 1.</summary>
    public PixelBox Draw(ulong seed)
    {
        var noise = new float[edge * edge];
        var state = (seed + 1) * 0xD1342543DE82EF95;
        for (var at = 0; at < noise.Length; at += 4)
        {
            // Splitmix (Steele, Lea and Flood 2014): four quantiles of each number.
            var bits = state += 0x9E3779B97F4A7C15;
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
            bits ^= bits >> 31;
            for (var part = 0; part < 4; part++)
            {
                noise[at + part] = NormalScores.Table[(ushort)(bits >> (16 * part))];
            }
        }

        noise = Smoothed(Smoothed(noise, across, 1), down, edge);
        var scores = new PixelBox(edge, edge, noise).Means(side, 1);
        var scale = (float)(1 / Math.Sqrt(Spread(across) * Spread(down)));
        foreach (ref var score in scores.Values.AsSpan())
        {
            score *= scale;
        }

        return scores;
    }

    private float[] Smoothed(float[] values, float[] kernel, int stride)
    {
        if (kernel.Length == 1)
        {
            return values;
        }

        var (half, smooth) = (kernel.Length / 2, new float[values.Length]);
        for (var row = 0; row < edge; row++)
        {
            for (var column = 0; column < edge; column++)
            {
                var place = stride == 1 ? column : row;
                var at = (row * edge) + column;
                if (place < half || place >= edge - half)
                {
                    smooth[at] = float.NaN;
                    continue;
                }

                var sum = 0f;
                for (var tap = 0; tap < kernel.Length; tap++)
                {
                    sum += kernel[tap] * values[at + ((tap - half) * stride)];
                }

                smooth[at] = sum;
            }
        }

        return smooth;
    }

    /// <summary>The variance of the sum over a square's edge by that of independent noise.</summary>
    private double Spread(float[] kernel)
    {
        var spread = 0.0;
        for (var lag = -side + 1; lag < side; lag++)
        {
            spread += (side - Math.Abs(lag)) * Correlation(kernel, Math.Abs(lag));
        }

        return spread / side;
    }

    private static double Neighbours(float[] kernel) => Correlation(kernel, 1);

    private static double Correlation(float[] kernel, int lag)
    {
        var sum = 0.0;
        for (var tap = 0; tap + lag < kernel.Length; tap++)
        {
            sum += (double)kernel[tap] * kernel[tap + lag];
        }

        return sum;
    }

    /// <summary>Taps of a Gaussian, the sum of their squares 1: the noise keeps its variance.</summary>
    private static float[] Kernel(double sigma)
    {
        var half = (int)Math.Ceiling(3 * sigma);
        if (sigma < 0.15)
        {
            return [1];
        }

        var taps = new double[(2 * half) + 1];
        var squares = 0.0;
        for (var tap = -half; tap <= half; tap++)
        {
            taps[tap + half] = Elementary.Exp(-tap * tap / (2 * sigma * sigma));
            squares += taps[tap + half] * taps[tap + half];
        }

        return [.. taps.Select(tap => (float)(tap / Math.Sqrt(squares)))];
    }
}
