using System.Collections;
using System.Collections.Immutable;
using Trucewatch.Geo.Rasters;

namespace Trucewatch.Watch.Changes;

/// <summary>
/// Finds works and build-up in a pair of pictures of one band, radar or light: the log-ratio of each pixel becomes a
/// normal
/// score among those around it, scores are averaged over squares, and what noise makes no more often than is stated is
/// a change.
/// </summary>
/// <param name="settings">What is looked for.</param>
public sealed class ChangeDetector(ChangeSettings settings)
{
    /// <summary>Least share of a square that both pictures show.</summary>
    private const double LeastShown = 0.75;

    // What changed must not be among what noise is learned from: squares beyond so many standard deviations.
    private const double LeaveOutBeyond = 4;
    private const int Rounds = 3;

    // Most drawn fields of a million pixels; noise of rates that need more is extrapolated.
    private const int MostFields = 20;

    // How many clusters of the pair's own noise its reach is measured by, and where at least.
    private const int AnchorClusters = 90;
    private const double LeastAnchor = 2.75;
    private const double MostStretch = 0.1;

    // What noise makes is counted once for each way in which it hangs together.
    private readonly SortedDictionary<(double Across, double Down), NoiseClusters> drawn = [];

    /// <summary>Finds changes, or says in one line why the pair cannot be compared.</summary>
    public ChangeReport? Find(Raster before, Raster after, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        problem = settings.Problem();
        var pair = problem is null ? PicturePair.Of(before, after, settings, out problem) : null;
        if (pair is null)
        {
            return null;
        }

        var ratios = pair.Ratios();
        var noise = Learn(ratios, new NoiseLevels(pair), settings.Side);
        if (!(noise.Tested >= TileRanks.LeastPixels))
        {
            problem = FormattableString.Invariant(
                $"expected {TileRanks.LeastPixels} or more pixels that both pictures show, got {noise.Tested}");
            return null;
        }

        var rate = settings.FalsePerMegapixel / 1e6;
        var clusters = Drawn(noise, rate);
        var stretch = Stretch(noise, clusters);
        var threshold = stretch * clusters.Threshold(rate);
        var finder = new Clusters(ratios.Width);
        finder.Take(noise.Scores.Values, threshold);
        return new ChangeReport
        {
            Place = pair.Place,
            Width = ratios.Width,
            Height = ratios.Height,
            ShiftEast = pair.Shift.East,
            ShiftSouth = pair.Shift.South,
            IsShiftMeasured = pair.Shift.IsMeasured,
            TestedPixels = noise.Tested,
            Threshold = threshold,
            CorrelationAcross = noise.Across,
            CorrelationDown = noise.Down,
            ExpectedFalse = rate * noise.Tested,
            WideTiles = Wide(new TileRanks(ratios, new BitArray(ratios.Values.Length)).Medians()),
            Changes = [.. finder.Of(threshold, settings.LeastPixels).Select(found => Change(
                found, ratios, clusters.Rate(found.Peak / stretch) * noise.Tested))],
        };
    }

    /// <summary>
    /// Tiles whose median is off the median of all by a quarter of their brightness, and by more than tiles differ.
    /// </summary>
    private static ImmutableArray<bool> Wide(float[] medians)
    {
        const double LeastLog = 0.25;
        const double Deviations = 5;
        float Middle(IEnumerable<float> values)
        {
            var sorted = values.Where(float.IsFinite).Order().ToArray();
            return sorted.Length == 0 ? 0 : sorted[sorted.Length / 2];
        }

        var whole = Middle(medians);
        var spread = 1.4826 * Middle(medians.Select(median => Math.Abs(median - whole)));
        return [.. medians.Select(median => Math.Abs(median - whole) > Math.Max(LeastLog, Deviations * spread))];
    }

    /// <summary>
    /// By how much the pair's own noise reaches farther out than the drawn fields: where enough clusters of both can be
    /// counted, as many must be found. Ranks make each pixel normal, but not how neighbours go together: in speckle
    /// extremes come together less often than in normal fields. Clusters of what was left out do not count.
    /// </summary>
    private double Stretch(Noise noise, NoiseClusters clusters)
    {
        var anchor = Math.Max(LeastAnchor, clusters.Threshold(AnchorClusters / (double)noise.Tested));
        var finder = new Clusters(noise.Scores.Width);
        finder.Take(noise.Scores.Values, anchor);
        var found = finder.Of(anchor, settings.LeastPixels)
            .Count(cluster => !Array.Exists(cluster.Pixels, pixel => noise.LeftOut[pixel]));
        return found == 0 || clusters.Rate(anchor) * noise.Tested < AnchorClusters / 3.0
            ? 1
            : Math.Clamp(anchor / clusters.Threshold(found / (double)noise.Tested), 1 - MostStretch, 1 + MostStretch);
    }

    private NoiseClusters Drawn(Noise noise, double rate)
    {
        if (!drawn.TryGetValue((noise.Across, noise.Down), out var clusters))
        {
            clusters = new NoiseClusters(
                settings.Side, settings.LeastPixels, NoiseField.SigmaOf(noise.Across), NoiseField.SigmaOf(noise.Down),
                rate, MostFields);
            drawn.Add((noise.Across, noise.Down), clusters);
        }

        return clusters;
    }

    private static FoundChange Change(PixelCluster found, PixelBox ratios, double expected)
    {
        var (sum, count) = (0.0, 0);
        foreach (var at in found.Pixels)
        {
            if (!float.IsNaN(ratios.Values[at]))
            {
                (sum, count) = (sum + ratios.Values[at], count + 1);
            }
        }

        return new FoundChange(found.Pixels, found.IsRise, found.Peak, sum / Math.Max(1, count), expected);
    }

    /// <summary>Learns the noise from what did not change: in rounds, each without what the one before found.</summary>
    private static Noise Learn(PixelBox ratios, NoiseLevels levels, int side)
    {
        var leftOut = new BitArray(ratios.Values.Length);
        for (var round = 1;; round++)
        {
            var scores = new TileRanks(levels.Divide(ratios, leftOut), leftOut).Scores();
            var means = scores.Means(side, LeastShown);
            var scale = Scale(means.Values, leftOut);
            var tested = 0L;
            foreach (ref var mean in means.Values.AsSpan())
            {
                mean /= (float)scale;
                tested += float.IsNaN(mean) ? 0 : 1;
            }

            if (round == Rounds)
            {
                return new Noise(
                    means, leftOut, tested, Neighbours(scores, leftOut, 1), Neighbours(scores, leftOut, scores.Width));
            }

            leftOut = Beyond(means, side);
        }
    }

    /// <summary>All pixels of squares that stand out.</summary>
    private static BitArray Beyond(PixelBox means, int side)
    {
        var (half, beyond) = (side / 2, new BitArray(means.Values.Length));
        for (var at = 0; at < means.Values.Length; at++)
        {
            if (Math.Abs(means.Values[at]) > LeaveOutBeyond)
            {
                var (column, row) = (at % means.Width, at / means.Width);
                for (var y = Math.Max(0, row - half); y <= Math.Min(means.Height - 1, row + half); y++)
                {
                    for (var x = Math.Max(0, column - half); x <= Math.Min(means.Width - 1, column + half); x++)
                    {
                        beyond[(y * means.Width) + x] = true;
                    }
                }
            }
        }

        return beyond;
    }

    /// <summary>
    /// Standard deviation of what lies in the middle: squares no greater than that of 2.5 deviations (Huber 1964), so
    /// that changes weigh no more than noise.
    /// </summary>
    private static double Scale(float[] means, BitArray leftOut)
    {
        const double Most = 2.5;
        const double OfNormal = 0.97775;
        var sizes = new List<float>(means.Length);
        for (var at = 0; at < means.Length; at++)
        {
            if (!float.IsNaN(means[at]) && !leftOut[at])
            {
                sizes.Add(Math.Abs(means[at]));
            }
        }

        if (sizes.Count == 0)
        {
            return 1;
        }

        sizes.Sort();
        double scale = sizes[(int)(0.6827 * (sizes.Count - 1))];
        for (var round = 0; round < 8; round++)
        {
            var (sum, most) = (0.0, Most * Most * scale * scale);
            foreach (var size in sizes)
            {
                sum += Math.Min(most, (double)size * size);
            }

            scale = Math.Sqrt(sum / sizes.Count / OfNormal);
        }

        return Math.Max(scale, 1e-6);
    }

    private static double Neighbours(PixelBox scores, BitArray leftOut, int stride)
    {
        var (products, squares) = (0.0, 0.0);
        for (var at = 0; at + stride < scores.Values.Length; at++)
        {
            var (one, two) = (scores.Values[at], scores.Values[at + stride]);
            if (!leftOut[at] && !leftOut[at + stride] && !float.IsNaN(one) && !float.IsNaN(two))
            {
                (products, squares) = (products + (one * two), squares + (one * one));
            }
        }

        // Steps of a twentieth: what differs less makes no difference that could be measured.
        return squares > 0 ? Math.Clamp(Math.Round(products / squares * 20) / 20, 0, 0.95) : 0;
    }

    private sealed record Noise(PixelBox Scores, BitArray LeftOut, long Tested, double Across, double Down);
}
