using System.Globalization;
using System.Text.Json;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Storage.Sqlite;
using Trucewatch.SystemTests.Programs;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.SystemTests.Scenarios;

public sealed class ScenarioScoreTests
{
    [Fact]
    public void A_day_of_probing_incursions_is_found_in_time_and_nothing_else_is()
    {
        var score = Score("probing-incursions", 1, 24);

        Assert.InRange(Number(score, "findable"), 150, 218);
        Assert.InRange(Number(score, "recall_findable"), 0.98, 1);
        Assert.InRange(Number(score, "precision"), 0.98, 1);
        Assert.InRange(Number(score, "delay_median_s"), -60, 30);
        Assert.InRange(score.GetProperty("calibration").GetProperty("error").GetDouble(), 0, 0.03);
        Assert.Equal(0, score.GetProperty("attribution").GetProperty("wrong").GetInt32());
    }

    [Fact]
    public void On_a_quiet_day_nothing_is_found()
    {
        var score = Score("quiet-day", 2, 6);
        Assert.Equal((0, 0), (Number(score, "true"), Number(score, "false")));
    }

    /// <summary>
    /// Names are false, one side blames the other, and nobody who only listens can tell. Nothing of who did it is
    /// determined; the register, which only repeats the names, is deceived.
    /// </summary>
    [Fact]
    public void Under_false_flags_nothing_wrong_is_determined()
    {
        var score = Score("false-flag", 1, 8);
        Assert.Equal((34, 34, 0), (Number(score, "true"), Number(score, "found"), Number(score, "false")));
        var attribution = score.GetProperty("attribution");
        Assert.Equal(0, attribution.GetProperty("wrong").GetInt32());
        Assert.Equal(34, attribution.GetProperty("undetermined").GetInt32());

        // The tracks that share a name name nobody; the other false names are those of nobody else.
        Assert.Equal(14, score.GetProperty("register").GetProperty("wrong").GetInt32());
        Assert.Equal(8, score.GetProperty("register").GetProperty("right").GetInt32());
    }

    /// <summary>Places are false or none: the map of disturbances shows it, and no breach is stated by them.</summary>
    [Fact]
    public void When_satellite_navigation_fails_it_is_shown_and_false_places_are_no_breach()
    {
        var score = Score("gnss-blackout", 1, 4, (facts, _) =>
        {
            var breaches = facts.OfType<IncidentFact>().Select(fact => fact.Incident)
                .Where(incident => incident.Outcomes.Any(one => one.Determination == Determination.Breach))
                .Select(incident => incident.Clause).Distinct();
            Assert.Equal(["6.2"], breaches);
        });
        Assert.Equal((4, 4), (Number(score, "true"), Number(score, "found")));

        // Ships that are led into the corridor: stated as undetermined, with the reason, and few.
        Assert.InRange(Number(score, "false"), 0, 6);
    }

    [Fact]
    public void A_closed_lane_shows_who_lies_in_it_and_who_is_held()
    {
        var score = Score("strait-closure", 1, 12);
        Assert.Equal((18, 18, 0), (Number(score, "true"), Number(score, "found"), Number(score, "false")));
        Assert.Equal(12, score.GetProperty("classes").GetProperty("maritime.stop").GetProperty("found").GetInt32());
    }

    /// <summary>Each natural cause is stated with its reason, and none of them opens an incident.</summary>
    [Fact]
    public void What_is_nobodys_doing_is_screened_with_its_reason()
    {
        var score = Score("natural-causes", 1, 10, (facts, truth) =>
        {
            var stated = facts.OfType<DetectionFact>().Select(fact => fact.Detection)
                .Where(detection => detection.Clause is "4.2(d)" or "4.2(e)").ToList();
            Assert.DoesNotContain(
                facts.OfType<IncidentFact>(), fact => fact.Incident.Clause is "4.2(d)" or "4.2(e)");
            var reasons = stated.Select(detection => detection.Details!.Value
                .Single(detail => detail.Name == "screening").Value).Distinct().Order(StringComparer.Ordinal);
            Assert.Equal(["harvest-season", "quarry", "thunder"], reasons);

            // Each cause that is not hidden is stated: by time and place of its row in the truth.
            var causes = File.ReadAllLines(Path.Combine(truth, "causes.truth.csv")).Skip(1)
                .Select(line => line.Split(',')).ToList();
            Assert.Equal(
                ["cloud", "harvest-season", "quarry", "thunder"],
                causes.Select(cause => cause[1]).Distinct().Order(StringComparer.Ordinal));
            var hidden = causes.Count(cause => cause[1] == "harvest-season" && !stated.Any(one => IsOf(one, cause)));
            Assert.InRange(hidden, 1, 6);
            Assert.All(causes.Where(cause => cause[1] is "thunder" or "quarry"), cause =>
                Assert.Contains(stated, one => IsOf(one, cause)));
        });
        Assert.Equal((8, 8), (Number(score, "true"), Number(score, "found")));

        // Who tells of a shelling half an hour late opens another incident of it: the window is a quarter of an hour.
        Assert.Equal(6, Number(score, "false"));
    }

    private static bool IsOf(Detection stated, string[] cause) =>
        stated.Details!.Value.Any(detail => detail.Name == "screening" && detail.Value == cause[1])
        && string.CompareOrdinal(stated.At.ToString(), cause[2]) >= -1
        && string.CompareOrdinal(stated.At.ToString()[..16], cause[3][..16]) <= 0
        && Math.Abs(stated.Place!.Latitude - double.Parse(cause[4], CultureInfo.InvariantCulture)) < 0.2
        && Math.Abs(stated.Place.Longitude - double.Parse(cause[5], CultureInfo.InvariantCulture)) < 0.2;

    /// <summary>The same world under two first days: what is stated differs, and the clause is named that does it.
    /// </summary>
    [Fact]
    public void One_moratorium_with_two_first_days_gives_two_answers()
    {
        var score = Score("march-2025", 1, 336, (facts, truth) =>
        {
            var incidents = facts.OfType<IncidentFact>().GroupBy(fact => fact.Incident.Id)
                .Select(revisions => revisions.Last().Incident).ToList();
            var (both, one) = (
                incidents.Count(incident => incident.Readings.Length == 2),
                incidents.Count(incident => incident.Readings is ["from-18-march"]));
            Assert.Equal(18, both + one);
            Assert.InRange(one, 5, 13);

            var diff = TrucewatchProgram.Run(
                "agreement", "diff", Pack("energy-2025"), Pack("energy-2025-later"), "--replay",
                Path.Combine(truth, "..", "data"));
            Assert.Equal(0, diff.ExitCode);
            Assert.Contains("under EN.1", diff.Output, StringComparison.Ordinal);
            Assert.Contains("makes the difference: clauses[EN.1]", diff.Output, StringComparison.Ordinal);

            // The terms are of the texts alone; whatever the record gave says that it is of an exercise.
            var given = diff.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .SkipWhile(line => !line.Contains("determinations that differ", StringComparison.Ordinal)).ToList();
            Assert.InRange(given.Count, 2, int.MaxValue);
            Assert.All(given, line => Assert.StartsWith("EXERCISE ", line, StringComparison.Ordinal));
        });
        Assert.Equal((18, 18, 0), (Number(score, "true"), Number(score, "found"), Number(score, "false")));
    }

    [Fact]
    public void What_each_kind_of_sensor_is_worth_is_what_is_lost_without_it()
    {
        var folder = Directory.CreateTempSubdirectory("trucewatch-score-").FullName;
        try
        {
            var (truth, data) = (Path.Combine(folder, "truth"), Path.Combine(folder, "data"));
            _ = Play("false-flag", 1, 3, truth, data);
            var evaluated = TrucewatchProgram.Run(
                "evaluate", "--truth", truth, "--data", data, "--without", "each", "--pictures", folder);
            Assert.True(evaluated.ExitCode == 0, evaluated.Error);
            var score = JsonDocument.Parse(evaluated.Output).RootElement;
            var without = score.GetProperty("without");
            Assert.Equal(["ais", "cot", "report"], without.EnumerateObject().Select(one => one.Name));

            // What is lost when the record is run again is what nobody could have found by the rest.
            (string, string)[] feeds = [("ais", "ais-coast"), ("cot", "cot-ground"), ("report", "report-posts")];
            foreach (var (format, feed) in feeds)
            {
                var lost = without.GetProperty(format).GetProperty("lost").GetArrayLength();
                Assert.InRange(lost, 1, 30);
                Assert.Equal(score.GetProperty("lost_without").GetProperty(feed).GetInt32(), lost);
                Assert.Equal(Number(score, "found") - lost, Number(without.GetProperty(format), "found"));
            }

            Assert.Equal(
                ["attribution.svg", "calibration.svg", "found.svg", "sensors.svg"],
                Directory.GetFiles(folder, "*.svg").Select(Path.GetFileName).Order(StringComparer.Ordinal));

            var refused = TrucewatchProgram.Run("evaluate", "--truth", truth, "--data", data, "--without", "radar");
            Assert.Equal(2, refused.ExitCode);
            Assert.Contains("--without: expected 'each' or one of ", refused.Error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory(Explicit = true)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Other_seeds_of_probing_incursions_score_as_well(int seed)
    {
        var score = Score("probing-incursions", seed, 24);
        Assert.InRange(Number(score, "recall_findable"), 0.98, 1);
        Assert.InRange(Number(score, "precision"), 0.98, 1);
    }

    private static double Number(JsonElement score, string name) => score.GetProperty(name).GetDouble();

    private static string Pack(string name) => Path.Combine(RepositoryTree.Root, "agreements", name);

    private static JsonElement Score(
        string scenario, int seed, int hours, Action<List<Fact>, string>? look = null)
    {
        var folder = Directory.CreateTempSubdirectory("trucewatch-score-").FullName;
        try
        {
            var (truth, data) = (Path.Combine(folder, "truth"), Path.Combine(folder, "data"));
            var score = Play(scenario, seed, hours, truth, data);
            if (look is not null)
            {
                using var store = SqlitePictureStore.Open(Path.Combine(data, "picture.db"));
                look([.. store.ReadFacts(0, int.MaxValue).Select(stored => FactJson.Read(stored.Payload))], truth);
            }

            return score;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static JsonElement Play(string scenario, int seed, int hours, string truth, string data)
    {
        var simulated = TrucewatchProgram.Run(
            "simulate", "--scenario", scenario, "--seed", Text(seed), "--hours", Text(hours), "--out", truth,
            "--data", data);
        Assert.Equal((0, ""), (simulated.ExitCode, simulated.Output));
        var evaluated = TrucewatchProgram.Run("evaluate", "--truth", truth, "--data", data);
        Assert.Equal(0, evaluated.ExitCode);
        return JsonDocument.Parse(evaluated.Output).RootElement;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
