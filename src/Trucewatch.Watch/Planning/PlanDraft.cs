using System.Runtime.InteropServices;
using Trucewatch.Domain.Planning;
using Trucewatch.Watch.Coverage;

namespace Trucewatch.Watch.Planning;

/// <summary>A block that could be searched at a place in a sortie, and what that gives.</summary>
/// <param name="Rate">Gain for each minute that it costs; 0: not possible.</param>
/// <param name="Position">Before which visit.</param>
/// <param name="Start">Take-off, where the sortie is idle.</param>
internal readonly record struct Insertion(double Rate, int Position, double Start);

/// <summary>
/// A plan as it is being made: sorties with their times, the looks that satellites take, and what all of it gains. It
/// knows what is possible; what is good is for those who change it.
/// </summary>
internal sealed class PlanDraft
{
    /// <summary>A part of the endurance that is kept for wind and waiting.</summary>
    public const double Reserve = 0.05;

    /// <summary>Burdens are compared with so much to spare, so that rounding breaks no rule.</summary>
    private const double Spare = 1e-6;

    private readonly double[][] serviceMinutes;
    private readonly double[] minutesPerMetre;
    private readonly double[] winds;
    private readonly double[] limits;
    private readonly int[] modalities;
    private readonly double[] burdens;
    private readonly double[] perMinute;

    /// <summary>An empty plan.</summary>
    public PlanDraft(PlanGround ground, PlanningRequest request, PlanWorth worth, TravelTable travel)
    {
        (Ground, Request, Worth, Travel) = (ground, request, worth, travel);
        Horizon = (request.Standing.Until - request.Standing.From).TotalMinutes;
        Sorties =
        [
            .. request.Drones.SelectMany((drone, index) => Enumerable.Repeat(index, drone.Sorties))
                .Select((drone, number) => new Sortie(drone, number)),
        ];
        SortiesOf = [.. request.Drones.Select((_, index) => Sorties.Where(sortie => sortie.Drone == index).ToArray())];
        minutesPerMetre = [.. request.Drones.Select(drone => 1 / (drone.SpeedMps * 60))];
        winds = [.. request.Drones.Select(drone => drone.MaxWindMps)];
        limits = [.. request.Drones.Select(drone => drone.Endurance.TotalMinutes * (1 - Reserve))];
        modalities = [.. request.Drones.Select(drone => Array.IndexOf(worth.Modalities, drone.Modality))];
        serviceMinutes =
        [
            .. request.Drones.Select(drone => ground.Blocks
                .Select(block => SearchPattern.LengthM(block, drone.SwathM) / (drone.SpeedMps * 60)).ToArray()),
        ];
        int[] sides = [.. Enumerable.Range(0, ground.Sides).Where(side => ground.SideKm2[side] > 0)];
        burdens = new double[sides.Length];
        perMinute =
        [
            .. Enumerable.Range(0, ground.Blocks.Length).SelectMany(block => sides.Select(side =>
                ground.SideShare(block, side) * 1_000 / ground.SideKm2[side])),
        ];
        Passes = new PassChoice(ground, request, worth, Sorties.Length);
    }

    /// <summary>The ground.</summary>
    public PlanGround Ground { get; }

    /// <summary>What is asked for.</summary>
    public PlanningRequest Request { get; }

    /// <summary>What looks are worth.</summary>
    public PlanWorth Worth { get; }

    /// <summary>How far it is.</summary>
    public TravelTable Travel { get; }

    /// <summary>Minutes that are planned.</summary>
    public double Horizon { get; }

    /// <summary>All sorties, those of a drone one after the other.</summary>
    public Sortie[] Sorties { get; }

    /// <summary>The sorties of each drone.</summary>
    public Sortie[][] SortiesOf { get; }

    /// <summary>What the satellites look at.</summary>
    public PassChoice Passes { get; }

    /// <summary>Minutes of search for each 1,000 square kilometres of each side that has ground.</summary>
    public ReadOnlySpan<double> Burdens => burdens;

    /// <summary>True when the burdens are equal enough.</summary>
    public bool IsFair => Request.Burden.Excess(burdens) <= -Spare || burdens.AsSpan().IndexOfAnyExcept(0.0) < 0;

    /// <summary>Where a drone starts, as a place of the travel table.</summary>
    public int BaseOf(Sortie sortie) => Ground.Blocks.Length + sortie.Drone;

    /// <summary>Minutes that a sortie may last.</summary>
    public double LimitOf(Sortie sortie) => limits[sortie.Drone];

    /// <summary>Minutes from one place to another.</summary>
    public double Minutes(Sortie sortie, int from, int to) =>
        Travel.Metres(from, to) * minutesPerMetre[sortie.Drone];

    /// <summary>Minutes to search a block.</summary>
    public double Service(Sortie sortie, int block) => serviceMinutes[sortie.Drone][block];

    /// <summary>With what a sortie looks.</summary>
    public int ModalityOf(Sortie sortie) => modalities[sortie.Drone];

    /// <summary>True when a sortie may search a block for its burden: the gap stays or becomes narrow enough.</summary>
    public bool IsBearable(Sortie sortie, int block)
    {
        if (burdens.Length < 2)
        {
            return true;
        }

        var minutes = Service(sortie, block);
        var now = (Least: double.MaxValue, Most: 0.0, Sum: 0.0);
        var then = now;
        for (var side = 0; side < burdens.Length; side++)
        {
            var before = burdens[side];
            var after = before + (minutes * perMinute[(block * burdens.Length) + side]);
            now = (Math.Min(now.Least, before), Math.Max(now.Most, before), now.Sum + before);
            then = (Math.Min(then.Least, after), Math.Max(then.Most, after), then.Sum + after);
        }

        var excess = Request.Burden.Excess(then.Least, then.Most, then.Sum / burdens.Length);
        return excess <= -Spare || excess < Request.Burden.Excess(now.Least, now.Most, now.Sum / burdens.Length);
    }

    /// <summary>What it gives to search a block before a visit of a sortie that flies.</summary>
    public double RateAt(Sortie sortie, int position, int block)
    {
        var visits = sortie.Visits;
        var before = position == 0 ? BaseOf(sortie) : visits[position - 1];
        var after = position == visits.Count ? BaseOf(sortie) : visits[position];
        if (before == block || after == block)
        {
            return 0;
        }

        var (there, service) = (Minutes(sortie, before, block), Service(sortie, block));
        var extra = there + Minutes(sortie, block, after) - Minutes(sortie, before, after) + service;
        if (sortie.End + extra - sortie.Start > LimitOf(sortie) || sortie.End + extra > Horizon)
        {
            return 0;
        }

        var leave = position == 0
            ? sortie.Start
            : sortie.Arrivals[position - 1] + Service(sortie, visits[position - 1]);
        return Rate(sortie, block, leave + there, service, extra);
    }

    /// <summary>What it gives to search only one block, with a take-off at some minute.</summary>
    public double RateAlone(Sortie sortie, int block, double start)
    {
        var (there, service) = (Minutes(sortie, BaseOf(sortie), block), Service(sortie, block));
        var extra = (2 * there) + service;
        return extra > LimitOf(sortie) || start + extra > Horizon
            ? 0
            : Rate(sortie, block, start + there, service, extra);
    }

    /// <summary>Puts a block into a sortie; false, and nothing changes, where that is not possible.</summary>
    public bool TryInsert(Sortie sortie, in Insertion insertion, int block)
    {
        var (start, wasIdle) = (sortie.Start, sortie.IsIdle);
        sortie.Start = wasIdle ? insertion.Start : start;
        sortie.Visits.Insert(insertion.Position, block);
        if (Retime(sortie))
        {
            Place(sortie);
            return true;
        }

        sortie.Visits.RemoveAt(insertion.Position);
        sortie.Start = start;
        Invariant.Holds(wasIdle || Retime(sortie), "a sortie is possible again that was before");
        return false;
    }

    /// <summary>Sets the visits of a sortie; false, with the sortie idle, where they are not possible.</summary>
    public bool TrySet(Sortie sortie, double start, ReadOnlySpan<int> visits)
    {
        sortie.Start = start;
        CollectionsMarshal.SetCount(sortie.Visits, visits.Length);
        visits.CopyTo(CollectionsMarshal.AsSpan(sortie.Visits));
        if (!Retime(sortie))
        {
            sortie.Visits.Clear();
            Place(sortie);
            return false;
        }

        Place(sortie);
        return true;
    }

    /// <summary>Works out the times of a sortie; false where it is not possible.</summary>
    private bool Retime(Sortie sortie)
    {
        sortie.Arrivals.Clear();
        if (sortie.IsIdle)
        {
            return true;
        }

        var (time, at, wind) = (sortie.Start, BaseOf(sortie), winds[sortie.Drone]);
        foreach (var block in sortie.Visits)
        {
            time += Minutes(sortie, at, block);
            sortie.Arrivals.Add(time);
            time += Service(sortie, block);
            if (Worth.Wind(block, time - (Service(sortie, block) / 2)) > wind)
            {
                return false;
            }

            at = block;
        }

        sortie.End = time + Minutes(sortie, at, BaseOf(sortie));
        if (sortie.Start < 0 || sortie.End > Horizon || sortie.End - sortie.Start > LimitOf(sortie))
        {
            return false;
        }

        var turnaround = Request.Drones[sortie.Drone].Turnaround.TotalMinutes;
        foreach (var other in SortiesOf[sortie.Drone])
        {
            if (other != sortie && !other.IsIdle && sortie.Start < other.End + turnaround
                && other.Start < sortie.End + turnaround)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Places the looks of a sortie anew.</summary>
    private void Place(Sortie sortie)
    {
        var same = 0;
        while (same < sortie.Looks.Count && same < sortie.Visits.Count && sortie.LookedAt[same] == sortie.Visits[same]
            && sortie.Looks[same].Minute == MiddleOf(sortie, same))
        {
            same++;
        }

        for (var index = same; index < sortie.Looks.Count; index++)
        {
            var (look, block) = (sortie.Looks[index], sortie.LookedAt[index]);
            Worth.Remove(block, look);
            Bear(block, -look.ApartMinutes);
        }

        sortie.Looks.RemoveRange(same, sortie.Looks.Count - same);
        sortie.LookedAt.RemoveRange(same, sortie.LookedAt.Count - same);
        for (var index = same; index < sortie.Visits.Count; index++)
        {
            var (block, modality, minute) = (sortie.Visits[index], ModalityOf(sortie), MiddleOf(sortie, index));
            var service = Service(sortie, block);
            var look = new PlacedLook(
                sortie.Number, modality, minute, Worth.Chance(block, modality, minute), service);
            sortie.Looks.Add(look);
            sortie.LookedAt.Add(block);
            Worth.Add(block, look);
            Bear(block, service);
        }
    }

    private double MiddleOf(Sortie sortie, int visit) =>
        sortie.Arrivals[visit] + (Service(sortie, sortie.Visits[visit]) / 2);

    private double Rate(Sortie sortie, int block, double arrival, double service, double extra)
    {
        var minute = arrival + (service / 2);
        var gain = Worth.Gain(block, ModalityOf(sortie), minute);
        return gain > 0 && Worth.Wind(block, minute) <= winds[sortie.Drone] && Worth.IsFree(block, minute, service)
            ? gain / extra
            : 0;
    }

    private void Bear(int block, double minutes)
    {
        for (var side = 0; side < burdens.Length; side++)
        {
            burdens[side] += minutes * perMinute[(block * burdens.Length) + side];
        }
    }
}
