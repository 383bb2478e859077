using System.Text;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Notes;

namespace Trucewatch.Evidence;

/// <summary>
/// The log's key below a data folder: <c>keys/log.skey</c>, for the owner's eyes only, and <c>keys/log.vkey</c>, to be
/// handed to everyone.
/// </summary>
public static class LogKey
{
    internal const string Folder = "keys";
    internal const string PrivateName = "log.skey";
    internal const string PublicName = "log.vkey";
    internal const int MaxBytes = 1024;

    /// <summary>
    /// Reads the key, or draws one at the first start. A key that others can read, that everybody knows, or that is of
    /// another origin is refused.
    /// </summary>
    /// <exception cref="EvidenceHaltedException">The key is there and must not be used.</exception>
    public static NoteSigner OpenOrCreate(string dataFolder, string origin)
    {
        var folder = Path.Combine(dataFolder, Folder);
        var path = Path.Combine(folder, PrivateName);
        if (!File.Exists(path))
        {
            Create(folder, path, origin);
        }

        if (!OperatingSystem.IsWindows()
            && (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != UnixFileMode.None)
        {
            throw new EvidenceHaltedException($"{path}: expected file mode 0600, got {File.GetUnixFileMode(path)}");
        }

        if (!NoteSigner.TryParse(File.ReadAllText(path).TrimEnd('\n'), out var signer))
        {
            throw new EvidenceHaltedException(
                $"{path}: expected a private key of this log's own, got none or a known one");
        }

        if (signer!.Name != origin)
        {
            throw new EvidenceHaltedException($"{path}: expected a key of {origin}, got one of {signer.Name}");
        }

        // Written last and each time: it flushes the folder in which the new key lies, and a start that was cut off
        // before it is made good.
        new DiskFiles(dataFolder).Write(
            [new PendingFile($"{Folder}/{PublicName}", Encoding.UTF8.GetBytes(signer.Verifier.Vkey + "\n"))]);
        return signer;
    }

    private static void Create(string folder, string path, string origin)
    {
        Directory.CreateDirectory(folder);
        using var drawn = NoteSigner.Generate(origin);

        // The mode is set before the first byte is there, so that the key is at no moment readable by others. The
        // rename comes last: a half-written key is never found.
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        File.Delete(path + ".tmp");
        using (var file = new FileStream(path + ".tmp", options))
        {
            file.Write(Encoding.UTF8.GetBytes(drawn.ExportSkey() + "\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".tmp", path);
    }
}
