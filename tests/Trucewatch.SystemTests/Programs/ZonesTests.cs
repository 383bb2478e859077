using System.Text.Json;
using Xunit;

namespace Trucewatch.SystemTests.Programs;

/// <summary><c>zones line</c> and what follows it, with made-up outlines.</summary>
public sealed class ZonesTests
{
    // A square with one side on a coast, and an island beyond it; a buoy interrupts the north side.
    private const string Outline = """
        {"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":
        [[[35,47],[36,47],[36,47.5],[35,47.5],[35,47]]]}},
        {"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":
        [[[37,47.5],[37.01,47.5],[37.01,47.51],[37,47.5]]]}}]}
        """;

    private const string Coast = """{"type":"LineString","coordinates":[[34,47],[37,47]]}""";

    private const string Buoy = """
        {"type":"Polygon","coordinates":[[[35.5,47.5],[35.5001,47.5],[35.5,47.5001],[35.5,47.5]]]}
        """;

    [Fact]
    public void The_line_of_contact_is_the_outline_without_coast_and_borders()
    {
        using var scratch = new ScratchFolder();
        var (outline, coast, buoy) = Files(scratch);
        string[] arguments = ["zones", "line", "--outline", outline, "--exclude", coast, buoy, "--tolerance", "2000"];
        var ran = TrucewatchProgram.Run(arguments);
        Assert.True(ran.ExitCode == 0, ran.Error);
        Assert.StartsWith("zones line: 3 parts, ", ran.Error, StringComparison.Ordinal);
        Assert.Contains("left out 0 shorter than 1000 m", ran.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(ran.Output);
        var parts = json.RootElement.GetProperty("features").EnumerateArray()
            .Select(feature => feature.GetProperty("properties"))
            .ToArray();
        Assert.Equal([1, 2, 3], parts.Select(part => part.GetProperty("part").GetInt32()));

        // East and north side of 55.6 and 37.6 km, less 2 km at the coast and 2 at the buoy; the same in the west.
        Assert.Equal(89_200, parts[0].GetProperty("length_m").GetDouble(), 500.0);
        Assert.Equal(89_200, parts[1].GetProperty("length_m").GetDouble(), 500.0);
        Assert.Equal(3, parts[0].GetProperty("points").GetInt32());
        Assert.Equal(0, parts[2].GetProperty("ends_m").GetDouble());
        Assert.Equal(ran.Output, TrucewatchProgram.Run(arguments).Output);

        var joined = TrucewatchProgram.Run([.. arguments, "--join", "5000", "--least", "10000"]);
        Assert.StartsWith("zones line: 1 parts, ", joined.Error, StringComparison.Ordinal);
        Assert.Contains("left out 1 shorter than 10000 m", joined.Error, StringComparison.Ordinal);
        Assert.Contains("kept 1 gaps of at most 5000 m", joined.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_outline_or_no_line_is_refused_in_one_line()
    {
        using var scratch = new ScratchFolder();
        var (outline, coast, _) = Files(scratch);
        File.WriteAllText(scratch["point.geojson"], """{"type":"Point","coordinates":[35,47]}""");
        File.WriteAllText(
            scratch["bow.geojson"],
            """{"type":"Polygon","coordinates":[[[35,47],[36,48],[36,47],[35,48],[35,47]]]}""");
        Refused("expected polygons, got a line", "--outline", coast, "--exclude", coast);
        Refused("expected lines or polygons, got a point", "--outline", outline, "--exclude", scratch["point.geojson"]);
        Refused("polygon 1: edges cross", "--outline", scratch["bow.geojson"], "--exclude", coast);
        Refused("found none", "--outline", outline, "--exclude", scratch["nothing.geojson"]);
        Refused("expected 0 to 100000 m, got -1", "--outline", outline, "--exclude", coast, "--tolerance", "-1");
        Refused("--exclude", "--outline", outline);
    }

    private static void Refused(string expected, params string[] arguments)
    {
        var ran = TrucewatchProgram.Run(["zones", "line", .. arguments]);
        Assert.Equal(2, ran.ExitCode);
        Assert.Equal(string.Empty, ran.Output);
        Assert.Contains(expected, Assert.Single(ran.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    private static (string Outline, string Coast, string Buoy) Files(ScratchFolder scratch)
    {
        File.WriteAllText(scratch["outline.geojson"], Outline);
        File.WriteAllText(scratch["coast.geojson"], Coast);
        File.WriteAllText(scratch["buoy.geojson"], Buoy);
        return (scratch["outline.geojson"], scratch["coast.geojson"], scratch["buoy.geojson"]);
    }
}
