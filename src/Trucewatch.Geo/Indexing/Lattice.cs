using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Trucewatch.Geo.Regions;

namespace Trucewatch.Geo.Indexing;

/// <summary>A square number of equal cells over a box; cells are numbered row by row from the south-west.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Lattice
{
    /// <summary>Covers a box.</summary>
    /// <param name="box">The box, degrees; wider and higher than 0.</param>
    /// <param name="side">Cells on each side.</param>
    /// <param name="start">Number of its first cell among all cells.</param>
    public Lattice(in Box box, int side, int start)
    {
        West = box.West;
        South = box.South;
        PerLon = side / (box.East - box.West);
        PerLat = side / (box.North - box.South);
        Side = side;
        Start = start;
    }

    public double West { get; }

    public double South { get; }

    /// <summary>Cells in a degree of longitude.</summary>
    public double PerLon { get; }

    /// <summary>Cells in a degree of latitude.</summary>
    public double PerLat { get; }

    public int Side { get; }

    public int Start { get; }

    public double CentreLon(int column) => West + ((column + 0.5) / PerLon);

    public double CentreLat(int row) => South + ((row + 0.5) / PerLat);

    /// <summary>The centre of a cell, which counts from the lattice's own first.</summary>
    public (double Lon, double Lat) CentreOf(int cell) => (CentreLon(cell % Side), CentreLat(cell / Side));

    /// <summary>The box of a cell; <paramref name="cell"/> counts from the lattice's own first.</summary>
    public Box BoxOf(int cell)
    {
        var (row, column) = (cell / Side, cell % Side);
        return new Box(
            West + (column / PerLon), South + (row / PerLat), West + ((column + 1) / PerLon),
            South + ((row + 1) / PerLat));
    }

    /// <summary>Number among all cells of the cell of a point; a point beyond the rim is taken to the rim.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(double lon, double lat)
    {
        var column = (int)Math.Clamp((lon - West) * PerLon, 0, Side - 1);
        var row = (int)Math.Clamp((lat - South) * PerLat, 0, Side - 1);
        return Start + (row * Side) + column;
    }
}
