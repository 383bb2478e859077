using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Feeds.Ais;
using Trucewatch.Geo;
using Trucewatch.Simulation.Scenarios.Exercise;
using Trucewatch.Simulation.Sending;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Scenarios.SeaTraffic;

/// <summary>
/// Many ships under way, for measuring: about a million position reports an hour, and no sentence twice. A ship sends
/// at most one sentence in a second, and the tag block states the second, so that whole lines never repeat; without tag
/// blocks, ship and place differ, because each ship goes on for eleven hours before it turns back.
/// </summary>
internal static class SeaTrafficScenario
{
    /// <summary>Ships; with one report each 10 s, 1,008,000 in an hour.</summary>
    public const int Ships = 2_800;

    private const double IntervalS = 10;
    private const double FastestMps = 10;

    private static readonly Instant Start = Ground.Start;

    /// <summary>The scenario's line in the table.</summary>
    public static readonly Scenario Scenario = new(
        "sea-traffic",
        "Dense shipping",
        "EXERCISE. 2,800 ships that break no rule, each heard every ten seconds: for measuring how much is coped with.",
        Ground.Agreement,
        Start,
        DefaultLength: TimeSpan.FromHours(1),
        DefaultSpeed: 1,
        [new ScenarioFeed("ais-sea", "ais", "ais-sea.nmea")],
        run => Mixing.Mix([.. Enumerable.Range(0, Ships).Select(number => (Sender)Ship(run.Seed, number))], run, Start),
        run => Truths.Rows(
            [.. Enumerable.Range(0, Ships).Select(number => Ship(run.Seed, number).Player)], run, Start),
        _ => [],
        _ => []);

    private static AisSender Ship(ulong seed, int number)
    {
        var mmsi = 200_910_000 + (uint)number;
        var draws = Draws.Named(seed, FormattableString.Invariant($"ship-{number}"));
        var way = Way(draws);
        var motion = new Shuttle(way, draws.Between(4, FastestMps), draws.Between(0, 0.1 * way.LengthM));
        return new AisSender(
            new Player(FormattableString.Invariant($"mmsi:{mmsi:D9}"), "vessel", "none", motion),
            new AisStatic(mmsi, "EXERCISE", "X", 70, 90, 25, 9, 9),
            IsClassA: true,
            NavigationStatus: 0,
            IntervalS,
            PhaseS: IntervalS * number / Ships,
            StaticEvery: 0,
            SigmaM: 5,
            Link.Clean(0, 0.2));
    }

    // Back and forth across open water, always a little further north: more than 400 km, which is eleven hours.
    private static Route Way(Draws draws)
    {
        const int Legs = 5;
        var points = new GeoPoint[Legs + 1];
        for (var i = 0; i <= Legs; i++)
        {
            points[i] = GeoPoint.FromDegrees(
                latitudeDeg: 43.2 + (0.28 * i) + draws.Between(0, 0.2),
                longitudeDeg: i % 2 == 0 ? draws.Between(29.9, 30.3) : draws.Between(31.5, 32.2));
        }

        return new Route(points);
    }
}
