using Trucewatch.Feeds.Framing;
using Trucewatch.Feeds.Tak;
using Xunit;

namespace Trucewatch.Feeds.Tak;

public sealed class TakFramerTests
{
    private const int Max = TakFrame.MaxBytes;

    [Theory]
    [InlineData("", "")]
    [InlineData("BF03120100", "BF03120100")]
    [InlineData("BF0312 01 00 BF00 BF00", "BF03120100|BF00|BF00")]
    [InlineData("BF02BFBFBF00", "BF02BFBF|BF00")]
    [InlineData("BF01BF", "BF01BF")]
    [InlineData("BF01BF BF01BF", "BF01BF|BF01BF")]
    [InlineData("BF01BF 1202BFBF 1801 BF01BF 0A00", "BF01BF1202BFBF1801|BF01BF0A00")]
    [InlineData("BF01BF 0A00 BF02 0A00", "BF01BF0A00|BF020A00")]
    [InlineData("BF01BF 0B0102 BF00", "BF01BF0B0102|BF00")]
    [InlineData("BF01BF 1205 00", "BF01BF120500")]
    [InlineData("00FF BF00 3C", "00FF|BF00|3C")]
    [InlineData("BF8080808001 BF00", "BF8080808001|BF00")]
    [InlineData("BFFFFF7F00 BF00", "BFFFFF7F00|BF00")]
    [InlineData("BF05", "BF05")]
    [InlineData("BF", "BF")]
    public void Bytes_are_cut_alike_whole_and_at_every_byte(string hex, string expected)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(expected, Cut(bytes, bytes.Length + 1));
        for (var step = 1; step <= bytes.Length; step++)
        {
            Assert.Equal(expected, Cut(bytes, step));
        }
    }

    [Fact]
    public void A_frame_of_the_limit_is_whole_and_one_byte_more_is_too_long()
    {
        byte[] next = [0xBF, 0];
        byte[] most = [0xBF, 0xFC, 0xFF, 0x0F, .. new byte[Max - 4]];
        Assert.Equal($"{Max} 2", Sizes([.. most, .. next]));
        byte[] mesh = [0xBF, 1, 0xBF, 0x12, 0xF9, 0xFF, 0x0F, .. new byte[Max - 7]];
        Assert.Equal($"{Max} 2", Sizes([.. mesh, .. next]));
        byte[] more = [0xBF, 1, 0xBF, 0x12, 0xFA, 0xFF, 0x0F, .. new byte[Max - 6]];
        Assert.Equal($"!{Max} !1 2", Sizes([.. more, .. next]));
    }

    [Fact]
    public void A_length_beyond_the_limit_is_junk_up_to_the_next_frame()
    {
        byte[] most = [0xBF, 0xFD, 0xFF, 0x0F, .. new byte[Max - 3], 0xBF, 0];
        Assert.Equal($"!{Max} !1 2", Sizes(most));
    }

    [Theory]
    [InlineData("00")]
    [InlineData("BF01BF0B")]
    [InlineData("BFFFFFFFFF00")]
    public void Endless_junk_comes_out_in_pieces_and_the_next_frame_is_whole(string begin)
    {
        byte[] junk = [.. Convert.FromHexString(begin), .. new byte[3 * Max], 0xBF, 0];
        Assert.Equal($"!{Max} !{Max} !{Max} !{begin.Length / 2} 2", Sizes(junk));
    }

    [Fact]
    public void After_the_last_byte_the_framer_is_as_new()
    {
        var framer = new TakFramer();
        Assert.Equal(CutKind.TooLong, framer.Next(new byte[Max + 9], final: false).Kind);
        Assert.Equal(CutKind.NeedMore, framer.Next([], final: true).Kind);
        Assert.Equal(CutKind.Frame, framer.Next([1, 2], final: true).Kind);
    }

    private static string Sizes(byte[] bytes)
    {
        var (whole, stepped) = (Cuts(bytes, bytes.Length + 1), Cuts(bytes, 50_000));
        Assert.Equal(whole, stepped);
        return string.Join(' ', whole.Select(one =>
            FormattableString.Invariant($"{(one.IsTooLong ? "!" : "")}{one.To - one.From}")));
    }

    private static string Cut(byte[] bytes, int step) => string.Join('|', Cuts(bytes, step)
        .Select(one => Convert.ToHexString(bytes.AsSpan(one.From..one.To))));

    private static List<(int From, int To, bool IsTooLong)> Cuts(byte[] bytes, int step)
    {
        var framer = new TakFramer();
        var cuts = new List<(int From, int To, bool IsTooLong)>();
        var (from, to) = (0, Math.Min(step, bytes.Length));
        while (true)
        {
            var cut = framer.Next(bytes.AsSpan(from..to), to == bytes.Length);
            if (cut.Kind == CutKind.NeedMore)
            {
                Assert.InRange(to - from, 0, Max + step);
                if (to == bytes.Length)
                {
                    Assert.Equal(to, from);
                    return cuts;
                }

                to = Math.Min(to + step, bytes.Length);
                continue;
            }

            cuts.Add((from + cut.Start, from + cut.Start + cut.Length, cut.Kind == CutKind.TooLong));
            from += cut.Consumed;
        }
    }
}
