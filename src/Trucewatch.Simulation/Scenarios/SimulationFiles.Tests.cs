using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Trucewatch.Simulation.Scenarios;

public sealed class SimulationFilesTests
{
    [Fact]
    public void The_same_seed_writes_the_same_files_and_they_hold_what_is_played()
    {
        var scenario = Scenarios.Find("exercise")!;
        var run = new ScenarioRun(9, TimeSpan.FromMinutes(10));
        var first = Directory.CreateTempSubdirectory("trucewatch-simulate-").FullName;
        var second = Path.Combine(first, "again");
        try
        {
            var progress = new List<double>();
            SimulationFiles.Write(scenario, run, first, progress.Add);
            SimulationFiles.Write(scenario, run, second, null);

            string[] expected =
            [
                .. scenario.Feeds.Select(feed => SimulationFiles.Marked(feed.FileName)), "truth.csv",
                "incidents.truth.json", "sightings.truth.csv", "causes.truth.csv", "EXERCISE.json",
            ];
            Assert.Equal(expected.Order(), Directory.GetFiles(second).Select(Path.GetFileName).Order());
            Assert.All(expected, name => Assert.Equal(Digest(first, name), Digest(second, name)));
            Assert.Equal(progress.Order(), progress);
            Assert.Equal(1, progress[^1]);
            for (var feed = 0; feed < scenario.Feeds.Length; feed++)
            {
                var played = scenario.Play(run)
                    .Where(sent => sent.Feed == feed)
                    .SelectMany(sent => sent.Bytes.ToArray());
                Assert.Equal(played, File.ReadAllBytes(Path.Combine(
                    first, SimulationFiles.Marked(scenario.Feeds[feed].FileName))));
            }

            CheckTruth(first);
            CheckMarks(first, expected);
            Assert.All(expected[..^1], name => Assert.True(SimulationFiles.IsOfExercise(Path.Combine(first, name))));
            Assert.False(SimulationFiles.IsOfExercise(Path.Combine(first, "ais-coast.nmea")));
        }
        finally
        {
            Directory.Delete(first, recursive: true);
        }
    }

    [Fact]
    public void Dense_shipping_says_nothing_twice_and_nothing_wrong()
    {
        var scenario = Scenarios.Find("sea-traffic")!;
        CheckNothingTwice(scenario, new ScenarioRun(1, TimeSpan.FromMinutes(2)), 33_000);
    }

    [Fact(Explicit = true)]
    public void A_million_sentences_of_dense_shipping_are_all_different()
    {
        var scenario = Scenarios.Find("sea-traffic")!;
        CheckNothingTwice(scenario, new ScenarioRun(1, scenario.DefaultLength), 1_000_000);
    }

    [Fact]
    public void Scenarios_are_found_by_their_id_and_name_their_feeds_by_the_format()
    {
        Assert.Null(Scenarios.Find("no-such-scenario"));
        foreach (var scenario in Scenarios.All)
        {
            Assert.Same(scenario, Scenarios.Find(scenario.Id));
            Assert.All(
                scenario.Feeds, feed => Assert.StartsWith(feed.Format + "-", feed.Name, StringComparison.Ordinal));
            Assert.StartsWith("EXERCISE.", scenario.Words, StringComparison.Ordinal);
        }
    }

    private static void CheckNothingTwice(Scenario scenario, ScenarioRun run, int least)
    {
        var sentences = new HashSet<UInt128>();
        var hearing = new Hearing(scenario);
        foreach (var sent in scenario.Play(run))
        {
            // Without the tag block, whose time would make any line unique.
            var from = sent.Bytes.Span.LastIndexOf((byte)'!');
            var digest = SHA256.HashData(sent.Bytes.Span[from..]);
            Assert.True(
                sentences.Add(BitConverter.ToUInt128(digest)), $"twice: {Encoding.ASCII.GetString(sent.Bytes.Span)}");
            hearing.Take([sent]);
        }

        Assert.Empty(hearing.Faults);
        Assert.InRange(sentences.Count, least, int.MaxValue);
    }

    private static string Digest(string folder, string name) =>
        Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, name))));

    /// <summary>Each row of each table bears the mark, and so does each document.</summary>
    private static void CheckMarks(string folder, string[] names)
    {
        foreach (var name in names)
        {
            var path = Path.Combine(folder, name);
            if (name.EndsWith(".csv", StringComparison.Ordinal))
            {
                Assert.All(
                    File.ReadLines(path).Skip(1), row => Assert.EndsWith(",EXERCISE", row, StringComparison.Ordinal));
            }
            else if (name.EndsWith(".json", StringComparison.Ordinal))
            {
                using var json = JsonDocument.Parse(File.ReadAllBytes(path));
                Assert.True(json.RootElement.GetProperty("exercise").GetBoolean());
            }
        }
    }

    private static void CheckTruth(string folder)
    {
        var truth = File.ReadAllLines(Path.Combine(folder, SimulationFiles.TruthFile));
        Assert.Equal("time,id,class,lat,lon,side,mark", truth[0]);
        Assert.Matches(@"^2030-06-03T06:00:00\.000Z,mmsi:\d{9},vessel,\d+\.\d{7},\d+\.\d{7},none,EXERCISE$", truth[1]);
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, SimulationFiles.IncidentsFile)));
        var first = json.RootElement.GetProperty("incidents")[0];
        Assert.Equal("X-01/west-zone", first.GetProperty("id").GetString());
        Assert.Equal("2030-06-03T06:10:00.000Z", first.GetProperty("to").GetString());
    }
}
