using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Report;
using Trucewatch.Feeds.Transport;
using Trucewatch.Geo;
using Trucewatch.Simulation.Scenarios;

namespace Trucewatch.Server.Bench.Floor;

/// <summary>
/// Reports that each open an incident, put into a service that takes in a scenario's observations all the while, and a
/// subscribed reader that waits for each of them.
/// </summary>
internal sealed class PushProbe : IDisposable
{
    /// <summary>Observations that come in each second.</summary>
    public const int ObservationsPerS = 10_000;

    private const string Feed = "report-bench";
    private static readonly TimeSpan tick = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan longest = TimeSpan.FromSeconds(30);

    private readonly BenchFloor floor;
    private readonly Scenario scenario;
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> awaited = new(StringComparer.Ordinal);
    private readonly Task pipeline;
    private readonly Task[] loops;
    private readonly TaskCompletionSource subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long begunAt;
    private long number;

    /// <param name="scenario">What is taken in all the while.</param>
    /// <param name="perS">Observations that it gives in a second of its own time.</param>
    public PushProbe(Scenario scenario, double perS)
    {
        this.scenario = scenario;
        floor = new BenchFloor(scenario, ("report", Feed), ObservationsPerS / perS);
        pipeline = floor.Run.Pipeline.RunAsync(CancellationToken.None);
        loops = [Task.Run(LoadAsync), Task.Run(ReadAsync)];
        begunAt = TimeProvider.System.GetTimestamp();
        BenchFloor.Wait(subscribed.Task.WaitAsync(longest, TimeProvider.System));
    }

    /// <summary>Observations that were stepped in each second so far.</summary>
    public double SteppedPerS => floor.Run.Host.ObservationCount
        / TimeProvider.System.GetElapsedTime(begunAt).TotalSeconds;

    /// <summary>Puts a report in and waits until the reader has the incident that it opens.</summary>
    public long Probe()
    {
        var name = FormattableString.Invariant($"EXERCISE probe {++number:D6}");
        var seen = awaited.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        var batch = floor.Run.Pipeline.Pool.Rent();
        batch.Start(floor.Run.Feeds.Find(Feed)!, number - 1);
        batch.Add(floor.Clock.Now, Report(name));
        BenchFloor.Wait(floor.Run.Pipeline.Inbox.WriteAsync(batch).AsTask());
        if (!BenchFloor.Wait(HasComeAsync(seen.Task)))
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"{name}: expected its incident within {longest}, got none; {floor.Run.Host.ObservationCount} ")
                + $"observations, faults {string.Join(", ", floor.Run.Host.Quarantine.Snapshot())}, "
                + $"degraded {string.Join(", ", floor.Run.Pipeline.Degraded)}");
        }

        awaited.TryRemove(name, out _);
        return number;
    }

    private async Task<bool> HasComeAsync(Task seen) =>
        await Task.WhenAny(seen, Task.Delay(longest, TimeProvider.System, stop.Token), pipeline) == seen;

    /// <summary>Lets some time pass, so that reports meet the loops of the service at any moment.</summary>
    public void Pause() =>
        BenchFloor.Wait(Task.Delay(TimeSpan.FromMilliseconds(7 * (number % 13)), TimeProvider.System, stop.Token));

    public void Dispose()
    {
        stop.Cancel();
        BenchFloor.Wait(Task.WhenAll(loops).WaitAsync(longest, TimeProvider.System).ContinueWith(
            _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default));
        floor.Run.Pipeline.Inbox.Complete();
        BenchFloor.Wait(pipeline);
        floor.Dispose();
        stop.Dispose();
    }

    /// <summary>Plays the scenario in its own time, which goes faster than the clock on the wall.</summary>
    private async Task LoadAsync()
    {
        var finished = new Queue<FrameBatch>();
        var batchers = scenario.Feeds.Select(feed => new FrameBatcher(
            floor.Run.Feeds.Find(feed.Name)!, FeedFormats.Find(feed.Format)!, ReceiveTimes.Live(),
            floor.Run.Pipeline.Pool, finished.Enqueue)).ToList();
        var next = floor.Clock.Now + (tick * floor.Clock.Speed);
        foreach (var sent in scenario.Play(new ScenarioRun(1, TimeSpan.FromHours(12))))
        {
            while (sent.At > next)
            {
                batchers.ForEach(batcher => batcher.Flush());
                while (finished.TryDequeue(out var batch))
                {
                    await floor.Run.Pipeline.Inbox.WriteAsync(batch, stop.Token);
                }

                await Task.Delay(floor.Clock.Until(next), TimeProvider.System, stop.Token);
                next += tick * floor.Clock.Speed;
            }

            batchers[sent.Feed].Push(sent.Bytes.Span, final: false, sent.At);
        }
    }

    private async Task ReadAsync()
    {
        using var answer = await floor.Mission.GetAsync(
            "/api/v1/events", HttpCompletionOption.ResponseHeadersRead, stop.Token);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(stop.Token), Encoding.UTF8);
        while (await lines.ReadLineAsync(stop.Token) is { } line)
        {
            subscribed.TrySetResult();
            if (line.IndexOf("EXERCISE probe ", StringComparison.Ordinal) is >= 0 and var at
                && awaited.TryGetValue(line.Substring(at, "EXERCISE probe 000000".Length), out var seen))
            {
                seen.TrySetResult();
            }
        }
    }

    /// <summary>A report of a patrol that was not let through, kilometres from all others of these hours.</summary>
    private byte[] Report(string name)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        var place = GeoPoint.FromDegrees(
            latitudeDeg: floor.Agreement.Theatre.SouthDeg + (0.03 * (number % 40)) + 0.5,
            longitudeDeg: floor.Agreement.Theatre.WestDeg + (0.03 * (number / 40 % 60)) + 0.5);
        ReportEncoder.Write(buffer, floor.Clock.Now, place, 50, new WrittenReport(
            name.Replace(' ', '-'), name, ReporterKind.Patrol, null,
            "access.denial", "EXERCISE. Not let through.", ["seen"], null, null,
            null, [], IsExercise: true));
        return buffer.WrittenSpan.ToArray();
    }
}
