using Xunit;

namespace Trucewatch.Geo.Rasters;

public sealed class GeoTiffTests
{
    private static readonly RasterPlace Utm = new(32_637, 412_345, 5_312_345, 10, 20);

    public static TheoryData<TiffSample, TiffPacking, bool, int?, bool> Forms
    {
        get
        {
            var forms = new TheoryData<TiffSample, TiffPacking, bool, int?, bool>();
            foreach (var sample in Enum.GetValues<TiffSample>())
            {
                foreach (var packing in (TiffPacking[])[TiffPacking.None, TiffPacking.Deflate, TiffPacking.PackBits])
                {
                    forms.Add(sample, packing, false, null, false);
                    forms.Add(sample, packing, true, 32, sample != TiffSample.Float);
                }
            }

            return forms;
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void What_was_written_is_read(
        TiffSample sample, TiffPacking packing, bool isBigEndian, int? tile, bool hasPredictor)
    {
        var draws = new Splitmix(3);
        var values = new float[67 * 45];
        for (var at = 0; at < values.Length; at++)
        {
            values[at] = at % 7 == 0 ? float.NaN : at % 5 == 0 ? 9 : 1 + (float)Math.Floor(draws.Between(0, 200));
        }

        var raster = new Raster(67, 45, Utm, values) { TakenAt = "2026:05:04 06:12:00" };
        var file = GeoTiffEncoder.Encode(raster, new GeoTiffForm(sample)
        {
            Packing = packing, IsBigEndian = isBigEndian, TileSide = tile, HasPredictor = hasPredictor, NoValue = 0,
        });
        var read = GeoTiffReader.Read(file, out var problem);
        Assert.Null(problem);
        Assert.Equal((67, 45, Utm, "2026:05:04 06:12:00"), (read!.Width, read.Height, read.Place, read.TakenAt));
        Assert.Equal(values, read.Values);
    }

    /// <summary>The example of TIFF 6.0, section 13: 7 7 7 8 8 7 7 6 6.</summary>
    [Fact]
    public void The_specifications_own_codes_are_unpacked()
    {
        var output = new byte[9];
        var packed = Packed([256, 7, 258, 8, 8, 258, 6, 6, 257]);
        TiffUnpacking.Unpack(TiffPacking.Lzw, packed, packed, 0, output);
        Assert.Equal([7, 7, 7, 8, 8, 7, 7, 6, 6], output);

        // A code that is being made when it comes: 9 9 9 9 9 9.
        packed = Packed([256, 9, 258, 259, 257]);
        TiffUnpacking.Unpack(TiffPacking.Lzw, packed, packed, 0, output.AsSpan(0, 6));
        Assert.Equal([9, 9, 9, 9, 9, 9], output[..6]);
        packed = Packed([256, 9, 300]);
        Assert.Throws<RasterException>(() => TiffUnpacking.Unpack(TiffPacking.Lzw, packed, packed, 0, output));
    }

    /// <summary>Adobe's note 3 by hand: bytes of 1.5 and -2 (3FC00000, C0000000), plane by plane, as differences.
    /// </summary>
    [Fact]
    public void Differences_of_numbers_with_a_point_are_added_up()
    {
        var file = GeoTiffEncoder.Encode(
            new Raster(2, 1, Utm, [0, 0]), new GeoTiffForm(TiffSample.Float) { IsBigEndian = true });
        byte[] planes = [0x3F, 0xC0, 0xC0, 0x00, 0x00, 0x00, 0x00, 0x00];
        for (var at = planes.Length - 1; at > 0; at--)
        {
            planes[at] -= planes[at - 1];
        }

        planes.CopyTo(file, 8);

        // The writer has no predictor for these: its tag takes the place of that of one band, which goes without
        // saying.
        var entry = file.AsSpan().IndexOf((byte[])[1, 21, 0, 3, 0, 0, 0, 1]);
        byte[] predictor = [1, 61, 0, 3, 0, 0, 0, 1, 0, 3];
        predictor.CopyTo(file, entry);
        Assert.Equal([1.5f, -2f], GeoTiffReader.Read(file, out _)!.Values);
    }

    [Theory]
    [InlineData("", "expected a TIFF file")]
    [InlineData("II*", "expected a TIFF file")]
    [InlineData("II+\0\0\0\0\0\0\0", "got BigTIFF")]
    [InlineData("II*\0\u0020\0\0\0", "end of the file")]
    [InlineData("II*\0\u0008\0\0\0\0\0", "expected 1 to 256 tags")]
    [InlineData("\u0089PNG\r\n\u001a\n", "got something else")]
    public void What_is_no_such_file_is_refused_in_words(string text, string words)
    {
        Assert.Null(GeoTiffReader.Read([.. text.Select(letter => (byte)letter)], out var problem));
        Assert.Contains(words, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(256, 0u, "columns and rows")]
    [InlineData(256, 65_536u, "columns and rows")]
    [InlineData(257, 4_000_000_000u, "columns and rows")]
    [InlineData(258, 4u, "tags 258, 339")]
    [InlineData(259, 7u, "expected packing")]
    [InlineData(262, 2u, "tag 262")]
    [InlineData(273, 4_000_000_000u, "end of the file")]
    [InlineData(277, 3u, "one band")]
    [InlineData(278, 0u, "parts")]
    [InlineData(279, 1u, "bytes of picture in a part")]
    [InlineData(339, 2u, "tags 258, 339")]
    public void A_tag_that_cannot_be_is_refused_with_what_was_expected(int tag, uint value, string words)
    {
        var file = Small();
        Patch(file, (ushort)tag, value);
        Assert.Null(GeoTiffReader.Read(file, out var problem));
        Assert.Contains(words, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3_857)]
    [InlineData(32_661)]
    [InlineData(32_700)]
    [InlineData(0)]
    public void A_projection_that_is_not_known_is_refused(int epsg)
    {
        var raster = new Raster(2, 2, Utm with { Epsg = epsg }, new float[4]);
        var file = GeoTiffEncoder.Encode(raster, new GeoTiffForm(TiffSample.Byte));
        Assert.Null(GeoTiffReader.Read(file, out var problem));
        Assert.Contains("tag 34735", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bomb_is_unpacked_no_further_than_the_picture_goes()
    {
        // A part that would unpack to four megabytes stands for one of a kilobyte: nothing beyond it is looked at.
        var large = GeoTiffEncoder.Encode(
            new Raster(2_000, 2_000, Utm, new float[4_000_000]),
            new GeoTiffForm(TiffSample.Byte) { Packing = TiffPacking.Deflate, TileSide = 2_000 });
        Assert.InRange(large.Length, 1, 20_000);
        Patch(large, TiffTag.Width, 20);
        Patch(large, TiffTag.Height, 20);
        Patch(large, TiffTag.TileWidth, 32);
        Patch(large, TiffTag.TileHeight, 32);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(400, GeoTiffReader.Read(large, out _)!.Values.Length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 1_000_000);
    }

    [Fact]
    public void Damage_is_refused_or_read_and_never_thrown()
    {
        var file = Small(TiffPacking.Deflate);

        // The last bytes fill up a short text and say where the next directory is, which is not read.
        for (var length = 0; length < file.Length - 8; length++)
        {
            Assert.Null(GeoTiffReader.Read(file[..length], out var problem));
            Assert.NotNull(problem);
        }

        for (var at = 0; at < file.Length; at++)
        {
            foreach (var bits in (byte[])[0xFF, 0x01, 0x80])
            {
                var damaged = (byte[])file.Clone();
                damaged[at] ^= bits;
                var read = GeoTiffReader.Read(damaged, out var problem);
                Assert.NotEqual(read is null, problem is null);
            }
        }
    }

    /// <summary>RFC 1950, section 2.2: a good header can ask for a dictionary, and nobody has one.</summary>
    [Fact]
    public void A_stream_that_asks_for_a_dictionary_is_refused()
    {
        var file = Small(TiffPacking.Deflate);
        var header = file.AsSpan().IndexOf((byte)0x78);
        file[header + 1] = 0xBB;
        Assert.Null(GeoTiffReader.Read(file, out var problem));
        Assert.Contains("expected deflated bytes", problem, StringComparison.Ordinal);
    }

    /// <summary>
    /// On the meridian northings are its length by the geodesic, times 0.9996; elsewhere small squares stay squares.
    /// Of all
    /// projections only this one does both.
    /// </summary>
    [Theory]
    [InlineData(47.5, 39)]
    [InlineData(47.5, 36.2)]
    [InlineData(60, 42)]
    [InlineData(-33.9, 40.5)]
    [InlineData(1, 37)]
    public void The_projection_is_true_on_its_meridian_and_keeps_angles(double lat, double lon)
    {
        var zone = new UtmZone(37, isSouth: false);
        var middle = GeoPoint.FromDegrees(latitudeDeg: lat, longitudeDeg: 39);
        var equator = GeoPoint.FromDegrees(latitudeDeg: 0, longitudeDeg: 39);
        var alongM = Geodesics.Geodesic.Inverse(equator, middle).DistanceM;
        var onMeridian = zone.Project(middle);
        Assert.Equal(500_000, onMeridian.EastingM, 1e-6);
        Assert.Equal(0.9996 * Math.Sign(lat) * alongM, onMeridian.NorthingM, 1e-6);

        var point = GeoPoint.FromDegrees(latitudeDeg: lat, longitudeDeg: lon);
        var (x, y) = zone.Project(point);
        Assert.True(zone.TryUnproject(x, y, out var back));
        Assert.Equal(lat, back.LatitudeDeg, 1e-11);
        Assert.Equal(lon, back.LongitudeDeg, 1e-11);
        Assert.True(zone.TryUnproject(x + 100, y, out var east));
        Assert.True(zone.TryUnproject(x, y + 100, out var north));
        var (toEast, toNorth) = (Geodesics.Geodesic.Inverse(point, east), Geodesics.Geodesic.Inverse(point, north));
        Assert.Equal(toEast.DistanceM, toNorth.DistanceM, 1e-3);
        Assert.Equal(90, (toEast.AzimuthStartDeg - toNorth.AzimuthStartDeg + 360) % 360, 1e-3);
        Assert.False(zone.TryUnproject(9e9, 0, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => new UtmZone(61, isSouth: true));
    }

    private static byte[] Small(TiffPacking packing = TiffPacking.None) => GeoTiffEncoder.Encode(
        new Raster(20, 20, Utm, [.. Enumerable.Range(0, 400).Select(value => (float)(value % 250))]),
        new GeoTiffForm(TiffSample.Byte) { Packing = packing, NoValue = 0 });

    /// <summary>Puts another number in a tag that has one, or in the first place of those that have several.</summary>
    private static void Patch(byte[] file, ushort tag, uint value)
    {
        var at = (int)BitConverter.ToUInt32(file, 4);
        for (var entry = 0; entry < BitConverter.ToUInt16(file, at); entry++)
        {
            var place = at + 2 + (12 * entry);
            if (BitConverter.ToUInt16(file, place) == tag)
            {
                var isLong = BitConverter.ToUInt16(file, place + 2) == 4;
                var to = BitConverter.ToUInt32(file, place + 4) > 1
                    ? (int)BitConverter.ToUInt32(file, place + 8)
                    : place + 8;
                BitConverter.GetBytes(value).AsSpan(0, isLong ? 4 : 2).CopyTo(file.AsSpan(to));
                return;
            }
        }

        Assert.Fail($"expected tag {tag}");
    }

    private static byte[] Packed(int[] codes)
    {
        var bytes = new byte[((9 * codes.Length) + 7) / 8];
        for (var bit = 0; bit < 9 * codes.Length; bit++)
        {
            if (((codes[bit / 9] >> (8 - (bit % 9))) & 1) != 0)
            {
                bytes[bit / 8] |= (byte)(0x80 >> (bit % 8));
            }
        }

        return bytes;
    }
}
