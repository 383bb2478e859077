using System.Collections.Immutable;
using Trucewatch.Domain;
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
/// Credit for what was delivered: for each nation the forecast of its accepted looks, laid over a ledger of the looks
/// that its own sensors stated. One byte of the mission's ledger cannot say whose look it was, so that a nation's looks
/// are counted by themselves, with the same models.
/// </summary>
public static class TaskingCredit
{
    /// <summary>The credit of all nations that promised or delivered anything, by name.</summary>
    /// <param name="agreement">Whose ground it is.</param>
    /// <param name="promised">The accepted looks.</param>
    /// <param name="looks">The looks that were stated, in the order in which they were received; those of sensors that
    /// nobody registered are nobody's.</param>
    public static ImmutableArray<NationCredit> Of(
        Agreement agreement, TaskPlan promised, ImmutableArray<Look> looks)
    {
        ArgumentNullException.ThrowIfNull(promised);
        var nations = new SortedSet<string>(promised.Tasks.Select(task => task.Owner), StringComparer.Ordinal);
        nations.UnionWith(looks.Where(look => look.Sensor is not null).Select(look => look.Sensor!.Owner));
        return [.. nations.Select(nation => Of(agreement, promised, looks, nation))];
    }

    private static NationCredit Of(Agreement agreement, TaskPlan promised, ImmutableArray<Look> looks, string nation)
    {
        var plan = promised with { Tasks = [.. promised.Tasks.Where(task => task.Owner == nation)] };
        var forecast = CoverageForecast.Of(agreement, plan);
        var desk = new LookDesk(agreement, new SectorSettings(), new FeedNames());
        desk.Advance(promised.From);
        foreach (var look in looks)
        {
            if (look.Sensor?.Owner == nation && look.ReceivedAt >= promised.From && look.ReceivedAt < promised.Until)
            {
                desk.Take(in look);
            }
        }

        desk.Advance(new Instant(promised.Until.UnixMicroseconds - 1));
        var (asked, given, both) = (0L, 0L, 0L);
        for (var hour = forecast.FirstHour; hour <= forecast.NewestHour; hour++)
        {
            for (var modality = 1; modality <= CoverageLedger.Modalities; modality++)
            {
                // Each ledger has a plane of its own that stands until it is asked again.
                var promise = forecast.PlaneOf(hour, (Modality)modality);
                var watched = desk.Ledger.PlaneOf(hour, (Modality)modality);
                for (var cell = 0; cell < Math.Max(promise.Length, watched.Length); cell++)
                {
                    var one = promise.IsEmpty ? 0 : promise[cell] * promise[cell];
                    var other = watched.IsEmpty ? 0 : watched[cell] * watched[cell];
                    (asked, given, both) = (asked + one, given + other, both + Math.Min(one, other));
                }
            }
        }

        var km2 = forecast.Ground.Grid.CellKm2 / Chances.One;
        return new NationCredit(nation, asked * km2, both * km2, (given - both) * km2);
    }
}
