using Trucewatch.Geo.Geodesics;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Geo.Cells;

public sealed class ShareRasterTests
{
    private static readonly GeoBounds Bounds = new(30, 45, 36, 50);
    private static readonly EqualAreaGrid Grid = new(Bounds, 1_000);

    [Fact]
    public void Cells_have_the_same_area_and_hold_their_middle()
    {
        foreach (var (column, row) in ((int, int)[])[(0, 0), (Grid.Columns / 2, Grid.Rows / 2), (3, Grid.Rows - 1)])
        {
            var (south, north) = Grid.EdgesOfRow(row);
            var (west, east) = (Grid.WestOfColumn(column), Grid.WestOfColumn(column + 1));
            GeoPoint[] ring = [At(west, south), At(east, south), At(east, north), At(west, north)];
            Assert.Equal(Grid.CellKm2 * 1e6, GeodesicAreaM2(ring), 1.0);
            var (x, y) = Grid.Place(Grid.Middle(column, row));
            Assert.Equal(column + 0.5, x, 1e-6);
            Assert.Equal(row + 0.5, y, 1e-4);
        }
    }

    /// <summary>
    /// Random polygons of 100 m to 200 km: the sum of the shares is the area that the geodesic's own polygon formula
    /// gives. Geodesic edges are another line than straight ones, so that theirs are cut short.
    /// </summary>
    [Fact]
    public void The_shares_add_up_to_the_area()
    {
        var draws = new Splitmix(5);
        var raster = new ShareRaster(Grid);
        for (var trial = 0; trial < 400; trial++)
        {
            var sizeM = 100 * Math.Pow(2_000, draws.Between(0, 1));
            var ring = Star(draws, sizeM, draws.Between(32, 34), draws.Between(47, 48), 3 + (int)draws.Between(0, 9));
            raster.Draw(ring);
            var sum = 0.0;
            for (var row = 0; row < raster.Rows; row++)
            {
                foreach (var share in raster.SharesOf(row))
                {
                    Assert.InRange(share, 0, 1);
                    sum += share;
                }
            }

            var expected = GeodesicAreaM2(ring) / 1e6;
            Assert.Equal(expected, sum * Grid.CellKm2, 1e-4 * expected);
        }
    }

    /// <summary>Each cell's share against 1,600 points in it, of which each asks by itself whether it is inside.
    /// </summary>
    [Fact]
    public void Each_share_is_the_part_of_the_cell_that_lies_inside()
    {
        var draws = new Splitmix(6);
        var raster = new ShareRaster(Grid);
        for (var trial = 0; trial < 12; trial++)
        {
            var ring = Star(draws, draws.Between(800, 4_000), 33, 47.3, 3 + (int)draws.Between(0, 9));
            raster.Draw(ring);
            for (var row = 0; row < raster.Rows; row++)
            {
                for (var column = 0; column < raster.Columns; column++)
                {
                    var expected = Sampled(ring, raster.Column + column, raster.Row + row);
                    Assert.Equal(expected, raster.SharesOf(row)[column], 0.02);
                }
            }
        }
    }

    [Theory]
    [InlineData(29, 44, 37, 51, 1)]
    [InlineData(29, 44, 33, 51, 0.5)]
    [InlineData(33, 44, 37, 51, 0.5)]
    [InlineData(10, 45.5, 29.9, 46, 0)]
    [InlineData(30.5, 51, 31, 52, 0)]
    public void What_lies_outside_the_cells_is_left_out(
        double west, double south, double east, double north, double expected)
    {
        var raster = new ShareRaster(Grid);
        raster.Draw([At(west, south), At(east, south), At(east, north), At(west, north)]);
        var sum = 0.0;
        for (var row = 0; row < raster.Rows; row++)
        {
            foreach (var share in raster.SharesOf(row))
            {
                sum += share;
            }
        }

        // The last column and row reach a little beyond the bounds.
        Assert.Equal(expected, sum / Grid.Columns / Grid.Rows, 2e-3);
    }

    [Fact]
    public void Holes_are_not_covered_and_the_way_round_does_not_matter()
    {
        GeoPoint[] outer = [At(33, 47), At(33.5, 47), At(33.5, 47.3), At(33, 47.3)];
        GeoPoint[] hole = [At(33.1, 47.1), At(33.3, 47.1), At(33.2, 47.2)];
        var region = Region.FromPolygons([new GeoPolygon([.. outer], [[.. hole]])], out _)!;
        var raster = new ShareRaster(Grid);
        raster.Draw(region);
        Assert.Equal(region.AreaM2 / 1e6, Sum(raster), 1e-3);
        raster.Draw(outer);
        var forth = Sum(raster);
        raster.Draw([.. outer.Reverse()]);
        Assert.Equal(forth, Sum(raster), 1e-9);
        raster.Draw([At(179, 47), At(-179, 47), At(-179, 48)]);
        Assert.Equal(0, raster.Rows);
    }

    [Fact]
    public void Bounds_near_a_pole_empty_ones_and_too_many_cells_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new EqualAreaGrid(new GeoBounds(0, 70, 1, 80.1), 1_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EqualAreaGrid(new GeoBounds(1, 0, 1, 1), 1_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EqualAreaGrid(Bounds, 200));
        Assert.True(new EqualAreaGrid(Bounds, 250).Columns > 0);
    }

    [Fact]
    public void Drawing_again_allocates_nothing()
    {
        var raster = new ShareRaster(Grid);
        var ring = Star(new Splitmix(1), 30_000, 33, 47, 8);
        raster.Draw(ring);
        var before = GC.GetAllocatedBytesForCurrentThread();
        raster.Draw(ring);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllocationNoise.Bytes);
    }

    /// <summary>
    /// The worked example of the solar position algorithm (NREL/TP-560-34302), topocentric without refraction; the
    /// equator at the March equinox of 2024.
    /// </summary>
    [Theory]
    [InlineData(39.742476, -105.1786, 1_066_419_030, 39.872046)]
    [InlineData(0, 0, 1_710_936_000, 88.15)]
    [InlineData(0, 180, 1_710_936_000, -88.15)]
    public void The_sun_stands_where_the_almanac_says(double lat, double lon, long seconds, double expected) =>
        Assert.Equal(
            expected, Sunlight.ElevationDeg(GeoPoint.FromDegrees(latitudeDeg: lat, longitudeDeg: lon), seconds), 0.03);

    private static double Sum(ShareRaster raster)
    {
        var sum = 0.0;
        for (var row = 0; row < raster.Rows; row++)
        {
            foreach (var share in raster.SharesOf(row))
            {
                sum += share;
            }
        }

        return sum;
    }

    private static GeoPoint At(double lon, double lat) => GeoPoint.FromDegrees(latitudeDeg: lat, longitudeDeg: lon);

    /// <summary>Corners at rising bearings around a middle, each at a distance of its own.</summary>
    private static GeoPoint[] Star(Splitmix draws, double sizeM, double lon, double lat, int corners)
    {
        var middle = At(lon, lat);
        var scale = LocalScale.At(middle);
        var ring = new GeoPoint[corners];
        for (var corner = 0; corner < corners; corner++)
        {
            var bearing = 2 * Math.PI * (corner + draws.Between(0, 0.9)) / corners;
            var distance = sizeM * draws.Between(0.2, 0.5);
            ring[corner] = scale.Move(middle, distance * Math.Sin(bearing), distance * Math.Cos(bearing));
        }

        return ring;
    }

    private static double GeodesicAreaM2(GeoPoint[] ring)
    {
        var fine = new List<GeoPoint>();
        for (var corner = 0; corner < ring.Length; corner++)
        {
            var (a, b) = (ring[corner], ring[(corner + 1) % ring.Length]);
            for (var part = 0; part < 100; part++)
            {
                fine.Add(At(
                    a.LongitudeDeg + ((b.LongitudeDeg - a.LongitudeDeg) * part / 100),
                    a.LatitudeDeg + ((b.LatitudeDeg - a.LatitudeDeg) * part / 100)));
            }
        }

        return Math.Abs(Geodesic.Area([.. fine]).AreaM2);
    }

    private static double Sampled(GeoPoint[] ring, int column, int row)
    {
        var (south, north) = Grid.EdgesOfRow(row);
        var (west, east) = (Grid.WestOfColumn(column), Grid.WestOfColumn(column + 1));
        var inside = 0;
        for (var i = 0; i < 1_600; i++)
        {
            var x = west + ((east - west) * ((i % 40) + 0.5) / 40);
            var y = south + ((north - south) * ((i / 40) + 0.5) / 40);
            var isIn = false;
            for (var corner = 0; corner < ring.Length; corner++)
            {
                var (a, b) = (ring[corner], ring[(corner + 1) % ring.Length]);
                if (a.LatitudeDeg > y != b.LatitudeDeg > y && x < a.LongitudeDeg
                    + ((b.LongitudeDeg - a.LongitudeDeg) * (y - a.LatitudeDeg) / (b.LatitudeDeg - a.LatitudeDeg)))
                {
                    isIn = !isIn;
                }
            }

            inside += isIn ? 1 : 0;
        }

        return inside / 1_600.0;
    }
}
