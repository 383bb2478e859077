using Trucewatch.Feeds.Ais;
using Trucewatch.Geo;
using Trucewatch.Simulation.Scenarios.Exercise;
using Trucewatch.Simulation.Sending;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Scenarios.Scripts;

/// <summary>A merchant ship in the protected corridor lies still for a while, and then sails on.</summary>
/// <param name="Id">Id in the script.</param>
/// <param name="AtS">When it sails, seconds after the start.</param>
/// <param name="Side">Whose doing it is that it lies still.</param>
/// <param name="Mmsi">Its MMSI.</param>
/// <param name="LaneKm">Where along the lane it lies still.</param>
/// <param name="StaysS">For how long.</param>
internal sealed record HeldShip(string Id, double AtS, Side Side, uint Mmsi, double LaneKm, double StaysS)
    : Movement(Id, AtS, Side, "7.3", "maritime.stop")
{
    private const double LegKm = 12;
    private const double LegS = 24 * 60;
    private const double IntervalS = 10;

    public override double SigmaM => 10;

    public override double LastsS => (2 * LegS) + StaysS;

    public override Player Player => new(
        FormattableString.Invariant($"mmsi:{Mmsi:D9}"),
        "vessel",
        "none",
        new Journey(
            isSeenOutside: false,
            new Stop(AtS, Ground.Lane.At(LaneKm - LegKm, 1)),
            new Stop(AtS + LegS, Ground.Lane.At(LaneKm, 1)),
            new Stop(AtS + LegS + StaysS, Ground.Lane.At(LaneKm, 1)),
            new Stop(AtS + LastsS, Ground.Lane.At(LaneKm + LegKm, 1))));

    public override Sender Sender => new AisSender(
        Player,
        new AisStatic(
            Mmsi, FormattableString.Invariant($"EXERCISE {Mmsi % 1000}"),
            FormattableString.Invariant($"X{Mmsi % 1000}"),
            ShipType: 70, ToBowM: 120, ToSternM: 30, ToPortM: 10, ToStarboardM: 10, Destination: "EXERCISE"),
        IsClassA: true,
        NavigationStatus: 0,
        IntervalS,
        AtS,
        StaticEvery: 36,
        SigmaM: 5,
        Links.Sea);

    public override IEnumerable<TrueIncident> Incidents =>
    [
        new TrueIncident(
            Id + "/sea-corridor", IncidentClass, Clause, "sea-corridor", Player.Id, Side.Id, Moment(AtS + LegS),
            Moment(AtS + LegS + StaysS)),
    ];

    public override string? ZoneOf(GeoPoint place) => Ground.CorridorOf(place);
}
