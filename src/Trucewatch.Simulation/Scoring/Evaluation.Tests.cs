using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Labels;
using Trucewatch.Simulation.Scenarios;
using Xunit;

namespace Trucewatch.Simulation.Scoring;

public sealed class EvaluationTests
{
    private static readonly Instant start = Instant.FromUnixSeconds(1_900_000_000);

    [Theory]
    [InlineData("30 30 30", "3 20", 24)]
    [InlineData("30 30", "3 20", null)]
    [InlineData("30 30 30", "3 30", null)]
    [InlineData("30 29 30 30", "3 20", null)]
    [InlineData("30 29 30 30 30", "3 20", 44)]
    [InlineData("-5 30 30 30 -5", "3 20", 34)]
    [InlineData("30", "1 0", 4)]
    public void Enough_is_a_row_of_clear_positions_over_the_time_that_the_clause_asks(
        string insideM, string asked, int? receivedAfterS)
    {
        var needs = asked.Split(' ').Select(int.Parse).ToArray();
        var rows = insideM.Split(' ').Select((text, index) =>
            Seen("T-1", index * 10, double.Parse(text, System.Globalization.CultureInfo.InvariantCulture)));

        var at = new Sufficiency(needs[0], needs[1]).At(rows);
        Assert.Equal(receivedAfterS is { } s ? At(s) : null, at);
    }

    [Fact]
    public void A_written_report_is_enough_and_a_late_position_counts_when_it_came()
    {
        var report = Seen("T-1", 0, 0) with { SigmaM = double.NaN, ReceivedAt = At(70) };
        Assert.Equal(At(70), new Sufficiency(3, 30).At([report]));

        var late = Seen("T-1", 10, 100) with { ReceivedAt = At(500) };
        Assert.Equal(At(500), new Sufficiency(3, 20).At([Seen("T-1", 0, 100), late, Seen("T-1", 20, 100)]));
    }

    [Fact]
    public void What_is_missed_wrong_or_too_many_is_counted_as_such()
    {
        TruthFiles truth = new(
            [True("T-1", "cot:A", "west", 0, 100), True("T-2", "cot:B", "east", 0, 100),
                True("T-3", "cot:C", "east", 0, 100), True("T-4", "cot:D", "east", 0, 100)],
            new[] { "T-1", "T-2", "T-3" }.ToImmutableDictionary(
                id => id, id => ImmutableArray.Create(Seen(id, 0, 90), Seen(id, 10, 90)), StringComparer.Ordinal));
        Fact[] facts =
        [
            Found(1, "I-1", "cot:A", ["west"], 5), Found(2, "I-2", "cot:B", ["west"], 9),
            Found(3, "I-3", "cot:X", [], 5), Found(4, "I-4", "cot:A", ["west"], 6),
        ];

        var evaluation = Evaluation.Of(truth, facts, _ => new Sufficiency(2, 10));
        Assert.Equal(["I-1", "I-2", null, null], evaluation.Judged.Select(one => one.Found?.Id));
        Assert.Equal([At(14), At(14), At(14), null], evaluation.Judged.Select(one => one.SufficientAt));
        Assert.Equal(["I-3", "I-4"], evaluation.False.Select(one => one.Id).Order(StringComparer.Ordinal));

        var json = Json(evaluation, truth);
        Assert.Equal(
            (4, 3, 2, 2, 0.5, 0.5, 0.6667),
            (Int("true"), Int("findable"), Int("found"), Int("false"), Number("precision"), Number("recall"),
                Number("recall_findable")));
        Assert.Equal("T-3", json.GetProperty("missed")[0].GetString());
        Assert.Equal("T-2", json.GetProperty("wrong_attributions")[0].GetString());
        Assert.Equal(3, json.GetProperty("lost_without").GetProperty("cot-1").GetInt32());

        int Int(string name) => json.GetProperty(name).GetInt32();
        double Number(string name) => json.GetProperty(name).GetDouble();
    }

    [Fact]
    public void Probabilities_that_are_stated_too_high_show_in_the_calibration()
    {
        TruthFiles truth = new([True("T-1", "cot:A", "west", 0, 100)], []);
        var honest = Enumerable.Range(0, 100).Select(i => Stated(i + 1, i < 96 ? 50 : 150, 0.96)).ToList();
        var boastful = Enumerable.Range(0, 100).Select(i => Stated(i + 1, i < 60 ? 50 : 150, 0.96)).ToList();

        Assert.InRange(Evaluation.Of(truth, honest, _ => default).CalibrationError, 0, 1e-9);
        Assert.InRange(Evaluation.Of(truth, boastful, _ => default).CalibrationError, 0.35, 0.37);
    }

    private static JsonElement Json(Evaluation evaluation, TruthFiles truth)
    {
        using var stream = new MemoryStream();
        EvaluationJson.Write(stream, evaluation, truth, _ => new Sufficiency(2, 10));
        return JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray())).RootElement;
    }

    private static Instant At(double seconds) => start + TimeSpan.FromSeconds(seconds);

    // Ten metres of error: thirty metres inside are clear, less is not.
    private static Sighting Seen(string incident, double seconds, double insideM) =>
        new(incident, "cot-1", At(seconds), At(seconds + 4), insideM, 10);

    private static TrueIncident True(string id, string actor, string side, double fromS, double toS) =>
        new(id, "presence", "1.1", "zone", actor, side, At(fromS), At(toS));

    private static DetectionFact Stated(int number, double seconds, double p) => new(
        number, At(seconds), Label.Mission, new Detection(
            number, DetectionKind.StillInside, "1.1", "plain", "presence", "zone", "T-1", "cot:A", null, At(seconds),
            At(seconds), null, p, 10, null, null, null, [], []));

    private static IncidentFact Found(int number, string id, string actor, string[] parties, double seconds) => new(
        number, At(seconds), Label.Mission, new Incident(
            id, 1, IncidentStatus.Open, "presence", "1.1", ["plain"], ["plain"], "zone", 1, At(seconds), At(seconds),
            At(seconds + 12), [actor], [.. parties], ["T-1"], null, false, 0.99, 10, null, null, 1, [], [1], 1, [], 0,
            []));
}
