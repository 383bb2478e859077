using Trucewatch.Evidence.Files;

namespace Trucewatch.Server.Intake;

/// <summary>Files on disk of which a step can be held up, or made to fail, before it begins.</summary>
internal sealed class HeldFiles(string root) : IEvidenceFiles
{
    private readonly DiskFiles disk = new(root);

    /// <summary>Called before each write of whole files and each flush of a growing one, with the path.</summary>
    public Action<FileStep, string> Before { get; set; } = (_, _) => { };

    public IEvidenceFiles Under(string folder) => disk.Under(folder);

    public byte[]? Read(string path, int maxBytes) => disk.Read(path, maxBytes);

    public void Write(ReadOnlySpan<PendingFile> files)
    {
        foreach (var file in files)
        {
            Before(FileStep.Write, file.Path);
        }

        disk.Write(files);
    }

    public void Delete(string path) => disk.Delete(path);

    public IReadOnlyList<string> List(string folder) => disk.List(folder);

    public IAppendFile OpenAppend(string path) => new HeldAppend(this, path, disk.OpenAppend(path));

    public IDisposable Lock(string path) => disk.Lock(path);

    private sealed class HeldAppend(HeldFiles files, string path, IAppendFile file) : IAppendFile
    {
        public long Length => file.Length;

        public byte[] ReadAll(int maxBytes) => file.ReadAll(maxBytes);

        public void Append(ReadOnlySpan<byte> bytes) => file.Append(bytes);

        public void Flush()
        {
            files.Before(FileStep.Flush, path);
            file.Flush();
        }

        public void Truncate(long length) => file.Truncate(length);

        public void Dispose() => file.Dispose();
    }
}

/// <summary>A step that waits until it is let go, and says when it is there.</summary>
internal sealed class Gate : IDisposable
{
    private readonly ManualResetEventSlim reached = new();
    private readonly ManualResetEventSlim open = new();

    public void Pass()
    {
        reached.Set();
        open.Wait();
    }

    public void AwaitReached() => reached.Wait();

    public void Open() => open.Set();

    public void Dispose()
    {
        reached.Dispose();
        open.Dispose();
    }
}

/// <summary>
/// Two clocks as a machine has them: one that counts up, and one on the wall that somebody sets. No wait ever ends.
/// </summary>
internal sealed class HeldTime : TimeProvider
{
    private long countedTicks;
    private long wallTicks = new DateTime(2030, 6, 3, 6, 0, 0, DateTimeKind.Utc).Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref countedTicks);

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref wallTicks), TimeSpan.Zero);

    /// <summary>Lets time pass on both clocks.</summary>
    public void Pass(TimeSpan time)
    {
        Interlocked.Add(ref countedTicks, time.Ticks);
        Interlocked.Add(ref wallTicks, time.Ticks);
    }

    /// <summary>Sets the clock on the wall forward, or back.</summary>
    public void Jump(TimeSpan time) => Interlocked.Add(ref wallTicks, time.Ticks);

    /// <summary>Called with the length of each wait that begins.</summary>
    public Action<TimeSpan> Waits { get; set; } = _ => { };

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Waits(dueTime);
        return new Never();
    }

    private sealed class Never : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
