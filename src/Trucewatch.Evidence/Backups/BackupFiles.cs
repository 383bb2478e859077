using Trucewatch.Evidence.Bundles;
using Trucewatch.Evidence.Files;

namespace Trucewatch.Evidence.Backups;

/// <summary>
/// The data folder that a backup holds, to be read and not to be written: each file by its path, and each compared with
/// its hash when it is read.
/// </summary>
internal sealed class BackupFiles(
    IEvidenceFiles blobs, IReadOnlyDictionary<string, BundleFile> files, string under = "") : IEvidenceFiles
{
    public IEvidenceFiles Under(string folder) => new BackupFiles(blobs, files, under + folder + "/");

    public byte[]? Read(string path, int maxBytes)
    {
        if (!files.TryGetValue(under + path, out var file))
        {
            return null;
        }

        var blob = BackupFolder.BlobOf(file.Sha256);
        var content = blobs.Read(blob, maxBytes);
        if (content is null)
        {
            throw new IOException($"{path}: expected {blob} in the backup, got no file");
        }

        var digest = Digest.Of(content);
        return digest == file.Sha256
            ? content
            : throw new IOException($"{path}: expected {blob} of SHA-256 {file.Sha256}, got one of {digest}");
    }

    public IReadOnlyList<string> List(string folder) =>
    [
        .. files.Keys.Where(path => path.StartsWith(under + folder + "/", StringComparison.Ordinal))
            .Select(path => path[under.Length..]).Order(StringComparer.Ordinal),
    ];

    public void Write(ReadOnlySpan<PendingFile> files) => throw ReadOnly();

    public void Delete(string path) => throw ReadOnly();

    public IAppendFile OpenAppend(string path) => throw ReadOnly();

    public IDisposable Lock(string path) => throw ReadOnly();

    private static NotSupportedException ReadOnly() => new("a backup is not written to by way of what it holds");
}
