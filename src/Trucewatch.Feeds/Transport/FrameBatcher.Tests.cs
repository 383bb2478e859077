using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Labels;
using Trucewatch.Feeds.Ais;
using Trucewatch.Feeds.Cot;
using Trucewatch.Feeds.Transport;
using Xunit;

namespace Trucewatch.Feeds.Transport;

public sealed class FrameBatcherTests
{
    private static readonly Feed AnyFeed = new(new FeedId(0), "feed-1", "any", Label.Mission);

    [Fact]
    public void Frames_are_numbered_without_gaps_and_batches_do_not_depend_on_how_bytes_come()
    {
        var lines = Enumerable.Range(0, 9000).Select(i => FormattableString.Invariant($"line {i % 1000}\n"));
        var bytes = Encoding.UTF8.GetBytes(string.Concat(lines));
        var whole = Batches(AisFormat.Format, bytes, bytes.Length);
        Assert.Equal([0L, 4096L, 8192L], whole.Select(batch => batch.First));
        Assert.Equal([4096, 4096, 808], whole.Select(batch => batch.Frames.Count));
        foreach (var step in new[] { 1, 3, 1000, 65_536 })
        {
            var stepped = Batches(AisFormat.Format, bytes, step);
            Assert.Equal(whole.SelectMany(batch => batch.Frames), stepped.SelectMany(batch => batch.Frames));
            Assert.Equal(whole.Select(batch => batch.First), stepped.Select(batch => batch.First));
        }
    }

    [Fact]
    public void A_batch_is_closed_before_it_grows_beyond_its_target()
    {
        var line = new string('x', 1000);
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(line + "\n", 100)));
        Assert.Equal([65, 35], Batches(TestFormat(1000), bytes, 777).Select(batch => batch.Frames.Count));
    }

    [Fact]
    public void A_line_of_ten_megabytes_is_kept_in_pieces_that_show_the_fault()
    {
        var bytes = new byte[10_000_000 + 1 + 5];
        bytes.AsSpan().Fill((byte)'x');
        bytes[^6] = (byte)'\n';
        var format = TestFormat(1000);
        foreach (var step in new[] { 999, 1_000_000, bytes.Length })
        {
            var frames = Batches(format, bytes, step).SelectMany(batch => batch.Frames).ToList();
            Assert.Equal("xxxxx", frames[^1]);
            Assert.All(frames[..^1], frame => Assert.InRange(frame.Length, 1001, 2001));
            Assert.Equal(10_000_000, frames[..^1].Sum(frame => frame.Length));
        }
    }

    [Fact]
    public void Binary_junk_is_kept_byte_for_byte()
    {
        var junk = new byte[200_000];
        new Random(1).NextBytes(junk);
        foreach (var format in new[] { AisFormat.Format, CotFormat.Format })
        {
            var frames = Batches(format, junk, 1024).SelectMany(batch => batch.Frames);
            var kept = Encoding.Latin1.GetBytes(string.Concat(frames));
            Assert.Equal(junk.Where(IsNotBlank), kept.Where(IsNotBlank));
        }
    }

    [Fact]
    public void Receive_times_of_a_replayed_feed_are_the_frames_own_or_made_up()
    {
        static bool Read(ReadOnlySpan<byte> frame, out long us)
        {
            us = frame[0] == 't' ? (frame[1] - '0') * 1_000_000L : 0;
            return frame[0] == 't';
        }

        var times = ReceiveTimes.Replayed(new Instant(100), framesPerSecond: 4, Read);
        var got = new[] { "a", "b", "t5", "c", "t3", "d", "t7" }
            .Select(frame => times.Next(Encoding.UTF8.GetBytes(frame), default).UnixMicroseconds);
        Assert.Equal([100L, 250_100, 5_000_000, 5_000_000, 5_000_000, 5_000_000, 7_000_000], got);
        Assert.Equal(1, times.Raised);
    }

    [Fact]
    public void Receive_times_of_a_live_feed_are_the_clocks_and_never_go_back()
    {
        var times = ReceiveTimes.Live();
        Assert.Equal([5L, 5L, 9L], new[] { 5L, 3L, 9L }.Select(us => times.Next([], new Instant(us)).UnixMicroseconds));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_rate_must_be_positive(double rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ReceiveTimes.Replayed(default, rate, null));

    [Fact]
    public void A_whole_file_allocates_nothing_a_frame()
    {
        const string Line = "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\n";
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Line, 20_000)));
        var pool = new BatchPool();
        var frames = 0L;
        var batcher = new FrameBatcher(
            AnyFeed, AisFormat.Format, ReceiveTimes.Replayed(default, 10, null), pool, batch =>
            {
                frames += batch.Count;
                pool.Return(batch);
            });
        batcher.Push(bytes, final: false, default);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 5; i++)
        {
            batcher.Push(bytes, final: false, default);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Tests.House.AllocationNoise.Bytes);
        batcher.Flush();
        Assert.Equal((120_000L, 1), (frames, pool.Made));
    }

    [Fact]
    public void The_pool_keeps_no_more_than_its_limit()
    {
        var pool = new BatchPool();
        var lent = Enumerable.Range(0, BatchPool.MaxIdle + 1).Select(_ => pool.Rent()).ToList();
        lent.ForEach(pool.Return);
        for (var i = 0; i <= BatchPool.MaxIdle; i++)
        {
            pool.Rent();
        }

        Assert.Equal(BatchPool.MaxIdle + 2, pool.Made);
    }

    private static bool IsNotBlank(byte value) => value is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n');

    private static FeedFormat TestFormat(int max) => AisFormat.Format with
    {
        MaxFrameBytes = max, NewFramer = () => new Framing.LineFramer(max), ReadReceiveTime = null,
    };

    private static List<(long First, List<string> Frames)> Batches(FeedFormat format, byte[] bytes, int step)
    {
        var batches = new List<(long, List<string>)>();
        var times = ReceiveTimes.Replayed(ReceiveTimes.DefaultStart, ReceiveTimes.DefaultFramesPerSecond, null);
        var batcher = new FrameBatcher(AnyFeed, format, times, new BatchPool(), batch =>
        {
            var frames = new List<string>();
            for (var i = 0; i < batch.Count; i++)
            {
                frames.Add(Encoding.Latin1.GetString(batch[i].Bytes));
            }

            batches.Add((batch.FirstSequence, frames));
        });
        for (var at = 0; at < bytes.Length; at += step)
        {
            batcher.Push(bytes.AsSpan(at, Math.Min(step, bytes.Length - at)), at + step >= bytes.Length, default);
        }

        return batches;
    }
}
