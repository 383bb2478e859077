using CsCheck;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Watch.Tracking;

public sealed class MatchingTests
{
    /// <summary>Costs of up to five rows and five columns; a whole number of them so that ties occur.</summary>
    private static readonly Gen<double[][]> Costs =
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5]).SelectMany((rows, columns) =>
            Gen.Int[-6, 2].Select(cost => (double)cost).Array[columns].Array[rows]);

    [Fact]
    public void No_choice_of_pairs_costs_less() =>
        Costs.Sample(costs =>
        {
            var matching = Solve(costs, costs.Length == 0 ? 0 : costs[0].Length);
            Assert.Equal(Least(costs, 0, 0), Total(costs, matching));
        }, iter: 20_000);

    [Fact]
    public void Large_dense_and_sparse_costs_are_solved_with_prices_that_prove_it()
    {
        // Weak duality: any prices with u + v at most the cost bound every answer from below; equal rows and columns
        // that are shifted by constants have an answer that is known by construction.
        var random = new Splitmix(7);
        foreach (var size in new[] { 30, 200 })
        {
            var hidden = Enumerable.Range(0, size).OrderBy(_ => random.Next()).ToArray();
            var rowPrice = Enumerable.Range(0, size).Select(_ => random.Between(-50, -10)).ToArray();
            var columnPrice = Enumerable.Range(0, size).Select(_ => random.Between(-50, 0)).ToArray();
            var costs = Enumerable.Range(0, size).Select(row => Enumerable.Range(0, size).Select(column =>
                rowPrice[row] + columnPrice[column]
                    + (hidden[row] == column ? 0 : random.Between(0, 30))).ToArray()).ToArray();
            var matching = Solve(costs, size);
            Assert.Equal(rowPrice.Sum() + columnPrice.Sum(), Total(costs, matching), 1e-9 * size * 50);
        }
    }

    [Fact]
    public void A_used_solver_answers_like_a_new_one() =>
        Gen.Select(Costs, Costs).Sample((first, second) =>
        {
            var used = new Matching();
            Fill(used, first);
            used.Solve();
            Fill(used, second);
            used.Solve();
            var fresh = Solve(second, second.Length == 0 ? 0 : second[0].Length);
            Assert.Equal(
                Enumerable.Range(0, second.Length).Select(fresh.ColumnOf),
                Enumerable.Range(0, second.Length).Select(used.ColumnOf));
        });

    [Fact]
    public void A_pair_that_saves_nothing_is_not_chosen_and_a_column_beyond_the_last_is_refused()
    {
        var matching = Solve([[0], [1], [double.NaN]], 1);
        Assert.Equal([Matching.None, Matching.None, Matching.None], Enumerable.Range(0, 3).Select(matching.ColumnOf));
        Assert.Equal(0, matching.PairCount);
        matching.Begin(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => matching.Add(1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => matching.Add(0, double.NegativeInfinity));
    }

    private static Matching Solve(double[][] costs, int columns)
    {
        var matching = new Matching();
        Fill(matching, costs, columns);
        matching.Solve();
        return matching;
    }

    private static void Fill(Matching matching, double[][] costs, int? columns = null)
    {
        matching.Begin(columns ?? (costs.Length == 0 ? 0 : costs[0].Length));
        foreach (var row in costs)
        {
            for (var column = 0; column < row.Length; column++)
            {
                matching.Add(column, row[column]);
            }

            matching.EndRow();
        }
    }

    /// <summary>Sum of the chosen costs; the two directions must agree, no column twice.</summary>
    private static double Total(double[][] costs, Matching matching)
    {
        var sum = 0.0;
        for (var row = 0; row < costs.Length; row++)
        {
            if (matching.ColumnOf(row) is var column and not Matching.None)
            {
                Assert.Equal(row, matching.RowOf(column));
                sum += costs[row][column];
            }
        }

        return sum;
    }

    /// <summary>The oracle: tries every partial pairing.</summary>
    private static double Least(double[][] costs, int row, int used)
    {
        if (row == costs.Length)
        {
            return 0;
        }

        var least = Least(costs, row + 1, used);
        for (var column = 0; column < costs[row].Length; column++)
        {
            if ((used & (1 << column)) == 0)
            {
                least = Math.Min(least, costs[row][column] + Least(costs, row + 1, used | (1 << column)));
            }
        }

        return least;
    }
}
