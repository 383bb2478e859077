using CsCheck;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Watch.Tracking.Scores;

public sealed class PictureScoreTests
{
    private static readonly Gen<ScorePoint[]> Pictures =
        Gen.Select(Gen.Int[-9, 9], Gen.Int[-9, 9]).Array[0, 5]
            .Select(points => points.Select((point, id) => new ScorePoint(id, point.Item1, point.Item2)).ToArray());

    /// <summary>
    /// Worked by hand with c = 10, p = 2, alpha = 2. Objects and tracks are places on a line; then OSPA and GOSPA
    /// squared (the first times the greater number), missed and false.
    /// </summary>
    [Theory]
    [InlineData("", "", 0, 0, 0, 0)]
    [InlineData("0", "", 100, 50, 1, 0)]
    [InlineData("", "0 5", 200, 100, 0, 2)]
    [InlineData("0", "3", 9, 9, 0, 0)]
    [InlineData("0 100", "4 103", 25, 25, 0, 0)]
    [InlineData("0 100", "4", 116, 66, 1, 0)]
    [InlineData("0 100", "4 50", 116, 116, 1, 1)]
    [InlineData("0", "10", 100, 100, 1, 1)]
    [InlineData("0 8", "7 15", 98, 98, 0, 0)]
    [InlineData("0 8", "9 17", 101, 101, 1, 1)]
    [InlineData("0 8", "8 20", 100, 100, 1, 1)]
    public void Scans_worked_by_hand(
        string truth, string shown, double ospa, double gospa, double missed, double surplus)
    {
        var (objects, tracks) = (Line(truth), Line(shown));
        var score = new PictureScore(new ScoreSettings(10, 2, 2));
        score.Add(objects, tracks);
        var more = Math.Max(1, Math.Max(objects.Length, tracks.Length));
        Assert.Equal(ospa, score.MeanOspa * score.MeanOspa * more, 1e-9);
        Assert.Equal(gospa, score.MeanGospa * score.MeanGospa, 1e-9);
        Assert.Equal(missed, score.MeanMissedCount);
        Assert.Equal(surplus, score.MeanFalseCount);
    }

    [Fact]
    public void No_permutation_comes_nearer() =>
        Gen.Select(Pictures, Pictures, Gen.Int[1, 3], Gen.Int[1, 4], Gen.Double[1, 15])
            .Sample((truth, shown, p, halves, c) =>
            {
                var alpha = halves / 2.0;
                var score = new PictureScore(new ScoreSettings(c, p, alpha));
                score.Add(truth, shown);
                var (fewer, more) = truth.Length <= shown.Length ? (truth, shown) : (shown, truth);
                var least = Permutations(more).Min(order =>
                    fewer.Select((point, i) => Math.Pow(Math.Min(c, Apart(point, order[i])), p)).Sum());
                var surplus = Math.Pow(c, p) * (more.Length - fewer.Length);
                var ospa = more.Length == 0 ? 0 : Math.Pow((least + surplus) / more.Length, 1.0 / p);
                Assert.Equal(ospa, score.MeanOspa, 1e-9);
                Assert.Equal(Math.Pow(least + (surplus / alpha), 1.0 / p), score.MeanGospa, 1e-9);
            }, iter: 2_000);

    [Fact]
    public void The_parts_of_GOSPA_make_the_whole_where_alpha_is_two() =>
        Gen.Select(Pictures, Pictures).Sample((truth, shown) =>
        {
            var score = new PictureScore(new ScoreSettings(6, 2, 2));
            score.Add(truth, shown);
            Assert.Equal(
                score.MeanGospa * score.MeanGospa,
                (score.MeanLocalisation * score.MeanLocalisation) + (score.MeanMissed * score.MeanMissed)
                    + (score.MeanFalse * score.MeanFalse),
                1e-9);
            Assert.Equal(score.MeanMissed * score.MeanMissed, 18 * score.MeanMissedCount, 1e-9);
        });

    [Fact]
    public void The_score_is_the_same_from_either_side_and_in_any_order() =>
        Gen.Select(Pictures, Pictures).Sample((truth, shown) =>
        {
            var (one, other) =
                (new PictureScore(new ScoreSettings(8, 2, 2)), new PictureScore(new ScoreSettings(8, 2, 2)));
            one.Add(truth, shown);
            other.Add(shown.Reverse().ToArray(), truth.Reverse().ToArray());
            Assert.Equal(one.MeanOspa, other.MeanOspa, 1e-9);
            Assert.Equal(one.MeanGospa, other.MeanGospa, 1e-9);
        });

    [Fact]
    public void A_switch_is_another_track_than_last_time_even_after_a_gap()
    {
        var score = new PictureScore(new ScoreSettings(10, 2, 2));
        ScorePoint[] truth = [new(1, 0, 0), new(2, 100, 0)];
        score.Add(truth, [new(7, 0, 0), new(8, 100, 0)]);
        score.Add(truth, [new(7, 1, 0), new(8, 101, 0)]);
        Assert.Equal(0, score.IdSwitches);
        score.Add(truth, [new(8, 0, 0), new(7, 100, 0)]);
        Assert.Equal(2, score.IdSwitches);
        score.Add(truth, []);
        score.Add(truth, [new(8, 0, 0), new(9, 100, 0)]);
        Assert.Equal(3, score.IdSwitches);
    }

    [Fact]
    public void SIAP_counts_objects_shown_tracks_for_each_and_tracks_of_nothing()
    {
        var score = new PictureScore(new ScoreSettings(10, 2, 2));
        Assert.True(double.IsNaN(score.Completeness));
        score.Add([new(1, 0, 0), new(2, 50, 0)], [new(7, 0, 0), new(8, 1, 0), new(9, 99, 0)]);
        score.Add([new(1, 0, 0), new(2, 50, 0)], [new(7, 0, 0)]);
        Assert.Equal(2.0 / 4, score.Completeness);
        Assert.Equal(3.0 / 2, score.Ambiguity);
        Assert.Equal(1.0 / 4, score.Spuriousness);
    }

    private static ScorePoint[] Line(string text) =>
    [
        .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select((place, id) =>
                new ScorePoint(id, double.Parse(place, System.Globalization.CultureInfo.InvariantCulture), 0)),
    ];

    private static double Apart(ScorePoint a, ScorePoint b) => Elementary.Hypot(a.EastM - b.EastM, a.NorthM - b.NorthM);

    private static IEnumerable<T[]> Permutations<T>(T[] items) => items.Length == 0
        ? [[]]
        : items.SelectMany((first, i) =>
            Permutations<T>([.. items[..i], .. items[(i + 1)..]]).Select(rest => (T[])[first, .. rest]));
}
