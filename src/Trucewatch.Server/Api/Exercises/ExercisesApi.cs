using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Api.Incidents;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;
using Trucewatch.Simulation.Scenarios.Scripts;

namespace Trucewatch.Server.Api.Exercises;

/// <summary>
/// What only an exercise has: its direction, who show the trainer's token, put acts in; its watch, who have a session,
/// acknowledge incidents. A live service has none of these addresses.
/// </summary>
internal static class ExercisesApi
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Maps what the watch may call.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/exercise/acknowledgements", (ExerciseDesk desk) =>
            TypedResults.Ok(new AcknowledgementPage(desk.Acknowledged)))
            .Needs(Operation.ReadAcknowledgements)
            .WithName("listAcknowledgements").WithSummary("Incidents that the watch of the exercise acknowledged");
        api.MapPost("/exercise/acknowledgements", async (
            WatchFloor floor, ExerciseDesk desk, HttpContext http, CancellationToken stop) =>
                await AcknowledgeAsync(floor, desk, http, stop))
            .Accepts<AcknowledgementRequest>("application/json")
            .Needs(Operation.AcknowledgeIncident)
            .WithName("acknowledgeIncident").WithSummary("The watch has seen an incident")
            .Produces<AcknowledgementPage>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>Maps what the direction may call: the trainer's token is asked for before anything is read.</summary>
    public static void MapDirection(RouteGroupBuilder open)
    {
        open.MapGet("/exercise/injections", (ExerciseDesk desk, TrainerDoor door, HttpContext http) =>
            door.IsOpenTo(http.Request)
                ? TypedResults.Ok(new InjectionPage([.. desk.Injections.Select(View)]))
                : Denied())
            .Needs(Operation.DirectExercise)
            .WithName("listInjections").WithSummary("What the direction put in; with the trainer's token")
            .Produces<InjectionPage>().ProducesProblem(StatusCodes.Status401Unauthorized);
        open.MapPost("/exercise/injections", async (
            ExerciseDesk desk, TrainerDoor door, WatchFloor floor, HttpContext http, CancellationToken stop) =>
                door.IsOpenTo(http.Request) ? await InjectAsync(desk, floor, http, stop) : Denied())
            .Accepts<InjectionRequest>("application/json")
            .Needs(Operation.DirectExercise)
            .WithName("inject").WithSummary("Put an act into the running exercise; with the trainer's token")
            .Produces<InjectionView>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>The injection of a request at a time of the floor.</summary>
    internal static Injection Of(InjectionRequest request, Instant now) => new(
        request.Act ?? "", request.Side ?? "", request.At ?? (now + TimeSpan.FromSeconds(request.InS ?? 0)),
        request.By ?? "trainer", 0, request.LineKm, request.DepthM, request.StaysS, request.SpeedMps, request.SigmaM,
        request.IntervalS,
        request.Size);

    private static async Task<IResult> InjectAsync(
        ExerciseDesk desk, WatchFloor floor, HttpContext http, CancellationToken stop)
    {
        var request = await RequestBody.ReadAsync(http, ApiJson.Default.InjectionRequest, stop);
        if (request is null || request is { At: not null, InS: not null } || request.InS is < 0 or > 86_400)
        {
            return Unusable(FormattableString.Invariant(
                $"expected an injection of at most {RequestBody.MaxBytes} bytes: act, side, and at or inS of 0 to ")
                + "86400");
        }

        var injection = Of(request, floor.Clock.Now);
        var problem = !desk.TakesInjections ? "expected a scenario of which acts are known; this one takes none"
            : desk.Injections.Count >= Injection.MaxNumber
                ? FormattableString.Invariant($"expected at most {Injection.MaxNumber} injections")
            : desk.Problem(injection);
        if (problem is not null)
        {
            return Unusable(problem);
        }

        return await SubmitAsync(desk, new ExerciseWord(1, Injects: injection), stop) is { Injects: { } done }
            ? TypedResults.Accepted((string?)null, View(done))
            : Busy();
    }

    private static async Task<IResult> AcknowledgeAsync(
        WatchFloor floor, ExerciseDesk desk, HttpContext http, CancellationToken stop)
    {
        var audience = RequireSession.AudienceOf(http);
        if (await RequestBody.ReadAsync(http, ApiJson.Default.AcknowledgementRequest, stop)
            is not { Incident: not null } request)
        {
            return Unusable("expected the id of an incident as incident");
        }

        if (!floor.Store.ReadIncidentRevisions(request.Incident)
            .Any(stored => IncidentsApi.Summary(floor, audience, stored) is not null))
        {
            return TypedResults.Problem(
                $"no incident {request.Incident} that this reader may see",
                statusCode: StatusCodes.Status404NotFound,
                title: "Unknown incident");
        }

        return await NoteSeenAsync(desk, audience, request.Incident, stop)
            ? TypedResults.Ok(new AcknowledgementPage(desk.Acknowledged))
            : Busy();
    }

    /// <summary>Puts it into the exercise that the watch has seen an incident; false: it was not recorded.</summary>
    internal static async Task<bool> NoteSeenAsync(
        ExerciseDesk desk, Audience audience, string incident, CancellationToken stop) =>
        desk.Acknowledged.Contains(incident, StringComparer.Ordinal)
        || await SubmitAsync(
            desk, new ExerciseWord(1, Acknowledges: new Acknowledgement(incident, audience.Id)), stop) is not null;

    private static async Task<ExerciseWord?> SubmitAsync(
        ExerciseDesk desk, ExerciseWord word, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            return await desk.SubmitAsync(word, patience.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }

    private static InjectionView View(Injection injection) => new(
        injection.Number, injection.Act, injection.Side, injection.At, injection.By, injection.LineKm, injection.DepthM,
        injection.StaysS, injection.SpeedMps, injection.SigmaM, injection.IntervalS, injection.Size);

    private static IResult Denied() => TypedResults.Problem(
        "expected the header Authorization: Bearer with the token in keys/trainer.token of the data folder",
        statusCode: StatusCodes.Status401Unauthorized,
        title: "No trainer's token");

    private static IResult Unusable(string problem) => TypedResults.Problem(
        problem, statusCode: StatusCodes.Status400BadRequest, title: "Unusable request");

    internal static IResult Busy() => TypedResults.Problem(
        "not recorded yet: look whether it stands in the list before you try again",
        statusCode: StatusCodes.Status503ServiceUnavailable,
        title: "Not recorded");
}

/// <summary>Opens to those who show the trainer's token.</summary>
internal sealed class TrainerDoor(BearerToken token)
{
    /// <summary>Whoever shows the token is the trainer, of whom the policy says what that role may do.</summary>
    public bool IsOpenTo(HttpRequest request) =>
        token.IsShownBy(request) && AccessPolicy.MayAsk(Role.Trainer, Operation.DirectExercise);
}
