using System.Collections.Immutable;
using Trucewatch.Geo;
using Trucewatch.Simulation.Scenarios.Exercise;
using Trucewatch.Simulation.Sending;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Scenarios.FullFront;

/// <summary>
/// Ten thousand who move: half of what has a side is of each side. Together they say 2,100 things a second.
/// </summary>
internal static class Fleet
{
    /// <summary>Ships of nobody; each is heard every ten seconds.</summary>
    public const int CivilShips = 2_900;

    /// <summary>Ships of each side's forces.</summary>
    public const int ShipsOfSide = 50;

    /// <summary>Aircraft; each is heard twice a second.</summary>
    public const int Aeroplanes = 450;

    /// <summary>Vehicles of nobody, in the zone and beside it; each is heard every ten seconds.</summary>
    public const int CivilVehicles = 1_300;

    /// <summary>The mission's own vehicles, in the zone.</summary>
    public const int MissionVehicles = 250;

    /// <summary>Vehicles of each side's forces, outside the zone.</summary>
    public const int VehiclesOfSide = 1_500;

    /// <summary>The mission's own drones, over the zone; each is heard every four seconds.</summary>
    public const int MissionDrones = 200;

    /// <summary>Drones of each side's forces, outside the zone.</summary>
    public const int DronesOfSide = 900;

    /// <summary>All together, but for those who go where they must not.</summary>
    public const int Size = CivilShips + Aeroplanes + CivilVehicles + MissionVehicles + MissionDrones
        + (2 * (ShipsOfSide + VehiclesOfSide + DronesOfSide));

    /// <summary>Radars that look at the ground.</summary>
    public const int Radars = 6;

    // What each of them sees of the vehicles on three neighbouring roads.
    private const int SeenByRadar = 120;

    private const int Roads = 55;
    private const double RoadKm = 20;

    private static readonly ImmutableArray<Side> Sides = [Side.West, Side.East];

    /// <summary>Everybody, as this seed places them.</summary>
    public static ImmutableArray<Mover> All(ulong seed)
    {
        var all = ImmutableArray.CreateBuilder<Mover>(Size);
        Add(CivilShips, number => CivilShip(seed, number));
        Add(Aeroplanes, number => Aeroplane(seed, number));
        Add(CivilVehicles, number => Vehicle(seed, "CIV", Side.Nobody, number, Between(seed, "civ", number, -18, 18)));
        Add(MissionVehicles, number => Vehicle(
            seed, "MISSION", Side.Nobody, number, Between(seed, "mission", number, -18, 18)));
        Add(MissionDrones, number => Drone(seed, "MISSION", Side.Nobody, number, -14, 14));
        foreach (var side in Sides)
        {
            Add(ShipsOfSide, number => ShipOfSide(seed, side, number));
            Add(VehiclesOfSide, number => Vehicle(
                seed, side.Prefix, side, number, Between(seed, side.Id, number, 25, 40)));
            Add(DronesOfSide, number => Drone(seed, side.Prefix, side, number, 28, 45));
        }

        return all.DrainToImmutable();

        void Add(int count, Func<int, Mover> make)
        {
            for (var number = 0; number < count; number++)
            {
                all.Add(make(number));
            }
        }
    }

    /// <summary>The radars over these, each over a stretch of its own.</summary>
    public static ImmutableArray<Mover> RadarsOver(ulong seed, ImmutableArray<Mover> all) =>
        [.. Enumerable.Range(0, Radars).Select(number => Radar(seed, number, all))];

    private static FrontRadar Radar(ulong seed, int number, ImmutableArray<Mover> all)
    {
        const int StandsOffKm = 100;
        var middleKm = 100 + (number * 200);
        var side = number % 2 == 0 ? Side.West : Side.East;
        var place = Front.On(side, middleKm, StandsOffKm);
        var centre = Front.On(side, middleKm, 0);
        var seen = all.Where(mover => mover.Player.Class == "vehicle"
            && mover.Player.Motion.At(0) is { } there && IsNear(centre, there.Position)).Take(SeenByRadar);
        var name = FormattableString.Invariant($"radar-{number + 1}");
        return new FrontRadar(
            new Player(name, "aircraft", "none", new Loiter(place, 5_000, 150, 0)), centre,
            [.. seen.Select(mover => mover.Player)], number + 1, Draws.Named(seed, name + "/looks"),
            Draws.Named(seed, name));
    }

    private static bool IsNear(GeoPoint centre, GeoPoint place)
    {
        const double NearM = 40_000;
        var (eastM, northM) = LocalScale.At(centre).Offset(place, centre);
        return (eastM * eastM) + (northM * northM) < NearM * NearM;
    }

    private static double Between(ulong seed, string who, int number, double from, double to) =>
        Draws.Named(seed, FormattableString.Invariant($"road-of-{who}-{number % Roads}")).Between(from, to);

    private static Ship CivilShip(ulong seed, int number)
    {
        var mmsi = 200_910_000 + (uint)number;
        var draws = Draws.Named(seed, FormattableString.Invariant($"ship-{number}"));
        var from = Point(draws.Between(43.3, 45.6), draws.Between(29.9, 30.6));
        var to = Point(draws.Between(43.3, 45.6), draws.Between(31.2, 32.2));
        var way = new Route(from, to);
        return ShipOn(mmsi, "none", new Shuttle(way, draws.Between(4, 10), draws.Between(0, 2 * way.LengthM)), draws);
    }

    private static Ship ShipOfSide(ulong seed, Side side, int number)
    {
        var mmsi = side.ForcesMmsi + 1 + (uint)number;
        var draws = Draws.Named(seed, FormattableString.Invariant($"ship-of-{side.Id}-{number}"));
        var station = Point(
            draws.Between(43.3, 44.0), side == Side.West ? draws.Between(29.5, 30.8) : draws.Between(32.2, 33.5));
        return ShipOn(mmsi, side.Id, new Loiter(station, 3000, draws.Between(3, 5), draws.Between(0, 360)), draws);
    }

    private static Ship ShipOn(uint mmsi, string side, Motion motion, Draws draws) =>
        new(new Player(FormattableString.Invariant($"mmsi:{mmsi:D9}"), "vessel", side, motion), mmsi, draws);

    private static Aircraft Aeroplane(ulong seed, int number)
    {
        var address = 0xD0_0000 + (uint)number;
        var draws = Draws.Named(seed, FormattableString.Invariant($"aeroplane-{number}"));
        var (west, east) = (draws.Between(43.5, 58.5), draws.Between(43.5, 58.5));
        const int Legs = 16;
        var points = new GeoPoint[Legs + 1];
        for (var i = 0; i <= Legs; i++)
        {
            points[i] = Point(west + ((east - west) * i / Legs), 28.3 + (13.4 * i / Legs));
        }

        var way = new Route(points);
        var motion = new Shuttle(way, draws.Between(150, 250), draws.Between(0, 2 * way.LengthM));
        var player = new Player(FormattableString.Invariant($"icao:{address:x6}"), "aircraft", "none", motion);
        return new Aircraft(player, address, 28_000 + (100 * draws.Below(120)), draws);
    }

    /// <summary>A vehicle on a road of 20 km that keeps its distance from the line.</summary>
    private static Unit Vehicle(ulong seed, string prefix, Side side, int number, double fromLineKm)
    {
        var uid = FormattableString.Invariant($"{prefix}-{number + 1}");
        var draws = Draws.Named(seed, uid);
        var alongKm = 25 + (number % Roads * (RoadKm + 1));
        var road = new Route(
            Front.On(side, alongKm, fromLineKm), Front.On(side, alongKm + (RoadKm / 2), fromLineKm + 0.5),
            Front.On(side, alongKm + RoadKm, fromLineKm));
        var motion = new Shuttle(road, draws.Between(8, 20), draws.Between(0, 2 * road.LengthM));
        return new Unit(
            new Player("cot:" + uid, "vehicle", side.Id, motion), 2, 10_000, 12, "a-n-G-E-V", double.NaN, draws);
    }

    private static Unit Drone(ulong seed, string prefix, Side side, int number, double fromKm, double toKm)
    {
        var uid = FormattableString.Invariant($"{prefix}-UAS-{number + 1}");
        var draws = Draws.Named(seed, uid);
        var centre = Front.On(side, draws.Between(10, 1_190), draws.Between(fromKm, toKm));
        var motion = new Loiter(centre, draws.Between(1_000, 4_000), draws.Between(20, 30), draws.Between(0, 360));
        return new Unit(
            new Player("cot:" + uid, "drone", side.Id, motion), 3, 4_000, 15, "a-n-A-M-F-Q", 900, draws);
    }

    private static GeoPoint Point(double latitudeDeg, double longitudeDeg) =>
        GeoPoint.FromDegrees(latitudeDeg: latitudeDeg, longitudeDeg: longitudeDeg);
}
