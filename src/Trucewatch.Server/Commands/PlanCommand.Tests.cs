using System.Text;
using System.Text.Json;
using Trucewatch.Domain.Planning;
using Trucewatch.Simulation.World;
using Trucewatch.Tests.House;
using Trucewatch.Watch.Planning;
using Xunit;

namespace Trucewatch.Server.Commands;

public sealed class PlanCommandTests
{
    private static readonly TaskingScene Scene = new(4);

    [Fact]
    public void A_plan_that_is_written_is_read_as_the_same()
    {
        var request = Scene.Of(1);
        var plan = request.Standing with { Tasks = DayPlanner.Plan(Scene.Agreement, request, 1, 50).Tasks };
        var read = PlanText.ReadPlan(PlanText.Write(plan), out var problem);
        Assert.Null(problem);
        Assert.Equal(PlanText.Write(plan), PlanText.Write(read!));
        Assert.Equal(
            CoverageForecast.Of(Scene.Agreement, plan).Hash(), CoverageForecast.Of(Scene.Agreement, read!).Hash());
    }

    [Fact]
    public void A_forecast_says_that_it_is_predicted_and_where_it_is_blind()
    {
        var request = Scene.Of(1);
        var plan = request.Standing with { Tasks = DayPlanner.Greedy(Scene.Agreement, request).Tasks };
        using var output = new MemoryStream();
        using (var writer = new Utf8JsonWriter(output))
        {
            PlanCommand.Write(CoverageForecast.Of(Scene.Agreement, plan), plan, writer);
        }

        using var json = JsonDocument.Parse(output.ToArray());
        var root = json.RootElement;
        Assert.Equal("predicted", root.GetProperty("state").GetString());
        Assert.Equal(24, root.GetProperty("hours").GetArrayLength());
        var whole = root.GetProperty("sums")[0];
        Assert.InRange(whole.GetProperty("share").GetDouble(), 0.01, 0.5);
        Assert.Equal(
            whole.GetProperty("predicted_km2_h").GetDouble(),
            root.GetProperty("hours").EnumerateArray()
                .Sum(hour => hour.GetProperty("predicted_km2_h").GetDouble()),
            0.1);
        Assert.NotEqual(0, root.GetProperty("blind").GetArrayLength());
        Assert.DoesNotContain("watched_", Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_of_the_documents_is_a_plan()
    {
        var text = File.ReadAllText(Path.Combine(RepositoryTree.Root, "docs", "reference", "task-plans.md"));
        var from = text.IndexOf("```json", StringComparison.Ordinal) + 7;
        var json = text[from..text.IndexOf("```", from, StringComparison.Ordinal)];
        Assert.Single(PlanText.ReadPlan(Encoding.UTF8.GetBytes(json), out _)!.Tasks);
    }

    [Theory]
    [InlineData("", "until")]
    [InlineData(""","until":"2030-06-03T00:00:00Z" """, "expected a time")]
    [InlineData(""","until":"2030-06-04T00:00:00Z","more":1""", "more")]
    [InlineData(
        """,UNTIL,"tasks":[{"kind":"post","id":"p","owner":"a"}]""", "p: expected a kind with what belongs to it")]
    [InlineData(""",UNTIL,"tasks":[{"kind":"ship","id":"p","owner":"a"}]""", "kind")]
    [InlineData(
        """,UNTIL,"weather":[{"from":"2030-06-03T00:00:00Z",UNTIL,"wind_mps":1,"cloud_share":0,"where":[[1]]}]""",
        "expected latitude and longitude, got 1 numbers")]
    public void What_is_no_plan_is_refused_with_the_reason(string rest, string words)
    {
        var json = "{\"from\":\"2030-06-03T00:00:00Z\""
            + rest.Replace("UNTIL", "\"until\":\"2030-06-04T00:00:00Z\"", StringComparison.Ordinal) + "}";
        Assert.Null(PlanText.ReadPlan(Encoding.UTF8.GetBytes(json), out var problem));
        Assert.Contains(words, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_is_read_with_all_that_there_is_to_plan_with()
    {
        const string Json =
            """
            {"from":"2030-06-03T00:00:00Z","until":"2030-06-04T00:00:00Z","everywhere_per_km2_h":1e-5,
             "expected":[{"middle":[47.5,35],"radius_m":9000,"per_km2_h":0.001}],
             "drones":[{"id":"d","owner":"a","base":[47.6,35],"speed_mps":25,"endurance_min":240,"turnaround_min":60,
               "sorties":2,"swath_m":1200,"modality":"thermal","max_wind_mps":12}],
             "satellites":[{"id":"s","owner":"b","catalogue_number":90001,"modality":"imaging-radar","max_tasks":1,
               "pointings_deg":[[20,30],[30,40]]}],
             "no_fly":[[[47.5,35.1],[47.5,35.2],[47.6,35.2]]],"burden":{"share":0.1,"least_minutes":20}}
            """;
        var request = PlanText.ReadRequest(Encoding.UTF8.GetBytes(Json), out var satellites, out var problem);
        Assert.Null(problem);
        Assert.Equal(90001, Assert.Single(satellites).CatalogueNumber);
        Assert.Equal((1, 1, 1), (request!.Drones.Length, request.NoFly.Length, request.Expected.Length));
        Assert.Equal(new BurdenRule(0.1, 20), request.Burden);
        Assert.NotEmpty(DayPlanner.Greedy(Scene.Agreement, request).Tasks);
    }
}
