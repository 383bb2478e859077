using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Transport;
using Trucewatch.Server.Hosting;
using Xunit;

namespace Trucewatch.Server.Intake;

public sealed class FloodTests
{
    [Theory]
    [InlineData(500, 10)]
    public async Task A_flood_costs_the_others_no_frame_and_every_refusal_is_counted(int framesPerS, int times)
    {
        var limits = new QuotaLimits(QuotaLimits.OfFeed.BytesPerS, framesPerS);
        var run = await Flood.RunAsync(framesPerS, times, limits, TimeSpan.FromSeconds(1.5));
        Assert.True(run.Sent > 0);
        Assert.Equal(run.Sent, run.Stepped);
        Assert.True(run.Refused > 0, "the flood was not refused");
        Assert.Equal(run.FloodSent, run.FloodStepped + run.Refused);
    }

    /// <summary>The figures; run by name on a quiet machine: it states times and so asserts none.</summary>
    [Theory(Explicit = true)]
    [InlineData(1000, true)]
    [InlineData(1000, false)]
    [InlineData(5000, false)]
    public async Task The_others_delays_with_and_without_a_flood(int framesPerS, bool isLimited)
    {
        var limits = isLimited
            ? new QuotaLimits(QuotaLimits.OfFeed.BytesPerS, framesPerS * 2)
            : QuotaLimits.OfFeed;
        await Flood.RunAsync(framesPerS, 0, limits, TimeSpan.FromSeconds(2));
        var quiet = await Flood.RunAsync(framesPerS, 0, limits, TimeSpan.FromSeconds(8));
        var flood = await Flood.RunAsync(framesPerS, 10, limits, TimeSpan.FromSeconds(8));
        TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant(
            $"quiet p50 {quiet.P50Ms:F1} p99 {quiet.P99Ms:F1} ms, lost {quiet.Sent - quiet.Stepped} of {quiet.Sent}"));
        TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant(
            $"flood p50 {flood.P50Ms:F1} p99 {flood.P99Ms:F1} ms, lost {flood.Sent - flood.Stepped} of {flood.Sent}; ")
            + FormattableString.Invariant(
                $"flood sent {flood.FloodSent}, taken {flood.FloodStepped}, refused {flood.Refused}; ")
            + FormattableString.Invariant($"p99 ratio {flood.P99Ms / quiet.P99Ms:F2}"));
        Assert.Equal((quiet.Sent, flood.Sent), (quiet.Stepped, flood.Stepped));
        Assert.Equal(flood.FloodSent, flood.FloodStepped + flood.Refused);
    }
}

/// <summary>What a run of several senders came to.</summary>
/// <param name="Sent">Frames that the modest senders sent.</param>
/// <param name="Stepped">Frames of theirs that were recorded and stepped.</param>
/// <param name="FloodSent">Datagrams that the flooding one sent.</param>
/// <param name="FloodStepped">Frames of it that were recorded and stepped.</param>
/// <param name="Refused">Datagrams of it that were refused, with or without the system's own drops.</param>
/// <param name="DelaysMs">Milliseconds from the sending of each modest frame until it was stepped, sorted.</param>
internal sealed record FloodRun(
    long Sent, long Stepped, long FloodSent, long FloodStepped, long Refused, double[] DelaysMs)
{
    /// <summary>The delay that one of a hundred frames is later than.</summary>
    public double P99Ms => DelaysMs[(int)(0.99 * (DelaysMs.Length - 1))];

    /// <summary>The middle delay.</summary>
    public double P50Ms => DelaysMs[DelaysMs.Length / 2];
}

/// <summary>
/// Modest senders over TCP and one that floods over UDP, through the whole pipeline of a service: sockets, quotas,
/// lanes, record, decoding, steps and commits.
/// </summary>
internal static class Flood
{
    public const int Senders = 4;
    private const int BurstsPerS = 50;

    /// <summary>Runs the senders for a while.</summary>
    /// <param name="framesPerS">Frames a second of each modest sender, a multiple of 50.</param>
    /// <param name="times">How many times as much the flooding one sends; 0: it is silent.</param>
    /// <param name="floodLimits">Quota of the flooding feed.</param>
    /// <param name="length">How long they send.</param>
    public static async Task<FloodRun> RunAsync(int framesPerS, int times, QuotaLimits floodLimits, TimeSpan length)
    {
        var path = Directory.CreateTempSubdirectory("trucewatch-flood-").FullName;
        try
        {
            return await RunInAsync(path, framesPerS, times, floodLimits, length);
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static async Task<FloodRun> RunInAsync(
        string path, int framesPerS, int times, QuotaLimits floodLimits, TimeSpan length)
    {
        var format = FeedFormats.Find("ais")!;
        var feeds = new FeedTable();
        var modest = Enumerable.Range(0, Senders).Select(_ => feeds.Add(format)).ToList();
        var loud = feeds.Add(format);
        var agreement = AgreementFolder.Open(AgreementFolder.FindBundled(AgreementFolder.Bundled));
        using var run = new RunAssembly(
            agreement, DataFolder.Open(path), feeds, exercise: true, TimeProvider.System, inOrder: false);
        var (delays, stepped, floodStepped) = (new ConcurrentBag<double>(), 0L, 0L);
        run.Pipeline.Stepped = batch =>
        {
            if (batch.Feed.Id == loud.Id)
            {
                floodStepped += batch.Count;
                return;
            }

            var now = Stopwatch.GetTimestamp();
            for (var index = 0; index < batch.Count; index++)
            {
                delays.Add(Stopwatch.GetElapsedTime(SentAt(batch[index].Bytes), now).TotalMilliseconds);
            }

            stepped += batch.Count;
        };
        run.Pipeline.Recover(feeds);
        var running = run.Pipeline.RunAsync(CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var (listeners, intakes) = (new List<IDisposable>(), new List<Task>());
        var sending = new List<Task<long>>();
        foreach (var feed in modest)
        {
            var transport = new TcpListenTransport("127.0.0.1", 0);
            var at = transport.Listen();
            listeners.Add(transport);
            intakes.Add(TakeAsync(transport, feed, QuotaLimits.OfFeed, run, stop.Token));
            sending.Add(SendAsync(SocketType.Stream, at, framesPerS, length));
        }

        var datagrams = new UdpListenTransport("127.0.0.1", 0, TimeProvider.System);
        var port = datagrams.Listen();
        listeners.Add(datagrams);
        intakes.Add(TakeAsync(datagrams, loud, floodLimits, run, stop.Token));
        var flooding = times == 0 ? Task.FromResult(0L) : SendAsync(SocketType.Dgram, port, framesPerS * times, length);
        var sent = (await Task.WhenAll(sending)).Sum();
        var floodSent = await flooding;

        // Two looks at the system's own count, so that what it dropped last is in it.
        await Task.Delay(TimeSpan.FromSeconds(2.5), TimeProvider.System);
        await stop.CancelAsync();
        await Task.WhenAll(intakes).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        listeners.ForEach(listener => listener.Dispose());
        run.Pipeline.Inbox.Complete();
        await running;
        var refusals = run.Host.Health.Refusals(loud.Name).Snapshot().Sum(refusal => refusal.Count);
        return new FloodRun(sent, stepped, floodSent, floodStepped, refusals, [.. delays.Order()]);
    }

    private static async Task TakeAsync(
        ITransport transport, Domain.Frames.Feed feed, QuotaLimits limits, RunAssembly run, CancellationToken stop)
    {
        using var intake = new FeedIntake(
            feed, FeedFormats.Find("ais")!, ReceiveTimes.Live(), run.Pipeline.Pool, TimeProvider.System,
            run.Pipeline.Inbox.WriteAsync, 0, limits, run.Host.Health.Refusals(feed.Name));
        await intake.RunAsync(transport, stop);
    }

    /// <summary>
    /// Sends bursts of ship's reports at a rate, each line with the time of its sending in a tag block.
    /// </summary>
    private static async Task<long> SendAsync(SocketType type, IPEndPoint at, int framesPerS, TimeSpan length)
    {
        using var socket = new Socket(
            AddressFamily.InterNetwork, type, type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp);
        await socket.ConnectAsync(at);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / BurstsPerS), TimeProvider.System);
        var (sent, start) = (0L, Stopwatch.GetTimestamp());
        while (await timer.WaitForNextTickAsync() && Stopwatch.GetElapsedTime(start) < length)
        {
            for (var due = framesPerS / BurstsPerS; due > 0; due--, sent++)
            {
                var line = FormattableString.Invariant(
                    $"\\s:{Stopwatch.GetTimestamp()}*00\\!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\n");
                await socket.SendAsync(Encoding.ASCII.GetBytes(line));
            }
        }

        return sent;
    }

    private static long SentAt(ReadOnlySpan<byte> frame) =>
        Utf8Parser.TryParse(frame[3..], out long ticks, out _) ? ticks : 0;
}
