using System.Globalization;
using System.Text;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds.Tle;
using Trucewatch.Geo;
using Trucewatch.Geo.Orbits;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Server.Commands;

public sealed class OrbitCommandsTests
{
    // Made up; their columns and checksums are right.
    private const string Made =
        """
        POLAR ONE
        1 90001U 30001A   30152.25000000  .00000000  00000-0  10000-4 0  9997
        2 90001  98.5700 347.0000 0012000  85.0000 274.0000 14.30800000    00     -30.0       60.0        40.0
        """;

    /// <summary>Row for row what the authors' program prints, and the one that cannot be on standard error.</summary>
    [Fact]
    public void The_authors_cases_come_out_row_for_row()
    {
        using var cases = File.OpenRead(RepositoryTree.CorpusFile("orbits/SGP4-VER.TLE"));
        var file = OrbitFile.Read(cases, toleratesChecksums: true);
        var (output, problems) = (new StringWriter(), new StringWriter());
        foreach (var set in file.Sets)
        {
            PropagateCommand.Run(set, PropagateCommand.Times(set), output, problems);
        }

        var ours = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(' ')).ToArray();
        var number = "";
        var theirs = new List<string[]>();
        foreach (var line in File.ReadLines(RepositoryTree.CorpusFile("orbits/tcppver.out")))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            number = words.Length == 2 ? words[0] : number;
            if (words.Length > 2 && number != "33334")
            {
                theirs.Add([number, .. words.Take(7)]);
            }
        }

        Assert.Equal(666, theirs.Count);
        Assert.Equal(theirs.Select(row => (row[0], Number(row[1]))), ours.Select(row => (row[0], Number(row[1]))));
        Assert.All(theirs.Zip(ours), pair =>
        {
            for (var column = 2; column < 8; column++)
            {
                Assert.Equal(Number(pair.First[column]), Number(pair.Second[column]), column < 5 ? 1e-6 : 1.1e-8);
            }
        });
        Assert.Contains("33334 at 0 min: error", problems.ToString(), StringComparison.Ordinal);
        Assert.Contains("33335: a checksum does not fit", problems.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Times_come_from_behind_the_second_line_as_the_authors_take_them()
    {
        var set = Assert.Single(Read(Made, false).Sets);
        Assert.Equal("POLAR ONE", set.Elements.Name);
        Assert.Equal([0, -30, 10, 50, 60], PropagateCommand.Times(set));
        Assert.Equal([0], PropagateCommand.Times(set with { Window = null }));
        Assert.Equal([0, 20, 40], PropagateCommand.Times(set with { Window = new OrbitWindow(0, 40, 20) }));
        Assert.Equal([0], PropagateCommand.Times(set with { Window = new OrbitWindow(0, 40, 0) }));
        Assert.Null(Assert.Single(Read(Made.Replace("  40.0", "  x", StringComparison.Ordinal), false).Sets).Window);
    }

    [Fact]
    public void A_checksum_that_does_not_fit_is_taken_only_where_that_is_wanted()
    {
        var broken = Made.Replace("9997", "9998", StringComparison.Ordinal);
        var strict = Read(broken, false);
        Assert.Empty(strict.Sets);
        Assert.Equal(1, strict.Faults[FrameFault.BadChecksum]);
        Assert.True(Assert.Single(Read(broken, true).Sets).HasBadChecksum);
        Assert.False(Assert.Single(Read(Made, true).Sets).HasBadChecksum);
        Assert.Equal([true, false], Read(broken + "\n" + Made, true).Sets.Select(set => set.HasBadChecksum));
    }

    [Fact]
    public void Of_each_satellite_the_nearest_elements_are_taken()
    {
        var first = Assert.Single(Read(Made, false).Sets).Elements;
        var text = new System.Buffers.ArrayBufferWriter<byte>();
        foreach (var day in new[] { 3, 0, 9 })
        {
            TleEncoder.Write(text, first with { EpochJulianDay = first.EpochJulianDay + day }, OrbitSyntax.Csv);
            TleEncoder.Write(
                text, first with { EpochJulianDay = first.EpochJulianDay + day, CatalogueNumber = 5 }, OrbitSyntax.Xml);
        }

        var file = Read(Encoding.ASCII.GetString(text.WrittenSpan), false);
        Assert.Equal(6, file.Sets.Count);
        var epochUs = new Orbit(first).EpochUnixUs;
        Assert.Equal(
            [(5, 3.0), (90001, 3.0)],
            file.Nearest(epochUs + (4 * 86_400_000_000)).Select(
                one => (one.CatalogueNumber, one.EpochJulianDay - first.EpochJulianDay)));
    }

    [Fact]
    public void Passes_are_rows_in_the_order_of_time_with_names_that_tell_apart()
    {
        var one = Assert.Single(Read(Made, false).Sets).Elements;
        var elements = new[]
        {
            one with { Name = "=A,B" }, one with { Name = "TWIN", CatalogueNumber = 2, AscendingNodeDeg = 10 },
            one with { Name = "TWIN", CatalogueNumber = 3, AscendingNodeDeg = 40 },
        };
        var from = new Instant(new Orbit(one).EpochUnixUs);
        var (output, problems) = (new StringWriter { NewLine = "\n" }, new StringWriter());
        var site = new SitePasses(PassesCommand.Site("48.5,37"), 5);
        PassesCommand.Run(elements, site, from, from + TimeSpan.FromDays(8), output, problems);
        var lines = output.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal("satellite,event,time,elevation,azimuth,range_m", lines[0]);
        var rows = lines.Skip(1).Select(line => line.Replace("\"'=A,B\"", "A", StringComparison.Ordinal).Split(','))
            .ToArray();
        Assert.Equal(["2", "3", "A"], rows.Select(row => row[0]).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(rows.Select(row => row[2]).Order(StringComparer.Ordinal), rows.Select(row => row[2]));
        foreach (var satellite in rows.GroupBy(row => row[0]))
        {
            Assert.All(satellite.Skip(1).SkipLast(2).Chunk(3).Where(pass => pass.Length == 3), pass => Assert.Equal(
                3, pass.Select(row => row[1]).Distinct().Count()));
        }

        Assert.All(rows.Where(row => row[1] != "culminate"), row => Assert.Equal(5, Number(row[3]), 1e-3));
        Assert.Contains("8.0 days old", problems.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("48,37", 0)]
    [InlineData("-90,180,100000", 100_000)]
    public void Sites_are_read(string text, double heightM) =>
        Assert.Equal(heightM, PassesCommand.Site(text).HeightM);

    [Theory]
    [InlineData("48")]
    [InlineData("91,0")]
    [InlineData("0,181")]
    [InlineData("48,37,100001")]
    [InlineData("48,37,1,2")]
    [InlineData("a,b")]
    public void What_is_no_site_is_refused(string text) =>
        Assert.Throws<UnusableException>(() => PassesCommand.Site(text));

    [Fact]
    public void Looks_at_a_zone_are_features_with_all_that_a_ledger_needs()
    {
        var one = Assert.Single(Read(Made, false).Sets).Elements;
        var from = new Orbit(one).EpochUnixUs;
        var until = from + (2 * 86_400_000_000);
        var zone = Region.FromPolygons(new GeoPolygon(
        [
            At(30, 45), At(40, 45), At(40, 52), At(30, 52),
        ]));
        using var output = new MemoryStream();
        var problems = new StringWriter();
        PassesZoneCommand.Run(
            [one, one with { CatalogueNumber = 9, MeanMotion = 1.0027 }], new SwathPlanner(zone, from, until),
            new Swath(-30, 30), new Instant(until), output, problems);
        using var json = JsonDocument.Parse(output.ToArray());
        var features = json.RootElement.GetProperty("features").EnumerateArray().ToArray();
        Assert.InRange(features.Length, 3, 20);
        Assert.All(features, feature =>
        {
            Assert.Equal(
                [
                    "satellite", "catalogue_number", "start", "end", "off_nadir_near_deg", "off_nadir_far_deg",
                    "sun_least_deg", "sun_most_deg", "day_and_night", "sunlit_share", "element_age_days",
                    "along_track_error_m", "time_error_s",
                ],
                feature.GetProperty("properties").EnumerateObject().Select(member => member.Name));
            Assert.EndsWith("olygon", feature.GetProperty("geometry").GetProperty("type").GetString());
        });
        Assert.Contains("9: not planned for all of the time: too high", problems.ToString(), StringComparison.Ordinal);

        static GeoPoint At(double longitude, double latitude) =>
            GeoPoint.FromDegrees(latitudeDeg: latitude, longitudeDeg: longitude);
    }

    private static OrbitFile Read(string text, bool toleratesChecksums) =>
        OrbitFile.Read(new MemoryStream(Encoding.ASCII.GetBytes(text)), toleratesChecksums);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
