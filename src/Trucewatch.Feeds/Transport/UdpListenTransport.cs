using System.Net;
using System.Net.Sockets;

namespace Trucewatch.Feeds.Transport;

/// <summary>Takes datagrams; each ends its last frame, because the next one may never come.</summary>
/// <param name="host">Address to bind; nothing is bound that was not named.</param>
/// <param name="port">Port; 0 is a free one.</param>
public sealed class UdpListenTransport(string host, int port) : ITransport, IDisposable
{
    /// <summary>Longest datagram that UDP can carry, in bytes.</summary>
    public const int MaxDatagramBytes = 65_535;

    /// <summary>Bytes that the system may keep for us while the sink is slow.</summary>
    private const int KernelBufferBytes = 1024 * 1024;

    private Socket? socket;

    /// <summary>Binds the socket, if that has not been done, and gives the address it has.</summary>
    /// <exception cref="SocketException">The address cannot be bound.</exception>
    public IPEndPoint Listen()
    {
        if (socket is null)
        {
            var at = ListenAddress.Resolve(host, port);
            var made = new Socket(at.AddressFamily, SocketType.Dgram, ProtocolType.Udp)
            {
                ReceiveBufferSize = KernelBufferBytes,
            };
            made.Bind(at);
            socket = made;
        }

        return (IPEndPoint)socket.LocalEndPoint!;
    }

    /// <inheritdoc/>
    public async Task RunAsync(FeedIntake intake, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(intake);
        Listen();
        var datagram = new byte[MaxDatagramBytes];
        while (true)
        {
            var length = await socket!.ReceiveAsync(datagram, SocketFlags.None, stop);
            await intake.TakeMessageAsync(datagram.AsMemory(0, length), stop);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => socket?.Dispose();
}
