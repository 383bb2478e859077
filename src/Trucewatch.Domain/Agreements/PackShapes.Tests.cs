using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Domain.Agreements;

/// <summary>Shapes of zones, stretches of lines, and who is bound when.</summary>
public sealed class PackShapesTests
{
    private const string Zone = "buffer: {line: middle, measure: per-side, left_m: 20000, right_m: 20000, part: left}";
    private const string Lines = """
        {"type": "FeatureCollection", "features": [{"type": "Feature", "id": "middle", "properties": {},
          "geometry": {"type": "LineString", "coordinates": [[36, 48], [36, 48.2], [36, 48.4], [36, 48.6]]}}]}
        """;

    [Fact]
    public void Single_stretches_have_widths_of_their_own()
    {
        var agreement = Read(Zone, """
            buffer:
                  line: middle
                  measure: width
                  width_m: 8000
                  part: left
                  stretches: [{from_point: 2, to_point: 3, width_m: 16000}]
            """);
        Assert.Equal(
            "4000 m left of line middle (half of a width of 8000 m); from point 2 to 3 8000 m left, 8000 m right",
            agreement.Zones[0].Definition);
        Assert.Equal(0, Inside(agreement, 48.1, metresWest: 6_000).PInside);
        Assert.Equal(1, Inside(agreement, 48.3, metresWest: 6_000).PInside);
        Assert.Equal(1, Inside(agreement, 48.5, metresWest: 3_900).PInside);
        Assert.Equal(0, Inside(agreement, 48.3, metresWest: 8_100).PInside);
    }

    [Fact]
    public void On_a_stretch_that_is_not_agreed_nothing_is_sure()
    {
        var agreement = Read(
            "geometry: lines.geojson#middle",
            "geometry: lines.geojson#middle, not_agreed: [{from_point: 2, to_point: 3}]");
        Assert.Equal((1, 1), Chances(Inside(agreement, 48.1, metresWest: 5_000)));
        Assert.Equal((0, 1), Chances(Inside(agreement, 48.3, metresWest: 5_000)));
        Assert.Equal((0, 0), Chances(Inside(agreement, 48.3, metresWest: 25_000)));
        Assert.Equal((0, 0), Chances(Inside(agreement, 48.3, metresWest: -5_000)));
        Assert.EndsWith("of the line are not agreed", agreement.Zones[0].Definition, StringComparison.Ordinal);
    }

    [Fact]
    public void The_uncertainty_of_a_line_is_that_of_its_zones()
    {
        var agreement = Read(
            "geometry: lines.geojson#middle", "geometry: lines.geojson#middle, sigma_m: 300");
        // 300 m inside the western edge: one standard deviation of the edge, whatever the fix.
        Assert.Equal(0.8413, Inside(agreement, 48.3, metresWest: 19_700, sigmaM: 0).PInside, 0.002);
        Assert.Equal(0.7602, Inside(agreement, 48.3, metresWest: 19_700, sigmaM: 300).PInside, 0.002);
    }

    [Fact]
    public void A_sector_and_zones_made_of_others()
    {
        var yaml = Yaml("circle: {lat_deg: 49, lon_deg: 36, radius_m: 5000}", """
            sector: {lat_deg: 49, lon_deg: 36, radius_m: 5000, from_deg: 350, to_deg: 10}
              - id: ring
                name: {en: Beyond the wedge}
                kind: land
                combine: {union: [west-zone, airfield], minus: [airfield]}
              - id: part
                name: {en: Where both are}
                kind: land
                disputed: [airfield]
                combine: {within: [west-zone]}
            """)
            .Replace("lon_deg: 36, radius_m: 5000, f", "lon_deg: 35.9, radius_m: 5000, f", StringComparison.Ordinal)
            .Replace("lat_deg: 48.9", "lat_deg: 48.3", StringComparison.Ordinal);
        var agreement = Read(yaml);
        Assert.Equal("5000 m around 48.3 N, 35.9 E, from bearing 350 clockwise to 10", agreement.Zones[1].Definition);
        Assert.Equal("all of west-zone and airfield, without airfield", agreement.Zones[2].Definition);
        Assert.Equal("within west-zone; not agreed whether also airfield", agreement.Zones[3].Definition);
        var wedge = agreement.Zones[1].Region.AreaM2;
        Assert.Equal(Math.PI * 5000 * 5000 / 18, wedge, wedge * 1e-3);
        Assert.Equal(agreement.Zones[0].Region.AreaM2 - wedge, agreement.Zones[2].Region.AreaM2, wedge * 1e-6);
    }

    [Theory]
    [InlineData("{from_point: 2, to_point: 2}", "from a lower to a higher point, got 2 to 2")]
    [InlineData("{from_point: 0, to_point: 2}", "expected plain digits from 1 to 4")]
    [InlineData("{from_point: 1, to_point: 5}", "expected plain digits from 1 to 4")]
    [InlineData("{from_point: 1.5, to_point: 2}", "expected a whole number of points of the line")]
    [InlineData("{from_point: 3, to_point: 4}, {from_point: 1, to_point: 2}", "in the order of the line")]
    public void Faulty_stretches_are_refused(string stretches, string message)
    {
        var reading = Reading(Yaml(
            "geometry: lines.geojson#middle", $"geometry: lines.geojson#middle, not_agreed: [{stretches}]"));
        Assert.Contains(reading.Problems, problem => problem.Message.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("combine: {}", "expected zones under union or within, got none")]
    [InlineData("combine: {union: [airfield]}", "unknown zone above, expected west-zone, got 'airfield'")]
    [InlineData("combine: {within: [west-zone], minus: [west-zone]}", "got one of which nothing is left")]
    [InlineData(
        "sector: {lat_deg: 48.3, lon_deg: 36, radius_m: 5000, from_deg: 10, to_deg: 10}", "two different bearings")]
    [InlineData("sector: {lat_deg: 48.3, lon_deg: 36, radius_m: 5000, from_deg: 10}", "expected the term 'to_deg'")]
    [InlineData(Zone + "\n    height: {reference: sea-level}", "expected floor_m or ceiling_m or both, got none")]
    [InlineData(Zone + "\n    height: {reference: sea-level, floor_m: 9, ceiling_m: 9}", "than the floor 9, got 9")]
    [InlineData(Zone + "\n    height: {reference: hae, floor_m: 9}", "expected ellipsoid, sea-level, pressure or")]
    public void Faulty_shapes_are_refused(string shape, string message)
    {
        var reading = Reading(Yaml("circle: {lat_deg: 49, lon_deg: 36, radius_m: 5000}", shape));
        Assert.Contains(reading.Problems, problem => problem.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Each_party_is_bound_from_its_own_day()
    {
        var agreement = Read("in_force_from: 2030-01-01T00:00:00Z", """
            in_force: [{party: west, from: 2025-03-18T00:00:00Z}, {party: east, from: 2025-03-25T00:00:00Z}]
            """);
        var reading = agreement.Clauses[0].Readings[0];
        Assert.Equal(Binding.No, reading.Binds("west", At("2025-03-17T23:59:59.999999Z")));
        Assert.Equal(Binding.Yes, reading.Binds("west", At("2025-03-18T00:00:00Z")));
        Assert.Equal(Binding.No, reading.Binds("east", At("2025-03-20T00:00:00Z")));
        Assert.Equal(Binding.Unclear, reading.Binds(null, At("2025-03-20T00:00:00Z")));
        Assert.Equal(Binding.Yes, reading.Binds(null, At("2025-03-25T00:00:00Z")));
        Assert.Equal(Binding.No, reading.Binds(null, At("2025-03-17T00:00:00Z")));
        Assert.Equal("2025-03-18T00:00:00.000Z", agreement.Clauses[0].FirstBinding.ToString());
    }

    [Fact]
    public void The_pack_the_clause_and_the_reading_each_may_say_when_it_binds()
    {
        var yaml = Yaml("time_zone: Europe/Kyiv", """
            time_zone: Europe/Kyiv
            effective_until: 2032-01-01T00:00:00Z
            in_force: [{from: 2029-01-01T00:00:00Z}]
            """).Replace("    in_force_from: 2030-01-01T00:00:00Z\n", "", StringComparison.Ordinal)
            .Replace(
                "held_by: [east], ",
                "held_by: [east], in_force: [{party: east, until: 2031-01-01T00:00:00Z}], ",
                StringComparison.Ordinal);
        var readings = Read(yaml).Clauses[0].Readings;
        Assert.Equal(Binding.No, readings[0].Binds("west", At("2028-12-31T23:59:59Z")));
        Assert.Equal(Binding.Yes, readings[0].Binds("west", At("2031-12-31T23:59:59Z")));
        Assert.Equal(Binding.No, readings[0].Binds("west", At("2032-01-01T00:00:00Z")));
        Assert.Equal(Binding.Yes, readings[1].Binds("east", At("2020-01-01T00:00:00Z")));
        Assert.Equal(Binding.No, readings[1].Binds("east", At("2031-01-01T00:00:00Z")));
        Assert.Equal(Binding.No, readings[1].Binds("west", At("2030-06-01T00:00:00Z")));
    }

    [Theory]
    [InlineData("in_force_from: 2030-01-01T00:00:00Z\n    in_force: [{from: 2030-01-01T00:00:00Z}]", "got both")]
    [InlineData("in_force: [{party: north, from: 2030-01-01T00:00:00Z}]", "expected west or east, got 'north'")]
    [InlineData("in_force: [{from: 2030-01-01T00:00:00Z, until: 2030-01-01T00:00:00Z}]", "expected a time after")]
    [InlineData("in_force: [{from: 2030-01-01}]", "expected a time such as")]
    [InlineData("in_force: []", "expected 1 to 4096 items, got 0")]
    public void Faulty_entries_into_force_are_refused(string force, string message)
    {
        var reading = Reading(Yaml("in_force_from: 2030-01-01T00:00:00Z", force));
        Assert.Contains(reading.Problems, problem => problem.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_protected_object_is_on_the_list_while_the_list_says_so()
    {
        var yaml = PackExample.Yaml + """
            protected_objects:
              - id: plant-1
                name: {en: Plant}
                kind: energy.power-plant
                owner: east
                circle: {lat_deg: 48.3, lon_deg: 36, radius_m: 800}
                listed: [{from: 2030-01-01T00:00:00Z, until: 2031-01-01T00:00:00Z}, {from: 2032-01-01T00:00:00Z}]
            """;
        var plant = Assert.Single(Read(yaml).ProtectedObjects!.Value);
        Assert.Equal(("plant-1", "energy.power-plant", "east"), (plant.Id, plant.Kind, plant.Owner));
        Assert.True(plant.IsListed(At("2030-06-01T00:00:00Z")));
        Assert.False(plant.IsListed(At("2031-01-01T00:00:00Z")));
        Assert.True(plant.IsListed(At("2032-01-01T00:00:00Z")));
    }

    private static (double, double) Chances(ZonePlace place) => (place.PInside, place.PAtMost);

    private static Instant At(string text) => Instant.TryParse(text, out var at) ? at : throw new FormatException(text);

    private static ZonePlace Inside(Agreement agreement, double latitude, double metresWest, double sigmaM = 0)
    {
        var on = GeoPoint.FromDegrees(latitudeDeg: latitude, longitudeDeg: 36);
        var point = LocalScale.At(on).Move(on, -metresWest, 0);
        return agreement.Zones[0].Locate(point, Covariance2.Circular(sigmaM));
    }

    private static string Yaml(string from, string to) => PackExample.With(from, to)
        .Replace("lat_deg: 49, lon_deg: 36", "lat_deg: 48.9, lon_deg: 36", StringComparison.Ordinal);

    private static PackReading Reading(string yaml) => PackExample.Read(yaml, ("lines.geojson", Lines));

    private static Agreement Read(string from, string to) => Read(Yaml(from, to));

    private static Agreement Read(string yaml)
    {
        var reading = Reading(yaml);
        Assert.Empty(reading.Problems);
        return reading.Agreement!;
    }
}
