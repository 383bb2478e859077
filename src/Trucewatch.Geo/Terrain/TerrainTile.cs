using System.Buffers.Binary;

namespace Trucewatch.Geo.Terrain;

/// <summary>
/// Heights of the ground in a square of one degree, as the Shuttle Radar Topography Mission's .hgt files hold them
/// (USGS, "SRTM Topography", 2015, section 2.1.1): rows from north to south, each from west to east, whole metres above
/// the geoid as signed 16 bits, the greater byte first; -32768 is a void. The outermost rows and columns lie on the
/// edges, so that neighbours hold them too.
/// </summary>
public sealed class TerrainTile
{
    /// <summary>Heights of a row of a tile of one second of arc.</summary>
    public const int FineSide = 3_601;

    /// <summary>Heights of a row of a tile of three seconds of arc.</summary>
    public const int CoarseSide = 1_201;

    /// <summary>Bytes of the longest file.</summary>
    public const int MaxBytes = FineSide * FineSide * sizeof(short);

    /// <summary>What stands where no height was measured.</summary>
    public const short Void = short.MinValue;

    private readonly byte[] heights;
    private readonly int side;

    /// <summary>Takes heights of any square; only the tests have others than the two that files have.</summary>
    internal TerrainTile(TerrainCorner corner, int side, byte[] heights) =>
        (Corner, this.side, this.heights) = (corner, side, heights);

    /// <summary>Its south-western corner.</summary>
    public TerrainCorner Corner { get; }

    /// <summary>Seconds of arc between two heights.</summary>
    public int Seconds => 3_600 / (side - 1);

    /// <summary>Takes a file's bytes, or says what is wrong: one line with what, expected, got.</summary>
    /// <param name="name">The file's name without its ending, such as <c>N48E037</c>.</param>
    /// <param name="file">Its bytes; the tile keeps them.</param>
    /// <param name="problem">What is wrong, or null.</param>
    public static TerrainTile? Read(string name, byte[] file, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(file);
        problem = null;
        if (!TerrainCorner.TryParse(name, out var corner))
        {
            problem = $"expected a name such as N48E037, the tile's south-western corner, got '{name}'";
            return null;
        }

        foreach (var known in (ReadOnlySpan<int>)[CoarseSide, FineSide])
        {
            if (file.Length == known * known * sizeof(short))
            {
                return new TerrainTile(corner, known, file);
            }
        }

        problem = FormattableString.Invariant(
            $"{name}: expected {CoarseSide * CoarseSide * sizeof(short)} bytes ({CoarseSide} x {CoarseSide} heights) ")
            + FormattableString.Invariant($"or {MaxBytes} ({FineSide} x {FineSide}), got {file.Length}");
        return null;
    }

    /// <summary>
    /// The height at a place in metres, straight between the four that lie around it along both axes; NaN: it needs a
    /// void. One that lies on a line between two heights needs no others.
    /// </summary>
    /// <param name="latitudeDeg">Latitude within the tile, edges included.</param>
    /// <param name="longitudeDeg">Longitude within the tile, edges included.</param>
    public double HeightM(double latitudeDeg, double longitudeDeg)
    {
        var (x, y) = (
            (longitudeDeg - Corner.WestDeg) * (side - 1), (Corner.SouthDeg + 1 - latitudeDeg) * (side - 1));
        var (column, row) = (Math.Clamp((int)x, 0, side - 2), Math.Clamp((int)y, 0, side - 2));
        var (east, south) = (x - column, y - row);
        var first = ((row * side) + column) * sizeof(short);
        var next = first + (side * sizeof(short));
        var (a, b) = (At(first), At(first + sizeof(short)));
        var (c, d) = (At(next), At(next + sizeof(short)));
        if (a == Void || b == Void || c == Void || d == Void)
        {
            return WithVoids(a, b, c, d, east, south);
        }

        var north = a + ((b - a) * east);
        return north + ((c + ((d - c) * east) - north) * south);
    }

    private static double WithVoids(short a, short b, short c, short d, double east, double south)
    {
        var (north, beyond) = (Between(a, b, east), Between(c, d, east));
        return south == 0 ? north : south == 1 ? beyond : north + ((beyond - north) * south);
    }

    private static double Between(short from, short to, double share) =>
        share == 0 ? Known(from) : share == 1 ? Known(to) : Known(from) + ((Known(to) - Known(from)) * share);

    private static double Known(short height) => height == Void ? double.NaN : height;

    private short At(int offset) => BinaryPrimitives.ReadInt16BigEndian(heights.AsSpan(offset));
}
