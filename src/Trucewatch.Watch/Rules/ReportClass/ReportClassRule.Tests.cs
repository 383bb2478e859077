using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Observations;
using Xunit;

namespace Trucewatch.Watch.Rules.ReportClass;

public sealed class ReportClassRuleTests
{
    [Theory]
    [InlineData("fire.mortar", "fire.mortar", 1)]
    [InlineData("fire.mortar", "fire.mortars", 0)]
    [InlineData("fire.*", "fire.mortar.heavy", 1)]
    [InlineData("fire.*", "fire", 1)]
    [InlineData("fire.*", "firearm", 0)]
    [InlineData("access.*", "fire.mortar", 0)]
    public void Classes(string family, string reported, int expected) => Assert.Equal(
        expected, Detections(new Scene().Report("1", 0, reported), $"classes: [{family}]").Count);

    [Theory]
    [InlineData(ReporterKind.Patrol, "", 1)]
    [InlineData(ReporterKind.Party, "; reporters: [patrol, post]", 0)]
    [InlineData(ReporterKind.Post, "; reporters: [patrol, post]", 1)]
    [InlineData(ReporterKind.Public, "; reporters: any", 1)]
    public void Reporters(ReporterKind by, string settings, int expected) => Assert.Equal(
        expected, Detections(new Scene().Report("1", 0, "fire", by: by), "classes: [fire]" + settings).Count);

    [Fact]
    public void A_place_surely_outside_is_left_out_and_an_unknown_one_is_not()
    {
        var scene = new Scene().Report("1", 0, "fire", -5_000).Report("2", 0, "fire", 5_000)
            .Report("3", 0, "fire", -100).Report("4", 0, "fire");
        var said = Detections(scene, "classes: [fire]; zones: [east-zone]");
        Assert.Equal(["words of 2", "words of 3", "words of 4"], said.Select(detection => detection.Words));
        Assert.InRange(said[1].PInside!.Value, 0.15, 0.17);
        Assert.Equal(
            [Determination.Breach, Determination.Undetermined, Determination.Undetermined],
            said.Select(detection => detection.Determination));
        Assert.Equal((null, null, null), (said[2].Zone, said[2].PInside, said[2].Place));
        Assert.All(said, detection => Assert.Null(detection.Party));
    }

    [Fact]
    public void The_same_report_twice_is_one_report()
    {
        var scene = new Scene()
            .Report("1", 0, "fire").Report("1", 60, "fire").Report("1", 60, "fire", reporter: "other");
        Assert.Equal(2, Detections(scene, "classes: [fire]").Count);
    }

    [Fact]
    public void Report_ids_are_remembered_up_to_the_limit()
    {
        var ids = new ReportIds(2);
        var seen = new[] { "a", "b", "a", "c", "b", "a" }.Select(id => ids.IsFirst(ReportOf(id)));
        Assert.Equal([true, true, false, true, false, true], seen);
        Assert.Equal(2, ids.Count);
    }

    [Fact]
    public void Reports_near_in_place_and_time_are_one_incident_and_counts_do_not_add_up()
    {
        var scene = new Scene()
            .Report("1", 0, "fire.mortar", 1_000, 0, "a", 3, 5)
            .Report("2", 100, "fire.mortar", 1_900, 0, "b", 2, 9, sigmaM: 50)
            .Report("3", 200, "fire.mortar", 9_000, 0, "c", 1, 1)
            .Report("4", 300, "fire.mortar", 1_000, 0, "a")
            .Report("5", 2_000, "fire.mortar", 1_000, 0, "a");
        var incidents = Incidents(scene, "classes: [fire.*]; join_within_m: 1000; join_within_s: 600");
        Assert.Equal(["I-0001", "I-0002", "I-0003"], incidents.Keys.Order());
        var first = incidents["I-0001"];
        Assert.Equal(
            (3, 9, 2, 3, IncidentStatus.Closed),
            (first.CountMin!.Value, first.CountMax!.Value, first.Origins, first.DetectionCount, first.Status));
        Assert.Equal(["a", "b"], first.Actors);
        Assert.Equal(50, first.Place!.SigmaEastM, 1e-9);
        Assert.Equal(IncidentStatus.Open, incidents["I-0003"].Status);
    }

    [Fact]
    public void The_window_closes_after_its_last_microsecond()
    {
        foreach (var (seconds, expected) in new[] { (600.0, 1), (600.000001, 2) })
        {
            var scene = new Scene().Report("1", 0, "fire", 0, delayS: 0).Report("2", seconds, "fire", 0, delayS: 0);
            Assert.Equal(expected, Incidents(scene, "classes: [fire]; join_within_s: 600").Count);
        }
    }

    [Theory]
    [InlineData("", "classes: expected a list, got nothing")]
    [InlineData(
        "classes: [fire]; reporters: [spy]",
        "reporters: expected one of patrol, post, station, imagery, party, public, hotline, got 'spy'")]
    [InlineData("classes: [fire]; join_within_m: -1", "join_within_m: expected a number from 0 to 100000, got '-1'")]
    [InlineData(
        "classes: [fire]; zone: [a]",
        "zone: expected one of classes, reporters, zones, p_enter, p_leave, join_within_m, join_within_s, apart, got "
        + "'zone'")]
    public void Faulty_settings_are_refused(string settings, string expected)
    {
        var (book, problems) = RuleBook.Compile(Scene.Agreement(Scene.Clause("1", "report-class", settings)));
        Assert.Null(book);
        Assert.Equal($"clause '1', reading 'plain': {expected}", Assert.Single(problems).Message);
    }

    [Fact]
    public void At_the_limit_the_idlest_incident_stays_as_it_stands()
    {
        foreach (var (most, expected) in new[] { (3, 0), (2, 1) })
        {
            var scene = new Scene();
            for (var index = 0; index < 3; index++)
            {
                scene.Report("r" + Text(index), index, "fire", index * 10_000);
            }

            var facts = scene.Run(
                Scene.Agreement(Scene.Clause("1", "report-class", "classes: [fire]")),
                new SectorSettings { MaxOpenIncidents = most });
            Assert.Equal(expected, facts.OfType<OperationalFact>().Count(fact => fact.Topic == "limit.open-incidents"));
        }
    }

    [Fact]
    public void Long_lists_keep_the_first_and_the_last()
    {
        foreach (var count in new[] { Incident.MaxListed, Incident.MaxListed + 1 })
        {
            var scene = new Scene();
            for (var index = 0; index < count; index++)
            {
                scene.Report("r" + Text(index), index, "fire", 0);
            }

            var incident = Incidents(scene, "classes: [fire]")["I-0001"];
            Assert.Equal((count, count), (incident.DetectionCount, incident.FrameCount));
            Assert.Equal(Incident.MaxListed, incident.Detections.Length);
            Assert.Equal((1, count), (incident.Detections[0], incident.Detections[^1]));
        }
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static WrittenReport ReportOf(string id) =>
        new(id, "r", ReporterKind.Patrol, null, "fire", "", [], null, null, null, []);

    private static List<Detection> Detections(Scene scene, string settings) =>
        [.. Run(scene, settings).OfType<DetectionFact>().Select(fact => fact.Detection)];

    private static Dictionary<string, Incident> Incidents(Scene scene, string settings) =>
        Run(scene, settings).OfType<IncidentFact>().GroupBy(fact => fact.Incident.Id)
            .ToDictionary(all => all.Key, all => all.Last().Incident);

    private static List<Fact> Run(Scene scene, string settings) =>
        scene.Run(Scene.Agreement(Scene.Clause("1", "report-class", settings)));
}
