using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Planning;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Tasking;
using Trucewatch.Watch.Coverage;
using Trucewatch.Watch.Tasking;

namespace Trucewatch.Server.Api.Tasking;

/// <summary>
/// What each nation promised on the board and what its sensors delivered. A promise is there for those who may know of
/// the offer; what a nation watched for itself and for whom the labels of its sensors let look.
/// </summary>
internal static class CreditApi
{
    /// <summary>Longest time that is asked for at once: as long as looks are kept by nation.</summary>
    public static readonly TimeSpan MaxSpan = TimeSpan.FromDays(7);

    // Each nation's promise takes a processor for a while: one answer at a time.
    private static readonly Lock gate = new();

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/tasking/credit", (WatchFloor floor, HttpContext http, string? from, string? until) =>
            Answer(floor, RequireSession.SessionOf(http).By, from, until))
            .Needs(Operation.ReadTasking)
            .WithName("getTaskingCredit").WithSummary("What nations promised to watch, and what they watched")
            .Produces<CreditView>().ProducesProblem(StatusCodes.Status400BadRequest);

    private static IResult Answer(WatchFloor floor, Asker by, string? from, string? until)
    {
        var next = CoverageLedger.HourOf(floor.Clock.Now) + 1;
        var end = HourOf(until, roundUp: true, next - 1);
        var begin = HourOf(from, roundUp: false, (end ?? next) - 24);
        if (begin is not { } first || end is not { } last || first >= last || last > next
            || last - first > MaxSpan.TotalHours)
        {
            return TypedResults.Problem(
                "expected from before until as RFC 3339 times, at most seven days apart, and no hour to come",
                statusCode: StatusCodes.Status400BadRequest,
                title: "Unusable query");
        }

        lock (gate)
        {
            return TypedResults.Ok(View(floor, by, CoverageLedger.StartOf(first), CoverageLedger.StartOf(last)));
        }
    }

    internal static CreditView View(WatchFloor floor, Asker by, Instant from, Instant until)
    {
        var promised = floor.Tasking.Ask(board => TaskingDesk.KnownPlan(board, by, from, until));
        var watched = floor.Host.AskLooks(desk => Known(desk, by).Select(looks => looks.Owner).ToList());
        var nations = promised.Tasks.Select(task => task.Owner).Union(watched, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        return new CreditView(from, until, [.. nations.Select(nation => Of(floor, by, promised, nation))]);
    }

    private static NationCreditView Of(WatchFloor floor, Asker by, TaskPlan promised, string nation)
    {
        var promise = TaskingCredit.PromiseOf(floor.Agreement, promised, nation, floor.Host.CopyTerrain());
        var credit = floor.Host.AskLooks(desk => TaskingCredit.Of(
            nation, promise,
            [.. Known(desk, by).Where(looks => looks.Owner == nation).Select(looks => looks.Ledger)]));
        return new NationCreditView(
            nation, promised.Tasks.Count(task => task.Owner == nation), Math.Round(credit.PromisedKm2H, 3),
            Math.Round(credit.DeliveredKm2H, 3), Math.Round(credit.BeyondKm2H, 3),
            credit.Share is { } share ? Math.Round(share, 5) : null);
    }

    /// <summary>A nation knows what it watched; others by the labels of its sensors, live as coverage is.</summary>
    private static IEnumerable<OwnerLooks> Known(LookDesk desk, Asker by) => desk.ByOwner.Where(looks =>
        looks.Owner == by.Who.Nation || ReleaseGate.MaySeeLive(looks.Label, Audience.Of(by)));

    private static long? HourOf(string? text, bool roundUp, long otherwise) =>
        text is null ? otherwise
        : !Instant.TryParse(text, out var at) ? null
        : roundUp ? CoverageLedger.HourOf(new Instant(at.UnixMicroseconds - 1)) + 1
        : CoverageLedger.HourOf(at);
}
