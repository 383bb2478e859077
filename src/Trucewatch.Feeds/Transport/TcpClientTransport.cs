using System.Net.Sockets;

namespace Trucewatch.Feeds.Transport;

/// <summary>Connects to a sender, reads until the connection ends, and connects again after a growing pause.</summary>
/// <param name="host">Host or address of the sender.</param>
/// <param name="port">Its port.</param>
/// <param name="clock">The clock that measures the pauses.</param>
public sealed class TcpClientTransport(string host, int port, TimeProvider clock) : ITransport
{
    /// <summary>Pause after a connection that brought bytes.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest pause between two attempts.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private long connections;
    private long failures;

    /// <summary>Connections made so far.</summary>
    public long Connections => Interlocked.Read(ref connections);

    /// <summary>Attempts that failed so far.</summary>
    public long Failures => Interlocked.Read(ref failures);

    /// <inheritdoc/>
    public async Task RunAsync(FeedIntake intake, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(intake);
        var pause = FirstPause;
        while (true)
        {
            var any = await ReadOneConnectionAsync(intake, stop);
            pause = any ? FirstPause : pause;
            await Task.Delay(pause, clock, stop);
            pause = NextPause(pause);
        }
    }

    /// <summary>Twice the pause, but never more than the longest.</summary>
    internal static TimeSpan NextPause(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;

    private async Task<bool> ReadOneConnectionAsync(FeedIntake intake, CancellationToken stop)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(host, port, stop);
        }
        catch (SocketException)
        {
            Interlocked.Increment(ref failures);
            return false;
        }

        Interlocked.Increment(ref connections);
        await using var stream = client.GetStream();
        return await StreamReading.ReadToEndAsync(stream, intake, StreamReading.SocketBytes, stop);
    }
}
