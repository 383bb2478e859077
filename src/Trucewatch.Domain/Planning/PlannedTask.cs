using System.Collections.Immutable;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Sensors;
using Trucewatch.Geo;

namespace Trucewatch.Domain.Planning;

/// <summary>A place of a route and when it is to be there.</summary>
/// <param name="At">When.</param>
/// <param name="Place">Where.</param>
public readonly record struct RoutePoint(Instant At, GeoPoint Place);

/// <summary>
/// Something that somebody is to look at. That it is planned does not say that it was done: planned looks are
/// predicted coverage, and never coverage.
/// </summary>
/// <param name="Id">Id, unique in its plan.</param>
/// <param name="Owner">The nation or body that is to do it.</param>
public abstract record PlannedTask(string Id, string Owner);

/// <summary>A drone flies a route and looks down along it.</summary>
/// <param name="Id">Id.</param>
/// <param name="Owner">Whose drone it is.</param>
/// <param name="Modality">With what it looks.</param>
/// <param name="SwathM">How wide a strip it sees, in metres.</param>
/// <param name="Route">Its route in the order of time, at least two points.</param>
public sealed record DroneTask(
    string Id, string Owner, Modality Modality, double SwathM, ImmutableArray<RoutePoint> Route)
    : PlannedTask(Id, Owner);

/// <summary>A satellite looks at a piece of ground in one pass.</summary>
/// <param name="Id">Id.</param>
/// <param name="Owner">Whose satellite it is.</param>
/// <param name="Modality">With what it looks.</param>
/// <param name="From">Begin.</param>
/// <param name="Until">End.</param>
/// <param name="Footprint">What it sees.</param>
public sealed record PassTask(
    string Id, string Owner, Modality Modality, Instant From, Instant Until, ImmutableArray<GeoPolygon> Footprint)
    : PlannedTask(Id, Owner);

/// <summary>A post, camera or radar watches from where it stands.</summary>
/// <param name="Id">Id.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="Watch">What it watches.</param>
/// <param name="From">Begin.</param>
/// <param name="Until">End.</param>
public sealed record PostTask(string Id, string Owner, SensorWatch Watch, Instant From, Instant Until)
    : PlannedTask(Id, Owner);

/// <summary>A patrol goes along a route and looks around itself.</summary>
/// <param name="Id">Id.</param>
/// <param name="Owner">Whose patrol it is.</param>
/// <param name="Route">Its route in the order of time, at least two points.</param>
public sealed record PatrolTask(string Id, string Owner, ImmutableArray<RoutePoint> Route) : PlannedTask(Id, Owner);

/// <summary>Weather that is expected somewhere for a while.</summary>
/// <param name="Where">Where; null: everywhere.</param>
/// <param name="From">Begin.</param>
/// <param name="Until">End.</param>
/// <param name="WindMps">Wind, in metres a second.</param>
/// <param name="CloudShare">Share of the ground that clouds hide, 0 to 1.</param>
public sealed record WeatherSpell(Region? Where, Instant From, Instant Until, double WindMps, double CloudShare)
{
    /// <summary>True when it is expected there and then.</summary>
    public bool Holds(GeoPoint place, Instant at) =>
        at >= From && at < Until && (Where is null || Where.Contains(place));
}

/// <summary>What is to be looked at in a time, and the weather that is expected.</summary>
/// <param name="From">Begin.</param>
/// <param name="Until">End.</param>
/// <param name="Tasks">The tasks, in an order that does not matter.</param>
/// <param name="Weather">The weather; where nothing is said there are neither wind nor clouds.</param>
public sealed record TaskPlan(
    Instant From, Instant Until, ImmutableArray<PlannedTask> Tasks, ImmutableArray<WeatherSpell> Weather)
{
    /// <summary>Longest time that is planned at once.</summary>
    public static readonly TimeSpan MaxSpan = TimeSpan.FromDays(7);

    /// <summary>Most tasks of a plan.</summary>
    public const int MaxTasks = 10_000;

    /// <summary>Most points of a route.</summary>
    public const int MaxRoutePoints = 10_000;

    /// <summary>The share that clouds hide: the worst of the spells there and then; NaN where none is known.</summary>
    public double CloudShareAt(GeoPoint place, Instant at)
    {
        var share = double.NaN;
        foreach (var spell in Weather)
        {
            share = spell.Holds(place, at) && !(share > spell.CloudShare) ? spell.CloudShare : share;
        }

        return share;
    }

    /// <summary>What is wrong with it, or null.</summary>
    public string? Problem()
    {
        if (!(From < Until) || Until - From > MaxSpan)
        {
            return FormattableString.Invariant(
                $"expected a time of at most {MaxSpan.TotalDays} days, got {From} to {Until}");
        }

        if (Tasks.Length > MaxTasks)
        {
            return FormattableString.Invariant($"expected at most {MaxTasks} tasks, got {Tasks.Length}");
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var task in Tasks)
        {
            var problem = ids.Add(task.Id) ? ProblemOf(task) : "expected an id of its own";
            if (problem is not null)
            {
                return $"{task.Id}: {problem}";
            }
        }

        return null;
    }

    private static string? ProblemOf(PlannedTask task) => task switch
    {
        DroneTask { SwathM: not (> 0 and <= 50_000) } drone => FormattableString.Invariant(
            $"expected a swath above 0 and at most 50000 m, got {drone.SwathM}"),
        DroneTask { Modality: Modality.Unknown } or PassTask { Modality: Modality.Unknown }
            or PostTask { Watch.Modality: Modality.Unknown } => "expected a modality",
        DroneTask drone => ProblemOf(drone.Route),
        PatrolTask patrol => ProblemOf(patrol.Route),
        PassTask { From: var from, Until: var until } when from > until => "expected a begin before the end",
        PostTask { From: var from, Until: var until } when from > until => "expected a begin before the end",
        _ => null,
    };

    private static string? ProblemOf(ImmutableArray<RoutePoint> route)
    {
        if (route.Length is < 2 or > MaxRoutePoints)
        {
            return FormattableString.Invariant($"expected 2 to {MaxRoutePoints} points, got {route.Length}");
        }

        for (var index = 1; index < route.Length; index++)
        {
            if (route[index].At < route[index - 1].At)
            {
                return FormattableString.Invariant($"expected times in order, got {route[index].At} at point {index}");
            }
        }

        return null;
    }
}
