using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MQTTnet;
using Trucewatch.Feeds.Transport;

namespace Trucewatch.Server.Intake;

/// <summary>A transport, and somebody who sends by it.</summary>
internal sealed class Way : IAsyncDisposable
{
    private const string Broker = "/usr/sbin/mosquitto";

    private readonly Func<byte[], Task> send;
    private readonly List<IDisposable> parts;
    private readonly Process? broker;

    private Way(ITransport transport, Func<byte[], Task> send, List<IDisposable> parts, Process? broker = null)
    {
        (Transport, this.send, this.parts, this.broker) = (transport, send, parts, broker);
    }

    public ITransport Transport { get; }

    /// <summary>True where nobody is told when the other side has begun to listen.</summary>
    public bool SendsAgain { get; private init; }

    public Task SendAsync(byte[] bytes) => send(bytes);

    /// <summary>Opens a transport on loopback or in a temporary folder; null: there is no broker.</summary>
    public static async Task<Way?> OpenAsync(TransportKind kind)
    {
        var tools = new TransportTools(TimeProvider.System, () => 0, new RefusalCounts());
        switch (kind)
        {
            case TransportKind.File:
                return OfFile();
            case TransportKind.Tail:
                return OfTail();
            case TransportKind.Tcp:
                return OfTcp(tools);
            case TransportKind.TcpListen:
                var listen = new TcpListenTransport("127.0.0.1", 0);
                return OfStream(listen, await ConnectAsync(listen.Listen()), [listen]);
            case TransportKind.UdpListen:
                return OfUdp();
            case TransportKind.HttpPost:
                var post = new HttpPostTransport(tools.Refusals);
                return new Way(post, bytes => Task.FromResult(post.TryOffer(bytes)), []);
            default:
                return File.Exists(Broker) ? await OfMqttAsync(tools) : null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        parts.ForEach(part => part.Dispose());
        if (broker is not null)
        {
            broker.Kill();
            await broker.WaitForExitAsync();
            broker.Dispose();
        }
    }

    // A file is read once it has its content: what was sent is there when the first byte is asked for.
    private static Way OfFile()
    {
        var pipe = Path.Combine(Directory.CreateTempSubdirectory("trucewatch-way-").FullName, "file");
        var transport = new LateFile(pipe);
        return new Way(
            transport,
            async bytes =>
            {
                await File.WriteAllBytesAsync(pipe, bytes);
                transport.Written.TrySetResult();
            },
            [new Folder(Path.GetDirectoryName(pipe)!)]);
    }

    private static Way OfTail()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("trucewatch-way-").FullName, "tail");
        File.WriteAllBytes(path, []);
        return new Way(
            new TailTransport(path, TimeProvider.System),
            bytes => File.AppendAllBytesAsync(path, bytes),
            [new Folder(Path.GetDirectoryName(path)!)]) { SendsAgain = true };
    }

    private static Way OfTcp(TransportTools tools)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        TcpClient? client = null;
        return new Way(
            new TcpClientTransport("127.0.0.1", port, tools),
            async bytes =>
            {
                client ??= await listener.AcceptTcpClientAsync();
                await client.GetStream().WriteAsync(bytes);
            },
            [listener, new After(() => client?.Dispose())]);
    }

    private static Way OfUdp()
    {
        var transport = new UdpListenTransport("127.0.0.1", 0, TimeProvider.System);
        var at = transport.Listen();
        var sender = new UdpClient();
        return new Way(transport, async bytes => await sender.SendAsync(bytes, at), [transport, sender]);
    }

    private static Way OfStream(ITransport transport, TcpClient client, List<IDisposable> parts) => new(
        transport, async bytes => await client.GetStream().WriteAsync(bytes), [.. parts, client]);

    private static async Task<Way> OfMqttAsync(TransportTools tools)
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var process = Process.Start(new ProcessStartInfo(Broker, ["-p", port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
        })!;
        var client = new MqttClientFactory().CreateMqttClient();
        var options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).Build();
        return await Task.FromResult(new Way(
            new MqttTransport("127.0.0.1", port, "watch/cot", tools),
            async bytes =>
            {
                try
                {
                    if (!client.IsConnected)
                    {
                        await client.ConnectAsync(options);
                    }

                    await client.PublishAsync(
                        new MqttApplicationMessageBuilder().WithTopic("watch/cot").WithPayload(bytes).Build());
                }
                catch (Exception notYet) when (
                    notYet is MQTTnet.Exceptions.MqttCommunicationException or OperationCanceledException)
                {
                    // The broker is still starting: the next attempt finds it.
                }
            },
            [client],
            process) { SendsAgain = true });
    }

    private static async Task<TcpClient> ConnectAsync(IPEndPoint at)
    {
        var client = new TcpClient();
        await client.ConnectAsync(at);
        return client;
    }

    private sealed class LateFile(string path) : ITransport
    {
        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task RunAsync(FeedIntake intake, CancellationToken stop)
        {
            await Written.Task.WaitAsync(stop);
            await new FileTransport(path).RunAsync(intake, stop);
        }
    }

    private sealed class Folder(string path) : IDisposable
    {
        public void Dispose() => Directory.Delete(path, recursive: true);
    }

    private sealed class After(Action dispose) : IDisposable
    {
        public void Dispose() => dispose();
    }
}
