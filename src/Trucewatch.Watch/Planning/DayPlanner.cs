using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Planning;
using Trucewatch.Watch.Coverage;

namespace Trucewatch.Watch.Planning;

/// <summary>
/// Proposes drone routes and satellite looks for the largest gain in what is likely to be seen of what is expected,
/// with equal burdens for the sides. Deterministic in the request, the seed and the number of tries.
/// </summary>
public static class DayPlanner
{
    /// <summary>Usual number of tries: where a day of 40 drones hardly becomes better any more.</summary>
    public const int UsualTries = 25_000;

    /// <summary>Most tries.</summary>
    public const int MaxTries = 1_000_000;

    /// <summary>The plan that only takes the best next search, again and again; what a plan is compared with.</summary>
    /// <exception cref="ArgumentException">The request is faulty; the message says where.</exception>
    public static DayPlan Greedy(Agreement agreement, PlanningRequest request) => Plan(agreement, request, 0, 0);

    /// <summary>The plan.</summary>
    /// <param name="agreement">Whose ground it is.</param>
    /// <param name="request">What there is to plan with, and what for.</param>
    /// <param name="seed">Of all chance in the search.</param>
    /// <param name="tries">How often it is tried to make it better, after the greedy one.</param>
    /// <param name="told">Is told now and then how many tries are done, or null.</param>
    /// <param name="terrain">What hides ground from the posts that stand already, or null.</param>
    /// <exception cref="ArgumentException">The request is faulty; the message says where.</exception>
    public static DayPlan Plan(
        Agreement agreement, PlanningRequest request, ulong seed, int tries = UsualTries, Action<int>? told = null,
        TerrainMasks? terrain = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tries, MaxTries);
        if (request.Problem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(request));
        }

        var draft = DraftOf(agreement, request, terrain);
        var most = MostGain(draft);
        new GreedyPlan(draft).Fill();
        if (tries > 0 && draft.Sorties.Length > 0)
        {
            new PlanSearch(draft, seed).Run(tries, told);
        }

        return Result(draft, agreement, most);
    }

    private static PlanDraft DraftOf(Agreement agreement, PlanningRequest request, TerrainMasks? terrain = null)
    {
        var ground = PlanGround.Of(agreement);
        var passes = request.Satellites.SelectMany(satellite => satellite.Passes).SelectMany(pass => pass);
        Modality[] modalities =
        [
            .. request.Drones.Select(drone => drone.Modality).Concat(passes.Select(pass => pass.Modality)).Distinct()
                .Order(),
        ];
        var worth = new PlanWorth(
            ground, request, modalities, CoverageForecast.Of(agreement, request.Standing, terrain));
        var half = ground.Blocks.Length == 0 ? 0 : ground.Blocks.Max(block =>
            Math.Sqrt((block.WidthM * block.WidthM) + (block.HeightM * block.HeightM)) / 2);
        var travel = new TravelTable(
            [.. ground.Blocks.Select(block => block.Middle), .. request.Drones.Select(drone => drone.Base)],
            request.NoFly, half);
        return new PlanDraft(ground, request, worth, travel);
    }

    /// <summary>
    /// A bound: satellites take their best looks, each for itself; and the drones of each modality search the best
    /// slots of the best blocks with all their minutes, each search with a way no longer than to the nearest block.
    /// </summary>
    private static double MostGain(PlanDraft draft)
    {
        var (blocks, sum) = (draft.Ground.Blocks.Length, draft.Passes.Most());
        var nearest = new float[blocks];
        Array.Fill(nearest, TravelTable.NoWay);
        for (var from = 0; from < blocks; from++)
        {
            for (var to = 0; to < blocks; to++)
            {
                nearest[from] = from == to ? nearest[from] : Math.Min(nearest[from], draft.Travel.Metres(from, to));
            }
        }

        for (var modality = 0; modality < draft.Worth.Modalities.Length; modality++)
        {
            var sorties = draft.Sorties.Where(sortie => draft.ModalityOf(sortie) == modality).ToList();
            var costs = Enumerable.Range(0, blocks).Select(block => sorties.Count == 0 || draft.Travel.IsClosed(block)
                ? double.MaxValue
                : sorties.Min(sortie => draft.Service(sortie, block) + (nearest[block]
                    / (draft.Request.Drones[sortie.Drone].SpeedMps * 60)))
                    / draft.Worth.LastsSlots(modality)).ToArray();
            sum += sorties.Count == 0
                ? 0
                : draft.Worth.MostWithin(modality, costs, sorties.Sum(draft.LimitOf));
        }

        return sum;
    }

    private static DayPlan Result(PlanDraft draft, Agreement agreement, double most)
    {
        var ground = draft.Ground;
        var minutes = new double[ground.Sides];
        foreach (var sortie in draft.Sorties)
        {
            foreach (var block in sortie.Visits)
            {
                for (var side = 0; side < minutes.Length; side++)
                {
                    minutes[side] += draft.Service(sortie, block) * ground.SideShare(block, side);
                }
            }
        }

        ImmutableArray<SideBurden> burdens =
        [
            .. Enumerable.Range(0, minutes.Length).Where(side => ground.SideKm2[side] > 0).Select(side =>
                new SideBurden(
                    agreement.Parties[side].Id, minutes[side], minutes[side] * 1_000 / ground.SideKm2[side])),
        ];
        return new DayPlan(
            PlanRoutes.Of(draft), draft.Worth.AllExpected, draft.Worth.StandingSeen, draft.Worth.Gained, most, burdens,
            draft.Request.Burden.Holds([.. burdens.Select(burden => burden.Per1000Km2)]));
    }
}
