using Microsoft.Win32.SafeHandles;

namespace Trucewatch.Evidence.Files;

/// <summary>
/// Evidence files in a folder on disk, written as temporary file, fsync, rename, fsync of the folder.
/// </summary>
public sealed class DiskFiles : IEvidenceFiles
{
    /// <summary>The ending of a file that is being written; what is left with it after a crash means nothing.</summary>
    public const string TemporaryEnding = ".tmp";

    private const int FilesAtOnce = 128;
    private const int FlushesAtOnce = 8;

    private readonly string _root;

    /// <summary>Takes the folder; it is made at the first write.</summary>
    public DiskFiles(string root) => _root = Path.GetFullPath(root);

    /// <inheritdoc/>
    public IEvidenceFiles Under(string folder) => new DiskFiles(FullPath(folder));

    /// <inheritdoc/>
    public byte[]? Read(string path, int maxBytes)
    {
        try
        {
            using var handle = File.OpenHandle(FullPath(path));
            return ReadWhole(handle, path, maxBytes);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<PendingFile> files)
    {
        // Folders in order of first use; a new folder's own name must be made durable too, in the folder above it.
        var folders = new List<string>();
        for (var first = 0; first < files.Length; first += FilesAtOnce)
        {
            WriteTemporary(files.Slice(first, Math.Min(FilesAtOnce, files.Length - first)), folders);
        }

        foreach (var file in files)
        {
            var path = FullPath(file.Path);
            File.Move(path + TemporaryEnding, path, overwrite: true);
        }

        foreach (var folder in folders)
        {
            FileFlush.FolderToDisk(folder);
        }
    }

    /// <inheritdoc/>
    public void Delete(string path)
    {
        try
        {
            File.Delete(FullPath(path));
        }
        catch (DirectoryNotFoundException)
        {
            return;
        }

        var folder = Path.GetDirectoryName(FullPath(path))!;
        if (folder.EndsWith(".p", StringComparison.Ordinal) && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> List(string folder)
    {
        var full = FullPath(folder);
        if (!Directory.Exists(full))
        {
            return [];
        }

        var paths = Directory.EnumerateFiles(full, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(_root, path).Replace(Path.DirectorySeparatorChar, '/'))
            .ToList();
        paths.Sort(StringComparer.Ordinal);
        return paths;
    }

    /// <inheritdoc/>
    public IAppendFile OpenAppend(string path)
    {
        var full = FullPath(path);
        var folders = new List<string>();
        MakeFolder(Path.GetDirectoryName(full)!, folders);
        var handle = File.OpenHandle(full, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        folders.ForEach(FileFlush.FolderToDisk);
        return new DiskAppendFile(handle, path);
    }

    /// <inheritdoc/>
    public IDisposable Lock(string path)
    {
        var full = FullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        return File.OpenHandle(full, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>
    /// Writes all before it flushes any, and flushes several at a time: the file system then makes them durable in few
    /// commits of its own.
    /// </summary>
    private void WriteTemporary(ReadOnlySpan<PendingFile> files, List<string> folders)
    {
        var handles = new SafeFileHandle?[files.Length];
        try
        {
            for (var i = 0; i < files.Length; i++)
            {
                var path = FullPath(files[i].Path);
                MakeFolder(Path.GetDirectoryName(path)!, folders);
                handles[i] = File.OpenHandle(
                    path + TemporaryEnding, FileMode.Create, FileAccess.Write, FileShare.None);
                RandomAccess.Write(handles[i]!, files[i].Content.Span, 0);
            }

            if (handles.Length == 1)
            {
                FileFlush.ToDisk(handles[0]!, files[0].Path);
            }
            else
            {
                FlushAll(handles, files[0].Path);
            }
        }
        finally
        {
            Array.ForEach(handles, handle => handle?.Dispose());
        }
    }

    private static void FlushAll(SafeFileHandle?[] handles, string firstPath)
    {
        try
        {
            Parallel.For(
                0,
                handles.Length,
                new ParallelOptions { MaxDegreeOfParallelism = FlushesAtOnce },
                i => FileFlush.ToDisk(handles[i]!, firstPath));
        }
        catch (AggregateException failed)
        {
            throw new IOException(failed.InnerException!.Message, failed);
        }
    }

    private static byte[] ReadWhole(SafeFileHandle handle, string path, int maxBytes)
    {
        var length = RandomAccess.GetLength(handle);
        if (length > maxBytes)
        {
            throw new IOException(
                FormattableString.Invariant($"{path}: expected at most {maxBytes} bytes, got {length}"));
        }

        var content = new byte[length];
        var filled = 0;
        while (filled < content.Length)
        {
            var read = RandomAccess.Read(handle, content.AsSpan(filled), filled);
            if (read == 0)
            {
                throw new IOException(
                    FormattableString.Invariant($"{path}: expected {length} bytes, got {filled}"));
            }

            filled += read;
        }

        return content;
    }

    private static void MakeFolder(string folder, List<string> toFlush)
    {
        if (!Directory.Exists(folder))
        {
            MakeFolder(Path.GetDirectoryName(folder)!, toFlush);
            Directory.CreateDirectory(folder);
        }

        if (!toFlush.Contains(folder))
        {
            toFlush.Add(folder);
        }
    }

    private string FullPath(string path) =>
        Path.IsPathRooted(path) || path.Contains("..", StringComparison.Ordinal)
            ? throw new ArgumentException($"expected a relative path inside the folder, got '{path}'")
            : Path.Combine(_root, path);

    private sealed class DiskAppendFile(SafeFileHandle handle, string path) : IAppendFile
    {
        public long Length { get; private set; } = RandomAccess.GetLength(handle);

        public byte[] ReadAll(int maxBytes) => ReadWhole(handle, path, maxBytes);

        public void Append(ReadOnlySpan<byte> bytes)
        {
            RandomAccess.Write(handle, bytes, Length);
            Length += bytes.Length;
        }

        public void Flush() => FileFlush.ToDisk(handle, path);

        public void Truncate(long length)
        {
            RandomAccess.SetLength(handle, length);
            Length = length;
        }

        public void Dispose() => handle.Dispose();
    }
}
