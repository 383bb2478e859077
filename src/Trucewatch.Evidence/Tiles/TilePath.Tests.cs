using CsCheck;
using Xunit;

namespace Trucewatch.Evidence.Tiles;

public sealed class TilePathTests
{
    [Theory]
    [InlineData(0, 0, 256, "tile/0/000")]
    [InlineData(0, 5, 256, "tile/0/005")]
    [InlineData(0, 999, 7, "tile/0/999.p/7")]
    [InlineData(0, 1000, 256, "tile/0/x001/000")]
    [InlineData(3, 1234067, 256, "tile/3/x001/x234/067")]
    [InlineData(63, 1234067, 255, "tile/63/x001/x234/067.p/255")]
    [InlineData(-1, 1234067, 1, "tile/entries/x001/x234/067.p/1")]
    public void Paths_are_as_the_specification_writes_them(int level, long index, int width, string expected)
    {
        var path = level < 0 ? TilePath.Entries(index, width) : TilePath.Tile(level, index, width);
        Assert.Equal(expected, path.ToString());
        Assert.True(TilePath.TryParse(expected, out var read));
        Assert.Equal(path, read);
    }

    [Theory]
    [InlineData(70_000, 0, 273, 112)]
    [InlineData(70_000, 1, 1, 17)]
    [InlineData(70_000, 2, 0, 1)]
    [InlineData(70_000, 3, 0, 0)]
    [InlineData(256, 0, 1, 0)]
    [InlineData(256, 1, 0, 1)]
    [InlineData(0, 0, 0, 0)]
    [InlineData(255, 0, 0, 255)]
    [InlineData(long.MaxValue, 7, 0, 127)]
    [InlineData(long.MaxValue, 8, 0, 0)]
    public void Widths_follow_from_the_size(long size, int level, long full, int partial)
    {
        Assert.Equal(full, TilePath.FullTiles(size, level));
        Assert.Equal(partial, TilePath.PartialWidth(size, level));
        Assert.Equal(partial, TilePath.WidthIn(size, level, full));
        Assert.Equal(0, TilePath.WidthIn(size, level, full + 1));
    }

    [Theory]
    [InlineData("tile/0/5")]
    [InlineData("tile/0/x000/005")]
    [InlineData("tile/0/x001/x67")]
    [InlineData("tile/0/001/005")]
    [InlineData("tile/00/005")]
    [InlineData("tile/64/005")]
    [InlineData("tile/-1/005")]
    [InlineData("tile/0/005.p/0")]
    [InlineData("tile/0/005.p/256")]
    [InlineData("tile/0/005.p/07")]
    [InlineData("tile/0/005.p")]
    [InlineData("tile/entries")]
    [InlineData("tiles/0/005")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/x999/x999/x999/999")]
    public void Other_spellings_are_refused(string path) => Assert.False(TilePath.TryParse(path, out _));

    [Fact]
    public void Each_path_reads_back() => Gen.Select(Gen.Int[-1, 63], Gen.Long[0, long.MaxValue], Gen.Int[1, 256])
        .Sample((level, index, width) =>
        {
            var path = level < 0 ? TilePath.Entries(index, width) : TilePath.Tile(level, index, width);
            return index > long.MaxValue / 1001 || (TilePath.TryParse(path.ToString(), out var read) && read == path);
        });

    [Fact]
    public void Empty_tiles_and_wide_tiles_have_no_path()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TilePath.Tile(0, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TilePath.Tile(0, 0, 257));
        Assert.Throws<ArgumentOutOfRangeException>(() => TilePath.Tile(64, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TilePath.Tile(-1, 0));
    }

    [Fact]
    public void A_bundle_with_another_count_or_a_cut_entry_is_refused()
    {
        byte[] two = [0, 1, 65, 0, 2, 66, 67];
        var entries = new List<ReadOnlyMemory<byte>>();
        Assert.True(EntryBundle.TryRead(two, 2, entries));
        Assert.Equal("BC"u8.ToArray(), entries[1].ToArray());
        Assert.False(EntryBundle.TryRead(two, 1, entries));
        Assert.False(EntryBundle.TryRead(two, 3, entries));
        Assert.False(EntryBundle.TryRead(two.AsMemory(0, 6), 2, entries));
        Assert.False(EntryBundle.TryRead(two.AsMemory(0, 4), 2, entries));
    }
}
