using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Geo;
using Trucewatch.Simulation.Scenarios;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Sending;

/// <summary>Somebody or something that is somewhere: an actor in a scenario.</summary>
/// <param name="Id">Its identity, for example <c>mmsi:200900001</c> or <c>cot:WEST-12</c>.</param>
/// <param name="Class">Its class in one word, for example <c>vessel</c>.</param>
/// <param name="Side">Party id, or <c>none</c>.</param>
/// <param name="Motion">How it moves.</param>
internal sealed record Player(string Id, string Class, string Side, Motion Motion);

/// <summary>Makes what goes over the wire. Each has random streams of its own, named after it.</summary>
/// <param name="Name">Unique in the scenario.</param>
/// <param name="Link">The way to the intake.</param>
internal abstract record Sender(string Name, Link Link)
{
    /// <summary>Where satellite navigation is disturbed, which whoever tells a place of its own feels.</summary>
    public ImmutableArray<Disturbance> Disturbances { get; init; } = [];

    /// <summary>Everything it sends in a run that starts at this time, in order of sending.</summary>
    public abstract IEnumerable<Sent> Send(ScenarioRun run, Instant start);

    /// <summary>Those whose places it tells, and who are therefore in the truth.</summary>
    public virtual IEnumerable<Player> Players => [];

    /// <summary>One message as it arrives: not at all, once, or a second time as well.</summary>
    protected static IEnumerable<Sent> Arrivals(Instant sentAt, Passage passage, ReadOnlyMemory<byte> bytes)
    {
        if (double.IsNaN(passage.ArrivesAfterS))
        {
            yield break;
        }

        yield return new Sent(sentAt, After(sentAt, passage.ArrivesAfterS), bytes);
        if (!double.IsNaN(passage.AgainAfterS))
        {
            yield return new Sent(sentAt, After(sentAt, passage.AgainAfterS), bytes);
        }
    }

    /// <summary>The moment so many seconds after the start, in whole milliseconds as the formats write them.</summary>
    protected static Instant After(Instant start, double seconds) =>
        new(start.UnixMicroseconds + ((long)Math.Round(seconds * 1000) * 1000));

    /// <summary>The disturbance that a receiver is in, or null.</summary>
    protected Disturbance? DisturbedBy(GeoPoint place, double seconds)
    {
        foreach (var disturbance in Disturbances)
        {
            if (disturbance.Holds(place, seconds))
            {
                return disturbance;
            }
        }

        return null;
    }

    /// <summary>
    /// What a receiver of satellite navigation makes of where it is: the same, another place, or none at all.
    /// </summary>
    protected Whereabouts? Received(in Whereabouts here, double seconds) =>
        DisturbedBy(here.Position, seconds) is not { } disturbance ? here
        : disturbance.IsJamming ? null
        : here with { Position = disturbance.Told(here.Position) };

    /// <summary>A measured place: the true one with an error of this standard deviation on each axis.</summary>
    protected static GeoPoint Measure(GeoPoint place, double sigmaM, Draws draws)
    {
        var (east, north) = draws.Normals();
        return LocalScale.At(place).Move(place, sigmaM * east, sigmaM * north);
    }
}
