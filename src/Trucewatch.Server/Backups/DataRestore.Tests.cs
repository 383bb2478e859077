using Trucewatch.Domain;
using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Files;
using Trucewatch.Server.Commands;
using Trucewatch.Server.Custody;
using Trucewatch.Server.Hosting;
using Trucewatch.Simulation.Stores;
using Trucewatch.Storage.Sqlite;
using Xunit;

namespace Trucewatch.Server.Backups;

public sealed class DataRestoreTests : IDisposable
{
    private readonly TemporaryFolder scratch = new();
    private readonly long size;

    public DataRestoreTests()
    {
        using (var live = new LiveFolder(Data))
        {
            live.Take(int.MaxValue);
        }

        DataBackup.Write(Data, Backup, TimeProvider.System);
        size = LogReader.Open(Data).ReadCheckpoint().Size;
    }

    private string Data => scratch.File("data");

    private string Backup => scratch.File("backup");

    [Fact]
    public void Each_size_of_the_log_is_restored_as_a_fresh_run_of_what_had_been_recorded_then()
    {
        var (feeds, batches) = ServerRig.Exercise(TimeSpan.FromMinutes(40));
        Assert.True(size > 8, $"expected a log of more than 8 entries, got {size}");
        var kept = new HashSet<long>();
        for (var at = 0L; at <= size; at += Math.Max(1, size / 5))
        {
            var to = FormattableString.Invariant($"size-{at}");
            var cut = Restore(to, new Moment(at, null)).Cut!;
            Assert.Equal(at, cut.Size);
            Assert.Equal(FreshHash(feeds, batches, cut.Frames), cut.Hash);
            kept.Add(cut.Frames);
            CheckSeals(scratch.File(to), at);
        }

        Assert.True(kept.Count > 2, "expected sizes with other frames");
    }

    [Fact]
    public void Each_time_is_restored_as_a_fresh_run_of_what_had_been_received_then()
    {
        var (feeds, batches) = ServerRig.Exercise(TimeSpan.FromMinutes(40));
        var times = batches.SelectMany(batch => batch.ReceivedAtUs.ToArray()).Order().ToList();
        foreach (var at in (long[])[times[0] - 1, times[times.Count / 3], times[times.Count / 2] + 1, times[^1]])
        {
            var to = FormattableString.Invariant($"time-{at}");
            var cut = Restore(to, new Moment(null, new Instant(at))).Cut!;
            Assert.Equal(times.Count(time => time <= at), cut.Frames);
            Assert.Equal(FreshHash(feeds, batches, long.MaxValue, at), cut.Hash);
            CheckSeals(scratch.File(to), cut.Size);
            Assert.True(at < times[^1] || cut.Size == size, $"expected size {size}, got {cut.Size}");
        }
    }

    [Fact]
    public void A_restored_folder_signs_nothing_until_it_is_shown_what_the_log_signed_last()
    {
        Restore("restored");
        var refused = Assert.Throws<EvidenceHaltedException>(() => Start(scratch.File("restored"), null));
        Assert.Contains("got none of it", refused.Message, StringComparison.Ordinal);

        // The record of the last signature knows as much as the backup: it goes on as the same log.
        Directory.CreateDirectory(scratch.File("guard"));
        File.Copy(Path.Combine(Data, "log", "state"), scratch.File("guard/state"));
        Start(scratch.File("restored"), scratch.File("guard")).Dispose();

        // It knows more: another log has to succeed.
        Restore("older");
        using (var run = Start(Data, null))
        {
            run.Store.AddAct(
                ActJson.Write(new Act(ActKind.Viewed, default, "somebody", null, [Act.All])), new byte[Leaf.KeyBytes]);
            run.Publisher.PublishAll();
        }

        File.Copy(Path.Combine(Data, "log", "state"), scratch.File("guard/state"), overwrite: true);
        Assert.Throws<EvidenceHaltedException>(() => Start(scratch.File("older"), scratch.File("guard")));

        // So does an earlier moment of the same log, which the backup itself has outgrown.
        Restore("cut", new Moment(size / 2, null));
        Assert.Throws<EvidenceHaltedException>(() => Start(scratch.File("cut"), null));
        Assert.Throws<EvidenceHaltedException>(() => Start(scratch.File("cut"), scratch.File("guard")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Another_log_succeeds_and_says_so_first(bool cut)
    {
        var to = scratch.File("succeeded");
        var restored = DataRestores.Run(
            new RestoreOrder(Backup, to, cut ? new Moment(size / 2, null) : null, null, "keeper", "the disk was lost"),
            TimeProvider.System);
        var old = LogReader.Open(Data);
        Assert.NotEqual(old.Verifier.Vkey, restored.Vkey);
        using (var store = SqlitePictureStore.Open(Path.Combine(to, "picture.db")))
        {
            var act = Assert.Single(store.ReadActs(0, 9), stored => stored.LogIndex == 0);
            var read = ActJson.Read(act.Payload);
            Assert.Equal((ActKind.Succeeded, "keeper", "the disk was lost"), (read.Kind, read.By, read.Words));
            Assert.StartsWith(old.Verifier.Vkey + " size ", read.Policy, StringComparison.Ordinal);
            Assert.Empty(new CustodyBook(DataFolder.Find(to), store).UnexplainedEntries());
        }

        // What was proved under the old log still is, and nobody can sign as it here.
        var former = Assert.Single(Directory.EnumerateDirectories(Path.Combine(to, Succession.Folder)));
        var before = LogReader.Open(former);
        Assert.Equal(old.Verifier.Vkey, before.Verifier.Vkey);
        before.Prove(0, before.ReadCheckpoint());
        Assert.False(File.Exists(Path.Combine(former, "keys", "log.skey")));

        // It goes on, and its own backup holds the former log too.
        Start(to, null).Dispose();
        DataBackup.Write(to, scratch.File("again"), TimeProvider.System);
        DataRestores.Run(
            new RestoreOrder(scratch.File("again"), scratch.File("thrice"), null, null, null, null),
            TimeProvider.System);
        Assert.Single(Directory.EnumerateDirectories(scratch.File("thrice/" + Succession.Folder)));
    }

    [Fact]
    public void A_picture_that_another_engine_would_not_have_drawn_is_not_cut()
    {
        using (var store = new Microsoft.Data.Sqlite.SqliteConnection(
            $"Data Source={Path.Combine(Data, "picture.db")};Pooling=False"))
        {
            store.Open();
            using var command = store.CreateCommand();
            command.CommandText = "UPDATE fact SET payload = CAST('{}' AS BLOB) WHERE number = 1";
            command.ExecuteNonQuery();
        }

        DataBackup.Write(Data, Backup, TimeProvider.System);
        var refused = Assert.Throws<InvalidDataException>(() => Restore("cut", new Moment(size, null)));
        Assert.Contains("fact 1: expected what was committed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_moment_that_was_not_is_refused()
    {
        Assert.Throws<UnusableException>(() => Restore("never", new Moment(size + 1, null)));
        Assert.Throws<UnusableException>(() => Restore("never", new Moment(-1, null)));
        Assert.False(Directory.Exists(scratch.File("never")));
    }

    public void Dispose() => scratch.Dispose();

    private DataRestore Restore(string to, Moment? moment = null) => DataRestores.Run(
        new RestoreOrder(Backup, scratch.File(to), moment, null, null, null), TimeProvider.System);

    private static RunAssembly Start(string data, string? guard)
    {
        var feeds = new FeedTable();
        var run = new RunAssembly(
            ServerRig.Agreement, DataFolder.Open(data, guard), feeds, exercise: true, TimeProvider.System);
        run.Pipeline.Recover(feeds);
        return run;
    }

    /// <summary>The hash of a run over the first frames, or over those that were received up to a time.</summary>
    private static string FreshHash(
        FeedTable feeds, List<FrameBatch> batches, long frames, long untilUs = long.MaxValue)
    {
        using var store = new MemoryPictureStore();
        using var host = new SectorHost(ServerRig.Agreement, feeds, store, null, isExercise: true);
        var position = 0L;
        foreach (var batch in batches.TakeWhile(_ => frames > 0))
        {
            var part = new FrameBatch();
            part.Start(batch.Feed, batch.FirstSequence);
            for (var index = 0; index < batch.Count && batch.ReceivedAtUs[index] <= untilUs; index++)
            {
                part.Add(batch[index].ReceivedAt, batch[index].Bytes);
            }

            part.Position = position++;
            frames -= part.Count;
            if (part.Count > 0)
            {
                host.Process(part);
                store.Commit(host.TakeCommit()!);
            }
        }

        return host.Hash();
    }

    /// <summary>Each entry is of something that is there, and each fact, act and segment opens its leaf.</summary>
    private static void CheckSeals(string data, long atSize)
    {
        var folder = DataFolder.Find(data);
        Assert.Equal(atSize, LogReader.Open(data).ReadCheckpoint().Size);
        using var store = SqlitePictureStore.Open(folder.Picture);
        var book = new CustodyBook(folder, store);
        Assert.Empty(book.UnexplainedEntries());
        var found = new List<string>();
        foreach (var fact in store.ReadFacts(0, int.MaxValue).Where(fact => fact.LogIndex is not null))
        {
            book.IsSealed($"fact {fact.Number}", fact.LogIndex, fact.Key, fact.Payload, found);
        }

        foreach (var segment in store.ReadSegments().Where(segment => segment.LogIndex is not null))
        {
            book.IsSealed(segment.Digest, segment.LogIndex, segment.Key, segment.Payload, found);
        }

        Assert.Empty(found);
    }
}

/// <summary>A restore that a test waits for; nothing in it waits for anybody.</summary>
internal static class DataRestores
{
    public static DataRestore Run(RestoreOrder order, TimeProvider time) =>
        DataRestore.RunAsync(order, time, CancellationToken.None).GetAwaiter().GetResult();
}
