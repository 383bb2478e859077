using System.Text;
using Trucewatch.Domain.Observations;
using Xunit;

namespace Trucewatch.Domain.Sensors;

public sealed class SensorRegistryTests
{
    /// <summary>A registry that uses every term once.</summary>
    internal const string Full = """
        format: 1
        sensors:
          - id: coast-1
            owner: norway
            kind: ais-receiver
            mount: mast at Cape A
            consent: agreed
            label: { classification: restricted, releasable_to: [mission, west] }
            feeds: [ais-1, ais-2]
            clock_error_s: 0.5
            heard_every_s: 60
            late_after_s: 120
            watches:
              modality: surveillance-radar
              latitude: 47.25
              longitude: 35.5
              range_m: 20000
              height_m: 40
              from_deg: 300
              to_deg: 60
              detection_probability: 0.8
            calibrations:
              - { version: "1", from: 2030-01-01T00:00:00Z, sigma_m: 30 }
              - { version: "2", from: 2030-02-01T00:00:00Z, sigma_m: 50, bias_east_m: 12, bias_north_m: -3 }
            keys:
              - { id: gate-1, ed25519: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=, from: 2030-01-01T00:00:00Z }
              - id: gate-1b
                ed25519: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAI=
                from: 2030-01-20T00:00:00Z
                until: 2031-01-01T00:00:00Z
                revoked: 2030-06-01T00:00:00Z
          - id: buoy-9
            owner: mission
            kind: buoy
            mount: adrift
            consent: pending
            label: { classification: confidential, releasable_to: [] }
            feeds: [ais-1]
            sources: [r003669945]
            identities: ["mmsi:2001*", "mmsi:300000001"]
            calibrations:
              - { version: a, from: 2030-01-01T00:00:00Z }
        """;

    private static readonly SensorRegistry Registry = Read(Full);

    [Theory]
    [InlineData("ais-1", "", "mmsi:400000000", "coast-1")]
    [InlineData("ais-2", "r003669945", "mmsi:200100000", "coast-1")]
    [InlineData("ais-1", "r003669945", "mmsi:400000000", "buoy-9")]
    [InlineData("ais-1", "r00366994", "mmsi:200199999", "buoy-9")]
    [InlineData("ais-1", "", "mmsi:300000001", "buoy-9")]
    [InlineData("ais-1", "", "mmsi:300000011", "coast-1")]
    [InlineData("cot-1", "r003669945", "mmsi:200100000", null)]
    public void A_sensor_is_found_by_what_it_names_before_the_one_of_the_whole_feed(
        string feed, string source, string identity, string? expected)
    {
        var who = ObjectIdentity.Mmsi(uint.Parse(identity[5..], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(expected, Registry.Find(feed, Encoding.ASCII.GetBytes(source), in who)?.Id);
    }

    [Fact]
    public void The_calibration_of_an_event_is_that_of_its_own_time()
    {
        var sensor = Registry.Sensors[0];
        Assert.Equal("coast-1@1", sensor.CitedAt(Time("2029-01-01T00:00:00Z")));
        Assert.Equal("coast-1@1", sensor.CitedAt(Time("2030-01-31T23:59:59Z")));
        Assert.Equal("coast-1@2", sensor.CitedAt(Time("2030-02-01T00:00:00Z")));
        Assert.Equal((50.0, 12.0, -3.0), sensor.CalibrationAt(Time("2031-01-01T00:00:00Z")) switch
        {
            var found => (found.SigmaM!.Value, found.BiasEastM, found.BiasNorthM),
        });
    }

    [Fact]
    public void What_a_sensor_watches_is_read_with_all_its_terms() => Assert.Equal(
        new SensorWatch(
            Looks.Modality.SurveillanceRadar,
            Geo.GeoPoint.FromDegrees(latitudeDeg: 47.25, longitudeDeg: 35.5), 20_000, 40, 300, 60, 0.8),
        Registry.Sensors[0].Watch);

    [Theory]
    [InlineData("owner: norway", "", "sensors.yaml:3: sensor coast-1: expected the term 'owner', got none")]
    [InlineData("owner: norway", "ownr: norway", "sensors.yaml:4: sensor coast-1: unknown term")]
    [InlineData("owner: norway", "owner: norway\n    owner: x", "sensors.yaml:5: ")]
    [InlineData("consent: agreed", "consent: yes", "sensors.yaml:7: sensor coast-1: consent: expected")]
    [InlineData("feeds: [ais-1]", "feeds: [ais-1, ais-1]", "expected different names without spaces, got 'ais-1'")]
    [InlineData("id: buoy-9", "id: coast-1", "expected a sensor that no other has, got 'coast-1' a second time")]
    [InlineData("sources: [r003669945]\n    identities: [\"mmsi:2001*\", \"mmsi:300000001\"]\n    ", "",
        "expected a whole feed that no other has, got 'ais-1' a second time")]
    [InlineData("id: gate-1b", "id: gate-1", "expected a key that no other has")]
    [InlineData("AAI=", "AAE=", "expected a public key that no other has")]
    [InlineData("AAI=", "AA==", "expected a public key, 32 bytes in base64")]
    [InlineData("from: 2030-02-01T00:00:00Z", "from: 2030-01-01T00:00:00Z", "expected a time after that of the cal")]
    [InlineData("version: \"2\"", "version: \"1\"", "expected one that no other calibration has")]
    [InlineData("sigma_m: 50", "sigma_m: 0", "expected plain digits from 0.01 to 1000000 (metres)")]
    [InlineData("until: 2031-01-01T00:00:00Z", "until: 2030-01-20T00:00:00Z", "expected a time after")]
    [InlineData("heard_every_s: 60", "heard_every_s: 0", "expected plain digits from 1 to 604800 (seconds)")]
    [InlineData("to_deg: 60", "height_m: 3", "sensors.yaml:20: ")]
    [InlineData("      to_deg: 60\n", "", "from_deg: expected both bearings or none, got one")]
    [InlineData("range_m: 20000", "range_m: 500001", "expected plain digits from 1 to 500000 (metres)")]
    [InlineData("latitude: 47.25", "latitude: 80.1", "expected plain digits from -80 to 80 (degrees)")]
    [InlineData("surveillance-radar", "reception", "modality: expected")]
    [InlineData("format: 1", "format: 2", "sensors.yaml:1: registry: format: expected")]
    public void What_is_wrong_is_named_with_file_and_line_and_nothing_is_guessed(string was, string now, string problem)
    {
        Assert.Contains(was, Full, StringComparison.Ordinal);
        var (registry, problems) = SensorRegistry.Read(
            "sensors.yaml", Encoding.UTF8.GetBytes(Full.Replace(was, now, StringComparison.Ordinal)));
        Assert.Null(registry);
        Assert.Contains(problem, string.Join('\n', problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("consent: pending", "consent: agreed", "buoy-9: pending -> agreed")]
    [InlineData("version: \"2\"", "version: \"3\"", "coast-1: calibrations 1 2 -> 1 3")]
    [InlineData("id: buoy-9", "id: buoy-10", "buoy-10: added, pending|buoy-9: taken out")]
    [InlineData("mount: adrift", "mount: moored", "buoy-9: other terms")]
    [InlineData("range_m: 20000", "range_m: 10000", "coast-1: other terms")]
    [InlineData("revoked: 2030-06-01T00:00:00Z", "revoked: 2030-05-01T00:00:00Z",
        "coast-1: key gate-1b revoked from 2030-05-01T00:00:00.000Z")]
    [InlineData("format: 1", "format: 1 # a comment", "")]
    public void An_edition_says_what_changed(string was, string now, string changes)
    {
        var later = Read(Full.Replace(was, now, StringComparison.Ordinal));
        Assert.Equal(changes, string.Join('|', later.ChangesSince(Registry)));
        Assert.NotEqual(Registry.Hash, later.Hash);
    }

    private const string Terrain = """
        format: 1
        terrain:
          - { tile: N47E035, sha256: 0000000000000000000000000000000000000000000000000000000000000001 }
          - { tile: N46E035, sha256: 0000000000000000000000000000000000000000000000000000000000000002 }
        sensors: []
        """;

    [Fact]
    public void The_tiles_of_terrain_are_read_from_the_south_west()
    {
        var registry = Read(Terrain);
        Assert.Equal(["N46E035", "N47E035"], registry.Terrain.Select(tile => tile.Corner.ToString()));
        Assert.EndsWith("0002", registry.Terrain[0].Sha256, StringComparison.Ordinal);
        Assert.Empty(Registry.Terrain);
    }

    [Theory]
    [InlineData("tile: N47E035", "tile: n47e035", "sensors.yaml:3: terrain: tile: expected a tile's name such as")]
    [InlineData("tile: N47E035", "tile: N47E035.hgt", "expected a tile's name such as N48E037, got 'N47E035.hgt'")]
    [InlineData("N46E035", "N47E035", "expected a tile that no other has, got 'N47E035' a second time")]
    [InlineData("000000001", "00000000A", "expected a SHA-256, 64 lower-case hexadecimal digits")]
    [InlineData("000000001", "0000001", "expected a SHA-256, 64 lower-case hexadecimal digits")]
    [InlineData(", sha256: 0000000000000000000000000000000000000000000000000000000000000001", "",
        "sensors.yaml:3: terrain: expected the term 'sha256', got none")]
    public void What_is_wrong_with_terrain_is_named(string was, string now, string problem)
    {
        Assert.Contains(was, Terrain, StringComparison.Ordinal);
        var (registry, problems) = SensorRegistry.Read(
            "sensors.yaml", Encoding.UTF8.GetBytes(Terrain.Replace(was, now, StringComparison.Ordinal)));
        Assert.Null(registry);
        Assert.Contains(problem, string.Join('\n', problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("N46E035", "N45E035", "terrain N45E035: added|terrain N46E035: taken out")]
    [InlineData("0000002", "0000003", "terrain N46E035: other heights")]
    [InlineData("0000001", "0000001", "")]
    public void An_edition_says_on_which_other_heights_it_rests(string was, string now, string changes) => Assert.Equal(
        changes,
        string.Join('|', Read(Terrain.Replace(was, now, StringComparison.Ordinal)).ChangesSince(Read(Terrain))));

    [Theory]
    [InlineData(SensorReader.MaxTiles, true)]
    [InlineData(SensorReader.MaxTiles + 1, false)]
    public void The_number_of_tiles_is_limited(int count, bool isRead)
    {
        var text = new StringBuilder("format: 1\nterrain:\n");
        for (var number = 0; number < count; number++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"- {{ tile: {
                new Geo.Terrain.TerrainCorner(number % 90, number / 90)}, sha256: {new string('0', 64)} }}\n");
        }

        text.Append("sensors: []\n");
        var reading = SensorRegistry.Read("sensors.yaml", Encoding.UTF8.GetBytes(text.ToString()));
        Assert.Equal(isRead ? count : null, reading.Registry?.Terrain.Length);
    }

    [Theory]
    [InlineData(SensorReader.MaxSensors, true)]
    [InlineData(SensorReader.MaxSensors + 1, false)]
    public void The_number_of_sensors_is_limited(int count, bool isRead)
    {
        var text = new StringBuilder("format: 1\nsensors:\n");
        for (var number = 0; number < count; number++)
        {
            text.Append(Line(number, "cot-1", $"identities: [\"cot:A-{number}\"]")).Append('\n');
        }

        var reading = SensorRegistry.Read("sensors.yaml", Encoding.UTF8.GetBytes(text.ToString()));
        Assert.Equal(isRead, reading.Registry is not null);
        Assert.Equal(isRead ? count : null, reading.Registry?.Sensors.Length);
    }

    /// <summary>What is looked up is what a search from the first to the last finds.</summary>
    [Fact]
    public void A_sensor_is_found_as_by_a_search_through_all()
    {
        string[] names =
        [
            "identities: [\"cot:A-1\"]", "identities: [\"cot:A-*\"]", "sources: [s1]",
            "identities: [\"mmsi:200100001\"]",
            "identities: [\"icao:d90001\", \"cot:A-2\"]", "identities: [\"mmsi:2001*\"]", "identities: [\"rid:1EX\"]",
            "sources: [s2], identities: [\"cot:A-1\"]", "identities: [\"icao:D90001\"]", "identities: [\"cot:A-2\"]",
        ];
        ObjectIdentity[] asked =
        [
            ObjectIdentity.None, ObjectIdentity.CotUid("A-1"), ObjectIdentity.CotUid("A-2"),
            ObjectIdentity.CotUid("A-9"), ObjectIdentity.CotUid("B"), ObjectIdentity.Mmsi(200_100_001),
            ObjectIdentity.Mmsi(200_100_002), new(IdentityScheme.Icao, 0xd90001, null), ObjectIdentity.RemoteId("1EX"),
        ];
        for (var turn = 0; turn < names.Length; turn++)
        {
            var text = new StringBuilder("format: 1\nsensors:\n").Append(Line(99, "cot-1", null)).Append('\n');
            for (var number = 0; number < names.Length; number++)
            {
                text.Append(Line(number, number % 3 == 0 ? "cot-2" : "cot-1", names[(number + turn) % names.Length]))
                    .Append('\n');
            }

            var registry = Read(text.ToString());
            foreach (var identity in asked)
            {
                foreach (var source in new[] { "", "s1", "s2" })
                {
                    var bytes = Encoding.ASCII.GetBytes(source);
                    Assert.Equal(Searched(registry, "cot-1", bytes, identity), registry.Find("cot-1", bytes, identity));
                    Assert.Equal(Searched(registry, "cot-2", bytes, identity), registry.Find("cot-2", bytes, identity));
                }
            }
        }
    }

    private static Sensor? Searched(SensorRegistry registry, string feed, byte[] source, ObjectIdentity identity) =>
        registry.Sensors.FirstOrDefault(sensor => sensor.Feeds.Contains(feed) && !sensor.IsGeneral
            && (sensor.Names(source) || sensor.Names(in identity)))
        ?? registry.Sensors.FirstOrDefault(sensor => sensor.Feeds.Contains(feed) && sensor.IsGeneral);

    private static string Line(int number, string feed, string? names) => FormattableString.Invariant(
        $"- {{id: s-{number}, owner: nobody, kind: receiver, mount: none, consent: agreed, ")
        + $"label: {{classification: restricted, releasable_to: [mission]}}, feeds: [{feed}], "
        + (names is null ? "" : names + ", ") + "calibrations: [{version: \"1\", from: 2030-01-01T00:00:00Z}]}";

    private static SensorRegistry Read(string text)
    {
        var (registry, problems) = SensorRegistry.Read("sensors.yaml", Encoding.UTF8.GetBytes(text));
        Assert.Empty(problems);
        return registry!;
    }

    private static Instant Time(string text) =>
        Instant.TryParse(text, out var at) ? at : throw new FormatException(text);
}
