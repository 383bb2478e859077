using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Planning;
using Trucewatch.Watch.Coverage;
using Trucewatch.Watch.Planning;

namespace Trucewatch.Watch.Tasking;

/// <summary>What a nation promised to watch and what it watched.</summary>
/// <param name="Nation">The nation.</param>
/// <param name="PromisedKm2H">Square kilometres times hours that its accepted looks would watch, each weighed by the
/// chance to see.</param>
/// <param name="DeliveredKm2H">What of that it watched: in each cell, hour and modality no more than was promised.
/// </param>
/// <param name="BeyondKm2H">What it watched beyond.</param>
public sealed record NationCredit(string Nation, double PromisedKm2H, double DeliveredKm2H, double BeyondKm2H)
{
    /// <summary>The part of the promise that was delivered; null: nothing was promised.</summary>
    public double? Share => PromisedKm2H > 0 ? DeliveredKm2H / PromisedKm2H : null;
}

/// <summary>
/// Credit for what was delivered: the forecast of a nation's accepted looks, laid over the ledger of the looks of its
/// own sensors, cell by cell, hour by hour and modality by modality. Both are made by the same models.
/// </summary>
public static class TaskingCredit
{
    /// <summary>What a nation's accepted looks would watch.</summary>
    /// <param name="agreement">Whose ground it is.</param>
    /// <param name="promised">The accepted looks of all nations, in whole hours.</param>
    /// <param name="nation">The nation.</param>
    /// <param name="terrain">What hides ground from posts, as in the ledger of what was watched; null: nothing.</param>
    public static CoverageLedger PromiseOf(
        Agreement agreement, TaskPlan promised, string nation, TerrainMasks? terrain = null)
    {
        ArgumentNullException.ThrowIfNull(promised);
        return CoverageForecast.Of(
            agreement, promised with { Tasks = [.. promised.Tasks.Where(task => task.Owner == nation)] }, terrain);
    }

    /// <summary>The credit of a nation.</summary>
    /// <param name="nation">The nation.</param>
    /// <param name="promise">What it promised, of the hours that are asked for.</param>
    /// <param name="watched">The ledgers of its sensors' looks: of each cell, hour and modality the best one counts.
    /// </param>
    public static NationCredit Of(string nation, CoverageLedger promise, IReadOnlyList<CoverageLedger> watched)
    {
        ArgumentNullException.ThrowIfNull(promise);
        ArgumentNullException.ThrowIfNull(watched);
        var best = new byte[promise.Ground.CellCount];
        var (asked, given, both) = (0L, 0L, 0L);
        for (var hour = promise.FirstHour; hour <= promise.NewestHour; hour++)
        {
            for (var modality = 1; modality <= CoverageLedger.Modalities; modality++)
            {
                // Each ledger has a plane of its own that stands until it is asked again.
                var one = promise.PlaneOf(hour, (Modality)modality);
                var other = Best(watched, hour, (Modality)modality, best);
                Add(one, other, ref asked, ref given, ref both);
            }
        }

        var km2 = promise.Ground.Grid.CellKm2 / Chances.One;
        return new NationCredit(nation, asked * km2, both * km2, (given - both) * km2);
    }

    private static ReadOnlySpan<byte> Best(
        IReadOnlyList<CoverageLedger> watched, long hour, Modality modality, Span<byte> best)
    {
        if (watched is [var only])
        {
            return only.PlaneOf(hour, modality);
        }

        best.Clear();
        foreach (var ledger in watched)
        {
            if (ledger.PlaneOf(hour, modality) is { IsEmpty: false } plane)
            {
                Chances.Raise(best, plane);
            }
        }

        return best;
    }

    /// <summary>Sums of the chances of two planes, either of which may be empty, and of the smaller ones.</summary>
    private static void Add(
        ReadOnlySpan<byte> promise, ReadOnlySpan<byte> watched, ref long asked, ref long given, ref long both)
    {
        for (var cell = 0; cell < Math.Max(promise.Length, watched.Length); cell++)
        {
            var one = promise.IsEmpty ? 0 : promise[cell] * promise[cell];
            var other = watched.IsEmpty ? 0 : watched[cell] * watched[cell];
            (asked, given, both) = (asked + one, given + other, both + Math.Min(one, other));
        }
    }
}
