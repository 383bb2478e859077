using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Domain.Counts;

public sealed class ExposedCountTests
{
    private static readonly Instant Start = Instant.FromUnixSeconds(1_900_000_000);

    /// <summary>Limits of a Poisson mean as statistical tables print them (Garwood 1936; Pearson and Hartley).
    /// </summary>
    [Theory]
    [InlineData(0, 0.05, 0, 3.689)]
    [InlineData(1, 0.05, 0.0253, 5.572)]
    [InlineData(2, 0.05, 0.2422, 7.225)]
    [InlineData(3, 0.05, 0.6187, 8.767)]
    [InlineData(4, 0.05, 1.0899, 10.242)]
    [InlineData(5, 0.05, 1.6235, 11.668)]
    [InlineData(10, 0.05, 4.7954, 18.390)]
    [InlineData(20, 0.05, 12.2165, 30.888)]
    [InlineData(50, 0.05, 37.1110, 65.919)]
    [InlineData(100, 0.05, 81.3639, 121.627)]
    [InlineData(0, 0.01, 0, 5.298)]
    [InlineData(1, 0.01, 0.0050, 7.430)]
    [InlineData(5, 0.01, 1.0779, 14.150)]
    [InlineData(10, 0.01, 3.7169, 21.398)]
    public void The_limits_of_a_count_are_those_of_the_tables(int count, double level, double least, double most)
    {
        var (low, high) = IncompleteGamma.Interval(count, level);
        Assert.Equal(least, low, 1e-4);
        Assert.Equal(most, high, 6e-4);
    }

    /// <summary>
    /// The second formula: a sum of the Poisson probabilities in exact fractions, with 40 digits of e.
    /// </summary>
    [Theory]
    [InlineData(1, 3)]
    [InlineData(7, 2)]
    [InlineData(12, 31)]
    [InlineData(40, 40)]
    [InlineData(90, 60)]
    [InlineData(200, 215)]
    public void The_function_is_the_sum_of_the_probabilities(int atLeast, int expected)
    {
        // e to the n and the sum of n^j / j!, both as series in fractions of 10^150.
        var unit = BigInteger.Pow(10, 150);
        var (term, whole, below) = (unit, BigInteger.Zero, BigInteger.Zero);
        for (var j = 0; term > 0; j++)
        {
            whole += term;
            below += j < atLeast ? term : 0;
            term = term * expected / (j + 1);
        }

        var tail = (double)((whole - below) * BigInteger.Pow(10, 30) / whole) / 1e30;
        Assert.Equal(tail, IncompleteGamma.Of(atLeast, expected), 1e-12);
    }

    [Theory]
    [InlineData(3, 2.5)]
    [InlineData(64, 70.25)]
    [InlineData(500, 480)]
    public void The_function_agrees_with_the_chi_square_beside(int atLeast, double expected) => Assert.Equal(
        1 - Geo.Locating.ChiSquare.Beyond(2 * expected, 2 * atLeast), IncompleteGamma.Of(atLeast, expected), 1e-12);

    [Fact]
    public void Large_counts_have_the_limits_of_the_normal_distribution()
    {
        var (low, high) = IncompleteGamma.Interval(ExposedCount.MaxCount, 0.05);
        Assert.Equal(1_000_000 - 1_960 + 1, low, 2.0);
        Assert.Equal(1_000_000 + 1_960 + 2, high, 2.0);
    }

    [Fact]
    public void The_limits_hold_the_true_rate_in_nineteen_of_twenty_cases()
    {
        var draws = new Splitmix(11);
        foreach (var mean in (double[])[0.7, 3, 12.5])
        {
            var (trials, held) = (4_000, 0);
            for (var trial = 0; trial < trials; trial++)
            {
                var (count, rest) = (0, Math.Exp(-mean));
                for (var product = draws.Between(0, 1); product > rest; product *= draws.Between(0, 1))
                {
                    count++;
                }

                var limits = Of(count, 24_000).RatePer1000Km2Day()!.Value;
                held += limits.Least <= mean && mean <= limits.Most ? 1 : 0;
            }

            Assert.InRange(held / (double)trials, 0.94, 1);
        }
    }

    [Fact]
    public void Zero_seen_gives_the_upper_bound_and_what_was_not_watched_none()
    {
        var quiet = Of(0, 48_000).RatePer1000Km2Day()!.Value;
        Assert.Equal((0.0, 0.0), (quiet.Least, quiet.Likeliest));
        Assert.Equal(2.995732 / 2, quiet.Most, 1e-6);
        Assert.Null(Of(0, 0).RatePer1000Km2Day());
        Assert.Null(Of(5, 0).RatePer1000Km2Day());
    }

    [Theory]
    [InlineData(8, 24_000, 13, 24_000, RateChange.CannotBeToldApart)]
    [InlineData(8, 24_000, 13, 8_000, RateChange.Rose)]
    [InlineData(80, 24_000, 130, 24_000, RateChange.Rose)]
    [InlineData(80, 24_000, 80, 72_000, RateChange.Dropped)]
    [InlineData(0, 24_000, 0, 24_000, RateChange.CannotBeToldApart)]
    [InlineData(0, 0, 12, 24_000, RateChange.NotWatched)]
    [InlineData(12, 24_000, 0, 0, RateChange.NotWatched)]
    public void Two_times_are_compared_over_what_was_watched(
        int before, double watchedBefore, int after, double watchedAfter, RateChange expected) =>
        Assert.Equal(expected, Of(after, watchedAfter).ChangeSince(Of(before, watchedBefore)));

    /// <summary>"+63 %" of 8 is 13: the test's own probability, summed in exact fractions, is far from rare.</summary>
    [Fact]
    public void The_limits_of_a_ratio_are_where_the_binomial_tail_is_half_the_level()
    {
        var (low, high) = ExposedCount.RatioLimits(8, 1, 13, 1, 0.05);
        Assert.Equal(0.025, Tail(13, 21, low / (1 + low)), 1e-9);
        Assert.Equal(0.975, Tail(14, 21, high / (1 + high)), 1e-9);
        Assert.InRange(low, 0.1, 1);
        Assert.InRange(high, 1, 10);
    }

    [Fact]
    public void No_count_can_be_made_without_its_exposure()
    {
        Assert.Throws<ArgumentNullException>(() => new ExposedCount(3, null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => Of(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Of(ExposedCount.MaxCount + 1, 1));
        Assert.Equal(ExposedCount.MaxCount, Of(ExposedCount.MaxCount, 1).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Exposure(2, 1, Start, Start));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Exposure(double.NaN, 1, Start, Start));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Exposure(1, 2, Start, Start - TimeSpan.FromSeconds(1)));

        // A class, so that there is no default; one way in, besides the copy of a record; nothing that can be set
        // later.
        foreach (var type in (Type[])[typeof(ExposedCount), typeof(Exposure)])
        {
            Assert.True(type is { IsClass: true, IsSealed: true });
            Assert.Single(
                type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic),
                made => made.GetParameters() is not [{ ParameterType: var only }] || only != type);
            Assert.DoesNotContain(type.GetProperties(), property => property.CanWrite);
            Assert.DoesNotContain(
                type.GetFields(), field => !field.IsStatic && !field.IsDefined(typeof(CompilerGeneratedAttribute)));
        }
    }

    private static double Tail(int least, int all, double p)
    {
        var sum = 0.0;
        for (var k = least; k <= all; k++)
        {
            var ways = 1.0;
            for (var j = 0; j < k; j++)
            {
                ways *= (all - j) / (double)(j + 1);
            }

            sum += ways * Math.Pow(p, k) * Math.Pow(1 - p, all - k);
        }

        return sum;
    }

    private static ExposedCount Of(int count, double watchedKm2H) =>
        new(count, new Exposure(watchedKm2H, 100_000, Start, Start + TimeSpan.FromDays(1)));
}
