using System.Text;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Tracks;
using Trucewatch.Watch.Cases;
using Xunit;

namespace Trucewatch.Watch.Rules;

/// <summary>Tries a clause by cases of one line each, in a made-up place whose distances are easy to reckon.</summary>
internal static class RuleCases
{
    /// <summary>At 47 N a degree of longitude is 76.06 km. The front runs north along 35 E; left is west.</summary>
    private const string Head = """
        format: 1
        title: {en: Cases (not a real agreement)}
        version: "1"
        illustrative: true
        theatre: {west_deg: 32, south_deg: 44, east_deg: 38, north_deg: 50}
        time_zone: Etc/UTC
        parties:
          - {id: west, name: {en: West}}
          - {id: east, name: {en: East}}
        lines:
          - {id: front, name: {en: Front}, geometry: lines.geojson#front}
          - {id: old, name: {en: Old}, geometry: lines.geojson#old}
          - {id: open, name: {en: Open}, geometry: lines.geojson#front, not_agreed: [{from_point: 2, to_point: 3}]}
        zones:
          - {id: west-zone, name: {en: W}, kind: land, side: west, buffer: {line: front, measure: per-side,
             left_m: 20000, right_m: 0, part: left}}
          - {id: east-zone, name: {en: E}, kind: land, side: east, buffer: {line: front, measure: per-side,
             left_m: 0, right_m: 20000, part: right}}
          - {id: low, name: {en: L}, kind: air, circle: {lat_deg: 47, lon_deg: 35, radius_m: 10000},
             height: {reference: sea-level, floor_m: 500, ceiling_m: 1500}}
          - {id: lane, name: {en: Lane}, kind: corridor, circle: {lat_deg: 45, lon_deg: 35, radius_m: 60000}}
          - {id: islands, name: {en: I}, kind: sea, polygon: lines.geojson#islands}
          - {id: cone, name: {en: C}, kind: sea, sector: {lat_deg: 47, lon_deg: 33.5, radius_m: 20000, from_deg: 45,
             to_deg: 135}}
        actors:
          - {identity: "cot:WEST-*", party: west, role: forces, class: vehicle}
          - {identity: "cot:EAST-*", party: east, role: forces, class: vehicle}
          - {identity: "cot:UAS-*", party: east, role: forces, class: drone}
          - {identity: "cot:POST-*", party: none, role: mission, class: vehicle}
          - {identity: "mmsi:2001*", party: west, role: forces, class: vessel}
          - {identity: "mmsi:2002*", party: east, role: forces, class: vessel}
          - {identity: "mmsi:2009*", party: none, role: merchant, class: vessel}
        protected_objects:
          - {id: plant, name: {en: Plant}, kind: energy.power-plant, owner: east, circle: {lat_deg: 47,
             lon_deg: 36, radius_m: 800}, listed: [{from: 2030-02-01T00:00:00Z}]}
        exceptions:
          - {id: permit, title: {en: P}, clauses: ["1"], who: {parties: [east]}, from: 2031-01-01T00:00:00Z,
             until: 2031-01-02T00:00:00Z}
          - {id: noticed, title: {en: N}, clauses: ["1"], notice: {classes: [notice.movement], lead_s: 172800}}
        clauses:
          - id: "1"
            title: {en: The clause}
            text: {en: Text.}
            in_force_from: 2030-01-01T00:00:00Z
            severity: 2
            incident_class: presence
            label: {classification: restricted, releasable_to: [mission]}
            rule:

        """;

    private const string Lines = """
        {"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": "front", "properties": {}, "geometry": {"type": "LineString",
          "coordinates": [[35, 46], [35, 46.9], [35, 47.1], [35, 48]]}},
        {"type": "Feature", "id": "old", "properties": {}, "geometry": {"type": "LineString",
          "coordinates": [[35.1, 46], [35.1, 48]]}},
        {"type": "Feature", "id": "islands", "properties": {}, "geometry": {"type": "MultiPolygon", "coordinates": [
          [[[36.2, 45.2], [36.6, 45.2], [36.6, 45.6], [36.2, 45.6], [36.2, 45.2]],
           [[36.3, 45.3], [36.3, 45.5], [36.5, 45.5], [36.5, 45.3], [36.3, 45.3]]],
          [[[36.38, 45.38], [36.42, 45.38], [36.42, 45.42], [36.38, 45.42], [36.38, 45.38]]]]}}]}
        """;

    /// <summary>The agreement with one clause, <c>1</c>, under a rule: lines of YAML, the kind first.</summary>
    public static PackReading Read(string rule)
    {
        var lines = rule.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        var indented = string.Concat(lines.Select(line => $"      {line}\n"));
        return AgreementPack.Read(new PackFiles("cases",
        [
            new PackFile("agreement.yaml", Encoding.UTF8.GetBytes(Head + indented)),
            new PackFile("lines.geojson", Encoding.UTF8.GetBytes(Lines)),
        ]));
    }

    /// <summary>Holds that each case comes out as its line says.</summary>
    public static void Hold(string rule, string cases)
    {
        var agreement = Sound(rule);
        var output = new StringWriter();
        var count = PackCases.Run(agreement, cases, output);
        Assert.Equal("", output.ToString());
        Assert.True(count.Passed > 0);

        // The checker must be able to fail: with every expectation turned round, no line may pass.
        var whole = cases.ReplaceLineEndings("\n").Replace("\\\n", "", StringComparison.Ordinal);
        var turned = string.Join('\n', whole.Split('\n').Where(line => line.Contains("->", StringComparison.Ordinal))
            .Select(line => line[..line.IndexOf("->", StringComparison.Ordinal)]
                + (line.EndsWith("none", StringComparison.Ordinal) ? "-> 1 breach" : "-> none, incidents 99")));
        Assert.Equal(0, PackCases.Run(agreement, turned, TextWriter.Null).Passed);
    }

    /// <summary>Holds that the rule's settings are refused with a message.</summary>
    public static void Refuse(string rule, string message)
    {
        var reading = Read(rule);
        Assert.Empty(reading.Problems);
        var (_, problems) = RuleBook.Compile(reading.Agreement!);
        Assert.Contains(problems, problem => problem.Message.Contains(message, StringComparison.Ordinal));
    }

    /// <summary>Lets a rule look at one fix of a track; what it remembers is made anew where none is given.</summary>
    public static void See(
        Rule rule, Agreement agreement, int track, Actor actor, double lat, double lon, double seconds = 0,
        object? own = null)
    {
        own ??= rule.Remember(in actor, actor.Class)!;
        var survey = new ZoneSurvey(agreement.Zones, skipFar: false);
        var memory = new TrackMemory(actor, actor.Name, [own], survey.Count)
        {
            Class = actor.Class, Rank = Rank(track),
        };
        var update = new TrackUpdate
        {
            Id = new TrackId(track),
            At = Scene.Time(seconds),
            KnownAt = Scene.Time(seconds),
            Position = Geo.GeoPoint.FromDegrees(latitudeDeg: lat, longitudeDeg: lon),
            PositionError = Geo.Covariance2.Circular(5),
            Class = actor.Class,
        };
        survey.Begin(in update, memory);
        rule.OnTrack(new TrackSight(in update, memory, survey), own, new RuleVoice(Scene.Feeds));
        rule.OnSettled(update.KnownAt, new RuleVoice(Scene.Feeds));
    }

    /// <summary>A place in the order of tracks, by their numbers.</summary>
    public static TrackRank Rank(int track) =>
        new(Scene.Start, Domain.Observations.ObjectIdentity.Mmsi((uint)track), 1, 0);

    public static Agreement Sound(string rule)
    {
        var reading = Read(rule);
        Assert.Empty(reading.Problems);
        Assert.Empty(RuleBook.Compile(reading.Agreement!).Problems);
        return reading.Agreement!;
    }
}
