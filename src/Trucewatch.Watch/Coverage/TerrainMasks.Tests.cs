using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Planning;
using Trucewatch.Domain.Sensors;
using Trucewatch.Geo;
using Trucewatch.Geo.Terrain;
using Trucewatch.Watch.Planning;
using Xunit;

namespace Trucewatch.Watch.Coverage;

/// <summary>The scene lies where four tiles meet, and so does the post in its middle.</summary>
public sealed class TerrainMasksTests
{
    private static readonly string[] fourTiles = ["N46E034", "N46E035", "N47E034", "N47E035"];

    private static readonly SensorWatch post = new(Modality.Human, Scene.Middle, 8_000, 10, 0, 0, 1);

    /// <summary>A ridge of 60 m from west to east, 2 km north of the post, 400 m wide.</summary>
    private static double Ridge(double latitude, double longitude)
    {
        var (_, north) = LocalScale.At(Scene.Middle).Offset(
            Scene.Middle, GeoPoint.FromDegrees(latitudeDeg: latitude, longitudeDeg: longitude));
        return north is > 2_000 and < 2_400 ? 160 : 100;
    }

    [Fact]
    public void Flat_ground_hides_nothing_and_the_ledger_is_the_same_to_the_bit()
    {
        var bare = Watched(post, null);
        var flat = Watched(post, (_, _) => 100);
        Assert.Equal(bare.Looks.Ledger.Hash(), flat.Looks.Ledger.Hash());
        var (sensor, told) = Assert.Single(flat.Looks.TerrainTold());
        Assert.Equal("post-1", sensor);
        Assert.Equal((TerrainUse.Followed, 0, 0, 1.0), (told.Use, told.Masked, told.Unknown, told.KnownShare));
        Assert.InRange(told.Points, 64 * Math.PI * 64 * 0.98, 64 * Math.PI * 64 * 1.02);
        Assert.Null(bare.Looks.Terrain);
        Assert.Empty(bare.Looks.TerrainTold());
    }

    /// <summary>
    /// From ten metres one looks up to the near edge of a ridge of 60 m, and behind it sees nothing within the range:
    /// its own top is flat, and two metres on it are seen for 4 % of the way to its edge.
    /// </summary>
    [Fact]
    public void What_lies_behind_a_ridge_is_not_watched()
    {
        var (bare, behind) = (Seen(Watched(post, null)), Watched(post, Ridge));
        var told = Assert.Single(behind.Looks.TerrainTold()).Told;
        var angle = Math.Acos(2_080.0 / 8_000);
        var hidden = (8_000.0 * 8_000 * angle) - (2_080 * 8_000 * Math.Sin(angle));
        var expected = hidden / (Math.PI * 8_000 * 8_000);
        Assert.Equal(expected, told.MaskedShare, 0.01);
        Assert.Equal(1, told.KnownShare);
        Assert.Equal(bare * (1 - expected), Seen(behind), 0.015 * bare);

        // And what lies before it is watched as it was.
        var ground = behind.Looks.Ledger.Ground;
        foreach (var (north, isSeen) in ((double, bool)[])
            [(-5_000, true), (1_000, true), (4_500, false), (6_500, false)])
        {
            Assert.Equal(isSeen, ChanceAt(behind, ground.CellOf(Scene.At(0, north))) > 0);
        }
    }

    [Fact]
    public void A_cell_that_is_hidden_in_part_is_watched_in_its_other_points()
    {
        var ground = Watched(post, Ridge).Looks.Ledger.Ground;
        var cell = ground.CellOf(Scene.At(300, 2_600));
        var whole = new CellPart(cell, 1, ulong.MaxValue);
        var masks = new TerrainMasks(Tiles(fourTiles), tile => TestTerrain.Tile(tile.Corner, Ridge));
        var mask = masks.Of(ground, post, 8_000, [whole, new CellPart(cell, 0.25, 0xff)]);
        var left = mask.Left(0, whole);
        var count = System.Numerics.BitOperations.PopCount(left.Points);
        Assert.InRange(count, 1, 63);
        Assert.Equal(count / 64.0, left.Share);

        // The ridge's near edge is seen, what follows is not: whole lines of points, the southern ones.
        Assert.Equal(0UL, left.Points & (left.Points + 1));
        Assert.Equal(0, count % 8);
        Assert.Equal(72, mask.Told.Points);
        Assert.Same(mask, masks.Of(ground, post, 8_000, []));
        Assert.Same(mask, masks.Copy().Of(ground, post, 8_000, []));
    }

    [Theory]
    [InlineData(Modality.SeismoAcoustic, 10.0, "N47E035", TerrainUse.NoLine)]
    [InlineData(Modality.Human, null, "N47E035", TerrainUse.NoHeight)]
    [InlineData(Modality.Human, 10.0, "N48E035", TerrainUse.NoGround)]
    public void Where_nothing_can_be_said_it_is_said_why_and_all_counts_as_watched(
        Modality modality, double? heightM, string tile, TerrainUse use)
    {
        var watch = post with { Modality = modality, HeightM = heightM };
        var sector = Watched(watch, Ridge, tile);
        var told = Assert.Single(sector.Looks.TerrainTold()).Told;
        Assert.Equal((use, 0, told.Points, 0.0), (told.Use, told.Masked, told.Unknown, told.KnownShare));
        Assert.Equal(Watched(watch, null).Looks.Ledger.Hash(), sector.Looks.Ledger.Hash());
    }

    [Fact]
    public void Of_ground_without_a_tile_it_is_told_how_much_there_is()
    {
        // The post lies on the corner of the north-eastern tile: three quarters of its circle have none.
        var told = Assert.Single(Watched(post, Ridge, "N47E035").Looks.TerrainTold()).Told;
        Assert.Equal(TerrainUse.Followed, told.Use);
        Assert.Equal(0.25, told.KnownShare, 0.01);
        Assert.InRange(told.MaskedShare, 0.16, 0.18);
    }

    /// <summary>Radar goes over the Earth further than light, so that it sees what light does not.</summary>
    [Fact]
    public void Radar_and_light_have_their_own_horizons()
    {
        Assert.Equal(SightEarth.Radar, FixedWatch.EarthOf(Modality.SurveillanceRadar));
        Assert.Equal(SightEarth.Radar, FixedWatch.EarthOf(Modality.MovingTargetRadar));
        foreach (var modality in (Modality[])[Modality.Optical, Modality.Thermal, Modality.Human])
        {
            Assert.Equal(SightEarth.Light, FixedWatch.EarthOf(modality));
        }
    }

    [Fact]
    public void A_desk_whose_tiles_nobody_gave_says_so_and_a_tile_that_cannot_be_opened_stops_it()
    {
        var sector = new Sector(Scene.Agreement(), Scene.Feeds, new SectorSettings());
        Assert.False(sector.Looks.LacksTerrain);
        Register(sector, Edition(post, fourTiles));
        Assert.True(sector.Looks.LacksTerrain);
        Register(sector, Edition(post, []));
        Assert.False(sector.Looks.LacksTerrain);

        var broken = new Sector(Scene.Agreement(), Scene.Feeds, new SectorSettings
        {
            OpenTerrain = tile => throw new InvalidDataException($"{tile.Corner} is gone"),
        });
        var refused = Assert.Throws<InvalidDataException>(() => Register(broken, Edition(post, fourTiles)));
        Assert.Equal("N47E035 is gone", refused.Message);
    }

    /// <summary>The same tiles, the same masks: heights are read again only where an edition rests on others.</summary>
    [Fact]
    public void Another_edition_on_the_same_tiles_reads_no_height_again()
    {
        var opened = 0;
        var sector = NewSector((latitude, longitude) => 100, _ => opened++);
        Register(sector, Edition(post, fourTiles));
        Assert.Equal(4, opened);
        Register(sector, Edition(post, fourTiles) with { Hash = "later" });
        Assert.Equal(4, opened);
        Register(sector, Edition(post with { RangeM = 7_000 }, fourTiles));
        Assert.Equal(8, opened);
        Register(sector, Edition(post, ["N47E034", "N47E035"]));
        Assert.Equal(10, opened);
    }

    /// <summary>What is forecast of a post behind a ridge is what the ledger says of it afterwards.</summary>
    [Fact]
    public void A_forecast_sees_no_more_than_the_ledger()
    {
        var masks = new TerrainMasks(Tiles(fourTiles), tile => TestTerrain.Tile(tile.Corner, Ridge));
        var from = CoverageLedger.StartOf(CoverageLedger.HourOf(Scene.Start));
        var plan = new TaskPlan(
            from, from + TimeSpan.FromHours(2),
            [new PostTask("post 1", "norway", post, from, from + TimeSpan.FromHours(2))], []);
        var (bare, masked) = (
            Seen(CoverageForecast.Of(Scene.Agreement(), plan)),
            Seen(CoverageForecast.Of(Scene.Agreement(), plan, masks.Copy())));
        var told = Assert.Single(Watched(post, Ridge).Looks.TerrainTold()).Told;
        Assert.Equal(1 - told.MaskedShare, masked / bare, 0.015);
    }

    internal static RegisteredTile[] Tiles(params string[] names) =>
        [.. names.Select(name => new RegisteredTile(TestTerrain.Corner(name), name))];

    private static SensorRegistry Edition(SensorWatch watch, params string[] tiles) =>
        new([Sensor(watch)], string.Join(' ', tiles) + watch) { Terrain = [.. Tiles(tiles)] };

    private static Sensor Sensor(SensorWatch watch) => TestSensors.Of("post-1") with
    {
        HeardEvery = TimeSpan.FromMinutes(5), Watch = watch,
    };

    private static Sector NewSector(Func<double, double, double>? heightM, Action<RegisteredTile>? opened = null) =>
        new(Scene.Agreement(), Scene.Feeds, new SectorSettings
        {
            OpenTerrain = heightM is null
                ? null
                : tile =>
                {
                    opened?.Invoke(tile);
                    return TestTerrain.Tile(tile.Corner, (latitude, longitude) =>
                        Math.Abs(latitude - 47) < 0.1 && Math.Abs(longitude - 35) < 0.15
                            ? heightM(latitude, longitude)
                            : 100);
                },
        });

    /// <summary>A post that is heard for an hour over some ground; null: no terrain is registered.</summary>
    private static Sector Watched(SensorWatch watch, Func<double, double, double>? heightM, params string[] tiles)
    {
        var sector = NewSector(heightM);
        Register(sector, Edition(watch, heightM is null ? [] : tiles.Length == 0 ? fourTiles : tiles));
        for (var second = 0; second <= 3_600; second += 300)
        {
            sector.Step(
                new SectorInput(0, [Heard(Sensor(watch), second)]), new SectorOutput());
        }

        sector.Step(new SectorInput(0, [Heard(TestSensors.Of("other"), 6 * 3_600)]), new SectorOutput());
        return sector;
    }

    private static Observation Heard(Sensor sensor, int second) => new()
    {
        Frame = new FrameRef(new FeedId(0), second),
        Kind = ObservationKind.Description,
        At = Scene.Time(second),
        ReceivedAt = Scene.Time(second),
        Sensor = sensor,
    };

    private static void Register(Sector sector, SensorRegistry edition) =>
        sector.Step(new SectorInput(0, edition, Scene.Time(-60)), new SectorOutput());

    private static double Seen(Sector sector) => Seen(sector.Looks.Ledger);

    private static double Seen(CoverageLedger ledger)
    {
        var query = new CoverageQuery(0, long.MaxValue, ModalitySet.Of(Modality.Human));
        return new CoverageReading(ledger).Sum(in query).SeenCellHours;
    }

    private static byte ChanceAt(Sector sector, int cell)
    {
        var means = new byte[sector.Looks.Ledger.Ground.CellCount];
        var hour = CoverageLedger.HourOf(Scene.Start);
        var query = new CoverageQuery(hour, hour + 2, ModalitySet.Of(Modality.Human));
        new CoverageReading(sector.Looks.Ledger).Map(in query, means);
        return means[cell];
    }
}
