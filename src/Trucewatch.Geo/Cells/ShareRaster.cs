namespace Trucewatch.Geo.Cells;

/// <summary>
/// What share of each cell an area covers, exactly: each edge leaves in the cells that it crosses how much lies to its
/// right, and the sum from the west is the share. Used again and again; nothing is allocated once it has grown.
/// </summary>
/// <param name="grid">The cells.</param>
public sealed class ShareRaster(EqualAreaGrid grid)
{
    /// <summary>
    /// An edge is straight in longitude and latitude; longer ones are cut, because the cells are not.
    /// </summary>
    private const double MaxEdgeDeg = 0.02;

    /// <summary>Points of a cell in a line.</summary>
    private const int PointsAside = 8;

    /// <summary>Shares below are what rounding leaves of nothing.</summary>
    private const double LeastShare = 1e-9;

    private readonly List<(double FromX, double FromY, double ToX, double ToY)> edges = [];
    private double[] sums = [];
    private int stride;

    /// <summary>First column that the area touches.</summary>
    public int Column { get; private set; }

    /// <summary>First row that the area touches.</summary>
    public int Row { get; private set; }

    /// <summary>Number of columns from there.</summary>
    public int Columns { get; private set; }

    /// <summary>Number of rows from there; 0: it touches none.</summary>
    public int Rows { get; private set; }

    /// <summary>Draws a ring, whichever way round it goes; the last point is not the first again.</summary>
    public void Draw(ReadOnlySpan<GeoPoint> ring)
    {
        var (west, south, east, north) = (double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
        foreach (var point in ring)
        {
            (west, east) = (Math.Min(west, point.LongitudeDeg), Math.Max(east, point.LongitudeDeg));
            (south, north) = (Math.Min(south, point.LatitudeDeg), Math.Max(north, point.LatitudeDeg));
        }

        // One that crosses longitude 180 would go the long way round.
        if (ring.Length < 3 || east - west > 180 || !Begin(new GeoBounds(west, south, east, north)))
        {
            (Columns, Rows) = (0, 0);
            return;
        }

        Add(ring);
        End();
    }

    /// <summary>Draws polygons with holes.</summary>
    public void Draw(Region region)
    {
        ArgumentNullException.ThrowIfNull(region);
        if (!Begin(region.Bounds))
        {
            return;
        }

        foreach (var polygon in region.Polygons)
        {
            foreach (var ring in polygon.Rings)
            {
                Add(ring.AsSpan());
            }
        }

        End();
    }

    /// <summary>The shares of a row's cells, 0 to 1, from <see cref="Column"/> on.</summary>
    /// <param name="row">Row, counted from <see cref="Row"/>.</param>
    public ReadOnlySpan<double> SharesOf(int row) => sums.AsSpan(row * stride, Columns);

    /// <summary>
    /// Which of 64 points of a cell lie inside: eight times eight, each in the middle of its part, the lowest bit for
    /// the one in the south-west, the next one for its neighbour in the east. With them it can be told how much two
    /// areas share of a cell. What lies between all points has those that are nearest to its box.
    /// </summary>
    /// <param name="row">Row, counted from <see cref="Row"/>.</param>
    /// <param name="column">Column, counted from <see cref="Column"/>.</param>
    public ulong PointsOf(int row, int column)
    {
        var (points, west) = (0UL, (double)(Column + column));
        for (var line = 0; line < PointsAside; line++)
        {
            var (y, inside) = (Row + row + ((line + 0.5) / PointsAside), 0);
            foreach (var (fromX, fromY, toX, toY) in edges)
            {
                if (fromY > y != toY > y)
                {
                    var x = fromX + ((toX - fromX) * ((y - fromY) / (toY - fromY)));
                    var first = Math.Clamp(Math.Floor(((x - west) * PointsAside) + 0.5), 0, PointsAside);
                    inside ^= byte.MaxValue << (int)first;
                }
            }

            points |= (ulong)(byte)inside << (line * PointsAside);
        }

        return points == 0 ? PointsOfBox(Row + row, west) : points;
    }

    private ulong PointsOfBox(double south, double west)
    {
        var (low, high) = ((X: double.MaxValue, Y: double.MaxValue), (X: double.MinValue, Y: double.MinValue));
        foreach (var (fromX, fromY, toX, toY) in edges)
        {
            low = (Math.Min(low.X, Math.Min(fromX, toX)), Math.Min(low.Y, Math.Min(fromY, toY)));
            high = (Math.Max(high.X, Math.Max(fromX, toX)), Math.Max(high.Y, Math.Max(fromY, toY)));
        }

        var (columns, lines) = (Between(low.X - west, high.X - west), Between(low.Y - south, high.Y - south));
        var points = 0UL;
        for (var line = lines.First; line <= lines.Last; line++)
        {
            for (var column = columns.First; column <= columns.Last; column++)
            {
                points |= 1UL << ((line * PointsAside) + column);
            }
        }

        return points;
    }

    /// <summary>The first and the last point between two places along a cell's edge, at least one.</summary>
    private static (int First, int Last) Between(double from, double to)
    {
        var (low, high) = (Math.Clamp(from, 0, 1) * PointsAside, Math.Clamp(to, 0, 1) * PointsAside);
        var (first, last) = ((int)Math.Ceiling(low - 0.5), (int)Math.Floor(high - 0.5));
        var nearest = Math.Clamp((int)((low + high) / 2), 0, PointsAside - 1);
        return first <= last ? (first, Math.Min(last, PointsAside - 1)) : (nearest, nearest);
    }

    private bool Begin(GeoBounds bounds)
    {
        edges.Clear();
        var (west, south) = grid.Place(GeoPoint.FromDegrees(
            latitudeDeg: bounds.SouthDeg, longitudeDeg: bounds.WestDeg));
        var (east, north) = grid.Place(GeoPoint.FromDegrees(
            latitudeDeg: bounds.NorthDeg, longitudeDeg: bounds.EastDeg));
        Column = (int)Math.Clamp(Math.Floor(west), 0, grid.Columns);
        Row = (int)Math.Clamp(Math.Floor(south), 0, grid.Rows);
        Columns = (int)Math.Clamp(Math.Ceiling(east), 0, grid.Columns) - Column;
        Rows = (int)Math.Clamp(Math.Ceiling(north), 0, grid.Rows) - Row;
        if (Columns <= 0 || Rows <= 0)
        {
            (Columns, Rows) = (0, 0);
            return false;
        }

        // One more for what lies to the right of an edge in the last column.
        stride = Columns + 1;
        if (sums.Length < stride * Rows)
        {
            sums = new double[Math.Max(stride * Rows, 2 * sums.Length)];
        }

        sums.AsSpan(0, stride * Rows).Clear();
        return true;
    }

    private void Add(ReadOnlySpan<GeoPoint> ring)
    {
        var before = ring[^1];
        var (x, y) = grid.Place(before);
        foreach (var point in ring)
        {
            var (north, east) = (point.LatitudeDeg - before.LatitudeDeg, point.LongitudeDeg - before.LongitudeDeg);
            var pieces = (int)Math.Ceiling(Math.Max(Math.Abs(north), Math.Abs(east)) / MaxEdgeDeg);
            for (var piece = 1; piece < pieces; piece++)
            {
                var (nextX, nextY) = grid.Place(GeoPoint.FromDegrees(
                    latitudeDeg: before.LatitudeDeg + (north * piece / pieces),
                    longitudeDeg: before.LongitudeDeg + (east * piece / pieces)));
                AddEdge(x, y, nextX, nextY);
                (x, y) = (nextX, nextY);
            }

            var (endX, endY) = grid.Place(point);
            AddEdge(x, y, endX, endY);
            (before, x, y) = (point, endX, endY);
        }
    }

    private void AddEdge(double fromX, double fromY, double toX, double toY)
    {
        edges.Add((fromX, fromY, toX, toY));
        var sign = toY > fromY ? 1.0 : -1.0;
        var (x0, y0, x1, y1) = sign > 0 ? (fromX, fromY, toX, toY) : (toX, toY, fromX, fromY);
        (x0, x1, y0, y1) = (x0 - Column, x1 - Column, y0 - Row, y1 - Row);
        var slope = (x1 - x0) / (y1 - y0);
        var (first, last) = ((int)Math.Max(0, Math.Floor(y0)), (int)Math.Min(Rows, Math.Ceiling(y1)));
        for (var row = first; row < last; row++)
        {
            var (low, high) = (Math.Max(row, y0), Math.Min(row + 1, y1));
            if (high > low)
            {
                AddInRow(
                    sums.AsSpan(row * stride, stride), x0 + ((low - y0) * slope), x0 + ((high - y0) * slope),
                    sign * (high - low));
            }
        }
    }

    /// <summary>The part of an edge within a row, column by column.</summary>
    private void AddInRow(Span<double> row, double fromX, double toX, double height)
    {
        var (west, east) = fromX < toX ? (fromX, toX) : (toX, fromX);
        var width = east - west;
        if (west < 0)
        {
            row[0] += height * (width > 0 ? (Math.Min(0, east) - west) / width : 1);
        }

        var (first, last) = ((int)Math.Max(0, Math.Floor(west)), (int)Math.Min(Columns - 1, Math.Floor(east)));
        for (var column = first; column <= last; column++)
        {
            var (left, right) = (Math.Max(column, west), Math.Min(column + 1, east));
            if (right < left)
            {
                continue;
            }

            // What lies to the right of it in this column, and in all columns beyond.
            var part = height * (width > 0 ? (right - left) / width : 1);
            var beside = part * (((left + right) / 2) - column);
            row[column] += part - beside;
            row[column + 1] += beside;
        }
    }

    private void End()
    {
        for (var row = 0; row < Rows; row++)
        {
            var sum = 0.0;
            foreach (ref var share in sums.AsSpan(row * stride, Columns))
            {
                sum += share;
                var size = Math.Abs(sum);
                share = size < LeastShare ? 0 : Math.Min(1, size);
            }
        }
    }
}
