using Trucewatch.Feeds.Transport;
using Trucewatch.Server.Commands;
using Xunit;

namespace Trucewatch.Server.Hosting;

public sealed class FeedBookTests
{
    [Theory]
    [InlineData("ais:a cot:b ais:c", "", "ais-1 cot-1 ais-2")]
    [InlineData("ais:c cot:b ais:a", "ais-1=ais:a cot-1=cot:b ais-2=ais:c", "ais-2 cot-1 ais-1")]
    [InlineData("ais:c", "ais-1=ais:a ais-2=ais:c", "ais-2")]
    [InlineData("ais:new ais:a", "ais-1=ais:a", "ais-2 ais-1")]
    [InlineData("ais:a ais:a", "ais-1=ais:a ais-2=ais:a", "ais-1 ais-2")]
    [InlineData("ais-1=ais:moved ais:c", "ais-1=ais:a ais-2=ais:c", "ais-1 ais-2")]
    [InlineData("ais-3=ais:new ais:c ais:a", "ais-1=ais:a ais-2=ais:c", "ais-3 ais-2 ais-1")]
    [InlineData("ais-2=ais:a ais-1=ais:c", "ais-1=ais:a ais-2=ais:c", "ais-2 ais-1")]
    [InlineData("cot:new", "ais-1=ais:a", "cot-1")]
    [InlineData("csv:a?profile=new", "csv-2=csv:a", "csv-2")]
    [InlineData("ais:new ais-4=ais:a", "ais-1=ais:a ais-2=ais:a", null)]
    [InlineData("ais-1=ais:a ais-1=ais:b", "", null)]
    [InlineData("ais:moved", "ais-1=ais:a", null)]
    public void A_name_goes_with_its_transport_in_whatever_order_they_stand(
        string feeds, string known, string? expected)
    {
        var refused = Record.Exception(() => Assert.Equal(
            expected, string.Join(' ', FeedBook.Names(Addresses(feeds), Known(known)))));
        Assert.Equal(expected is null, refused is UnusableException);
        Assert.Equal(expected is null, refused is not null);
    }

    [Fact]
    public void Where_a_feed_may_have_moved_the_message_says_what_would_tell()
    {
        var refused = Assert.Throws<UnusableException>(
            () => FeedBook.Names(Addresses("ais:tcp://h:2"), Known("ais-1=ais:tcp://h:1")));
        Assert.Equal(
            "--feed ais:tcp://h:2: it is not known in this data folder, and ais-1 (ais:tcp://h:1) is not among the "
            + "feeds: expected ais-1=ais:tcp://h:2 if that is where it comes from now, else ais-2=ais:tcp://h:2",
            refused.Message);
    }

    [Fact]
    public void A_folder_remembers_the_feeds_of_all_its_starts()
    {
        using var rig = new ServerRig();
        Assert.Empty(rig.Data.ReadFeeds());
        Start("ais:a cot:b", "ais-1=ais:a cot-1=cot:b");
        Start("cot:b", "cot-1=cot:b ais-1=ais:a");
        Start("ais:a cot:b", "ais-1=ais:a cot-1=cot:b");
        Start("ais-1=ais:c", "ais-1=ais:c cot-1=cot:b");
        File.WriteAllText(System.IO.Path.Combine(rig.Data.Path, "feeds"), "ais-1\n");
        Assert.Throws<InvalidDataException>(rig.Data.ReadFeeds);

        void Start(string feeds, string expected)
        {
            var (addresses, known) = (Addresses(feeds), rig.Data.ReadFeeds());
            rig.Data.WriteFeeds(FeedBook.Remember(addresses, FeedBook.Names(addresses, known), known));
            Assert.Equal(
                Known(expected).OrderBy(feed => feed.Name, StringComparer.Ordinal), rig.Data.ReadFeeds());
        }
    }

    [Fact]
    public void A_transport_that_cannot_stand_on_a_line_is_refused()
    {
        var refused = Assert.Throws<UnusableException>(() => FeedBook.Remember(Addresses("ais:a\nb"), ["ais-1"], []));
        Assert.EndsWith("expected no control characters", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void As_many_feeds_as_the_limit_are_remembered_and_one_more_is_refused()
    {
        var known = Enumerable.Range(1, FeedBook.MaxFeeds - 1)
            .Select(number => new KnownFeed($"ais-{number}", $"ais:{number}")).ToList();
        var feeds = Addresses("cot:a cot:b");
        Assert.Equal(FeedBook.MaxFeeds, FeedBook.Remember(feeds[..1], ["cot-1"], known).Count);
        Assert.Throws<UnusableException>(() => FeedBook.Remember(feeds, ["cot-1", "cot-2"], known));
    }

    private static List<FeedAddress> Addresses(string text) =>
    [
        .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => word.Contains(':')).Select(word =>
        {
            Assert.True(FeedAddress.TryParse(word, out var address, out var error), error);
            return address!;
        }),
    ];

    private static List<KnownFeed> Known(string text) =>
    [
        .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => word.Contains('=')).Select(word =>
            new KnownFeed(word[..word.IndexOf('=')], word[(word.IndexOf('=') + 1)..])),
    ];
}
