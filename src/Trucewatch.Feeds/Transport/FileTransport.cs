namespace Trucewatch.Feeds.Transport;

/// <summary>Reads a file, or standard input, once from beginning to end.</summary>
/// <param name="path">Path of the file; <c>-</c> is standard input.</param>
public sealed class FileTransport(string path) : ITransport
{
    /// <summary>Bytes read at once.</summary>
    public const int ChunkBytes = 1024 * 1024;

    /// <summary>Bytes read at once on one thread: so few that they are still near when their frames are read.</summary>
    private const int NearBytes = 128 * 1024;

    /// <summary>
    /// Cuts a whole stream into frames on the calling thread, and copies none of them: the way of commands that only
    /// look at frames. The clock's receive time is not set.
    /// </summary>
    public static void PushAll(Stream from, FeedFormat format, IFrameSink into)
    {
        ArgumentNullException.ThrowIfNull(from);
        var cutter = new StreamCutter(format);
        for (var count = -1; count != 0;)
        {
            count = from.Read(cutter.Room(NearBytes).Span);
            cutter.Wrote(count);
            cutter.Cut(into, final: count == 0, default);
        }
    }

    /// <inheritdoc/>
    public async Task RunAsync(FeedIntake intake, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(intake);
        var stream = path == "-"
            ? Console.OpenStandardInput()
            : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, useAsync: true);
        await using (stream)
        {
            await StreamReading.ReadToEndAsync(stream, intake, ChunkBytes, stop);
        }
    }
}
