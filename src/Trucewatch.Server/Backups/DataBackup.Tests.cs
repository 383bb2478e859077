using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Backups;
using Trucewatch.Server.Custody;
using Trucewatch.Server.Hosting;
using Trucewatch.Simulation.Stores;
using Trucewatch.Storage.Sqlite;
using Xunit;

namespace Trucewatch.Server.Backups;

public sealed class DataBackupTests : IDisposable
{
    private readonly TemporaryFolder scratch = new();

    [Fact]
    public void A_backup_holds_what_a_service_had_told_to_be_durable_whatever_it_does_meanwhile()
    {
        using var live = new LiveFolder(scratch.File("data"));
        live.Take(48);
        var before = live.Taken;
        foreach (var backup in (string[])["first", "second"])
        {
            DataBackup.Write(live.Path, scratch.File("backup"), TimeProvider.System, _ => live.Take(48));
            var restored = Restore("backup", backup);
            var frames = Recover(scratch.File(backup));
            Assert.InRange(frames, before, live.Taken);
            Assert.True(restored.Size > 0, "expected a log with entries");
            before = live.Taken;
        }

        Assert.True(live.IsAtWork, "expected batches of the exercise left to come");
    }

    [Fact]
    public void A_backup_writes_only_what_changed_and_keeps_nothing_that_is_not_needed()
    {
        using var live = new LiveFolder(scratch.File("data"));
        live.Take(400);
        var first = DataBackup.Write(live.Path, scratch.File("backup"), TimeProvider.System);
        Assert.Equal(0, first.UnchangedFiles);
        var again = DataBackup.Write(live.Path, scratch.File("backup"), TimeProvider.System);
        Assert.Equal(0, again.WrittenBytes);
        live.Take(400);
        var later = DataBackup.Write(live.Path, scratch.File("backup"), TimeProvider.System);
        Assert.True(later.UnchangedFiles >= again.UnchangedFiles && again.UnchangedFiles > 0);
        Assert.Equal(
            later.Manifest.Files.Select(file => BackupFolder.BlobOf(file.Sha256)).Distinct().Count(),
            Directory.EnumerateFiles(scratch.File("backup/files"), "*", SearchOption.AllDirectories).Count());

        // The same data folder as it was before is not what this backup is of.
        Restore("backup", "old");
        live.Take(400);
        DataBackup.Write(live.Path, scratch.File("backup"), TimeProvider.System);
        var refused = Assert.Throws<Commands.UnusableException>(
            () => DataBackup.Write(scratch.File("old"), scratch.File("backup"), TimeProvider.System));
        Assert.Contains("or more, as in the backup", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flipped_bit_anywhere_in_a_backup_is_found_and_nothing_is_restored_of_it()
    {
        WriteSmall();
        Assert.Empty(DataRestore.CheckBackup(scratch.File("backup")).Findings);
        var isFirst = true;
        foreach (var file in Directory.EnumerateFiles(scratch.File("backup"), "*", SearchOption.AllDirectories)
            .Where(file => new FileInfo(file).Length > 0).ToList())
        {
            var whole = File.ReadAllBytes(file);
            var flipped = (byte[])whole.Clone();
            flipped[whole.Length / 3] ^= 0x10;
            File.WriteAllBytes(file, flipped);
            Assert.True(Finds(), $"{file}: expected the check to find the flipped bit");
            if (isFirst || file.EndsWith(BackupManifest.Name, StringComparison.Ordinal))
            {
                var refused = Assert.Throws<InvalidDataException>(() => Restore("backup", "never"));
                Assert.Contains("expected", refused.Message, StringComparison.Ordinal);
                Assert.False(Directory.Exists(scratch.File("never")), $"{file}: expected nothing to be restored");
            }

            isFirst = false;
            File.WriteAllBytes(file, whole);
        }

        Assert.False(Finds());
    }

    [Fact]
    public void Every_flipped_bit_of_a_manifest_is_noticed()
    {
        WriteSmall();
        var whole = File.ReadAllBytes(scratch.File("backup/MANIFEST"));
        Assert.NotNull(BackupManifest.TryParse(whole));
        for (var bit = 0; bit < 8 * whole.Length; bit++)
        {
            whole[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(BackupManifest.TryParse(whole));
            whole[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Null(BackupManifest.TryParse(whole.AsSpan(0, whole.Length - 1)));
        Assert.Null(BackupManifest.TryParse([.. whole, 10]));
    }

    [Fact]
    public void A_data_folder_that_lacks_a_segment_is_backed_up_and_said_to_lack_it()
    {
        using (var live = new LiveFolder(scratch.File("data")))
        {
            live.Take(400);
        }

        var lost = Directory
            .EnumerateFiles(scratch.File("data/segments"), "*.seg", SearchOption.AllDirectories).First();
        File.Delete(lost);
        var backup = DataBackup.Write(scratch.File("data"), scratch.File("backup"), TimeProvider.System);
        Assert.Contains(Path.GetFileName(lost), Assert.Single(backup.Problems), StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => Restore("backup", "restored"));
    }

    [Fact]
    public void What_is_no_backup_and_no_empty_folder_is_not_written_over()
    {
        WriteSmall();
        File.WriteAllText(Directory.CreateDirectory(scratch.File("other")).FullName + "/letter", "dear");
        Assert.Throws<InvalidDataException>(
            () => DataBackup.Write(scratch.File("data"), scratch.File("other"), TimeProvider.System));
        Assert.Throws<Commands.UnusableException>(
            () => DataBackup.Write(scratch.File("data"), scratch.File("data/inside"), TimeProvider.System));
        Assert.Throws<Commands.UnusableException>(() => Restore("backup", "other"));
        Assert.Throws<InvalidDataException>(() => Restore("other", "restored"));
        File.WriteAllText(Directory.CreateDirectory(scratch.File("mine.restoring")).FullName + "/letter", "dear");
        Assert.Throws<Commands.UnusableException>(() => Restore("backup", "mine"));
        Assert.True(File.Exists(scratch.File("mine.restoring/letter")));
    }

    public void Dispose() => scratch.Dispose();

    private void WriteSmall()
    {
        using (var live = new LiveFolder(scratch.File("data")))
        {
            live.Take(60);
        }

        DataBackup.Write(scratch.File("data"), scratch.File("backup"), TimeProvider.System);
    }

    private bool Finds()
    {
        try
        {
            return DataRestore.CheckBackup(scratch.File("backup")).Findings.Count > 0;
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }

    private DataRestore Restore(string backup, string to) => DataRestores.Run(
        new RestoreOrder(scratch.File(backup), scratch.File(to), null, null, null, null), TimeProvider.System);

    /// <summary>Lets a start take up a restored folder, as one does that is shown what the log signed last.</summary>
    private static long Recover(string data)
    {
        var known = Path.Combine(data, "log", "state");
        var head = LogReader.Open(data).ReadCheckpoint().Head;
        File.WriteAllBytes(known, new LogState(DataFolder.Find(data).Origin!, head, head).ToBytes());
        var feeds = new FeedTable();
        using var run = new RunAssembly(
            ServerRig.Agreement, DataFolder.Open(data), feeds, exercise: true, TimeProvider.System);
        return run.Pipeline.Recover(feeds);
    }
}

/// <summary>A service at work on a data folder, one piece of the exercise at a time.</summary>
internal sealed class LiveFolder : IDisposable
{
    private const int GroupSize = 16;

    private readonly List<FrameBatch> batches;
    private readonly RunAssembly run;
    private int next;
    private int groups;

    public LiveFolder(string path)
    {
        Path = path;
        FeedTable feeds;
        (feeds, batches) = ServerRig.Exercise(TimeSpan.FromMinutes(40));
        run = new RunAssembly(ServerRig.Agreement, DataFolder.Open(path), feeds, exercise: true, TimeProvider.System);
        run.Pipeline.Recover(feeds);
    }

    public string Path { get; }

    /// <summary>Frames that were recorded.</summary>
    public long Taken { get; private set; }

    /// <summary>True while there is more to come.</summary>
    public bool IsAtWork => next < batches.Count;

    /// <summary>
    /// Records, steps, commits and publishes some batches; some wait in the journal, some get into a segment.
    /// </summary>
    public void Take(int count)
    {
        foreach (var group in batches.Skip(next).Take(count).Chunk(GroupSize))
        {
            run.Recorder.Record(group);
            foreach (var batch in group)
            {
                Taken += batch.Count;
                run.Host.Process(batch);
            }

            run.Store.Commit(run.Host.TakeCommit()!);
            next += group.Length;
            if (++groups % 4 == 1)
            {
                run.Recorder.SealDue(all: true);
            }

            if (groups % 2 == 1)
            {
                run.Publisher.PublishAll();
            }
        }
    }

    public void Dispose() => run.Dispose();
}
