using System.Net;
using System.Net.Sockets;

namespace Trucewatch.Feeds.Transport;

/// <summary>Lets senders connect; each connection is cut into frames on its own.</summary>
/// <param name="host">Address to bind; nothing is bound that was not named.</param>
/// <param name="port">Port; 0 is a free one.</param>
public sealed class TcpListenTransport(string host, int port) : ITransport, IDisposable
{
    /// <summary>Most connections at one time; a further one is closed at once and counted.</summary>
    public const int MaxClients = 64;

    private readonly HashSet<Task> reading = [];
    private TcpListener? listener;

    /// <summary>Binds the socket, if that has not been done, and gives the address it has.</summary>
    /// <exception cref="SocketException">The address cannot be bound.</exception>
    public IPEndPoint Listen()
    {
        if (listener is null)
        {
            var made = new TcpListener(ListenAddress.Resolve(host, port));
            made.Start(MaxClients);
            listener = made;
        }

        return (IPEndPoint)listener.LocalEndpoint;
    }

    /// <inheritdoc/>
    public async Task RunAsync(FeedIntake intake, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(intake);
        Listen();
        try
        {
            while (true)
            {
                var client = await listener!.AcceptTcpClientAsync(stop);
                reading.RemoveWhere(task => task.IsCompletedSuccessfully || task.IsCanceled);
                if (reading.FirstOrDefault(task => task.IsFaulted) is { } faulted)
                {
                    client.Dispose();
                    await faulted;
                }

                if (reading.Count >= MaxClients)
                {
                    intake.Refusals.Note(Refusal.TooManyConnections);
                    client.Dispose();
                    continue;
                }

                reading.Add(ReadAsync(client, intake, stop));
            }
        }
        finally
        {
            listener!.Stop();
            await Task.WhenAll(reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => listener?.Dispose();

    private static async Task ReadAsync(TcpClient client, FeedIntake intake, CancellationToken stop)
    {
        using (client)
        {
            await using var stream = client.GetStream();
            await StreamReading.ReadToEndAsync(stream, intake, StreamReading.SocketBytes, stop, isOneOfMany: true);
        }
    }
}
