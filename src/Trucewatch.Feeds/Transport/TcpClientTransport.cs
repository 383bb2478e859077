using System.Net.Sockets;

namespace Trucewatch.Feeds.Transport;

/// <summary>Connects to a sender, reads until the connection ends, and connects again after a growing pause.</summary>
/// <param name="host">Host or address of the sender.</param>
/// <param name="port">Its port.</param>
/// <param name="tools">The clock that measures the pauses, and what spreads them.</param>
public sealed class TcpClientTransport(string host, int port, TransportTools tools) : ITransport
{
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
        var backoff = new Backoff(tools.Chance);
        while (true)
        {
            if (await ReadOneConnectionAsync(intake, stop))
            {
                backoff.Reset();
            }

            await Task.Delay(backoff.Next(), tools.Clock, stop);
        }
    }

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
