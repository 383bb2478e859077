using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Geo.Locating;

namespace Trucewatch.Watch.Blasts;

/// <summary>A signal that a station heard, as the search takes it.</summary>
/// <param name="Station">Name of the station.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Path">What carried the signal.</param>
/// <param name="TimeS">When, seconds from a time that all share.</param>
/// <param name="SigmaS">Standard deviation of that time.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Onset(string Station, GeoPoint Place, SignalPath Path, double TimeS, double SigmaS);

/// <summary>Rounds that fell near one place.</summary>
/// <param name="Source">Where, or why that is not stated; its time is that of the first round.</param>
/// <param name="NearPlace">Where the search found them, to tell two shellings apart; not to be stated.</param>
/// <param name="FirstS">When the first round fell.</param>
/// <param name="LastS">When the last one fell.</param>
/// <param name="CountMin">Least number of rounds.</param>
/// <param name="CountMax">Greatest number of rounds.</param>
/// <param name="Onsets">The onsets that it rests on.</param>
internal sealed record FoundShelling(
    LocatedSource Source,
    GeoPoint NearPlace,
    double FirstS,
    double LastS,
    int CountMin,
    int CountMax,
    ImmutableArray<int> Onsets);

/// <summary>
/// Finds shellings in what stations heard: the place from which most comes together, the rounds that fell there, how
/// many they were; then the same in the rest.
/// </summary>
internal sealed class ShellingFinder
{
    /// <summary>Most shellings found at once.</summary>
    public const int MaxShellings = 8;

    /// <summary>Most searches: what is left of a shelling is found again, and is no other one.</summary>
    public const int MaxSearches = 24;

    /// <summary>Fewest channels that tell a place from others.</summary>
    public const int MinChannels = 3;

    private const double CoarseS = 1.2;
    private const double FineS = 1.0;

    // Two places are one where all that hear it hear it within so long as from the other.
    private const double SamePlaceS = 2;

    // What comes about by chance more often is no shelling.
    private const double MostByChance = 0.02;

    // Rounds of one shelling scatter by some hundred metres; a channel that missed some heard another middle of them.
    private const double ScatterS = 0.3;

    // By one hill echoes come always as late.
    private const double SameEchoS = 0.4;

    // A channel that hears fewer than this share of the rounds is too far away, and says nothing of their number.
    private const double HearsShare = 0.3;

    // What so few of the channels hear, just after another one, may be an echo at each of them.
    private const double DoubtfulShare = 0.6;

    // Signals that are of no round and so near in time say how many come about by chance.
    private const double NearS = 20;

    // So few rounds have to be heard by those who would hear them.
    private const int FewRounds = 3;

    // The same for what is looked for anew.
    private const double AroundS = 30;

    private readonly Onset[] onsets;
    private readonly WaveMedium medium;
    private readonly LocatingLimits limits;
    private readonly Channel[] channels;
    private readonly GeoPoint[] places;
    private readonly SignalPath[] paths;
    private readonly double[] sigmasS;
    private readonly Signal[] all;
    private readonly LocalScale scale;
    private readonly GeoPoint middle;
    private readonly bool[] isUsed;
    private readonly bool[] isShadow;
    private readonly bool[] isEcho;
    private readonly bool[] isAside;
    private readonly List<Fitted> fits = [];
    private readonly double rangeM;

    private ShellingFinder(Onset[] onsets, WaveMedium medium, LocatingLimits limits, double rangeM)
    {
        (this.onsets, this.medium, this.limits, this.rangeM) = (onsets, medium, limits, rangeM);
        middle = onsets[0].Place;
        scale = LocalScale.At(middle);
        var known = new Dictionary<(string Station, GeoPoint Place, SignalPath Path), int>();
        var made = new List<Onset>();
        all = new Signal[onsets.Length];
        for (var i = 0; i < onsets.Length; i++)
        {
            ref readonly var onset = ref onsets[i];
            if (!known.TryGetValue((onset.Station, onset.Place, onset.Path), out var channel))
            {
                channel = made.Count;
                known.Add((onset.Station, onset.Place, onset.Path), channel);
                made.Add(onset);
            }

            made[channel] = made[channel] with { SigmaS = Math.Max(made[channel].SigmaS, onset.SigmaS) };
            all[i] = new Signal(channel, onset.TimeS);
        }

        places = [.. made.Select(one => one.Place)];
        paths = [.. made.Select(one => one.Path)];
        sigmasS = [.. made.Select(one => one.SigmaS)];
        channels = [.. made.Select(ChannelOf)];
        (isUsed, isShadow) = (new bool[all.Length], new bool[all.Length]);
        (isEcho, isAside) = (new bool[all.Length], new bool[all.Length]);
    }

    /// <summary>Finds shellings, the one that most was heard of first.</summary>
    /// <param name="onsets">What was heard, in order of time.</param>
    /// <param name="medium">How fast signals travel.</param>
    /// <param name="limits">What may be stated of a place.</param>
    /// <param name="rangeM">Farthest that a bang is heard.</param>
    public static List<FoundShelling> Find(
        Onset[] onsets, WaveMedium medium, LocatingLimits limits, double rangeM)
    {
        if (onsets.Length < MinChannels)
        {
            return [];
        }

        var finder = new ShellingFinder(onsets, medium, limits, rangeM);
        Echoes.Mark(finder.channels.Length, finder.all, finder.isEcho);
        for (var round = 0; round < MaxSearches && finder.fits.Count < MaxShellings && finder.FindNext(); round++)
        {
        }

        return [.. finder.fits.Select(finder.State)];
    }

    private Channel ChannelOf(Onset onset)
    {
        var (eastM, northM) = scale.Offset(middle, onset.Place);
        var speedMps = onset.Path switch
        {
            SignalPath.Air => medium.SoundMps,
            SignalPath.Ground => medium.GroundSpeedMps,
            _ => double.PositiveInfinity,
        };
        return new Channel(eastM, northM, speedMps);
    }

    private bool FindNext()
    {
        var left = Enumerable.Range(0, all.Length).Where(one => !isUsed[one] && !isEcho[one]).ToArray();
        var signals = Array.ConvertAll(left, one => all[one]);
        if (new PlaceSearch(channels, signals, rangeM).Find() is not { } place)
        {
            return false;
        }

        var start = new MatchedPlace(place.EastM, place.NorthM, new double[channels.Length], CoarseS, channels.Length);
        var fit = Fit([start], signals, 2)[0];
        if (fit.Rounds.Count == 0 || !IsLikely(fit, signals, left))
        {
            return false;
        }

        var own = Own(fit.Rounds, signals);
        var same = fits.FindIndex(one => IsSame(one, fit, own));
        if (same >= 0)
        {
            // What is left of what was found already: rounds that fell far aside, or were hardly heard.
            var majority = RoundBounds.Majority(fits[same].Place.Hearing);
            fits[same].Aside.AddRange(fit.Rounds.Where(round => round.Size >= majority).Select(round => round with
            {
                Signals = Array.ConvertAll(round.Signals, one => left[one]),
            }));
            foreach (var one in fit.Rounds.SelectMany(round => round.Signals))
            {
                (isUsed[left[one]], isAside[left[one]]) = (true, true);
            }

            return true;
        }

        Settle([.. fits, fit]);
        return true;
    }

    /// <summary>Matches all signals anew at all places, as those of one may have been taken for those of another.
    /// </summary>
    private void Settle(List<Fitted> known)
    {
        var heard = Enumerable.Range(0, all.Length).Where(one => !isEcho[one] && !isAside[one]).ToArray();
        var signals = Array.ConvertAll(heard, one => all[one]);
        var again = Fit([.. known.Select(one => one.Place)], signals, 1);
        fits.Clear();
        foreach (var (index, one) in again.Index().Where(one => one.Item.Rounds.Count > 0))
        {
            fits.Add(one with { Aside = known[index].Aside, Rounds = [.. one.Rounds.Select(round => round with
            {
                Signals = Array.ConvertAll(round.Signals, signal => heard[signal]),
            })] });
        }

        Array.Copy(isAside, isUsed, isUsed.Length);
        foreach (var one in fits)
        {
            var majority = RoundBounds.Majority(Own(one.Rounds, all).Length);
            foreach (var signal in one.Rounds.Where(round => round.Size >= majority).SelectMany(round => round.Signals))
            {
                isUsed[signal] = true;
            }
        }

        foreach (var one in fits)
        {
            MarkEchoes([.. one.Rounds.SelectMany(round => round.Signals).Order()]);
        }
    }

    /// <summary>Matches rounds at places, and betters the places by them.</summary>
    private List<Fitted> Fit(MatchedPlace[] at, Signal[] signals, int times)
    {
        var sources = new LocatedSource[at.Length];
        for (var time = 0; time < times; time++)
        {
            var matched = RoundMatch.Match(channels, signals, at, MinChannels);
            for (var place = 0; place < at.Length; place++)
            {
                var own = matched.Where(round => round.Place == place).ToList();
                var (eastM, northM) = (at[place].EastM, at[place].NorthM);
                var (meansS, counts) = Means(own, signals, eastM, northM);
                sources[place] = Locate(meansS, counts, own.Count, eastM, northM);
                if (sources[place].Place is { } found)
                {
                    (eastM, northM) = scale.Offset(middle, found);
                    (meansS, _) = Means(own, signals, eastM, northM);
                }

                at[place] = new MatchedPlace(eastM, northM, meansS, FineS, Own(own, signals).Length);
            }
        }

        var rounds = RoundMatch.Match(channels, signals, at, MinChannels);
        return [.. at.Select((place, index) => new Fitted(
            place, sources[index], [.. rounds.Where(round => round.Place == index)], []))];
    }

    /// <summary>By how much each channel hears rounds later than all channels together, and how many it heard.
    /// </summary>
    private (double[] MeansS, int[] Counts) Means(
        List<Round> rounds, Signal[] signals, double eastM, double northM)
    {
        var late = Array.ConvertAll(channels, _ => new List<double>());
        foreach (var round in rounds)
        {
            var back = Array.ConvertAll(
                round.Signals, one => signals[one].TimeS - channels[signals[one].Channel].TravelS(eastM, northM));
            var meanS = back.Sum() / back.Length;
            for (var i = 0; i < back.Length; i++)
            {
                late[signals[round.Signals[i]].Channel].Add(back[i] - meanS);
            }
        }

        return (Array.ConvertAll(late, Median), Array.ConvertAll(late, one => one.Count));
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values.Count == 0 ? 0 : 0.5 * (values[(values.Count - 1) / 2] + values[values.Count / 2]);
    }

    private LocatedSource Locate(double[] meansS, int[] counts, int rounds, double eastM, double northM)
    {
        var arrivals = new List<Arrival>();
        for (var channel = 0; channel < channels.Length; channel++)
        {
            if (counts[channel] == 0 || paths[channel] == SignalPath.Light || counts[channel] < HearsShare * rounds)
            {
                continue;
            }

            var missedS = ScatterS * Math.Sqrt((1 - (counts[channel] / (double)rounds)) / counts[channel]);
            arrivals.Add(new Arrival(
                places[channel],
                channels[channel].TravelS(eastM, northM) + meansS[channel],
                Math.Sqrt((sigmasS[channel] * sigmasS[channel]) + (missedS * missedS)),
                paths[channel] == SignalPath.Air ? WavePath.Air : WavePath.Ground));
        }

        return ArrivalLocator.Locate(CollectionsMarshal.AsSpan(arrivals), medium, limits);
    }

    /// <summary>
    /// What agrees at some place may have nothing to do with one another; and one or two rounds that follow what was
    /// found, as echoes do, are none. Of one round of three channels, nearer ones would have heard it as well. A single
    /// round beside a shelling may be made of what is left of it, which comes when that does: it counts as what comes
    /// about by chance itself.
    /// </summary>
    private bool IsLikely(Fitted fit, Signal[] signals, int[] left)
    {
        var rounds = fit.Rounds;
        var members = rounds.SelectMany(round => round.Signals).ToHashSet();
        var shadows = members.Count(one => isShadow[left[one]]);
        if (rounds.Count <= 2 && shadows > 0 && shadows >= members.Count - rounds.Count)
        {
            return false;
        }

        var isLeft = fits.Count > 0 && rounds.Count == 1;
        var counts = new int[channels.Length];
        var (fromS, untilS) = (signals[members.Min()].TimeS - AroundS, signals[members.Max()].TimeS + AroundS);
        for (var one = 0; one < signals.Length; one++)
        {
            var isNear = signals[one].TimeS >= fromS && signals[one].TimeS <= untilS;
            counts[signals[one].Channel] += isNear && (isLeft || !members.Contains(one)) ? 1 : 0;
        }

        var chance = new ChanceRounds(counts, untilS - fromS, FineS);
        var isLikely = false;
        for (var size = MinChannels; size <= channels.Length; size++)
        {
            var enough = rounds.Count(round => round.Size >= size);
            isLikely |= enough > 0 && chance.Places(size, enough) < MostByChance;
        }

        if (!isLikely || rounds.Count > FewRounds)
        {
            return isLikely;
        }

        var most = rounds.Max(round => round.Size);
        return (rounds.Count > 1 || most > MinChannels || channels.Length <= MinChannels + 1)
            && rounds.Sum(round => Unheard(round, fit, signals)) <= rounds.Count * Math.Max(1, most / 2);
    }

    /// <summary>How many channels did not hear a round that others farther away heard.</summary>
    private int Unheard(Round round, Fitted fit, Signal[] signals)
    {
        var heard = Array.ConvertAll(round.Signals, one => signals[one].Channel);
        var farthestM = heard.Max(one => TravelM(one, fit));
        return Enumerable.Range(0, channels.Length)
            .Count(one => !heard.Contains(one) && TravelM(one, fit) < farthestM);
    }

    /// <summary>True where channels hear both as one place.</summary>
    private bool IsSame(Fitted known, Fitted fit, int[] own)
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var channel in own)
        {
            var laterS = TravelS(channel, known) - TravelS(channel, fit);
            (least, most) = (Math.Min(least, laterS), Math.Max(most, laterS));
        }

        return most - least < SamePlaceS;
    }

    /// <summary>The channels that hear such rounds: what is too far away says nothing of their number.</summary>
    private int[] Own(List<Round> rounds, Signal[] signals)
    {
        var heard = Heard(rounds, signals);
        return
        [
            .. Enumerable.Range(0, channels.Length)
                .Where(one => heard[one] > 0 && heard[one] >= HearsShare * rounds.Count),
        ];
    }

    private double TravelS(int channel, Fitted fit) => channels[channel].TravelS(fit.Place.EastM, fit.Place.NorthM);

    private double TravelM(int channel, Fitted fit)
    {
        var (east, north) = (
            fit.Place.EastM - channels[channel].EastM, fit.Place.NorthM - channels[channel].NorthM);
        return Math.Sqrt((east * east) + (north * north));
    }

    private FoundShelling State(Fitted fit)
    {
        var own = Own(fit.Rounds, all);
        var majority = Math.Max(MinChannels, RoundBounds.Majority(own.Length));
        var rounds = fit.Rounds.Concat(fit.Aside).OrderBy(round => round.TimeS).ToList();
        var sure = rounds.Where(round => round.Size >= majority).ToList();
        sure = sure.Count > 0 ? sure : rounds;
        var heard = Heard(rounds, all);
        var (firstS, lastS) = (sure[0].TimeS, sure[^1].TimeS);
        var (min, max) = RoundBounds.Of(
            Array.ConvertAll(own, one => heard[one]), majority, sure.Count, rounds.Count, Alone(fit, majority),
            sure.Count(round => round.Size == majority), Doubtful(sure, own.Length), lastS - firstS,
            ByChance(sure, own, majority, firstS, lastS));
        return new FoundShelling(
            fit.Source with { TimeS = firstS },
            scale.Move(middle, fit.Place.EastM, fit.Place.NorthM),
            firstS,
            lastS,
            min,
            max,
            [.. rounds.SelectMany(round => round.Signals).Order()]);
    }

    /// <summary>How many rounds a majority would have heard, were there no other shelling: some of its signals may have
    /// been taken for those of another one.</summary>
    private int Alone(Fitted fit, int majority)
    {
        if (fits.Count == 1)
        {
            return 0;
        }

        Signal[] signals = [.. all.Where((_, one) => !isEcho[one])];
        return RoundMatch.Match(channels, signals, [fit.Place], MinChannels).Count(round => round.Size >= majority);
    }

    /// <summary>How many rounds may be echoes: heard by few, and only by channels that had just heard another one.
    /// </summary>
    private int Doubtful(List<Round> sure, int hearing)
    {
        var count = 0;
        for (var later = 1; later < sure.Count; later++)
        {
            var isDoubtful = false;
            for (var earlier = later - 1; earlier >= 0 && !isDoubtful
                && sure[later].TimeS - sure[earlier].TimeS <= Echoes.LongestS; earlier--)
            {
                var heard = Array.ConvertAll(sure[earlier].Signals, one => all[one].Channel);
                isDoubtful = sure[later].Size <= DoubtfulShare * hearing && sure[later].Size < sure[earlier].Size
                    && Array.TrueForAll(sure[later].Signals, one => heard.Contains(all[one].Channel));
            }

            count += isDoubtful ? 1 : 0;
        }

        return count;
    }

    private int[] Heard(List<Round> rounds, Signal[] signals)
    {
        var heard = new int[channels.Length];
        foreach (var round in rounds)
        {
            foreach (var one in round.Signals)
            {
                heard[signals[one].Channel]++;
            }
        }

        return heard;
    }

    /// <summary>How many rounds of just a majority come about by chance, of signals that are of no better one.
    /// </summary>
    private double ByChance(List<Round> sure, int[] own, int majority, double firstS, double lastS)
    {
        var members = sure.SelectMany(round => round.Signals).ToHashSet();
        var counts = new int[own.Length];
        for (var one = 0; one < all.Length; one++)
        {
            var at = Array.IndexOf(own, all[one].Channel);
            var isNear = all[one].TimeS >= firstS - NearS && all[one].TimeS <= lastS + NearS;
            counts[at < 0 ? 0 : at] += at >= 0 && isNear && !members.Contains(one) && !isEcho[one] ? 1 : 0;
        }

        return new ChanceRounds(counts, lastS - firstS + (2 * NearS), FineS).At(majority);
    }

    /// <summary>
    /// Signals that follow those of the shelling at one channel, always as late: echoes, which are of it. What follows
    /// without that is in its shadow.
    /// </summary>
    private void MarkEchoes(int[] used)
    {
        for (var channel = 0; channel < channels.Length; channel++)
        {
            var own = used.Where(one => all[one].Channel == channel).Select(one => all[one].TimeS).ToArray();
            var others = Enumerable.Range(0, all.Length)
                .Where(one => !isUsed[one] && all[one].Channel == channel).ToArray();
            var lags = others.SelectMany(one => own.Select(time => (One: one, LagS: all[one].TimeS - time)))
                .Where(pair => pair.LagS is > 0 and <= Echoes.LongestS).OrderBy(pair => pair.LagS).ToArray();
            foreach (var (one, _) in lags)
            {
                isShadow[one] = true;
            }

            int[] best = [];
            foreach (var (_, lagS) in lags)
            {
                var same = lags.Where(pair => Math.Abs(pair.LagS - lagS) <= SameEchoS).Select(pair => pair.One)
                    .Distinct().ToArray();
                best = same.Length > best.Length ? same : best;
            }

            var lastedS = own.Length < 2 ? 0 : own[^1] - own[0];
            var byChance = others.Length * own.Length * 2 * SameEchoS / (lastedS + (10 * Echoes.LongestS));
            foreach (var one in best.Length >= 2 && best.Length >= 0.2 * own.Length && best.Length > 1 + byChance
                ? best : [])
            {
                isEcho[one] = true;
            }
        }
    }

    /// <summary>Rounds at a place, of at least three channels.</summary>
    private sealed record Fitted(MatchedPlace Place, LocatedSource Source, List<Round> Rounds, List<Round> Aside);
}
