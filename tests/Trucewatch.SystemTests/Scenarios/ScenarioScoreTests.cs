using System.Text.Json;
using Trucewatch.SystemTests.Programs;
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

    private static JsonElement Score(string scenario, int seed, int hours)
    {
        var folder = Directory.CreateTempSubdirectory("trucewatch-score-").FullName;
        try
        {
            var (truth, data) = (Path.Combine(folder, "truth"), Path.Combine(folder, "data"));
            var simulated = TrucewatchProgram.Run(
                "simulate", "--scenario", scenario, "--seed", Text(seed), "--hours", Text(hours), "--out", truth,
                "--data", data);
            Assert.Equal((0, ""), (simulated.ExitCode, simulated.Output));
            var evaluated = TrucewatchProgram.Run("evaluate", "--truth", truth, "--data", data);
            Assert.Equal(0, evaluated.ExitCode);
            return JsonDocument.Parse(evaluated.Output).RootElement;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
