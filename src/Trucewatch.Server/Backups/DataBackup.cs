using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Backups;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Merkle;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Segments;
using Trucewatch.Evidence.Tiles;
using Trucewatch.Geo.Terrain;
using Trucewatch.Server.Commands;
using Trucewatch.Server.Custody;
using Trucewatch.Server.Hosting;
using Trucewatch.Storage.Sqlite;

namespace Trucewatch.Server.Backups;

/// <summary>
/// Writes a backup of a data folder, also of one that a service is writing to. The order is what makes it whole: first
/// the log's checkpoint, then the picture, then the journals, then the segments. Whatever the picture rests on was in a
/// journal or a segment before the picture knew it, and what left a journal meanwhile is in a segment that is asked for
/// after the journals were read.
/// </summary>
internal sealed class DataBackup
{
    private const int JournalReads = 16;

    private static readonly string[] leftOut = ["log", "segments", "journal"];

    private readonly DataFolder folder;
    private readonly DiskFiles files;
    private readonly BackupFolder backup;
    private readonly List<string> problems = [];

    private readonly Action<string>? done;

    private DataBackup(DataFolder folder, BackupFolder backup, Action<string>? done)
    {
        (this.folder, this.backup, this.done) = (folder, backup, done);
        files = new DiskFiles(folder.Path);
    }

    /// <summary>What the data folder lacks, one line each; the backup holds the rest.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>What the backup holds.</summary>
    public BackupManifest Manifest { get; private set; } = null!;

    /// <summary>Bytes that were written.</summary>
    public long WrittenBytes => backup.WrittenBytes;

    /// <summary>Files that did not change since the backup before.</summary>
    public int UnchangedFiles => backup.UnchangedFiles;

    /// <summary>Writes a backup of a folder into another.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="to">Where the backup is to be.</param>
    /// <param name="time">Says when it was written.</param>
    /// <param name="done">Called after each part with its name: what a service does meanwhile is made certain.</param>
    /// <exception cref="UnusableException">One is no data folder or no place for its backup.</exception>
    public static DataBackup Write(string data, string to, TimeProvider time, Action<string>? done = null)
    {
        var source = DataFolder.Find(data);
        if (!File.Exists(source.Picture))
        {
            throw new UnusableException($"{data}: expected a data folder with a picture.db, got none");
        }

        var target = Path.GetFullPath(to);
        if ((target + "/").StartsWith(source.Path + "/", StringComparison.Ordinal))
        {
            throw new UnusableException($"{to}: expected a folder outside the data folder {data}");
        }

        var log = LogReader.Open(source.Path);
        using var place = BackupFolder.Open(target);
        var writing = new DataBackup(source, place, done);
        writing.CopyAll(log, time);
        return writing;
    }

    private void CopyAll(LogReader log, TimeProvider time)
    {
        // The cosigned checkpoint comes first, because it is never ahead of the newest one.
        var witnessed = files.Read("log/" + EvidenceLog.WitnessedName, Note.MaxBytes);
        var checkpoint = log.ReadCheckpoint();
        var before = backup.Newest;
        if (before is not null && (before.Log != log.Verifier.Vkey || before.Head.Size > checkpoint.Size))
        {
            throw new UnusableException(FormattableString.Invariant(
                $"{folder.Path}: expected the log {before.Log} of size {before.Head.Size} ")
                + "or more, as in the backup, "
                + FormattableString.Invariant($"got {log.Verifier.Vkey} of size {checkpoint.Size}; ")
                + "use another folder");
        }

        done?.Invoke("checkpoint");
        CopyLog(checkpoint, witnessed, before?.Head ?? new TreeHead(0, MerkleTree.EmptyRoot));
        done?.Invoke("log");
        CopyRecord(checkpoint.Size);
        CopyRest();
        Manifest = backup.Finish(
            log.Verifier.Vkey,
            checkpoint.Head,
            Domain.Instant.FromUnixSeconds(time.GetUtcNow().ToUnixTimeSeconds()).ToString());
    }

    private void CopyLog(Checkpoint checkpoint, byte[]? witnessed, TreeHead before)
    {
        var log = files.Under("log");
        foreach (var path in LogCopy.PathsOf(checkpoint.Size))
        {
            if (!path.IsFull || !backup.TryKeep($"log/{path}"))
            {
                backup.Add($"log/{path}", LogCopy.Read(log, path));
            }
        }

        LogCopy.Check(backup.ViewAdded().Under("log"), before, checkpoint.Head);
        backup.Add("log/" + EvidenceLog.CheckpointName, System.Text.Encoding.UTF8.GetBytes(checkpoint.SignedNote));
        if (witnessed is not null)
        {
            backup.Add("log/" + EvidenceLog.WitnessedName, witnessed);
        }
    }

    private void CopyRecord(long logSize)
    {
        var copy = Path.Combine(backup.Work, "picture.db");
        PictureFile.Copy(folder.Picture, copy);
        PictureFile.Unseal(copy, logSize);
        done?.Invoke("picture");
        CopyJournals();
        done?.Invoke("journals");
        using (var live = SqlitePictureStore.Open(folder.Picture))
        using (var store = SqlitePictureStore.Open(copy))
        {
            foreach (var segment in live.ReadSegments().Where(segment => store.FindSegment(segment.Digest) is null))
            {
                AddSegment(store, segment);
            }

            var dropped = new CustodyBook(folder, live).Dropped();
            foreach (var segment in store.ReadSegments())
            {
                CopySegment(segment.Digest, dropped);
            }
        }

        PictureFile.Fold(copy);
        backup.AddMade("picture.db", copy);
    }

    /// <summary>
    /// A segment that was sealed after the picture was copied; its frames may stand in no journal any more.
    /// </summary>
    private void AddSegment(SqlitePictureStore store, StoredSegment segment)
    {
        _ = Digest.TryParseHex(segment.Digest, out var digest);
        if (SegmentFile.TryRead(files, digest, out var reader) == SegmentFault.None)
        {
            store.AddSegment(segment with { LogIndex = null }, Spans.Of(segment.Digest, reader!.Batches));
        }
    }

    private void CopySegment(string hex, Dictionary<Digest, string> dropped)
    {
        _ = Digest.TryParseHex(hex, out var digest);
        var path = SegmentFile.PathOf(digest);
        if (backup.TryKeep(path))
        {
            return;
        }

        if (files.Read(path, SegmentLimits.MaxFileBytes) is not { } bytes)
        {
            if (!dropped.ContainsKey(digest))
            {
                problems.Add($"{path}: expected a segment, got no file");
            }
        }
        else if (Digest.Of(bytes) != digest)
        {
            problems.Add($"{path}: expected SHA-256 {digest}, got {Digest.Of(bytes)}; it is not in the backup");
        }
        else
        {
            backup.Add(path, bytes);
        }
    }

    private void CopyJournals()
    {
        foreach (var path in files.List(Journal.Folder))
        {
            if (ReadJournal(path) is { } bytes)
            {
                backup.Add(path, bytes);
            }
        }
    }

    /// <summary>
    /// A journal is appended to and cut while it is read. A torn tail is what nobody was told is durable; what else is
    /// not whole is read again.
    /// </summary>
    private byte[]? ReadJournal(string path)
    {
        for (var read = 1; ; read++)
        {
            try
            {
                var bytes = files.Read(path, Journal.MaxBytes);
                if (bytes is null || Journal.Inspect(bytes).Fault == JournalFault.None)
                {
                    return bytes;
                }

                if (read == JournalReads)
                {
                    problems.Add($"{path}: expected a whole journal, got {Journal.Inspect(bytes).Fault}");
                    return bytes;
                }
            }
            catch (IOException) when (read < JournalReads)
            {
                // It was cut between its length and its last byte.
            }
        }
    }

    /// <summary>
    /// Whatever else lies in the folder: keys, the agreement's hash, feeds, the policy, logs that went before.
    /// </summary>
    private void CopyRest()
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(folder.Path).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            if (leftOut.Contains(name, StringComparer.Ordinal)
                || name.StartsWith("picture.db", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (var file in Directory.Exists(path) ? files.List(name) : [name])
            {
                CopyOther(file);
            }
        }
    }

    /// <summary>Logs that went before never change, nor do tiles of heights, which have their digests for names.
    /// </summary>
    private static bool IsKept(string path) => path.StartsWith(Succession.Folder + "/", StringComparison.Ordinal)
        || path.StartsWith(TerrainShelf.Folder + "/", StringComparison.Ordinal);

    private void CopyOther(string path)
    {
        if (path.EndsWith(DiskFiles.TemporaryEnding, StringComparison.Ordinal)
            || (IsKept(path) && backup.TryKeep(path)))
        {
            return;
        }

        if (!Evidence.Bundles.BundleManifest.IsPlain(path))
        {
            problems.Add($"{path}: expected a file of a data folder, got another; it is not in the backup");
        }
        else if (files.Read(path, Math.Max(EntryBundle.MaxBytes, TerrainTile.MaxBytes)) is { } bytes)
        {
            backup.Add(path, bytes);
        }
    }
}
