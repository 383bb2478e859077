using System.Text;
using Trucewatch.Domain;
using Trucewatch.Evidence;
using Trucewatch.Feeds;
using Trucewatch.Server.Hosting;
using Trucewatch.Simulation.Scenarios;
using Xunit;

namespace Trucewatch.Server.Intake;

public sealed class ExerciseFeederTests
{
    private const int Frames = 40;
    private static readonly Instant Start = Instant.FromUnixSeconds(1_900_000_000);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(Frames)]
    public async Task A_restart_goes_on_where_the_record_ends(int playedBefore)
    {
        using var folder = new TemporaryFolder();
        await PlayAsync(folder.Path, playedBefore);

        var record = await PlayAsync(folder.Path, Frames);

        foreach (var (index, name) in new[] { (0, "ais-a"), (1, "ais-b") })
        {
            var expected = Events(Frames).Where(sent => sent.Feed == index).ToList();
            Assert.Equal(expected.Select(Line), record[name].Select(frame => frame.Text));
            Assert.Equal(expected.Select(sent => sent.At.UnixMicroseconds), record[name].Select(frame => frame.At));
        }
    }

    [Fact]
    public async Task It_takes_the_time_that_the_scenario_says()
    {
        using var folder = new TemporaryFolder();
        var time = new LeapingTime();
        var begun = time.Now;
        await PlayAsync(folder.Path, Frames, time, speed: 10);
        var took = time.Now - begun;
        var expected = (Events(Frames)[^1].At - Start) / 10;
        Assert.InRange(took, expected, expected + ExerciseFeeder.Breath);
    }

    private static async Task<Dictionary<string, List<(long At, string Text)>>> PlayAsync(
        string path, int count, LeapingTime? time = null, double speed = 60)
    {
        time ??= new LeapingTime();
        var scenario = Tiny(count);
        var feeds = new FeedTable();
        foreach (var feed in scenario.Feeds)
        {
            feeds.Add(FeedFormats.Find(feed.Format)!, feed.Name);
        }

        using var run = new RunAssembly(
            ServerRig.Agreement, DataFolder.Open(path), feeds, exercise: true, TimeProvider.System);
        run.Pipeline.Recover(feeds);
        var feeder = new ExerciseFeeder(scenario, run, new FloorClock(time, Start, speed), time);
        var running = run.Pipeline.RunAsync(CancellationToken.None);
        await feeder.RunAsync(CancellationToken.None);
        run.Pipeline.Inbox.Complete();
        await running;
        return run.Record.ReadAll()
            .SelectMany(batch => Enumerable.Range(0, batch.Count)
                .Select(index => (batch.Feed, Frame: batch.Frame(index))))
            .GroupBy(frame => frame.Feed, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group => group.Select(frame => (
                    frame.Frame.ReceivedAtUs, Encoding.ASCII.GetString(frame.Frame.Bytes.Span))).ToList(),
                StringComparer.Ordinal);
    }

    /// <summary>Two feeds and a frame every 1.5 s; a shorter one begins with the same bytes.</summary>
    private static Scenario Tiny(int count) => new(
        "tiny", "Tiny", "Two feeds.", null, Start, TimeSpan.FromHours(1), 60,
        [new ScenarioFeed("ais-a", "ais", "a.nmea"), new ScenarioFeed("ais-b", "ais", "b.nmea")],
        _ => Events(count), _ => [], _ => [], _ => []);

    private static List<WireEvent> Events(int count) =>
    [
        .. Enumerable.Range(0, count).Select(number => new WireEvent(
            Start + TimeSpan.FromSeconds(1.5 * number),
            number % 3 == 0 ? 1 : 0,
            Encoding.ASCII.GetBytes(FormattableString.Invariant($"!AIVDM,frame {number}\r\n")))),
    ];

    private static string Line(WireEvent sent) => Encoding.ASCII.GetString(sent.Bytes.Span).TrimEnd('\r', '\n');
}
