namespace Trucewatch.Evidence.Files;

/// <summary>
/// Evidence files in memory, for the simulator and for tests: every step can be made to fail, and a power cut forgets
/// what was not flushed.
/// </summary>
public sealed class MemoryFiles : IEvidenceFiles
{
    private readonly Disk _disk;
    private readonly string _prefix;

    /// <summary>Starts with no files.</summary>
    public MemoryFiles()
        : this(new Disk(), "")
    {
    }

    private MemoryFiles(Disk disk, string prefix) => (_disk, _prefix) = (disk, prefix);

    /// <summary>Asked before each step; true makes the step fail with an <see cref="IOException"/>.</summary>
    public Func<FileStep, string, bool>? Fails
    {
        get => _disk.Fails;
        set => _disk.Fails = value;
    }

    /// <inheritdoc/>
    public IEvidenceFiles Under(string folder) => new MemoryFiles(_disk, _prefix + folder + "/");

    /// <inheritdoc/>
    public byte[]? Read(string path, int maxBytes)
    {
        lock (_disk)
        {
            if (!_disk.Visible.TryGetValue(_prefix + path, out var content))
            {
                return null;
            }

            return content.Length <= maxBytes
                ? (byte[])content.Clone()
                : throw new IOException(FormattableString.Invariant(
                    $"{path}: expected at most {maxBytes} bytes, got {content.Length}"));
        }
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<PendingFile> files)
    {
        lock (_disk)
        {
            foreach (var file in files)
            {
                _disk.Step(FileStep.Write, _prefix + file.Path);
                _disk.Step(FileStep.Flush, _prefix + file.Path);
            }

            foreach (var file in files)
            {
                _disk.Step(FileStep.Rename, _prefix + file.Path);
                _disk.Visible[_prefix + file.Path] = file.Content.ToArray();
            }

            foreach (var file in files)
            {
                _disk.Step(FileStep.FlushFolder, _prefix + file.Path);
                _disk.Durable[_prefix + file.Path] = file.Content.ToArray();
            }
        }
    }

    /// <inheritdoc/>
    public void Delete(string path)
    {
        lock (_disk)
        {
            _disk.Visible.Remove(_prefix + path);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> List(string folder)
    {
        lock (_disk)
        {
            var start = _prefix + folder + "/";
            return [.. _disk.Visible.Keys
                .Where(path => path.StartsWith(start, StringComparison.Ordinal))
                .Select(path => path[_prefix.Length..])];
        }
    }

    /// <inheritdoc/>
    public IAppendFile OpenAppend(string path)
    {
        lock (_disk)
        {
            _disk.Visible.TryAdd(_prefix + path, []);
            _disk.Durable.TryAdd(_prefix + path, []);
            return new MemoryAppendFile(_disk, _prefix + path);
        }
    }

    /// <inheritdoc/>
    public IDisposable Lock(string path)
    {
        lock (_disk)
        {
            return _disk.Locks.Add(_prefix + path)
                ? new HeldLock(_disk, _prefix + path)
                : throw new IOException($"{path}: another writer holds the lock");
        }
    }

    /// <summary>Puts bytes in place as a fault of the medium would, past every guard; null removes the file.</summary>
    public void Overwrite(string path, byte[]? content)
    {
        lock (_disk)
        {
            foreach (var files in (SortedDictionary<string, byte[]>[])[_disk.Visible, _disk.Durable])
            {
                if (content is null)
                {
                    files.Remove(_prefix + path);
                }
                else
                {
                    files[_prefix + path] = content;
                }
            }
        }
    }

    /// <summary>
    /// Cuts the power: locks fall, and each change that was not yet flushed survives or not, as the caller says for
    /// its path.
    /// </summary>
    public void CutPower(Func<string, bool> survives)
    {
        lock (_disk)
        {
            foreach (var path in _disk.Visible.Keys.Union(_disk.Durable.Keys, StringComparer.Ordinal).ToList())
            {
                if (survives(path) && _disk.Visible.TryGetValue(path, out var kept))
                {
                    _disk.Durable[path] = kept;
                }
                else if (!_disk.Durable.ContainsKey(path))
                {
                    _disk.Visible.Remove(path);
                    continue;
                }

                _disk.Visible[path] = _disk.Durable[path];
            }

            _disk.Locks.Clear();
        }
    }

    private sealed class Disk
    {
        public SortedDictionary<string, byte[]> Visible { get; } = new(StringComparer.Ordinal);

        public SortedDictionary<string, byte[]> Durable { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Locks { get; } = new(StringComparer.Ordinal);

        public Func<FileStep, string, bool>? Fails { get; set; }

        public void Step(FileStep step, string path)
        {
            if (Fails?.Invoke(step, path) == true)
            {
                throw new IOException($"{path}: {step} failed");
            }
        }
    }

    private sealed class HeldLock(Disk disk, string path) : IDisposable
    {
        public void Dispose()
        {
            lock (disk)
            {
                disk.Locks.Remove(path);
            }
        }
    }

    private sealed class MemoryAppendFile(Disk disk, string path) : IAppendFile
    {
        public long Length => Content.Length;

        private byte[] Content
        {
            get => disk.Visible[path];
            set => disk.Visible[path] = value;
        }

        public byte[] ReadAll(int maxBytes) => Content.Length <= maxBytes
            ? (byte[])Content.Clone()
            : throw new IOException(FormattableString.Invariant(
                $"{path}: expected at most {maxBytes} bytes, got {Content.Length}"));

        public void Append(ReadOnlySpan<byte> bytes)
        {
            lock (disk)
            {
                disk.Step(FileStep.Write, path);
                Content = [.. Content, .. bytes];
            }
        }

        public void Flush()
        {
            lock (disk)
            {
                disk.Step(FileStep.Flush, path);
                disk.Durable[path] = Content;
            }
        }

        public void Truncate(long length)
        {
            lock (disk)
            {
                disk.Step(FileStep.Write, path);
                Content = Content[..(int)length];
            }
        }

        public void Dispose()
        {
        }
    }
}
