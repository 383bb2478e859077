using Trucewatch.Geo;

namespace Trucewatch.Watch.Changes;

/// <summary>Quantiles of the normal distribution in 65,536 equal steps: for ranks, and to draw from.</summary>
internal static class NormalScores
{
    /// <summary>Number of steps.</summary>
    public const int Steps = 1 << 16;

    /// <summary>The quantile in the middle of each step.</summary>
    public static readonly float[] Table = Build();

    /// <summary>The quantile of a probability.</summary>
    public static float Of(double probability) => Table[Math.Clamp((int)(probability * Steps), 0, Steps - 1)];

    private static float[] Build()
    {
        var table = new float[Steps];
        for (var step = Steps / 2; step < Steps; step++)
        {
            // The distribution rises: halving ends at neighbouring numbers well before fifty times.
            var (low, high, wanted) = (0.0, 6.0, (step + 0.5) / Steps);
            for (var half = 0; half < 50; half++)
            {
                var middle = (low + high) / 2;
                (low, high) = Elementary.NormalCdf(middle) < wanted ? (middle, high) : (low, middle);
            }

            (table[step], table[Steps - 1 - step]) = ((float)low, -(float)low);
        }

        return table;
    }
}
