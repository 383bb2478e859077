using Trucewatch.Domain;
using Xunit;

namespace Trucewatch.Server.Hosting;

public sealed class HeardRecordTests
{
    [Theory]
    [InlineData("0", 0, 240, 4, "1000")]
    [InlineData("59.999999", 0, 240, 4, "1000")]
    [InlineData("60", 0, 240, 4, "0100")]
    [InlineData("0 239", 0, 240, 4, "1001")]
    [InlineData("240", 0, 240, 4, "0000")]
    [InlineData("60", 120, 240, 2, "00")]
    [InlineData("60", 0, 120, 8, "00001111")]
    [InlineData("60", 90, 150, 2, "10")]
    [InlineData("60", 0, 600, 1, "1")]
    [InlineData("0", 0, 0, 3, "111")]
    [InlineData("", 0, 240, 4, "0000")]
    public void A_minute_counts_for_every_bin_that_it_touches(string heard, int from, int to, int count, string bins)
    {
        var record = new HeardRecord();
        record.Note("a", [.. heard.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(at => (long)(decimal.Parse(at, System.Globalization.CultureInfo.InvariantCulture) * 1_000_000))]);
        Assert.Equal(bins, string.Concat(
            record.Bins("a", Instant.FromUnixSeconds(from), Instant.FromUnixSeconds(to), count)));
        Assert.Equal(new string('0', count), string.Concat(
            record.Bins("b", Instant.FromUnixSeconds(from), Instant.FromUnixSeconds(to), count)));
    }

    [Fact]
    public void It_tells_frames_the_last_and_the_first_minute()
    {
        var record = new HeardRecord();
        Assert.Null(record.From(["a", "b", "c", "d"]));
        Assert.Null(record.Last());
        Assert.Equal((0, null), record.Of("a"));
        record.Note("a", [61_000_000, 62_000_000]);
        record.Note("b", [600_000_000]);
        record.Note("c", []);
        Assert.Equal((2, new Instant(62_000_000)), record.Of("a"));
        Assert.Equal((0, null), record.Of("c"));
        Assert.Equal(new Instant(60_000_000), record.From(["a", "b", "c", "d"]));
        Assert.Equal(new Instant(600_000_000), record.From(["b"]));
        Assert.Equal(new Instant(600_000_000), record.Last());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 60)]
    public void The_oldest_minutes_go_first_once_there_are_too_many(int over, int from)
    {
        var record = new HeardRecord();
        var minutes = Enumerable.Range(0, HeardRecord.MaxMinutes + over);
        record.Note("a", [.. minutes.Select(minute => minute * 60_000_000L)]);
        Assert.Equal(Instant.FromUnixSeconds(from), record.From(["a", "b", "c", "d"]));
    }
}
