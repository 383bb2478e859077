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

    /// <summary>The chance that fewer than a majority of the channels hear a round.</summary>
    private static double Missed(ReadOnlySpan<int> heard, int majority, int all)
    {
        Span<double> chances = stackalloc double[heard.Length + 1];
        chances[0] = 1;
        for (var channel = 0; channel < heard.Length; channel++)
        {
            var hears = (heard[channel] + BeforeHeard) / (all + BeforeAll);
            for (var count = channel + 1; count >= 0; count--)
            {
                chances[count] = (chances[count] * (1 - hears)) + (count > 0 ? chances[count - 1] * hears : 0);
            }
        }

        var missed = 0.0;
        for (var count = 0; count < majority && count < chances.Length; count++)
        {
            missed += chances[count];
        }

        return Math.Min(missed, 0.95);
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
