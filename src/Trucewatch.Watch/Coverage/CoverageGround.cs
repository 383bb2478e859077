using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Geo;
using Trucewatch.Geo.Cells;

namespace Trucewatch.Watch.Coverage;

/// <summary>
/// The ground that coverage is kept of: the cells of all zones of an agreement, or of the whole theatre where it has
/// none. A cell belongs to the zone that covers at least half of it, so that cells add up to areas.
/// </summary>
public sealed class CoverageGround
{
    /// <summary>Most cells. Where the zones have more, cells are twice as wide, and twice again.</summary>
    public const int MaxCells = 100_000;

    /// <summary>Cells of the edge of a tile: cells are kept and asked for by tiles.</summary>
    public const int TileSide = 16;

    /// <summary>Most cells of a tile.</summary>
    public const int TileCells = TileSide * TileSide;

    /// <summary>Edge of a cell in metres, where the ground is small enough.</summary>
    public const double UsualCellM = 1_000;

    /// <summary>What <see cref="SideOf"/> and <see cref="ZoneOf"/> give where there is none.</summary>
    public const int None = -1;

    private readonly int[] indexAt;
    private readonly (int Column, int Row)[] places;
    private readonly int[] tileStart;
    private readonly sbyte[] sides;
    private readonly short[] zones;

    private CoverageGround(Agreement agreement, EqualAreaGrid grid, CellMark[] marks)
    {
        Grid = grid;
        Parties = [.. agreement.Parties.Select(party => party.Id)];
        Zones = [.. agreement.Zones.Select(zone => zone.Id)];
        var order = Enumerable.Range(0, marks.Length).Where(index => marks[index].IsIn)
            .Select(index => (Column: index % grid.Columns, Row: index / grid.Columns))
            .OrderBy(place => (place.Row / TileSide, place.Column / TileSide, place.Row, place.Column))
            .ToArray();
        places = order;
        indexAt = new int[marks.Length];
        Array.Fill(indexAt, None);
        (sides, zones) = (new sbyte[order.Length], new short[order.Length]);
        var starts = new List<int>();
        (int, int) tile = (None, None);
        for (var cell = 0; cell < order.Length; cell++)
        {
            var (column, row) = order[cell];
            var mark = marks[(row * grid.Columns) + column];
            indexAt[(row * grid.Columns) + column] = cell;
            (sides[cell], zones[cell]) = ((sbyte)mark.Side, (short)mark.Zone);
            if (tile != (row / TileSide, column / TileSide))
            {
                tile = (row / TileSide, column / TileSide);
                starts.Add(cell);
            }
        }

        tileStart = [.. starts, order.Length];
        TileMiddles = [.. starts.Select(start => MiddleOfTile(order[start]))];
    }

    /// <summary>The grid that the cells belong to.</summary>
    public EqualAreaGrid Grid { get; }

    /// <summary>Number of cells, numbered tile by tile.</summary>
    public int CellCount => places.Length;

    /// <summary>Number of tiles.</summary>
    public int TileCount => tileStart.Length - 1;

    /// <summary>Parties in the agreement's order; a side is an index into them.</summary>
    public ImmutableArray<string> Parties { get; }

    /// <summary>Zones in the agreement's order.</summary>
    public ImmutableArray<string> Zones { get; }

    /// <summary>Middle of each tile.</summary>
    public ImmutableArray<GeoPoint> TileMiddles { get; }

    /// <summary>The ground of an agreement.</summary>
    public static CoverageGround Of(Agreement agreement)
    {
        ArgumentNullException.ThrowIfNull(agreement);
        var bounds = BoundsOf(agreement);
        for (var cellM = UsualCellM;; cellM *= 2)
        {
            if (LatticeOf(bounds, cellM) <= EqualAreaGrid.MaxCells * 0.9)
            {
                var grid = new EqualAreaGrid(bounds, cellM);
                var marks = Mark(agreement, grid);
                if (marks.Count(mark => mark.IsIn) <= MaxCells)
                {
                    return new CoverageGround(agreement, grid, marks);
                }
            }
        }
    }

    /// <summary>The cell in a column and a row, or <see cref="None"/>.</summary>
    public int CellAt(int column, int row) => indexAt[(row * Grid.Columns) + column];

    /// <summary>The cell of a point, or <see cref="None"/>.</summary>
    public int CellOf(GeoPoint point)
    {
        var (column, row) = Grid.Place(point);
        return column >= 0 && row >= 0 && column < Grid.Columns && row < Grid.Rows
            ? CellAt((int)column, (int)row)
            : None;
    }

    /// <summary>Column and row of a cell.</summary>
    public (int Column, int Row) PlaceOf(int cell) => places[cell];

    /// <summary>Middle of a cell.</summary>
    public GeoPoint MiddleOf(int cell) => Grid.Middle(places[cell].Column, places[cell].Row);

    /// <summary>Index of the party on whose side a cell lies, or <see cref="None"/>.</summary>
    public int SideOf(int cell) => sides[cell];

    /// <summary>Index of the zone of a cell, or <see cref="None"/>.</summary>
    public int ZoneOf(int cell) => zones[cell];

    /// <summary>First cell of a tile, and the first one after it.</summary>
    public (int First, int End) CellsOf(int tile) => (tileStart[tile], tileStart[tile + 1]);

    /// <summary>The tile of a cell: the last one that starts at or before it.</summary>
    public int TileOf(int cell)
    {
        var found = Array.BinarySearch(tileStart, cell);
        return found >= 0 ? found : ~found - 1;
    }

    private GeoPoint MiddleOfTile((int Column, int Row) cell) => Grid.Middle(
        Math.Min(Grid.Columns - 1, (cell.Column / TileSide * TileSide) + (TileSide / 2)),
        Math.Min(Grid.Rows - 1, (cell.Row / TileSide * TileSide) + (TileSide / 2)));

    private static GeoBounds BoundsOf(Agreement agreement)
    {
        var theatre = agreement.Theatre;
        var (west, south, east, north) = (theatre.WestDeg, theatre.SouthDeg, theatre.EastDeg, theatre.NorthDeg);
        if (!agreement.Zones.IsEmpty)
        {
            west = Math.Max(west, agreement.Zones.Min(zone => zone.Region.Bounds.WestDeg));
            south = Math.Max(south, agreement.Zones.Min(zone => zone.Region.Bounds.SouthDeg));
            east = Math.Min(east, agreement.Zones.Max(zone => zone.Region.Bounds.EastDeg));
            north = Math.Min(north, agreement.Zones.Max(zone => zone.Region.Bounds.NorthDeg));
        }

        // Zones that lie outside the theatre leave nothing between these: then it is the theatre.
        var whole = west < east && south < north
            ? new GeoBounds(west, south, east, north)
            : new GeoBounds(theatre.WestDeg, theatre.SouthDeg, theatre.EastDeg, theatre.NorthDeg);
        const double Most = EqualAreaGrid.MaxLatitudeDeg;
        return whole with
        {
            SouthDeg = Math.Max(whole.SouthDeg, -Most), NorthDeg = Math.Min(whole.NorthDeg, Most),
        };
    }

    private static double LatticeOf(GeoBounds bounds, double cellM)
    {
        var scale = LocalScale.At(GeoPoint.FromDegrees(
            latitudeDeg: (bounds.SouthDeg + bounds.NorthDeg) / 2, longitudeDeg: 0));
        return (bounds.EastDeg - bounds.WestDeg) * scale.EastMPerDegree / cellM
            * (bounds.NorthDeg - bounds.SouthDeg) * scale.NorthMPerDegree / cellM;
    }

    private static CellMark[] Mark(Agreement agreement, EqualAreaGrid grid)
    {
        var marks = new CellMark[grid.Columns * grid.Rows];
        if (agreement.Zones.IsEmpty)
        {
            Array.Fill(marks, new CellMark(1, None, None));
            return marks;
        }

        var raster = new ShareRaster(grid);
        for (var index = 0; index < agreement.Zones.Length; index++)
        {
            var zone = agreement.Zones[index];
            var side = agreement.Parties.Select(party => party.Id).ToList().IndexOf(zone.Side ?? "");

            // A strip so narrow that it has half of no cell has all that it touches: it would not be there else.
            raster.Draw(zone.Region);
            var least = HasHalf(raster) ? 0.5 : double.Epsilon;
            for (var row = 0; row < raster.Rows; row++)
            {
                var shares = raster.SharesOf(row);
                for (var column = 0; column < shares.Length; column++)
                {
                    ref var mark = ref marks[((raster.Row + row) * grid.Columns) + raster.Column + column];
                    var isBetter = shares[column] >= least
                        && (mark.Share == 0 || (mark.Side == None && side != None) || shares[column] > mark.Share);
                    mark = isBetter ? new CellMark(shares[column], side, index) : mark;
                }
            }
        }

        return marks;
    }

    private static bool HasHalf(ShareRaster raster)
    {
        for (var row = 0; row < raster.Rows; row++)
        {
            foreach (var share in raster.SharesOf(row))
            {
                if (share >= 0.5)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private readonly record struct CellMark(double Share, int Side, int Zone)
    {
        public bool IsIn => Share > 0;
    }
}
