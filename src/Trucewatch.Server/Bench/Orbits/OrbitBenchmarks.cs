using Trucewatch.Geo.Orbits;

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

    private const int Satellites = 64;
    private const int Times = 4096;
    private const double WeekMinutes = 10_080;

    /// <summary>
    /// Satellites as they look at the Earth: most of them over the poles, and one in eight low. By rules and not by
    /// chance, because <c>bench/peers/sgp4.cs</c> hands the same to its peers.
    /// </summary>
    public static Orbit[] NearOrbits(int count = Satellites) =>
        [.. Enumerable.Range(0, count).Select(index => new Orbit(Elements(index) with
        {
            MeanMotion = index % 8 == 0 ? 15.5 + (index % 64 * 0.01) : 13.2 + (index % 64 * 0.034),
            Eccentricity = 0.0001 * (1 + (index % 40)),
            InclinationDeg = index % 4 == 0 ? 30 + (index % 60) : 97 + (index % 30 * 0.1),
            BStar = 1e-5 * (1 + (index % 20)),
        }))];

    private static Orbit[] DeepOrbits() =>
        [.. Enumerable.Range(0, Satellites).Select(index => new Orbit((index % 4) switch
        {
            0 => Elements(index) with { MeanMotion = 1.0027, Eccentricity = 0.0002, InclinationDeg = 0.05 },
            1 => Elements(index) with { MeanMotion = 1.0027, Eccentricity = 0.0002, InclinationDeg = 14 },
            2 => Elements(index) with { MeanMotion = 2.0056, Eccentricity = 0.7, InclinationDeg = 63.4 },
            _ => Elements(index) with { MeanMotion = 2.0056, Eccentricity = 0.005, InclinationDeg = 55 },
        }))];

    private static OrbitalElements Elements(int index) => new()
    {
        CatalogueNumber = index + 1,
        EpochJulianDay = 2_462_653.5,
        EpochDayFraction = index % 64 / 64.0,
        MeanMotion = 15,
        Eccentricity = 0.001,
        InclinationDeg = 98,
        AscendingNodeDeg = index * 37 % 360,
        PerigeeDeg = index * 53 % 360,
        MeanAnomalyDeg = index * 71 % 360,
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
