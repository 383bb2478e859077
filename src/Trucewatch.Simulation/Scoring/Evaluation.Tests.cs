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
        Assert.Equal("T-2", json.GetProperty("wrong_by_register")[0].GetString());
        Assert.Empty(json.GetProperty("wrong_attributions").EnumerateArray());
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

    /// <summary>Each of the four statements is scored when it is determined, and only then.</summary>
    [Theory]
    [InlineData("controlling_side", "west", Answer.Right)]
    [InlineData("controlling_side", "east", Answer.Wrong)]
    [InlineData("attribution", "east", Answer.Wrong)]
    [InlineData("area_of_origin", "east", Answer.Wrong)]
    [InlineData("direction_of_fire", "east", Answer.Wrong)]
    [InlineData("attribution", "undetermined", Answer.None)]
    [InlineData("duty_of", "east", Answer.None)]
    public void What_is_determined_of_who_did_it_is_held_against_the_truth(string name, string value, Answer expected)
    {
        TruthFiles truth = new([True("T-1", "cot:A", "west", 0, 100)], []);
        var stated = Stated(1, 50, 0.99);
        stated = stated with { Detection = stated.Detection with { Details = [new Detail(name, value)] } };
        var evaluation = Evaluation.Of(truth, [stated, Found(2, "I-1", "cot:A", ["east"], 5)], _ => default);
        var judged = Assert.Single(evaluation.Judged);
        Assert.Equal((expected, Answer.Wrong), (judged.Attribution, judged.Register));
    }

    [Fact]
    public void A_rival_track_answers_for_its_identity_and_all_cells_of_an_area_for_one_disturbance()
    {
        var area = True("T-2", "", "east", 0, 100) with { Actor = null, Zone = "gnss:* ships" };
        TruthFiles truth = new([True("T-1", "cot:A", "west", 0, 100), area], []);
        Fact[] facts =
        [
            Found(1, "I-1", "cot:A#2", [], 5), InCell(2, "I-2", "gnss:1,1 ships"), InCell(3, "I-3", "gnss:1,2 ships"),
            InCell(4, "I-4", "gnss:1,1"),
        ];

        var evaluation = Evaluation.Of(truth, facts, _ => default);
        Assert.Equal(["I-1", "I-2"], evaluation.Judged.Select(one => one.Found?.Id));
        Assert.Equal(["I-4"], evaluation.False.Select(one => one.Id));

        static IncidentFact InCell(int number, string id, string zone)
        {
            var found = Found(number, id, zone, [], 5);
            return found with { Incident = found.Incident with { Zone = zone } };
        }
    }

    [Fact]
    public void The_pictures_show_the_numbers_of_the_score()
    {
        TruthFiles truth = new(
            [True("T-1", "cot:A", "west", 0, 100), True("T-2", "cot:B", "east", 0, 100)],
            new[] { "T-1", "T-2" }.ToImmutableDictionary(
                id => id, id => ImmutableArray.Create(Seen(id, 0, 90), Seen(id, 10, 90)), StringComparer.Ordinal));
        var whole = Evaluation.Of(
            truth, [Found(1, "I-1", "cot:A", ["west"], 5), Stated(7, 50, 0.96)], _ => new Sufficiency(2, 10));
        var deaf = new DeafScore("cot", Evaluation.Of(truth, [], _ => new Sufficiency(2, 10)));

        Assert.Equal(["T-1"], deaf.Lost(whole).Select(one => one.Id));
        Assert.Contains(">presence</text>", ScorePictures.FoundOf(whole), StringComparison.Ordinal);
        Assert.Contains(">1 + 1 + 0 + 0</text>", ScorePictures.FoundOf(whole), StringComparison.Ordinal);
        Assert.Contains(">0 + 1 + 0</text>", ScorePictures.AttributionOf(whole), StringComparison.Ordinal);
        Assert.Contains(">1 + 0 + 0</text>", ScorePictures.AttributionOf(whole), StringComparison.Ordinal);
        Assert.Contains(">0 + 1</text>", ScorePictures.SensorsOf(whole, [deaf]), StringComparison.Ordinal);
        Assert.Contains("1 statements, mean error 0.040", ScorePictures.CalibrationOf(whole), StringComparison.Ordinal);
        foreach (var svg in new[] { ScorePictures.FoundOf(whole), ScorePictures.CalibrationOf(whole) })
        {
            Assert.Equal("svg", System.Xml.Linq.XDocument.Parse(svg).Root!.Name.LocalName);
        }
    }

    private static JsonElement Json(Evaluation evaluation, TruthFiles truth)
    {
        using var stream = new MemoryStream();
        EvaluationJson.Write(stream, evaluation, truth, _ => new Sufficiency(2, 10), []);
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
