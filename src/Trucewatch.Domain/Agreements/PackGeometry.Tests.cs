using Xunit;

namespace Trucewatch.Domain.Agreements;

public sealed class PackGeometryTests
{
    private const string Feature =
        """{"type":"Feature","id":"middle","properties":{},"geometry":{"type":"LineString","coordinates":""";

    /// <summary>Content of lines.geojson, and the first problem.</summary>
    [Theory]
    [InlineData(Feature + "[[36,1e400],[36,50]]}}", "lines.geojson:1: expected a finite number")]
    [InlineData(Feature + "[[36,1e999999999],[36,50]]}}", "lines.geojson:1: expected a finite number")]
    [InlineData(Feature + "[[36,NaN],[36,50]]}}", "lines.geojson:1: not JSON")]
    [InlineData(Feature + "[[36,47],[36,95]]}}", "lines.geojson:1: expected longitude -180..180 and then latitude")]
    [InlineData(Feature + "[[36,47],[36,47]]}}", "position 2: expected a place that differs from the one before")]
    [InlineData(Feature + "[[36,47],[36,53]]}}", "position 2: expected a place in the theatre, got latitude 53")]
    [InlineData(Feature + "[[36,47]]}}", "lines.geojson:1: expected at least 2 positions")]
    [InlineData(Feature + "[]}}", "lines.geojson:1: expected at least 2 positions")]
    [InlineData("\n" + Feature + "[[36,47],[36,50]]}", "lines.geojson:2: not JSON")]
    [InlineData("", "lines.geojson:1: not JSON")]
    [InlineData("{\"type\":\"\\ud800\"}", "lines.geojson:1: not JSON: a text is not valid UTF-8")]
    [InlineData("""{"type":"Point","coordinates":[36,47]}""", "lines.geojson#middle: no such feature")]
    public void Bad_geometry_is_a_problem_with_its_place(string json, string expected)
    {
        var reading = PackExample.Read(PackExample.Yaml, ("lines.geojson", json));

        Assert.Null(reading.Agreement);
        Assert.Contains(expected, Assert.Single(reading.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Exchanged_axes_are_named_as_such()
    {
        var reading = PackExample.Read(PackExample.Yaml, ("lines.geojson", Feature + "[[47,36],[50,36]]}}"));

        Assert.Equal(
            "lines.geojson:1: feature 'middle', position 1: expected a place in the theatre, got latitude 36, "
            + "longitude 47; latitude and longitude look exchanged (in GeoJSON the longitude stands first)",
            Assert.Single(reading.Problems).ToString());
    }

    [Fact]
    public void A_feature_that_stands_twice_is_refused()
    {
        var one = Feature + "[[36,47],[36,50]]}}";
        var json = $$"""{"type":"FeatureCollection","features":[{{one}},{{"\n" + one}}]}""";
        var reading = PackExample.Read(PackExample.Yaml, ("lines.geojson", json));

        Assert.Equal(
            "lines.geojson:2: feature 'middle' stands twice, expected once",
            Assert.Single(reading.Problems).ToString());
    }

    [Theory]
    [InlineData("[[[35,47],[36,47],[36,48],[35,47]]]", null)]
    [InlineData("[[[35,47],[36,48],[36,47],[35,48],[35,47]]]", "areas.geojson:1: feature 'a':")]
    [InlineData("[[[35,47],[36,47],[36,48],[35,48]]]", "areas.geojson:1: expected a ring whose last position")]
    [InlineData("[[[47,35],[47,36],[48,36],[47,35]]]", "latitude and longitude look exchanged")]
    public void A_polygon_is_a_region_or_a_problem(string coordinates, string? expected)
    {
        var yaml = PackExample.With(
            "circle: {lat_deg: 49, lon_deg: 36, radius_m: 5000}", "polygon: areas.geojson#a");
        var json = $$$"""
            {"type":"Feature","id":"a","properties":null,"geometry":{"type":"Polygon","coordinates":{{{coordinates}}}}}
            """;
        var reading = PackExample.Read(yaml, ("areas.geojson", json));

        if (expected is null)
        {
            Assert.Empty(reading.Problems);
            Assert.Equal("polygon areas.geojson#a", reading.Agreement!.Zones[1].Definition);
        }
        else
        {
            Assert.Contains(expected, Assert.Single(reading.Problems).ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_zone_that_reaches_beyond_the_theatre_is_refused()
    {
        var yaml = PackExample.With("west_deg: 30", "west_deg: 35.9");
        var problem = Assert.Single(PackExample.Read(yaml).Problems);
        Assert.Contains("buffer: expected a zone within the theatre", problem.Message, StringComparison.Ordinal);
    }
}
