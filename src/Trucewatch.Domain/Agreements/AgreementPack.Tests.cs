using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Trucewatch.Domain.Observations;
using Xunit;

namespace Trucewatch.Domain.Agreements;

public sealed class AgreementPackTests
{
    [Fact]
    public void The_example_of_the_reference_is_an_agreement()
    {
        var reading = PackExample.Read(PackExample.Yaml);

        Assert.Empty(reading.Problems);
        var agreement = reading.Agreement!;
        Assert.Equal("example", agreement.Name);
        Assert.Equal("1.0", agreement.Version);
        Assert.True(agreement.Illustrative);
        Assert.Equal(new TheatreBox(30, 45, 40, 52), agreement.Theatre);
        Assert.Equal("west east", string.Join(' ', agreement.Parties.Select(party => party.Id)));
        Assert.Equal(
            new ActorEntry(IdentityScheme.CotUid, "WEST-*", "west", "forces", ObjectClass.Vehicle),
            agreement.Actors[0]);
        Assert.Null(agreement.Actors[1].Party);
        Assert.Equal("20000 m left of line middle (measured on each side)", agreement.Zones[0].Definition);
        Assert.Equal("5000 m around 49 N, 36 E", agreement.Zones[1].Definition);
        Assert.Equal(47.0, agreement.Lines[0].Points[0].LatitudeDeg);

        var clause = Assert.Single(agreement.Clauses);
        Assert.Equal("zone-entry", clause.RuleKind);
        Assert.Equal(LineOf("kind: zone-entry"), clause.Line);
        Assert.Equal("2030-01-01T00:00:00.000Z", clause.FirstBinding.ToString());
        Assert.Equal("trucewatch/Restricted/east,mission,west", clause.Label.ToString());
        Assert.Equal("plain passage", string.Join(' ', clause.Readings.Select(each => each.Id)));
        Assert.Equal("east", Assert.Single(clause.Readings[1].HeldBy));
    }

    [Fact]
    public void A_reading_lays_its_settings_over_those_of_the_clause()
    {
        var readings = PackExample.Read(PackExample.Yaml).Agreement!.Clauses[0].Readings;

        Assert.Equal("30", Dwell(readings[0]));
        Assert.Equal("600", Dwell(readings[1]));
        Assert.All(readings, reading => Assert.Null(((PackNode.Mapping)reading.Settings).Find("kind")));
        Assert.All(readings, reading => Assert.NotNull(((PackNode.Mapping)reading.Settings).Find("zones")));

        static string Dwell(Reading reading) =>
            ((PackNode.Scalar)((PackNode.Mapping)reading.Settings).Find("dwell_s")!).Text;
    }

    [Fact]
    public void A_clause_without_readings_has_the_plain_one()
    {
        var yaml = PackExample.Yaml[..PackExample.Yaml.IndexOf("    readings:", StringComparison.Ordinal)];
        var reading = Assert.Single(PackExample.Read(yaml).Agreement!.Clauses[0].Readings);
        Assert.Equal("plain", reading.Id);
        Assert.Equal("The wording as it stands", reading.Name.En);
        Assert.Empty(reading.HeldBy);
    }

    /// <summary>Replaced text, its replacement, a text on the line of the problem, and the problem.</summary>
    [Theory]
    [InlineData("format: 1", "format: 2", "format:", "format: expected 1, got '2'")]
    [InlineData("title: {en: A short", "title: {uk: A short", "title:", "title: expected the term 'en', got none")]
    [InlineData(
        "title: {en: A short",
        "title: {en: '', uk: A short",
        "title:",
        "title: en: expected a text of 1 to 200")]
    [InlineData("version: \"1.0\"\n", "", "format:", "expected the term 'version', got none")]
    [InlineData(
        "illustrative: true",
        "illustrative: yes",
        "illustrative:",
        "illustrative: expected true or false, got 'yes'")]
    [InlineData(
        "illustrative: true",
        "ilustrative: true",
        "ilustrative:",
        "got 'ilustrative'; did you mean 'illustrative'?")]
    [InlineData("north_deg: 52", "north_deg: 44", "theatre:", "expected west < east and south < north")]
    [InlineData(
        "north_deg: 52",
        "north_deg: 152",
        "theatre:",
        "north_deg: expected plain digits from -90 to 90 (degrees), got '152'")]
    [InlineData("time_zone: Europe/Kyiv", "time_zone: +02:00", "time_zone:", "IANA")]
    [InlineData(
        "{id: east, name",
        "{id: west, name",
        "{id: west, name: {en: East}",
        "expected an id that no other party has")]
    [InlineData("{id: east, name", "{id: none, name", "{id: none", "no meaning of its own")]
    [InlineData("{id: east, name", "{id: East, name", "{id: East", "party East: id: expected an id")]
    [InlineData("lines.geojson#middle}", "lines.geojson}", "geometry:", "expected file#feature")]
    [InlineData("lines.geojson#middle}", "other.geojson#middle}", "geometry:", "no file 'other.geojson'")]
    [InlineData("lines.geojson#middle}", "lines.geojson#midle}", "geometry:", "did you mean 'middle'?")]
    [InlineData(
        "kind: land",
        "kind: lnd",
        "kind: lnd",
        "expected land, sea, corridor or air, got 'lnd'; did you mean 'land'?")]
    [InlineData("side: west", "side: wst", "side: wst", "side: expected west, east or none, got 'wst'")]
    [InlineData(
        "line: middle",
        "line: midle",
        "buffer:",
        "unknown line, expected middle, got 'midle'; did you mean 'middle'?")]
    [InlineData("measure: per-side, ", "", "buffer:", "expected the term 'measure', got none")]
    [InlineData("measure: per-side", "measure: width", "buffer:", "expected width_m with measure width")]
    [InlineData("right_m: 20000, ", "", "buffer:", "expected the term 'right_m' with measure per-side, got none")]
    [InlineData("left_m: 20000", "left_km: 20", "buffer:", "unknown term")]
    [InlineData(
        "left_m: 20000",
        "left_m: '20,000'",
        "buffer:",
        "left_m: expected plain digits from 0 to 200000 (metres)")]
    [InlineData("left_m: 20000", "left_m: 2e4", "buffer:", "got '2e4'")]
    [InlineData("left_m: 20000", "left_m: 20_000", "buffer:", "got '20_000'")]
    [InlineData("left_m: 20000", "left_m: 0x4E20", "buffer:", "got '0x4E20'")]
    [InlineData("left_m: 20000", "left_m: .inf", "buffer:", "got '.inf'")]
    [InlineData("left_m: 20000", "left_m: -1", "buffer:", "got '-1'")]
    [InlineData("left_m: 20000", "left_m: 200001", "buffer:", "got '200001'")]
    [InlineData("left_m: 20000", "left_m: [20000]", "buffer:", "got a list")]
    [InlineData("left_m: 20000", "left_m: 0", "buffer:", "expected a part with some width")]
    [InlineData("part: left", "part: middle", "buffer:", "part: expected left, right or union")]
    [InlineData(
        "    circle:",
        "    polygon: lines.geojson#middle\n    circle:",
        "id: airfield",
        "got polygon and circle")]
    [InlineData(
        "    circle: {lat_deg: 49, lon_deg: 36, radius_m: 5000}\n",
        "",
        "id: airfield",
        "one of buffer, polygon, circle, sector or combine, got none")]
    [InlineData(
        "    circle: {lat_deg: 49, lon_deg: 36, radius_m: 5000}\n",
        "    polygon: lines.geojson#middle\n",
        "polygon:",
        "expected a Polygon")]
    [InlineData(
        "lat_deg: 49, lon_deg: 36",
        "lat_deg: 36, lon_deg: 49",
        "circle:",
        "latitude and longitude look exchanged")]
    [InlineData(
        "lat_deg: 49, lon_deg: 36, radius_m: 5000",
        "lat_deg: 51, lon_deg: 36, radius_m: 200000",
        "circle:",
        "outside")]
    [InlineData("radius_m: 5000", "radius_m: 0", "circle:", "radius_m: expected")]
    [InlineData("id: airfield", "id: west-zone", "id: west-zone\n    name: {en: Airfield}", "no other zone has")]
    [InlineData("\"cot:WEST-*\"", "\"cot:W*EST-*\"", "W*EST", "identity: expected mmsi:")]
    [InlineData("\"mmsi:2009*\"", "\"mmsi:20090000\"", "mmsi:20090000", "identity: expected mmsi:")]
    [InlineData("\"mmsi:2009*\"", "\"cot:WEST-*\"", "party: none", "a second time")]
    [InlineData("class: vessel", "class: ship", "class: ship", "class: expected unknown, vessel")]
    [InlineData("id: 1(a)", "id: 1 a", "id: 1 a", "a clause number")]
    [InlineData("2030-01-01T00:00:00Z", "2030-01-01", "in_force_from:", "expected a time such as")]
    [InlineData("severity: 3", "severity: 2.5", "severity:", "got a fraction")]
    [InlineData("severity: 3", "severity: 5", "severity:", "expected plain digits from 1 to 4")]
    [InlineData(
        "presence.zone-entry",
        "presense.zone-entry",
        "incident_class:",
        "incident_class: expected fire, presence")]
    [InlineData("presence.zone-entry", "presence..zone", "incident_class:", "incident_class: expected")]
    [InlineData(
        "classification: restricted",
        "classification: secret",
        "label:",
        "classification: expected public, restricted or confidential")]
    [InlineData("[mission, west, east]", "[mission, wst]", "label:", "unknown audience")]
    [InlineData("[mission, west, east]", "[mission, '*']", "label:", "'*' alone")]
    [InlineData("[mission, west, east]", "[west, west]", "label:", "'west' stands twice")]
    [InlineData(
        "zones: [west-zone]",
        "zones: [west-zon]",
        "zones: [",
        "unknown zone, expected west-zone or airfield, got 'west-zon'; did you mean")]
    [InlineData("parties: any", "parties: [north]", "who:", "unknown party, expected west or east, got 'north'")]
    [InlineData("kind: zone-entry", "kind: Zone Entry", "kind: Zone Entry", "kind: expected an id")]
    [InlineData("id: passage", "id: plain", "held_by:", "no other reading of the clause")]
    [InlineData("held_by: [east]", "held_by: []", "held_by:", "expected 1 to 2 items, got 0")]
    [InlineData("settings: {dwell_s: 600}", "settings: {kind: x}", "held_by:", "and not its kind")]
    [InlineData("settings: {dwell_s: 600}", "settings: {zones: [x]}", "held_by:", "unknown zone")]
    public void A_planted_mistake_is_found_on_its_line(string from, string to, string at, string message)
    {
        var yaml = PackExample.With(from, to);
        var reading = PackExample.Read(yaml, ("lines.geojson", PackExample.ShortLines));

        Assert.Null(reading.Agreement);
        var line = yaml[..yaml.IndexOf(at, StringComparison.Ordinal)].Count(c => c == '\n') + 1;
        Assert.True(
            reading.Problems.Any(problem => problem.File == "agreement.yaml" && problem.Line == line
                && problem.Message.Contains(message, StringComparison.Ordinal)),
            FormattableString.Invariant($"expected {line}: {message}, got\n{string.Join('\n', reading.Problems)}"));
    }

    [Fact]
    public void Half_of_a_width_is_what_each_side_gets()
    {
        var yaml = PackExample.With(
            "measure: per-side, left_m: 20000, right_m: 20000", "measure: width, width_m: 50000");
        var zone = PackExample.Read(yaml).Agreement!.Zones[0];
        Assert.Equal("25000 m left of line middle (half of a width of 50000 m)", zone.Definition);
    }

    [Fact]
    public void All_problems_are_collected_up_to_a_limit()
    {
        Assert.Equal(3, PackExample.Read(
            PackExample.Yaml
                .Replace("severity: 3", "severity: 9")
                .Replace("kind: land", "kind: x")
                .Replace("format: 1", "format: 9")).Problems.Length);

        Assert.Equal(100, Unknown(100).Length);
        var many = Unknown(101);
        Assert.Equal(101, many.Length);
        Assert.Equal("agreement.yaml:0: 1 more problems are not shown", many[^1].ToString());

        static ImmutableArray<PackProblem> Unknown(int count) => PackExample.Read(PackExample.Yaml + string.Concat(
            Enumerable.Range(0, count).Select(i => FormattableString.Invariant($"zzzzzzzzz{i}: 1\n")))).Problems;
    }

    [Theory]
    [InlineData("../up.txt", "file name")]
    [InlineData("a/b.txt", "file name")]
    [InlineData("a\\b.txt", "file name")]
    [InlineData(".hidden", "file name")]
    [InlineData("", "file name")]
    [InlineData("AGREEMENT.yaml", "upper and lower case")]
    public void File_names_are_plain(string name, string message)
    {
        var problem = Assert.Single(PackExample.Read(PackExample.Yaml, (name, "")).Problems);
        Assert.Contains(message, problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_counts_and_sizes_of_files_are_limited()
    {
        Assert.Empty(PackExample.Read(PackExample.Yaml, (new string('a', PackFiles.MaxNameChars), "")).Problems);
        Assert.NotEmpty(PackExample.Read(PackExample.Yaml, (new string('a', PackFiles.MaxNameChars + 1), "")).Problems);
        Assert.Empty(PackExample.Read(PackExample.Yaml, Notes(PackFiles.MaxFiles - 2)).Problems);
        Assert.NotEmpty(PackExample.Read(PackExample.Yaml, Notes(PackFiles.MaxFiles - 1)).Problems);
        Assert.Empty(Sized(PackFiles.MaxFileBytes));
        Assert.NotEmpty(Sized(PackFiles.MaxFileBytes + 1));

        static (string, string)[] Notes(int count) =>
            [.. Enumerable.Range(0, count).Select(i => (FormattableString.Invariant($"n{i}"), ""))];

        static ImmutableArray<PackProblem> Sized(int bytes) => AgreementPack.Read(new PackFiles(
            "example",
            [
                new("agreement.yaml", Encoding.UTF8.GetBytes(PackExample.Yaml)),
                new("lines.geojson", Encoding.UTF8.GetBytes(PackExample.Lines)),
                new("photo.jpg", new byte[bytes]),
            ])).Problems;
    }

    [Fact]
    public void A_pack_without_agreement_yaml_is_refused()
    {
        var reading = AgreementPack.Read(new PackFiles("example", [new("NOTES.md", default)]));
        Assert.Equal(
            "agreement.yaml:0: expected this file in the pack, got none", Assert.Single(reading.Problems).ToString());
    }

    [Fact]
    public void The_hash_names_the_bytes_and_nothing_else()
    {
        static PackFile Of(string name, string text) => new(name, Encoding.UTF8.GetBytes(text));

        var hash = new PackFiles("x", [Of("a", "1"), Of("b", "23")]).Hash();
        // Checked with Python's hashlib and struct: '>I' of the name's length, name, '>Q' of the content's, content.
        Assert.Equal("a30b8d495b6e05e84889f8102344499b82c240a81295d648c77af8a2d688e1f0", hash);
        Assert.Equal(hash, new PackFiles("y", [Of("b", "23"), Of("a", "1")]).Hash());
        Assert.False(hash == new PackFiles("x", [Of("a", "12"), Of("b", "3")]).Hash());
        Assert.False(hash == new PackFiles("x", [Of("a", "1"), Of("c", "23")]).Hash());
    }

    [Fact]
    public void Damaged_packs_give_problems_and_never_an_exception()
    {
        var bytes = Encoding.UTF8.GetBytes(PackExample.Yaml);
        var lines = Encoding.UTF8.GetBytes(PackExample.ShortLines);
        var change = Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte, Gen.Int[0, lines.Length - 1], Gen.Byte);
        change.Array[1, 4].Sample(
            changes =>
            {
                var (yaml, json) = (bytes.ToArray(), lines.ToArray());
                foreach (var (at, value, lineAt, lineValue) in changes)
                {
                    yaml[at] = value;
                    json[lineAt] = lineValue;
                }

                var reading = AgreementPack.Read(
                    new PackFiles("example", [new("agreement.yaml", yaml), new("lines.geojson", json)]));
                return reading.Agreement is null == reading.Problems.Length > 0;
            },
            iter: 1000);
    }

    [Fact]
    public void A_pack_cut_off_anywhere_gives_problems_and_never_an_exception()
    {
        for (var length = 0; length < PackExample.Yaml.Length; length += 7)
        {
            var reading = PackExample.Read(PackExample.Yaml[..length], ("lines.geojson", PackExample.ShortLines));
            Assert.Equal(reading.Agreement is null, reading.Problems.Length > 0);
        }
    }

    private static int LineOf(string text) =>
        PackExample.Yaml[..PackExample.Yaml.IndexOf(text, StringComparison.Ordinal)].Count(c => c == '\n') + 1;
}
