using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Labels;
using Trucewatch.Feeds.Ais;
using Xunit;

namespace Trucewatch.Feeds.Transport;

public sealed class QuotaTests
{
    private static readonly Feed AnyFeed = new(new FeedId(0), "ais-1", "ais", Label.Mission);

    [Fact]
    public void A_bucket_holds_a_seconds_worth_and_no_more()
    {
        var clock = new HandClock();
        var quota = new Quota(new QuotaLimits(1000, 10), clock);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.Zero, quota.Charge(1000, 10));
        Assert.False(quota.HasRoom());
        clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(quota.HasRoom());
    }

    [Theory]
    [InlineData(1001, 1, 0.001)]
    [InlineData(3000, 1, 2)]
    [InlineData(1, 11, 0.1)]
    [InlineData(3000, 60, 5)]
    public void What_is_over_waits_until_the_emptier_bucket_is_level(long bytes, long frames, double seconds) =>
        Assert.Equal(
            TimeSpan.FromSeconds(seconds),
            new Quota(new QuotaLimits(1000, 10), new HandClock()).Charge(bytes, frames));

    [Theory]
    [InlineData("ais-1=1,1", "ais-1 1 1")]
    [InlineData("a=b=2,3", null)]
    [InlineData("ais-1=1000000000000,1000000000000", "ais-1 1000000000000 1000000000000")]
    [InlineData("ais-1=1000000000001,1", null)]
    [InlineData("ais-1=1,1000000000001", null)]
    [InlineData("ais-1=0,1", null)]
    [InlineData("ais-1=1,0", null)]
    [InlineData("ais-1=-1,1", null)]
    [InlineData("ais-1=1", null)]
    [InlineData("=1,1", null)]
    [InlineData("ais-1=1,1,1", null)]
    [InlineData("ais-1=1.5,1", null)]
    [InlineData("", null)]
    public void A_quota_is_written_so(string text, string? expected)
    {
        var isRead = QuotaLimits.TryParse(text, out var quota, out var error);
        Assert.Equal(expected is not null, isRead);
        Assert.Equal(expected ?? "", isRead ? $"{quota.Feed} {quota.Limits.BytesPerS} {quota.Limits.FramesPerS}" : "");
        Assert.Equal(isRead ? "" : "quota: expected FEED=BYTES,FRAMES, both a second and 1 to 1000000000000, got "
            + $"'{text}'", error);
    }

    [Fact]
    public void Over_a_long_time_no_more_passes_than_the_rate_however_it_is_cut()
    {
        var clock = new HandClock();
        var quota = new Quota(new QuotaLimits(1000, 1000), clock);
        var (random, taken) = (new Random(7), 0L);
        for (var elapsed = TimeSpan.Zero; elapsed < TimeSpan.FromSeconds(100);)
        {
            var bytes = random.Next(1, 400);
            taken += bytes;
            var pause = quota.Charge(bytes, 1);
            clock.Advance(pause);
            elapsed += pause;
        }

        Assert.InRange(taken, 100_000, 101_000 + 400);
    }

    [Fact]
    public async Task A_sender_of_datagrams_is_refused_and_counted_and_one_that_can_wait_waits_and_loses_nothing()
    {
        var clock = new HandClock();
        var taken = 0L;
        var pool = new BatchPool();
        using var intake = new FeedIntake(
            AnyFeed, AisFormat.Format, ReceiveTimes.Live(), pool, clock, TakeAsync, 0, new QuotaLimits(1_000_000, 3));
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(i < 3, await intake.OfferMessageAsync("x"u8.ToArray(), CancellationToken.None));
        }

        Assert.Equal(7, intake.Refusals[Refusal.OverQuota]);
        var cutter = intake.OpenStream();
        cutter.Write("a\nb\nc\n"u8);
        var waiting = intake.TakeAsync(cutter, final: false, CancellationToken.None).AsTask();
        Assert.False(waiting.IsCompleted);
        clock.Advance(TimeSpan.FromMinutes(1));
        await waiting;
        Assert.Equal(1, intake.Refusals.Waits);
        await intake.FlushAsync(CancellationToken.None);
        Assert.Equal(6, taken);
        Assert.Equal(7, intake.Refusals[Refusal.OverQuota]);

        ValueTask TakeAsync(FrameBatch batch, CancellationToken stop)
        {
            taken += batch.Count;
            pool.Return(batch);
            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public async Task One_connection_cannot_use_up_what_its_feed_may_send()
    {
        var clock = new HandClock();
        using var intake = new FeedIntake(
            AnyFeed, AisFormat.Format, ReceiveTimes.Live(), new BatchPool(), clock, (_, _) => ValueTask.CompletedTask,
            0, new QuotaLimits(1_000_000, 20));
        var (greedy, modest) = (intake.OpenStream(), intake.OpenStream());
        greedy.Write("1\n2\n3\n4\n5\n6\n7\n8\n9\n0\n1\n"u8);
        var held = intake.TakeAsync(greedy, final: false, CancellationToken.None).AsTask();
        Assert.False(held.IsCompleted);
        modest.Write("1\n"u8);
        await intake.TakeAsync(modest, final: false, CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(1));
        await held;
    }

    [Fact]
    public void The_systems_own_count_stands_in_the_line_of_the_sockets_inode()
    {
        string[] table =
        [
            "   sl  local_address rem_address   st queues tr when retrnsmt uid  timeout inode ref pointer drops",
            " 2140: 00000000:1F90 00000000:0000 07 0:0 00:0 00000000  1000  0 31337 2 00000000d5 12",
            " 2141: 00000000:1F91 00000000:0000 07 0:0 00:0 00000000  1000  0 4711 2 00000000d6 345",
        ];
        Assert.Equal(345, SystemDrops.Find(table, "socket:[4711]"));
        Assert.Equal(12, SystemDrops.Find(table, "socket:[31337]"));
        Assert.Equal(0, SystemDrops.Find(table, "socket:[471]"));
    }
}

/// <summary>A clock that a test moves; timers fire when it passes them.</summary>
internal sealed class HandClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<HandTimer> timers = [];
    private long ticks = new DateTimeOffset(2030, 6, 3, 6, 0, 0, TimeSpan.Zero).UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref ticks);

    public void Advance(TimeSpan by)
    {
        Interlocked.Add(ref ticks, by.Ticks);
        List<HandTimer> due;
        lock (gate)
        {
            due = timers.FindAll(timer => timer.DueAt <= ticks);
            timers.RemoveAll(timer => due.Contains(timer) && !timer.Repeat());
        }

        due.ForEach(timer => timer.Fire());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HandTimer(callback, state, GetTimestamp() + dueTime.Ticks, period);
        lock (gate)
        {
            timers.Add(timer);
        }

        return timer;
    }

    private sealed class HandTimer(TimerCallback callback, object? state, long dueAt, TimeSpan period) : ITimer
    {
        public long DueAt { get; private set; } = dueAt;

        /// <summary>Sets the next time of one that repeats; false for one that does not.</summary>
        public bool Repeat()
        {
            DueAt += Math.Max(0, period.Ticks);
            return period > TimeSpan.Zero;
        }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            // The clock fires it at most once more, into a callback that does not mind.
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
