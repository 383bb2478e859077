using Trucewatch.Geo;
using Trucewatch.Geo.Geodesics;
using Trucewatch.Geo.Orbits;
using Trucewatch.Simulation.World;

namespace Trucewatch.Server.Bench.Orbits;

/// <summary>All looks of many satellites at a wide zone for a week.</summary>
internal static class ZonePasses
{
    public const int Satellites = 200;
    private const long WeekUs = 7L * 86_400_000_000;
    private const double RadiusM = 600_000;
    private const int Corners = 720;

    // 2030-06-01T00:00:00Z, the epoch of the satellites.
    private const long FromUs = 1_906_502_400_000_000;

    public static readonly Benchmark Week = new(
        "passes-zone",
        "weeks of 200 satellites near the Earth over a zone 1,200 km wide: each look with its footprint, angles, light "
        + "and age of elements",
        () =>
        {
            var orbits = OrbitBenchmarks.NearOrbits(Satellites);
            var zone = Zone();
            var looks = new List<SwathLook>();
            return
            [
                new Trial("passes-zone", 1, _ => Run(orbits, zone, looks))
                {
                    Figures = () => [("looks", looks.Count), ("satellites", Satellites), ("days", 7)],
                },
            ];
        });

    /// <summary>
    /// Swaths as they are flown: narrow, wide, to one side, and all that a satellite can be turned to.
    /// </summary>
    public static Swath SwathOf(int satellite) => (satellite % 4) switch
    {
        0 => new Swath(-10.3, 10.3),
        1 => new Swath(20, 40),
        2 => new Swath(-45, 45),
        _ => new Swath(-1.5, 1.5),
    };

    private static long Run(Orbit[] orbits, Region zone, List<SwathLook> looks)
    {
        looks.Clear();
        var planner = new SwathPlanner(zone, FromUs, FromUs + WeekUs);
        for (var index = 0; index < orbits.Length; index++)
        {
            planner.Plan(orbits[index], index, SwathOf(index), looks);
        }

        return looks.Sum(look => look.StartUs);
    }

    /// <summary>A zone that winds like a coast, 600 km around its middle.</summary>
    private static Region Zone()
    {
        var draws = Draws.Named(1, "zone");
        var middle = GeoPoint.FromDegrees(latitudeDeg: 48, longitudeDeg: 37);
        var radius = 0.95;
        return Region.FromPolygons(new GeoPolygon(
        [
            .. Enumerable.Range(0, Corners).Select(corner =>
            {
                radius = Math.Clamp(radius + draws.Between(-0.02, 0.02), 0.85, 1);
                return Geodesic.Direct(middle, corner * (360.0 / Corners), radius * RadiusM).Point;
            }),
        ]));
    }
}
