namespace Trucewatch.Feeds.Transport;

/// <summary>Reads a file, or standard input, once from beginning to end.</summary>
/// <param name="path">Path of the file; <c>-</c> is standard input.</param>
public sealed class FileTransport(string path) : ITransport
{
    /// <summary>Bytes read at once.</summary>
    public const int ChunkBytes = 1024 * 1024;

    /// <summary>Pushes a whole stream through a batcher on the calling thread: the way of replay and tests.</summary>
    public static void PushAll(Stream from, FrameBatcher into)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(into);
        var chunk = new byte[ChunkBytes];
        for (var count = from.Read(chunk); count > 0; count = from.Read(chunk))
        {
            into.Push(chunk.AsSpan(0, count), final: false, default);
        }

        into.Push([], final: true, default);
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
