using System.Collections.Immutable;
using Trucewatch.Feeds.Ais;
using Trucewatch.Geo;
using Trucewatch.Simulation.Sending;
using Trucewatch.Simulation.World;
using static Trucewatch.Simulation.Scenarios.Exercise.Ground;

namespace Trucewatch.Simulation.Scenarios.Exercise;

/// <summary>Everyday traffic that breaks no rule: what the happenings have to be told apart from.</summary>
internal static class Traffic
{
    private const int LaneShips = 18;
    private const int ShipsAtAnchor = 18;
    private const int FishingBoats = 30;
    private const int PatrolShips = 3;
    private const int CivilVehicles = 24;
    private const int PartyVehicles = 6;
    private const int MissionVehicles = 4;
    private const int CivilAircraft = 5;
    private const int MissionDrones = 4;
    private const int PartyDrones = 3;

    // A flight of an hour, then an hour on the ground.
    private const double FlightS = 3600;

    private static readonly ImmutableArray<string> Birds =
        ["LARK", "TERN", "GULL", "SWAN", "HERON", "PLOVER", "CURLEW", "PETREL", "OSPREY", "AVOCET", "DUNLIN", "CRANE"];

    // Shipping lanes through open water: the protected one and its way on to the south, and two across.
    private static readonly ImmutableArray<Route> Lanes =
    [
        new(
            Point(46.35, 30.83), Point(45.9, 31.1), Point(45.2, 30.6), Point(44.6, 30.0), Point(43.9, 29.4),
            Point(43.2, 29.1)),
        new(Point(44.0, 29.4), Point(44.2, 31.0), Point(44.0, 32.6), Point(43.6, 33.6)),
        new(Point(43.5, 29.6), Point(43.4, 31.5), Point(43.4, 33.0), Point(43.4, 34.5)),
    ];

    private static readonly ImmutableArray<GeoPoint> Anchorages =
        [Point(46.35, 31.1), Point(44.1, 28.95), Point(46.7, 36.9)];

    private static readonly ImmutableArray<GeoPoint> FishingGrounds =
    [
        Point(45.4, 31.6), Point(44.9, 31.2), Point(44.3, 30.6), Point(45.7, 31.9), Point(44.6, 32.0),
        Point(46.1, 36.2),
    ];

    // Roads by kilometres along the line and from it, west positive: two along each half of the zone, two outside, and
    // three across the line.
    private static readonly ImmutableArray<Route> Roads =
    [
        Road((90, 9), (126, 8), (160, 10), (196, 7)),
        Road((210, -8), (245, -10), (275, -7), (300, -9)),
        Road((310, 12), (340, 9), (366, 11), (398, 8)),
        Road((405, -11), (440, -8), (466, -10), (498, -9)),
        Road((525, 8), (548, 12), (570, 10)),
        Road((585, -9), (606, -12), (640, -10), (690, -8)),
        Road((150, 33), (200, 36), (245, 32), (290, 35)),
        Road((480, -34), (520, -36), (560, -33), (620, -35)),
        Road((228, 30), (229, 12), (227, -1), (228, -14), (229, -30)),
        Road((448, 30), (447, 14), (449, 2), (447, -12), (448, -30)),
        Road((606, 30), (604, 13), (606, 1), (607, -13), (605, -30)),
    ];

    // Middles of straight stretches of the line, so that a road beside them keeps its distance from it.
    private static readonly ImmutableArray<double> Stretches = [167, 228, 278, 340, 398, 448, 549, 606, 668];

    /// <summary>All of it, as this seed places it.</summary>
    public static IEnumerable<Sender> All(ulong seed) =>
    [
        .. Enumerable.Range(0, LaneShips).Select(i => LaneShip(seed, i)),
        .. Enumerable.Range(0, ShipsAtAnchor).Select(i => ShipAtAnchor(seed, i)),
        .. Enumerable.Range(0, FishingBoats).Select(i => FishingBoat(seed, i)),
        .. BothSides(PatrolShips, (side, i) => PatrolShip(seed, side, i)),
        .. Enumerable.Range(0, CivilVehicles).Select(i => CivilVehicle(seed, i)),
        .. BothSides(PartyVehicles, (side, i) => PartyVehicle(seed, side, i)),
        .. Enumerable.Range(0, MissionVehicles).Select(i => MissionVehicle(seed, i)),
        .. Enumerable.Range(0, CivilAircraft).Select(i => Airliner(seed, i)),
        .. Enumerable.Range(0, MissionDrones).Select(i => MissionDrone(seed, i)),
        .. BothSides(PartyDrones, (side, i) => PartyDrone(seed, side, i)),
    ];

    private static IEnumerable<Sender> BothSides(int count, Func<Side, int, Sender> make) =>
        new[] { Side.West, Side.East }.SelectMany(side => Enumerable.Range(0, count).Select(i => make(side, i)));

    private static Route Road(params ReadOnlySpan<(double AlongKm, double LeftKm)> through)
    {
        var points = new GeoPoint[through.Length];
        for (var i = 0; i < through.Length; i++)
        {
            points[i] = Line.At(through[i].AlongKm, through[i].LeftKm);
        }

        return new Route(points);
    }

    private static AisSender LaneShip(ulong seed, int number)
    {
        var draws = Draws.Named(seed, FormattableString.Invariant($"lane-ship-{number}"));
        var lane = Lanes[number % Lanes.Length].Moved(draws.Between(-2000, 2000), draws.Between(-2000, 2000));
        var motion = new Shuttle(lane, draws.Between(5, 9), draws.Between(0, 2 * lane.LengthM));
        return Ship(200_900_001 + (uint)number, number, motion, "none", 70, 0, 10, draws);
    }

    private static AisSender ShipAtAnchor(ulong seed, int number)
    {
        var draws = Draws.Named(seed, FormattableString.Invariant($"anchored-{number}"));
        var around = Anchorages[number % Anchorages.Length];
        var place = LocalScale.At(around).Move(around, draws.Between(-5000, 5000), draws.Between(-4000, 4000));
        var motion = new Loiter(place, 120, 0.05, draws.Between(0, 360));
        return Ship(200_900_101 + (uint)number, number + 20, motion, "none", 70, 1, 180, draws);
    }

    private static AisSender FishingBoat(ulong seed, int number)
    {
        var draws = Draws.Named(seed, FormattableString.Invariant($"boat-{number}"));
        var around = FishingGrounds[number % FishingGrounds.Length];
        var place = LocalScale.At(around).Move(around, draws.Between(-12000, 12000), draws.Between(-9000, 9000));
        var motion = new Loiter(place, draws.Between(600, 3000), draws.Between(1.5, 3.5), draws.Between(0, 360));
        return Ship(200_900_201 + (uint)number, number + 40, motion, "none", 30, 0, 30, draws);
    }

    private static AisSender PatrolShip(ulong seed, Side side, int number)
    {
        var mmsi = number == 0 ? side.ForcesMmsi + 1 : side.AuxiliaryMmsi + (uint)number;
        var draws = Draws.Named(seed, FormattableString.Invariant($"patrol-ship-{mmsi}"));
        var station = side.AtSea(86 + (14 * number), side == Side.West ? 14 : 24);
        var motion = new Loiter(station, 3000, draws.Between(3, 5), draws.Between(0, 360));
        return Ship(mmsi, number, motion, side.Id, 55, 0, 10, draws);
    }

    private static AisSender Ship(
        uint mmsi, int number, Motion motion, string side, int shipType, int status, double intervalS, Draws draws)
    {
        var isBoat = shipType == 30;
        var name = FormattableString.Invariant($"EXERCISE {Birds[number % Birds.Length]} {mmsi % 1000}");
        var station = new AisStatic(
            mmsi,
            name,
            FormattableString.Invariant($"X{mmsi % 100_000}"),
            shipType,
            ToBowM: isBoat ? 8 : 90,
            ToSternM: isBoat ? 6 : 25,
            ToPortM: isBoat ? 2 : 9,
            ToStarboardM: isBoat ? 2 : 9,
            Destination: "EXERCISE");
        return new AisSender(
            new Player(FormattableString.Invariant($"mmsi:{mmsi:D9}"), "vessel", side, motion),
            station,
            IsClassA: !isBoat,
            status,
            intervalS,
            PhaseS: draws.Between(0, intervalS),
            StaticEvery: (int)(360 / intervalS),
            SigmaM: isBoat ? 8 : 5,
            Links.Sea);
    }

    private static CotSender CivilVehicle(ulong seed, int number)
    {
        var draws = Draws.Named(seed, FormattableString.Invariant($"civil-vehicle-{number}"));
        var road = Roads[number % Roads.Length];
        var motion = new Shuttle(road, draws.Between(9, 22), draws.Between(0, 2 * road.LengthM));
        return Vehicle(FormattableString.Invariant($"CIV-{number + 1}"), "a-n-G-E-V-C", "none", motion, draws);
    }

    private static CotSender PartyVehicle(ulong seed, Side side, int number)
    {
        var draws = Draws.Named(seed, FormattableString.Invariant($"party-vehicle-{side.Id}-{number}"));
        var middle = Stretches[number % Stretches.Length];
        var road = new Route(side.OnLand(middle - 12, 29), side.OnLand(middle, 30.5), side.OnLand(middle + 12, 29));
        var motion = new Shuttle(road, draws.Between(6, 14), draws.Between(0, 2 * road.LengthM));
        return Vehicle(
            FormattableString.Invariant($"{side.Prefix}-{number + 1}"), "a-n-G-E-V", side.Id, motion, draws);
    }

    private static CotSender MissionVehicle(ulong seed, int number)
    {
        var draws = Draws.Named(seed, FormattableString.Invariant($"mission-vehicle-{number}"));
        var road = Roads[^((number % 3) + 1)];
        var motion = new Shuttle(road, draws.Between(8, 14), draws.Between(0, 2 * road.LengthM));
        return Vehicle(FormattableString.Invariant($"MISSION-{number + 1}"), "a-n-G-E-V", "none", motion, draws);
    }

    private static CotSender Vehicle(string uid, string type, string side, Motion motion, Draws draws) => new(
        new Player("cot:" + uid, "vehicle", side, motion),
        type,
        "EXERCISE " + uid,
        Pace.Steady(60),
        PhaseS: draws.Between(0, 60),
        SigmaM: 12,
        double.NaN,
        Links.Land);

    private static CotSender Airliner(ulong seed, int number)
    {
        var draws = Draws.Named(seed, FormattableString.Invariant($"airliner-{number}"));
        var airway = new Route(
            Point(46.0 + number, 28.5), Point(46.4 + number, 29.6), Point(46.7 + number, 30.7),
            Point(47.0 + number, 31.8));
        var motion = new Shuttle(airway, draws.Between(120, 200), draws.Between(0, 2 * airway.LengthM));
        return Flier(
            FormattableString.Invariant($"CIV-AIR-{number + 1}"), "a-n-A-C-F", "aircraft", "none", motion, 9500, draws);
    }

    private static CotSender MissionDrone(ulong seed, int number)
    {
        var draws = Draws.Named(seed, FormattableString.Invariant($"mission-drone-{number}"));
        var centre = Line.At(Stretches[(2 * number) + 1], draws.Between(-8, 8));
        var motion = new Loiter(centre, 5000, draws.Between(22, 30), draws.Between(0, 360));
        return Flier(
            FormattableString.Invariant($"MISSION-UAS-{number + 1}"), "a-n-A-M-F-Q", "drone", "none", motion, 1500,
            draws);
    }

    private static CotSender PartyDrone(ulong seed, Side side, int number)
    {
        var draws = Draws.Named(seed, FormattableString.Invariant($"party-drone-{side.Id}-{number}"));
        var centre = side.OnLand(Stretches[(3 * number) + 1], 36);
        var motion = new Loiter(centre, 4000, draws.Between(22, 30), draws.Between(0, 360));
        return Flier(
            FormattableString.Invariant($"{side.Prefix}-UAS-{number + 11}"), "a-n-A-M-F-Q", "drone", side.Id, motion,
            900, draws);
    }

    private static CotSender Flier(
        string uid, string type, string kind, string side, Motion motion, double haeM, Draws draws) => new(
        new Player(
            "cot:" + uid, kind, side, new Shifts(motion, 2 * FlightS, FlightS, draws.Between(0, 2 * FlightS))),
        type,
        "EXERCISE " + uid,
        Pace.Steady(20),
        PhaseS: draws.Between(0, 20),
        SigmaM: 20,
        haeM,
        Links.Air);
}
