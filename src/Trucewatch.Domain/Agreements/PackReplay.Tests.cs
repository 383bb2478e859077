using System.Text;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Ais;
using Trucewatch.Tests.House;
using Trucewatch.Watch;
using Trucewatch.Watch.Rules;
using Xunit;

namespace Trucewatch.Domain.Agreements;

/// <summary>The bundled packs under the rules that run them.</summary>
public sealed class PackReplayTests
{
    [Theory]
    [InlineData("aegean-test")]
    [InlineData("illustrative-eastern-line")]
    public void The_rules_of_a_bundled_pack_compile(string name)
    {
        var (book, problems) = RuleBook.Compile(PackExample.BundledAgreement(name), new SectorSettings());
        Assert.Empty(problems);
        Assert.NotNull(book);
    }

    [Fact]
    public void The_example_of_the_reference_compiles()
    {
        var (_, problems) = RuleBook.Compile(PackExample.Read(PackExample.Yaml).Agreement!, new SectorSettings());
        Assert.Empty(problems);
    }

    [Fact]
    public void The_sample_opens_the_incidents_that_the_notes_tell()
    {
        var incidents = Replay(RepositoryTree.CorpusFile("ais/pyais/nmea_data_sample.txt"))
            .OfType<IncidentFact>()
            .Select(fact => fact.Incident)
            .GroupBy(incident => incident.Id, StringComparer.Ordinal)
            .Select(revisions => revisions.Last())
            .ToList();

        var told = incidents.Select(Tell).Order(StringComparer.Ordinal);
        Assert.Equal(
            """
            box: mmsi:237836700 under plain seen-entry
            roads: mmsi:229714000 under plain, first seen inside
            strip: mmsi:237247600 under plain seen-entry
            """,
            string.Join('\n', told),
            ignoreLineEndingDifferences: true);
    }

    private static string Tell(Incident incident) =>
        // A tracker that sees a ship jump in the sample's holes tells its tracks apart by a number after '#'.
        $"{incident.Zone}: {string.Join(' ', incident.Actors.Select(actor => actor.Split('#')[0]))}"
        + $" under {string.Join(' ', incident.Readings)}"
        + (incident.FirstSeenInside ? ", first seen inside" : "");

    /// <summary>Facts of a run that takes in ten lines a second from 2000-01-01T00:00:00Z.</summary>
    private static List<Fact> Replay(string path)
    {
        var sector = new Sector(
            PackExample.BundledAgreement("aegean-test"), new FeedNames("ais"), new SectorSettings());
        var decoder = AisFormat.Format.NewDecoder();
        var (observations, output) = (new ObservationBuffer(), new SectorOutput());
        Assert.True(Instant.TryParse("2000-01-01T00:00:00Z", out var start));
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            observations.Clear();
            var view = new FrameView(
                new FrameRef(new FeedId(0), number),
                start + TimeSpan.FromMilliseconds(100 * number),
                Encoding.ASCII.GetBytes(line));
            decoder.Decode(in view, observations, new LateFaults());
            sector.Step(new SectorInput(number, observations.Items), output);
            number++;
        }

        return output.Facts;
    }
}
