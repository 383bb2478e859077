using System.Buffers.Binary;

namespace Trucewatch.Geo.Terrain;

/// <summary>Tiles that tests make: the height at each place is a formula of its latitude and longitude.</summary>
internal static class TestTerrain
{
    /// <summary>The bytes of a tile's file, from the north-western height row by row.</summary>
    public static byte[] Bytes(
        TerrainCorner corner, Func<double, double, double> heightM, int side = TerrainTile.CoarseSide)
    {
        var bytes = new byte[side * side * sizeof(short)];
        for (var row = 0; row < side; row++)
        {
            for (var column = 0; column < side; column++)
            {
                var height = heightM(
                    corner.SouthDeg + 1 - ((double)row / (side - 1)), corner.WestDeg + ((double)column / (side - 1)));
                BinaryPrimitives.WriteInt16BigEndian(
                    bytes.AsSpan(((row * side) + column) * sizeof(short)),
                    double.IsNaN(height) ? TerrainTile.Void : (short)Math.Round(height));
            }
        }

        return bytes;
    }

    /// <summary>Ground of some tiles, by their names.</summary>
    public static TerrainGround Ground(Func<double, double, double> heightM, params string[] names) =>
        new(names.Select(Corner), corner => Tile(corner, heightM));

    /// <summary>The same around a place only, as far as 12 km; sea level elsewhere, which costs no formula.</summary>
    public static TerrainGround Near(
        GeoPoint middle, Func<double, double, double> heightM, params string[] names) => Ground(
        (latitude, longitude) =>
            Math.Abs(latitude - middle.LatitudeDeg) < 0.11 && Math.Abs(longitude - middle.LongitudeDeg) < 0.17
                ? heightM(latitude, longitude)
                : 0,
        names);

    public static TerrainTile Tile(TerrainCorner corner, Func<double, double, double> heightM) =>
        TerrainTile.Read(corner.ToString(), Bytes(corner, heightM), out _)!;

    public static TerrainCorner Corner(string name) =>
        TerrainCorner.TryParse(name, out var corner) ? corner : throw new ArgumentException(name, nameof(name));
}
