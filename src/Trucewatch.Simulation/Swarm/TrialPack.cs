using System.Globalization;
using System.Text;
using Trucewatch.Domain.Agreements;
using Trucewatch.Simulation.Checks;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Swarm;

/// <summary>
/// The agreement of a trial, written as a pack's files and read back as any pack is. Its numbers are drawn; in a
/// swapped trial the two parties have changed places in everything but their names.
/// </summary>
internal sealed class TrialPack
{
    /// <summary>The parties: words that stand nowhere else, so that they can be exchanged in any text.</summary>
    public const string First = "larch";

    /// <summary>The other one.</summary>
    public const string Second = "maple";

    /// <summary>Clause that forbids vehicles of the parties' forces.</summary>
    public const string VehicleClause = "1.1";

    /// <summary>Clause that forbids their drones.</summary>
    public const string DroneClause = "1.2";

    /// <summary>Clause that forbids their vessels.</summary>
    public const string VesselClause = "1.3";

    /// <summary>Clause that forbids their aircraft.</summary>
    public const string AircraftClause = "1.4";

    /// <summary>How the ids of the clauses begin that name who was in a zone.</summary>
    public const string PlaceClauses = "1.";

    /// <summary>How the ids of the clauses begin that speak of who is not heard, or not named.</summary>
    public const string SilenceClauses = "4.";

    /// <summary>Clause that forbids fire.</summary>
    public const string FireClause = "2.1";

    private const string Civil = "party: none, role: civilian";

    private readonly TrialGround ground;
    private readonly bool swapped;
    private readonly string passage;
    private readonly string more;

    public TrialPack(ulong seed, TrialGround ground, bool swapped)
    {
        (this.ground, this.swapped) = (ground, swapped);
        var draws = Draws.Named(seed, "pack");
        PEnter = Math.Round(draws.Between(0.9, 0.99), 3);
        DwellS = draws.Below(7) * 10;
        MinFixes = 1 + draws.Below(4);
        passage = draws.Chance(0.5) ? "" : Text($$$"""
                readings:
                  - {id: plain, name: {en: As it stands}}
                  - {id: passage, name: {en: A passage does not count}, settings: {dwell_s: {{{DwellS + 300}}} } }

            """);
        JoinM = 500 + (500 * draws.Below(8));
        JoinS = 300 + (300 * draws.Below(6));
        more = More(seed);
    }

    /// <summary>From which probability on somebody is in.</summary>
    public double PEnter { get; }

    /// <summary>How long somebody has to stay.</summary>
    public int DwellS { get; }

    /// <summary>In how many positions.</summary>
    public int MinFixes { get; }

    private int JoinM { get; }

    private int JoinS { get; }

    /// <summary>The party whose side is the left one.</summary>
    public string LeftParty => swapped ? Second : First;

    /// <summary>The party whose side is the right one.</summary>
    public string RightParty => swapped ? First : Second;

    /// <summary>The files.</summary>
    /// <param name="plant">A failure that may be planted into the text.</param>
    public PackFiles Files(Plant plant) => new(
        "swarm-trial",
        [new PackFile(AgreementPack.MainFile, Bytes(Yaml(plant))), new PackFile("lines.geojson", Bytes(Lines()))]);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private string Yaml(Plant plant) => Head() + Zones() + Actors(plant == Plant.Innocent)
        + "clauses:\n"
        + Entry(VehicleClause, "vehicle", plant == Plant.Mirror ? $"[{First}]" : "any")
        + Entry(DroneClause, "drone", "any")
        + Entry(VesselClause, "vessel", "any")
        + Entry(AircraftClause, "aircraft", "any")
        + Fire()
        + more;

    private string Head()
    {
        var (west, south, east, north) = (180.0, 90.0, -180.0, -90.0);
        foreach (var (longitude, latitude) in ground.Corners)
        {
            (west, east) = (Math.Min(west, longitude), Math.Max(east, longitude));
            (south, north) = (Math.Min(south, latitude), Math.Max(north, latitude));
        }

        return Text($$$"""
            format: 1
            title: {en: A trial of the swarm (not a real agreement)}
            version: "1.0"
            illustrative: true
            theatre:
              west_deg: {{{west - 1.5:F4}}}
              south_deg: {{{south - 1:F4}}}
              east_deg: {{{east + 1.5:F4}}}
              north_deg: {{{north + 1:F4}}}
            time_zone: Etc/UTC
            parties:
              - {id: {{{First}}}, name: {en: Larch} }
              - {id: {{{Second}}}, name: {en: Maple}}
            lines:
              - {id: line, name: {en: Line}, geometry: "lines.geojson#line"}

            """);
    }

    private string Widths() =>
        Text($"line: line, measure: per-side, left_m: {ground.LeftM}, right_m: {ground.RightM}");

    private string Zones() => Text($$$"""
        zones:
          - id: left-zone
            name: {en: Left zone}
            kind: land
            side: {{{LeftParty}}}
            buffer: { {{{Widths()}}}, part: left}
          - id: right-zone
            name: {en: Right zone}
            kind: land
            side: {{{RightParty}}}
            buffer: { {{{Widths()}}}, part: right}

        """);

    private string Actors(bool blamed) => Actors(blamed ? $"party: {First}, role: forces" : Civil);

    private string Actors(string blamed) => Text($$$"""
        actors:
          - {identity: "cot:L-UAS-*", party: {{{LeftParty}}}, role: forces, class: drone}
          - {identity: "cot:R-UAS-*", party: {{{RightParty}}}, role: forces, class: drone}
          - {identity: "cot:L-*", party: {{{LeftParty}}}, role: forces, class: vehicle}
          - {identity: "cot:R-*", party: {{{RightParty}}}, role: forces, class: vehicle}
          - {identity: "cot:CIV-*", {{{blamed}}}, class: vehicle}
          - {identity: "mmsi:2001*", party: {{{LeftParty}}}, role: forces, class: vessel}
          - {identity: "mmsi:2002*", party: {{{RightParty}}}, role: forces, class: vessel}
          - {identity: "mmsi:2009*", party: none, role: civilian, class: vessel}
          - {identity: "icao:d1*", party: {{{LeftParty}}}, role: forces, class: aircraft}
          - {identity: "icao:d2*", party: {{{RightParty}}}, role: forces, class: aircraft}
          - {identity: "icao:d9*", party: none, role: civilian, class: aircraft}

        """);

    private string Entry(string id, string kind, string parties) => Text($$$"""
          - id: "{{{id}}}"
            title: {en: No {{{kind}}} in the zones}
            text: {en: No {{{kind}}} of a party's forces shall be in the zones.}
            in_force_from: 2030-01-01T00:00:00Z
            severity: 3
            incident_class: presence.{{{kind}}}
            label: {classification: restricted, releasable_to: [mission]}
            rule:
              kind: zone-entry
              zones: [left-zone, right-zone]
              who: {classes: [{{{kind}}}], parties: {{{parties}}}, roles: [forces]}
              p_enter: {{{PEnter:F3}}}
              p_leave: 0.05
              dwell_s: {{{DwellS}}}
              min_fixes: {{{MinFixes}}}
              first_seen_inside: report

        """) + passage;

    private string Fire() => Text($$$"""
          - id: "{{{FireClause}}}"
            title: {en: No fire}
            text: {en: No weapon shall be fired into the zones.}
            in_force_from: 2030-01-01T00:00:00Z
            severity: 4
            incident_class: fire
            label: {classification: restricted, releasable_to: [mission]}
            rule:
              kind: fire
              classes: ["fire.*"]
              reporters: [patrol, post, station]
              zones: [left-zone, right-zone]
              join_within_m: {{{JoinM}}}
              join_within_s: {{{JoinS}}}

        """);

    /// <summary>Clauses of other kinds of rules, each in about every other trial, with drawn settings.</summary>
    private static string More(ulong seed)
    {
        const string Zones = "zones: [left-zone, right-zone]";
        const string Who = "who: {parties: any, roles: [forces]}";
        var draws = Draws.Named(seed, "more-clauses");
        var afterS = 60 + (30 * draws.Below(5));
        return string.Concat(new[]
        {
            Clause("3.1", "line-crossing", "presence.crossing", $"{Who}", "lines: [line]", "dwell_s: 10"),
            Clause("3.2", "stop", "presence.stop", Who, Zones, "within_m: 150", Text($"after_s: {afterS}")),
            Clause("3.3", "movement", "presence.movement", Zones, Who, "min_distance_m: 2000", "within_s: 300"),
            Clause(
                "3.4", "encounter", "presence.encounter", Who, Text($"close_s: {afterS}"), "close_m: 800",
                "wide_m: 2000", "max_speed_mps: 12"),
            Clause(
                "3.5", "formation", "presence.formation", Who, "min_objects: 2", Text($"after_s: {afterS}"),
                "within_m: 3000", "speed_mps: 4", "course_deg: 30"),
            Clause("3.6", "identity-conduct", "presence.identity", "switches: 3", "offset_objects: 3"),
            Clause("3.7", "gnss-interference", "access.gnss-interference", "min_aircraft: 3"),
            Clause("4.1", "gap", "presence.gap", Who, Text($"after_s: {afterS}")),
            Clause(
                "4.2", "dark-object", "presence.dark", Zones, "classes: [unknown, vehicle]",
                Text($"after_s: {afterS}")),
            Clause("5.1", "access", "access", "classes: [\"access.*\"]", "join_within_s: 1800"),
            Clause(
                "5.2", "report-class", "access.report", "classes: [\"access.*\", \"fire.mortar.*\"]", Zones),
        }.Where(_ => draws.Chance(0.5)));
    }

    private static string Clause(string id, string kind, string incidentClass, params string[] settings) => Text($$$"""
          - id: "{{{id}}}"
            title: {en: Clause {{{id}}} }
            text: {en: A clause of the kind {{{kind}}}.}
            in_force_from: 2030-01-01T00:00:00Z
            severity: 2
            incident_class: {{{incidentClass}}}
            label: {classification: restricted, releasable_to: [mission]}
            rule:
              kind: {{{kind}}}
              {{{string.Join("\n      ", settings)}}}

        """);

    private string Lines()
    {
        var text = new StringBuilder(
            "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"id\":\"line\",\"properties\":{},"
            + "\"geometry\":{\"type\":\"LineString\",\"coordinates\":[");
        var separator = "";
        foreach (var (longitude, latitude) in ground.Corners)
        {
            text.Append(CultureInfo.InvariantCulture, $"{separator}[{longitude:F4},{latitude:F4}]");
            separator = ",";
        }

        return text.Append("]}}]}\n").ToString();
    }
}
