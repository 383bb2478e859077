namespace Trucewatch.Feeds.Transport;

/// <summary>
/// Follows a file that another program writes: from its end at the start, through truncation and rotation. A file that
/// comes in the place of the old one is read from its beginning, after the rest of the old one.
/// </summary>
/// <param name="path">Path of the file; it need not exist yet.</param>
/// <param name="clock">The clock by which the file is looked at.</param>
public sealed class TailTransport(string path, TimeProvider clock) : ITransport
{
    /// <summary>How often the file is looked at.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMilliseconds(200);

    /// <summary>Bytes at the beginning of a file by which it is known again.</summary>
    public const int MarkBytes = 256;

    private const int ChunkBytes = 64 * 1024;

    private FileStream? file;
    private byte[] mark = [];

    /// <summary>Called after each look; for the tests.</summary>
    internal Action? Looked { get; init; }

    /// <inheritdoc/>
    public async Task RunAsync(FeedIntake intake, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(intake);
        var cutter = intake.OpenStream();
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            file = TryOpen();
            file?.Seek(0, SeekOrigin.End);
            do
            {
                await StartAgainIfRewrittenAsync(intake, cutter, stop);
                await ReadRestAsync(intake, cutter, stop);
                if (await IsAnotherAsync(stop))
                {
                    // What the old file got between the look at it and the look at the new one.
                    await ReadRestAsync(intake, cutter, stop);
                    await intake.TakeAsync(cutter, final: true, stop);
                    await CloseAsync();
                    file = TryOpen();
                    await ReadRestAsync(intake, cutter, stop);
                }

                Looked?.Invoke();
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        finally
        {
            await CloseAsync();
            await intake.TakeAsync(cutter, final: true, CancellationToken.None);
        }
    }

    private async Task ReadRestAsync(FeedIntake intake, StreamCutter cutter, CancellationToken stop)
    {
        while (file is not null)
        {
            var count = await file.ReadAsync(cutter.Room(ChunkBytes), stop);
            if (count == 0)
            {
                mark = mark.Length < MarkBytes ? await MarkOfAsync(file, MarkBytes, stop) : mark;
                return;
            }

            cutter.Wrote(count);
            await intake.TakeAsync(cutter, final: false, stop);
        }
    }

    /// <summary>
    /// An open file that is shorter than what was read of it, or begins with other bytes, is a new text.
    /// </summary>
    private async Task StartAgainIfRewrittenAsync(FeedIntake intake, StreamCutter cutter, CancellationToken stop)
    {
        if (file is not null && (file.Length < file.Position
            || !(await MarkOfAsync(file, mark.Length, stop)).AsSpan().SequenceEqual(mark)))
        {
            await intake.TakeAsync(cutter, final: true, stop);
            file.Seek(0, SeekOrigin.Begin);
            mark = [];
        }
    }

    /// <summary>True when the path names another file than the open one.</summary>
    private async Task<bool> IsAnotherAsync(CancellationToken stop)
    {
        await using var now = TryOpen();
        if (now is null || file is null)
        {
            return now is not null;
        }

        var begin = await MarkOfAsync(now, mark.Length, stop);
        return now.Length < file.Position || !begin.AsSpan().SequenceEqual(mark)
            || (now.Length > 0 && file.Length == 0);
    }

    private async Task CloseAsync()
    {
        if (file is not null)
        {
            await file.DisposeAsync();
        }

        (file, mark) = (null, []);
    }

    private FileStream? TryOpen()
    {
        try
        {
            return new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete,
                bufferSize: 0,
                useAsync: true);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static async Task<byte[]> MarkOfAsync(FileStream of, int length, CancellationToken stop)
    {
        var bytes = new byte[length];
        var count = await RandomAccess.ReadAsync(of.SafeFileHandle, bytes, 0, stop);
        return bytes[..count];
    }
}
