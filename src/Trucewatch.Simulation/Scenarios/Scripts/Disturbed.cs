using Trucewatch.Geo;
using Trucewatch.Simulation.Scenarios.Exercise;
using Trucewatch.Simulation.Sending;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Scenarios.Scripts;

/// <summary>
/// Somebody disturbs satellite navigation over an area: receivers have no place, or all are led aside by the same way.
/// It is stated for each cell of the map in which it shows; who it is, nobody can tell.
/// </summary>
internal sealed record Disturbs(string Id, double AtS, Side Side, Disturbance Area) : Happening(Id, AtS, Side)
{
    // Cells of the map, in which aircraft, or ships, show it.
    private const string Cells = "gnss:*";
    private const string CellsOfShips = "gnss:* ships";

    // Until the counters of three aircraft are full, which step every five seconds; or until ships have jumped twice.
    private const double ShowsAfterS = 120;

    public override IEnumerable<Disturbance> Disturbances => [Area];

    public override IEnumerable<TrueIncident> Incidents =>
    [
        new TrueIncident(
            Id, "access.gnss-interference", "6.2", Area.IsJamming ? Cells : CellsOfShips, null, Side.Id,
            Moment(Area.FromS), Moment(Area.ToS)),
    ];

    public override IEnumerable<Sighting> Sightings(TrueIncident incident, ScenarioRun run)
    {
        var at = Moment(Area.FromS + ShowsAfterS);
        return at < Ground.Start + run.Length
            ? [new Sighting(
                Id, Ground.AllFeeds[Area.IsJamming ? Links.Sky.Feed : Links.Sea.Feed].Name, incident.From, at,
                double.NaN, double.NaN)]
            : [];
    }
}

/// <summary>An aircraft of nobody that holds over a place, and says how well it navigates.</summary>
internal sealed record Flight(string Id, double AtS, int Number, GeoPoint Over, double RadiusM, double SpeedMps)
    : Happening(Id, AtS, Side.Nobody)
{
    private const int GoodAccuracy = 9;

    public override Sender Sender
    {
        get
        {
            var address = 0xD9_1000 + (uint)Number;
            return new AdsbSender(
                new Player(
                    FormattableString.Invariant($"icao:{address:x6}"), "aircraft", "none",
                    new Loiter(Over, RadiusM, SpeedMps, 37 * Number % 360)),
                address, 30_000 + (500 * (Number % 10)), 0.5, PhaseS: Number % 10 / 20.0, SigmaM: 8, GoodAccuracy,
                Links.Sky);
        }
    }

    public override IEnumerable<TrueIncident> Incidents => [];

    public override IEnumerable<Sighting> Sightings(TrueIncident incident, ScenarioRun run) => [];
}
