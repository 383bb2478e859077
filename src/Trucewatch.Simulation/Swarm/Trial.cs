using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Simulation.Checks;
using Trucewatch.Simulation.Scenarios;
using Trucewatch.Simulation.Sending;
using Trucewatch.Simulation.World;
using Trucewatch.Watch;

namespace Trucewatch.Simulation.Swarm;

/// <summary>What a watch cannot miss: somebody who is deep inside a zone, and often enough heard there.</summary>
/// <param name="Actor">Identity.</param>
/// <param name="Clause">Clause that forbids it.</param>
/// <param name="Zone">Zone.</param>
public sealed record SureIncident(string Actor, string Clause, string Zone);

/// <summary>
/// A small world of which the seed draws everything: the agreement, the limits of the sector, who moves and reports,
/// the ways of the messages with their faults, and when the program stops and starts again.
/// </summary>
public sealed class Trial
{
    private readonly ImmutableArray<TrialActor> actors;
    private readonly ImmutableArray<Sender> senders;
    private readonly TrialPack pack;
    private readonly long tickUs;
    private readonly double flushChance;

    private Trial(ulong seed, bool swapped)
    {
        Seed = seed;
        var ground = new TrialGround(seed);
        pack = new TrialPack(seed, ground, swapped);
        var draws = Draws.Named(seed, "trial");
        Run = new ScenarioRun(seed, TimeSpan.FromSeconds(600 + draws.Below(900)));
        tickUs = draws.Chance(0.7) ? 1_000_000 : 1_000;
        Stops = draws.Below(3);
        flushChance = draws.Chance(0.5) ? 0.02 : 0.3;
        Settings = new SectorSettings
        {
            LateWindow = TimeSpan.FromSeconds(30 + (30 * draws.Below(4))),
            BranchIdle = TimeSpan.FromSeconds(120 + (120 * draws.Below(5))),
            RestateEvery = TimeSpan.FromSeconds(60 + (60 * draws.Below(10))),
        };
        var world = new TrialWorld(seed, ground, pack, Run);
        actors = world.Actors;
        senders = world.Senders;
        Feeds = TrialWorld.Feeds;
    }

    /// <summary>The first moment of every trial.</summary>
    public static Instant Start { get; } = Instant.FromUnixSeconds(1_906_696_800);

    /// <summary>Seed of it all.</summary>
    public ulong Seed { get; }

    /// <summary>How it is played.</summary>
    public ScenarioRun Run { get; }

    /// <summary>Its feeds.</summary>
    public ImmutableArray<ScenarioFeed> Feeds { get; }

    /// <summary>Limits and windows of the sector.</summary>
    public SectorSettings Settings { get; }

    /// <summary>How often the program is stopped in the middle and started again.</summary>
    public int Stops { get; }

    /// <summary>The faults of the disk, one after the other: what each run of the program has to live with.</summary>
    public IEnumerable<Draws> DiskFaults()
    {
        var count = Draws.Named(Seed, "disk").Below(3);
        return Enumerable.Range(1, count)
            .Select(number => Draws.Named(Seed, FormattableString.Invariant($"disk/{number}")));
    }

    /// <summary>Which batches are closed after which message: true for those.</summary>
    public IEnumerable<bool> Closings()
    {
        for (var draws = Draws.Named(Seed, "batches"); ;)
        {
            yield return draws.Chance(flushChance);
        }
    }

    /// <summary>Incidents that must be found.</summary>
    public ImmutableArray<SureIncident> Sure => [.. actors.SelectMany(actor => actor.Sure(Run, Start, pack))];

    /// <summary>Identities of those who were never near a zone, or may be there: no incident may name them.</summary>
    public ImmutableArray<string> Innocent =>
        [.. actors.Where(actor => actor.IsInnocent(Run)).Select(actor => actor.Identity)];

    /// <summary>Identities that two use.</summary>
    public ImmutableArray<string> Contested =>
        [.. actors.Where(actor => !actor.IsOrdinary).Select(actor => actor.Identity).Distinct(StringComparer.Ordinal)];

    /// <summary>The trial of a seed.</summary>
    public static Trial Draw(ulong seed) => new(seed, swapped: false);

    /// <summary>The same world in which the parties have changed places.</summary>
    public Trial Swapped() => new(Seed, swapped: true);

    /// <summary>Its agreement.</summary>
    /// <param name="plant">A failure that may be planted into its text.</param>
    /// <exception cref="InvalidOperationException">The pack that was drawn is not valid.</exception>
    public Agreement Agreement(Plant plant = Plant.None)
    {
        var reading = AgreementPack.Read(pack.Files(plant));
        return reading.Agreement ?? throw new InvalidOperationException(
            FormattableString.Invariant($"trial {Seed}: the pack is not valid: ")
            + string.Join("; ", reading.Problems.Select(problem => problem.ToString())));
    }

    /// <summary>
    /// What the feeds carry, in order of receive time. A gateway that polls once a second gives many frames one time.
    /// </summary>
    public IEnumerable<WireEvent> Play() => Mixing.Mix(senders, Run, Start)
        .Select(sent => sent with { At = new Instant((sent.At.UnixMicroseconds + tickUs - 1) / tickUs * tickUs) });
}
