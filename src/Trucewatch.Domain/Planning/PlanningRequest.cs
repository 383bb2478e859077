using System.Collections.Immutable;
using Trucewatch.Domain.Looks;
using Trucewatch.Geo;

namespace Trucewatch.Domain.Planning;

/// <summary>A drone that can be tasked.</summary>
/// <param name="Id">Id, unique in the request.</param>
/// <param name="Owner">The nation or body that flies it.</param>
/// <param name="Base">Where it starts and lands.</param>
/// <param name="SpeedMps">Its speed over the ground, metres a second.</param>
/// <param name="Endurance">How long it can stay in the air.</param>
/// <param name="Turnaround">Least time on the ground between two sorties.</param>
/// <param name="Sorties">Most sorties in the time that is planned.</param>
/// <param name="SwathM">How wide a strip it sees, in metres.</param>
/// <param name="Modality">With what it looks.</param>
/// <param name="MaxWindMps">In stronger wind it does not fly.</param>
public sealed record DroneUnit(
    string Id,
    string Owner,
    GeoPoint Base,
    double SpeedMps,
    TimeSpan Endurance,
    TimeSpan Turnaround,
    int Sorties,
    double SwathM,
    Modality Modality,
    double MaxWindMps);

/// <summary>A satellite that can be tasked.</summary>
/// <param name="Id">Id, unique in the request.</param>
/// <param name="MaxTasks">Most looks in the time that is planned.</param>
/// <param name="Passes">For each pass the looks of which one can be taken, one for each way to point it.</param>
public sealed record SatelliteUnit(string Id, int MaxTasks, ImmutableArray<ImmutableArray<PassTask>> Passes);

/// <summary>Where and when something is expected, beyond what is expected everywhere.</summary>
/// <param name="Middle">Middle of the place.</param>
/// <param name="RadiusM">Where nothing of it is left; it falls towards there as (1 - r^2)^2.</param>
/// <param name="From">Begin.</param>
/// <param name="Until">End.</param>
/// <param name="PerKm2H">How many in a square kilometre and an hour, in its middle.</param>
public sealed record ExpectedPlace(GeoPoint Middle, double RadiusM, Instant From, Instant Until, double PerKm2H);

/// <summary>
/// How equally the parties' sides have to bear that drones search over them. The burden of a side is minutes of search
/// over its ground, for each 1,000 square kilometres of it. Satellites burden nobody: they pass in seconds and need no
/// leave.
/// </summary>
/// <param name="Share">The greatest burden may exceed the least by this share of the mean.</param>
/// <param name="LeastMinutes">Or by so many minutes for each 1,000 square kilometres, where that is more: the first
/// search of a day has to lie somewhere.</param>
public sealed record BurdenRule(double Share, double LeastMinutes)
{
    /// <summary>The usual rule.</summary>
    public static readonly BurdenRule Usual = new(0.05, 10);

    /// <summary>True when the burdens are equal enough.</summary>
    /// <param name="burdens">Minutes for each 1,000 square kilometres of each side that has ground.</param>
    public bool Holds(ReadOnlySpan<double> burdens) => Excess(burdens) <= 0;

    /// <summary>By how many minutes the gap is wider than it may be; at most 0 where the rule holds.</summary>
    public double Excess(ReadOnlySpan<double> burdens)
    {
        if (burdens.Length < 2)
        {
            return 0;
        }

        var (least, most, sum) = (double.MaxValue, 0.0, 0.0);
        foreach (var burden in burdens)
        {
            (least, most, sum) = (Math.Min(least, burden), Math.Max(most, burden), sum + burden);
        }

        return Excess(least, most, sum / burdens.Length);
    }

    /// <summary>The same of the least and the greatest burden and their mean.</summary>
    public double Excess(double least, double most, double mean) =>
        most - least - Math.Max(LeastMinutes, Share * mean);
}

/// <summary>What there is to plan with, and what for.</summary>
/// <param name="Standing">The time and the weather, and the tasks that stand already: posts, patrols, routes that were
/// promised.</param>
/// <param name="Drones">The drones.</param>
/// <param name="Satellites">The satellites.</param>
/// <param name="NoFly">Where no drone may fly.</param>
/// <param name="EverywherePerKm2H">What is expected everywhere, in a square kilometre and an hour; above 0, so that
/// quiet places are worth a look.</param>
/// <param name="Expected">What is expected beyond.</param>
/// <param name="Burden">How equally the sides have to bear it.</param>
public sealed record PlanningRequest(
    TaskPlan Standing,
    ImmutableArray<DroneUnit> Drones,
    ImmutableArray<SatelliteUnit> Satellites,
    ImmutableArray<Region> NoFly,
    double EverywherePerKm2H,
    ImmutableArray<ExpectedPlace> Expected,
    BurdenRule Burden)
{
    /// <summary>Where patrols may go, and how often they are to be heard.</summary>
    public PatrolTerms Patrols { get; init; } = PatrolTerms.Usual;

    /// <summary>Most drones.</summary>
    public const int MaxDrones = 400;

    /// <summary>Most sorties of a drone.</summary>
    public const int MaxSorties = 12;

    /// <summary>Most no-fly polygons.</summary>
    public const int MaxNoFly = 64;

    /// <summary>What is wrong with it, or null.</summary>
    public string? Problem()
    {
        if (Standing.Problem() is { } problem)
        {
            return problem;
        }

        if (Drones.Length > MaxDrones || NoFly.Length > MaxNoFly)
        {
            return FormattableString.Invariant($"expected at most {MaxDrones} drones and {MaxNoFly} no-fly areas, got ")
                + FormattableString.Invariant($"{Drones.Length} and {NoFly.Length}");
        }

        if (!(EverywherePerKm2H > 0) || !Expected.All(place => place is { RadiusM: > 0, PerKm2H: >= 0 })
            || Burden is not { Share: >= 0, LeastMinutes: >= 0 })
        {
            return "expected rates and radii above 0, and a burden rule of shares and minutes from 0";
        }

        var ids = new HashSet<string>(Standing.Tasks.Select(task => task.Id), StringComparer.Ordinal);
        foreach (var drone in Drones)
        {
            if (!ids.Add(drone.Id) || drone is not
                {
                    SpeedMps: > 0 and <= 300, SwathM: > 0 and <= 50_000, Sorties: >= 0 and <= MaxSorties,
                    Modality: not Modality.Unknown, MaxWindMps: >= 0,
                } || drone.Endurance <= TimeSpan.Zero || drone.Turnaround < TimeSpan.Zero)
            {
                return $"{drone.Id}: expected an id of its own, a speed, endurance, swath and modality";
            }
        }

        return Patrols.Problem(
            Standing.Tasks.OfType<PatrolTask>().Select(task => task.Id).ToHashSet(StringComparer.Ordinal));
    }
}
