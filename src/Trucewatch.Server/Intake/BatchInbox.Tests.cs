using System.Threading.Channels;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Labels;
using Xunit;

namespace Trucewatch.Server.Intake;

public sealed class BatchInboxTests
{
    private static readonly Feed Quiet = new(new FeedId(0), "ais-1", "ais", Label.Mission);
    private static readonly Feed Loud = new(new FeedId(1), "ais-2", "ais", Label.Mission);
    private static readonly Feed Third = new(new FeedId(2), "ais-3", "ais", Label.Mission);

    [Fact]
    public async Task However_much_one_feed_sends_another_waits_for_one_turn_at_most()
    {
        var inbox = new BatchInbox(inOrder: false);
        for (var i = 0; i < BatchInbox.MostOfFeed; i++)
        {
            await inbox.WriteAsync(Batch(Loud, 60_000), CancellationToken.None);
        }

        // The loud feed's fifth batch waits outside, so that the memory it can take is bounded too.
        var outside = inbox.WriteAsync(Batch(Loud, 60_000), CancellationToken.None);
        Assert.False(outside.IsCompleted);
        await inbox.WriteAsync(Batch(Quiet, 100), CancellationToken.None);
        await inbox.WriteAsync(Batch(Third, 100), CancellationToken.None);
        var order = Read(inbox, 3);
        Assert.Contains("ais-1", order);
        Assert.Contains("ais-3", order);
        await outside;
        Assert.Equal(["ais-2", "ais-2", "ais-2", "ais-2"], Read(inbox, 4));
        Assert.False(inbox.TryRead(out _));
    }

    [Fact]
    public async Task Turns_are_shared_by_bytes_and_not_by_batches()
    {
        var inbox = new BatchInbox(inOrder: false);
        var bytes = new Dictionary<string, int> { ["ais-1"] = 0, ["ais-2"] = 0 };
        for (var turn = 0; turn < 400; turn++)
        {
            // Both lanes are kept full: the quiet feed with batches a tenth of the loud one's.
            await FillAsync(Quiet, 6_000, 8);
            await FillAsync(Loud, 60_000, 4);
            Assert.True(inbox.TryRead(out var batch));
            bytes[batch.Feed.Name] += batch.ByteCount;
            held[batch.Feed.Name]--;
        }

        Assert.InRange((double)bytes["ais-1"] / bytes["ais-2"], 0.8, 1.25);

        async Task FillAsync(Feed feed, int size, int most)
        {
            for (; held[feed.Name] < Math.Min(most, BatchInbox.MostOfFeed); held[feed.Name]++)
            {
                await inbox.WriteAsync(Batch(feed, size), CancellationToken.None);
            }
        }
    }

    [Fact]
    public async Task A_replay_keeps_its_order()
    {
        var inbox = new BatchInbox(inOrder: true);
        var written = new List<string>();
        for (var i = 0; i < BatchInbox.MostInOrder; i++)
        {
            var feed = i % 3 == 0 ? Quiet : Loud;
            written.Add(feed.Name);
            await inbox.WriteAsync(Batch(feed, i % 3 == 0 ? 10 : 60_000), CancellationToken.None);
        }

        Assert.False(inbox.WriteAsync(Batch(Third, 1), CancellationToken.None).IsCompleted);
        Assert.Equal(written, Read(inbox, BatchInbox.MostInOrder));
    }

    [Fact]
    public async Task A_batch_larger_than_a_turn_comes_through()
    {
        var inbox = new BatchInbox(inOrder: false);
        await inbox.WriteAsync(Batch(Loud, (10 * BatchInbox.TurnBytes) + 1), CancellationToken.None);
        await inbox.WriteAsync(Batch(Quiet, 1), CancellationToken.None);
        Assert.Equal(["ais-1", "ais-2"], Read(inbox, 2));
    }

    [Fact]
    public async Task After_the_end_all_that_waits_is_read_and_nothing_more_is_taken()
    {
        var inbox = new BatchInbox(inOrder: false);
        var waiting = inbox.WaitToReadAsync(CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        await inbox.WriteAsync(Batch(Quiet, 1), CancellationToken.None);
        Assert.True(await waiting);
        inbox.Complete();
        await Assert.ThrowsAsync<ChannelClosedException>(() => inbox.WriteAsync(Batch(Quiet, 1)).AsTask());
        await Assert.ThrowsAsync<ChannelClosedException>(() => inbox.WriteAsync(Batch(Third, 1)).AsTask());
        Assert.True(await inbox.WaitToReadAsync(CancellationToken.None));
        Read(inbox, 1);
        Assert.False(await inbox.WaitToReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_failure_reaches_the_reader_and_whoever_waits_for_room()
    {
        var inbox = new BatchInbox(inOrder: false);
        for (var i = 0; i < BatchInbox.MostOfFeed; i++)
        {
            await inbox.WriteAsync(Batch(Loud, 1));
        }

        var outside = inbox.WriteAsync(Batch(Loud, 1)).AsTask();
        inbox.TryComplete(new InvalidOperationException("planted"));
        await Assert.ThrowsAsync<ChannelClosedException>(() => outside);
        Read(inbox, BatchInbox.MostOfFeed);
        var failed = await Assert.ThrowsAsync<InvalidOperationException>(
            () => inbox.WaitToReadAsync(CancellationToken.None));
        Assert.Equal("planted", failed.Message);
    }

    private readonly Dictionary<string, int> held = new() { ["ais-1"] = 0, ["ais-2"] = 0 };

    private static FrameBatch Batch(Feed feed, int bytes)
    {
        var batch = new FrameBatch();
        batch.Start(feed, 0);
        batch.Add(default, new byte[bytes]);
        return batch;
    }

    private static List<string> Read(BatchInbox inbox, int count)
    {
        var order = new List<string>();
        for (var i = 0; i < count; i++)
        {
            Assert.True(inbox.TryRead(out var batch));
            order.Add(batch.Feed.Name);
        }

        return order;
    }
}
