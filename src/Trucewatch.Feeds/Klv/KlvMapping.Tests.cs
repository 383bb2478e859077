using CsCheck;
using Trucewatch.Domain.Frames;
using Xunit;

namespace Trucewatch.Feeds.Klv;

public sealed class KlvMappingTests
{
    /// <summary>Locations of ST 0903 as another program (jmisb) writes them.</summary>
    [Theory]
    [InlineData(-90, 90, 4, 0x27BA9302, -10.5423886331461, 1e-7)]
    [InlineData(-180, 180, 4, 0x344A1ADF, 29.157890122923, 2e-7)]
    [InlineData(-900, 19_000, 2, 0x1014, 3216, 0)]
    [InlineData(0, 650, 2, 0x0003, 0.1, 0.04)]
    [InlineData(0, 650, 2, 0x0060, 3, 0)]
    [InlineData(0, 650, 2, 0x513C, 649.9, 0.04)]
    [InlineData(-1, 1, 2, 0x0000, -1, 0)]
    [InlineData(-1, 1, 2, 0x4000, 0, 0)]
    [InlineData(-1, 1, 2, 0x6000, 0.5, 0)]
    [InlineData(-19.2, 19.2, 3, 0x3A6667, 10, 1e-9)]
    [InlineData(-19.2, 19.2, 3, 0x266667, 0, 1e-9)]
    public void Published_numbers_are_read_and_written(
        double min, double max, int bytes, uint raw, double value, double within)
    {
        var mapping = new KlvMapping(min, max);
        Assert.InRange(mapping.Read(raw, bytes) - value, -within, within);
        Assert.Equal(raw, mapping.Write(value, bytes));
    }

    [Theory]
    [InlineData(2, 0x8001UL)]
    [InlineData(2, 0xC800UL)]
    [InlineData(2, 0xE800UL)]
    [InlineData(2, 0xD000UL)]
    [InlineData(2, 0xFFFFUL)]
    [InlineData(8, 0x8000_0000_0000_0001UL)]
    public void Infinities_and_the_like_are_not_numbers(int bytes, ulong raw) =>
        Assert.True(double.IsNaN(new KlvMapping(-900, 19_000).Read(raw, bytes)));

    [Fact]
    public void The_top_of_the_range_is_a_number_and_beyond_it_none_is_written()
    {
        var mapping = new KlvMapping(0, 16);
        Assert.Equal(0x8000UL, mapping.Write(16, 2));
        Assert.Equal(16, mapping.Read(0x8000, 2));
        Assert.Equal(0xD000UL, mapping.Write(16.01, 2));
        Assert.Equal(0xD000UL, mapping.Write(-0.01, 2));
        Assert.Equal(0xD0UL, mapping.Write(double.NaN, 1));
    }

    /// <summary>ceil(log2(b - a)) - floor(log2(g)) + 1 bits, by hand.</summary>
    [Theory]
    [InlineData(-900, 19_000, 0.5, 3)]
    [InlineData(-900, 19_000, 1, 2)]
    [InlineData(-900, 19_000, 0.75, 3)]
    [InlineData(0, 1, 1, 1)]
    [InlineData(0, 128, 1, 1)]
    [InlineData(0, 129, 1, 2)]
    [InlineData(0, 0.1, 0.001, 1)]
    public void A_precision_names_a_length(double min, double max, double precision, int bytes) =>
        Assert.Equal(bytes, new KlvMapping(min, max).BytesFor(precision));

    [Fact]
    public void A_number_comes_back_within_one_step_and_a_step_is_as_small_as_was_asked_for() =>
        Gen.Select(Gen.Double[-1000, 1000], Gen.Double[0.001, 1000], Gen.Double[0, 1], Gen.Double[0.01, 10]).Sample(
            (min, length, part, precision) =>
            {
                var mapping = new KlvMapping(min, min + length);
                var value = min + (part * length);
                var bytes = mapping.BytesFor(precision);
                var back = mapping.Read(mapping.Write(value, bytes), bytes);
                return back <= value + 1e-9 && back > value - precision - 1e-9;
            });

    [Fact]
    public void Every_number_of_the_table_comes_back_within_a_step()
    {
        var lines = Enumerable.Range(0, UasItems.MaxTag + 1).Select(UasItems.Find).OfType<KlvItem>();
        foreach (var line in lines.Where(line => line.IsNumber && line.Tag != UasItems.ChecksumTag))
        {
            var (least, most) = line.Form switch
            {
                KlvForm.Count => (0, line.Scale * (Math.Pow(256, line.Bytes) - 1)),
                KlvForm.SignedCount => (-128, 127),
                KlvForm.FreeCount => (0, 4_000_000_000),
                KlvForm.FreeSignedCount => (-2_000_000_000, 2_000_000_000),
                _ => (line.Min, line.Max),
            };
            foreach (var part in new[] { 0, 0.25, 0.5, 0.8125, 1 })
            {
                var value = least + (part * (most - least));
                var writer = new KlvWriter();
                writer.Number(line, value);
                var rest = writer.Written;
                Assert.Equal(FrameFault.None, KlvFrame.TryItem(ref rest, out var tag, out var item));
                Assert.Equal(line.Tag, tag);
                Assert.Equal(FrameFault.None, KlvSet.Check(line, item));
                var step = line.Form == KlvForm.Mapped ? (most - least) / (1 << 22) : line.Scale;
                Assert.InRange(line.Value(item), value - step, value + step);
            }
        }
    }

    [Theory]
    [InlineData(6, "8000")]
    [InlineData(13, "80000000")]
    [InlineData(26, "8000")]
    [InlineData(51, "8000")]
    [InlineData(82, "80000000")]
    [InlineData(104, "D00000")]
    public void What_the_sender_says_is_not_known_is_not_known(int tag, string hex)
    {
        var line = UasItems.Find(tag)!;
        Assert.True(double.IsNaN(line.Value(Convert.FromHexString(hex))));
        var writer = new KlvWriter();
        writer.Number(line, double.NaN);
        Assert.Equal(hex, Convert.ToHexString(writer.Written[^(hex.Length / 2)..]));
        Assert.True(double.IsNaN(line.Value([])));
    }
}
