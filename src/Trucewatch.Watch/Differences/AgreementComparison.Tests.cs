using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Watch.Differences;

public sealed class AgreementComparisonTests
{
    private static readonly Instant Day = Instant.FromUnixSeconds(1_893_456_000);

    [Fact]
    public void The_term_that_makes_the_difference_is_found_by_trying()
    {
        var difference = Assert.Single(Compare(
            PackExample.Yaml,
            PackExample.With("in_force_from: 2030-01-01T00:00:00Z", "in_force_from: 2030-01-08T00:00:00Z")
                .Replace("p_enter: 0.95", "p_enter: 0.94", StringComparison.Ordinal),
            Visit(days: 3, minutes: 5)));
        Assert.Equal(("1(a)", "plain"), (difference.A.Clause, difference.A.Reading));
        Assert.Equal(Determination.Breach, difference.A.Determination);
        Assert.Null(difference.B.Determination);
        var term = Assert.Single(difference.Sufficient);
        Assert.Equal("1(a)", term.Clause);
        Assert.StartsWith(
            "clauses[1(a)].in_force_from: 2030-01-01T00:00:00Z (line ", term.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Terms_that_only_differ_together_are_named_together()
    {
        // Later by a week, or only after twenty minutes: each alone already silences the visit, both keep it silent.
        var found = Compare(
            PackExample.With("in_force_from: 2030-01-01T00:00:00Z", "in_force_from: 2030-01-08T00:00:00Z"),
            PackExample.With("dwell_s: 30", "dwell_s: 1200"),
            Visit(days: 3, minutes: 5));
        Assert.Empty(found);

        // Coming from both to neither takes both terms.
        var difference = Assert.Single(Compare(
            PackExample.With("in_force_from: 2030-01-01T00:00:00Z", "in_force_from: 2030-01-08T00:00:00Z")
                .Replace("dwell_s: 30", "dwell_s: 1200", StringComparison.Ordinal),
            PackExample.Yaml,
            Visit(days: 3, minutes: 5)));
        Assert.Empty(difference.Sufficient);
        Assert.Equal(
            ["clauses[1(a)].in_force_from", "clauses[1(a)].rule.dwell_s"],
            difference.Necessary.Select(term => term.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Equal_texts_do_not_differ_and_names_decide_nothing()
    {
        var renamed = PackExample.With("name: {en: West}", "name: {en: Westland}");
        Assert.Empty(Compare(PackExample.Yaml, renamed, Visit(days: 3, minutes: 5)));
        Assert.Empty(PackTree.Between(Tree(PackExample.Yaml), Tree(renamed)));
    }

    [Fact]
    public void A_line_that_moved_is_a_difference_too()
    {
        var moved = PackExample.Lines.Replace("[36, 47], [36, 50]", "[35.5, 47], [35.5, 50]", StringComparison.Ordinal);
        var found = Compare(PackExample.Yaml, PackExample.Yaml, Visit(days: 3, minutes: 5), moved);
        Assert.All(found, difference => Assert.Equal("lines.geojson", Assert.Single(difference.Sufficient).Path));
        Assert.Equal(Determination.Breach, Assert.Single(found, one => one.A.Reading == "plain").A.Determination);
    }

    private static List<Observation> Visit(int days, int minutes)
    {
        var observations = new List<Observation>();
        for (var second = 0; second <= minutes * 60; second += 10)
        {
            var at = Day + TimeSpan.FromDays(days) + TimeSpan.FromSeconds(second);
            observations.Add(new Observation
            {
                Frame = new FrameRef(new FeedId(0), observations.Count),
                Kind = ObservationKind.Position,
                Identity = ObjectIdentity.CotUid("WEST-1"),
                At = at,
                ReceivedAt = at,
                HasSourceTime = true,
                HasPosition = true,
                Position = GeoPoint.FromDegrees(latitudeDeg: 48.5, longitudeDeg: 35.9),
                PositionError = Covariance2.Circular(10),
                SpeedMps = double.NaN,
                CourseDeg = double.NaN,
            });
        }

        return observations;
    }

    private static IReadOnlyList<VerdictDifference> Compare(
        string yamlA, string yamlB, List<Observation> observations, string? linesB = null)
    {
        var (treeA, treeB) = (Tree(yamlA), Tree(yamlB, linesB));
        var comparison = AgreementComparison.Of(
            PackExample.Read(yamlA).Agreement!,
            PackExample.Read(yamlB, ("lines.geojson", linesB ?? PackExample.Lines)).Agreement!,
            treeA, treeB, new FeedNames("feed"));
        comparison.Step(new SectorInput(0, observations.ToArray()));
        return comparison.Differences();
    }

    private static PackTree Tree(string yaml, string? lines = null) => PackTree.Read(new PackFiles("example",
    [
        new PackFile("agreement.yaml", Encoding.UTF8.GetBytes(yaml)),
        new PackFile("lines.geojson", Encoding.UTF8.GetBytes(lines ?? PackExample.Lines)),
    ]))!;
}
