namespace Trucewatch.Watch.Changes;

/// <summary>Pixels that touch each other by an edge and lie beyond a threshold on the same side.</summary>
/// <param name="Pixels">Their numbers, in rising order.</param>
/// <param name="Peak">The greatest score among them, without its sign.</param>
/// <param name="IsRise">True where the later picture is the brighter one.</param>
internal sealed record PixelCluster(int[] Pixels, double Peak, bool IsRise);

/// <summary>Finds clusters in a plane of scores.</summary>
/// <param name="width">Columns.</param>
internal sealed class Clusters(int width)
{
    private readonly Dictionary<int, int> parents = [];
    private readonly List<int> candidates = [];
    private float[] scores = [];

    /// <summary>Takes a plane of scores, of which nothing below the least threshold will be asked for.</summary>
    public void Take(float[] plane, double leastThreshold)
    {
        scores = plane;
        candidates.Clear();
        for (var at = 0; at < plane.Length; at++)
        {
            // Few pass, and of NaN none does.
            if (Math.Abs(plane[at]) > leastThreshold)
            {
                candidates.Add(at);
            }
        }
    }

    /// <summary>All clusters of at least so many pixels, in the order of their first pixel.</summary>
    public List<PixelCluster> Of(double threshold, int leastPixels)
    {
        Unite(threshold);
        var groups = new SortedDictionary<int, List<int>>();
        foreach (var at in candidates)
        {
            if (!parents.ContainsKey(at))
            {
                continue;
            }

            var root = Root(at);
            if (!groups.TryGetValue(root, out var group))
            {
                groups.Add(root, group = []);
            }

            group.Add(at);
        }

        var clusters = new List<PixelCluster>();
        foreach (var (root, pixels) in groups)
        {
            if (pixels.Count >= leastPixels)
            {
                var peak = 0.0;
                foreach (var at in pixels)
                {
                    peak = Math.Max(peak, Math.Abs(scores[at]));
                }

                clusters.Add(new PixelCluster([.. pixels], peak, scores[root] > 0));
            }
        }

        return clusters;
    }

    /// <summary>Unites each pixel with the one to its left and the one above it; the least number is the
    /// root.</summary>
    private void Unite(double threshold)
    {
        parents.Clear();
        foreach (var at in candidates)
        {
            if (!(Math.Abs(scores[at]) > threshold))
            {
                continue;
            }

            parents.Add(at, at);
            if (at % width > 0)
            {
                Unite(at, at - 1);
            }

            if (at >= width)
            {
                Unite(at, at - width);
            }
        }
    }

    private void Unite(int at, int other)
    {
        if (parents.ContainsKey(other) && (scores[at] > 0) == (scores[other] > 0))
        {
            var (one, two) = (Root(at), Root(other));
            parents[Math.Max(one, two)] = Math.Min(one, two);
        }
    }

    private int Root(int at)
    {
        while (parents[at] is var parent && parent != at)
        {
            parents[at] = parents[parent];
            at = parents[at];
        }

        return at;
    }
}
