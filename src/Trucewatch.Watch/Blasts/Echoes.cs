namespace Trucewatch.Watch.Blasts;

/// <summary>
/// Signals that follow others at their channel always by as much, and at no other channel: a hill sends them back. What
/// is fired at even intervals follows so at all channels, and is no echo.
/// </summary>
internal static class Echoes
{
    /// <summary>Echoes come so soon.</summary>
    public const double LongestS = 6;

    /// <summary>Fewest that follow by as much.</summary>
    public const int Fewest = 3;

    // The way by the hill changes a little with where a round falls.
    private const double SameS = 0.15;
    private const double LeastShare = 0.25;
    private const int MostLags = 4_096;

    /// <summary>Marks echoes.</summary>
    /// <param name="channels">Number of channels.</param>
    /// <param name="signals">What they heard, in order of time.</param>
    /// <param name="isEcho">Set for each echo.</param>
    public static void Mark(int channels, Signal[] signals, bool[] isEcho)
    {
        var own = Enumerable.Range(0, channels)
            .Select(channel => Enumerable.Range(0, signals.Length)
                .Where(one => signals[one].Channel == channel).ToArray())
            .ToArray();
        var lags = Array.ConvertAll(own, ones => Lags(ones, signals));
        for (var channel = 0; channel < channels; channel++)
        {
            var (bestS, best) = (0.0, 0);
            foreach (var (_, lagS) in lags[channel])
            {
                var count = Count(lags[channel], lagS);
                (bestS, best) = count > best ? (lagS, count) : (bestS, best);
            }

            if (best < Fewest || best < LeastShare * own[channel].Length
                || best < Fewest + (2 * ByChance(own[channel], signals))
                || IsHeardElsewhere(channel, bestS, own, lags))
            {
                continue;
            }

            foreach (var (one, lagS) in lags[channel])
            {
                isEcho[one] |= Math.Abs(lagS - bestS) <= SameS;
            }
        }
    }

    /// <summary>How many follow by one and the same time on average, where nothing echoes.</summary>
    private static double ByChance(int[] own, Signal[] signals)
    {
        var lastedS = signals[own[^1]].TimeS - signals[own[0]].TimeS;

        // Quiet before and after the fire would make it seem thinner than it is: the middle half of it counts.
        var middleS = signals[own[own.Length * 3 / 4]].TimeS - signals[own[own.Length / 4]].TimeS;
        return own.Length * (own.Length / 2.0) * 2 * SameS / Math.Max(Math.Min(middleS, lastedS), 1);
    }

    private static bool IsHeardElsewhere(
        int channel, double lagS, int[][] own, (int Later, double LagS)[][] lags)
    {
        var share = Share(channel);
        var others = Enumerable.Range(0, own.Length)
            .Where(one => one != channel && own[one].Length >= Fewest).ToArray();
        return 2 * others.Count(one => Share(one) >= 0.5 * share) >= others.Length;

        double Share(int one) => Count(lags[one], lagS) / (double)own[one].Length;
    }

    private static (int Later, double LagS)[] Lags(int[] own, Signal[] signals)
    {
        var lags = new List<(int Later, double LagS)>();
        for (var later = 1; later < own.Length; later++)
        {
            for (var earlier = later - 1; earlier >= 0 && lags.Count < MostLags; earlier--)
            {
                var lagS = signals[own[later]].TimeS - signals[own[earlier]].TimeS;
                if (lagS > LongestS)
                {
                    break;
                }

                lags.Add((own[later], lagS));
            }
        }

        return [.. lags];
    }

    private static int Count((int Later, double LagS)[] lags, double lagS)
    {
        var count = 0;
        foreach (var (_, one) in lags)
        {
            count += Math.Abs(one - lagS) <= SameS ? 1 : 0;
        }

        return count;
    }
}
