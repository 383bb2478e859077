using Xunit;

namespace Trucewatch.Geo.Terrain;

public sealed class TerrainGroundTests
{
    [Theory]
    [InlineData("N48E037", 48, 37)]
    [InlineData("N00E000", 0, 0)]
    [InlineData("S01W001", -1, -1)]
    [InlineData("S90W180", -90, -180)]
    [InlineData("N89E179", 89, 179)]
    [InlineData("N05E100", 5, 100)]
    public void A_name_is_the_south_western_corner(string name, int south, int west)
    {
        Assert.True(TerrainCorner.TryParse(name, out var corner));
        Assert.Equal(new TerrainCorner(south, west), corner);
        Assert.Equal(name, corner.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("N48E37")]
    [InlineData("N48E0370")]
    [InlineData("n48E037")]
    [InlineData("48N037E")]
    [InlineData("S00E037")]
    [InlineData("N48W000")]
    [InlineData("N90E000")]
    [InlineData("S91E000")]
    [InlineData("N48E180")]
    [InlineData("N48W181")]
    [InlineData("N-8E037")]
    [InlineData("N+8E037")]
    [InlineData("N 8E037")]
    [InlineData("N48E03٣")]
    [InlineData("N48E037.hgt")]
    public void Another_name_is_refused(string name)
    {
        Assert.False(TerrainCorner.TryParse(name, out _));
        Assert.Null(TerrainTile.Read(name, [], out var problem));
        Assert.Equal(
            $"expected a name such as N48E037, the tile's south-western corner, got '{name}'", problem);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData((1_201 * 1_201 * 2) - 1)]
    [InlineData((1_201 * 1_201 * 2) + 1)]
    [InlineData(1_201 * 1_201 * 4)]
    [InlineData(1_200 * 1_200 * 2)]
    [InlineData((3_601 * 3_601 * 2) - 2)]
    public void Another_size_is_refused(int length)
    {
        Assert.Null(TerrainTile.Read("N48E037", new byte[length], out var problem));
        Assert.Equal(
            "N48E037: expected 2884802 bytes (1201 x 1201 heights) or 25934402 (3601 x 3601), got "
            + length.ToString(System.Globalization.CultureInfo.InvariantCulture), problem);
    }

    /// <summary>The first row is the northern one, and the greater byte comes first: seen by hand-made bytes.</summary>
    [Fact]
    public void The_bytes_of_a_file_are_heights_from_the_north_west()
    {
        var bytes = new byte[1_201 * 1_201 * 2];
        (bytes[0], bytes[1]) = (0x01, 0x02);
        (bytes[2_400], bytes[2_401]) = (0xff, 0xfe);
        (bytes[^2_402], bytes[^2_401]) = (0x7f, 0xff);
        (bytes[^2], bytes[^1]) = (0x80, 0x01);
        var tile = TerrainTile.Read("S02W003", bytes, out var problem)!;
        Assert.Null(problem);
        Assert.Equal(3, tile.Seconds);
        Assert.Equal(258, tile.HeightM(-1, -3));
        Assert.Equal(-2, tile.HeightM(-1, -2));
        Assert.Equal(32_767, tile.HeightM(-2, -3));
        Assert.Equal(-32_767, tile.HeightM(-2, -2));
        Assert.Equal(0, tile.HeightM(-1.5, -2.5));
        Assert.Equal(64.5, tile.HeightM(-1 - (0.5 / 1_200), -3 + (0.5 / 1_200)), 1e-6);
    }

    [Fact]
    public void A_tile_of_one_second_is_read()
    {
        var bytes = new byte[TerrainTile.MaxBytes];
        (bytes[^2], bytes[^1]) = (0x00, 0x64);
        var tile = TerrainTile.Read("N48E037", bytes, out _)!;
        Assert.Equal(1, tile.Seconds);
        Assert.Equal(100, tile.HeightM(48, 38));
        Assert.Equal(25, tile.HeightM(48 + (0.5 / 3_600), 38 - (0.5 / 3_600)), 1e-6);
        Assert.Equal(0, tile.HeightM(48 + (1.0 / 3_600), 38), 1e-6);
    }

    /// <summary>Straight between four heights along both axes: by the formula of the four weights.</summary>
    [Fact]
    public void Between_heights_they_are_weighed()
    {
        double Height(double latitude, double longitude) =>
            Math.Round(500 * Math.Sin(latitude * 900)) + Math.Round(400 * Math.Cos(longitude * 700));
        var tile = TestTerrain.Tile(new TerrainCorner(48, 37), Height);
        var draws = new Splitmix(3);
        for (var trial = 0; trial < 2_000; trial++)
        {
            var (x, y) = (draws.Between(0, 1_200), draws.Between(0, 1_200));
            var (column, row) = (Math.Floor(x), Math.Floor(y));
            double Corner(double east, double north) =>
                Math.Round(Height(48 + ((row + north) / 1_200), 37 + ((column + east) / 1_200)));
            var (u, v) = (x - column, y - row);
            var expected = (Corner(0, 0) * (1 - u) * (1 - v)) + (Corner(1, 0) * u * (1 - v))
                + (Corner(0, 1) * (1 - u) * v) + (Corner(1, 1) * u * v);
            Assert.Equal(expected, tile.HeightM(48 + (y / 1_200), 37 + (x / 1_200)), 1e-6);
        }
    }

    [Theory]
    [InlineData(0, 0, double.NaN)]
    [InlineData(0.5, 0.5, double.NaN)]
    [InlineData(-0.25, 0.75, double.NaN)]
    [InlineData(0.0625, -0.9375, double.NaN)]
    [InlineData(0, 0.5, double.NaN)]
    [InlineData(0.5, 0, double.NaN)]
    [InlineData(1, 0.5, 7)]
    [InlineData(0.5, 1, 7)]
    [InlineData(-1, 0, 7)]
    [InlineData(0, -1, 7)]
    [InlineData(1, 1, 7)]
    [InlineData(1.5, 0.5, 7)]
    [InlineData(0.5, -1.5, 7)]
    public void A_height_that_needs_a_void_is_not_known(double east, double north, double expected)
    {
        // Five heights aside, and the void is the one in the middle.
        var (side, bytes) = (5, new byte[50]);
        for (var at = 0; at < 25; at++)
        {
            bytes[(2 * at) + 1] = 7;
        }

        (bytes[24], bytes[25]) = (0x80, 0x00);
        var tile = new TerrainTile(new TerrainCorner(10, 20), side, bytes);
        Assert.Equal(expected, tile.HeightM(10.5 + (north / 4), 20.5 + (east / 4)));
    }

    [Fact]
    public void Tiles_go_on_in_their_neighbours_and_their_edges_are_shared()
    {
        static double Height(double latitude, double longitude) =>
            (1_200 * (latitude - 48)) + (2_400 * (longitude - 38));
        var all = TestTerrain.Ground(Height, "N47E037", "N47E038", "N48E037", "N48E038");
        var draws = new Splitmix(4);
        for (var trial = 0; trial < 500; trial++)
        {
            var (latitude, longitude) = (draws.Between(47.99, 48.01), draws.Between(37.99, 38.01));
            Assert.Equal(Height(latitude, longitude), all.HeightM(latitude, longitude), 1e-6);
        }

        // What lies on an edge stands in each tile that has the edge; what lies beyond it, in none.
        foreach (var (only, latitude, longitude) in ((string, double, double)[])
            [
                ("N47E037", 48, 37.5), ("N47E037", 47.5, 38), ("N47E037", 48, 38), ("N48E037", 48.5, 38),
                ("N48E037", 48, 38), ("N47E038", 48, 38), ("N48E038", 48, 38),
            ])
        {
            var one = TestTerrain.Ground(Height, only);
            Assert.Equal(Height(latitude, longitude), one.HeightM(latitude, longitude), 1e-9);
            Assert.Equal(double.NaN, one.HeightM(49.5, 38.5));
        }

        var south = TestTerrain.Ground(Height, "N47E037");
        Assert.Equal(double.NaN, south.HeightM(Math.BitIncrement(48.0), 37.5));
        Assert.Equal(double.NaN, south.HeightM(47.5, Math.BitIncrement(38.0)));
        Assert.False(double.IsNaN(south.HeightM(Math.BitDecrement(48.0), 37.5)));
    }

    [Fact]
    public void At_longitude_180_the_ground_goes_on()
    {
        static double Height(double latitude, double longitude) =>
            100 + (1_200 * (longitude > 0 ? longitude - 180 : longitude + 180));
        var ground = TestTerrain.Ground(Height, "N10E179", "N10W180");
        foreach (var offset in (double[])[-0.25, 0, 0.25])
        {
            Assert.Equal(100 + (1_200 * offset), ground.HeightM(10.5, 180 + offset), 1e-6);
            Assert.Equal(100 + (1_200 * offset), ground.HeightM(10.5, -180 + offset), 1e-6);
        }

        Assert.Equal(100, TestTerrain.Ground(Height, "N10E179").HeightM(10.5, -180), 1e-6);
    }

    [Fact]
    public void Tiles_that_made_room_are_opened_again_and_say_the_same()
    {
        var opened = 0;
        var tiny = new byte[8];
        var corners = Enumerable.Range(0, TerrainGround.MaxHeld + 1)
            .Select(west => new TerrainCorner(3, west)).ToArray();
        var ground = new TerrainGround(corners, corner =>
        {
            opened++;
            var bytes = (byte[])tiny.Clone();
            bytes[1] = bytes[3] = bytes[5] = bytes[7] = (byte)corner.WestDeg;
            return new TerrainTile(corner, 2, bytes);
        });
        for (var round = 0; round < 2; round++)
        {
            foreach (var corner in corners)
            {
                Assert.Equal(corner.WestDeg, ground.HeightM(3.5, corner.WestDeg + 0.5));
            }
        }

        Assert.Equal(2 * corners.Length, opened);
        ground.HeightM(3.5, corners[^1].WestDeg + 0.25);
        Assert.Equal(2 * corners.Length, opened);
        ground.Release();
        ground.HeightM(3.5, corners[^1].WestDeg + 0.25);
        Assert.Equal((2 * corners.Length) + 1, opened);
    }
}
