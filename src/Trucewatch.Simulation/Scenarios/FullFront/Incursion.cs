using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Simulation.Scenarios.Exercise;
using Trucewatch.Simulation.Sending;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Scenarios.FullFront;

/// <summary>
/// A vehicle or a drone of a side that waits beside the zone, goes into it and comes back: into its own side's half,
/// where the forces of neither side may be.
/// </summary>
internal sealed class Incursion
{
    private const int OfEachKind = 10;
    private const double BesideKm = 20.6;

    private readonly Side side;

    private Incursion(ulong seed, Side side, int number, bool isDrone)
    {
        this.side = side;
        var kind = isDrone ? "UAS-IN" : "IN";
        var uid = FormattableString.Invariant($"{side.Prefix}-{kind}-{number + 1}");
        var draws = Draws.Named(seed, uid);

        // The stretches of the line are 84 km long, and the places lie near their middles.
        var alongKm = 42 + (84 * number) + draws.Between(-5, 5);
        var atS = 20 + (180 * number) + (side == Side.West ? 0 : 40) + (isDrone ? 60 : 0);
        var (deepKm, waysS, staysS) = isDrone ? (14.6, 200, 20) : (18.6, 100, 600);
        var motion = new Journey(
            isSeenOutside: true,
            new Stop(atS, Front.On(side, alongKm, BesideKm)),
            new Stop(atS + waysS, Front.On(side, alongKm, deepKm)),
            new Stop(atS + waysS + staysS, Front.On(side, alongKm + 0.4, deepKm)),
            new Stop(atS + waysS + staysS + waysS, Front.On(side, alongKm + 0.4, BesideKm)));
        var player = new Player("cot:" + uid, isDrone ? "drone" : "vehicle", side.Id, motion);
        Mover = isDrone
            ? new Unit(player, 3, 4_000, 15, "a-n-A-M-F-Q", 900, draws)
            : new Unit(player, 2, 5_000, 12, "a-n-G-E-V", double.NaN, draws);
        var edgeS = waysS * (BesideKm - Front.ZoneKm) / (BesideKm - deepKm);
        Truth = new TrueIncident(
            "F-" + uid,
            isDrone ? "air.zone-overflight" : "presence.zone-entry",
            isDrone ? "4.3" : "4.2(a)",
            side.Zone,
            player.Id,
            side.Id,
            Moment(atS + edgeS),
            Moment(atS + waysS + staysS + waysS - edgeS));
    }

    /// <summary>Who goes there.</summary>
    public Unit Mover { get; }

    /// <summary>What is true of it.</summary>
    public TrueIncident Truth { get; }

    /// <summary>All of them, as many of each side.</summary>
    public static ImmutableArray<Incursion> All(ulong seed) =>
    [
        .. from number in Enumerable.Range(0, OfEachKind)
           from isDrone in new[] { false, true }
           from side in new[] { Side.West, Side.East }
           select new Incursion(seed, side, number, isDrone),
    ];

    /// <summary>What is true of it in a run, if it begins before the run ends.</summary>
    public TrueIncident? In(ScenarioRun run)
    {
        var end = Ground.Start + run.Length;
        return Truth.From >= end ? null : Truth.To <= end ? Truth : Truth with { To = end };
    }

    /// <summary>What came through of it.</summary>
    public IEnumerable<Sighting> Sightings(ScenarioRun run)
    {
        if (In(run) is not { } truth)
        {
            yield break;
        }

        for (long ms = Mover.PhaseMs; ms + FullFrontScenario.LatencyMs < run.Length.TotalMilliseconds;
            ms += Mover.IntervalMs)
        {
            var at = Moment(ms / 1000.0);
            if (at >= truth.From && at <= truth.To && Mover.Player.Motion.At(ms / 1000.0) is { } here)
            {
                yield return new Sighting(
                    truth.Id,
                    Front.Feeds[Mover.Feed].Name,
                    at,
                    at + TimeSpan.FromMilliseconds(FullFrontScenario.LatencyMs),
                    Front.InsideM(side, here.Position),
                    Mover.SigmaM);
            }
        }
    }

    private static Instant Moment(double seconds) => Ground.Start + TimeSpan.FromSeconds(seconds);
}
