using Trucewatch.Feeds;
using Xunit;

namespace Trucewatch.Server.Hosting;

public sealed class FeedTableTests
{
    [Fact]
    public void Feeds_are_numbered_within_their_format_and_indexed_in_their_order()
    {
        var table = new FeedTable();
        table.Add(FeedFormats.Find("ais")!);
        table.Add(FeedFormats.Find("cot")!);
        table.Add(FeedFormats.Find("ais")!);
        Assert.Equal(["ais-1", "cot-1", "ais-2"], table.Names);
        Assert.Equal([0, 1, 2], table.All.Select(feed => feed.Id.Value));
        Assert.Equal("cot", table.FormatOf(table.Find("cot-1")!).Id);
        Assert.Null(table.Find("cot-2"));
    }

    [Fact]
    public void A_recorded_feed_that_is_not_configured_any_more_is_added_behind_the_others()
    {
        var table = new FeedTable();
        table.Add(FeedFormats.Find("cot")!);
        table.AddRecorded(["ais-coast", "cot-1"]);
        Assert.Equal(["cot-1", "ais-coast"], table.Names);
        Assert.Equal("ais", table.Find("ais-coast")!.Format);
    }

    [Theory]
    [InlineData("morse-1")]
    [InlineData("ais")]
    [InlineData("-1")]
    [InlineData("")]
    public void A_recorded_feed_of_no_known_format_is_named(string name)
    {
        var refused = Assert.Throws<InvalidDataException>(() => new FeedTable().AddRecorded([name]));
        Assert.StartsWith($"feed {name}: expected", refused.Message, StringComparison.Ordinal);
    }
}
