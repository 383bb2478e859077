using System.Text;
using Xunit;

namespace Trucewatch.Geo.GeoJson;

public sealed class GeoJsonTests
{
    [Fact]
    public void A_collection_is_read_with_ids_lines_and_properties()
    {
        var features = Read("""
            {"type":"FeatureCollection","features":[
            {"type":"Feature","id":"a","properties":{"n":1,"s":"x","none":null},
             "geometry":{"coordinates":[[35,47],[36,47.5,100]],"type":"LineString"}},
            {"type":"Feature","properties":{"id":"b"},"geometry":{"type":"Polygon","coordinates":
             [[[35,47],[36,47],[36,48],[35,47]]]}}]}
            """);
        Assert.Equal(["a", "b"], features.Select(feature => feature.Id));
        Assert.Equal([2, 4], features.Select(feature => feature.Line));
        Assert.Equal("1", features[0].Property("n"));
        Assert.Equal(47.5, features[0].Lines[0][1].LatitudeDeg);
        Assert.Equal(3, features[1].Polygons[0].Outer.Length);
    }

    [Theory]
    [InlineData("{\"type\":\"Point\",\"coordinates\":[1e400,2]}", "line 1: expected a finite number, got 1e400")]
    [InlineData("{\"type\":\"Point\",\n\"coordinates\":[35,\n147]}", "line 3: expected longitude")]
    [InlineData("{\"type\":\"Point\",\"type\":\"Point\",\"coordinates\":[1,2]}", "expected member type once")]
    [InlineData("{\"type\":\"Point\",\"coordinates\":[1]}", "two or three numbers")]
    [InlineData("{\"type\":\"Point\",\"coordinates\":[\"1\",2]}", "two or three numbers")]
    [InlineData("{\"type\":\"Circle\",\"coordinates\":[1,2]}", "got Circle")]
    [InlineData("{\"type\":\"Polygon\",\"coordinates\":[[[1,1],[2,1],[2,2],[1,2]]]}", "last position is its first")]
    [InlineData("{\"type\":\"LineString\",\"coordinates\":[[1,1]]}", "at least 2 positions")]
    [InlineData("{\"type\":\"FeatureCollection\"}", "expected a member features")]
    [InlineData("{\"type\":\"FeatureCollection\",\"crs\":{},\"features\":[]}", "without a crs")]
    [InlineData("{\"type\":\"FeatureCollection\",\"crs\":\"urn:ogc:def:crs:OGC:1.3:CRS84\"}", "without a crs")]
    [InlineData("{\"type\":\"FeatureCollection\",\"crs\":null,\"features\":[]}", "without a crs")]
    [InlineData(
        "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":"
            + "{\"name\":\"urn:ogc:def:crs:EPSG::3857\"}},\"features\":[]}",
        "without a crs")]
    [InlineData("[1,2]", "expected an object")]
    [InlineData("{\"type\":\"Point\",\"coordinates\":[1,2]} x", "not JSON")]
    [InlineData("{\"type\":\"Point\",\"coordinates\":[1,", "not JSON")]
    [InlineData("", "not JSON")]
    [InlineData("{\"type\":\"Feature\",\"properties\":{\"a\":\"\\ud800\"},\"geometry\":null}", "not valid UTF-8")]
    public void What_is_not_strict_is_refused_with_its_line(string json, string expected)
    {
        Assert.Empty(GeoJsonReader.Read(Encoding.UTF8.GetBytes(json), out var problem));
        Assert.Contains(expected, problem!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("urn:ogc:def:crs:OGC:1.3:CRS84")]
    [InlineData("urn:ogc:def:crs:OGC::CRS84")]
    public void A_file_may_name_the_coordinate_system_that_it_must_have(string name)
    {
        var crs = $"{{\"type\":\"name\",\"properties\":{{\"name\":\"{name}\"}}}}";
        var json = $"{{\"type\":\"FeatureCollection\",\"crs\":{crs},\"features\":"
            + "[{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]}}]}";
        Assert.Equal(1, Read(json)[0].Point.LongitudeDeg);
    }

    [Fact]
    public void Nesting_is_read_to_the_limit_and_not_beyond()
    {
        Assert.Null(Problem(Nested(GeoJsonReader.MaxDepth - 1)));
        Assert.Contains("depth", Problem(Nested(GeoJsonReader.MaxDepth))!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Positions_are_read_to_the_limit_and_not_beyond()
    {
        Assert.Null(Problem(Line(GeoJsonReader.MaxPositions)));
        var refused = Problem(Line(GeoJsonReader.MaxPositions + 1))!;
        Assert.Contains("at most 100000", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Property_values_are_read_to_the_limit_and_not_beyond()
    {
        Assert.Null(Problem(WithProperty(GeoJsonReader.MaxValueBytes)));
        Assert.NotNull(Problem(WithProperty(GeoJsonReader.MaxValueBytes + 1)));
    }

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        const string Ring = """{"type":"Polygon","coordinates":[[[35,47],[35,48],[36,48],[36,47],[35,47]]]}""";
        var square = new GeoPolygon([.. Read(Ring)[0].Polygons[0].Outer]);
        var region = Geo.Region.FromPolygons(square);
        using var stream = new MemoryStream();
        using (var writer = new GeoJsonWriter(stream))
        {
            writer.Region(region, ("id", "zone"), ("side", null));
            writer.Line(square.Outer, ("id", "line"), ("points", 4), ("length_m", 1234.5), ("none", default));
        }

        Assert.Contains(
            "{\"id\":\"line\",\"points\":4,\"length_m\":1234.5}",
            Encoding.UTF8.GetString(stream.ToArray()),
            StringComparison.Ordinal);

        var features = GeoJsonReader.Read(stream.ToArray(), out var problem);
        Assert.Null(problem);
        Assert.Equal(["zone", "line"], features.Select(feature => feature.Id));
        Assert.Equal(region.Polygons[0].Outer.AsEnumerable(), features[0].Polygons[0].Outer.AsEnumerable());
        Assert.Equal(square.Outer.AsEnumerable(), features[1].Lines[0].AsEnumerable());
        Assert.Null(features[0].Property("side"));
    }

    private static System.Collections.Immutable.ImmutableArray<GeoJsonFeature> Read(string json)
    {
        var features = GeoJsonReader.Read(Encoding.UTF8.GetBytes(json), out var problem);
        Assert.Null(problem);
        return features;
    }

    private static GeoJsonProblem? Problem(string json)
    {
        GeoJsonReader.Read(Encoding.UTF8.GetBytes(json), out var problem);
        return problem;
    }

    private static string Nested(int depth) =>
        $"{{\"type\":\"Point\",\"x\":{new string('[', depth)}{new string(']', depth)},\"coordinates\":[1,2]}}";

    private static string Line(int positions) =>
        $"{{\"type\":\"LineString\",\"coordinates\":[{string.Join(',', Enumerable.Repeat("[1,2]", positions))}]}}";

    private static string WithProperty(int length) =>
        $"{{\"type\":\"Feature\",\"properties\":{{\"a\":\"{new string('x', length)}\"}},"
        + "\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]}}";
}
