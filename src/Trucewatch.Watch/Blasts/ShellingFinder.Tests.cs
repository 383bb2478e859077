using System.Globalization;
using Trucewatch.Geo;
using Trucewatch.Geo.Geodesics;
using Trucewatch.Geo.Locating;
using Xunit;

namespace Trucewatch.Watch.Blasts;

public sealed class ShellingFinderTests
{
    /// <summary>What came of the cases with one shelling, or of those with two at once.</summary>
    private sealed class Tally
    {
        private readonly List<int> widths = [];

        public int Cases { get; private set; }

        /// <summary>Cases with one event for each shelling and no more.</summary>
        public int OneEach { get; private set; }

        /// <summary>Cases with one event each, and each true number of rounds within its bounds.</summary>
        public int Good { get; private set; }

        public int Shellings { get; private set; }

        /// <summary>Shellings with an event of their own.</summary>
        public int Found { get; private set; }

        /// <summary>Of those, shellings whose true number of rounds lies within the bounds.</summary>
        public int Within { get; private set; }

        public int Located { get; private set; }

        /// <summary>Of those, places that are right within three standard deviations and what rounds scatter.</summary>
        public int Near { get; private set; }

        public List<string> Bad { get; } = [];

        public double MedianWidth => widths.Order().ElementAt(widths.Count / 2);

        public void Add(ulong seed, ShellingField field, List<FoundShelling> found)
        {
            var sources = field.Sources;
            var events = field.Shellings.Select((_, number) => found.Where(one =>
                2 * one.Onsets.Count(onset => sources[onset] == number) > one.Onsets.Length).ToList()).ToList();
            var isOneEach = found.Count == events.Count && events.TrueForAll(one => one.Count == 1);
            var isGood = isOneEach;
            Shellings += events.Count;
            for (var number = 0; number < events.Count; number++)
            {
                if (events[number] is not [var only])
                {
                    continue;
                }

                var rounds = field.Shellings[number].RoundsS.Length;
                var isWithin = rounds >= only.CountMin && rounds <= only.CountMax;
                Found++;
                Within += isWithin ? 1 : 0;
                isGood &= isWithin;
                widths.Add(only.CountMax - only.CountMin);
                if (only.Source.Place is { } place)
                {
                    Located++;
                    var (eastM, northM) = LocalScale.At(place).Offset(place, field.Shellings[number].Place);
                    var own = only.Source.Error;
                    var error = own with { EastM2 = own.EastM2 + 10_000, NorthM2 = own.NorthM2 + 10_000 };
                    Near += Squared(eastM, northM, error) <= 9 ? 1 : 0;
                }
            }

            Cases++;
            OneEach += isOneEach ? 1 : 0;
            Good += isGood ? 1 : 0;
            if (!isGood)
            {
                Bad.Add(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {field.Stations.Length} stations; ")
                    + string.Join(", ", field.Shellings.Select(one => one.RoundsS.Length)) + " rounds; found "
                    + string.Join(", ", found.Select(one => FormattableString.Invariant(
                        $"[{one.CountMin}, {one.CountMax}] of {one.Onsets.Length} ({one.Source.Refusal})"))));
            }
        }

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Cases} cases: one event each {OneEach}, and counts right {Good}; {Shellings} shellings: found {Found}, ")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"count within {Within}, located {Located}, near {Near}, median width {MedianWidth}")
            + string.Concat(Bad.Take(60).Select(one => "\n  " + one));

        private static double Squared(double eastM, double northM, Covariance2 error) =>
            ((eastM * eastM * error.NorthM2) - (2 * eastM * northM * error.EastNorthM2)
                + (northM * northM * error.EastM2))
            / ((error.EastM2 * error.NorthM2) - (error.EastNorthM2 * error.EastNorthM2));
    }

    /// <summary>Two hundred fields on which nothing was set; the bounds leave room for what so few can tell.</summary>
    [Fact]
    public void Shellings_are_found_one_event_each_with_bounds_that_hold()
    {
        var (one, two) = Try(from: 50_000, cases: 200);
        Assert.True(one.Good >= 0.93 * one.Cases && one.MedianWidth <= 5, "one: " + one);
        Assert.True(two.Good >= 0.75 * two.Cases && two.MedianWidth <= 8, "two: " + two);
    }

    /// <summary>The second two thousand were never looked at while anything was set.</summary>
    [Theory(Explicit = true)]
    [InlineData(60_000)]
    [InlineData(1_000_000)]
    public void Shellings_are_found_in_two_thousand_fields(int from)
    {
        var (one, two) = Try(from, cases: 2_000);
        TestContext.Current.TestOutputHelper!.WriteLine($"one: {one}");
        TestContext.Current.TestOutputHelper!.WriteLine($"two: {two}");
        Assert.True(one.Good >= 0.96 * one.Cases && one.MedianWidth <= 5, "one: " + one);
        Assert.True(two.Good >= 0.83 * two.Cases && two.MedianWidth <= 8, "two: " + two);
    }

    /// <summary>
    /// The most that telling two shellings apart can give: each is looked for in its own onsets and in those that are
    /// of nothing, by an oracle that knows which these are.
    /// </summary>
    [Fact(Explicit = true)]
    public void What_an_oracle_that_tells_shellings_apart_would_give()
    {
        var (pairs, good, bothGood) = (0, 0, 0);
        Parallel.For(60_000, 62_000, seed =>
        {
            var field = new ShellingField((ulong)seed);
            if (field.Shellings.Length == 1)
            {
                return;
            }

            var (onsets, sources) = (field.Onsets, field.Sources);
            var own = 0;
            for (var number = 0; number < 2; number++)
            {
                var found = ShellingFinder.Find(
                    [.. onsets.Where((_, at) => sources[at] == number || sources[at] < 0)], new BlastSettings().Medium,
                    new LocatingLimits(), new BlastSettings().RangeM);
                var rounds = field.Shellings[number].RoundsS.Length;
                own += found is [var only] && rounds >= only.CountMin && rounds <= only.CountMax ? 1 : 0;
            }

            Interlocked.Increment(ref pairs);
            Interlocked.Add(ref good, own);
            Interlocked.Add(ref bothGood, own == 2 ? 1 : 0);
        });
        TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant(
            $"{pairs} pairs: right {good} of {2 * pairs} shellings, both of a pair {bothGood}"));
        Assert.True(good >= 0.96 * 2 * pairs && bothGood <= 0.95 * pairs, $"{good}, {bothGood}");
    }

    private static (Tally One, Tally Two) Try(int from, int cases)
    {
        var found = new (ShellingField Field, List<FoundShelling> Found)[cases];
        Parallel.For(0, cases, index =>
        {
            var field = new ShellingField((ulong)(from + index));
            found[index] = (field, ShellingFinder.Find(
                field.Onsets, new BlastSettings().Medium, new LocatingLimits(), new BlastSettings().RangeM));
        });
        var (one, two) = (new Tally(), new Tally());
        for (var index = 0; index < cases; index++)
        {
            (found[index].Field.Shellings.Length == 1 ? one : two)
                .Add((ulong)(from + index), found[index].Field, found[index].Found);
        }

        return (one, two);
    }
}
