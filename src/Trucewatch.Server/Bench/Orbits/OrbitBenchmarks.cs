using Trucewatch.Geo.Orbits;
using Trucewatch.Simulation.World;

namespace Trucewatch.Server.Bench.Orbits;

/// <summary>Where satellites are, in batches of times.</summary>
internal static class OrbitBenchmarks
{
    public static readonly Benchmark Near = new(
        "sgp4-near",
        "states of 64 satellites near the Earth (revolutions of 88 to 110 minutes, with drag), a week of a satellite "
        + "in a batch",
        () => [Of("sgp4-near", NearOrbits())]);

    public static readonly Benchmark Deep = new(
        "sgp4-deep",
        "states of 64 satellites far out (geostationary, long ellipses, navigation), a week of a satellite in a batch",
        () => [Of("sgp4-deep", DeepOrbits())]);

    private const ulong Seed = 1;
    private const int Satellites = 64;
    private const int Times = 4096;
    private const double WeekMinutes = 10_080;

    /// <summary>Satellites as they look at the Earth: most of them over the poles, and one in eight low.</summary>
    public static Orbit[] NearOrbits(int count = Satellites)
    {
        var draws = Draws.Named(Seed, "near");
        return [.. Enumerable.Range(0, count).Select(index => new Orbit(Elements(index, draws) with
        {
            MeanMotion = index % 8 == 0 ? draws.Between(15.5, 16.2) : draws.Between(13.2, 15.4),
            Eccentricity = draws.Between(0.0001, 0.004),
            InclinationDeg = index % 4 == 0 ? draws.Between(30, 90) : draws.Between(97, 100),
            BStar = draws.Between(1e-5, 2e-4),
        }))];
    }

    private static Orbit[] DeepOrbits()
    {
        var draws = Draws.Named(Seed, "deep");
        return [.. Enumerable.Range(0, Satellites).Select(index => new Orbit((index % 4) switch
        {
            0 => Elements(index, draws) with { MeanMotion = 1.0027, Eccentricity = 0.0002, InclinationDeg = 0.05 },
            1 => Elements(index, draws) with { MeanMotion = 1.0027, Eccentricity = 0.0002, InclinationDeg = 14 },
            2 => Elements(index, draws) with { MeanMotion = 2.0056, Eccentricity = 0.7, InclinationDeg = 63.4 },
            _ => Elements(index, draws) with { MeanMotion = 2.0056, Eccentricity = 0.005, InclinationDeg = 55 },
        }))];
    }

    private static OrbitalElements Elements(int index, Draws draws) => new()
    {
        CatalogueNumber = index + 1,
        EpochJulianDay = 2_462_654.5,
        EpochDayFraction = draws.Between(0, 1),
        MeanMotion = 15,
        Eccentricity = 0.001,
        InclinationDeg = 98,
        AscendingNodeDeg = draws.Between(0, 360),
        PerigeeDeg = draws.Between(0, 360),
        MeanAnomalyDeg = draws.Between(0, 360),
        BStar = 1e-5,
    };

    private static Trial Of(string name, Orbit[] orbits)
    {
        var minutes = Enumerable.Range(0, Times).Select(index => index * (WeekMinutes / Times)).ToArray();
        var states = new OrbitStates(Times);
        return new Trial(name, Times, batch =>
        {
            orbits[batch % orbits.Length].Propagate(minutes, states);
            return (long)states[(int)(batch % Times)].XKm;
        });
    }
}
