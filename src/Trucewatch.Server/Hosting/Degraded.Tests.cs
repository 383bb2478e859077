using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Files;
using Xunit;

namespace Trucewatch.Server.Hosting;

/// <summary>What goes on, and what the next start takes up, when a part of the storage fails.</summary>
public sealed class DegradedTests : IDisposable
{
    private const string Ship = "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A";
    private const int Frames = 400;

    private readonly ServerRig rig = new();

    [Fact]
    public async Task Without_the_log_everything_else_goes_on()
    {
        var blocked = Path.Combine(rig.Data.Log, "checkpoint.tmp");
        using (var run = Start(isServed: true))
        {
            Directory.CreateDirectory(blocked);
            await FailAsync(run, "sealing stopped");
            Assert.Equal(Frames - 1, run.Store.LastPosition);
            Assert.Equal(0, run.Publisher.Checkpoint.Size);
        }

        Directory.Delete(blocked);
        AssertNothingIsMissing();
    }

    [Fact]
    public async Task Without_the_picture_frames_go_on_into_the_journal()
    {
        using (var run = Start(isServed: true))
        {
            Rename("progress", "hidden");
            await FailAsync(run, "picture stopped");
            Assert.Equal(-1, ReadPosition("hidden"));
        }

        Rename("hidden", "progress");
        AssertNothingIsMissing();
    }

    [Fact]
    public async Task Segments_that_cannot_be_registered_stay_in_the_journal_and_are_sealed_by_the_next_start()
    {
        using (var run = Start(isServed: true))
        {
            Rename("segment", "hidden");
            await FailAsync(run, "segments stopped");
        }

        Rename("hidden", "segment");
        AssertNothingIsMissing();
    }

    [Fact]
    public async Task A_replay_ends_at_the_first_failure()
    {
        var blocked = Path.Combine(rig.Data.Log, "checkpoint.tmp");
        using var run = Start(isServed: false);
        Directory.CreateDirectory(blocked);
        await Assert.ThrowsAsync<EvidenceHaltedException>(() => PlayAsync(run));
        Assert.Empty(run.Pipeline.Degraded);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        rig.Dispose();
    }

    private static async Task FailAsync(RunAssembly run, string expected)
    {
        var failure = await Assert.ThrowsAsync<EvidenceHaltedException>(() => PlayAsync(run));
        Assert.Contains(run.Pipeline.Degraded, line => line.StartsWith(expected, StringComparison.Ordinal));
        Assert.Contains(" stopped: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(Frames, run.Recorder.NextPosition);
    }

    /// <summary>Plays frames, one a batch, to the end; the run's failure is thrown after all are recorded.</summary>
    private static async Task PlayAsync(RunAssembly run)
    {
        var feed = run.Feeds.All.First(feed => feed.Name == "ais-1");
        var running = run.Pipeline.RunAsync(CancellationToken.None);
        for (var frame = 0; frame < Frames; frame++)
        {
            var batch = run.Pipeline.Pool.Rent();
            batch.Start(feed, frame);
            batch.Add(new Domain.Instant(frame * 1_000_000L), System.Text.Encoding.ASCII.GetBytes(Ship));
            try
            {
                await run.Pipeline.Inbox.WriteAsync(batch);
            }
            catch (Exception ended) when (ended is EvidenceHaltedException or ChannelClosedException)
            {
                break;
            }
        }

        run.Pipeline.Inbox.TryComplete();
        await running;
    }

    private RunAssembly Start(bool isServed)
    {
        var run = new RunAssembly(
            ServerRig.Agreement, rig.Data, rig.Feeds, exercise: true, TimeProvider.System, isServed: isServed);
        run.Pipeline.Recover(run.Feeds);
        return run;
    }

    private void Rename(string from, string to)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"ALTER TABLE {from} RENAME TO {to}";
        command.ExecuteNonQuery();
    }

    private long ReadPosition(string table)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT last_position FROM {table}";
        return (long)command.ExecuteScalar()!;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={rig.Data.Picture};Pooling=false");
        connection.Open();
        return connection;
    }

    private void AssertNothingIsMissing()
    {
        var feeds = new FeedTable();
        feeds.Add(Feeds.FeedFormats.Find("ais")!);
        feeds.Add(Feeds.FeedFormats.Find("ais")!);
        using (var again = new RunAssembly(
            ServerRig.Agreement, rig.Data, feeds, exercise: true, TimeProvider.System, isServed: true))
        {
            Assert.Equal(Frames, again.Pipeline.Recover(feeds));
            Assert.Equal(Frames, again.Record.ReadAll().Sum(batch => (long)batch.Count));
            Assert.Equal(Frames - 1, again.Store.LastPosition);
            Assert.Empty(again.Store.ReadUnsealedSegments());
            Assert.Empty(again.Pipeline.Degraded);
        }

        using var signer = rig.Data.OpenSigner();
        var report = EvidenceFsck.Run(new DiskFiles(rig.Data.Path), signer.Verifier);
        Assert.True(report.Holds, string.Join('\n', report.Findings));
    }
}
