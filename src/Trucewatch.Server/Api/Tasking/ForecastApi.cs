using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Planning;
using Trucewatch.Domain.Sensors;
using Trucewatch.Server.Access;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Tasking;
using Trucewatch.Watch.Coverage;
using Trucewatch.Watch.Planning;

namespace Trucewatch.Server.Api.Tasking;

/// <summary>
/// Where tomorrow will be blind: the looks that were agreed, and the sensors that stand somewhere and are taken to be
/// heard, entered into a ledger of their own. Only what the reader may know of is in it.
/// </summary>
internal static class ForecastApi
{
    /// <summary>Longest time that is asked for at once.</summary>
    public static readonly TimeSpan MaxSpan = TimeSpan.FromDays(2);

    // A forecast takes a processor for a while: one at a time.
    private static readonly Lock gate = new();

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/tasking/forecast", (WatchFloor floor, HttpContext http, string? from, string? until) =>
            Answer(floor, RequireSession.SessionOf(http).By, from, until))
            .Needs(Operation.ReadForecast)
            .WithName("getForecast").WithSummary("What would be watched by the looks that are agreed, and the gaps")
            .Produces<ForecastView>().ProducesProblem(StatusCodes.Status400BadRequest);

    private static IResult Answer(WatchFloor floor, Asker by, string? from, string? until)
    {
        var next = CoverageLedger.StartOf(CoverageLedger.HourOf(floor.Clock.Now) + 1);
        var begin = TimeOf(from, next);
        var end = TimeOf(until, (begin ?? next) + TimeSpan.FromDays(1));
        if (begin is not { } first || end is not { } last || first >= last || last - first > MaxSpan)
        {
            return TypedResults.Problem(
                "expected from before until as RFC 3339 times, at most two days apart",
                statusCode: StatusCodes.Status400BadRequest,
                title: "Unusable query");
        }

        lock (gate)
        {
            return TypedResults.Ok(View(floor, by, first, last));
        }
    }

    internal static ForecastView View(WatchFloor floor, Asker by, Instant from, Instant until)
    {
        var (agreed, posts) = Standing(floor, by, from, until);
        var ledger = CoverageForecast.Of(
            floor.Agreement, new TaskPlan(from, until, [.. agreed, .. posts], []), floor.Host.CopyTerrain());
        return Of(ledger, from, until, agreed.Length, posts.Length);
    }

    /// <summary>What was agreed, and the posts of the registry, as far as somebody may know of them.</summary>
    internal static (ImmutableArray<PlannedTask> Agreed, ImmutableArray<PlannedTask> Posts) Standing(
        WatchFloor floor, Asker by, Instant from, Instant until) =>
    (
        floor.Tasking.Ask(board => TaskingDesk.KnownPlan(board, by, from, until)).Tasks,
        [
            .. floor.Host.Registry.Sensors
                .Where(sensor => sensor is { Watch: not null, Consent: Consent.Agreed })
                .Where(sensor => AccessPolicy.Reads(sensor.Label, by))
                .Select(sensor => new PostTask("post " + sensor.Id, sensor.Owner, sensor.Watch!, from, until)),
        ]);

    /// <summary>What a ledger of things to come says.</summary>
    internal static ForecastView Of(CoverageLedger ledger, Instant from, Instant until, int tasks, int posts)
    {
        var (ground, reading) = (ledger.Ground, new CoverageReading(ledger));
        var all = new CoverageQuery(
            CoverageLedger.HourOf(from), CoverageLedger.HourOf(new Instant(until.UnixMicroseconds - 1)) + 1,
            ModalitySet.Seeing);
        ForecastSumView Sum(CoverageQuery query, string modality)
        {
            var sum = reading.Sum(in query);
            return new ForecastSumView(
                query.Side is { } side ? ground.Parties[side] : null, query.Light, modality,
                Math.Round(sum.SeenCellHours * ground.Grid.CellKm2, 3),
                Math.Round(sum.WholeCellHours * ground.Grid.CellKm2, 3), Math.Round(sum.Share, 5));
        }

        return new ForecastView(
            from, until, tasks, posts,
            [
                Sum(all, "all"),
                .. Enumerable.Range(0, ground.Parties.Length).SelectMany(side => Enum.GetValues<Light>()
                    .Select(light => Sum(all with { Side = side, Light = light }, "all"))),
                .. DetectionModels.All.Select(model => Sum(
                    all with { Modalities = ModalitySet.Of(model.Modality) }, EnumWords.Of(model.Modality))),
            ],
            [
                .. Enumerable.Range(0, (int)(all.UntilHour - all.FromHour)).Select(hour => new ForecastHourView(
                    CoverageLedger.StartOf(all.FromHour + hour),
                    Math.Round(
                        reading.Sum(all with
                        {
                            FromHour = all.FromHour + hour, UntilHour = all.FromHour + hour + 1,
                        }).Share,
                        5))),
            ],
            [
                .. reading.Gaps(in all).Select(gap => new ForecastGapView(
                    gap.Zone < 0 ? null : ground.Zones[gap.Zone], gap.Side < 0 ? null : ground.Parties[gap.Side],
                    Math.Round(ground.TileMiddles[gap.Tile].LatitudeDeg, 4),
                    Math.Round(ground.TileMiddles[gap.Tile].LongitudeDeg, 4),
                    Math.Round(gap.Cells * ground.Grid.CellKm2, 3), CoverageLedger.StartOf(gap.FromHour),
                    CoverageLedger.StartOf(gap.UntilHour), Math.Round(gap.Share, 5))),
            ]);
    }

    private static Instant? TimeOf(string? text, Instant otherwise) =>
        text is null ? otherwise : Instant.TryParse(text, out var at) ? at : null;
}
