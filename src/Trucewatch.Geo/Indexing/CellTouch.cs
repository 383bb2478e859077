using Trucewatch.Geo.Regions;

namespace Trucewatch.Geo.Indexing;

/// <summary>
/// Which cells an edge may touch. Rounding is answered by slack: a cell that the edge only nearly touches counts too,
/// which costs a little time and no answer.
/// </summary>
internal static class CellTouch
{
    /// <summary>Slack as a share of a cell's side; far above the rounding of a cell of the least size.</summary>
    public const double Slack = 1e-5;

    /// <summary>Least side of a cell in degrees: a tenth of a metre.</summary>
    public const double LeastCellDeg = 1e-6;

    // The share of an edge's length in cells by which its place in a row may be off, with much to spare.
    private const double Slant = 1e-6;

    /// <summary>Adds the cells, from a lattice that covers the edge, to a list.</summary>
    public static void AddCells(in Lattice lattice, in BoundaryEdge edge, List<int> cells)
    {
        var (ax, ay) = ((edge.ALon - lattice.West) * lattice.PerLon, (edge.ALat - lattice.South) * lattice.PerLat);
        var (bx, by) = ((edge.BLon - lattice.West) * lattice.PerLon, (edge.BLat - lattice.South) * lattice.PerLat);
        var (low, high) = (Math.Min(ay, by), Math.Max(ay, by));
        var slackX = Slack + (Slant * Math.Abs(bx - ax));
        var lastRow = Cell(high + Slack, lattice.Side);
        for (var row = Cell(low - Slack, lattice.Side); row <= lastRow; row++)
        {
            var x1 = ay == by ? ax : At(Math.Max(low, row - Slack));
            var x2 = ay == by ? bx : At(Math.Min(high, row + 1 + Slack));
            var last = Cell(Math.Max(x1, x2) + slackX, lattice.Side);
            for (var column = Cell(Math.Min(x1, x2) - slackX, lattice.Side); column <= last; column++)
            {
                cells.Add((row * lattice.Side) + column);
            }
        }

        double At(double y) => y == ay ? ax : y == by ? bx : ax + (Math.Clamp((y - ay) / (by - ay), 0, 1) * (bx - ax));
    }

    /// <summary>Whether an edge may touch a box.</summary>
    public static bool May(in BoundaryEdge edge, in Box box)
    {
        var (slackX, slackY) = (Slack * (box.East - box.West), Slack * (box.North - box.South));
        var (west, east) = (box.West - slackX, box.East + slackX);
        var (south, north) = (box.South - slackY, box.North + slackY);
        if (Math.Max(edge.ALon, edge.BLon) < west || Math.Min(edge.ALon, edge.BLon) > east
            || Math.Max(edge.ALat, edge.BLat) < south || Math.Min(edge.ALat, edge.BLat) > north)
        {
            return false;
        }

        var (a, b) = (Side(edge, west, south), Side(edge, east, south));
        var (c, d) = (Side(edge, west, north), Side(edge, east, north));
        return !(a > 0 && b > 0 && c > 0 && d > 0) && !(a < 0 && b < 0 && c < 0 && d < 0);
    }

    private static int Cell(double coordinate, int side) => (int)Math.Clamp(coordinate, 0, side - 1);

    /// <summary>On which side of an edge's line a point lies: 1, -1, or 0 where rounding might deceive.</summary>
    private static int Side(in BoundaryEdge edge, double lon, double lat)
    {
        var first = (edge.BLon - edge.ALon) * (lat - edge.ALat);
        var second = (edge.BLat - edge.ALat) * (lon - edge.ALon);
        var doubt = 1e-15 * (Math.Abs(first) + Math.Abs(second));
        return first - second > doubt ? 1 : first - second < -doubt ? -1 : 0;
    }
}
