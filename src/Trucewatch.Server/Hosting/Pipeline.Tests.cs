using System.Threading.Channels;
using Trucewatch.Evidence.Notes;
using Trucewatch.Feeds.Transport;
using Trucewatch.Server.Intake;
using Xunit;

namespace Trucewatch.Server.Hosting;

public sealed class PipelineTests
{
    private const string Ship = "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A";

    [Fact]
    public async Task All_batches_go_through_in_order_and_come_back_to_the_pool()
    {
        using var rig = new ServerRig();
        using var run = new Run(rig, TimeProvider.System);
        var stepped = new List<long>();
        run.Pipeline.Stepped = batch => stepped.Add(batch.Position);
        var running = run.Pipeline.RunAsync(CancellationToken.None);
        await run.PushAsync(500);
        run.Pipeline.Inbox.Complete();
        await running;

        Assert.Equal(Enumerable.Range(0, 500).Select(position => (long)position), stepped);
        Assert.Equal(499, rig.Store.LastPosition);
        Assert.Equal(500, new RecordedBatches(rig.Data, rig.Store).ReadAll().Count());
        Assert.Empty(rig.Store.ReadUnsealedSegments());
        Assert.Empty(rig.Store.ReadUnsealedFacts(1));
        Assert.Equal(500, run.Host.ObservationCount);

        // Whoever lends all that was ever made gets no new one: none was lost on the way.
        var made = run.Pipeline.Pool.Made;
        Assert.InRange(made, 1, BatchPool.MaxIdle + BatchInbox.MostInOrder + Pipeline.MostRecordedAtOnce
            + Stepping.MostRecordedWaiting);
        for (var lent = 0; lent < Math.Min(made, BatchPool.MaxIdle); lent++)
        {
            run.Pipeline.Pool.Rent();
        }

        Assert.Equal(made, run.Pipeline.Pool.Made);
    }

    [Fact]
    public void What_was_recorded_but_not_stepped_is_stepped_by_the_next_start()
    {
        using var rig = new ServerRig();
        using (var recorder = rig.StartRecorder(out _))
        {
            recorder.Record([ServerRig.Batch(rig.First, 0, Ship), ServerRig.Batch(rig.First, 1, Ship)]);
        }

        using var run = new Run(rig, TimeProvider.System);
        Assert.Equal(1, rig.Store.LastPosition);
        Assert.Equal(2, run.Recovered);
        Assert.Empty(rig.Store.ReadUnsealedSegments());
        Assert.Equal(2, run.Host.ObservationCount);
    }

    [Theory]
    [InlineData("stepping")]
    [InlineData("committing")]
    [InlineData("publishing")]
    public async Task A_stage_that_fails_ends_the_run_with_its_own_failure_and_turns_feeds_away(string stage)
    {
        using var rig = new ServerRig();
        using var run = new Run(rig, TimeProvider.System);
        var planted = new InvalidOperationException($"planted in {stage}");
        run.Pipeline.Stepped = _ => Fail("stepping");
        run.Pipeline.Committed = _ => Fail("committing");
        run.Pipeline.Published = () => Fail("publishing");
        var failing = Assert.ThrowsAsync<InvalidOperationException>(
            () => run.Pipeline.RunAsync(CancellationToken.None));

        // Far more than there is room for: without a reader the last of these would wait for ever.
        await Assert.ThrowsAnyAsync<ChannelClosedException>(() => run.PushAsync(int.MaxValue));
        Assert.Same(planted, await failing);

        void Fail(string at)
        {
            if (at == stage)
            {
                throw planted;
            }
        }
    }

    [Fact]
    public async Task A_frame_out_of_turn_ends_the_run_before_it_is_recorded()
    {
        using var rig = new ServerRig();
        using var run = new Run(rig, TimeProvider.System);
        await run.Pipeline.Inbox.WriteAsync(ServerRig.Batch(rig.First, 5, Ship));
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => run.Pipeline.RunAsync(CancellationToken.None));
        Assert.Contains("feed ais-1: expected sequence 0, got 5", failure.Message, StringComparison.Ordinal);
        Assert.Equal(-1, rig.Store.LastPosition);
    }

    [Fact]
    public async Task A_stop_ends_all_stages()
    {
        using var rig = new ServerRig();
        using var run = new Run(rig, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var stopped = Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Pipeline.RunAsync(stop.Token));
        await stop.CancelAsync();
        await stopped;
    }

    [Fact]
    public async Task The_segment_of_a_feed_that_falls_silent_is_sealed_and_published_all_the_same()
    {
        using var rig = new ServerRig();
        using var run = new Run(rig, new LeapingTime());
        var published = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        run.Pipeline.Published = () =>
        {
            if (rig.Store.ReadSegments() is [{ LogIndex: not null }])
            {
                published.TrySetResult();
            }
        };
        var running = run.Pipeline.RunAsync(CancellationToken.None);
        await run.PushAsync(1);
        await Task.WhenAny(published.Task, running);
        Assert.True(published.Task.IsCompleted);
        run.Pipeline.Inbox.Complete();
        await running;
    }

    /// <summary>A pipeline as a start puts it together.</summary>
    private sealed class Run : IDisposable
    {
        private readonly ServerRig rig;
        private readonly NoteSigner signer;

        public Run(ServerRig rig, TimeProvider time)
        {
            this.rig = rig;
            signer = rig.Data.OpenSigner();
            var publisher = new Publisher(rig.Data, rig.Store, signer);
            var recorder = new Recorder(rig.Data, rig.Store, rig.NewKey, time);
            recorder.SealJournals(rig.Feeds.All);
            Host = new SectorHost(ServerRig.Agreement, rig.Feeds, rig.Store);
            Pipeline = new Pipeline(recorder, Host, rig.Store, publisher, time);
            Recovered = Pipeline.Recover(rig.Feeds);
        }

        public SectorHost Host { get; }

        public Pipeline Pipeline { get; }

        public long Recovered { get; }

        public async Task PushAsync(int count)
        {
            for (var frame = 0; frame < count; frame++)
            {
                var batch = Pipeline.Pool.Rent();
                batch.Start(rig.First, frame);
                batch.Add(new Domain.Instant(frame * 1_000_000L), System.Text.Encoding.ASCII.GetBytes(Ship));
                await Pipeline.Inbox.WriteAsync(batch);
            }
        }

        public void Dispose()
        {
            Pipeline.Dispose();
            Host.Dispose();
            signer.Dispose();
        }
    }
}
