using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Planning;
using Trucewatch.Geo;

namespace Trucewatch.Simulation.World;

/// <summary>
/// A day to plan: a zone 40 km wide along an invented line, 15 km of it for each drone, half of it on each side; drones
/// of four nations from bases behind it, satellites, two airports that are closed to drones, a front of weather, and
/// places along the line where more is expected than elsewhere at some hours.
/// </summary>
public sealed class TaskingScene
{
    /// <summary>Number of drones of the whole front: its zone is 600 km long.</summary>
    public const int AllDrones = 40;

    /// <summary>Begin of the day.</summary>
    public static readonly Instant Start = Instant.FromUnixSeconds(1_900_022_400);

    private const double HalfLengthOfDroneM = 7_500;
    private const double HalfWidthM = 20_000;

    private static readonly GeoPoint middle = GeoPoint.FromDegrees(latitudeDeg: 47.5, longitudeDeg: 35);

    private static readonly Instant end = Start + TimeSpan.FromHours(24);

    private readonly int drones;
    private readonly double halfLengthM;

    /// <summary>A front for so many drones.</summary>
    public TaskingScene(int drones = AllDrones)
    {
        (this.drones, halfLengthM) = (drones, drones * HalfLengthOfDroneM);
        Agreement = new Agreement(
            "tasking-scene", new LocalText("Tasking scene"), "1", "0", true, new TheatreBox(29, 45, 41, 50), "Etc/UTC",
            [new Party("north", new LocalText("North")), new Party("south", new LocalText("South"))],
            [],
            [Half("north-zone", "north", 0, HalfWidthM), Half("south-zone", "south", -HalfWidthM, 0)],
            [], []);
    }

    /// <summary>An agreement with a zone on each side of a line from west to east.</summary>
    public Agreement Agreement { get; }

    /// <summary>The day of a seed.</summary>
    public PlanningRequest Of(ulong seed)
    {
        var (draws, bases) = (Draws.Named(seed, "tasking"), (drones + 3) / 4);
        var homes = Enumerable.Range(0, bases).Select(index => Flat(
            ((index + 0.5) / bases * 2 * halfLengthM) - halfLengthM + draws.Between(-15_000, 15_000),
            (index % 2 == 0 ? 1 : -1) * draws.Between(22_000, 35_000))).ToList();
        return new PlanningRequest(
            new TaskPlan(Start, end, [], [.. Weather(draws)]),
            [.. Enumerable.Range(0, drones).Select(index => DroneOf(index, homes[index % bases], draws))],
            [.. Enumerable.Range(0, 4).Select(index => SatelliteOf(index, draws))],
            [.. Enumerable.Range(0, 2).Select(_ => Closed(draws))],
            2e-5,
            [.. Enumerable.Range(0, drones * 3 / 2).Select(_ => PlaceOf(draws))],
            BurdenRule.Usual);
    }

    private static DroneUnit DroneOf(int index, GeoPoint home, Draws draws)
    {
        var isLarge = draws.Chance(0.25);
        return new DroneUnit(
            FormattableString.Invariant($"drone-{index + 1:00}"), FormattableString.Invariant($"nation-{index % 4}"),
            home, isLarge ? draws.Between(32, 40) : draws.Between(20, 28),
            TimeSpan.FromMinutes(isLarge ? draws.Between(480, 600) : draws.Between(180, 300)),
            TimeSpan.FromMinutes(isLarge ? 180 : 90), isLarge ? 2 : 3, isLarge ? 2_000 : 1_200,
            draws.Chance(0.7) ? Modality.Thermal : Modality.Optical, isLarge ? 16 : 12);
    }

    private IEnumerable<WeatherSpell> Weather(Draws draws)
    {
        var from = draws.Between(2, 14);
        var east = draws.Between(-0.8, 0.5) * halfLengthM;
        for (var step = 0; step < 6; step++)
        {
            // A front that moves east by 40 km an hour, with its wind in the middle of it.
            var middleM = east + (step * 40_000);
            var (begin, until) = (Start + TimeSpan.FromHours(from + step), Start + TimeSpan.FromHours(from + step + 1));
            yield return new WeatherSpell(Box(middleM, 0, 60_000, 60_000), begin, until, 9, 0.6);
            yield return new WeatherSpell(Box(middleM, 0, 25_000, 60_000), begin, until, 14, 0.9);
        }
    }

    private ExpectedPlace PlaceOf(Draws draws)
    {
        var hour = draws.Between(0, 24);
        var lasts = draws.Between(2, 7);
        return new ExpectedPlace(
            Flat(draws.Between(-halfLengthM, halfLengthM), draws.Between(-15_000, 15_000)),
            draws.Between(5_000, 16_000),
            Start + TimeSpan.FromHours(hour), Start + TimeSpan.FromHours(hour + lasts), draws.Between(2e-4, 2e-3));
    }

    private SatelliteUnit SatelliteOf(int index, Draws draws)
    {
        var modality = index % 2 == 0 ? Modality.ImagingRadar : Modality.Optical;
        var passes = Enumerable.Range(0, 2 + draws.Below(2)).Select(pass =>
        {
            var at = Start + TimeSpan.FromMinutes(draws.Between(30, 1_400));
            var east = draws.Between(-0.7, 0.7) * halfLengthM;
            return Enumerable.Range(0, 5).Select(pointing => new PassTask(
                FormattableString.Invariant($"sat-{index + 1}-{pass + 1}-{pointing + 1}"),
                FormattableString.Invariant($"nation-{index % 4}"), modality, at, at + TimeSpan.FromSeconds(8),
                Box(east + ((pointing - 2) * 60_000), 0, 20_000, 40_000).Polygons)).ToImmutableArray();
        }).ToImmutableArray();
        return new SatelliteUnit(FormattableString.Invariant($"sat-{index + 1}"), 2, passes);
    }

    private Region Closed(Draws draws) =>
        Box(draws.Between(-0.8, 0.8) * halfLengthM, draws.Between(-10_000, 10_000), 5_000, 4_000);

    private Zone Half(string id, string side, double southM, double northM)
    {
        // Edges are cut, so that the zone follows the parallel and not the geodesic.
        const int Pieces = 60;
        double East(int piece) => ((2.0 * piece / Pieces) - 1) * halfLengthM;
        return new Zone(
            id, new LocalText(id), ZoneKind.Land, side, "a strip",
            Region.FromPolygons(new GeoPolygon(
            [
                .. Enumerable.Range(0, Pieces + 1).Select(piece => Flat(East(piece), southM)),
                .. Enumerable.Range(0, Pieces + 1).Select(piece => Flat(East(Pieces - piece), northM)),
            ])));
    }

    private static Region Box(double east, double north, double halfEast, double halfNorth) =>
        Region.FromPolygons(new GeoPolygon(
        [
            Flat(east - halfEast, north - halfNorth), Flat(east + halfEast, north - halfNorth),
            Flat(east + halfEast, north + halfNorth), Flat(east - halfEast, north + halfNorth),
        ]));

    /// <summary>Along the parallel: the same latitude for the same metres north.</summary>
    private static GeoPoint Flat(double eastM, double northM)
    {
        var scale = LocalScale.At(middle);
        return GeoPoint.FromDegrees(
            latitudeDeg: middle.LatitudeDeg + (northM / scale.NorthMPerDegree),
            longitudeDeg: middle.LongitudeDeg + (eastM / scale.EastMPerDegree));
    }


}
