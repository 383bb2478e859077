using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Labels;
using Trucewatch.Feeds.Ais;
using Trucewatch.Feeds.Cot;
using Trucewatch.Feeds.GeoJson;
using Trucewatch.Feeds.Report;
using Trucewatch.Feeds.Transport;
using Xunit;

namespace Trucewatch.Feeds.Transport;

public sealed class TransportsTests
{
    [Fact]
    public async Task A_file_is_read_once_to_its_end()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "a\nb\n\nlast");
        await using var run = new Run(AisFormat.Format, new FileTransport(path));
        Assert.Equal(["a", "b", "last"], await run.FramesAsync(3));
        await run.EndAsync();
        File.Delete(path);
        Assert.Equal([0L, 1L, 2L], run.Sequences);
    }

    [Fact]
    public async Task A_file_that_is_absent_is_an_error()
    {
        await using var run = new Run(AisFormat.Format, new FileTransport("/nowhere/absent.nmea"));
        await Assert.ThrowsAnyAsync<IOException>(run.EndAsync);
    }

    [Fact]
    public async Task A_listener_takes_several_clients_and_cuts_each_on_its_own()
    {
        using var transport = new TcpListenTransport("127.0.0.1", 0);
        var at = transport.Listen();
        await using var run = new Run(CotFormat.Format, transport);
        using var one = await ConnectAsync(at);
        using var two = await ConnectAsync(at);
        await SendAsync(one, "<event>first ha");
        await SendAsync(two, "<event>other</event>");
        Assert.Equal(["<event>other</event>"], await run.FramesAsync(1));
        await SendAsync(one, "lf</event>\n<event>cut o");
        Assert.Equal(["<event>first half</event>"], await run.FramesAsync(1));
        one.Close();
        Assert.Equal(["<event>cut o"], await run.FramesAsync(1));
        Assert.Equal([0L, 1L, 2L], run.Sequences);
    }

    [Fact]
    public async Task Bytes_that_come_one_by_one_and_junk_between_lose_nothing()
    {
        using var transport = new TcpListenTransport("127.0.0.1", 0);
        await using var run = new Run(CotFormat.Format, transport);
        using var client = await ConnectAsync(transport.Listen());
        client.NoDelay = true;
        foreach (var piece in "\u0001junk<event>1</event>\n<event>2</event>")
        {
            await SendAsync(client, piece.ToString());
        }

        Assert.Equal(["\u0001junk", "<event>1</event>", "<event>2</event>"], await run.FramesAsync(3));
    }

    [Fact]
    public async Task A_listener_refuses_one_client_more_than_the_limit()
    {
        using var transport = new TcpListenTransport("127.0.0.1", 0);
        var at = transport.Listen();
        await using var run = new Run(AisFormat.Format, transport);
        var clients = new List<TcpClient>();
        for (var i = 0; i < TcpListenTransport.MaxClients; i++)
        {
            clients.Add(await ConnectAsync(at));
            await SendAsync(clients[i], FormattableString.Invariant($"{i}\n"));
            await run.FramesAsync(1);
        }

        Assert.Equal(0, run.Refusals[Refusal.TooManyConnections]);
        using var refused = await ConnectAsync(at);
        Assert.Equal(0, await ReadOrZeroAsync(refused));
        Assert.Equal(1, run.Refusals[Refusal.TooManyConnections]);
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task A_connection_whose_frame_has_no_room_beside_the_others_is_ended_and_counted()
    {
        using var transport = new TcpListenTransport("127.0.0.1", 0);
        var at = transport.Listen();
        await using var run = new Run(GeoJsonFormat.Format, transport, bufferBytes: 1_000_000);
        using var greedy = await ConnectAsync(at);
        using var modest = await ConnectAsync(at);
        await SendAsync(modest, "{\"a\":\"" + new string('m', 100_000));
        await SendAsync(greedy, "{\"a\":\"" + new string('g', 2_000_000));
        var frames = await run.FramesAsync(2);
        Assert.StartsWith("\nsender ", frames[0], StringComparison.Ordinal);
        Assert.StartsWith("{\"a\":\"ggg", frames[1], StringComparison.Ordinal);
        Assert.InRange(frames[1].Length, 100_000, 1_000_000);
        Assert.Equal(1, run.Refusals[Refusal.BufferFull]);
        await SendAsync(modest, "\"}\n");
        Assert.EndsWith("mm\"}", (await run.FramesAsync(2))[1], StringComparison.Ordinal);
        Assert.Equal(0, await ReadOrZeroAsync(greedy));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-1, false)]
    public void A_buffer_grows_up_to_the_budget_and_not_one_byte_beyond(int more, bool grows)
    {
        // 16 KiB hold what came; one chunk more doubles that. What is let go is there for the others again.
        var budget = new BufferBudget((32 * 1024) + more);
        var (one, other) = (Cutter(), Cutter());
        Assert.Equal(grows, one.TryBudget(16 * 1024));
        Assert.Equal(grows ? 32 * 1024 : 0, budget.Held);
        Assert.Equal(!grows && more >= 0, other.TryBudget(16 * 1024));
        one.LetGo();
        Assert.Equal(0, budget.Held);
        Assert.Equal(grows, other.TryBudget(16 * 1024));

        StreamCutter Cutter()
        {
            var cutter = new StreamCutter(GeoJsonFormat.Format) { Budget = budget };
            cutter.Write(new byte[10_000]);
            return cutter;
        }
    }

    [Fact]
    public void A_large_buffer_is_let_go_when_its_frame_has_ended_and_pieces_are_budgeted_before_they_come()
    {
        var budget = new BufferBudget(BufferBudget.OfFeed);
        var cutter = new StreamCutter(GeoJsonFormat.Format) { Budget = budget };
        var sink = new FrameBatcher(Run.AnyFeed, GeoJsonFormat.Format, ReceiveTimes.Live(), new BatchPool(), _ => { });
        Fill("{\"a\":\"" + new string('x', 3_000_000));
        Assert.InRange(budget.Held, 3_000_000, 16 * 1024 * 1024);
        Fill("\"}");
        Assert.Equal((0L, 1L), (budget.Held, sink.NextSequence));
        Fill("{\"a\":\"" + new string('x', GeoJsonFormat.MaxFrameBytes));
        Assert.InRange(budget.Held, 3L * GeoJsonFormat.MaxFrameBytes, BufferBudget.OfFeed);
        cutter.LetGo();
        Assert.Equal(0, budget.Held);

        void Fill(string text)
        {
            foreach (var chunk in Encoding.UTF8.GetBytes(text).Chunk(16 * 1024))
            {
                Assert.True(cutter.TryBudget(chunk.Length));
                cutter.Write(chunk);
                cutter.Cut(sink, final: false, default);
            }
        }
    }

    [Fact]
    public async Task A_client_connects_again_when_the_connection_ends()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var clock = new ImpatientClock();
        var transport = new TcpClientTransport(
            "127.0.0.1", port, new TransportTools(clock, () => 0, new RefusalCounts()));
        await using var run = new Run(AisFormat.Format, transport);
        using (var first = await listener.AcceptTcpClientAsync())
        {
            await SendAsync(first, "one\ncut o");
        }

        Assert.Equal(["one", "cut o"], await run.FramesAsync(2));
        using var second = await listener.AcceptTcpClientAsync();
        await SendAsync(second, "two\n");
        Assert.Equal(["two"], await run.FramesAsync(1));
        Assert.Equal(2, transport.Connections);
        Assert.Contains(Backoff.First / 2, clock.Pauses);
    }

    [Fact]
    public void Pauses_double_up_to_the_longest_and_are_spread_over_their_upper_half()
    {
        var (low, high) = (new Backoff(() => 0), new Backoff(() => 0.999));
        var longest = Backoff.First;
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(longest / 2, low.Next());
            Assert.InRange(high.Next(), longest * 0.99, longest);
            longest = longest * 2 < Backoff.Longest ? longest * 2 : Backoff.Longest;
        }

        Assert.Equal(Backoff.Longest, longest);
        low.Reset();
        Assert.Equal(Backoff.First / 2, low.Next());
    }

    [Fact]
    public async Task A_datagram_ends_its_last_frame()
    {
        using var transport = new UdpListenTransport("127.0.0.1", 0, TimeProvider.System);
        var at = transport.Listen();
        await using var run = new Run(AisFormat.Format, transport);
        using var sender = new UdpClient();
        await sender.SendAsync(Encoding.UTF8.GetBytes("a\nb"), at);
        Assert.Equal(["a", "b"], await run.FramesAsync(2));
        await sender.SendAsync(Encoding.UTF8.GetBytes(new string('x', 60_000)), at);
        await sender.SendAsync("c"u8.ToArray(), at);
        var frames = new List<string>();
        while (frames.LastOrDefault() != "c")
        {
            frames.AddRange(await run.FramesAsync(1));
        }

        Assert.Equal(60_000, frames[..^1].Sum(frame => frame.Length));
        Assert.All(frames[..^1], frame => Assert.True(frame.Length > AisFormat.Format.MaxFrameBytes));
    }

    [Theory]
    [InlineData(null, 300)]
    [InlineData(1L, 1)]
    public async Task Datagrams_that_wait_at_a_stop_are_taken_in_or_counted(long? quota, int taken)
    {
        using var transport = new UdpListenTransport("127.0.0.1", 0, TimeProvider.System);
        var at = transport.Listen();
        using var sender = new UdpClient();
        for (var i = 0; i < 300; i++)
        {
            await sender.SendAsync(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{i}")), at);
        }

        var frames = new List<string>();
        var clock = new StillClock();
        using var intake = new FeedIntake(
            Run.AnyFeed, AisFormat.Format, ReceiveTimes.Live(), new BatchPool(), clock,
            (batch, _) =>
            {
                for (var i = 0; i < batch.Count; i++)
                {
                    frames.Add(Encoding.UTF8.GetString(batch[i].Bytes));
                }

                return ValueTask.CompletedTask;
            },
            limits: quota is { } one ? new QuotaLimits(one, one) : null);
        await intake.RunAsync(transport, new CancellationToken(canceled: true));
        Assert.Equal(Enumerable.Range(0, taken).Select(i => FormattableString.Invariant($"{i}")), frames);
        Assert.Equal(300 - taken, intake.Refusals[Refusal.OverQuota]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task As_many_datagrams_as_the_limit_are_drained_and_one_more_is_not(int over)
    {
        // A sender that goes on while the service stops must not keep it from stopping.
        using var transport = new UdpListenTransport("127.0.0.1", 0, TimeProvider.System);
        var at = transport.Listen();
        using var sender = new UdpClient();
        await sender.SendAsync("x"u8.ToArray(), at);
        var (frames, sent) = (0, 1);
        using var intake = new FeedIntake(
            Run.AnyFeed, AisFormat.Format, ReceiveTimes.Live(), new BatchPool(), new StillClock(),
            (batch, _) =>
            {
                frames += batch.Count;
                return ValueTask.CompletedTask;
            });
        transport.Drained = () =>
        {
            if (sent < UdpListenTransport.MaxDrained + over)
            {
                sender.Send("x"u8, at);
                sent++;
            }
        };
        await intake.RunAsync(transport, new CancellationToken(canceled: true));
        Assert.Equal((UdpListenTransport.MaxDrained, UdpListenTransport.MaxDrained + over), (frames, sent));
    }

    [Fact]
    public async Task A_posted_body_is_one_message_and_too_much_is_refused()
    {
        var refusals = new RefusalCounts();
        var transport = new HttpPostTransport(refusals);
        Assert.False(transport.TryOffer([]));
        Assert.Empty(refusals.Snapshot());
        Assert.False(transport.TryOffer(new byte[HttpPostTransport.MaxBodyBytes + 1]));
        transport.NoteTooLong();
        Assert.Equal([(Refusal.TooLong, 2L)], refusals.Snapshot());
        for (var i = 0; i < HttpPostTransport.MaxWaitingBytes / HttpPostTransport.MaxBodyBytes; i++)
        {
            Assert.True(transport.TryOffer(new byte[HttpPostTransport.MaxBodyBytes]));
        }

        Assert.False(transport.TryOffer("x"u8));
        transport = new HttpPostTransport(new RefusalCounts());
        for (var i = 0; i < HttpPostTransport.MaxWaiting; i++)
        {
            Assert.True(transport.TryOffer("{\n\"id\":1\n}"u8));
        }

        Assert.False(transport.TryOffer("x"u8));
        await using var run = new Run(ReportFormat.Format, transport);
        var frames = await run.FramesAsync(HttpPostTransport.MaxWaiting);
        Assert.All(frames, frame => Assert.Equal("{\n\"id\":1\n}", frame));
    }

    [Fact]
    public async Task A_body_that_was_taken_is_taken_in_even_when_the_service_stops()
    {
        var transport = new HttpPostTransport(new RefusalCounts());
        for (var i = 0; i < HttpPostTransport.MaxWaiting; i++)
        {
            Assert.True(transport.TryOffer("{\"id\":1}"u8));
        }

        var frames = 0;
        using var intake = new FeedIntake(
            Run.AnyFeed, ReportFormat.Format, ReceiveTimes.Live(), new BatchPool(), TimeProvider.System,
            (batch, _) =>
            {
                frames += batch.Count;
                return ValueTask.CompletedTask;
            },
            limits: new QuotaLimits(1, 1));
        await intake.RunAsync(transport, new CancellationToken(canceled: true));
        Assert.Equal(HttpPostTransport.MaxWaiting, frames);
        Assert.False(transport.TryOffer("x"u8));
    }

    [Fact]
    public async Task A_sink_that_fails_ends_the_intake_with_its_error()
    {
        var transport = new HttpPostTransport(new RefusalCounts());
        transport.TryOffer("x"u8);
        using var intake = new FeedIntake(
            Run.AnyFeed, AisFormat.Format, ReceiveTimes.Live(), new BatchPool(), TimeProvider.System,
            (_, _) => throw new InvalidOperationException("disk full"));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => intake.RunAsync(transport, CancellationToken.None));
        Assert.Equal("disk full", error.Message);
    }

    [Fact]
    public void Quarantine_counts_by_feed_and_reason_and_keeps_the_latest()
    {
        var quarantine = new Quarantine();
        quarantine.Note("b", 7, FrameFault.None);
        for (var i = 0; i <= Quarantine.KeptPerFeed; i++)
        {
            quarantine.Note("b", i, FrameFault.TooLong);
        }

        quarantine.Note("a", 3, FrameFault.Forbidden);
        quarantine.Note("b", 999, FrameFault.BadSyntax);
        var feeds = quarantine.Snapshot();
        Assert.Equal(["a", "b"], feeds.Select(feed => feed.Feed));
        Assert.Equal([(FrameFault.Forbidden, 1L)], feeds[0].Counts);
        Assert.Equal([(FrameFault.TooLong, Quarantine.KeptPerFeed + 1L), (FrameFault.BadSyntax, 1L)], feeds[1].Counts);
        Assert.Equal(Quarantine.KeptPerFeed, feeds[1].Latest.Length);
        Assert.Equal((2L, FrameFault.TooLong), feeds[1].Latest[0]);
        Assert.Equal((999L, FrameFault.BadSyntax), feeds[1].Latest[^1]);
    }

    private static async Task<TcpClient> ConnectAsync(IPEndPoint at)
    {
        var client = new TcpClient();
        await client.ConnectAsync(at);
        return client;
    }

    private static async Task SendAsync(TcpClient client, string text) =>
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text));

    private static async Task<int> ReadOrZeroAsync(TcpClient client)
    {
        try
        {
            return await client.GetStream().ReadAsync(new byte[1]);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>A running intake whose frames can be awaited.</summary>
    private sealed class Run : IAsyncDisposable
    {
        public static readonly Feed AnyFeed = new(new FeedId(0), "feed-1", "any", Label.Mission);

        private readonly Channel<(long Sequence, string Text)> frames = Channel.CreateUnbounded<(long, string)>();
        private readonly CancellationTokenSource stop = new();
        private readonly BatchPool pool = new();
        private readonly FeedIntake intake;
        private readonly Task finished;

        public Run(FeedFormat format, ITransport transport, long bufferBytes = BufferBudget.OfFeed)
        {
            intake = new FeedIntake(
                AnyFeed, format, ReceiveTimes.Live(), pool, TimeProvider.System, TakeAsync, bufferBytes: bufferBytes);
            finished = intake.RunAsync(transport, stop.Token);
        }

        public RefusalCounts Refusals => intake.Refusals;

        public List<long> Sequences { get; } = [];

#pragma warning disable VSTHRD003 // The task was started by this object's constructor.
        public async Task EndAsync() => await finished;
#pragma warning restore VSTHRD003

        public async Task<List<string>> FramesAsync(int count)
        {
            var got = new List<string>();
            while (got.Count < count)
            {
                var (sequence, text) = await frames.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
                Sequences.Add(sequence);
                got.Add(text);
            }

            return got;
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
#pragma warning disable VSTHRD003 // The task was started by this object's constructor.
            await finished.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
#pragma warning restore VSTHRD003
            intake.Dispose();
            stop.Dispose();
        }

        private ValueTask TakeAsync(FrameBatch batch, CancellationToken cancelled)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                frames.Writer.TryWrite((batch[i].Ref.Sequence, Encoding.UTF8.GetString(batch[i].Bytes)));
            }

            pool.Return(batch);
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>A clock that stands still, so that no quota fills.</summary>
    private sealed class StillClock : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }

    /// <summary>A clock whose timers are due at once; it notes what they were asked for.</summary>
    private sealed class ImpatientClock : TimeProvider
    {
        public List<TimeSpan> Pauses { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            lock (Pauses)
            {
                Pauses.Add(dueTime);
            }

            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
