using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Geo;
using Trucewatch.Simulation.Sending;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Scenarios.Exercise;

/// <summary>Something that the script makes happen: who moves, what is written about it, and what is true.</summary>
/// <param name="Id">Id in the script.</param>
/// <param name="AtS">When it begins, seconds after the start.</param>
/// <param name="Side">Whose doing it is.</param>
internal abstract record Happening(string Id, double AtS, Side Side)
{
    /// <summary>Who moves, if anybody.</summary>
    public virtual Sender? Sender => null;

    /// <summary>All who send for it.</summary>
    public virtual IEnumerable<Sender> Senders => Sender is { } one ? [one] : [];

    /// <summary>What is written, in any order.</summary>
    public virtual IEnumerable<ScriptedReport> Reports => [];

    /// <summary>The weather that it happens in.</summary>
    public ImmutableArray<Weather> Weather { get; init; } = [];

    /// <summary>What is written and was not hidden by the weather.</summary>
    public IEnumerable<ScriptedReport> Came =>
        Reports.Where(report => !Weather.Any(weather => weather.Hides(report)));

    /// <summary>Where satellite navigation is disturbed by it.</summary>
    public virtual IEnumerable<Disturbance> Disturbances => [];

    /// <summary>What it is in truth, where it is nobody's doing and looks like somebody's.</summary>
    public virtual IEnumerable<NaturalCause> Causes => [];

    /// <summary>What a good watch should find.</summary>
    public abstract IEnumerable<TrueIncident> Incidents { get; }

    /// <summary>What came through of an incident of it.</summary>
    public abstract IEnumerable<Sighting> Sightings(TrueIncident incident, ScenarioRun run);

    /// <summary>A moment of the exercise.</summary>
    protected static Instant Moment(double seconds) => Ground.Start + TimeSpan.FromSeconds(seconds);
}

/// <summary>A happening that somebody's movement makes.</summary>
/// <param name="Id">Id in the script.</param>
/// <param name="AtS">When it begins, seconds after the start.</param>
/// <param name="Side">Whose doing it is.</param>
/// <param name="Clause">Clause that it touches.</param>
/// <param name="IncidentClass">Class of the incident.</param>
internal abstract record Movement(string Id, double AtS, Side Side, string Clause, string IncidentClass)
    : Happening(Id, AtS, Side)
{
    private const double LookEveryS = 5;

    /// <summary>How long it lasts in all.</summary>
    public abstract double LastsS { get; }

    /// <summary>Who moves.</summary>
    public abstract Player Player { get; }

    /// <summary>The zone of the clause that holds a place, or null.</summary>
    public abstract string? ZoneOf(GeoPoint place);

    /// <summary>Standard deviation of the positions as a receiver takes them.</summary>
    public abstract double SigmaM { get; }

    /// <inheritdoc/>
    public override IEnumerable<Sighting> Sightings(TrueIncident incident, ScenarioRun run) =>
        Sender is { } sender
            ? SightingsOf.Mover(
                sender, Player.Motion, incident, place => Ground.InsideM(incident.Zone!, place), SigmaM,
                Ground.AllFeeds, run, Ground.Start)
            : [];

    /// <inheritdoc/>
    public override IEnumerable<TrueIncident> Incidents
    {
        get
        {
            string? zone = null;
            var fromS = 0.0;
            for (var seconds = AtS; seconds <= AtS + LastsS + LookEveryS; seconds += LookEveryS)
            {
                var now = ZoneAt(seconds);
                if (now == zone)
                {
                    continue;
                }

                var changeS = FindChange(seconds - LookEveryS, seconds);
                if (zone is not null)
                {
                    yield return Incident(zone, fromS, changeS);
                }

                (zone, fromS) = (now, changeS);
            }
        }
    }

    private TrueIncident Incident(string zone, double fromS, double toS) => new(
        $"{Id}/{zone}", IncidentClass, Clause, zone, Player.Id, Side.Id, Moment(fromS), Moment(toS));

    private string? ZoneAt(double seconds) => Player.Motion.At(seconds) is { } here ? ZoneOf(here.Position) : null;

    /// <summary>The moment of the one change between two moments, to a tenth of a second.</summary>
    private double FindChange(double fromS, double toS)
    {
        var before = ZoneAt(fromS);
        while (toS - fromS > 0.1)
        {
            var middleS = (fromS + toS) / 2;
            (fromS, toS) = ZoneAt(middleS) == before ? (middleS, toS) : (fromS, middleS);
        }

        return toS;
    }
}
