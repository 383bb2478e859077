using Trucewatch.Geo;

namespace Trucewatch.Watch.Blasts;

/// <summary>
/// How many rounds fell, at least and at most, by those that were matched. Rounds that too few channels heard are
/// estimated from how often the channels miss one that others hear, as in counting by capture and recapture; signals of
/// single channels, which may be echoes or nothing, are not counted.
/// </summary>
internal static class RoundBounds
{
    /// <summary>Nearer in time, two bangs are one onset to a station.</summary>
    public const double MergedS = 0.3;

    /// <summary>The chance that more rounds fell than the greatest number says.</summary>
    public const double BeyondMost = 0.01;

    /// <summary>The chance that fewer fell than the least number says.</summary>
    public const double BelowLeast = 0.03;

    // What a channel is taken for before it is known: it hears four of five.
    private const double BeforeHeard = 1.6;
    private const double BeforeAll = 2;
    private const int MostUnheard = 1_000;
    private const double MostMissed = 0.95;
    private const int Turns = 10;

    /// <summary>Fewest channels that make a round sure: more than half of those that hear such rounds.</summary>
    public static int Majority(int channels) => (channels / 2) + 1;

    /// <summary>The bounds.</summary>
    /// <param name="heard">How many of all matched rounds each channel of the shelling heard.</param>
    /// <param name="majority">Fewest channels that make a round sure.</param>
    /// <param name="sure">Number of rounds that a majority heard.</param>
    /// <param name="fair">Number of those that at least three channels heard, or a majority.</param>
    /// <param name="alone">Number of rounds that would be sure, were there no other shelling at the time.</param>
    /// <param name="weak">Number of sure rounds that just enough channels heard.</param>
    /// <param name="doubtful">Number of sure rounds that may be echoes.</param>
    /// <param name="lastedS">Time from the first to the last of them.</param>
    /// <param name="chance">How many rounds of just enough channels come about by chance.</param>
    public static (int Min, int Max) Of(
        ReadOnlySpan<int> heard, int majority, int sure, int fair, int alone, int weak, int doubtful, double lastedS,
        double chance)
    {
        var missed = Missed(heard, majority, Math.Max(sure, fair));
        var hidden = sure < 2 ? 0 : 1 - Elementary.Exp(-MergedS * (sure - 1) / Math.Max(lastedS, MergedS));
        var most = Math.Max(sure, alone);
        var unheard = Unheard(most, 1 - ((1 - missed) * (1 - hidden)));
        return (Math.Max(1, sure - doubtful - ByChance(Math.Min(chance, weak))), Math.Max(most + unheard, fair));
    }

    /// <summary>
    /// The chance that fewer than a majority of the channels hear a round. How often each hears one is known of rounds
    /// that enough channels heard, which are those that it is more likely to have heard itself: the rounds that too few
    /// heard are put in beside them, as many as these chances say, until neither changes (expectation, maximisation).
    /// </summary>
    private static double Missed(ReadOnlySpan<int> heard, int majority, int all)
    {
        Span<double> hears = stackalloc double[heard.Length];
        Span<double> chances = stackalloc double[heard.Length + 1];
        for (var channel = 0; channel < hears.Length; channel++)
        {
            hears[channel] = (heard[channel] + BeforeHeard) / (all + BeforeAll);
        }

        var matched = Math.Min(majority, ShellingFinder.MinChannels);
        for (var turn = 0; turn < Turns; turn++)
        {
            var unmatched = Math.Min(Fewer(hears, matched, chances, without: -1), MostMissed);
            var unseen = all * unmatched / (1 - unmatched);
            for (var channel = 0; channel < hears.Length && unmatched > 0; channel++)
            {
                var own = hears[channel] * Fewer(hears, matched - 1, chances, without: channel) / unmatched;
                hears[channel] = (heard[channel] + BeforeHeard + (unseen * own)) / (all + BeforeAll + unseen);
            }
        }

        return Math.Min(Fewer(hears, majority, chances, without: -1), MostMissed);
    }

    /// <summary>The chance that fewer than so many channels hear a round, one of them left out.</summary>
    private static double Fewer(ReadOnlySpan<double> hears, int limit, Span<double> chances, int without)
    {
        chances.Clear();
        chances[0] = 1;
        for (var channel = 0; channel < hears.Length; channel++)
        {
            for (var count = channel + 1; count >= 0 && channel != without; count--)
            {
                chances[count] = (chances[count] * (1 - hears[channel]))
                    + (count > 0 ? chances[count - 1] * hears[channel] : 0);
            }
        }

        var fewer = 0.0;
        for (var count = 0; count < limit && count < chances.Length; count++)
        {
            fewer += chances[count];
        }

        return fewer;
    }

    /// <summary>How many were missed at most beside so many that were not, each missed with a chance.</summary>
    private static int Unheard(int sure, double missed)
    {
        // The number of failures before one success more than so many.
        var term = 1.0;
        for (var k = 0; k <= sure; k++)
        {
            term *= 1 - missed;
        }

        var sum = term;
        var count = 0;
        while (1 - sum > BeyondMost && count < MostUnheard)
        {
            count++;
            term *= missed * (sure + count) / count;
            sum += term;
        }

        return count;
    }

    /// <summary>How many come about by chance at most, where so many do on average (Poisson).</summary>
    private static int ByChance(double mean)
    {
        var term = Elementary.Exp(-mean);
        var sum = term;
        var count = 0;
        while (1 - sum > BelowLeast && count < MostUnheard)
        {
            count++;
            term *= mean / count;
            sum += term;
        }

        return count;
    }
}
