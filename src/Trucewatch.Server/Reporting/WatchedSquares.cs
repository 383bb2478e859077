using System.Collections.Immutable;
using Trucewatch.Geo;
using Trucewatch.Reports.Documents;
using Trucewatch.Watch.Coverage;

namespace Trucewatch.Server.Reporting;

/// <summary>The cells of the ledger in squares that a reader of paper can tell apart.</summary>
internal static class WatchedSquares
{
    /// <summary>At most about so many squares lie beside each other.</summary>
    public const int MostAcross = 96;

    private const double One = 255.0 * 255.0;

    /// <summary>The squares that have ground in them, and how wide they are in kilometres.</summary>
    /// <param name="ground">The ground.</param>
    /// <param name="reading">The ledger.</param>
    /// <param name="query">The time.</param>
    public static (ImmutableArray<WatchedSquare> Squares, double SideKm) Of(
        CoverageGround ground, CoverageReading reading, CoverageQuery query)
    {
        var grid = ground.Grid;
        var side = Math.Max(1, (Math.Max(grid.Columns, grid.Rows) + MostAcross - 1) / MostAcross);
        var means = new byte[ground.CellCount];
        reading.Map(in query, means);
        var (across, up) = ((grid.Columns + side - 1) / side, (grid.Rows + side - 1) / side);
        var (squares, counts) = (new long[across * up], new int[across * up]);
        for (var cell = 0; cell < means.Length; cell++)
        {
            var (column, row) = ground.PlaceOf(cell);
            var at = ((row / side) * across) + (column / side);

            // The bytes are square roots: the chance itself is their square.
            squares[at] += means[cell] * means[cell];
            counts[at]++;
        }

        var all = ImmutableArray.CreateBuilder<WatchedSquare>();
        for (var at = 0; at < counts.Length; at++)
        {
            if (counts[at] > 0)
            {
                var (column, row) = ((at % across) * side, (at / across) * side);
                all.Add(new WatchedSquare(
                    GeoPoint.FromDegrees(grid.EdgesOfRow(row).SouthDeg, grid.WestOfColumn(column)),
                    GeoPoint.FromDegrees(
                        grid.EdgesOfRow(Math.Min(row + side, grid.Rows) - 1).NorthDeg,
                        grid.WestOfColumn(Math.Min(column + side, grid.Columns))),
                    squares[at] / One / counts[at]));
            }
        }

        return (all.ToImmutable(), side * grid.CellM / 1000);
    }
}
