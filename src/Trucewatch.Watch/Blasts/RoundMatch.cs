namespace Trucewatch.Watch.Blasts;

/// <summary>A place that rounds may be of, as it stands while they are matched.</summary>
/// <param name="EastM">Where.</param>
/// <param name="NorthM">Where.</param>
/// <param name="LateS">By how much each channel hears later than the place says.</param>
/// <param name="WithinS">Longest time from the first to the last signal of a round.</param>
/// <param name="Hearing">How many channels hear such rounds.</param>
internal sealed record MatchedPlace(double EastM, double NorthM, double[] LateS, double WithinS, int Hearing);

/// <summary>One round, as far as the channels tell.</summary>
/// <param name="Place">Index of its place.</param>
/// <param name="TimeS">When it fell.</param>
/// <param name="Signals">Its signals, one of each channel.</param>
internal sealed record Round(int Place, double TimeS, int[] Signals)
{
    /// <summary>How many channels heard it.</summary>
    public int Size => Signals.Length;
}

/// <summary>
/// Matches signals of different channels whose times, taken back to one of the places, agree: they are of one round.
/// The rounds that were heard by most of those who hear such rounds come first, so that a signal between two of them,
/// or between two places, goes to the better heard one.
/// </summary>
internal sealed class RoundMatch
{
    private const int None = -1;

    // A channel that does not hear a round speaks against it as much as so many that hear it speak for it.
    private const double Unheard = 0.4;

    // Of so many the middle one is hardly another's, and the others are so near to it, as a share of all the time.
    private const int FewestWithMiddle = 4;
    private const double FromMiddle = 0.55;

    private readonly Signal[] signals;
    private readonly MatchedPlace[] places;
    private readonly double[][] back;
    private readonly int[][] order;
    private readonly bool[] taken;
    private readonly int[] ofChannel;
    private readonly List<Round> rounds = [];

    private RoundMatch(Channel[] channels, Signal[] signals, MatchedPlace[] places)
    {
        (this.signals, this.places) = (signals, places);
        (taken, ofChannel) = (new bool[signals.Length], new int[channels.Length]);
        (back, order) = (new double[places.Length][], new int[places.Length][]);
        for (var place = 0; place < places.Length; place++)
        {
            var (at, times) = (places[place], new double[signals.Length]);
            order[place] = new int[signals.Length];
            for (var i = 0; i < times.Length; i++)
            {
                var channel = signals[i].Channel;
                times[i] = signals[i].TimeS - channels[channel].TravelS(at.EastM, at.NorthM) - at.LateS[channel];
                order[place][i] = i;
            }

            back[place] = times;
            Array.Sort((double[])times.Clone(), order[place]);
        }
    }

    /// <summary>The rounds of at least so many channels, in order of time.</summary>
    /// <param name="channels">All channels.</param>
    /// <param name="signals">What they heard.</param>
    /// <param name="places">The places.</param>
    /// <param name="least">Fewest channels.</param>
    public static List<Round> Match(Channel[] channels, Signal[] signals, MatchedPlace[] places, int least)
    {
        var match = new RoundMatch(channels, signals, places);
        var kinds = Enumerable.Range(0, places.Length)
            .SelectMany(place => Enumerable.Range(least, Math.Max(0, channels.Length + 1 - least))
                .Select(size => (Place: place, Size: size)))
            .GroupBy(kind => kind.Size - (Unheard * Math.Max(0, places[kind.Place].Hearing - kind.Size)))
            .OrderByDescending(kind => kind.Key);
        foreach (var kind in kinds)
        {
            match.Take([.. kind]);
        }

        match.rounds.Sort((a, b) => a.TimeS.CompareTo(b.TimeS));
        return match.rounds;
    }

    /// <summary>Takes all rounds of some kinds, the closest together first.</summary>
    private void Take((int Place, int Size)[] kinds)
    {
        while (true)
        {
            var (bestPlace, bestFirst, bestSize, bestS) = (None, None, 0, double.PositiveInfinity);
            foreach (var (place, size) in kinds)
            {
                for (var first = 0; first < signals.Length; first++)
                {
                    if (!taken[order[place][first]] && Gather(place, first, size) is var spreadS && spreadS < bestS)
                    {
                        (bestPlace, bestFirst, bestSize, bestS) = (place, first, size, spreadS);
                    }
                }
            }

            if (bestPlace == None)
            {
                return;
            }

            _ = Gather(bestPlace, bestFirst, bestSize);
            var members = Nearest(bestPlace, [.. ofChannel.Where(one => one != None)]);
            var sum = 0.0;
            foreach (var one in members)
            {
                taken[one] = true;
                sum += back[bestPlace][one];
            }

            rounds.Add(new Round(bestPlace, sum / members.Length, members));
        }
    }

    /// <summary>The signals nearest to the middle one of those that were gathered, one of each channel.</summary>
    private int[] Nearest(int place, int[] gathered)
    {
        if (gathered.Length < FewestWithMiddle)
        {
            return gathered;
        }

        var times = back[place];
        var sorted = Array.ConvertAll(gathered, one => times[one]);
        Array.Sort(sorted);
        var middle = 0.5 * (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]);
        Array.Fill(ofChannel, None);
        for (var one = 0; one < signals.Length; one++)
        {
            var channel = signals[one].Channel;
            var apartS = Math.Abs(times[one] - middle);
            if (!taken[one] && apartS <= places[place].WithinS * FromMiddle
                && (ofChannel[channel] == None || apartS < Math.Abs(times[ofChannel[channel]] - middle)))
            {
                ofChannel[channel] = one;
            }
        }

        int[] members = [.. ofChannel.Where(one => one != None)];
        return members.Length > 0 ? members : gathered;
    }

    /// <summary>
    /// Gathers the first signal of each channel from one on, until there are so many; the time that they take, infinite
    /// where it is too long.
    /// </summary>
    private double Gather(int place, int first, int size)
    {
        var (times, sorted) = (back[place], order[place]);
        Array.Fill(ofChannel, None);
        var (fromS, count) = (times[sorted[first]], 0);
        for (var at = first; at < sorted.Length && times[sorted[at]] - fromS <= places[place].WithinS; at++)
        {
            var channel = signals[sorted[at]].Channel;
            if (taken[sorted[at]] || ofChannel[channel] != None)
            {
                continue;
            }

            ofChannel[channel] = sorted[at];
            if (++count == size)
            {
                return times[sorted[at]] - fromS;
            }
        }

        return double.PositiveInfinity;
    }
}
