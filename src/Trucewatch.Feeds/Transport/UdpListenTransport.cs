using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Trucewatch.Feeds.Transport;

/// <summary>
/// Takes datagrams; each ends its last frame, because the next one may never come. A sender of datagrams cannot be made
/// to wait: what finds no room is dropped and counted, what the system dropped before us too.
/// </summary>
/// <param name="host">Address to bind; nothing is bound that was not named.</param>
/// <param name="port">Port; 0 is a free one.</param>
/// <param name="clock">The clock by which the system's own count is read.</param>
public sealed class UdpListenTransport(string host, int port, TimeProvider clock) : ITransport, IDisposable
{
    /// <summary>Longest datagram that UDP can carry, in bytes.</summary>
    public const int MaxDatagramBytes = 65_535;

    /// <summary>Most datagrams that wait for the sink; a further one is dropped and counted.</summary>
    public const int MaxWaiting = 1024;

    /// <summary>Bytes that the system may keep for us while we are not reading.</summary>
    private const int KernelBufferBytes = 1024 * 1024;

    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(1);

    private readonly Channel<(byte[] Buffer, int Length)> waiting =
        Channel.CreateBounded<(byte[] Buffer, int Length)>(MaxWaiting);

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
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task[] loops =
        [
            ReceiveAsync(intake.Refusals, both.Token),
            HandOverAsync(intake, both.Token),
            CountAsync(intake.Refusals, both.Token),
        ];
        var first = await Task.WhenAny(loops);
        await both.CancelAsync();
        await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    /// <inheritdoc/>
    public void Dispose() => socket?.Dispose();

    private async Task ReceiveAsync(RefusalCounts refusals, CancellationToken stop)
    {
        var datagram = new byte[MaxDatagramBytes];
        while (true)
        {
            var length = await socket!.ReceiveAsync(datagram, SocketFlags.None, stop);
            var kept = ArrayPool<byte>.Shared.Rent(length);
            datagram.AsSpan(0, length).CopyTo(kept);
            if (!waiting.Writer.TryWrite((kept, length)))
            {
                ArrayPool<byte>.Shared.Return(kept);
                refusals.Note(Refusal.Overflow);
            }
        }
    }

    private async Task HandOverAsync(FeedIntake intake, CancellationToken stop)
    {
        while (true)
        {
            var (buffer, length) = await waiting.Reader.ReadAsync(stop);
            await intake.OfferMessageAsync(buffer.AsMemory(0, length), stop);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task CountAsync(RefusalCounts refusals, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(CountEvery, clock);
        for (var counted = 0L; await timer.WaitForNextTickAsync(stop);)
        {
            var dropped = SystemDrops.Of(socket!);
            refusals.Note(Refusal.DroppedBySystem, dropped - counted);
            counted = dropped;
        }
    }
}
