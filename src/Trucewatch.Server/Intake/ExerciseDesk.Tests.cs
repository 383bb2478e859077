using System.Text;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Domain.Facts;
using Trucewatch.Evidence;
using Trucewatch.Feeds;
using Trucewatch.Reports.Release;
using Trucewatch.Server.AfterAction;
using Trucewatch.Server.Commands;
using Trucewatch.Server.Hosting;
using Trucewatch.Simulation.Scenarios;
using Trucewatch.Simulation.Scenarios.Scripts;
using Xunit;

namespace Trucewatch.Server.Intake;

public sealed class ExerciseDeskTests
{
    private static readonly Scenario exercise = Scenarios.Find("exercise")!;

    [Fact]
    public async Task What_is_put_in_is_played_reported_and_the_same_after_a_restart()
    {
        using var straight = new TemporaryFolder();
        using var cut = new TemporaryFolder();
        ExerciseWord[] words =
        [
            Injected("probe", 140), Injected("refusal", 330), Injected("drone-crossing", 270), Injected("jamming", 600),
            Injected("spoofing", 440), Injected("cloud", 330),
        ];
        var whole = await PlayAsync(straight.Path, minutes: 16, words);
        await PlayAsync(cut.Path, minutes: 5, words);
        ExerciseWord seen = new(1, Acknowledges: new("I-0001", "mission"));
        var rest = await PlayAsync(cut.Path, minutes: 16, [seen]);
        foreach (var feed in exercise.Feeds.Select(feed => feed.Name))
        {
            var both = Math.Min(whole.Frames[feed].Count, rest.Frames[feed].Count);
            Assert.InRange(both, feed == "report-posts" ? 1 : 300, int.MaxValue);
            Assert.Equal(whole.Frames[feed].Take(both), rest.Frames[feed].Take(both));
        }

        Assert.Equal(7, whole.Frames[ExerciseFeed.Name].Count);
        Assert.Equal(8, rest.Frames[ExerciseFeed.Name].Count);
        CheckReport(cut.Path);
        CheckFacts(cut.Path, rest.Hash);
    }

    [Fact]
    public async Task A_folder_goes_on_with_the_exercise_that_it_began_with()
    {
        using var folder = new TemporaryFolder();
        await PlayAsync(folder.Path, minutes: 1, []);
        var other = new ExerciseDesk(Scenarios.Find("quiet-day")!, ExerciseFeeder.Seed);
        var feeds = Feeds();
        using var run = new RunAssembly(
            ServerRig.Agreement, DataFolder.Open(folder.Path), feeds, true, TimeProvider.System);
        run.Pipeline.Stepped += other.Note;
        run.Pipeline.Recover(feeds);
        var refused = Assert.Throws<UnusableException>(() => other.Begin(run, exercise.Start));
        Assert.Contains("expected exercise with seed 1", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExerciseDesk.MostWaiting, false)]
    [InlineData(ExerciseDesk.MostWaiting + 1, true)]
    public async Task No_more_words_wait_than_the_limit(int count, bool isRefused)
    {
        var desk = new ExerciseDesk(exercise, 1);
        var waiting = Enumerable.Range(0, count)
            .Select(_ => desk.SubmitAsync(Injected("probe", 100), CancellationToken.None)).ToList();
        Assert.Equal(isRefused, waiting[^1].IsCompleted);
        if (isRefused)
        {
            Assert.Null(await waiting[^1]);
        }
    }

    [Theory]
    [InlineData("probe", "west", "control", 1.0, null)]
    [InlineData("probe", "west", "control", 720.0, null)]
    [InlineData("probe", "west", "control", 720.1, "lineKm")]
    [InlineData("probe", "west", "control", 0.9, "lineKm")]
    [InlineData("probe", "west", "control", double.NaN, "lineKm")]
    [InlineData("march", "west", "control", 100.0, "act")]
    [InlineData("probe", "north", "control", 100.0, "side")]
    [InlineData("probe", "west", "", 100.0, "by")]
    public void An_injection_says_what_it_can_say(string act, string side, string by, double lineKm, string? problem)
    {
        var injection = new Injection(act, side, exercise.Start, by, 1, lineKm);
        Assert.Equal(problem, injection.Problem()?.Split(':')[0]);
        if (problem is null)
        {
            var read = ExerciseWord.Read(new ExerciseWord(1, Injects: injection).ToBytes());
            Assert.Equal(injection, read?.Injects);
        }
        else if (!double.IsNaN(lineKm))
        {
            Assert.Null(ExerciseWord.Read(new ExerciseWord(1, Injects: injection).ToBytes()));
        }
    }

    [Theory]
    [InlineData("{\"format\":1}")]
    [InlineData("{\"format\":2,\"acknowledges\":{\"incident\":\"I-1\",\"by\":\"m\"}}")]
    [InlineData("{\"format\":1,\"acknowledges\":{\"incident\":\"I\",\"by\":\"m\"},\"injects\":null,\"begins\":{}}")]
    [InlineData("{\"format\":1,\"acknowledges\":{\"incident\":\"I-1\"}}")]
    [InlineData("[]")]
    [InlineData("")]
    public void A_word_is_one_thing_whole(string json) => Assert.Null(ExerciseWord.Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Every_kind_of_act_can_be_put_in_and_sends_something()
    {
        var at = exercise.Start + TimeSpan.FromMinutes(5);
        foreach (var (number, act) in Injection.Acts.Index())
        {
            var injection = new Injection(act, "east", at, "control", number + 1);
            var run = new ScenarioRun(1, TimeSpan.FromHours(2));
            var desk = new ExerciseDesk(exercise, 1);
            if (injection.Changes || !exercise.Takes(act))
            {
                Assert.Equal(injection.Changes, desk.Problem(injection) is null);
                continue;
            }

            var sent = desk.Play(injection, run).ToList();
            Assert.True(sent.Count > 0, act);
            Assert.All(sent, one => Assert.InRange(one.Feed, 0, exercise.Feeds.Length - 1));
            Assert.All(sent, one => Assert.True(one.At >= at, act));
            Assert.All(
                exercise.Injected!([injection]).Incidents(run), one => Assert.True(injection.Makes(one.Id), one.Id));
        }
    }

    [Theory]
    [InlineData("jamming", "exercise")]
    [InlineData("spoofing", "exercise")]
    [InlineData("cloud", "natural-causes")]
    public void What_changes_others_changes_something_where_they_are(string act, string scenario)
    {
        var (played, run) = (Scenarios.Find(scenario)!, new ScenarioRun(1, TimeSpan.FromHours(9)));
        var plain = Digests(played.Play(run));
        Assert.Contains(Enumerable.Range(1, 6), place =>
        {
            var at = played.Start + TimeSpan.FromMinutes(5);
            var injection = new Injection(act, "west", at, "control", 1, 110.0 * place, StaysS: 30_000);
            return !plain.SequenceEqual(Digests(played.Under!([injection]).Play(run)));
        });
    }

    /// <summary>What a disturbance changes, it changes from its begin on: all before it is the same, byte for byte.
    /// </summary>
    [Theory]
    [InlineData("jamming")]
    [InlineData("spoofing")]
    [InlineData("cloud")]
    public void What_changes_others_changes_nothing_before_its_time(string act)
    {
        var run = new ScenarioRun(1, TimeSpan.FromHours(3));
        var at = exercise.Start + TimeSpan.FromMinutes(50);
        string[] played = ["exercise", "gnss-blackout", "natural-causes"];
        foreach (var scenario in played.Select(id => Scenarios.Find(id)!))
        {
            var injection = new Injection(act, "west", at, "control", 1);
            var changed = scenario.Under!([injection]);
            Assert.Equal(
                Digests(scenario.Play(run).TakeWhile(one => one.At < at)),
                Digests(changed.Play(run).TakeWhile(one => one.At < at)));
        }
    }

    /// <summary>A strike needs an object that the scenario's agreement protects.</summary>
    [Fact]
    public void A_strike_can_be_put_in_where_there_are_targets()
    {
        var march = Scenarios.Find("march-2025")!;
        Assert.False(exercise.Takes("strike"));
        Assert.True(march.Takes("strike"));
        var strike = new Injection("strike", "west", march.Start + TimeSpan.FromMinutes(5), "control", 1);
        var run = new ScenarioRun(1, TimeSpan.FromHours(4));
        var desk = new ExerciseDesk(march, 1);
        Assert.Null(desk.Problem(strike));
        Assert.NotEmpty(desk.Play(strike, run));
        var incident = Assert.Single(march.Injected!([strike]).Incidents(run));
        Assert.Equal("EN.1", incident.Clause);
        Assert.Equal(strike.At, incident.From);
    }

    private static List<string> Digests(IEnumerable<WireEvent> events) => [.. events.Select(one =>
        FormattableString.Invariant($"{one.Feed} {one.At} ") + Convert.ToHexString(one.Bytes.Span))];

    private static ExerciseWord Injected(string act, double lineKm) => new(1, Injects: new Injection(
        act, "west", exercise.Start + TimeSpan.FromMinutes(2), "control", 0, lineKm, DepthM: 900, StaysS: 240));

    /// <summary>What the direction knows is in the log, and nobody who watches sees it there.</summary>
    private static void CheckFacts(string folder, string hash)
    {
        var feeds = Feeds();
        using var run = new RunAssembly(ServerRig.Agreement, DataFolder.Open(folder), feeds, true, TimeProvider.System);
        run.Pipeline.Recover(feeds);
        Assert.Equal(hash, run.Host.Hash());
        var words = run.Store.ReadFacts(0, int.MaxValue)
            .Where(stored => FactJson.Read(stored.Payload) is ExerciseFact).ToList();
        Assert.Equal(8, words.Count);
        Assert.All(words, stored => Assert.NotNull(stored.LogIndex));
        Audience[] watching = [Audience.Mission, Audience.Party("west"), Audience.Public];
        var later = exercise.Start + TimeSpan.FromDays(9);
        Assert.All(words, stored => Assert.All(watching, reader =>
            Assert.Null(ReleaseGate.View(FactJson.Read(stored.Payload), reader, later))));
        Assert.All(words, stored => Assert.NotNull(ReleaseGate.View(
            FactJson.Read(stored.Payload), Audience.Trainer, later)));
        Assert.False(ReleaseGate.MaySeeLive(run.Host.LabelOf(feeds.Find(ExerciseFeed.Name)!, []), Audience.Mission));
    }

    private static void CheckReport(string folder)
    {
        var report = AfterActionReport.Of(folder);
        using var json = JsonDocument.Parse(AfterActionJson.Write(report));
        Assert.True(json.RootElement.GetProperty("exercise").GetBoolean());
        var acts = json.RootElement.GetProperty("acts").EnumerateArray().ToList();
        Assert.Equal([1, 2, 3], acts.Select(act => act.GetProperty("injection").GetInt32())
            .Where(one => one is > 0 and < 4).Distinct().Order());
        var probe = acts.Single(act => act.GetProperty("injection").GetInt32() == 1);
        Assert.Equal(("found", "right"), (Text(probe, "outcome"), Text(probe, "attribution")));
        Assert.InRange(probe.GetProperty("opened_after_s").GetDouble(), 0, 120);
        var first = acts.Single(act => Text(act, "incident") == "I-0001");
        Assert.InRange(first.GetProperty("acknowledged_after_s").GetDouble(), 1, 900);
        Assert.Equal(report.Acts.Length, json.RootElement.GetProperty("score").GetProperty("true").GetInt32());
        Assert.Empty(json.RootElement.GetProperty("false_incidents").EnumerateArray());
        var html = Encoding.UTF8.GetString(AfterActionHtml.Write(report));
        string[] parts = ["<title>EXERCISE", "class=\"band\"", "<caption>EXERCISE", "<svg", ">J3<", "I-0001"];
        foreach (var part in parts)
        {
            Assert.Contains(part, html, StringComparison.Ordinal);
        }

        static string? Text(JsonElement one, string name) => one.GetProperty(name).GetString();
    }

    private static FeedTable Feeds()
    {
        var feeds = ScenarioPlay.Table(exercise.Feeds);
        feeds.AddExercise();
        return feeds;
    }

    /// <summary>Starts the exercise in a folder as the service does, hands words in, and stops it at a time.</summary>
    private static async Task<(Dictionary<string, List<string>> Frames, string Hash)> PlayAsync(
        string folder, int minutes, ExerciseWord[] words)
    {
        var (time, feeds, until) = (new LeapingTime(), Feeds(), exercise.Start + TimeSpan.FromMinutes(minutes));
        var desk = new ExerciseDesk(exercise, ExerciseFeeder.Seed);
        using var stop = new CancellationTokenSource();
        using var run = new RunAssembly(ServerRig.Agreement, DataFolder.Open(folder), feeds, true, TimeProvider.System);
        var last = exercise.Start;
        run.Pipeline.Stepped += batch =>
        {
            desk.Note(batch);
            last = new Instant(batch.ReceivedAtUs[^1]);
        };
        run.Pipeline.Recover(feeds);
        desk.Begin(run, exercise.Start);
        run.Pipeline.Stepped += _ => (last >= until ? stop : null)?.Cancel();
        var waiting = words.Select(word => desk.SubmitAsync(word, CancellationToken.None)).ToList();
        var feeder = new ExerciseFeeder(exercise, run, new FloorClock(time, last, 60), time, desk);
        var running = run.Pipeline.RunAsync(CancellationToken.None);
        await feeder.RunAsync(stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        run.Pipeline.Inbox.Complete();
        await running;
        Assert.All(await Task.WhenAll(waiting), Assert.NotNull);
        var frames = run.Record.ReadAll()
            .SelectMany(batch => Enumerable.Range(0, batch.Count)
                .Select(index => (batch.Feed, Frame: batch.Frame(index))))
            .GroupBy(one => one.Feed, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group => group.Select(one => FormattableString.Invariant($"{one.Frame.ReceivedAtUs} ")
                    + Encoding.UTF8.GetString(one.Frame.Bytes.Span)).ToList(),
                StringComparer.Ordinal);
        return (frames, run.Host.Hash());
    }
}
