using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Evidence;
using Trucewatch.Server.Commands;
using Trucewatch.Simulation.Scenarios;
using Trucewatch.Simulation.Scoring;
using Xunit;

namespace Trucewatch.Server.AfterAction;

public sealed class AfterActionReportTests
{
    private static readonly Instant start = Instant.FromUnixSeconds(1_900_000_000);

    [Theory]
    [InlineData(0, false, "not-watched")]
    [InlineData(1, false, "not-findable")]
    [InlineData(3, false, "missed")]
    [InlineData(3, true, "found")]
    [InlineData(1, true, "found")]
    public void What_was_not_found_is_told_apart_by_what_came_through(int sightings, bool isFound, string expected)
    {
        var truth = new TrueIncident(
            "T-1", "presence", "1.1", "zone", "cot:A", "west", start, start + TimeSpan.FromHours(1));
        var rows = Enumerable.Range(0, sightings).Select(number => start + TimeSpan.FromSeconds(10 * number))
            .Select(at => new Sighting("T-1", "cot-1", at, at, 90, 10)).ToImmutableArray();
        var files = new TruthFiles(
            [truth], rows.IsEmpty ? [] : ImmutableDictionary<string, ImmutableArray<Sighting>>.Empty.Add("T-1", rows));
        var judged = new Judged(
            truth, new Sufficiency(3, 20).At(rows), isFound ? Found() : null, isFound ? start : null,
            Answer.None);
        Assert.Equal(expected, AfterActionJson.Word(AfterActionReport.OutcomeOf(judged, files)));
    }

    [Theory]
    [InlineData("report.html", "report.EXERCISE.html")]
    [InlineData("EXERCISE-1.html", "EXERCISE-1.html")]
    [InlineData("out/report", "out/report.EXERCISE")]
    public void A_written_report_has_the_mark_in_its_name(string given, string written) =>
        Assert.Equal(written, ExerciseCommand.Marked(given));

    [Fact]
    public void What_is_no_exercise_has_no_report()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<UnusableException>(() => AfterActionReport.Of(folder.Path));
        using var rig = new ServerRig();
        new Hosting.RunAssembly(ServerRig.Agreement, rig.Data, rig.Feeds, exercise: false, rig.Time).Dispose();
        Assert.Throws<UnusableException>(() => AfterActionReport.Of(rig.Data.Path));
    }

    private static Domain.Incidents.Incident Found() => new(
        "I-1", 1, Domain.Incidents.IncidentStatus.Open, "presence", "1.1", ["plain"], ["plain"], "zone", 1, start,
        start, start, ["cot:A"], ["west"], ["T-1"], null, false, 0.99, 10, null, null, 1, [], [1], 1, [], 0, []);
}
