namespace Trucewatch.Watch.Tracking.Plots;

    /// <summary>
/// The plots of one scan by square cells, so that a track meets only those near it. Cells are kept by their hash in
/// twice as many rows as plots; within a row the plots keep their order.
/// </summary>
internal sealed class PlotGrid
{
    private const double MaxCellM = 500;
    private const double MinCellM = 10;

    private int[] rowStart = new int[129];
    private int[] items = new int[64];
    private long[] cells = new long[64];
    private double perCell;
    private int mask;
    private int count;

    /// <summary>Takes the plots of a scan in.</summary>
    public void Build(ReadOnlySpan<Plot> plots)
    {
        count = plots.Length;
        Grow();
        perCell = 1 / CellFor(plots);
        var starts = rowStart.AsSpan(0, mask + 3);
        starts.Clear();
        for (var index = 0; index < count; index++)
        {
            cells[index] = Cell(Line(plots[index].EastM), Line(plots[index].NorthM));
            starts[Row(cells[index]) + 1]++;
        }

        for (var row = 1; row < starts.Length; row++)
        {
            starts[row] += starts[row - 1];
        }

        // Filled from the end, each row's start comes to stand where it belongs.
        for (var index = count - 1; index >= 0; index--)
        {
            items[--starts[Row(cells[index]) + 1]] = index;
        }
    }

    /// <summary>
    /// The plots in the cells that a square touches, in no order that depends on more than the plots.
    /// </summary>
    /// <returns>How many were written; never more than there are plots.</returns>
    public int Find(double eastM, double northM, double halfM, Span<int> found)
    {
        var (west, east) = (Line(eastM - halfM), Line(eastM + halfM));
        var (south, north) = (Line(northM - halfM), Line(northM + halfM));
        if ((double)(east - west + 1) * (north - south + 1) >= count)
        {
            for (var index = 0; index < count; index++)
            {
                found[index] = index;
            }

            return count;
        }

        var written = 0;
        for (var y = south; y <= north; y++)
        {
            for (var x = west; x <= east; x++)
            {
                var cell = Cell(x, y);
                var row = Row(cell);
                for (var at = rowStart[row + 1]; at < rowStart[row + 2]; at++)
                {
                    if (cells[items[at]] == cell)
                    {
                        found[written++] = items[at];
                    }
                }
            }
        }

        return written;
    }

    private static long Cell(long x, long y) => (x << 32) ^ (y & 0xFFFFFFFF);

    private static double CellFor(ReadOnlySpan<Plot> plots)
    {
        double west = double.MaxValue, east = double.MinValue, south = double.MaxValue, north = double.MinValue;
        foreach (ref readonly var plot in plots)
        {
            (west, east) = (Math.Min(west, plot.EastM), Math.Max(east, plot.EastM));
            (south, north) = (Math.Min(south, plot.NorthM), Math.Max(north, plot.NorthM));
        }

        var spacing = Math.Sqrt(Math.Max(0, (east - west) * (north - south)) / Math.Max(1, plots.Length));
        return Math.Clamp(spacing, MinCellM, MaxCellM);
    }

    private long Line(double metres) => (long)Math.Floor(metres * perCell);

    private int Row(long cell) => (int)(((ulong)cell * 0x9E3779B97F4A7C15) >> 33) & mask;

    private void Grow()
    {
        var rows = 64;
        while (rows < 2 * count)
        {
            rows *= 2;
        }

        mask = rows - 1;
        if (rowStart.Length < rows + 2)
        {
            rowStart = new int[rows + 2];
            items = new int[rows];
            cells = new long[rows];
        }
    }
}
