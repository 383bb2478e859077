using System.Buffers;
using System.Threading.Channels;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Trucewatch.Feeds.Transport;

/// <summary>
/// Subscribes to a topic of a broker; one message ends its last frame. What was published with an acknowledgement (QoS
/// 1 or 2) is acknowledged when it has been taken in, so that the broker holds back the rest; what was published
/// without one is dropped and counted when too much waits. Connects again after a growing pause.
/// </summary>
/// <param name="host">Host or address of the broker.</param>
/// <param name="port">Its port.</param>
/// <param name="topic">The topic, with <c>+</c> and <c>#</c> as in MQTT.</param>
/// <param name="tools">The clock that measures the pauses, and what spreads them.</param>
public sealed class MqttTransport(string host, int port, string topic, TransportTools tools) : ITransport
{
    /// <summary>Port where none is named.</summary>
    public const int DefaultPort = 1883;

    /// <summary>Most messages that wait, and that a broker may send before the first is acknowledged.</summary>
    public const int MaxWaiting = 256;

    /// <summary>Longest message in bytes; a broker must not send a longer one.</summary>
    public const int MaxMessageBytes = 1024 * 1024;

    private readonly Channel<MqttApplicationMessageReceivedEventArgs> waiting =
        Channel.CreateBounded<MqttApplicationMessageReceivedEventArgs>(MaxWaiting);

    private long connections;

    /// <summary>Subscriptions made so far.</summary>
    public long Connections => Interlocked.Read(ref connections);

    /// <inheritdoc/>
    public async Task RunAsync(FeedIntake intake, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(intake);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var connecting = ConnectOftenAsync(intake.Refusals, both.Token);
        var taking = TakeAllAsync(intake, both.Token);
        var first = await Task.WhenAny(connecting, taking);
        await both.CancelAsync();
        await Task.WhenAll(connecting, taking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    private async Task ConnectOftenAsync(RefusalCounts refusals, CancellationToken stop)
    {
        var backoff = new Backoff(tools.Chance);
        while (true)
        {
            if (await ListenAsync(refusals, stop))
            {
                backoff.Reset();
            }

            await Task.Delay(backoff.Next(), tools.Clock, stop);
        }
    }

    /// <summary>Listens until the connection ends; true when there was a subscription.</summary>
    private async Task<bool> ListenAsync(RefusalCounts refusals, CancellationToken stop)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var client = new MqttClientFactory().CreateMqttClient();
        client.DisconnectedAsync += _ =>
        {
            ended.TrySetResult();
            return Task.CompletedTask;
        };
        client.ApplicationMessageReceivedAsync += async message => await OfferAsync(message, refusals, stop);
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer(host, port)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithReceiveMaximum(MaxWaiting)
            .WithMaximumPacketSize(MaxMessageBytes)
            .WithCleanStart()
            .Build();
        try
        {
            await client.ConnectAsync(options, stop);
            await client.SubscribeAsync(topic, MqttQualityOfServiceLevel.AtLeastOnce, stop);
            Interlocked.Increment(ref connections);
            await ended.Task.WaitAsync(stop);
            return true;
        }
        catch (MqttCommunicationException)
        {
            // The broker is not there, or does not let us in; the next attempt may find it.
            return false;
        }
    }

    private async Task OfferAsync(
        MqttApplicationMessageReceivedEventArgs message, RefusalCounts refusals, CancellationToken stop)
    {
        message.AutoAcknowledge = false;
        if (message.ApplicationMessage.QualityOfServiceLevel != MqttQualityOfServiceLevel.AtMostOnce)
        {
            await waiting.Writer.WriteAsync(message, stop);
        }
        else if (!waiting.Writer.TryWrite(message))
        {
            refusals.Note(Refusal.Overflow);
        }
    }

    private async Task TakeAllAsync(FeedIntake intake, CancellationToken stop)
    {
        while (true)
        {
            var message = await waiting.Reader.ReadAsync(stop);
            var payload = message.ApplicationMessage.Payload.ToArray();
            if (message.ApplicationMessage.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtMostOnce)
            {
                await intake.OfferMessageAsync(payload, stop);
                continue;
            }

            await intake.TakeMessageAsync(payload, stop);
            try
            {
                await message.AcknowledgeAsync(stop);
            }
            catch (MqttCommunicationException)
            {
                // The connection ended meanwhile: the broker sends it again, and a decoder knows a copy.
            }
        }
    }
}
