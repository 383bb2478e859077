using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Geo;
using Trucewatch.Watch.Coverage;

namespace Trucewatch.Watch.Planning;

/// <summary>A piece of ground that is searched as a whole.</summary>
/// <param name="Middle">Its middle.</param>
/// <param name="WidthM">From west to east, metres.</param>
/// <param name="HeightM">From south to north, metres.</param>
/// <param name="AreaKm2">What of it is ground that coverage is kept of.</param>
/// <param name="Cells">Its cells.</param>
internal sealed record Block(
    GeoPoint Middle, double WidthM, double HeightM, double AreaKm2, ImmutableArray<int> Cells);

/// <summary>The ground of an agreement in blocks of some kilometres, of cells of the coverage ledger.</summary>
internal sealed class PlanGround
{
    /// <summary>Most blocks. Where there are more, they are twice as wide, and twice again.</summary>
    public const int MaxBlocks = 4_096;

    /// <summary>Edge of a block in metres, where the ground is small enough.</summary>
    public const double UsualBlockM = 4_000;

    private readonly double[] sideShares;

    private PlanGround(CoverageGround cells, Block[] blocks)
    {
        Blocks = [.. blocks];
        Cells = cells;
        Sides = cells.Parties.Length;
        (sideShares, SideKm2) = (new double[blocks.Length * Sides], new double[Sides]);
        for (var block = 0; block < blocks.Length; block++)
        {
            foreach (var cell in blocks[block].Cells)
            {
                if (cells.SideOf(cell) is not CoverageGround.None and var side)
                {
                    sideShares[(block * Sides) + side] += 1.0 / blocks[block].Cells.Length;
                    SideKm2[side] += cells.Grid.CellKm2;
                }
            }
        }
    }

    /// <summary>The cells that the blocks are made of.</summary>
    public CoverageGround Cells { get; }

    /// <summary>The blocks, from the south-west, row by row.</summary>
    public ImmutableArray<Block> Blocks { get; }

    /// <summary>Number of parties.</summary>
    public int Sides { get; }

    /// <summary>Square kilometres of each party's side.</summary>
    public double[] SideKm2 { get; }

    /// <summary>The blocks of an agreement's ground.</summary>
    public static PlanGround Of(Agreement agreement)
    {
        var cells = CoverageGround.Of(agreement);
        for (var side = Math.Max(1, (int)Math.Round(UsualBlockM / cells.Grid.CellM));; side *= 2)
        {
            var groups = Enumerable.Range(0, cells.CellCount)
                .GroupBy(cell => (Row: cells.PlaceOf(cell).Row / side, Column: cells.PlaceOf(cell).Column / side))
                .OrderBy(group => group.Key).Select(group => group.Order().ToArray()).ToList();
            if (groups.Count <= MaxBlocks)
            {
                return new PlanGround(cells, [.. groups.Select(group => BlockOf(cells, group))]);
            }
        }
    }

    /// <summary>Which share of a block lies on a party's side, 0 to 1.</summary>
    public double SideShare(int block, int side) => sideShares[(block * Sides) + side];

    private static Block BlockOf(CoverageGround cells, int[] group)
    {
        var grid = cells.Grid;
        var places = group.Select(cells.PlaceOf).ToList();
        var (west, east) = (places.Min(place => place.Column), places.Max(place => place.Column) + 1);
        var (south, north) = (places.Min(place => place.Row), places.Max(place => place.Row));
        var (southDeg, northDeg) = (grid.EdgesOfRow(south).SouthDeg, grid.EdgesOfRow(north).NorthDeg);
        var (westDeg, eastDeg) = (grid.WestOfColumn(west), grid.WestOfColumn(east));
        var middle = GeoPoint.FromDegrees(
            latitudeDeg: (southDeg + northDeg) / 2, longitudeDeg: Math.Min(180, (westDeg + eastDeg) / 2));
        var scale = LocalScale.At(middle);
        return new Block(
            middle, (eastDeg - westDeg) * scale.EastMPerDegree, (northDeg - southDeg) * scale.NorthMPerDegree,
            group.Length * grid.CellKm2, [.. group]);
    }
}
