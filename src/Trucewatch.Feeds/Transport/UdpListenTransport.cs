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

    /// <summary>
    /// Most datagrams that are taken at a stop out of what the system keeps for us: more than fit there, and an end of
    /// it where a sender goes on.
    /// </summary>
    public const int MaxDrained = 4096;

    /// <summary>Bytes that the system may keep for us while we are not reading.</summary>
    private const int KernelBufferBytes = 1024 * 1024;

    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(1);

    private readonly Channel<(byte[] Buffer, int Length)> waiting =
        Channel.CreateBounded<(byte[] Buffer, int Length)>(MaxWaiting);

    private Socket? socket;
    private long counted;

    /// <summary>Called after each datagram that is taken at a stop; for the tests.</summary>
    internal Action? Drained { get; set; }

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
        if (stop.IsCancellationRequested)
        {
            await DrainAsync(intake);
        }

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
            // A stop ends the wait for the next one; what was taken out of the queue is handed over.
            await intake.OfferMessageAsync(buffer.AsMemory(0, length), CancellationToken.None);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>What came before the stop is taken in, or refused and counted as ever.</summary>
    private async Task DrainAsync(FeedIntake intake)
    {
        while (waiting.Reader.TryRead(out var kept))
        {
            await intake.OfferMessageAsync(kept.Buffer.AsMemory(0, kept.Length), CancellationToken.None);
            ArrayPool<byte>.Shared.Return(kept.Buffer);
        }

        var datagram = new byte[MaxDatagramBytes];
        for (var drained = 0; drained < MaxDrained && TryReceive(datagram, out var length); drained++)
        {
            await intake.OfferMessageAsync(datagram.AsMemory(0, length), CancellationToken.None);
            Drained?.Invoke();
        }

        NoteDrops(intake.Refusals);
    }

    /// <summary>Takes a datagram that is there already.</summary>
    private bool TryReceive(Span<byte> datagram, out int length)
    {
        socket!.Blocking = false;
        length = socket.Receive(datagram, SocketFlags.None, out var error);
        return error == SocketError.Success;
    }

    private async Task CountAsync(RefusalCounts refusals, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(CountEvery, clock);
        while (await timer.WaitForNextTickAsync(stop))
        {
            NoteDrops(refusals);
        }
    }

    private void NoteDrops(RefusalCounts refusals)
    {
        var dropped = SystemDrops.Of(socket!);
        refusals.Note(Refusal.DroppedBySystem, dropped - counted);
        counted = dropped;
    }
}
