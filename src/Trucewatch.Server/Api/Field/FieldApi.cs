using System.Text;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Report;
using Trucewatch.Server.Access;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;

namespace Trucewatch.Server.Api.Field;

/// <summary>
/// Reports from the field: written on a device, perhaps without a connection, and sent as often as it takes. The id in
/// the report makes it the same report each time; the answer is a receipt that the service has signed.
/// </summary>
internal static class FieldApi
{
    private const int MaxRequestBytes = 128 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly HashSet<ReporterKind> kinds =
        [ReporterKind.Patrol, ReporterKind.Post, ReporterKind.Station];

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/field-reports", (WatchFloor floor, HttpContext http) => TypedResults.Ok(new FieldDeskView(
            By(http).Who.Person, floor.Field.Vkey, floor.Clock.Now, floor.Clock.Speed)))
            .Needs(Operation.ReportFromField)
            .WithName("getFieldDesk").WithSummary("Who reports, and the key of receipts");
        api.MapPost("/field-reports", async (WatchFloor floor, HttpContext http, CancellationToken stop) =>
            await RequestBody.ReadAsync(http, RequestJson.Default.FieldReportRequest, stop, MaxRequestBytes)
                is { } request ? await TakeAsync(floor, By(http), request, stop)
                : Unusable("expected a report/1 object as the text report"))
            .Accepts<FieldReportRequest>("application/json")
            .Needs(Operation.ReportFromField)
            .WithName("reportFromField").WithSummary("Hand in a report; the same one again gives the same receipt")
            .Produces<FieldReceiptView>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> TakeAsync(
        WatchFloor floor, Asker by, FieldReportRequest request, CancellationToken stop)
    {
        var frame = Encoding.UTF8.GetBytes(request.Report);
        var fault = ReportFormat.Read(frame, out var report);
        var problem = fault != FrameFault.None ? $"not a report/1 object: {EnumWords.Of(fault)}"
            : report!.Reporter != by.Who.Person ? $"reporter: expected {by.Who.Person}, who is signed in"
            : !kinds.Contains(report.ReporterKind) ? "reporterKind: expected patrol, post or station"
            : report.IsExercise != floor.IsExercise ? $"exercise: expected that of {DataFolder.Kind(floor.IsExercise)}"
            : null;
        if (problem is not null)
        {
            return Unusable(problem);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            return await floor.Field.SubmitAsync(report!.ReportId, frame, patience.Token) switch
            {
                { Kept: { } kept } => TypedResults.Ok(View(floor.Field, kept)),
                { IsOther: true } => TypedResults.Problem(
                    $"report {report.ReportId} was handed in before with other words; an id is for one report",
                    statusCode: StatusCodes.Status409Conflict,
                    title: "Another report has this id"),
                _ => Busy(),
            };
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return Busy();
        }
    }

    private static FieldReceiptView View(FieldDesk desk, KeptReport kept) => new(
        kept.Id, Convert.ToHexStringLower(kept.Digest.Span), FieldDesk.FeedName, kept.Sequence, kept.ReceivedAt,
        desk.Receipt(kept));

    private static Asker By(HttpContext http) => RequireSession.SessionOf(http).By;

    private static IResult Unusable(string problem) => TypedResults.Problem(
        problem, statusCode: StatusCodes.Status400BadRequest, title: "Unusable report");

    private static IResult Busy() => TypedResults.Problem(
        "not recorded yet: hand it in again, the same report is recorded once",
        statusCode: StatusCodes.Status503ServiceUnavailable,
        title: "Not recorded");
}
