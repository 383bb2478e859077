using Trucewatch.Domain.Agreements;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Backups;
using Trucewatch.Evidence.Bundles;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Notes;
using Trucewatch.Server.Commands;
using Trucewatch.Server.Custody;
using Trucewatch.Server.Hosting;
using Trucewatch.Storage.Sqlite;

namespace Trucewatch.Server.Backups;

/// <summary>What is restored, and to where.</summary>
/// <param name="Backup">Folder of the backup.</param>
/// <param name="To">Where the data folder is to be.</param>
/// <param name="Moment">A point in time, or null: all that the backup holds.</param>
/// <param name="Agreement">Folder of the agreement pack, for a point in time; null: the one that comes with the
/// program.</param>
/// <param name="SucceedBy">Who lets another log succeed this one, or null: nobody does.</param>
/// <param name="Words">Why, or null.</param>
/// <param name="Mirror">Where a mirror serves the log, to fill it up from there; or null.</param>
internal sealed record RestoreOrder(
    string Backup, string To, Moment? Moment, string? Agreement, string? SucceedBy, string? Words, Uri? Mirror = null);

/// <summary>Makes a data folder of a backup. It is there whole and checked, or not at all.</summary>
internal sealed class DataRestore
{
    private readonly RestoreOrder order;
    private readonly BackupManifest manifest;

    private DataRestore(RestoreOrder order)
    {
        this.order = order;
        manifest = BackupFolder.ReadManifest(order.Backup);
        Vkey = manifest.Log;
        Size = manifest.Head.Size;
    }

    /// <summary>The log's public key.</summary>
    public string Vkey { get; private set; }

    /// <summary>The log's size.</summary>
    public long Size { get; private set; }

    /// <summary>How many files the backup holds.</summary>
    public int Files => manifest.Files.Count;

    /// <summary>What the step of a point in time gave, or null.</summary>
    public PointInTime? Cut { get; private set; }

    /// <summary>Does it.</summary>
    /// <exception cref="InvalidDataException">The backup is damaged; the message names the file.</exception>
    public static async Task<DataRestore> RunAsync(RestoreOrder order, TimeProvider time, CancellationToken stop)
    {
        var restore = new DataRestore(order);
        using var staging = new StagingFolder(order.To);
        restore.CopyTo(staging.Path);
        restore.Check(staging.Path);
        if (order.Mirror is { } mirror)
        {
            restore.Size = await MirrorFill.ExtendAsync(staging.Path, mirror, stop);
            restore.Check(staging.Path);
        }

        if (order.Moment is { } moment)
        {
            var folder = DataFolder.Find(staging.Path);
            restore.Cut = PointInTime.Make(folder, restore.FindAgreement(folder), moment);
            restore.Size = restore.Cut.Size;
            restore.Check(staging.Path);
        }

        if (order.SucceedBy is { } by)
        {
            restore.Vkey = Succession.Begin(staging.Path, by, order.Words, time);
            restore.Size = LogReader.Open(staging.Path).ReadCheckpoint().Size;
            restore.Check(staging.Path);
        }

        staging.Publish();
        return restore;
    }

    /// <summary>Compares every file of a backup with its hash, and the log in it with its signature.</summary>
    public static (BackupManifest Manifest, IReadOnlyList<string> Findings) CheckBackup(string backup)
    {
        var read = BackupFolder.ReadManifest(backup);
        var findings = new List<string>();
        foreach (var file in read.Files)
        {
            try
            {
                CopyFile(backup, file, Stream.Null);
            }
            catch (InvalidDataException damaged)
            {
                findings.Add(damaged.Message);
            }
        }

        findings.AddRange(EvidenceFsck.Run(BackupFolder.View(backup, read), Key(read)).Findings);
        return (read, findings);
    }

    private static NoteVerifier Key(BackupManifest manifest) =>
        NoteVerifier.TryParse(manifest.Log, out var key)
            ? key!
            : throw new InvalidDataException(
                $"{BackupManifest.Name}: expected the log's public key, got {manifest.Log}");

    private void CopyTo(string path)
    {
        foreach (var file in manifest.Files)
        {
            var target = Path.Combine(path, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows() && file.Path.StartsWith("keys/", StringComparison.Ordinal))
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var stream = new FileStream(target, options);
            CopyFile(order.Backup, file, stream);
            stream.Flush();
            FileFlush.ToDisk(stream.SafeFileHandle, target);
        }
    }

    private static void CopyFile(string backup, BundleFile file, Stream to)
    {
        var blob = BackupFolder.BlobOf(file.Sha256);
        var source = Path.Combine(backup, blob);
        if (!File.Exists(source))
        {
            throw new InvalidDataException($"{file.Path}: expected {blob} in the backup, got no file");
        }

        using var hash = System.Security.Cryptography.IncrementalHash.CreateHash(
            System.Security.Cryptography.HashAlgorithmName.SHA256);
        using var stream = File.OpenRead(source);
        var buffer = new byte[1 << 20];
        while (stream.Read(buffer) is > 0 and var count)
        {
            hash.AppendData(buffer, 0, count);
            to.Write(buffer, 0, count);
        }

        var digest = Digest.FromBytes(hash.GetHashAndReset());
        if (digest != file.Sha256)
        {
            throw new InvalidDataException($"{file.Path}: expected {blob} of that SHA-256, got one of {digest}");
        }
    }

    private void Check(string path)
    {
        _ = NoteVerifier.TryParse(Vkey, out var key);
        List<Digest> expected = [];
        Dictionary<Digest, string> dropped;
        using (var store = SqlitePictureStore.Open(Path.Combine(path, "picture.db")))
        {
            foreach (var segment in store.ReadSegments())
            {
                _ = Digest.TryParseHex(segment.Digest, out var digest);
                expected.Add(digest);
            }

            dropped = new CustodyBook(DataFolder.Find(path), store).Dropped();
        }

        PictureFile.Fold(Path.Combine(path, "picture.db"));
        var report = EvidenceFsck.Run(new DiskFiles(path), key!, expected, dropped);
        if (!report.Holds)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"{order.Backup}: expected a data folder that holds, got {report.Findings.Count} findings; first: {
                    report.Findings[0]}"));
        }
    }

    private Agreement FindAgreement(DataFolder folder)
    {
        var hash = folder.AgreementHash;
        var found = order.Agreement ?? (hash is null ? null : AgreementFolder.FindByHash(hash))
            ?? throw new UnusableException(
                $"--agreement: expected the pack of SHA-256 {hash}, which the record was stepped under; it comes not "
                + "with the program");
        var agreement = AgreementFolder.Open(found);
        return agreement.Hash == hash
            ? agreement
            : throw new UnusableException($"{found}: expected the agreement of SHA-256 {hash}, got {agreement.Hash}");
    }
}
