using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Geo;
using Trucewatch.Simulation.Scenarios.Scripts;

namespace Trucewatch.Simulation.Scenarios;

/// <summary>A feed of a scenario.</summary>
/// <param name="Name">Unique name; begins with the format's id and a hyphen, for example <c>ais-coast</c>.</param>
/// <param name="Format">Id of the wire format.</param>
/// <param name="FileName">Name of the file that holds its bytes.</param>
public sealed record ScenarioFeed(string Name, string Format, string FileName);

/// <summary>One frame as it goes over the wire.</summary>
/// <param name="At">When it is received.</param>
/// <param name="Feed">Index of the feed in the scenario.</param>
/// <param name="Bytes">The frame with its separator; it stands until the next event is asked for.</param>
public readonly record struct WireEvent(Instant At, int Feed, ReadOnlyMemory<byte> Bytes);

/// <summary>How a scenario is played.</summary>
/// <param name="Seed">Seed of everything that is random: same seed, same bytes.</param>
/// <param name="Length">How long, in the scenario's own time.</param>
public sealed record ScenarioRun(ulong Seed, TimeSpan Length);

/// <summary>Where an object truly was.</summary>
/// <param name="At">When.</param>
/// <param name="Id">Its identity, for example <c>mmsi:200900001</c>.</param>
/// <param name="Class">Its class, for example <c>vessel</c>.</param>
/// <param name="Position">Where.</param>
/// <param name="Side">Party id, or <c>none</c>.</param>
public readonly record struct TruthRow(Instant At, string Id, string Class, GeoPoint Position, string Side);

/// <summary>An incident that the script causes and a good watch should find.</summary>
/// <param name="Id">Id in the script, for example <c>X-01</c>.</param>
/// <param name="Class">Class of incident, as the agreement names it.</param>
/// <param name="Clause">Clause of the agreement.</param>
/// <param name="Zone">Zone; null where the clause asks for none.</param>
/// <param name="Actor">Identity of the object; null where only reports tell of it.</param>
/// <param name="Side">Party whose doing it is by the script, or <c>none</c>.</param>
/// <param name="From">True begin.</param>
/// <param name="To">True end, or the end of the run.</param>
/// <param name="CountMin">Least number that the reports support; null where nothing is counted.</param>
/// <param name="CountMax">Greatest number that they support.</param>
public sealed record TrueIncident(
    string Id,
    string Class,
    string Clause,
    string? Zone,
    string? Actor,
    string Side,
    Instant From,
    Instant To,
    int? CountMin = null,
    int? CountMax = null);

/// <summary>A world that can be played: what its feeds carry, and what is true in it.</summary>
/// <param name="Id">Id in commands, for example <c>exercise</c>.</param>
/// <param name="Title">A few words.</param>
/// <param name="Words">What happens in it.</param>
/// <param name="Agreement">Name of the bundled agreement pack it plays on, or null.</param>
/// <param name="Start">Its first moment.</param>
/// <param name="DefaultLength">How long it is played unless told.</param>
/// <param name="DefaultSpeed">Scenario seconds in one real second unless told.</param>
/// <param name="Feeds">Its feeds.</param>
/// <param name="Play">What the feeds carry, in order of receive time; made while it is read.</param>
/// <param name="Truth">Where everything truly was, once a minute, in order of time.</param>
/// <param name="Incidents">The incidents that the script causes in the run, in order of their begin.</param>
/// <param name="Sightings">What came through of each of them, in the order of the incidents.</param>
/// <param name="Injected">The acts that a trainer puts in, alone, as a scenario on the same ground and feeds; null:
/// none can be put in.</param>
public sealed record Scenario(
    string Id,
    string Title,
    string Words,
    string? Agreement,
    Instant Start,
    TimeSpan DefaultLength,
    double DefaultSpeed,
    ImmutableArray<ScenarioFeed> Feeds,
    Func<ScenarioRun, IEnumerable<WireEvent>> Play,
    Func<ScenarioRun, IEnumerable<TruthRow>> Truth,
    Func<ScenarioRun, IEnumerable<TrueIncident>> Incidents,
    Func<ScenarioRun, IEnumerable<Sighting>> Sightings,
    Func<ImmutableArray<Injection>, Scenario>? Injected = null)
{
    /// <summary>The registry of its sensors, as the bytes of a file; null where it has none.</summary>
    public Func<ScenarioRun, byte[]?> Sensors { get; init; } = _ => null;

    /// <summary>
    /// The same scenario under what a trainer put in that sends nothing itself and changes what others send, such as
    /// clouds; null: nothing can be put in.
    /// </summary>
    public Func<ImmutableArray<Injection>, Scenario>? Under { get; init; }

    /// <summary>
    /// True for a kind of act that can be put in here: a feed hears it, and it has a target where it needs one.
    /// </summary>
    public Func<string, bool> Takes { get; init; } = _ => false;

    /// <summary>What is nobody's doing and looks like somebody's, or hides what is; in order of time.</summary>
    public Func<ScenarioRun, IEnumerable<NaturalCause>> Causes { get; init; } = _ => [];
}
