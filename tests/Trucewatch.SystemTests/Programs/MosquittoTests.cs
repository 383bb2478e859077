using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using MQTTnet;
using MQTTnet.Protocol;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Labels;
using Trucewatch.Feeds.Ais;
using Trucewatch.Feeds.Transport;
using Xunit;

namespace Trucewatch.SystemTests.Programs;

/// <summary>The MQTT transport against Debian's mosquitto; skipped where that is absent.</summary>
public sealed class MosquittoTests
{
    private const string Program = "/usr/sbin/mosquitto";

    [Fact]
    public async Task Messages_of_a_topic_become_frames_and_a_broker_that_comes_back_is_found_again()
    {
        Assert.SkipUnless(File.Exists(Program), $"{Program} is not installed");
        using var patience = new CancellationTokenSource(TrucewatchProgram.Patience);
        var port = FreePort();
        var frames = Channel.CreateUnbounded<string>();
        var pool = new BatchPool();
        var feed = new Feed(new FeedId(0), "ais-1", "ais", Label.Mission);
        var text = FormattableString.Invariant($"ais:mqtt://127.0.0.1:{port}/coast/+/ais");
        Assert.True(FeedAddress.TryParse(text, out var address, out var error), error);
        var transport = (MqttTransport)address!.NewTransport(
            new TransportTools(TimeProvider.System, () => 0, new RefusalCounts()));
        using var intake = new FeedIntake(
            feed, AisFormat.Format, ReceiveTimes.Live(), pool, TimeProvider.System, TakeAsync);
        using var stop = new CancellationTokenSource();

        // There is no broker yet: the first attempts fail, and a later one does not.
        var running = intake.RunAsync(transport, stop.Token);
        for (var round = 1; round <= 2; round++)
        {
            using var broker = Start(port);
            try
            {
                await SubscribedAsync(transport, round, patience.Token);
                await PublishAsync(port, round, patience.Token);
                Assert.Equal(Expected(round), await ReadAsync(frames, 201, patience.Token));
            }
            finally
            {
                broker.Kill();
                await broker.WaitForExitAsync(patience.Token);
            }
        }

        await stop.CancelAsync();
        await running.WaitAsync(patience.Token);
        Assert.Empty(intake.Refusals.Snapshot());

        ValueTask TakeAsync(FrameBatch batch, CancellationToken cancelled)
        {
            for (var index = 0; index < batch.Count; index++)
            {
                frames.Writer.TryWrite(Encoding.ASCII.GetString(batch[index].Bytes));
            }

            pool.Return(batch);
            return ValueTask.CompletedTask;
        }
    }

    private static string[] Expected(int round) =>
        [.. Enumerable.Range(0, 200).Select(number => $"{round} {number}"), $"{round} last"];

    private static async Task<string[]> ReadAsync(Channel<string> frames, int count, CancellationToken stop)
    {
        var read = new string[count];
        for (var index = 0; index < count; index++)
        {
            read[index] = await frames.Reader.ReadAsync(stop);
        }

        return read;
    }

    /// <summary>
    /// Two hundred messages that are acknowledged, one to another topic, and one whose last line does not end.
    /// </summary>
    private static async Task PublishAsync(int port, int round, CancellationToken stop)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).Build(), stop);
        foreach (var text in Expected(round)[..^1])
        {
            await SendAsync("coast/north/ais", text + "\n");
        }

        await SendAsync("coast/north/other", "not ours\n");
        await SendAsync("coast/south/ais", $"{round} last");
        await client.DisconnectAsync(new MqttClientDisconnectOptions(), stop);

        Task SendAsync(string topic, string text) => client.PublishAsync(
            new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(text)
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
            stop);
    }

    private static async Task SubscribedAsync(MqttTransport transport, int times, CancellationToken stop)
    {
        while (transport.Connections < times)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, stop);
        }
    }

    private static Process Start(int port) => Process.Start(
        new ProcessStartInfo(Program, ["-p", port.ToString(System.Globalization.CultureInfo.InvariantCulture)])
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
        })!;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
