namespace Trucewatch.Geo.Cells;

/// <summary>
/// Cells of equal area on the ellipsoid: columns of equal longitude and rows of equal area (Lambert's cylindrical
/// projection, Snyder 1987, chapter 10). A cell is a square at the middle latitude of its bounds and keeps its area,
/// not its shape, north and south of it: five degrees off at 48 N it is a tenth narrower and a tenth higher.
/// </summary>
public sealed class EqualAreaGrid
{
    /// <summary>Most columns times rows.</summary>
    public const int MaxCells = 4_194_304;

    /// <summary>Bounds may reach so far north and south: beyond it cells would be too thin.</summary>
    public const double MaxLatitudeDeg = 80;

    private readonly double southStrip;
    private readonly double columnsPerDegree;
    private readonly double rowsPerM2;
    private readonly double[] rowEdges;

    /// <summary>Makes the cells of some bounds, the first one in their south-western corner.</summary>
    /// <param name="bounds">What is to be covered.</param>
    /// <param name="cellM">Edge in metres of a square of the cells' area.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bounds are empty or too near a pole, or there would be too
    /// many cells.</exception>
    public EqualAreaGrid(GeoBounds bounds, double cellM)
    {
        if (!(cellM > 0) || !(bounds.EastDeg > bounds.WestDeg) || !(bounds.NorthDeg > bounds.SouthDeg)
            || bounds.NorthDeg > MaxLatitudeDeg || bounds.SouthDeg < -MaxLatitudeDeg)
        {
            throw new ArgumentOutOfRangeException(nameof(bounds), FormattableString.Invariant(
                $"expected bounds within {MaxLatitudeDeg} degrees of latitude and a cell, got {bounds} and {cellM} m"));
        }

        (Bounds, CellM) = (bounds, cellM);
        var middle = GeoPoint.FromDegrees(latitudeDeg: (bounds.SouthDeg + bounds.NorthDeg) / 2, longitudeDeg: 0);
        columnsPerDegree = LocalScale.At(middle).EastMPerDegree / cellM;
        southStrip = EllipsoidArea.Strip(bounds.SouthDeg);

        // A strip is the area in a radian of longitude; so wide a column has so many square metres for each row.
        rowsPerM2 = Elementary.DegreesToRadians(1 / columnsPerDegree) / (cellM * cellM);
        var columns = Math.Ceiling((bounds.EastDeg - bounds.WestDeg) * columnsPerDegree);
        var rows = Math.Ceiling((EllipsoidArea.Strip(bounds.NorthDeg) - southStrip) * rowsPerM2);
        if (columns * rows > MaxCells)
        {
            throw new ArgumentOutOfRangeException(nameof(cellM), FormattableString.Invariant(
                $"expected at most {MaxCells} cells, got {columns} times {rows}"));
        }

        (Columns, Rows) = ((int)columns, (int)rows);
        rowEdges = new double[Rows + 1];
        for (var row = 0; row <= Rows; row++)
        {
            rowEdges[row] = LatitudeOf(row);
        }
    }

    /// <summary>What the cells cover at least.</summary>
    public GeoBounds Bounds { get; }

    /// <summary>Edge in metres of a square of a cell's area.</summary>
    public double CellM { get; }

    /// <summary>Area of each cell.</summary>
    public double CellKm2 => CellM * CellM / 1e6;

    /// <summary>Columns, from west to east.</summary>
    public int Columns { get; }

    /// <summary>Rows, from south to north.</summary>
    public int Rows { get; }

    /// <summary>Where a point lies, in columns and rows; a whole number is the west or south edge of a cell.</summary>
    public (double Column, double Row) Place(GeoPoint point) => (
        (point.LongitudeDeg - Bounds.WestDeg) * columnsPerDegree,
        (EllipsoidArea.Strip(point.LatitudeDeg) - southStrip) * rowsPerM2);

    /// <summary>South and north edge of a row in degrees.</summary>
    public (double SouthDeg, double NorthDeg) EdgesOfRow(int row) => (rowEdges[row], rowEdges[row + 1]);

    /// <summary>West edge of a column in degrees.</summary>
    public double WestOfColumn(int column) => Bounds.WestDeg + (column / columnsPerDegree);

    /// <summary>The middle of a cell.</summary>
    public GeoPoint Middle(int column, int row) => Within(column, row, 0.5, 0.5);

    /// <summary>A place in a cell.</summary>
    /// <param name="column">Its column.</param>
    /// <param name="row">Its row.</param>
    /// <param name="east">From its west edge, 0 to 1.</param>
    /// <param name="north">From its south edge, 0 to 1.</param>
    public GeoPoint Within(int column, int row, double east, double north) => GeoPoint.FromDegrees(
        latitudeDeg: rowEdges[row] + ((rowEdges[row + 1] - rowEdges[row]) * north),
        longitudeDeg: Math.Min(180, Bounds.WestDeg + ((column + east) / columnsPerDegree)));

    /// <summary>The latitude of a row's edge, by halving: sixty halvings end at neighbouring numbers.</summary>
    private double LatitudeOf(double row)
    {
        var wanted = southStrip + (row / rowsPerM2);
        var (low, high) = (Bounds.SouthDeg, Math.Min(90, Bounds.NorthDeg + 5));
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = EllipsoidArea.Strip(middle) < wanted ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }
}
