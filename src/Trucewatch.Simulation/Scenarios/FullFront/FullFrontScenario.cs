using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Simulation.Scenarios.Exercise;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Scenarios.FullFront;

/// <summary>
/// A line of 1,200 km with all that moves along it: for measuring how much of it one machine keeps up with. Making it
/// must cost little beside what is measured, so that all write into one buffer: a message stands until the next one.
/// </summary>
internal static class FullFrontScenario
{
    /// <summary>How long each message is on its way.</summary>
    public const int LatencyMs = 300;

    private const int FirstBufferBytes = 1024;

    /// <summary>The scenario's line in the table.</summary>
    public static readonly Scenario Scenario = new(
        "full-front",
        "A whole front",
        "EXERCISE. 10,040 ships, vehicles, aircraft and drones along a line of 1,200 km, heard more than 2,000 times a "
        + "second by 10,000 sensors and six radars; 20 of each side enter the zone. For measuring how much is coped "
        + "with.",
        Front.Agreement,
        Ground.Start,
        DefaultLength: TimeSpan.FromHours(1),
        DefaultSpeed: 1,
        Front.Feeds,
        run => Play(Everybody(run.Seed), run),
        run => Truths.Rows([.. Everybody(run.Seed).Select(mover => mover.Player)], run, Ground.Start),
        run => Incursion.All(run.Seed).Select(incursion => incursion.In(run)).OfType<TrueIncident>()
            .OrderBy(truth => truth.From).ThenBy(truth => truth.Id, StringComparer.Ordinal),
        run => Incursion.All(run.Seed).OrderBy(incursion => incursion.Truth.From)
            .ThenBy(incursion => incursion.Truth.Id, StringComparer.Ordinal)
            .SelectMany(incursion => incursion.Sightings(run)))
    {
        Sensors = run => Registry(run.Seed),
    };

    private static ImmutableArray<Mover> Everybody(ulong seed) =>
        All(Fleet.All(seed), seed);

    private static ImmutableArray<Mover> All(ImmutableArray<Mover> fleet, ulong seed) =>
    [
        .. fleet, .. Incursion.All(seed).Select(incursion => incursion.Mover), .. Fleet.RadarsOver(seed, fleet),
    ];

    /// <summary>A registry in which each of the fleet has a receiver of its own that is a sensor.</summary>
    private static byte[] Registry(ulong seed)
    {
        var text = new StringBuilder("format: 1\nsensors:\n");
        var number = 0;
        foreach (var mover in Fleet.All(seed))
        {
            number++;
            text.Append(CultureInfo.InvariantCulture, $"- {{id: s-{number}, owner: {mover.Player.Side}, ");
            text.Append("kind: receiver, mount: EXERCISE, consent: agreed, ");
            text.Append("label: {classification: restricted, releasable_to: [mission]}, ");
            text.Append(CultureInfo.InvariantCulture, $"feeds: [{Front.Feeds[mover.Feed].Name}], ");
            text.Append(CultureInfo.InvariantCulture, $"identities: [\"{mover.Player.Id}\"], ");
            text.Append("calibrations: [{version: \"1\", from: 2030-01-01T00:00:00Z}]}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>What these say in a run, in order of receive time.</summary>
    internal static IEnumerable<WireEvent> Play(ImmutableArray<Mover> movers, ScenarioRun run)
    {
        // All messages are as long on their way, so that they are received in the order in which they are sent.
        var lastMs = (long)run.Length.TotalMilliseconds - LatencyMs;
        var next = new PriorityQueue<int, (int SentMs, int Mover)>(movers.Length);
        for (var i = 0; i < movers.Length; i++)
        {
            next.Enqueue(i, (movers[i].PhaseMs, i));
        }

        var buffer = new ArrayBufferWriter<byte>(FirstBufferBytes);
        while (next.TryPeek(out var index, out var due) && due.SentMs < lastMs)
        {
            var mover = movers[index];
            buffer.ResetWrittenCount();
            mover.Say(buffer, Ground.Start, due.SentMs, due.SentMs + LatencyMs);
            next.DequeueEnqueue(index, (due.SentMs + mover.IntervalMs, index));
            if (buffer.WrittenCount > 0)
            {
                yield return new WireEvent(
                    new Instant(Ground.Start.UnixMicroseconds + ((due.SentMs + LatencyMs) * 1000L)),
                    mover.Feed,
                    buffer.WrittenMemory);
            }
        }
    }
}
