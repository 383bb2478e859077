using System.Security.Cryptography;
using Trucewatch.Evidence.Bundles;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Notes;

namespace Trucewatch.Evidence.Backups;

/// <summary>
/// A folder with one backup of a data folder: the content of each file under its hash, and a manifest that says which
/// file has which. The manifest is replaced last, so that a backup that is cut off leaves the one before it whole, and
/// what did not change is not written again.
/// </summary>
public sealed class BackupFolder : IDisposable
{
    /// <summary>Where contents lie, below the folder: <c>files/ab/abcdef...</c>.</summary>
    public const string BlobFolder = "files";

    private const string WorkFolder = "work";
    private const string LockName = "lock";
    private const string UnfinishedManifest = BackupManifest.Name + DiskFiles.TemporaryEnding;
    private const int MostWaitingBytes = 16 * 1024 * 1024;
    private const UnixFileMode OwnerOnly =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _path;
    private readonly DiskFiles _files;
    private readonly IDisposable _lock;
    private readonly SortedDictionary<string, BundleFile> _added = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BundleFile> _known;
    private readonly Dictionary<string, PendingFile> _waiting = new(StringComparer.Ordinal);
    private int _waitingBytes;

    private BackupFolder(string path, IDisposable held)
    {
        (_path, _files, _lock) = (path, new DiskFiles(path), held);
        Newest = File.Exists(Path.Combine(path, BackupManifest.Name)) ? ReadManifest(path) : null;
        _known = (Newest?.Files ?? []).ToDictionary(file => file.Path, StringComparer.Ordinal);
        ClearWork();
        Directory.CreateDirectory(Work);
    }

    /// <summary>The backup that is here, or null: this is the first.</summary>
    public BackupManifest? Newest { get; }

    /// <summary>A folder for files that are being made; it is emptied by each start.</summary>
    public string Work => Path.Combine(_path, WorkFolder);

    /// <summary>How many bytes were written, of files that changed or are new.</summary>
    public long WrittenBytes { get; private set; }

    /// <summary>How many files were taken over from the backup before.</summary>
    public int UnchangedFiles { get; private set; }

    /// <summary>Where the content with this hash lies.</summary>
    public static string BlobOf(Digest sha256)
    {
        var hex = sha256.ToHex();
        return $"{BlobFolder}/{hex[..2]}/{hex}";
    }

    /// <summary>Opens a folder for a backup; it is absent, empty, or holds an earlier one.</summary>
    /// <exception cref="InvalidDataException">It holds something else, or the earlier backup is damaged.</exception>
    /// <exception cref="IOException">Another backup is being written there.</exception>
    public static BackupFolder Open(string path)
    {
        path = Path.GetFullPath(path);
        if (Directory.Exists(path))
        {
            var foreign = Directory.EnumerateFileSystemEntries(path).Select(one => Path.GetFileName(one)!)
                .FirstOrDefault(name => name is not (BackupManifest.Name or UnfinishedManifest or BlobFolder
                    or WorkFolder or LockName));
            if (foreign is not null)
            {
                throw new InvalidDataException($"{path}: expected an empty folder or a backup, got one with {foreign}");
            }
        }
        else if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            // A backup holds the keys.
            Directory.CreateDirectory(path, OwnerOnly);
        }

        var held = new DiskFiles(path).Lock(LockName);
        try
        {
            return new BackupFolder(path, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>The manifest of a backup.</summary>
    /// <exception cref="InvalidDataException">There is none, or it is damaged.</exception>
    public static BackupManifest ReadManifest(string path)
    {
        var bytes = new DiskFiles(path).Read(BackupManifest.Name, BackupManifest.MaxBytes)
            ?? throw new InvalidDataException(
                $"{path}: expected a backup with a {BackupManifest.Name}, got none; one that was cut off has none");
        return BackupManifest.TryParse(bytes) ?? throw new InvalidDataException(
            $"{path}/{BackupManifest.Name}: expected a whole manifest with its digest, got damage");
    }

    /// <summary>The data folder that a backup holds, read-only.</summary>
    public static IEvidenceFiles View(string path, BackupManifest manifest) => new BackupFiles(
        new DiskFiles(path), manifest.Files.ToDictionary(file => file.Path, StringComparer.Ordinal));

    /// <summary>
    /// Takes a file over from the backup before, where it was there and cannot have changed; else false.
    /// </summary>
    public bool TryKeep(string path)
    {
        if (!_known.TryGetValue(path, out var file)
            || new FileInfo(Path.Combine(_path, BlobOf(file.Sha256))) is not { Exists: true } blob
            || blob.Length != file.Size)
        {
            return false;
        }

        _added.Add(path, file);
        UnchangedFiles++;
        return true;
    }

    /// <summary>Adds a file by its content.</summary>
    public void Add(string path, ReadOnlyMemory<byte> content)
    {
        var file = new BundleFile(path, content.Length, Digest.Of(content.Span));
        _added.Add(path, file);
        var blob = BlobOf(file.Sha256);
        if (_waiting.ContainsKey(blob) || File.Exists(Path.Combine(_path, blob)))
        {
            return;
        }

        _waiting.Add(blob, new PendingFile(blob, content));
        WrittenBytes += content.Length;
        _waitingBytes += content.Length;
        if (_waitingBytes >= MostWaitingBytes)
        {
            Flush();
        }
    }

    /// <summary>Adds a file that was made in <see cref="Work"/>; it is moved from there.</summary>
    public void AddMade(string path, string made)
    {
        BundleFile file;
        using (var stream = File.OpenRead(made))
        {
            file = new BundleFile(path, stream.Length, Digest.FromBytes(SHA256.HashData(stream)));
            FileFlush.ToDisk(stream.SafeFileHandle, made);
        }

        _added.Add(path, file);
        var blob = Path.Combine(_path, BlobOf(file.Sha256));
        if (!File.Exists(blob))
        {
            WrittenBytes += file.Size;
            Directory.CreateDirectory(Path.GetDirectoryName(blob)!);
            File.Move(made, blob);
            FileFlush.FolderToDisk(Path.GetDirectoryName(blob)!);
            FileFlush.FolderToDisk(Path.Combine(_path, BlobFolder));
        }
    }

    /// <summary>What was added so far, as files that can be read.</summary>
    public IEvidenceFiles ViewAdded()
    {
        Flush();
        return new BackupFiles(_files, _added);
    }

    /// <summary>Makes the backup the one that is here, and removes what only the one before it needed.</summary>
    public BackupManifest Finish(string vkey, TreeHead head, string at)
    {
        Flush();
        var manifest = new BackupManifest(vkey, head, at, [.. _added.Values]);
        _files.Write([new PendingFile(BackupManifest.Name, manifest.ToBytes())]);
        var needed = manifest.Files.Select(file => BlobOf(file.Sha256)).ToHashSet(StringComparer.Ordinal);
        foreach (var left in _files.List(BlobFolder).Where(blob => !needed.Contains(blob)))
        {
            _files.Delete(left);
        }

        ClearWork();
        return manifest;
    }

    /// <summary>Gives the folder free.</summary>
    public void Dispose() => _lock.Dispose();

    private void Flush()
    {
        _files.Write([.. _waiting.Values]);
        _waiting.Clear();
        _waitingBytes = 0;
    }

    private void ClearWork()
    {
        if (Directory.Exists(Work))
        {
            Directory.Delete(Work, recursive: true);
        }
    }
}
