namespace Trucewatch.Watch.Tracking.Plots;

/// <summary>
/// How likely each plot is each track's, over all ways to share the plots out (joint probabilistic data association:
/// Fortmann, Bar-Shalom and Scheffe, IEEE J. Oceanic Eng. 8(3), 1983). Exact within a cluster of tracks that share
/// plots; a cluster with more tracks or more ways than is named here is left to the assignment.
/// </summary>
internal sealed class JointAssociation
{
    /// <summary>Most tracks of a cluster.</summary>
    public const int MaxTracks = 8;

    /// <summary>Most ways to share plots out within a cluster, counted as if no plot were shared.</summary>
    public const int MaxWays = 20_000;

    private int[] firstRow = [];
    private int[] root = [];
    private int[] next = [];
    private int[] last = [];
    private bool[] isLeft = [];
    private bool[] isTaken = [];
    private double[] odds = [];
    private double[] shares = [];
    private double[] misses = [];
    private Matching pairs = new();

    /// <summary>Clusters that were left to the assignment, so far.</summary>
    public long Left { get; private set; }

    /// <summary>Starts anew.</summary>
    public void Clear() => Left = 0;

    /// <summary>Works out the shares of all pairs of an assignment.</summary>
    /// <param name="matching">The pairs; a cost is minus the logarithm of the odds for the pair.</param>
    /// <param name="factor">What the odds are to be multiplied by.</param>
    public void Solve(Matching matching, double factor)
    {
        pairs = matching;
        Grow();
        for (var pair = 0; pair < pairs.PairCount; pair++)
        {
            odds[pair] = factor * Geo.Elementary.Exp(-pairs.CostOf(pair));
        }

        Cluster();
        for (var row = 0; row < pairs.RowCount; row++)
        {
            if (root[row] == row)
            {
                Share(row);
            }
        }
    }

    /// <summary>True when the row's cluster was small enough.</summary>
    public bool IsShared(int row) => !isLeft[root[row]];

    /// <summary>The probability of each of a row's pairs.</summary>
    public ReadOnlySpan<double> SharesOf(int row)
    {
        var (start, end) = pairs.PairsOf(row);
        return shares.AsSpan(start, end - start);
    }

    /// <summary>The probability that none of a row's pairs is right.</summary>
    public double MissOf(int row) => misses[row];

    private void Grow()
    {
        if (root.Length < pairs.RowCount)
        {
            var rows = Math.Max(64, 2 * pairs.RowCount);
            (root, next, last) = (new int[rows], new int[rows], new int[rows]);
            (isLeft, misses) = (new bool[rows], new double[rows]);
        }

        if (firstRow.Length < pairs.ColumnCount)
        {
            var columns = Math.Max(64, 2 * pairs.ColumnCount);
            (firstRow, isTaken) = (new int[columns], new bool[columns]);
        }

        if (odds.Length < pairs.PairCount)
        {
            var count = Math.Max(64, 2 * pairs.PairCount);
            (odds, shares) = (new double[count], new double[count]);
        }

        firstRow.AsSpan(0, pairs.ColumnCount).Fill(Matching.None);
        shares.AsSpan(0, pairs.PairCount).Clear();
        misses.AsSpan(0, pairs.RowCount).Clear();
    }

    /// <summary>
    /// Finds the rows that share columns: each cluster's root is its first row, from which the others are linked.
    /// </summary>
    private void Cluster()
    {
        for (var row = 0; row < pairs.RowCount; row++)
        {
            (root[row], next[row], last[row]) = (row, Matching.None, row);
            var (start, end) = pairs.PairsOf(row);
            for (var pair = start; pair < end; pair++)
            {
                ref var first = ref firstRow[pairs.ColumnAt(pair)];
                if (first == Matching.None)
                {
                    first = row;
                }
                else
                {
                    Join(Root(first), Root(row));
                }
            }
        }

        for (var row = 0; row < pairs.RowCount; row++)
        {
            root[row] = Root(row);
        }
    }

    private int Root(int row)
    {
        while (root[row] != row)
        {
            root[row] = root[root[row]];
            row = root[row];
        }

        return row;
    }

    private void Join(int one, int other)
    {
        if (one != other)
        {
            (one, other) = (Math.Min(one, other), Math.Max(one, other));
            root[other] = one;
            next[last[one]] = other;
            last[one] = last[other];
        }
    }

    private void Share(int first)
    {
        var (tracks, ways) = (0, 1.0);
        for (var row = first; row != Matching.None; row = next[row])
        {
            var (start, end) = pairs.PairsOf(row);
            tracks++;
            ways *= 1 + end - start;
        }

        isLeft[first] = tracks > MaxTracks || ways > MaxWays;
        if (isLeft[first])
        {
            Left++;
            return;
        }

        var all = Visit(first, 1);
        for (var row = first; row != Matching.None; row = next[row])
        {
            var (start, end) = pairs.PairsOf(row);
            misses[row] /= all;
            for (var pair = start; pair < end; pair++)
            {
                shares[pair] /= all;
            }
        }
    }

    /// <summary>
    /// Adds up the odds of all ways to share plots out from this row on; <paramref name="before"/> are those of the
    /// choices made so far.
    /// </summary>
    private double Visit(int row, double before)
    {
        if (row == Matching.None)
        {
            return 1;
        }

        var sum = Visit(next[row], before);
        misses[row] += before * sum;
        var (start, end) = pairs.PairsOf(row);
        for (var pair = start; pair < end; pair++)
        {
            ref var taken = ref isTaken[pairs.ColumnAt(pair)];
            if (!taken)
            {
                taken = true;
                var own = odds[pair] * Visit(next[row], before * odds[pair]);
                taken = false;
                shares[pair] += before * own;
                sum += own;
            }
        }

        return sum;
    }
}
