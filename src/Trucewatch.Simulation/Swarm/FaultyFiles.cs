using Trucewatch.Evidence.Files;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Swarm;

/// <summary>What goes wrong with a disk.</summary>
public enum DiskFault
{
    /// <summary>A write or an fsync fails: errno 5.</summary>
    Failure,

    /// <summary>There is no room for anything: errno 28.</summary>
    NoRoom,

    /// <summary>There is room for a part of what is written.</summary>
    ShortWrite,
}

/// <summary>
/// The files of a data folder on a disk that fails once: the seed says in which of its folders, at which step there,
/// and how. After it the power goes, and of what was written and not flushed some part is there.
/// </summary>
public sealed class FaultyFiles
{
    // Folders of the evidence, and by about how many steps in each the fault has come.
    private static readonly (string Folder, int Steps)[] targets = [("journal/", 20), ("segments/", 1), ("log/", 6)];

    private readonly Lock gate = new();
    private readonly Draws draws;
    private readonly IEvidenceFiles files;
    private readonly bool forgets;
    private readonly string folder;
    private readonly List<IDisposable> held = [];
    private readonly Dictionary<string, long> safe = new(StringComparer.Ordinal);
    private int left;

    /// <summary>Makes the disk of a trial.</summary>
    /// <param name="files">Where the files are in truth.</param>
    /// <param name="draws">What happens.</param>
    /// <param name="forgets">True plants a failure: the disk forgets what it said was safe.</param>
    public FaultyFiles(IEvidenceFiles files, Draws draws, bool forgets)
    {
        ArgumentNullException.ThrowIfNull(draws);
        (this.files, this.draws, this.forgets) = (files, draws, forgets);
        var target = targets[draws.Below(targets.Length)];
        (folder, left) = (target.Folder, 1 + draws.Below(target.Steps));
        Fault = (DiskFault)draws.Below(Enum.GetValues<DiskFault>().Length);
        Files = new Seen(this, "");
    }

    /// <summary>The files as the program sees them.</summary>
    public IEvidenceFiles Files { get; }

    /// <summary>What goes wrong.</summary>
    public DiskFault Fault { get; }

    /// <summary>Where it went wrong, or null: it has not yet.</summary>
    public string? FailedAt { get; private set; }

    /// <summary>Cuts the power: locks fall, and files that grew lose some of what was not flushed.</summary>
    public void CutPower()
    {
        lock (gate)
        {
            held.ForEach(each => each.Dispose());
            held.Clear();
            foreach (var (path, length) in safe)
            {
                using var file = files.OpenAppend(path);
                var kept = forgets ? length / 2 : length + draws.Below((int)Math.Max(0, file.Length - length) + 1);
                if (kept < file.Length)
                {
                    file.Truncate(kept);
                    file.Flush();
                }
            }
        }
    }

    private IOException Failure(string path)
    {
        FailedAt = path;
        return Fault == DiskFault.Failure
            ? new IOException($"{path}: input/output error", 5)
            : new IOException($"{path}: no space left on device", 28);
    }

    /// <summary>True for the step at which it fails.</summary>
    private bool IsDue(string path) => path.StartsWith(folder, StringComparison.Ordinal) && --left == 0;

    private sealed class Seen(FaultyFiles disk, string prefix) : IEvidenceFiles
    {
        private readonly IEvidenceFiles own = prefix.Length == 0 ? disk.files : disk.files.Under(prefix.TrimEnd('/'));

        public IEvidenceFiles Under(string folder) => new Seen(disk, $"{prefix}{folder}/");

        public byte[]? Read(string path, int maxBytes) => own.Read(path, maxBytes);

        /// <summary>Of several files some are the new ones when it fails; each is whole.</summary>
        public void Write(ReadOnlySpan<PendingFile> files)
        {
            lock (disk.gate)
            {
                if (files.Length > 0 && disk.IsDue(prefix + files[0].Path))
                {
                    own.Write(files[..(disk.Fault == DiskFault.ShortWrite ? disk.draws.Below(files.Length) : 0)]);
                    throw disk.Failure(prefix + files[0].Path);
                }
            }

            own.Write(files);
        }

        public void Delete(string path) => own.Delete(path);

        public IReadOnlyList<string> List(string folder) => own.List(folder);

        public IAppendFile OpenAppend(string path)
        {
            lock (disk.gate)
            {
                var file = new Growing(disk, prefix + path, own.OpenAppend(path));
                disk.safe[prefix + path] = file.Length;
                disk.held.Add(file);
                return file;
            }
        }

        public IDisposable Lock(string path)
        {
            lock (disk.gate)
            {
                var taken = own.Lock(path);
                disk.held.Add(taken);
                return taken;
            }
        }
    }

    private sealed class Growing(FaultyFiles disk, string path, IAppendFile own) : IAppendFile
    {
        public long Length => own.Length;

        public byte[] ReadAll(int maxBytes) => own.ReadAll(maxBytes);

        public void Append(ReadOnlySpan<byte> bytes)
        {
            lock (disk.gate)
            {
                if (disk.IsDue(path))
                {
                    own.Append(bytes[..(disk.Fault == DiskFault.ShortWrite ? disk.draws.Below(bytes.Length) : 0)]);
                    throw disk.Failure(path);
                }

                own.Append(bytes);
            }
        }

        public void Flush()
        {
            lock (disk.gate)
            {
                if (disk.IsDue(path))
                {
                    throw disk.Failure(path);
                }

                own.Flush();
                disk.safe[path] = own.Length;
            }
        }

        public void Truncate(long length)
        {
            lock (disk.gate)
            {
                if (disk.IsDue(path))
                {
                    throw disk.Failure(path);
                }

                own.Truncate(length);
                disk.safe[path] = Math.Min(disk.safe[path], length);
            }
        }

        public void Dispose() => own.Dispose();
    }
}
