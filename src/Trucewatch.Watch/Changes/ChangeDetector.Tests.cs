using Trucewatch.Geo;
using Trucewatch.Geo.Rasters;
using Trucewatch.Simulation.World;
using Xunit;

namespace Trucewatch.Watch.Changes;

public sealed class ChangeDetectorTests
{
    private const double Factor = 1.5;

    public static TheoryData<string, PictureTaking> Takings => new()
    {
        { "one look", new PictureTaking(GroundTexture.Flat, 1) },
        { "four looks", new PictureTaking(GroundTexture.Flat, 4) },
        { "sixteen looks over fields", new PictureTaking(GroundTexture.Fields, 16) },
        { "one look, correlated, over fields", new PictureTaking(GroundTexture.Fields, 1) { Neighbours = 0.5 } },
        { "four looks, correlated, over rough ground", new PictureTaking(GroundTexture.Rough, 4) { Neighbours = 0.5 } },
        { "light over fields", new PictureTaking(GroundTexture.Fields, null) },
        { "light in 8 bits over fields", new PictureTaking(GroundTexture.Fields, null) { IsRounded = true } },
        {
            "four looks, shifted by two and a half pixels",
            new PictureTaking(GroundTexture.Fields, 4) { ShiftQuarters = 10 }
        },
        {
            "light over fields, shifted by a quarter",
            new PictureTaking(GroundTexture.Fields, null) { ShiftQuarters = 1 }
        },
        {
            "light over fields, shifted by a pixel and a half",
            new PictureTaking(GroundTexture.Fields, null) { ShiftQuarters = 6 }
        },
    };

    /// <summary>
    /// Pairs in which nothing changed: as many polygons are found as are stated, within a factor of 1.5, for each way
    /// of
    /// taking the pictures.
    /// </summary>
    [Theory(Explicit = true)]
    [MemberData(nameof(Takings))]
    public void Noise_makes_as_many_polygons_as_are_stated(string name, PictureTaking taking)
    {
        var (expected, found) = Count(taking, 20, 14);
        TestContext.Current.SendDiagnosticMessage(FormattableString.Invariant(
            $"{name}: {expected:F1} expected, {found} found, ratio {found / expected:F2}"));
        Assert.InRange(found / expected, 1 / Factor, Factor);
    }

    [Fact]
    public void Noise_makes_as_many_polygons_as_are_stated_over_all_ways_of_taking_pictures()
    {
        var (expected, found) = (0.0, 0);
        foreach (var row in Takings.Where((_, index) => index % 3 == 1))
        {
            var own = Count(row.Data.Item2 with { Side = 384 }, 100, 2);
            (expected, found) = (expected + own.Expected, found + own.Found);
        }

        Assert.InRange(found / expected, 1 / Factor, Factor);
    }

    /// <summary>Squares of 40 to 120 m, twice or half as bright, in four looks of ten-metre pixels.</summary>
    [Fact]
    public void What_changed_is_found_where_it_is_and_how_sure_it_is()
    {
        var (squares, found, beside) = (0, 0, 0);
        for (var seed = 1UL; seed <= 2; seed++)
        {
            var changes = Squares(seed);
            var (before, after) = PictureScene.Pair(seed, new PictureTaking(GroundTexture.Fields, 4), changes);
            var report = new ChangeDetector(new ChangeSettings()).Find(before, after, out _)!;
            foreach (var square in changes.Where(square => square.Side >= 8))
            {
                var own = report.Changes.Where(change => Meets(change, square)).ToList();
                squares++;
                found += own.Count == 0 ? 0 : 1;
                Assert.All(own, change => Assert.Equal(square.Factor > 1, change.IsRise));
                Assert.All(own, change => Assert.InRange(change.Confidence, 0.3, 1));
                Assert.InRange(own.Sum(change => change.Pixels.Length), 0, (square.Side + 6) * (square.Side + 6));
            }

            beside += report.Changes.Count(change => !changes.Any(square => Meets(change, square)));
        }

        Assert.InRange(found / (double)squares, 0.9, 1);
        Assert.InRange(beside, 0, 3);
    }

    [Fact]
    public void A_shift_is_measured_and_one_that_is_too_great_or_no_shift_at_all_is_refused()
    {
        var taking = new PictureTaking(GroundTexture.Fields, 4) { ShiftQuarters = 14, Side = 256 };
        var (before, after) = PictureScene.Pair(5, taking);
        var report = new ChangeDetector(new ChangeSettings()).Find(before, after, out _)!;
        Assert.True(report.IsShiftMeasured);
        Assert.Equal(3.5, report.ShiftEast, 0.2);
        Assert.Equal(0, report.ShiftSouth, 0.2);
        Assert.Null(new ChangeDetector(new ChangeSettings { MostShift = 2 }).Find(before, after, out var problem));
        Assert.Contains("shift of at most 2", problem, StringComparison.Ordinal);

        // Flat ground says nothing of a shift: then the files' own places count.
        (before, after) = PictureScene.Pair(5, taking with { Texture = GroundTexture.Flat });
        Assert.False(new ChangeDetector(new ChangeSettings()).Find(before, after, out _)!.IsShiftMeasured);

        // Half as fast down as across is no shift.
        var turned = new float[before.Values.Length];
        (before, _) = PictureScene.Pair(6, taking);
        for (var at = 0; at < turned.Length; at++)
        {
            turned[at] = before.Values[(at / 256 * 256) + Math.Clamp((at % 256) + (at / 256 / 32) - 4, 0, 255)];
        }

        Assert.Null(new ChangeDetector(new ChangeSettings()).Find(
            before, new Raster(256, 256, before.Place, turned), out problem));
        Assert.Contains("one shift of all parts", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Pairs_that_cannot_be_compared_are_refused_in_words()
    {
        var (before, after) = PictureScene.Pair(1, new PictureTaking(GroundTexture.Flat, 4) { Side = 256 });
        Raster Elsewhere(RasterPlace place) => new(256, 256, place, after.Values);
        void Refused(string words, Raster other, ChangeSettings? settings = null)
        {
            Assert.Null(new ChangeDetector(settings ?? new ChangeSettings()).Find(before, other, out var problem));
            Assert.Contains(words, problem, StringComparison.Ordinal);
        }

        Refused("one projection", Elsewhere(after.Place with { Epsg = 32_637 }));
        Refused("one pixel", Elsewhere(after.Place with { PixelWidth = 20 }));
        Refused("in common", Elsewhere(after.Place with { West = 502_000 }));
        Refused("do not overlap", Elsewhere(after.Place with { West = 9e8 }));
        Refused("odd window", after, new ChangeSettings { Side = 4 });
        Refused("false polygons", after, new ChangeSettings { FalsePerMegapixel = 0 });
        var empty = new float[256 * 256];
        Refused("both pictures show", new Raster(256, 256, after.Place, empty));
    }

    [Fact]
    public void Reasons_stand_beside_a_change_and_remove_none()
    {
        ChangedSquare[] changes = [new(40, 40, 20, 0.2), new(300, 60, 10, 3)];
        var (before, after) = PictureScene.Pair(2, new PictureTaking(GroundTexture.Fields, 4), changes);

        // Snow on a quarter of the picture: all of it is brighter, and what stands out in it is still found.
        for (var at = 0; at < after.Values.Length; at++)
        {
            after.Values[at] *= at % 512 >= 256 && at / 512 < 256 ? 1.8f : 1;
        }

        var report = new ChangeDetector(new ChangeSettings { FalsePerMegapixel = 0.1 }).Find(before, after, out _)!;
        var field = report.Changes.Where(change => Meets(change, changes[0])).MaxBy(change => change.Pixels.Length)!;
        var house = report.Changes.Where(change => Meets(change, changes[1])).MaxBy(change => change.Pixels.Length)!;
        var summer = new ChangeScreen(null, 7);
        Assert.Equal(ChangeReasons.FieldShaped, summer.Of(report, field));
        Assert.Equal(ChangeReasons.WideChange, summer.Of(report, house));
        Assert.Equal(ChangeReasons.None, new ChangeScreen(null, 1).Of(report, field));
        Assert.Contains("snow", new ChangeScreen(null, 1).Words(ChangeReasons.WideChange), StringComparison.Ordinal);
        Assert.Contains("harvest", summer.Words(ChangeReasons.WideChange), StringComparison.Ordinal);
        Assert.Null(summer.Words(ChangeReasons.None));

        // A map of land cover in degrees, west water and east cropland.
        var cover = new Raster(
            100, 100, new RasterPlace(RasterPlace.Wgs84, 32.99, 47.86, 0.001, 0.001),
            [.. Enumerable.Range(0, 10_000).Select(at => at % 100 < 30 ? 80f : 40f)]);
        var mapped = new ChangeScreen(cover, 7);
        Assert.Equal(ChangeReasons.Water, mapped.Of(report, field));
        Assert.Equal(ChangeReasons.WideChange | ChangeReasons.Cropland, mapped.Of(report, house));
        Assert.Equal(ChangeReasons.WideChange, new ChangeScreen(cover, 1).Of(report, house));
    }

    [Fact]
    public void An_outline_goes_around_pixels_and_their_holes_along_edges()
    {
        // A ring of eight pixels, and one that touches it by a corner only, with a bridge.
        int[] ring = [11, 12, 13, 21, 23, 31, 32, 33];
        var rings = PixelOutline.Rings([.. ring], 10);
        Assert.Equal([(1, 1), (4, 1), (4, 4), (1, 4)], rings[0]);
        Assert.Equal(4, rings[1].Count);
        Assert.Equal(2, rings.Count);
        var points = new RasterPlace(32_636, 500_000, 5_300_000, 10, 10).Points();
        var region = Region.FromPolygons([PixelOutline.Of(ring, 10, points)!], out _)!;
        Assert.Equal(800, region.AreaM2, 2.0);
        Assert.Equal(6, PixelOutline.Rings([11, 12, 22], 10)[0].Count);
    }

    [Fact]
    public void The_same_pair_gives_the_same_changes()
    {
        var (before, after) = PictureScene.Pair(
            9, new PictureTaking(GroundTexture.Rough, 4) { Side = 256 }, new ChangedSquare(100, 100, 10, 2));
        var one = new ChangeDetector(new ChangeSettings()).Find(before, after, out _)!;
        var two = new ChangeDetector(new ChangeSettings()).Find(before, after, out _)!;
        Assert.NotEmpty(one.Changes);
        Assert.Equal(one.Threshold, two.Threshold);
        Assert.Equal(
            one.Changes.Select(change => (change.Peak, change.ExpectedFalse)),
            two.Changes.Select(change => (change.Peak, change.ExpectedFalse)));
    }

    private static (double Expected, int Found) Count(PictureTaking taking, double rate, int seeds)
    {
        var detector = new ChangeDetector(new ChangeSettings { FalsePerMegapixel = rate });
        var (expected, found) = (0.0, 0);
        for (var seed = 1; seed <= seeds; seed++)
        {
            var (before, after) = PictureScene.Pair((ulong)seed, taking);
            var report = detector.Find(before, after, out var problem);
            Assert.True(report is not null, problem);
            (expected, found) = (expected + report.ExpectedFalse, found + report.Changes.Length);
        }

        return (expected, found);
    }

    /// <summary>Squares on a lattice, of 4, 8 and 12 pixels, twice or half as bright.</summary>
    private static ChangedSquare[] Squares(ulong seed)
    {
        var draws = new Splitmix(seed);
        return
        [
            .. Enumerable.Range(0, 36).Select(index => new ChangedSquare(
                40 + (index % 6 * 75) + (int)draws.Between(0, 30), 40 + (index / 6 * 75) + (int)draws.Between(0, 30),
                4 + (4 * (index % 3)), index % 2 == 0 ? 2.0 : 0.5)),
        ];
    }

    private static bool Meets(FoundChange change, ChangedSquare square) => change.Pixels.Any(pixel =>
        pixel % 512 >= square.Column - 2 && pixel % 512 < square.Column + square.Side + 2
        && pixel / 512 >= square.Row - 2 && pixel / 512 < square.Row + square.Side + 2);
}
