using System.Text;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Segments;
using Trucewatch.Server.Intake;
using Xunit;

namespace Trucewatch.Server.Hosting;

/// <summary>A disk that takes long: nothing is shown before it is safe or piles up, and readers are told.</summary>
public sealed class SlowDiskTests : IDisposable
{
    private const string Ship = "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A";

    private readonly ServerRig rig = new();
    private readonly HeldTime time = new();
    private readonly HeldFiles files;
    private readonly NoteSigner signer;
    private readonly SectorHost host;
    private readonly Pipeline pipeline;

    public SlowDiskTests()
    {
        files = new HeldFiles(rig.Data.Path);
        signer = rig.Data.OpenSigner();
        var publisher = new Publisher(rig.Data, rig.Store, signer);
        var recorder = new Recorder(rig.Data, rig.Store, rig.NewKey, time, keepsRecording: true, files: files);
        recorder.SealJournals(rig.Feeds.All);
        host = new SectorHost(ServerRig.Agreement, rig.Feeds, rig.Store);
        pipeline = new Pipeline(recorder, host, rig.Store, publisher, time, keepsRecording: true);
        pipeline.Recover(rig.Feeds);
    }

    [Fact]
    public async Task While_a_flush_takes_seconds_nothing_is_stepped_nothing_piles_up_and_readers_are_told()
    {
        using var gate = new Gate();
        files.Before = (step, _) =>
        {
            if (step == FileStep.Flush)
            {
                gate.Pass();
            }
        };
        var stepped = 0;
        pipeline.Stepped = _ => Interlocked.Increment(ref stepped);
        var running = pipeline.RunAsync(CancellationToken.None);
        await pipeline.Inbox.WriteAsync(Frame(0));
        gate.AwaitReached();

        // The recording loop stands at its first flush: what is written now can only wait, up to the inbox's limit.
        var written = 1;
        var waiting = pipeline.Inbox.WriteAsync(Frame(written));
        while (waiting.IsCompleted)
        {
            await waiting;
            waiting = pipeline.Inbox.WriteAsync(Frame(++written));
        }

        Assert.Equal(1 + BatchInbox.MostInOrder, written);
        Assert.Empty(pipeline.Degraded);
        time.Pass(StorageWait.Slow);
        Assert.Equal(["recording slow: has waited for storage for 2 s"], pipeline.Degraded);
        Assert.Equal(0, stepped);
        Assert.Equal(-1, rig.Store.LastPosition);

        gate.Open();
        await waiting;
        pipeline.Inbox.Complete();
        await running;
        Assert.Equal(["recording slow: waited for storage for 2 s"], pipeline.Degraded);
        Assert.Equal(written + 1, stepped);
        Assert.Equal(written + 1, new RecordedBatches(rig.Data, rig.Store).ReadAll().Count());
        Assert.Equal(written, rig.Store.LastPosition);
        time.Pass(StorageWait.Told);
        Assert.Empty(pipeline.Degraded);
    }

    [Fact]
    public async Task While_a_segment_takes_seconds_frames_are_recorded_and_stepped_on_and_readers_are_told()
    {
        using var gate = new Gate();
        files.Before = (step, path) =>
        {
            if (step == FileStep.Write && path.StartsWith(SegmentFile.Folder, StringComparison.Ordinal))
            {
                gate.Pass();
            }
        };
        var second = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        pipeline.Stepped = batch => Complete(second, batch.Position == 1);
        var running = pipeline.RunAsync(CancellationToken.None);
        time.Pass(TimeSpan.FromSeconds(1));
        await pipeline.Inbox.WriteAsync(Frame(0, new string('x', Recorder.SegmentBytes)));
        gate.AwaitReached();
        await pipeline.Inbox.WriteAsync(Frame(1));
        await second.Task;
        time.Pass(StorageWait.Slow);
        Assert.Equal(["segments slow: has waited for storage for 2 s"], pipeline.Degraded);
        gate.Open();
        pipeline.Inbox.Complete();
        await running;
        Assert.Equal(2, new RecordedBatches(rig.Data, rig.Store).ReadAll().Count());
    }

    /// <summary>On a clock on which no pause ever ends, the run does.</summary>
    [Fact]
    public async Task The_end_of_a_run_cuts_the_pause_between_two_checkpoints_short()
    {
        var paused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        time.Waits = length => Complete(paused, length == Pipeline.PublishEvery);
        var running = pipeline.RunAsync(CancellationToken.None);
        await pipeline.Inbox.WriteAsync(Frame(0));
        await paused.Task;
        await pipeline.Inbox.WriteAsync(Frame(1));
        pipeline.Inbox.Complete();
        await running;
        Assert.Empty(rig.Store.ReadUnsealedSegments());
    }

    [Fact]
    public void A_wait_is_told_from_its_limit_on_and_a_while_after_its_end_however_it_ended()
    {
        var wait = new StorageWait("part", time);
        Assert.Throws<IOException>(() => wait.During<int>(() =>
        {
            time.Pass(StorageWait.Slow - TimeSpan.FromTicks(1));
            Assert.Null(wait.Problem);
            time.Jump(TimeSpan.FromDays(1));
            Assert.Null(wait.Problem);
            time.Pass(TimeSpan.FromTicks(1));
            Assert.Equal("part slow: has waited for storage for 2 s", wait.Problem);
            throw new IOException("planted");
        }));
        Assert.Equal("part slow: waited for storage for 2 s", wait.Problem);
        wait.During(() => true);
        time.Pass(StorageWait.Told - TimeSpan.FromTicks(1));
        Assert.NotNull(wait.Problem);
        time.Pass(TimeSpan.FromTicks(1));
        Assert.Null(wait.Problem);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        pipeline.Dispose();
        host.Dispose();
        signer.Dispose();
        rig.Dispose();
    }

    private static void Complete(TaskCompletionSource source, bool isMeant)
    {
        if (isMeant)
        {
            source.TrySetResult();
        }
    }

    private Domain.Frames.FrameBatch Frame(int number, string text = Ship)
    {
        var batch = pipeline.Pool.Rent();
        batch.Start(rig.First, number);
        batch.Add(new Domain.Instant(number * 1_000_000L), Encoding.ASCII.GetBytes(text));
        return batch;
    }
}
