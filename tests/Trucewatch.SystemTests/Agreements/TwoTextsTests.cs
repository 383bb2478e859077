using System.Globalization;
using System.Text;
using System.Text.Json;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Storage.Sqlite;
using Trucewatch.SystemTests.Programs;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.SystemTests.Agreements;

/// <summary>One dispute, two entries into force, one list of events: two results and their difference.</summary>
public sealed class TwoTextsTests
{
    private const string Earlier = "agreements/energy-2025";
    private const string Later = "agreements/energy-2025-later";

    /// <summary>Made up: days in 2025, and which of the four made-up places was struck.</summary>
    private static readonly (string Day, double Lat, double Lon)[] Events =
    [
        ("03-17", 48, 34), ("03-19", 48, 34), ("03-22", 50, 40), ("03-24", 47, 35), ("03-26", 48, 34),
        ("04-02", 50, 40), ("04-10", 46.5, 30.7), ("04-20", 47, 35), ("04-25", 48, 34),
    ];

    [Fact]
    public void Two_dates_of_entry_into_force_give_two_results_and_the_difference_names_the_clause_and_the_term()
    {
        using var scratch = new ScratchFolder();
        File.WriteAllText(scratch["events.jsonl"], string.Concat(Events.Select(
            (told, index) => Line(index, "strike.drone", $"2025-{told.Day}T10:00:00Z", told.Lat, told.Lon))));

        // 19, 22 and 24 March and 20 April are told by one text only; 26 March and 2 April by both.
        Assert.Equal(8, Replay(scratch, Earlier, "earlier"));
        Assert.Equal(3, Replay(scratch, Later, "later"));
        Assert.Equal(
            ["03-19", "03-22", "03-24", "03-26", "04-02"], Days(scratch["earlier"], "from-18-march"));
        Assert.Equal(["03-26", "04-02", "04-20"], Days(scratch["earlier"], "from-25-march"));
        Assert.Equal(["03-26", "04-02", "04-20"], Days(scratch["later"], "from-18-march"));

        foreach (var data in new[] { "earlier", "later" })
        {
            var diff = TrucewatchProgram.Run("agreement", "diff", Earlier, Later, "--replay", scratch[data]);
            Assert.True(diff.ExitCode == 0, diff.Error);
            Assert.Contains("over 9 recorded frames", diff.Output, StringComparison.Ordinal);
            var lines = diff.Output.Split('\n');
            var told = lines.Index()
                .Where(line => line.Item.Contains("read as 'from-18-march'", StringComparison.Ordinal)).ToList();
            Assert.Equal(
                ["03-19", "03-22", "03-24", "04-20"], told.Select(line => line.Item[5..10]));
            Assert.All(told, line => Assert.Contains(
                "under EN.1 'No strikes on energy facilities for thirty days'", line.Item, StringComparison.Ordinal));
            Assert.All(told[..3], line => Assert.EndsWith(
                "breach in energy-2025, nothing in energy-2025-later", line.Item, StringComparison.Ordinal));
            Assert.EndsWith(
                "nothing in energy-2025, breach in energy-2025-later", told[3].Item, StringComparison.Ordinal);
            Assert.All(told, line => Assert.StartsWith(
                "  makes the difference: clauses[EN.1].in_force: [{from: 2025-03-18T00:00:00+03:00, ",
                lines[line.Index + 1],
                StringComparison.Ordinal));
            Assert.All(told, line => Assert.Contains(
                " -> [{from: 2025-03-25T00:00:00+02:00, ", lines[line.Index + 1], StringComparison.Ordinal));
        }
    }

    /// <summary>Real events, for the machine alone: which it turns up stays here.</summary>
    [Fact]
    public void Real_events_come_out_by_the_dates_of_each_text()
    {
        var list = RepositoryTree.CorpusFile("events/viina_incidents_202503.csv");
        using var scratch = new ScratchFolder();
        var report = new StringBuilder();
        var between = 0;
        var after = 0;
        foreach (var line in File.ReadLines(list).Skip(1))
        {
            // The list has no kinds of places: each event is told at the made-up plant, so that its date alone counts.
            var at = DateTime.ParseExact(
                line[1..20], "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
                .ToUniversalTime();
            var time = at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            report.Append(Line(report.Length, "strike.drone", time, 48, 34));
            between += at >= Utc(17, 21) && at < Utc(24, 22) ? 1 : 0;
            after += at >= Utc(24, 22) ? 1 : 0;
        }

        Assert.True(between > 0 && after > 0);
        File.WriteAllText(scratch["events.jsonl"], report.ToString());
        // The first text has both dates, each as a reading.
        Assert.Equal(between + (2 * after), Replay(scratch, Earlier, "earlier"));
        Assert.Equal(after, Replay(scratch, Later, "later"));
    }

    /// <summary>Replays the events under a text into a data folder; gives the number of detections.</summary>
    private static int Replay(ScratchFolder scratch, string agreement, string data)
    {
        var ran = TrucewatchProgram.Run(
            "replay", "--agreement", agreement, "--feed", $"report:{scratch["events.jsonl"]}", "--data", scratch[data],
            "--start", "2025-03-01T00:00:00Z");
        Assert.True(ran.ExitCode == 0, ran.Error);
        using var summary = JsonDocument.Parse(ran.Output);
        Assert.Empty(summary.RootElement.GetProperty("faults").EnumerateObject());
        return summary.RootElement.GetProperty("detections").GetInt32();
    }

    /// <summary>The days of the stored incidents that are a breach under a reading.</summary>
    private static List<string> Days(string data, string reading)
    {
        using var store = SqlitePictureStore.Open(Path.Combine(data, "picture.db"));
        return
        [
            .. store.ReadIncidents(null, 0, 100)
                .Select(stored => ((IncidentFact)FactJson.Read(stored.Payload)).Incident)
                .Where(incident => incident.Outcomes.Any(outcome =>
                    outcome.Reading == reading && outcome.Determination == Determination.Breach))
                .Select(incident => incident.First.ToString()[5..10]).Order(StringComparer.Ordinal),
        ];
    }

    private static DateTime Utc(int day, int hour) => new(2025, 3, day, hour, 0, 0, DateTimeKind.Utc);

    private static string Line(int id, string kind, string time, double lat, double lon) => FormattableString.Invariant(
        $"{{\"id\":\"e-{id}\",\"time\":\"{time}\",\"reporter\":\"Imagery cell\",\"reporterKind\":\"imagery\",")
        + FormattableString.Invariant(
            $"\"class\":\"{kind}\",\"text\":\"\",\"place\":{{\"lat\":{lat},\"lon\":{lon},\"sigmaM\":50}}}}\n");
}
