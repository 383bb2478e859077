using Trucewatch.Domain.Access;
using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Stores;
using Trucewatch.Server.Access;
using Trucewatch.Server.Api.Exercises;
using Trucewatch.Server.Api.Incidents;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;
using Trucewatch.Server.Shift;

namespace Trucewatch.Server.Api.Shift;

/// <summary>What one watch leaves to the next: what was seen, what was noted, and who took over.</summary>
internal static class ShiftApi
{
    /// <summary>Longest note in characters.</summary>
    public const int MaxWords = 2_000;

    /// <summary>Longest name of whom the watch is handed over to.</summary>
    public const int MaxName = 64;

    private const int MaxRequestBytes = 16 * 1024;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/acknowledgements", (WatchFloor floor, HttpContext http) => TypedResults.Ok(Seen(floor, http)))
            .Needs(Operation.ReadAcknowledgements)
            .WithName("listSeen").WithSummary("Incidents that the watch has seen, and whether one may say so");
        api.MapPost("/acknowledgements", async (WatchFloor floor, HttpContext http, CancellationToken stop) =>
            await AcknowledgeAsync(floor, http, stop))
            .Accepts<AcknowledgementRequest>("application/json")
            .Needs(Operation.AcknowledgeIncident)
            .WithName("acknowledge").WithSummary("Say that an incident was seen")
            .Produces<SeenPage>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapGet("/shift", (WatchFloor floor, HttpContext http) => TypedResults.Ok(Log(floor, http)))
            .Needs(Operation.ReadShiftLog).WithName("listShift").WithSummary("The log of the shift, oldest first");
        RequestBody.Map(api, "/shift", RequestJson.Default.ShiftRequest, Write, MaxRequestBytes)
            .Needs(Operation.WriteShiftLog)
            .WithName("noteShift").WithSummary("Note something; with somebody to hand over to, hand the watch over")
            .Produces<ShiftLineView>(StatusCodes.Status201Created);
    }

    private static SeenPage Seen(WatchFloor floor, HttpContext http)
    {
        var desk = http.RequestServices.GetService<ExerciseDesk>();
        return new SeenPage(
            [.. floor.Shift.Seen.Union(desk?.Acknowledged ?? [], StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)],
            AccessPolicy.MayAsk(By(http).Who.Role, Operation.AcknowledgeIncident));
    }

    private static async Task<IResult> AcknowledgeAsync(WatchFloor floor, HttpContext http, CancellationToken stop)
    {
        if (await RequestBody.ReadAsync(http, ApiJson.Default.AcknowledgementRequest, stop)
            is not { Incident: not null } request)
        {
            return Unusable("expected the id of an incident as incident");
        }

        if (!floor.Store.ReadIncidentRevisions(request.Incident)
            .Any(stored => IncidentsApi.Summary(floor, RequireSession.AudienceOf(http), stored) is not null))
        {
            return TypedResults.Problem(
                $"no incident {request.Incident} that this reader may see",
                statusCode: StatusCodes.Status404NotFound,
                title: "Unknown incident");
        }

        // The report after an exercise tells how long it took, so that there it is a word of the exercise as well.
        if (http.RequestServices.GetService<ExerciseDesk>() is { } desk
            && !await ExercisesApi.NoteSeenAsync(desk, RequireSession.AudienceOf(http), request.Incident, stop))
        {
            return ExercisesApi.Busy();
        }

        floor.Shift.Acknowledge(By(http), request.Incident);
        return TypedResults.Ok(Seen(floor, http));
    }

    private static ShiftPage Log(WatchFloor floor, HttpContext http) => new(
        [.. floor.Shift.Lines().Select(line => View(line.Stored, line.Act))],
        AccessPolicy.MayAsk(By(http).Who.Role, Operation.WriteShiftLog));

    private static IResult Write(HttpContext http, ShiftRequest request)
    {
        var words = request.Words.Trim();
        var to = request.To?.Trim();
        if (words.Length > MaxWords || to is { Length: 0 or > MaxName } || (to is null && words.Length == 0))
        {
            return Unusable(FormattableString.Invariant(
                $"expected words of 1 to {MaxWords} characters, or a name of 1 to {MaxName} as to"));
        }

        var (stored, act) = http.RequestServices.GetRequiredService<WatchFloor>().Shift.Note(By(http), to, words);
        return TypedResults.Created($"{ApiTable.Root}/shift", View(stored, act));
    }

    private static ShiftLineView View(StoredAct stored, Act act) => new(
        stored.Number, act.At, act.By, act.Kind, ShiftDesk.IncidentOf(act), act.To, act.Words, stored.LogIndex);

    private static Asker By(HttpContext http) => RequireSession.SessionOf(http).By;

    private static IResult Unusable(string problem) => TypedResults.Problem(
        problem, statusCode: StatusCodes.Status400BadRequest, title: "Unusable request");
}
