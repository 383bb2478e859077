using System.Text;
using Trucewatch.Evidence.Files;

namespace Trucewatch.Evidence;

/// <summary>
/// A key pair as two files below a data folder: <c>keys/NAME.skey</c>, for the owner's eyes only and made at the first
/// start, and <c>keys/NAME.vkey</c>, to be handed to everyone.
/// </summary>
internal static class KeyFiles
{
    public const string Folder = "keys";
    public const int MaxBytes = 1024;

    /// <summary>The public key that is there, or null.</summary>
    public static string? ReadPublic(string dataFolder, string name) =>
        new DiskFiles(dataFolder).Read($"{Folder}/{name}.vkey", MaxBytes) is { } bytes
            ? Encoding.UTF8.GetString(bytes).TrimEnd('\n')
            : null;

    /// <summary>The private key, drawn where there is none yet.</summary>
    /// <exception cref="EvidenceHaltedException">Others can read the key.</exception>
    public static string ReadOrDraw(string dataFolder, string name, Func<string> draw)
    {
        var path = PrivatePath(dataFolder, name);
        if (!File.Exists(path))
        {
            Create(path, draw());
        }

        return OperatingSystem.IsWindows()
            || (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) == UnixFileMode.None
            ? File.ReadAllText(path).TrimEnd('\n')
            : throw new EvidenceHaltedException($"{path}: expected file mode 0600, got {File.GetUnixFileMode(path)}");
    }

    /// <summary>
    /// Writes the public key. Done each time and last: it flushes the folder in which a new private key lies, and a
    /// start that was cut off before it is made good.
    /// </summary>
    public static void WritePublic(string dataFolder, string name, string vkey) => new DiskFiles(dataFolder).Write(
        [new PendingFile($"{Folder}/{name}.vkey", Encoding.UTF8.GetBytes(vkey + "\n"))]);

    /// <summary>Where the private key lies.</summary>
    public static string PrivatePath(string dataFolder, string name) =>
        Path.Combine(dataFolder, Folder, name + ".skey");

    private static void Create(string path, string skey)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);

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
            file.Write(Encoding.UTF8.GetBytes(skey + "\n"));
            file.Flush();
            FileFlush.ToDisk(file.SafeFileHandle, path);
        }

        File.Move(path + ".tmp", path);
    }
}
