using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Trucewatch.Evidence.Files;

/// <summary>
/// Makes files and folders durable by the C library itself: the framework opens no folders, and its own flush was seen
/// to pass over an fsync that failed. Windows has no such calls; there the framework flushes files.
/// </summary>
public static class FileFlush
{
    private const int ReadOnly = 0;

    /// <summary>Returns when the file is on stable storage.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="path">Its name, for the message.</param>
    /// <exception cref="IOException">The fsync failed; what is stored is not known any more.</exception>
    public static void ToDisk(SafeFileHandle file, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            RandomAccess.FlushToDisk(file);
        }
        else if (NativeFsync(file) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            throw new IOException(FormattableString.Invariant($"{path}: fsync failed, errno {error}"));
        }
    }

    /// <summary>Returns when the names in a folder are on stable storage.</summary>
    /// <exception cref="IOException">The fsync failed; what is stored is not known any more.</exception>
    public static void FolderToDisk(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = NativeOpen([.. Encoding.UTF8.GetBytes(folder), 0], ReadOnly);
        var failed = descriptor < 0 || NativeFsync(descriptor) != 0;
        var error = Marshal.GetLastPInvokeError();
        if (descriptor >= 0)
        {
            _ = NativeClose(descriptor);
        }

        if (failed)
        {
            throw new IOException(FormattableString.Invariant($"{folder}: fsync of the folder failed, errno {error}"));
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeOpen(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeFsync(int descriptor);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeFsync(SafeFileHandle file);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeClose(int descriptor);
}
