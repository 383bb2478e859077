namespace Trucewatch.Watch.Tracking;

    /// <summary>
/// Exact assignment over sparse pairs: the set of pairs, each row and each column in at most one, with the least sum of
/// costs, where to leave both alone costs nothing. Shortest augmenting paths with dual prices, as in Jonker and
/// Volgenant, "A shortest augmenting path algorithm for dense and sparse linear assignment problems", Computing 38
/// (1987). A path never leaves its cluster of rows that share columns, so that clusters need not be told apart.
/// Equal input gives equal output; of equally good answers the earlier row keeps the earlier pair. Nothing is allocated
/// once the buffers have grown.
/// </summary>
internal sealed class Matching
{
    /// <summary>Most pairs of one assignment.</summary>
    public const int MaxPairs = 1 << 26;

    /// <summary>Says that a row or column is in no pair.</summary>
    public const int None = -1;

    private int[] rowStart = new int[64];
    private int[] pairColumn = new int[256];
    private double[] pairCost = new double[256];
    private int[] columnOf = [];
    private double[] rowPrice = [];
    private int[] rowOf = [];
    private double[] columnPrice = [];
    private double[] distance = [];
    private int[] cameFrom = [];
    private bool[] isDone = [];
    private int[] touched = [];
    private int rows;
    private int pairs;
    private int columns;
    private int touchedCount;

    /// <summary>Number of pairs that may be chosen.</summary>
    public int PairCount => pairs;

    /// <summary>Number of rows.</summary>
    public int RowCount => rows;

    /// <summary>Number of columns.</summary>
    public int ColumnCount => columns;

    /// <summary>Starts a new assignment without rows.</summary>
    public void Begin(int columnCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columnCount);
        (rows, pairs, columns) = (0, 0, columnCount);
        rowStart[0] = 0;
    }

    /// <summary>Adds a pair of the row that is being written; one that costs something is never chosen.</summary>
    public void Add(int column, double cost)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)columns);
        if (!(cost < 0))
        {
            return;
        }

        ArgumentOutOfRangeException.ThrowIfEqual(cost, double.NegativeInfinity);

        if (pairs == pairColumn.Length)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(pairs, MaxPairs);
            Array.Resize(ref pairColumn, pairs * 2);
            Array.Resize(ref pairCost, pairs * 2);
        }

        pairColumn[pairs] = column;
        pairCost[pairs++] = cost;
    }

    /// <summary>Ends the row that is being written.</summary>
    public void EndRow()
    {
        if (rows + 2 > rowStart.Length)
        {
            Array.Resize(ref rowStart, rowStart.Length * 2);
        }

        rowStart[++rows] = pairs;
    }

    /// <summary>Numbers of a row's pairs, from the first and below the second.</summary>
    public (int Start, int End) PairsOf(int row) => (rowStart[row], rowStart[row + 1]);

    /// <summary>The columns of a row's pairs.</summary>
    public ReadOnlySpan<int> ColumnsOf(int row) => pairColumn.AsSpan(rowStart[row], rowStart[row + 1] - rowStart[row]);

    /// <summary>The column of a pair.</summary>
    public int ColumnAt(int pair) => pairColumn[pair];

    /// <summary>The cost of a pair.</summary>
    public double CostOf(int pair) => pairCost[pair];

    /// <summary>The column of a row, or <see cref="None"/>.</summary>
    public int ColumnOf(int row) => columnOf[row];

    /// <summary>The row of a column, or <see cref="None"/>.</summary>
    public int RowOf(int column) => rowOf[column];

    /// <summary>Finds the assignment of least cost.</summary>
    public void Solve()
    {
        Clear();
        for (var row = 0; row < rows; row++)
        {
            if (rowStart[row] < rowStart[row + 1])
            {
                Insert(row);
            }
        }
    }

    private void Clear()
    {
        if (columnOf.Length < rows)
        {
            columnOf = new int[rowStart.Length];
            rowPrice = new double[rowStart.Length];
        }

        if (rowOf.Length < columns)
        {
            var length = Math.Max(64, columns + (columns / 2));
            rowOf = new int[length];
            columnPrice = new double[length];
            distance = new double[length];
            cameFrom = new int[length];
            isDone = new bool[length];
            touched = new int[length];
            Array.Fill(distance, double.PositiveInfinity);
        }

        columnOf.AsSpan(0, rows).Fill(None);
        rowOf.AsSpan(0, columns).Fill(None);
        columnPrice.AsSpan(0, columns).Clear();
    }

    /// <summary>
    /// Brings one more row in along the cheapest path to a free column, or to a row that is left alone.
    /// </summary>
    private void Insert(int start)
    {
        rowPrice[start] = LeastReducedCost(start);
        var (row, reached, end) = (start, 0.0, None);
        var (aloneRow, aloneAt) = (start, -rowPrice[start]);
        while (true)
        {
            Relax(row, reached);
            var next = Nearest();
            if (next == None || distance[next] >= aloneAt)
            {
                reached = aloneAt;
                break;
            }

            reached = distance[next];
            if (rowOf[next] == None)
            {
                end = next;
                break;
            }

            isDone[next] = true;
            row = rowOf[next];
            if (reached - rowPrice[row] < aloneAt)
            {
                (aloneRow, aloneAt) = (row, reached - rowPrice[row]);
            }
        }

        Reprice(start, reached);
        Augment(start, end, aloneRow);
    }

    private double LeastReducedCost(int row)
    {
        var least = 0.0;
        for (var pair = rowStart[row]; pair < rowStart[row + 1]; pair++)
        {
            least = Math.Min(least, pairCost[pair] - columnPrice[pairColumn[pair]]);
        }

        return least;
    }

    private void Relax(int row, double reached)
    {
        for (var pair = rowStart[row]; pair < rowStart[row + 1]; pair++)
        {
            var column = pairColumn[pair];
            var way = reached + (pairCost[pair] - rowPrice[row] - columnPrice[column]);
            if (!isDone[column] && way < distance[column])
            {
                if (double.IsPositiveInfinity(distance[column]))
                {
                    touched[touchedCount++] = column;
                }

                distance[column] = way;
                cameFrom[column] = row;
            }
        }
    }

    private int Nearest()
    {
        var nearest = None;
        for (var i = 0; i < touchedCount; i++)
        {
            var column = touched[i];
            if (!isDone[column] && (nearest == None || distance[column] < distance[nearest]))
            {
                nearest = column;
            }
        }

        return nearest;
    }

    private void Reprice(int start, double reached)
    {
        rowPrice[start] += reached;
        for (var i = 0; i < touchedCount; i++)
        {
            var column = touched[i];
            if (isDone[column])
            {
                columnPrice[column] -= reached - distance[column];
                rowPrice[rowOf[column]] += reached - distance[column];
            }

            isDone[column] = false;
            distance[column] = double.PositiveInfinity;
        }

        touchedCount = 0;
    }

    private void Augment(int start, int end, int aloneRow)
    {
        if (end == None)
        {
            // The row left alone gives its column up, and the path to it begins there.
            if (aloneRow == start)
            {
                return;
            }

            end = columnOf[aloneRow];
            columnOf[aloneRow] = None;
        }

        while (true)
        {
            var row = cameFrom[end];
            (end, columnOf[row], rowOf[end]) = (columnOf[row], end, row);
            if (row == start)
            {
                return;
            }
        }
    }
}
