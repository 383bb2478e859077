using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Planning;
using Trucewatch.Feeds.Tle;
using Trucewatch.Geo;
using Trucewatch.Geo.Lines;
using Trucewatch.Geo.Orbits;
using Trucewatch.Server.Commands;

namespace Trucewatch.Server.Tasking;

/// <summary>A satellite that there is to plan with, and when it can look at the zones.</summary>
/// <param name="Satellite">The satellite.</param>
/// <param name="Looks">What it can look at, in the order of time and of the ways to point it, which the looks' numbers
/// say. That it can look does not say that it does.</param>
internal sealed record SatelliteTimes(SatelliteText Satellite, ImmutableArray<SwathLook> Looks);

/// <summary>When satellites can look at an agreement's zones, by their elements.</summary>
internal static class SatellitePasses
{
    /// <summary>Looks of a satellite that begin so long after the last one belong to the next pass.</summary>
    private const long PassApartUs = 20 * 60_000_000L;

    /// <summary>The looks that each satellite could take in the time of a plan.</summary>
    /// <exception cref="UnusableException">A satellite has no elements or cannot be pointed as it says.</exception>
    public static ImmutableArray<SatelliteTimes> Of(
        Agreement agreement, TaskPlan plan, ImmutableArray<SatelliteText> satellites, OrbitFile elements)
    {
        var sets = elements.Nearest(plan.From.UnixMicroseconds).ToDictionary(set => set.CatalogueNumber);
        var zone = RegionSets.Union(agreement.Zones.Select(zone => zone.Region))
            ?? throw new UnusableException("--agreement: expected zones that satellites can look at, got none");
        var planner = new SwathPlanner(zone, plan.From.UnixMicroseconds, plan.Until.UnixMicroseconds);
        return
        [
            .. satellites.Select(satellite => new SatelliteTimes(
                satellite,
                LooksOf(
                    satellite, planner,
                    sets.TryGetValue(satellite.CatalogueNumber, out var set) && OrbitFiles.Prepare(set) is { } orbit
                        ? orbit
                        : throw new UnusableException(FormattableString.Invariant(
                            $"{satellite.Id}: expected elements of {satellite.CatalogueNumber}, found none"))))),
        ];
    }

    /// <summary>What the planner chooses from: the looks of one pass together.</summary>
    public static ImmutableArray<SatelliteUnit> Units(ImmutableArray<SatelliteTimes> satellites) =>
        [.. satellites.Select(one => new SatelliteUnit(one.Satellite.Id, one.Satellite.MaxTasks, PassesOf(one)))];

    private static ImmutableArray<SwathLook> LooksOf(SatelliteText satellite, SwathPlanner planner, Orbit orbit)
    {
        var looks = new List<SwathLook>();
        for (var pointing = 0; pointing < satellite.PointingsDeg.Length; pointing++)
        {
            if (satellite.PointingsDeg[pointing] is not [var from, var to] || !(from < to)
                || !(Math.Abs(from) <= Swath.MaxOffNadirDeg && Math.Abs(to) <= Swath.MaxOffNadirDeg))
            {
                throw new UnusableException($"{satellite.Id}: expected pointings of two angles within 75 degrees");
            }

            planner.Plan(orbit, pointing, new Swath(from, to), looks);
        }

        return [.. looks.OrderBy(look => look.StartUs).ThenBy(look => look.Orbit)];
    }

    private static ImmutableArray<ImmutableArray<PassTask>> PassesOf(SatelliteTimes times)
    {
        var (satellite, passes) = (times.Satellite, new List<List<PassTask>>());
        var last = long.MinValue / 2;
        foreach (var look in times.Looks)
        {
            if (look.StartUs - last > PassApartUs)
            {
                passes.Add([]);
            }

            last = look.StartUs;
            passes[^1].Add(new PassTask(
                FormattableString.Invariant($"{satellite.Id}-{passes.Count}-{look.Orbit + 1}"), satellite.Owner,
                satellite.Modality, new Instant(look.StartUs), new Instant(look.EndUs), look.Footprint));
        }

        return [.. passes.Select(pass => pass.ToImmutableArray())];
    }
}
